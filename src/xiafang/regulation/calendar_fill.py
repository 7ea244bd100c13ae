"""Fill the working calendar's table from the `holidays` package: the only place where that package is asked."""

import hashlib
import os
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import msgspec

from xiafang.regulation.calendar import CalendarTable, YearTable

FIRST_YEAR = 1950
LAST_YEAR = 2100
OFFICIAL_THROUGH = 2026
"""The State Council's arrangements are known through this year; later years are provisional."""


def build_table(
    first: int = FIRST_YEAR, last: int = LAST_YEAR, official_through: int = OFFICIAL_THROUGH
) -> CalendarTable:
    """Return the table of the years `first`…`last`; years after `official_through` are marked provisional."""
    from holidays.countries.china import China  # noqa: PLC0415 - half a second of start-up that nobody else should pay

    china = China(years=range(first, last + 1), observed=True, language="zh_CN")  # type: ignore[no-untyped-call]
    years = {}
    for year in range(first, last + 1):
        off: dict[date, str] = {}
        worked: list[date] = []
        day = date(year, 1, 1)
        while day.year == year:
            working = china.is_working_day(day)
            if day.weekday() < 5 and not working:
                off[day] = china.get(day) or "休息日（调休）"
            elif day.weekday() >= 5 and working:
                worked.append(day)
            day += timedelta(days=1)
        status: Literal["official", "provisional"] = "official" if year <= official_through else "provisional"
        years[year] = YearTable(status=status, off=off, worked=worked)
    digest = hashlib.sha256(msgspec.json.encode(years)).hexdigest()[:8]
    return CalendarTable(
        version=f"{official_through}-{digest}",
        source=f"holidays {version('holidays')}，国务院办公厅放假安排已公布至{official_through}年",
        years=years,
    )


def unpublished(table: CalendarTable) -> int | None:
    """Return the first year marked official of which the package cannot know more than the statutory festivals.

    A published arrangement names days to be worked in return; a later year that has none was guessed.
    """
    later = (year for year, days in table.years.items() if year > OFFICIAL_THROUGH and days.status == "official")
    return next((year for year in later if not table.years[year].worked), None)


def write_table(table: CalendarTable, path: Path) -> None:
    """Write `table` to `path`, one line a day, so that a change can be read in a diff.

    The file is there whole or not at all: it is written beside and then put in its place. Raises OSError.
    """
    text = msgspec.json.format(msgspec.json.encode(table), indent=1) + b"\n"
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(text)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
