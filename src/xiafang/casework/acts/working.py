"""The work itself: handlers, demands and their answers, mediation."""

from collections.abc import Sequence
from typing import Unpack
from uuid import uuid4

from xiafang.accounts.models import RoleGrant, User
from xiafang.accounts.roles import Role
from xiafang.casework import sight
from xiafang.casework.acts.doing import Doing, keep_paper, taking
from xiafang.casework.acts.how import How, NewPaper
from xiafang.casework.codes import Kind, Outcome, PaperKind, State
from xiafang.casework.models import Assignment, Demand, Matter
from xiafang.organizations.models import Post
from xiafang.words import tidy

_SUGGESTED = (Outcome.ADOPTED, Outcome.PARTLY_ADOPTED, Outcome.NOT_ADOPTED)


def assign(*, matter: Matter, to: Sequence[User], **how: Unpack[How]) -> Matter:
    """Give the matter to handlers of the responsible unit or of units below it, besides those who have it.

    Raises NotAllowed when one of them is accused, recused, or no handler there.
    """
    with taking("assign", matter, how) as doing:
        row = doing.matter
        doing.not_before(row.accepted_on, "受理日期")
        if not to:
            raise doing.no("请选择承办人。", field="to")
        for user in to:
            _check_handler(doing, user)
            if sight.of_user(user.pk) not in row.handlers:
                Assignment.objects.create(id=uuid4(), matter=row, user=user, from_on=how["on"])
        if row.state in (State.ACCEPTED, State.RETURNED):
            doing.move(State.IN_PROGRESS)
        doing.resighted = True
        doing.said = f"交承办人：{'、'.join(str(user) for user in to)}"
        doing.facts = {"handlers": [user.pk for user in to]}
    return matter


def _check_handler(doing: Doing, user: User) -> None:
    row, on = doing.matter, doing.how["on"]
    hidden = set(row.hidden_from)
    units = set(Post.objects.on(on).filter(official=user.official_id).values_list("organization", flat=True))
    grants = RoleGrant.objects.on(on).filter(user=user).select_related("organization")
    ways = {step for grant in grants for step in grant.organization.above} | units
    if hidden & ({user.official_id, sight.of_user(user.pk)} | ways):
        raise doing.no(
            f"“{user}”是被反映人、任职于被反映单位或者应当回避（条例第二十八条、第三十条），请改派他人。", field="to"
        )
    below = [g for g in grants if g.role == Role.HANDLER and row.responsible_id in g.organization.above]
    if not user.is_active or not below:
        raise doing.no(f"“{user}”不是“{row.responsible}”的承办人，请改派，或先授予承办人角色。", field="to")


def unassign(*, matter: Matter, handler: User, reason: str, **how: Unpack[How]) -> Matter:
    """Take the matter from a handler, who then no longer sees it. Raises NotAllowed."""
    with taking("unassign", matter, how) as doing:
        found = doing.matter.assignments.filter(user=handler, to_on=None).first()
        if found is None:
            raise doing.no(f"“{handler}”不是该事项的承办人。", field="handler")
        doing.not_before(found.from_on, "交办日期")
        found.to_on = how["on"]
        found.save(update_fields=["to_on"])
        doing.resighted = True
        doing.said = f"撤换承办人{handler}：{doing.filled(reason, '原因', 'reason')}"
    return matter


def add_demand(*, matter: Matter, text: str, **how: Unpack[How]) -> Demand:
    """Add a demand; a matter that was answered, or raised again, is in progress again. Raises NotAllowed."""
    with taking("add_demand", matter, how) as doing:
        row = doing.matter
        last = row.demands.order_by("-ordinal").first()
        demand = Demand(id=uuid4(), matter=row, ordinal=last.ordinal + 1 if last else 1)
        demand.text = doing.filled(text, "诉求内容", "text")
        demand.save(force_insert=True)
        if row.state in (State.ANSWERED, State.RETURNED):
            doing.move(State.IN_PROGRESS)
        doing.reworded = True
        doing.said = f"增加诉求{demand.ordinal}：{demand.text}"
    return demand


def answer_demand(*, demand: Demand, outcome: Outcome, answer: str, basis: str = "", **how: Unpack[How]) -> Demand:
    """Answer one demand with its outcome, reasons and legal basis; after the last one the matter is answered.

    Raises NotAllowed when it is answered already, or the outcome does not fit the kind of matter.
    """
    with taking("answer_demand", demand.matter, how) as doing:
        demands = list(doing.matter.demands.all())
        found = demands[demands.index(demand)]
        answered(doing, found, demands, Outcome(outcome), answer, basis)
        found.save(update_fields=["outcome", "basis", "answered_on", "answer"])
    return found


def answered(
    doing: Doing, found: Demand, demands: Sequence[Demand], outcome: Outcome, answer: str, basis: str = ""
) -> None:
    """Do it to the row at hand and to one of its `demands`. Raises NotAllowed."""
    row = doing.matter
    doing.not_before(row.accepted_on, "受理日期")
    if found.answered_on:
        raise doing.no(f"诉求{found.ordinal}已于 {found.answered_on} 答复；需要更改的，请增加诉求后另行答复。")
    if (row.kind == Kind.SUGGESTION) != (outcome in _SUGGESTED) and outcome != Outcome.LED_ELSEWHERE:
        raise doing.no(f"结论“{outcome.label}”不适用于{row.get_kind_display()}类事项，请改选。", field="outcome")
    found.outcome, found.basis, found.answered_on = outcome, tidy(basis), doing.how["on"]
    found.answer = doing.filled(answer, "答复和理由", "answer") or "台账未载"
    if outcome in (Outcome.SUPPORTED, Outcome.NOT_SUPPORTED):
        found.basis = doing.filled(basis, "法律法规政策依据", "basis")
    if all(demand.answered_on for demand in demands):
        doing.move(State.ANSWERED)
    doing.said = f"答复诉求{found.ordinal}：{outcome.label}。{found.answer}"
    doing.facts = {"demand": str(found.pk), "outcome": outcome}


def mediate(*, matter: Matter, result: str, agreed: bool, paper: NewPaper | None = None, **how: Unpack[How]) -> Matter:
    """Record a mediation or reconciliation; an agreement comes with its paper (条例第三十三条). Raises NotAllowed."""
    with taking("mediate", matter, how) as doing:
        result = doing.filled(result, "经过和结果", "result")
        if agreed and paper is None and not doing.imported:
            raise doing.no("达成协议的须有调解、和解协议书（条例第三十三条），请上传后再办。", field="paper")
        if paper is not None:
            keep_paper(doing.matter, paper, PaperKind.MEDIATION, how)
        doing.said = f"调解{'达成协议' if agreed else '未达成协议'}：{result}"
        doing.facts = {"agreed": agreed}
    return matter
