"""The next act for a row of the ledger: what its button says and which page it opens.

Whoever may not act is led to where the thing can be read: no button answers that it was not for them.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.standing import Standing
from xiafang.casework.acts.opening import open_steps
from xiafang.casework.codes import State
from xiafang.casework.models import Matter
from xiafang.supervision.kinds import InspectionKind
from xiafang.web.navigation import VISITING
from xiafang.web.subjects import Named
from xiafang.web.views.home.items import Act
from xiafang.web.views.supervision.books import AGREEMENTS, ASSESSMENTS, BULLETINS, INSPECTIONS, PLANS
from xiafang.web.views.supervision.keeping import keeps

Matters = Mapping[UUID, Matter]

_STEPS = {
    "case.told": ("告知", "tell"),
    "escalated.order": ("责成", "order_unit"),
    "escalated.follow_up": ("落实人员", "assign_follow_up"),
}
_PAPERS = {
    "agreement.direct": ("登记责任书", AGREEMENTS),
    "agreement.cascade": ("登记责任书", AGREEMENTS),
    "plan.filed": ("报备计划", PLANS),
    "inspection.regular": ("登记抽查", INSPECTIONS),
    "inspection.random": ("登记抽查", INSPECTIONS),
    "bulletin.half_year": ("印发通报", BULLETINS),
    "assessment.year": ("登记考核", ASSESSMENTS),
}
_KINDS = {"inspection.regular": InspectionKind.REGULAR, "inspection.random": InspectionKind.RANDOM}
_VISITS = {"visits.unit", "visits.half_year", "visits.quarter"}
_LISTS = {
    "sponsored.one": ("选包案", "sponsorships"),
    "sponsored.two": ("选包案", "sponsorships"),
    "shortlist.before_schedule": ("提清单", "shortlists-new"),
}
_OF_STATE = {
    State.RECEIVED: ("受理", "accept"),
    State.TRANSFERRED: ("接收", "take_over"),
    State.ACCEPTED: ("交承办人", "assign"),
}


def of(ids: Iterable[UUID]) -> Matters:
    """Return matters with the units that decide who may act on them. One query."""
    return Matter.objects.select_related("responsible", "registering").in_bulk(list(ids))


def next_act(row: Any, about: Named, matters: Matters, request: OfficialRequest) -> Act | None:
    """Return what whoever asks can do about an open row, which speaks `about` something."""
    asks, matter = request.standing, matters.get(row.matter)
    if matter and row.duty in _STEPS:
        return _step(matter, *_STEPS[row.duty], asks)
    if row.duty == "escalated.appointment" or row.duty in _VISITS:
        return _plan(row, matter, asks)
    if row.duty in _PAPERS:
        label, book = _PAPERS[row.duty]
        filled = f"?{urlencode(_filled(row))}"
        return (
            act(label, f"supervision-{book.slug}-enter", query=filled)
            if keeps(request, book)
            else Act("查看", book.href)
        )
    if row.duty in _LISTS:
        return act(*_LISTS[row.duty])
    kind, _, identifier = row.subject.partition("/")[0].partition(":")
    match kind:
        case "inspection":
            return act("处理", "supervision-inspections-one", identifier)
        case "discovery" if about.href:
            return Act("办理", about.href)
        case "case":
            return of_matter(matter, asks) if matter else None
        case "visit" if row.duty == "notice.before_visit":
            return act("告知", "visits-notice", identifier, row.matter)
        case "visit":
            return act("办理", "visits-one", identifier)
        case "letter":
            return act("阅批" if row.duty == "letter.read" else "答复", "letters-one", identifier)
    return None


def of_matter(matter: Matter, asks: Standing) -> Act:
    """Return the step that brings a matter on."""
    if matter.state == State.ANSWERED:
        return _step(matter, *(("送达", "reply") if matter.replied_on is None else ("办结", "close")), asks)
    if matter.state in _OF_STATE:
        return _step(matter, *_OF_STATE[State(matter.state)], asks)
    return act("办理" if len(open_steps(matter, asks)) > 1 else "查看", "matters-one", matter.pk)


def _filled(row: Any) -> dict[str, str]:
    """Return what the form of a record of supervision begins with, so that it is the one that is due."""
    if row.duty in _KINDS:
        return {"kind": _KINDS[row.duty]}
    return {"half" if len(row.period) > 4 else "year": row.period}


def _step(matter: Matter, label: str, step: str, asks: Standing) -> Act:
    if any(one.act == step for one in open_steps(matter, asks)):
        return act(label, "matters-step", matter.pk, step)
    return act("查看", "matters-one", matter.pk)


def _plan(row: Any, matter: Matter | None, asks: Standing) -> Act | None:
    if not asks.holds(*VISITING):
        return act("查看", "matters-one", matter.pk) if matter else None
    named = {"matter": matter.pk if matter else None, "leader": row.official_id}
    query = urlencode({name: value for name, value in named.items() if value})
    return act("安排约访" if matter else "安排下访", "visits-plan", query=f"?{query}" if query else "")


def act(label: str, name: str, *where: Any, query: str = "") -> Act:
    """Return the act whose page is called `name`."""
    return Act(label, reverse(name, args=where) + query)
