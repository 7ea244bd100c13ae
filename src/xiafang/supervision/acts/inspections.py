"""Inspections, the faults they confirm, and what is done about them (第十九条, 第二十条)."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Actor
from xiafang.organizations.acts.checks import existing, filled
from xiafang.organizations.models import Official, Organization
from xiafang.supervision.acts.checks import happened, not_oneself, require_office
from xiafang.supervision.acts.entry import enter, locked, void
from xiafang.supervision.kinds import Fault, InspectionKind, SanctionKind
from xiafang.supervision.models import Inspection, InspectionFinding, Sanction
from xiafang.words import tidy


def record_inspection(
    *,
    kind: InspectionKind,
    on: date,
    organization: Organization,
    scope: str,
    by: Actor,
    at: datetime,
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
) -> Inspection:
    """Record that the leading group's office inspected `organization` on `on`.

    Raises NotAllowed when `by` is not of that office, the organization does not exist on that day, the day has not
    come, or an inspection of that kind there on that day is recorded already.
    """
    require_office(by, at)
    happened(on, "抽查日期", at)
    existing(organization, on)
    kind, scope = InspectionKind(kind), filled(scope, "抽查范围", "scope")
    if Inspection.objects.valid().filter(organization=organization, on=on, kind=kind).exists():
        raise NotAllowed(
            f"{on} 对“{organization}”的{kind.label}已登记，无需重复登记；登记有误的，请作废后重新登记。",
            field="organization",
        )
    row = Inspection(id=id or uuid4(), kind=kind, on=on, organization=organization, scope=scope)
    return enter(row, by=by, on=on, at=at, said=f"对“{organization}”开展{kind.label}")


def void_inspection(*, inspection: Inspection, by: Actor, at: datetime, reason: str) -> Inspection:
    """Void an inspection that was recorded wrongly. Raises NotAllowed, also while findings rest on it."""
    require_office(by, at)
    with transaction.atomic():
        if findings := locked(inspection).findings.filter(voided_at=None).count():
            raise NotAllowed(f"该抽查还有 {findings} 项认定，不能作废：请先作废这些认定。")
        return void(inspection, by=by, at=at, reason=reason)


def confirm_finding(
    *,
    inspection: Inspection,
    official: Official,
    kind: Fault,
    on: date,
    evidence: str,
    by: Actor,
    at: datetime,
    organization: Organization | None = None,
    id: UUID | None = None,  # noqa: A002
) -> InspectionFinding:
    """Confirm that an inspection found a fault of `official`.

    `organization` is where the official was in post on the day of the inspection; it need be said only when there were
    several posts, none of them in the inspected organization. Raises NotAllowed when `by` is not of the leading group's
    office or is the official, the day has not come or lies before the inspection, the official held no post then, or
    the inspection has that fault of that official already.
    """
    require_office(by, at)
    not_oneself(by, official)
    happened(on, "认定日期", at)
    kind, evidence = Fault(kind), filled(evidence, "事实和证据", "evidence")
    with transaction.atomic():
        inspection = locked(inspection)
        _check_new_fault(inspection, official, kind, on)
        row = InspectionFinding(
            id=id or uuid4(),
            inspection=inspection,
            official=official,
            organization=_in_post(official, inspection, organization),
            kind=kind,
            confirmed_on=on,
            evidence=evidence,
        )
        return enter(row, by=by, on=on, at=at, said=f"认定“{official}”{kind.label}")


def _check_new_fault(inspection: Inspection, official: Official, kind: Fault, on: date) -> None:
    if on < inspection.on:
        raise NotAllowed(f"认定日期 {on} 早于抽查日期 {inspection.on}，请核对后重填。", field="on")
    if inspection.findings.filter(voided_at=None, official=official, kind=kind).exists():
        raise NotAllowed(
            f"本次抽查已认定“{official}”{kind.label}，同一问题只认定一次；认定有误的，请作废后重新认定。", field="kind"
        )


def _in_post(official: Official, inspection: Inspection, named: Organization | None) -> Organization:
    """Return where the official was in post on the day of the inspection; raises NotAllowed."""
    posts = (
        official.posts.on(inspection.on)
        .select_related("organization")
        .order_by("ordinal", "from_on", "organization__name")
    )
    held = {post.organization_id: post.organization for post in posts}
    if not held:
        raise NotAllowed(
            f"“{official}”在抽查之日 {inspection.on} 没有任职，不能认定：请先由系统管理员补录任职，或核对人员。",
            field="official",
        )
    if named is not None and named.pk not in held:
        raise NotAllowed(f"“{official}”在抽查之日 {inspection.on} 不在“{named}”任职，请核对。", field="organization")
    if named is not None:
        return held[named.pk]
    if len(held) > 1 and inspection.organization_id not in held:
        names = "、".join(f"“{organization}”" for organization in held.values())
        raise NotAllowed(f"“{official}”在抽查之日同时在{names}任职，请选择问题发生时的任职机构。", field="organization")
    return held.get(inspection.organization_id) or next(iter(held.values()))


def void_finding(*, finding: InspectionFinding, by: Actor, at: datetime, reason: str) -> InspectionFinding:
    """Void a finding that was confirmed wrongly. Raises NotAllowed, also while a sanction rests on it."""
    require_office(by, at)
    not_oneself(by, finding.official)
    with transaction.atomic():
        if locked(finding).sanctions.filter(voided_at=None).exists():
            raise NotAllowed("该认定已有处理，不能作废：请先作废处理。")
        return void(finding, by=by, at=at, reason=reason)


def sanction_finding(
    *,
    finding: InspectionFinding,
    kind: SanctionKind,
    on: date,
    by: Actor,
    at: datetime,
    note: str = "",
    id: UUID | None = None,  # noqa: A002
) -> Sanction:
    """Record what was done about a confirmed fault; criticism may be followed by accountability.

    Whether it is enough is for 第二十条 to judge: what happened is recorded either way. Raises NotAllowed when `by` is
    not of the leading group's office or is the official, the day has not come or lies before the finding, or that very
    sanction is recorded already.
    """
    require_office(by, at)
    not_oneself(by, finding.official)
    happened(on, "处理日期", at)
    kind = SanctionKind(kind)
    with transaction.atomic():
        finding = locked(finding)
        if on < finding.confirmed_on:
            raise NotAllowed(f"处理日期 {on} 早于认定日期 {finding.confirmed_on}，请核对后重填。", field="on")
        if other := finding.sanctions.filter(voided_at=None, kind=kind).first():
            raise NotAllowed(
                f"“{finding.official}”已于 {other.sanctioned_on} 被{kind.label}，无需重复登记；"
                "登记有误的，请作废后重新登记。",
                field="kind",
            )
        row = Sanction(id=id or uuid4(), finding=finding, kind=kind, sanctioned_on=on, note=tidy(note))
        return enter(row, by=by, on=on, at=at, said=f"对“{finding.official}”{kind.label}")


def void_sanction(*, sanction: Sanction, by: Actor, at: datetime, reason: str) -> Sanction:
    """Void a sanction that was recorded wrongly. Raises NotAllowed."""
    require_office(by, at)
    not_oneself(by, sanction.finding.official)
    return void(sanction, by=by, at=at, reason=reason)
