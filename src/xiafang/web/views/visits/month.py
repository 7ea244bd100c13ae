"""下访月历: a month of visits on the working calendar; on a phone the same days as an agenda."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.roles import Role
from xiafang.web import typed
from xiafang.web.dates import WEEKDAYS, why_off, working_calendar
from xiafang.web.navigation import VISITING
from xiafang.web.views.visits import search as narrowing
from xiafang.web.views.visits.rows import Line, lines, totals

SHOWN = 4  # visits that a day of the calendar shows; all of them stand in the list
MOST = 1000


@login_required
def show(request: OfficialRequest) -> HttpResponse:
    """Show a month, this one unless the address names another."""
    first = _month(request.GET.get("month", ""))
    last = first.replace(day=monthrange(first.year, first.month)[1])
    search = narrowing.Search(request.GET)
    asked = search.cleaned_data if search.is_valid() else {}
    found = narrowing.narrowed(request, asked | {"from_on": first, "to_on": last})
    rows = lines(request, list(found.order_by("date", "pk")[:MOST])) if search.is_valid() else []
    context = {
        "title": "下访",
        "crumbs": [("首页", reverse("home")), ("下访", "")],
        "search": search,
        "asked": narrowing.is_narrowed(search),
        "month": f"{first:%Y-%m}",
        "name": f"{first.year}年{first.month}月",
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{last + timedelta(days=1):%Y-%m}",
        "this_month": f"{timezone.localdate():%Y-%m}",
        "days": _days(request, first, last, rows),
        "weekdays": WEEKDAYS,
        "total": totals(rows),
        "unrecorded": narrowing.unrecorded(narrowing.visits(request)).count(),
        **may(request),
    }
    return render(request, "visits/month.html", context)


def may(request: OfficialRequest) -> dict[str, bool]:
    """Return what whoever asks may do with visits somewhere."""
    asks = request.standing
    return {
        "may_plan": asks.holds(*VISITING),
        "leads": asks.holds(Role.LEADER),
    }


def _month(said: str) -> date:
    """Return the first day of the month that the address names, of this one when it names none."""
    return typed.day(f"{said}-01") or timezone.localdate().replace(day=1)


def _days(request: OfficialRequest, first: date, last: date, rows: list[Line]) -> list[dict[str, Any]]:
    """Return each day of the month: what kind of day it is, and its visits."""
    calendar, today = working_calendar(request), timezone.localdate()
    of_day: dict[date, list[Line]] = {}
    for row in rows:
        of_day.setdefault(row.date, []).append(row)
    days = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        visits, off = of_day.get(day, []), why_off(day, calendar)
        weekend = day.weekday() >= 5
        days.append(
            {
                "day": day,
                "weekday": WEEKDAYS[day.weekday()],
                "kind": "off" if off and off != "休息日" else "weekend" if off else "worked" if weekend else "",
                "word": off if off and off != "休息日" else "班" if weekend and not off else "",
                "today": day == today,
                "visits": visits[:SHOWN],
                "more": max(0, len(visits) - SHOWN),
                "starts": f"starts-{day.weekday() + 1}" if number == 0 else "",
            }
        )
    return days
