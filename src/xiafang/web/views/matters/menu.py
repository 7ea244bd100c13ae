"""What whoever looks at a matter may do next: the natural next step as a button, the others grouped in a menu."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from xiafang.accounts.standing import Standing
from xiafang.casework.acts.opening import open_steps, works
from xiafang.casework.codes import Flag, Handling, Kind, Path, ProposalKind, State
from xiafang.casework.life import OPEN, Step
from xiafang.casework.models import Escalation, Matter, Proposal
from xiafang.web.navigation import VISITING

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("受理告知", ("tell", "ask_supplement", "take_supplement", "accept", "propose_decline", "confirm_decline", "join")),
    ("流转", ("transfer", "take_over", "object_to_transfer", "decide_ownership", "merge", "withdraw")),
    ("办理", ("assign", "unassign", "add_demand", "mediate", "propose_regrade", "confirm_regrade", "extend")),
    ("答复办结", ("answer_demand", "reply", "close", "resolve")),
    (
        "包案与第十八条",
        ("give_sponsor", "end_sponsor", "register_escalation", "give_opinion", "order_unit", "assign_follow_up"),
    ),
    (
        "更正作废",
        (
            *("correct", "add_paper", "propose_void", "confirm_void", "refuse_proposal"),
            *("ask_recusal", "decide_recusal"),
        ),
    ),
)

# What comes next by nature, the first that is open counts.
_NEXT = (
    *("confirm_decline", "confirm_regrade", "confirm_void", "give_opinion"),
    *("decide_ownership", "take_over", "take_supplement", "accept", "tell", "order_unit", "assign_follow_up"),
    *("reply", "close", "resolve", "assign", "answer_demand"),
)


def menu(matter: Matter, asks: Standing, child: "Children") -> dict[str, Any]:
    """Return `primary` (None when nothing is open) and `groups` of the steps that make sense now. No query."""
    steps = {step.act: step for step in open_steps(matter, asks) if _makes_sense(step.act, matter, asks, child)}
    primary = next((steps[act] for act in _NEXT if act in steps and _is_next(act, matter)), None)
    groups = []
    for label, acts in GROUPS:
        entries = [_entry(matter, steps[act]) for act in acts if act in steps and steps[act] is not primary]
        if entries:
            groups.append({"label": label, "entries": entries})
    if _may_plan(matter, asks):
        groups.append({"label": "下访", "entries": [_visit(matter)]})
    return {"primary": _entry(matter, primary) if primary else None, "groups": groups}


class Children:
    """The rows of a matter that decide whether a step makes sense."""

    def __init__(
        self,
        *,
        proposals: Collection[Proposal],
        escalations: Collection[Escalation],
        unanswered: int,
        sponsored: bool,
        handled: bool,
        extended: bool,
        recusals_open: bool,
    ) -> None:
        self.proposals = [row for row in proposals if row.decided_on is None]
        self.escalations = escalations
        self.unanswered, self.sponsored, self.handled = unanswered, sponsored, handled
        self.extended, self.recusals_open = extended, recusals_open


def _may_plan(matter: Matter, asks: Standing) -> bool:
    return asks.holds(*VISITING) and matter.state in OPEN and works(matter, asks)


def _visit(matter: Matter) -> dict[str, str]:
    return {"label": "安排下访接待", "href": f"{reverse('visits-plan')}?matter={matter.pk}"}


def _entry(matter: Matter, step: Step) -> dict[str, str]:
    place = ("matters-join", [matter.pk]) if step.act == "join" else ("matters-step", [matter.pk, step.act])
    return {"label": step.label, "href": reverse(place[0], args=place[1])}


_PROPOSED = {
    "decline": ProposalKind.DECLINE,
    "regrade": ProposalKind.REGRADE,
    "void": ProposalKind.VOID,
}
_SETTLED = (Handling.ON_THE_SPOT, Handling.EXPLAINED)


def _makes_sense(act: str, matter: Matter, asks: Standing, child: Children) -> bool:
    verb, _, what = act.partition("_")
    if verb in ("propose", "confirm") and what in _PROPOSED:
        of_kind = [row for row in child.proposals if row.kind == _PROPOSED[what]]
        return any(row.proposed_by_id != asks.user for row in of_kind) if verb == "confirm" else not of_kind
    match act:
        case "unmask":
            return False  # stands with each petitioner
        case "refuse_proposal":
            return any(row.proposed_by_id != asks.user for row in child.proposals)
        case "decide_recusal":
            return child.recusals_open
        case "end_sponsor":
            return child.sponsored
        case "unassign":
            return child.handled
        case "extend":
            return matter.kind == Kind.APPEAL and matter.path == Path.PETITION and not child.extended
        case "answer_demand":
            return child.unanswered > 0
        case "reply":
            return not child.unanswered and _to_be_told(matter) and (not matter.replied_on or bool(matter.closed_on))
        case "close":
            answered = matter.replied_on or matter.handling in _SETTLED or Flag.ANONYMOUS in matter.flags
            return not child.unanswered and bool(answered)
        case "tell":
            return _to_be_told(matter) and matter.told_on is None
    return _makes_sense_by_escalation(act, asks, child)


def _to_be_told(matter: Matter) -> bool:
    return Flag.ANONYMOUS not in matter.flags


def _makes_sense_by_escalation(act: str, asks: Standing, child: Children) -> bool:
    opinions = [(row, getattr(row, "opinion", None)) for row in child.escalations]
    match act:
        case "give_opinion":
            return asks.official is not None and any(opinion is None for _, opinion in opinions)
        case "order_unit":
            return any(opinion and opinion.justified and not row.ordered_on for row, opinion in opinions)
        case "assign_follow_up":
            return any(opinion and not opinion.justified and not row.follow_up_on for row, opinion in opinions)
    return True


def _is_next(act: str, matter: Matter) -> bool:
    match act:
        case "tell":
            return matter.told_on is None and matter.state != State.RECEIVED
        case "reply":
            return matter.replied_on is None
        case "assign":
            return not matter.handlers
    return True
