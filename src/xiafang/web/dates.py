"""Dates as official Chinese writes them, and the working calendar that the pages share."""

from datetime import date
from functools import lru_cache

from django.db import connection
from django.http import HttpRequest

from xiafang.organizations import facts
from xiafang.regulation.calendar import Calendar

WEEKDAYS = "一二三四五六日"


def long_date(day: date) -> str:
    """Return 2026年3月5日 星期四."""
    return f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"


def working_calendar(request: HttpRequest) -> Calendar:
    """Return the shipped table with the office's own official days, as limits are counted. One query a request.

    An error page comes after the transaction was given up and asks nothing more: it gets the shipped table.
    """
    known: Calendar | None = getattr(request, "working_calendar", None)
    if known is None and connection.needs_rollback:
        return _calendar((), ())
    if known is None:
        own = facts.calendar()
        known = _calendar(tuple(own["holidays"]), tuple(own["workdays"]))
        request.working_calendar = known  # type: ignore[attr-defined]
    return known


@lru_cache(maxsize=4)
def _calendar(holidays: tuple[str, ...], workdays: tuple[str, ...]) -> Calendar:
    return Calendar(holidays=map(date.fromisoformat, holidays), workdays=map(date.fromisoformat, workdays))


def why_off(day: date, calendar: Calendar) -> str | None:
    """Return why `day` is no working day in words for a page, None when it is one."""
    reason = calendar.why_off(day)
    return "休息日" if reason and reason.startswith("周") else reason
