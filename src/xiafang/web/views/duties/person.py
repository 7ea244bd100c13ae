"""One official's duties: quota, evidence, forecast, what to do now; as of any day, by running the rules."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.casework.codes import State
from xiafang.casework.models import Escalation, Sponsorship
from xiafang.organizations.models import Official, Post
from xiafang.regulation.findings import Finding
from xiafang.regulation.registry import DUTIES
from xiafang.web import reasons
from xiafang.web.acting import DateField
from xiafang.web.dates import working_calendar
from xiafang.web.navigation import VISITING
from xiafang.web.views.duties import judging, scope
from xiafang.web.views.duties.forecast import forecast, planned_visits

OVER = (State.CLOSED, State.RESOLVED, State.WITHDRAWN, State.VOIDED, State.MERGED, State.DECLINED)


class AsOf(forms.Form):
    """The day as of which a page is shown."""

    day = DateField(label="截至", required=False)


def as_of(request: OfficialRequest) -> tuple[date, AsOf]:
    """Return the day that the address asks for, today by default and for one that is none, and the form for it."""
    today = timezone.localdate()
    form = AsOf(request.GET)
    day = form.cleaned_data.get("day") if form.is_valid() else None
    return day or today, form if form.errors else AsOf({"day": (day or today).isoformat()})


def home_unit(official: Official) -> Post | None:
    """Return the post at whose unit the official's duties stand: the last one. One query."""
    return official.posts.select_related("organization").order_by("-from_on", "-id").first()


@login_required
def show(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Show an official's duties as of a day."""
    official = get_object_or_404(Official.objects.visible_to(request.user), pk=pk)
    post = home_unit(official)
    if official.pk not in scope.open_to(request.standing, [official.pk]):
        raise Http404
    today = timezone.localdate()
    day, form = as_of(request)
    findings = judging.of_official(official.pk, day)
    subjects = judging.subjects_of(findings)
    planned = planned_visits(official, day)
    sponsored = _sponsored(official, day)
    quotas = [finding for finding in findings if DUTIES[finding.duty].way == "count"]
    calendar = working_calendar(request)
    cards = [
        {
            "reason": reason,
            "forecast": forecast(finding, planned, len(sponsored), day, calendar),
            "current": finding.due >= day,
            "planned": [visit for visit in planned if visit.date <= finding.due] if "visits" in finding.duty else [],
        }
        for finding, reason in zip(quotas, reasons.of(quotas, subjects), strict=True)
    ]
    others = [finding for finding in findings if DUTIES[finding.duty].way != "count"]
    mine = official.pk == request.standing.official
    context = {
        "title": official.name,
        "crumbs": _crumbs(official, post),
        "official": official,
        "post": post,
        "day": day,
        "today": today,
        "form": form,
        "mine": mine,
        "may_plan": request.standing.holds(*VISITING),
        "current": sorted((c for c in cards if c["current"]), key=_urgency),
        "past": [c for c in cards if not c["current"]],
        "others": reasons.of(_open_first(others), subjects),
        "planned": planned,
        "sponsored": sponsored,
        "opinions": _opinions(official) if day == today else [],
        "absences": official.absences.filter(from_on__year__lte=day.year, to_on__year__gte=day.year),
    }
    return render(request, "duties/person.html", context)


def _urgency(card: dict[str, Any]) -> tuple[bool, date]:
    return card["forecast"].enough, card["reason"].due


def _open_first(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (finding.status not in ("pending", "breached"), finding.due))


def _crumbs(official: Official, post: Post | None) -> list[tuple[str, str]]:
    way = [("首页", reverse("home")), ("职责台账", reverse("duties"))]
    if post:
        unit = post.organization
        way.append((unit.short_name or unit.name, reverse("duties-unit", args=[unit.pk])))
    return [*way, (official.name, "")]


def _sponsored(official: Official, day: date) -> list[Sponsorship]:
    """Return the sponsorships that ran on `day` of matters not yet closed, as far as they may be seen. One query."""
    rows = Sponsorship.objects.filter(official=official, from_on__lte=day).exclude(to_on__lt=day)
    rows = rows.exclude(matter__state__in=OVER).select_related("matter").order_by("from_on", "id")
    return list(rows)


def _opinions(official: Official) -> list[Escalation]:
    """Return the escalations on which the official still has to examine an opinion in person. One query."""
    rows = Escalation.objects.filter(leader=official, opinion=None).select_related("matter")
    return list(rows.order_by("on", "id")[:20])
