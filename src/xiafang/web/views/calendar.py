"""工作日历: a year's days off and make-up days, the office's own among them, as the limits are counted with them."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.roles import Role
from xiafang.organizations.models import Organization, WorkCalendarDay
from xiafang.regulation.calendar import Calendar, shipped_table
from xiafang.web import history
from xiafang.web.dates import WEEKDAYS, why_off, working_calendar

_DAY = timedelta(days=1)
_SWAPPED = re.compile(r"由 (\d{4}-\d\d-\d\d) 调休")


@login_required
def this_year(request: OfficialRequest) -> HttpResponse:
    """Show the current year."""
    return _page(request, timezone.localdate().year)


@login_required
def one_year(request: OfficialRequest, year: int) -> HttpResponse:
    """Show `year`; 404 for one that the table does not have."""
    if year not in shipped_table().years:
        raise Http404
    return _page(request, year)


def _page(request: OfficialRequest, year: int) -> HttpResponse:
    table, calendar = shipped_table(), working_calendar(request)
    own = list(WorkCalendarDay.objects.filter(day__year=year))
    pending = {row.day: row for row in own if row.status == WorkCalendarDay.Status.PROVISIONAL}
    grounds = {row.day: row.ground for row in own}
    months = [_month(calendar, year, month, pending, grounds) for month in range(1, 13)]
    context = {
        "title": f"{year}年工作日历",
        "crumbs": [("首页", reverse("home")), ("工作日历", "")],
        "year": year,
        "official": table.years[year].status == "official",
        "version": calendar.version,
        "known_through": max(known for known, days in table.years.items() if days.status == "official"),
        "months": months,
        "working_days": sum(month["working_days"] for month in months),
        "rests": rests(year, calendar),
        "before": year - 1 if year - 1 in table.years else None,
        "after": year + 1 if year + 1 in table.years else None,
        "own": own,
        "pending": pending,
        "may": _may_change(request),
        "history": history.lines((WorkCalendarDay, _ever(year)), everything="everything" in request.GET),
    }
    return render(request, "calendar/year.html", context)


def _may_change(request: OfficialRequest) -> bool:
    """Return whether whoever asks is system administrator of the department. No query for everybody else."""
    units = request.standing.roles.get(Role.SYSTEM_ADMIN, frozenset())
    return bool(units) and Organization.objects.filter(parent=None, pk__in=units).exists()


def _ever(year: int) -> list[date]:
    """Return the days of `year` about which the office ever said anything."""
    said = WorkCalendarDay.pgh_event_model.objects.filter(day__year=year)  # type: ignore[attr-defined]
    return list(said.values_list("day", flat=True).distinct())


def _month(
    calendar: Calendar,
    year: int,
    month: int,
    pending: Mapping[date, WorkCalendarDay],
    grounds: Mapping[date, str],
) -> dict[str, Any]:
    """Return a month as weeks of seven cells, Monday first; a cell is a day with its kind, or None."""
    today = timezone.localdate()
    first = date(year, month, 1)
    cells: list[dict[str, Any] | None] = [None] * first.weekday()
    day = first
    while day.month == month:
        kind, mark, spoken = _kind(calendar, day)
        spoken = f"{spoken}：{grounds[day]}" if spoken and day in grounds and day not in pending else spoken
        cell = {"day": day.day, "kind": kind, "mark": mark, "title": spoken, "today": day == today, "pending": False}
        if planned := pending.get(day):
            said = planned.get_change_display()
            cell |= {"pending": True, "mark": "拟", "title": f"暂定{said}：{planned.ground}"}
        cells.append(cell)
        day += _DAY
    cells += [None] * (-len(cells) % 7)
    working_days = sum(1 for cell in cells if cell and cell["kind"] in ("", "worked"))
    weeks = [cells[start : start + 7] for start in range(0, len(cells), 7)]
    return {"name": f"{month}月", "working_days": working_days, "weeks": weeks}


def _kind(calendar: Calendar, day: date) -> tuple[str, str, str]:
    """Return what kind of day it is, its mark, and both in words."""
    reason = calendar.why_off(day)
    weekend = day.weekday() >= 5
    if reason is None:
        return ("worked", "班", "调休上班") if weekend else ("", "", "")
    if weekend and reason.startswith("周"):
        return "weekend", "", ""
    return "off", "休", why_off(day, calendar) or ""


def rests(year: int, calendar: Calendar) -> list[dict[str, Any]]:
    """Return the festivals of `year` as rows: name, the days off in a row, how many, and what is worked for them."""
    rows = []
    day = date(year, 1, 1)
    while day.year == year:
        run: list[date] = []
        while day.year == year and not calendar.is_working(day):
            run.append(day)
            day += _DAY
        if any(rest.weekday() < 5 for rest in run):
            rows.append(_rest(run, calendar))
        if not run:
            day += _DAY
    return rows


def _rest(run: list[date], calendar: Calendar) -> dict[str, Any]:
    names: list[str] = []
    worked: list[date] = []
    for day in run:
        reason = calendar.why_off(day) or ""
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
