"""Passing a matter on: transfer, taking over, objection within five working days, and who owns it in the end."""

from datetime import date
from typing import Unpack
from uuid import uuid4

from xiafang.accounts.roles import Role
from xiafang.casework import deadlines
from xiafang.casework.acts.doing import Doing, taking
from xiafang.casework.acts.how import How, NewPaper
from xiafang.casework.codes import State
from xiafang.casework.models import Matter, Transfer
from xiafang.organizations.acts.checks import existing
from xiafang.organizations.models import Organization


def transfer(
    *,
    matter: Matter,
    to: Organization,
    reason: str,
    paper: NewPaper | None = None,
    feedback_due: date | None = None,
    **how: Unpack[How],
) -> Transfer:
    """Pass the matter to another unit (转送, with `feedback_due` 交办); the sender reads on until the answer.

    Raises NotAllowed when the unit is accused or below one that is (条例第三十条第三款), or has the matter already.
    """
    with taking("transfer", matter, how) as doing:
        if doing.matter.proposals.filter(decided_on=None).exists():
            raise doing.no("还有待复核的提请，请先复核。")
        made = passed_on(doing, to, reason, paper, feedback_due=feedback_due)
        made.save(force_insert=True)
    return made


def passed_on(
    doing: Doing, to: Organization, reason: str, paper: NewPaper | None = None, *, feedback_due: date | None = None
) -> Transfer:
    """Do it to the row at hand; return the transfer, to be written. Raises NotAllowed."""
    row, on = doing.matter, doing.how["on"]
    _check_receiver(doing, to)
    if feedback_due is not None and feedback_due < on:
        raise doing.no(f"反馈期限 {feedback_due} 早于交办日期 {on}，请核对。", field="feedback_due")
    doing.paper(paper)
    made = Transfer(id=uuid4(), matter=row, sender=row.responsible, receiver=to, on=on)
    made.feedback_due, made.reason = feedback_due, doing.filled(reason, "依据和要求", "reason")
    word = "交办" if feedback_due else "转送"
    doing.said = f"由“{row.responsible}”{word}“{to}”：{made.reason}"
    doing.facts = {"transfer": str(made.pk), "from": str(row.responsible_id), "to": str(to.pk)}
    row.senders = sorted({*row.senders, row.responsible_id})
    row.responsible = to
    doing.move(State.TRANSFERRED)
    return made


def _check_receiver(doing: Doing, to: Organization) -> None:
    row = doing.matter
    existing(to, doing.how["on"], "to")
    if to.pk == row.responsible_id:
        raise doing.no(f"“{to}”已是责任单位，请改选其他单位。", field="to")
    if not set(row.hidden_from).isdisjoint(to.above):
        raise doing.no(
            f"“{to}”是被反映单位或其下级，不得将检举控告材料转给被反映方（条例第三十条第三款），请改选其他单位。",
            field="to",
        )


def _pending(doing: Doing) -> Transfer:
    return (
        doing.matter.transfers.select_related("sender", "receiver")
        .order_by("on", "taken_on")
        .get(decided_on=None, taken_on=None)
    )


def take_over(*, matter: Matter, **how: Unpack[How]) -> Matter:
    """Take the matter over from the sender. Raises NotAllowed."""
    with taking("take_over", matter, how) as doing:
        passed = _pending(doing)
        taken_over(doing, passed)
        passed.save(update_fields=["taken_on"])
    return matter


def taken_over(doing: Doing, passed: Transfer) -> None:
    """Do it to the row and its transfer at hand. Raises NotAllowed."""
    doing.not_before(passed.on, "转送日期")
    passed.taken_on = doing.how["on"]
    doing.move(State.RECEIVED)
    doing.said = f"“{passed.receiver}”接收“{passed.sender}”转送的事项"


def object_to_transfer(*, matter: Matter, reason: str, paper: NewPaper | None = None, **how: Unpack[How]) -> Transfer:
    """Object to a transfer. Raises NotAllowed after the fifth working day, or without reasons."""
    with taking("object_to_transfer", matter, how) as doing:
        passed = _pending(doing)
        doing.not_before(passed.on, "转送日期")
        last = deadlines.last_day_to_object(passed.on)
        if how["on"] > last.day:
            raise doing.no(
                f"异议应当自收到转送之日起{last.amount}个工作日内提出，已于 {last.day} 届满（条例第二十三条第三款）。"
                "请接收办理；确不属本单位职权的，请报共同上级协调。",
                field="on",
            )
        doing.paper(paper)
        passed.objected_on, passed.objection = how["on"], doing.filled(reason, "异议理由", "reason")
        passed.save(update_fields=["objected_on", "objection"])
        doing.move(State.OBJECTED)
        doing.said = f"“{passed.receiver}”对转送提出异议：{passed.objection}"
    return passed


def decide_ownership(*, matter: Matter, owner: Organization, reason: str, **how: Unpack[How]) -> Matter:
    """Decide on an objection: back to the sender, on with the receiver, or, by a superior of both, to a third unit.

    Raises NotAllowed.
    """
    with taking("decide_ownership", matter, how) as doing:
        row = doing.matter
        passed = _pending(doing)
        doing.not_before(passed.objected_on, "异议日期")
        _check_owner(doing, passed, owner)
        passed.decided_on, passed.owner = how["on"], owner
        passed.decision = doing.filled(reason, "裁定理由", "reason")
        passed.save(update_fields=["decided_on", "owner", "decision"])
        doing.said = f"裁定责任单位为“{owner}”：{passed.decision}"
        doing.facts = {"owner": str(owner.pk)}
        row.responsible = owner
        row.senders = sorted({*row.senders, passed.sender_id} - {owner.pk})
        doing.move(State.RECEIVED)
    return matter


def _check_owner(doing: Doing, passed: Transfer, owner: Organization) -> None:
    if owner.pk not in (passed.sender_id, passed.receiver_id):
        offices = doing.standing.roles.get(Role.PETITION_OFFICE, frozenset())
        if doing.user and offices.isdisjoint(set(passed.sender.above) & set(passed.receiver.above)):
            raise doing.no(
                "指定第三个责任单位应由转出、转入单位的共同上级裁定（办法第九条），请报上级。", field="owner"
            )
        _check_receiver(doing, owner)
