"""The next act for a row of the ledger: what its button says and which page it opens."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from xiafang.casework.codes import State
from xiafang.web.views.home.items import Act

Matters = Mapping[UUID, tuple[str, bool]]
"""Of each matter its state, and whether the answer was delivered."""

_STEPS = {
    "case.told": ("告知", "tell"),
    "escalated.order": ("责成", "order_unit"),
    "escalated.follow_up": ("落实人员", "assign_follow_up"),
}
_PAPERS = {
    "agreement.direct": ("登记责任书", "supervision-agreements-enter"),
    "agreement.cascade": ("登记责任书", "supervision-agreements-enter"),
    "plan.filed": ("报备计划", "supervision-plans-enter"),
    "inspection.regular": ("登记抽查", "supervision-inspections-enter"),
    "inspection.random": ("登记抽查", "supervision-inspections-enter"),
    "bulletin.half_year": ("印发通报", "supervision-bulletins-enter"),
    "assessment.year": ("登记考核", "supervision-assessments-enter"),
    "sanction": ("处理", "supervision-inspections"),
    "visits.unit": ("安排下访", "visits-plan"),
    "visits.half_year": ("安排下访", "visits-plan"),
    "visits.quarter": ("安排下访", "visits-plan"),
    "sponsored.one": ("选包案", "sponsorships"),
    "sponsored.two": ("选包案", "sponsorships"),
    "shortlist.before_schedule": ("提清单", "shortlists"),
}
_OF_STATE = {
    State.RECEIVED: ("受理", "accept"),
    State.TRANSFERRED: ("接收", "take_over"),
    State.ACCEPTED: ("交承办人", "assign"),
}


def next_act(row: Any, matters: Matters) -> Act | None:
    """Return what to do about an open row; None where its page is not there."""
    if row.matter and row.duty in _STEPS:
        label, step = _STEPS[row.duty]
        return act(label, "matters-step", row.matter, step)
    if row.matter and row.duty == "escalated.appointment":
        leader = f"&leader={row.official_id}" if row.official_id else ""
        return act("安排约访", "visits-plan", query=f"?matter={row.matter}{leader}")
    if row.duty in _PAPERS:
        label, name = _PAPERS[row.duty]
        return act(label, name)
    kind, _, identifier = row.subject.partition("/")[0].partition(":")
    match kind:
        case "case":
            return of_matter(row.matter, *matters.get(row.matter, ("", False)))
        case "visit" if row.duty == "notice.before_visit":
            return act("告知", "visits-notice", identifier, row.matter)
        case "visit":
            return act("办理", "visits-one", identifier)
        case "letter":
            return act("阅看" if row.duty == "letter.read" else "答复", "letters-one", identifier)
    return None


def of_matter(matter: UUID, state: str, delivered: bool) -> Act | None:
    """Return the step that brings a matter on."""
    if state == State.ANSWERED:
        return (
            act("办结", "matters-step", matter, "close") if delivered else act("送达", "matters-step", matter, "reply")
        )
    if state in _OF_STATE:
        label, step = _OF_STATE[State(state)]
        return act(label, "matters-step", matter, step)
    return act("办理", "matters-one", matter)


def act(label: str, name: str, *where: Any, query: str = "") -> Act | None:
    """Return the act whose page is called `name`; None where there is no such page."""
    try:
        return Act(label, reverse(name, args=where) + query)
    except NoReverseMatch:
        return None
