"""关于规则: the rules in force, and how far the regulation is carried out."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xiafang.regulation.calendar import Calendar, shipped_table
from xiafang.regulation.outline import STATE_NAMES
from xiafang.regulation.policy import BUILT_IN
from xiafang.regulation.registry import DUTIES
from xiafang.web import rules
from xiafang.web.dates import working_calendar
from xiafang.web.signs import sign
from xiafang.web.views.calendar import rests


@login_required
def show(request: HttpRequest) -> HttpResponse:
    """Show it."""
    policy, table = rules.policy_in_force(), shipped_table()
    stated = sum(parameter.basis == "stated" for parameter in policy.parameters.values())
    texts, problem = rules.official_text()
    today, calendar = timezone.localdate(), working_calendar(request)
    context = {
        "title": "关于规则",
        "lead": "现行规则和参数、工作日历的依据，以及办法各条落实到什么程度。",
        "crumbs": [("首页", reverse("home")), ("办法条文", reverse("articles")), ("关于规则", "")],
        "policy": policy.name,
        "own": policy.name not in BUILT_IN,
        "effective_on": settings.EFFECTIVE_ON,
        "duties": len(DUTIES),
        "stated": stated,
        "interpreted": len(policy.parameters) - stated,
        "calendar_version": calendar.version,
        "known_through": max(year for year, days in table.years.items() if days.status == "official"),
        "official_loaded": len(texts),
        "official_problem": problem,
        "states": _states(),
        "chapters": rules.chapters(),
        "coming": _coming(today, calendar),
    }
    return render(request, "articles/about.html", context)


def _coming(today: date, calendar: Calendar) -> list[dict[str, Any]]:
    """Return the next three festivals from `today` on, each with its year and whether that year is provisional."""
    years = shipped_table().years
    return [
        rest | {"year": year, "provisional": years[year].status == "provisional"}
        for year in (today.year, today.year + 1)
        if year in years
        for rest in rests(year, calendar)
        if rest["last"] >= today
    ][:3]


def _states() -> list[dict[str, Any]]:
    """Return the four states with their counts, and where each begins on a bar 100 long."""
    counts = rules.clause_counts()
    whole, rows, start = sum(counts.values()), [], 0.0
    for state in STATE_NAMES:
        width = 100 * counts[state] / whole
        rows.append(
            {"state": state, "sign": sign(state), "count": counts[state], "x": f"{start:.2f}", "width": f"{width:.2f}"}
        )
        start += width
    return rows
