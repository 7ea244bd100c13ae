"""One matter: its clocks, what is demanded and answered, papers, people, and everything that was done, newest first."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.casework.codes import Flag, State
from xiafang.casework.life import DONE
from xiafang.casework.models import Demand, Matter
from xiafang.promises.clocks import beside, clocks
from xiafang.promises.present import present
from xiafang.web.dates import working_calendar
from xiafang.web.signs import sign
from xiafang.web.views.matters import people, work
from xiafang.web.views.matters.facts import facts_of
from xiafang.web.views.matters.limits import shown as limits
from xiafang.web.views.matters.menu import Children, menu
from xiafang.web.views.matters.rows import flags_of
from xiafang.web.views.matters.timeline import timeline


@login_required
def one(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Show a matter to whoever may see it; a fixed number of queries."""
    rows = Matter.objects.visible_to(request.user).select_related("responsible", "registering", "merged_into")
    matter = get_object_or_404(rows.defer("search_text"), pk=pk)
    today, calendar = timezone.localdate(), working_calendar(request)
    demands = list(Demand.objects.filter(matter=matter))
    there = present(matter)
    done, known = work.of(matter, there), beside(matter, there)
    child = Children(
        proposals=done.proposals,
        escalations=known.escalations,
        unanswered=sum(demand.answered_on is None for demand in demands),
        sponsored=any(row.to_on is None for row in done.sponsorships),
        handled=bool(matter.handlers),
        extended=known.extension is not None,
        recusals_open=any(row.decided_on is None for row in done.recusals),
    )
    items = work.items(matter)
    accused = matter.accusations.select_related("official", "organization")
    found = clocks(matter, as_of=today, calendar=calendar, known=known)
    running = limits(found, today, calendar, anonymous=Flag.ANONYMOUS in matter.flags)
    context: dict[str, Any] = {
        "title": matter.title,
        "crumbs": people.crumbs(matter),
        "matter": matter,
        "state": sign(f"matter-{matter.state}"),
        "flags": flags_of(matter.flags),
        "menu": menu(matter, request.standing, child),
        "limits": running,
        "demands": [_demand(demand, matter) for demand in demands],
        "people": people.shown(matter, matter.petitioners.order_by("representative", "id")),
        "accused": list(accused) if "accusations" in there else [],
        "items": items,
        "facts": facts_of(matter, items),
        "papers": work.papers(matter),
        "work": done,
        "beside": known,
        "merged": list(matter.merged.defer("search_text").order_by("received_on", "id")) if "merged" in there else [],
        "history": timeline(matter, everything="everything" in request.GET),
        "today": today,
    }
    return render(request, "matters/one.html", context)


_ENDED = (State.DECLINED, State.WITHDRAWN, State.VOIDED, State.MERGED)


def _answered(demand: Demand, matter: Matter) -> str:
    """Return the sign of an answer; without one a matter is closed only where a ledger did not hold it."""
    if demand.answered_on:
        return sign("met", None, "已答复")
    if matter.state in _ENDED:
        return ""
    return sign("exempt", None, "台账未载") if matter.state in DONE else sign("pending", None, "待答复")


def _demand(demand: Demand, matter: Matter) -> dict[str, Any]:
    return {
        "ordinal": demand.ordinal,
        "text": demand.text,
        "sign": _answered(demand, matter),
        "outcome": demand.get_outcome_display(),
        "answer": demand.answer,
        "basis": demand.basis,
        "answered_on": demand.answered_on.isoformat() if demand.answered_on else "",
    }
