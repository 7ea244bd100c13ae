"""Dates as official Chinese writes them, and the working calendar that the pages share."""

from datetime import date
from functools import cache

from xiafang.regulation.calendar import Calendar

WEEKDAYS = "一二三四五六日"


def long_date(day: date) -> str:
    """Return 2026年3月5日 星期四."""
    return f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"


@cache
def working_calendar() -> Calendar:
    """Return the calendar that comes with this version."""
    return Calendar()


def why_off(day: date) -> str | None:
    """Return why `day` is no working day in words for a page, None when it is one."""
    reason = working_calendar().why_off(day)
    return "休息日" if reason and reason.startswith("周") else reason
