"""工作日历: a year's days off and make-up days, as the limits are counted with them."""

import re
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xiafang.regulation.calendar import shipped_table
from xiafang.web.dates import WEEKDAYS, why_off, working_calendar

_DAY = timedelta(days=1)
_SWAPPED = re.compile(r"由 (\d{4}-\d\d-\d\d) 调休")


@login_required
def this_year(request: HttpRequest) -> HttpResponse:
    """Show the current year."""
    return _page(request, timezone.localdate().year)


@login_required
def one_year(request: HttpRequest, year: int) -> HttpResponse:
    """Show `year`; 404 for one that the table does not have."""
    if year not in shipped_table().years:
        raise Http404
    return _page(request, year)


def _page(request: HttpRequest, year: int) -> HttpResponse:
    table = shipped_table()
    months = [_month(year, month) for month in range(1, 13)]
    context = {
        "title": f"{year}年工作日历",
        "crumbs": [("首页", reverse("home")), ("工作日历", "")],
        "year": year,
        "official": table.years[year].status == "official",
        "version": working_calendar().version,
        "known_through": max(known for known, days in table.years.items() if days.status == "official"),
        "months": months,
        "working_days": sum(month["working_days"] for month in months),
        "rests": rests(year),
        "before": year - 1 if year - 1 in table.years else None,
        "after": year + 1 if year + 1 in table.years else None,
    }
    return render(request, "calendar/year.html", context)


def _month(year: int, month: int) -> dict[str, Any]:
    """Return a month as weeks of seven cells, Monday first; a cell is a day with its kind, or None."""
    today = timezone.localdate()
    first = date(year, month, 1)
    cells: list[dict[str, Any] | None] = [None] * first.weekday()
    day = first
    while day.month == month:
        reason = working_calendar().why_off(day)
        weekend = day.weekday() >= 5
        if reason is None:
            kind, mark, spoken = ("worked", "班", "调休上班") if weekend else ("", "", "")
        elif weekend:
            kind, mark, spoken = "weekend", "", ""
        else:
            kind, mark, spoken = "off", "休", why_off(day) or ""
        cells.append({"day": day.day, "kind": kind, "mark": mark, "title": spoken, "today": day == today})
        day += _DAY
    cells += [None] * (-len(cells) % 7)
    working_days = sum(1 for cell in cells if cell and cell["kind"] in ("", "worked"))
    weeks = [cells[start : start + 7] for start in range(0, len(cells), 7)]
    return {"name": f"{month}月", "working_days": working_days, "weeks": weeks}


def rests(year: int) -> list[dict[str, Any]]:
    """Return the festivals of `year` as rows: name, the days off in a row, how many, and what is worked for them."""
    calendar, rows = working_calendar(), []
    day = date(year, 1, 1)
    while day.year == year:
        run: list[date] = []
        while day.year == year and not calendar.is_working(day):
            run.append(day)
            day += _DAY
        if any(rest.weekday() < 5 for rest in run):
            rows.append(_rest(run))
        if not run:
            day += _DAY
    return rows


def _rest(run: list[date]) -> dict[str, Any]:
    names: list[str] = []
    worked: list[date] = []
    for day in run:
        reason = working_calendar().why_off(day) or ""
        if swapped := _SWAPPED.search(reason):
            worked.append(date.fromisoformat(swapped[1]))
        elif not reason.startswith("周"):
            names.append(reason.split("（")[0].replace("农历除夕", "春节"))
    first, last = run[0], run[-1]
    days = _short(first) if first == last else f"{_short(first)}至{_short(last)}"
    return {
        "last": last,
        "name": "、".join(dict.fromkeys(names)) or "调休",
        "days": days,
        "count": f"{len(run)}天",
        "worked": "、".join(_short(day) for day in sorted(worked)) or "无",
    }


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
