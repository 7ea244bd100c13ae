"""Periods of the regulation: year, half-year, calendar quarter."""

from datetime import date

import msgspec


class Period(msgspec.Struct, frozen=True):
    """A stretch of days, both ends included; `label` is written as in findings (`2026`, `2026H1`, `2026Q3`)."""

    label: str
    first: date
    last: date

    @property
    def length(self) -> int:
        """Return the number of days."""
        return (self.last - self.first).days + 1


def year_of(year: int) -> Period:
    """Return the calendar year."""
    return Period(str(year), date(year, 1, 1), date(year, 12, 31))


def halves_of(year: int) -> tuple[Period, Period]:
    """Return the two half-years, 01-01…06-30 and 07-01…12-31."""
    return (
        Period(f"{year}H1", date(year, 1, 1), date(year, 6, 30)),
        Period(f"{year}H2", date(year, 7, 1), date(year, 12, 31)),
    )


def quarters_of(year: int) -> tuple[Period, Period, Period, Period]:
    """Return the four calendar quarters."""
    return (
        Period(f"{year}Q1", date(year, 1, 1), date(year, 3, 31)),
        Period(f"{year}Q2", date(year, 4, 1), date(year, 6, 30)),
        Period(f"{year}Q3", date(year, 7, 1), date(year, 9, 30)),
        Period(f"{year}Q4", date(year, 10, 1), date(year, 12, 31)),
    )


def first_day(label: str) -> date:
    """Return the first day of the period that is written so: `2026`, `2026H2`, `2026Q3`."""
    year, part = int(label[:4]), label[4:]
    months = {"": 1, "H1": 1, "H2": 7, "Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10}
    return date(year, months[part], 1)
