"""What came with a request and was not judged by a form: read as what it should be, or not at all."""

_LONGEST = 18  # digits that the database takes as a number


def whole(text: str) -> int | None:
    """Return the number that `text` writes in plain digits; None for anything else, ² and １ included."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else None


def plain(text: str) -> str:
    """Return `text` without the one character that the database does not take."""
    return text.replace("\x00", "")
