"""How a matter comes to its end: reply, closing, resolution; withdrawal, void registrations, merging."""

from collections.abc import Collection, Sequence
from typing import Unpack
from uuid import UUID

from xiafang.casework.acts.doing import Doing, taking
from xiafang.casework.acts.how import How, NewPaper
from xiafang.casework.acts.proposals import confirmed, propose
from xiafang.casework.codes import Disposition, Flag, Handling, ProposalKind, State
from xiafang.casework.life import FRESH, WORKED
from xiafang.casework.models import Demand, Matter, Personal, Petitioner, Proposal


def reply(*, matter: Matter, paper: NewPaper | None = None, **how: Unpack[How]) -> Matter:
    """Serve the answer (处理意见书) on the petitioner; `replied_on` stays the first one's day when the matter returns.

    Raises NotAllowed without it, or when one was served.
    """
    with taking("reply", matter, how) as doing:
        replied(doing, list(doing.matter.demands.all()), paper)
    return matter


def replied(doing: Doing, demands: Sequence[Demand], paper: NewPaper | None = None) -> None:
    """Do it to the row at hand with its `demands`. Raises NotAllowed."""
    row = doing.matter
    if _replied(row):
        raise doing.no(f"已于 {row.replied_on} 送达答复；补充答复请归入文书。")
    _check_answered(doing, demands)
    doing.paper(paper)
    row.replied_on = row.replied_on or doing.how["on"]
    doing.said = "处理（答复）意见书已送达信访人"


def _replied(row: Matter) -> bool:
    """Return whether an answer was served; when the matter has returned since it was closed, since it did."""
    if not row.closed_on:
        return row.replied_on is not None
    returned = row.events.filter(act="join", facts__has_key="returned").order_by("-version").first()
    since = row.events.filter(act="reply")
    return since.filter(version__gt=returned.version).exists() if returned else since.exists()


def _check_answered(doing: Doing, demands: Sequence[Demand]) -> None:
    open_demands = [demand.ordinal for demand in demands if demand.answered_on is None]
    if open_demands and not doing.imported:
        said = "、".join(map(str, open_demands))
        raise doing.no(f"诉求{said}尚未答复：每项诉求都须有答复和理由（条例第三十二条），请先答复。")
    days = [demand.answered_on for demand in demands if demand.answered_on]
    doing.not_before(max(days, default=None), "最后一项诉求的答复日期")


def close(*, matter: Matter, disposition: Sequence[Disposition], **how: Unpack[How]) -> Matter:
    """Close the matter (办结): the clocks of 第十七条 and 条例第三十四条 stop; senders lose their sight of it.

    A matter that returned is closed a second time; `closed_on` stays the first day, by which the duty is judged.

    Raises NotAllowed while a demand is not answered, the answer not served, or without a disposition (四个到位).
    """
    with taking("close", matter, how) as doing:
        row = doing.matter
        if row.proposals.filter(decided_on=None).exists():
            raise doing.no("还有待复核的提请，请先复核。")
        closed(doing, list(row.demands.all()), disposition)
    return matter


def closed(doing: Doing, demands: Sequence[Demand], disposition: Sequence[Disposition]) -> None:
    """Do it to the row at hand with its `demands`. Raises NotAllowed."""
    row = doing.matter
    doing.not_before(row.accepted_on, "受理日期")
    _check_answered(doing, demands)
    on_the_spot = row.handling in (Handling.ON_THE_SPOT, Handling.EXPLAINED)
    if not (_replied(row) or on_the_spot or Flag.ANONYMOUS in row.flags or doing.imported):
        raise doing.no("答复尚未送达信访人（条例第三十二条），请先办理“送达答复”。")
    doing.not_before(row.replied_on, "送达答复日期")
    if not disposition and not doing.imported:
        raise doing.no("请认定“四个到位”（办法第三条），至少选择一项。", field="disposition")
    row.disposition = list(dict.fromkeys(disposition))
    row.closed_on = row.closed_on or doing.how["on"]
    row.senders = []
    doing.move(State.CLOSED)
    doing.said = f"办结：{'、'.join(Disposition(code).label for code in row.disposition) or '台账未载四个到位'}"
    doing.facts = {"disposition": row.disposition}


def resolve(*, matter: Matter, verified: str, paper: NewPaper | None = None, **how: Unpack[How]) -> Matter:
    """Find that the matter is really solved (化解), with evidence, by somebody other than its sponsors and handlers.

    Raises NotAllowed.
    """
    with taking("resolve", matter, how) as doing:
        row = doing.matter
        sponsors = set(row.sponsorships.values_list("official", flat=True)) if doing.user else set()
        handlers = set(row.assignments.values_list("user", flat=True)) if doing.user else set()
        resolved(doing, sponsors, handlers, verified, paper)
    return matter


def resolved(
    doing: Doing,
    sponsors: Collection[UUID],
    handlers: Collection[int],
    verified: str = "",
    paper: NewPaper | None = None,
) -> None:
    """Do it to the row at hand, whose `sponsors` and `handlers` do not judge themselves. Raises NotAllowed."""
    row, user = doing.matter, doing.user
    doing.not_before(row.closed_on, "办结日期")
    if user and (user.official_id in sponsors or user.pk in handlers):
        raise doing.no("包案领导和承办人不能核实自己的化解结果（办法第七条），请由其他人员核实。")
    verified = doing.filled(verified, "核实情况", "verified")
    doing.paper(paper)
    row.resolved_on = row.resolved_on or doing.how["on"]
    doing.move(State.RESOLVED)
    doing.said = f"认定化解：{verified or '台账未载核实情况'}"


def withdraw(*, matter: Matter, reason: str, paper: NewPaper | None = None, **how: Unpack[How]) -> Matter:
    """Record that the petitioner withdrew the matter, by their own paper; not once it was closed. Raises NotAllowed."""
    with taking("withdraw", matter, how) as doing:
        row = doing.matter
        if row.closed_on:
            raise doing.no(f"该事项已于 {row.closed_on} 办结过，再访后不能按撤回处理，请答复后再次办结。")
        doing.not_before(row.accepted_on, "受理日期")
        doing.paper(paper)
        row.ended_on = how["on"]
        doing.move(State.WITHDRAWN)
        doing.said = f"信访人撤回：{doing.filled(reason, '撤回理由', 'reason')}"
    return matter


def propose_void(*, matter: Matter, reason: str, **how: Unpack[How]) -> Proposal:
    """Propose that the registration was wrong. Raises NotAllowed."""
    with taking("propose_void", matter, how) as doing:
        return propose(doing, ProposalKind.VOID, reason)


def confirm_void(*, matter: Matter, **how: Unpack[How]) -> Matter:
    """Confirm it, as a second person; the number is kept and never given again. Raises NotAllowed."""
    with taking("confirm_void", matter, how) as doing:
        proposal = confirmed(doing, ProposalKind.VOID)
        doing.matter.ended_on = how["on"]
        doing.move(State.VOIDED)
        doing.said = f"登记作废，编号保留：{proposal.reason}"
    return matter


def merge(*, matter: Matter, into: Matter, reason: str, **how: Unpack[How]) -> Matter:
    """Merge a matter that is not accepted yet into the same one, received earlier; its items go over with their people.

    Raises NotAllowed when `into` is out of sight or at an end, was received later, or is about somebody else.
    """
    with taking("merge", matter, how) as doing:
        row = doing.matter
        target = Matter.objects.visible_to(how["by"]).filter(pk=into.pk).first()
        if target is None or target.pk == row.pk or target.state not in (*FRESH, *WORKED):
            raise doing.no("请选择另一件未办结的同一事项。", field="into")
        if target.received_on > row.received_on:
            raise doing.no(f"应并入更早收到的事项：“{target}”于 {target.received_on} 收到，晚于“{row}”。", field="into")
        if target.hidden_from != row.hidden_from:
            raise doing.no("两件事项的被反映对象或者回避人员不同，不能并案（条例第三十条第三款）。", field="into")
        reason = doing.filled(reason, "并案理由", "reason")
        numbers = [item.number for item in row.items.order_by("number")]
        with taking("join", target, {**how, "version": None}) as receiving:
            receiving.said = f"并入“{row}”的{len(numbers)}件信访件：{reason}"
            receiving.facts = {"from": str(row.pk), "items": numbers}
            Personal.objects.filter(matter=row).update(matter=target)
            Petitioner.objects.filter(matter=row).update(matter=target)
            row.items.update(matter=target)
            doing.reworded = receiving.reworded = True
        row.merged_into, row.ended_on = target, how["on"]
        doing.move(State.MERGED)
        doing.said = f"并入“{target}”：{reason}"
        doing.facts = {"into": str(target.pk), "items": numbers}
    return matter
