"""What is promised for a year: agreements signed level by level, and visiting plans (第六条)."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Actor, require
from xiafang.accounts.roles import Role
from xiafang.organizations.acts.checks import existing, filled
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Organization
from xiafang.supervision.acts.checks import happened, holds, year_of_deed
from xiafang.supervision.acts.entry import enter, locked, void
from xiafang.supervision.models import Agreement, Plan
from xiafang.words import tidy


def record_agreement(
    *,
    year: int,
    superior: Organization,
    subordinate: Organization,
    on: date,
    by: Actor,
    at: datetime,
    note: str = "",
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
) -> Agreement:
    """Record that two levels signed the agreement of `year` on `on`.

    Raises NotAllowed when `by` is not the petition office of `superior` or above it, the two are not a level and the
    one right above, one does not exist on that day, the day has not come, or the agreement is recorded already.
    """
    require(by, Role.PETITION_OFFICE, superior, at=at)
    happened(on, "签订日期", at)
    year_of_deed(year, on, "签订日期")
    if subordinate.parent_id != superior.pk:
        above = f"其上一级是“{subordinate.parent}”" if subordinate.parent else "它没有上级机构"
        raise NotAllowed(
            f"“{subordinate}”不是“{superior}”的下一级机构，不能登记责任书：责任书由上下两级层层签订（第六条），{above}。",
            field="subordinate",
        )
    existing(superior, on, "superior")
    existing(subordinate, on, "subordinate")
    same = Agreement.objects.valid().filter(year=year, superior=superior, subordinate=subordinate)
    if other := same.first():
        raise NotAllowed(
            f"“{subordinate}”与“{superior}”{year}年度的责任书已登记，签订日期 {other.signed_on}；"
            "登记有误的，请作废后重新登记。",
            field="subordinate",
        )
    row = Agreement(
        id=id or uuid4(), year=year, superior=superior, subordinate=subordinate, signed_on=on, note=tidy(note)
    )
    return enter(row, by=by, on=on, at=at, said=f"“{superior}”与“{subordinate}”签订{year}年度信访工作目标管理责任书")


def void_agreement(*, agreement: Agreement, by: Actor, at: datetime, reason: str) -> Agreement:
    """Void an agreement that was recorded wrongly. Raises NotAllowed."""
    require(by, Role.PETITION_OFFICE, agreement.superior, at=at)
    return void(agreement, by=by, at=at, reason=reason)


def _require_planner(by: Actor, organization: Organization, at: datetime) -> None:
    """Let pass the petition office there or above, and the unit's own liaison: direct units have no petition office."""
    direct = organization.kind in (Kind.DIVISION, Kind.INSTITUTION)
    if holds(by, Role.PETITION_OFFICE, at=at, where=organization.above):
        return
    if not (direct and holds(by, Role.LIAISON, at=at, where=[organization.pk])):
        raise NotAllowed(
            f"您不能办理“{organization}”的工作计划：须由该单位或其上级的信访部门、处室和直属机构的信访联络员办理，请与其联系。"
        )


def file_plan(
    *,
    year: int,
    organization: Organization,
    on: date,
    title: str,
    by: Actor,
    at: datetime,
    amended_because: str = "",
    id: UUID | None = None,  # noqa: A002
) -> Plan:
    """Record that the plan of `year` was filed with the office on `on`; a further one amends it, with the reason.

    The amended plan stays as it was filed, and the first counts for the limit. Raises NotAllowed when `by` is not the
    petition office there or above or the unit's liaison, the organization does not exist on that day, the day has not
    come, or an amendment is dated before what it amends or gives no reason.
    """
    _require_planner(by, organization, at)
    happened(on, "报备日期", at)
    year_of_deed(year, on, "报备日期")
    existing(organization, on)
    title, amended_because = filled(title, "计划名称", "title"), tidy(amended_because)
    with transaction.atomic():
        # One query: between two, somebody else's filing could come in, and this one would pass for no amendment.
        filed = list(Plan.objects.filter(organization=organization, year=year).order_by("-version"))
        latest = next((plan for plan in filed if plan.voided_at is None), None)
        _check_amendment(latest, on, amended_because)
        row = Plan(
            id=id or uuid4(),
            year=year,
            organization=organization,
            filed_on=on,
            title=title,
            version=filed[0].version + 1 if filed else 1,
            replaces=latest and locked(latest),
            amended_because=amended_because,
        )
        what = f"修订{year}年度工作计划：{amended_because}" if latest else f"报备{year}年度工作计划"
        return enter(row, by=by, on=on, at=at, said=f"“{organization}”{what}")


def _check_amendment(latest: Plan | None, on: date, because: str) -> None:
    if latest is None:
        if because:
            raise NotAllowed("该年度尚无报备的计划，无从修订：首次报备请不要填写修订原因。", field="amended_because")
        return
    if not because:
        raise NotAllowed(
            f"该年度的计划已于 {latest.filed_on} 报备（第{latest.version}版），已报备的计划不能覆盖："
            "修订请填写修订原因，登记有误请先作废。",
            field="amended_because",
        )
    if on < latest.filed_on:
        raise NotAllowed(
            f"修订的报备日期 {on} 早于第{latest.version}版的报备日期 {latest.filed_on}，请核对后重填。", field="on"
        )


def void_plan(*, plan: Plan, by: Actor, at: datetime, reason: str) -> Plan:
    """Void a plan that was recorded wrongly; the earliest of what remains counts. Raises NotAllowed."""
    _require_planner(by, plan.organization, at)
    return void(plan, by=by, at=at, reason=reason)
