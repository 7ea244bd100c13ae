"""What a visit brought to light: told to those concerned, or drawn together and reported up (第十六条)."""

from typing import Unpack
from uuid import UUID, uuid4

from xiafang.casework.acts import How
from xiafang.casework.models import Matter
from xiafang.organizations.acts.checks import existing
from xiafang.organizations.models import Organization
from xiafang.visits.acts.doing import taking
from xiafang.visits.codes import DiscoveryKind, NotifiedRole, Status
from xiafang.visits.models import Discovery, Notification, Visit
from xiafang.words import tidy


def add_discovery(
    *,
    visit: Visit,
    kind: DiscoveryKind,
    text: str,
    matter: Matter | None = None,
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
    **how: Unpack[How],
) -> Discovery:
    """Record what was found on a visit, on the deed's day; with `matter` only who sees that matter sees it.

    Raises NotAllowed when the visit was not held, the day lies before it, or the matter is not one of its matters.
    """
    with taking("add_discovery", visit, how) as doing:
        row = doing.row
        if row.status != Status.HELD:
            raise doing.no(f"该下访{row.get_status_display()}，请先登记下访记录。")
        doing.not_before(row.date, "下访日期")
        found = Discovery(visit=row, kind=kind, found_on=doing.on, text=doing.filled(text, "发现的情况", "text"))
        if matter is not None:
            line = row.matters.visible_to(how["by"]).select_related("matter").filter(matter=matter).first()
            if line is None:
                raise doing.no("该事项不在这次下访的接待事项之中，请核对。", field="matter")
            found.matter = doing.matter = line.matter
        for name, value in (doing.recorded() | ({"id": id} if id else {})).items():
            setattr(found, name, value)
        found.save(force_insert=True)
        doing.said = f"登记{kind.label}"
        doing.facts = {"discovery": str(found.pk), "kind": kind}
    return found


def notify_discovery(
    *,
    discovery: Discovery,
    organization: Organization,
    role: NotifiedRole,
    measures: str = "",
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
    **how: Unpack[How],
) -> Notification:
    """Record that an organization was told of an emerging problem, and which measures it was asked for.

    Raises NotAllowed when the discovery is of another kind or was voided, the day lies before it was found, the
    organization was told as that already, or the matter is about it.
    """
    with taking("notify_discovery", discovery.visit, how) as doing:
        found = _locked(discovery)
        if found.voided_at:
            raise doing.no("该发现已作废，不能再办理。")
        if found.kind != DiscoveryKind.EMERGING:
            raise doing.no(f"{found.get_kind_display()}应当上报（办法第十六条），请办理“上报下访发现”。", field="kind")
        doing.not_before(found.found_on, "发现日期")
        existing(organization, doing.on)
        if found.matter and not set(found.matter.hidden_from).isdisjoint(organization.above):
            raise doing.no(
                f"事项反映的是“{organization}”或其上级的问题，不能向其通报（条例第三十条），请报上一级机关。",
                field="organization",
            )
        if other := found.notified.filter(organization=organization, role=role).first():
            raise doing.no(f"已于 {other.on} 通报“{organization}”，无需重复登记。", field="organization")
        made = Notification.objects.create(
            id=id or uuid4(),
            discovery=found,
            organization=organization,
            role=role,
            on=doing.on,
            measures=tidy(measures),
        )
        doing.matter = found.matter
        doing.said = f"向{role.label}“{organization}”通报{found.get_kind_display()}"
        doing.facts = {"discovery": str(found.pk), "organization": str(organization.pk), "role": role}
    return made


def report_discovery(*, discovery: Discovery, proposal: str = "", **how: Unpack[How]) -> Discovery:
    """Record that a hot issue was reported up with a proposal, or a major case at once.

    Raises NotAllowed when it is an emerging problem, was reported or voided before, the day lies before it was found,
    or a hot issue comes without a proposal.
    """
    with taking("report_discovery", discovery.visit, how) as doing:
        found = _locked(discovery)
        if found.voided_at:
            raise doing.no("该发现已作废，不能再办理。")
        if found.kind == DiscoveryKind.EMERGING:
            raise doing.no("苗头性、倾向性问题应当通报相关部门和责任单位（办法第十六条），请办理“通报”。", field="kind")
        if found.reported_on:
            raise doing.no(f"已于 {found.reported_on} 上报；补充情况请另行登记。")
        doing.not_before(found.found_on, "发现日期")
        if found.kind == DiscoveryKind.HOT:
            proposal = doing.filled(proposal, "对策建议", "proposal")
        found.reported_on, found.proposal = doing.on, tidy(proposal)
        found.save(update_fields=["reported_on", "proposal"])
        doing.matter = found.matter
        doing.said = f"上报{found.get_kind_display()}" + ("，附对策建议" if found.proposal else "")
        doing.facts = {"discovery": str(found.pk)}
    return found


def _locked(discovery: Discovery) -> Discovery:
    rows = Discovery.objects.select_for_update(of=("self",), no_key=True).select_related("matter")
    return rows.get(pk=discovery.pk)
