"""Shortlists: the petition office proposes what suits a leader's division of work, the leader decides (第十二条)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack
from uuid import UUID, uuid4

from xiafang.accounts.rights import Operator
from xiafang.casework import sight
from xiafang.casework.acts import How
from xiafang.casework.models import Matter
from xiafang.organizations.acts.checks import existing
from xiafang.organizations.models import Official, Organization
from xiafang.visits.acts.doing import beginning, for_leader, keeps_for, taking
from xiafang.visits.acts.people import check_free, in_post, let_go, matters_of, refuse_stranger
from xiafang.visits.codes import Decision
from xiafang.visits.models import Entry, Shortlist
from xiafang.words import tidy


@dataclass(frozen=True)
class Proposed:
    """A matter to be proposed, and why."""

    matter: Matter
    ground: str


def issue_shortlist(
    *,
    organization: Organization,
    official: Official,
    proposed: Sequence[Proposed],
    note: str = "",
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
    **how: Unpack[How],
) -> Shortlist:
    """Give a leader a list of matters to choose from; the leader sees them from then on.

    Raises NotAllowed when `by` does not keep the organization's register, the leader holds no post there or below it on
    that day, the list is empty, or a matter is over, another unit's to work on, or about the leader.
    """
    row = Shortlist(organization=organization, official=official, issued_on=how["on"], note=tidy(note))
    with beginning("issue_shortlist", row, how) as doing:
        if not isinstance(how["by"], Operator) and not keeps_for(organization, doing.standing):
            raise refuse_stranger(doing, organization)
        existing(organization, doing.on)
        posts = in_post(doing, [official], doing.on)
        if not any(organization.pk in place.above for place in posts[official.pk]):
            raise doing.no(f"“{official}”在 {doing.on} 不在“{organization}”任职，请核对领导。", field="official")
        if not proposed:
            raise doing.no("请至少列入一个信访事项（办法第十二条）。", field="proposed")
        matters = matters_of(doing, [line.matter for line in proposed])
        check_free(doing, matters, posts, organization)
        for name, value in (doing.recorded() | ({"id": id} if id else {})).items():
            setattr(row, name, value)
        row.save(force_insert=True)
        for ordinal, (line, matter) in enumerate(zip(proposed, matters, strict=True), 1):
            ground = doing.filled(line.ground, "推荐理由", "proposed")
            Entry.objects.create(
                id=uuid4(), shortlist=row, matter=matter, ordinal=ordinal, ground=ground, issued_on=doing.on
            )
            sight.let_leaders_see(matter, [official.pk], source=row.pk)
            doing.notes.append((matter, f"列入第 {ordinal} 项：{ground}"))
        doing.said = f"向{official}提供突出问题清单，共 {len(matters)} 项"
    return row


def decide_entry(*, entry: Entry, decision: Decision, reason: str = "", **how: Unpack[How]) -> Entry:
    """Record what the leader decided on a matter of the shortlist; who else records it does so on the leader's behalf.

    What was deferred can be decided later. Raises NotAllowed when it was decided before, the day lies before the list,
    or declining and deferring come without a reason.
    """
    with taking("decide_entry", entry.shortlist, how) as doing:
        row = doing.row.entries.select_for_update(of=("self",), no_key=True).select_related("matter").get(pk=entry.pk)
        doing.not_before(row.issued_on, "清单提供日期")
        doing.not_before(row.decided_on, "上次决定日期")
        if row.decision not in ("", Decision.DEFERRED):
            raise doing.no(
                f"该事项已于 {row.decided_on} {row.get_decision_display()}；情况有变的，请列入新的清单。",
                field="decision",
            )
        reason = tidy(reason)
        if decision != Decision.CHOSEN:
            reason = doing.filled(reason, f"{decision.label}的理由", "reason")
        for_leader(doing)
        row.decision, row.reason, row.decided_on = decision, reason, doing.on
        row.save(update_fields=["decision", "reason", "decided_on"])
        doing.matter = row.matter
        doing.said = f"{decision.label}第 {row.ordinal} 项" + (f"：{reason}" if reason else "")
        doing.facts = {"decision": decision}
        if decision == Decision.DECLINED:
            let_go(doing, row.matter, source=doing.row.pk)
    return row
