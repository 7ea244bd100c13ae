"""首页: what is overdue, due today and due this week, for each role held, with the next act one click away."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.roles import Role
from xiafang.organizations.models import Official, Organization
from xiafang.web.dates import working_calendar
from xiafang.web.views.home import admins, leader, office, others
from xiafang.web.views.home.items import Section

DUE = ("overdue", "today", "week", "next")


@login_required
def show(request: OfficialRequest) -> HttpResponse:
    """Show the start page of whoever asks; somebody with two roles gets what belongs to both."""
    day = timezone.localdate()
    parts = _parts(request, day)
    names = _units(request)
    context = {
        "title": "首页",
        "roles": [
            f"{'、'.join(names[pk] for pk in units if pk in names)}{role.label}"
            for role, units in request.standing.roles.items()
            if units
        ],
        "parts": parts,
        "official": request.standing.official,
    }
    return render(request, "home/page.html", context)


def _units(request: OfficialRequest) -> dict[Any, str]:
    held = frozenset[Any]().union(*request.standing.roles.values())
    return dict(Organization.objects.filter(pk__in=held).values_list("pk", "name"))


def _parts(request: OfficialRequest, day: date) -> list[dict[str, Any]]:
    """Return a part for each role held, in the order of urgency."""
    standing, calendar = request.standing, working_calendar(request)
    parts = []
    for role in (Role.LEADER, Role.PETITION_OFFICE, Role.LIAISON, Role.HANDLER, Role.INSPECTOR, *_ADMINS):
        if not (units := standing.roles.get(role)):
            continue
        part: dict[str, Any] = {"role": role.label}
        match role:
            case Role.LEADER:
                me = Official.objects.filter(pk=standing.official).first() if standing.official else None
                part["quotas"] = leader.quotas(me, day, calendar) if me else []
                part["person"] = me
                part["nobody"] = me is None
                part["short"] = [card for card in part["quotas"] if not card["forecast"].enough]
                part["enough"] = [card for card in part["quotas"] if card["forecast"].enough]
                found = leader.sections(request, day)
            case Role.PETITION_OFFICE | Role.LIAISON:
                found = office.sections(request, units, day, calendar)
            case Role.HANDLER:
                found = others.handler(standing, day)
            case Role.INSPECTOR:
                found = others.inspector(request, units, day)
            case _:
                found = _ADMINS[role](day)
        parts.append(part | _arranged(found))
    return parts


_ADMINS = {Role.SYSTEM_ADMIN: admins.system, Role.SECURITY_ADMIN: admins.security, Role.AUDIT_ADMIN: admins.audit}


def _arranged(sections: list[Section]) -> dict[str, Any]:
    """Return the sections as the page has them: what is due first; what comes next only when nothing is due."""
    due = {section.key: section for section in sections if section.key in DUE}
    pressing = [due[key] for key in ("overdue", "today", "week") if key in due and due[key].count]
    return {
        "tally": [due[key] for key in ("overdue", "today", "week") if key in due],
        "pressing": pressing,
        "calm": bool(due) and not pressing,
        "next": due.get("next"),
        "sections": [section for section in sections if section.key not in DUE and (section.items or section.empty)],
    }
