"""The working calendar and the counting of days (民法典 第200–204条).

The project keeps its own dated table of days off and make-up days (`calendar_table.json`, filled from the `holidays`
package by `xiafang calendar fill`); the library is never asked while counting, because it guesses unpublished years
without saying so. Here such a year is `provisional`, and so is every deadline whose counting looked at one of its days.

A `Deadline` carries the way that leads to it, so that anybody can recompute it by hand.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

Rule = Literal["working_days", "days", "months", "moved", "fixed", "judged_on", "days_before", "days_after", "later_of"]

_DAY = timedelta(days=1)
_WEEKDAYS = "一二三四五六日"


class YearTable(msgspec.Struct, frozen=True):
    """One year of the table: weekdays that are off (day → festival) and weekend days that are worked."""

    status: Literal["official", "provisional"]
    off: dict[date, str]
    worked: list[date]


class CalendarTable(msgspec.Struct, frozen=True):
    """The dated table; `version` names its content."""

    version: str
    source: str
    years: dict[int, YearTable]


class Skipped(msgspec.Struct, frozen=True):
    """A day that was passed over in counting, and why."""

    day: date
    reason: str


class Deadline(msgspec.Struct, frozen=True):
    """A last day, with its derivation.

    `rule` applied to `start` and `amount` gives `nominal`; `skipped` days lie between `start` (or `nominal`) and `day`.
    `counted` are the working days counted, for `working_days` alone. `later_of` takes the latest of `parts`.
    """

    day: date
    rule: Rule
    start: date
    amount: int = 0
    nominal: date | None = None
    counted: tuple[date, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    parts: tuple["Deadline", ...] = ()
    provisional: bool = False
    calendar: str = ""
    note: str = ""


@cache
def shipped_table() -> CalendarTable:
    """Return the table that comes with this version."""
    return msgspec.json.decode(files(__package__).joinpath("calendar_table.json").read_bytes(), type=CalendarTable)


def fixed(day: date) -> Deadline:
    """Return a fixed date: still in time on that day, not moved when it is a day off."""
    return Deadline(day=day, rule="fixed", start=day)


def judged_on(day: date) -> Deadline:
    """Return the day on which a state is judged: nothing is counted, and nothing can be in time or late."""
    return Deadline(day=day, rule="judged_on", start=day)


def days_before(start: date, amount: int) -> Deadline:
    """Return the day `amount` days before `start`, not moved."""
    day = _shift(start, -amount)
    return Deadline(day=day, rule="days_before", start=start, amount=amount, nominal=day)


def days_after(start: date, amount: int) -> Deadline:
    """Return the day `amount` days after `start`, not moved."""
    day = _shift(start, amount)
    return Deadline(day=day, rule="days_after", start=start, amount=amount, nominal=day)


def later_of(start: date, parts: tuple[Deadline, ...], *, provisional: bool, note: str) -> Deadline:
    """Return the latest of `parts` as one deadline; provisional when any of them is, or what led to it was."""
    return Deadline(
        day=max(part.day for part in parts),
        rule="later_of",
        start=start,
        parts=parts,
        provisional=provisional or any(part.provisional for part in parts),
        note=note,
    )


def months_later(start: date, months: int) -> date:
    """Return the same day number `months` later in one step, or that month's last day (民法典 第202条), not moved."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _shift(day: date, days: int) -> date:
    """Add days; the first and the last day that can be written stand for everything beyond them."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


class Limits(dict[date, Deadline]):
    """The deadlines of one way of counting, by the day they start from: `limits[start]`.

    Each is worked out when it is first asked for. A province asks for the same few hundred a million times.
    """

    def __init__(self, count: Callable[[date], Deadline]) -> None:
        super().__init__()
        self._count = count

    def __missing__(self, start: date) -> Deadline:
        deadline = self[start] = self._count(start)
        return deadline


class Calendar:
    """Working days, and the ways of counting them: `calendar.working_days(5)[start]`, likewise `days`, `months`."""

    def __init__(
        self, table: CalendarTable | None = None, holidays: Iterable[date] = (), workdays: Iterable[date] = ()
    ) -> None:
        """Take the shipped table unless another is given; `holidays` and `workdays` override single days."""
        self._table = table or shipped_table()
        self._off = frozenset(holidays)
        self._worked = frozenset(workdays)
        overrides = len(self._off) + len(self._worked)
        self.version = self._table.version + (f"+{overrides}处自定" if overrides else "")
        self.working_days = cache(self._working_days)
        self.days = cache(self._days)
        self.months = cache(self._months)

    def why_off(self, day: date) -> str | None:
        """Return why `day` is no working day, None when it is one."""
        if day in self._off:
            return "自定休息日"
        if day in self._worked:
            return None
        year = self._table.years.get(day.year)
        if day.weekday() < 5:
            return year.off.get(day) if year else None
        if year and day in year.worked:
            return None
        return f"周{_WEEKDAYS[day.weekday()]}"

    def is_working(self, day: date) -> bool:
        """Say whether `day` is a working day: Monday to Friday and not off, or a make-up day (调休上班)."""
        return self.why_off(day) is None

    def is_provisional(self, day: date) -> bool:
        """Say whether the arrangement of `day` is not published yet and the overrides do not name it."""
        if day in self._off or day in self._worked:
            return False
        year = self._table.years.get(day.year)
        return year.status == "provisional" if year else day.year > max(self._table.years)

    def _working_days(self, amount: int) -> Limits:
        """Return the limits of `amount` working days: the amount-th one strictly after the start, 0 is the start."""
        return Limits(lambda start: self._count_working_days(start, amount))

    def _days(self, amount: int) -> Limits:
        """Return the limits of `amount` days, moved to the next working day where the last is none."""
        return Limits(lambda start: self._move(_shift(start, amount), "days", start, amount))

    def _months(self, amount: int) -> Limits:
        """Return the limits of `amount` months (`months_later`), moved to the next working day."""
        return Limits(lambda start: self._move(months_later(start, amount), "months", start, amount))

    def moved(self, day: date) -> Deadline:
        """Return `day`, or the next working day where it is none."""
        return self._move(day, "moved", day, 0)

    def _count_working_days(self, start: date, amount: int) -> Deadline:
        counted: list[date] = []
        skipped: list[Skipped] = []
        day, provisional = start, False
        while len(counted) < amount and day < date.max:
            day += _DAY
            provisional = provisional or self.is_provisional(day)
            reason = self.why_off(day)
            if reason is None:
                counted.append(day)
            else:
                skipped.append(Skipped(day, reason))
        return Deadline(
            day=day,
            rule="working_days",
            start=start,
            amount=amount,
            nominal=day,
            counted=tuple(counted),
            skipped=tuple(skipped),
            provisional=provisional,
            calendar=self.version,
        )

    def _move(self, nominal: date, rule: Rule, start: date, amount: int) -> Deadline:
        skipped: list[Skipped] = []
        day, provisional = nominal, self.is_provisional(nominal)
        while (reason := self.why_off(day)) is not None and day < date.max:
            skipped.append(Skipped(day, reason))
            day += _DAY
            provisional = provisional or self.is_provisional(day)
        return Deadline(
            day=day,
            rule=rule,
            start=start,
            amount=amount,
            nominal=nominal,
            skipped=tuple(skipped),
            provisional=provisional,
            calendar=self.version,
        )
