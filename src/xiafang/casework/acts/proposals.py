"""What takes two people: one proposes, another confirms or refuses."""

from typing import Any, Unpack
from uuid import uuid4

from xiafang.accounts.models import User
from xiafang.casework.acts.doing import Doing, taking
from xiafang.casework.acts.how import How
from xiafang.casework.codes import ProposalKind
from xiafang.casework.models import Matter, Proposal


def propose(doing: Doing, kind: ProposalKind, reason: str, **facts: Any) -> Proposal:
    """Write a proposal within a step. Raises NotAllowed while another of its kind is open."""
    row, by = doing.matter, doing.how["by"]
    if row.proposals.filter(kind=kind, decided_on=None).exists():
        raise doing.no(f"已有一项“{kind.label}”提请待复核，请先复核或不同意该提请。")
    proposal = Proposal(
        id=uuid4(),
        matter=row,
        kind=kind,
        reason=doing.filled(reason, "理由", "reason"),
        proposed_by=by if isinstance(by, User) else None,
        proposed_on=doing.how["on"],
        **facts,
    )
    proposal.save(force_insert=True)
    doing.said = f"提请{kind.label}：{proposal.reason}"
    doing.facts = {"proposal": str(proposal.pk)}
    return proposal


def confirmed(doing: Doing, kind: ProposalKind) -> Proposal:
    """Return the open proposal of the kind, confirmed by who takes this step. Raises NotAllowed."""
    proposal = doing.matter.proposals.filter(kind=kind, decided_on=None).first()
    if proposal is None:
        raise doing.no(f"没有待复核的“{kind.label}”提请，请先由一人提请、再由另一人复核。")
    return _decide(doing, proposal, confirmed=True)


def _decide(doing: Doing, proposal: Proposal, *, confirmed: bool) -> Proposal:
    by = doing.how["by"]
    if proposal.proposed_by_id == by.pk:
        raise doing.no(f"提请人不能复核自己的提请（{doing.step.cite}），请由另一人办理。")
    doing.not_before(proposal.proposed_on, "提请日期")
    proposal.decided_by = by if isinstance(by, User) else None
    proposal.decided_on, proposal.confirmed = doing.how["on"], confirmed
    proposal.save(update_fields=["decided_by", "decided_on", "confirmed"])
    return proposal


def refuse_proposal(*, matter: Matter, kind: ProposalKind, reason: str, **how: Unpack[How]) -> Proposal:
    """Refuse a proposal, as a second person; the matter goes on as it was. Raises NotAllowed."""
    with taking("refuse_proposal", matter, how) as doing:
        proposal = doing.matter.proposals.filter(kind=kind, decided_on=None).first()
        if proposal is None:
            raise doing.no(f"没有待复核的“{kind.label}”提请。")
        _decide(doing, proposal, confirmed=False)
        doing.said = f"不同意{kind.label}：{doing.filled(reason, '理由', 'reason')}"
        doing.facts = {"proposal": str(proposal.pk)}
        return proposal
