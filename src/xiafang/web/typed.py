"""What came with a request and was not judged by a form: read as what it should be, or not at all."""

from datetime import date

_LONGEST = 18  # digits that the database takes as a number


def whole(text: str) -> int | None:
    """Return the number that `text` writes in plain digits; None for anything else, ² and １ included."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else None


def countable(day: date) -> bool:
    """Return whether limits are counted from `day`: at the ends of the calendar there is no day before or after."""
    return 1900 <= day.year <= 2100


def day(text: str) -> date | None:
    """Return the day that is written as 2026-02-28; None for anything else, and for a day not countable."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if countable(found) else None


def plain(text: str) -> str:
    """Return `text` without the one character that the database does not take."""
    return text.replace("\x00", "")
