"""What is promised for a year: agreements signed level by level, and visiting plans (第六条)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Actor, Operator, require
from xiafang.accounts.roles import Role
from xiafang.organizations.acts.checks import existing, filled
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Organization
from xiafang.supervision.acts.checks import happened, places, year_of_deed
from xiafang.supervision.acts.entry import enter_all, locked, void
from xiafang.supervision.models import Agreement, Plan
from xiafang.words import tidy


@dataclass(frozen=True)
class Signed:
    """An agreement that two levels signed on a day."""

    superior: Organization
    subordinate: Organization
    on: date
    note: str = ""
    id: UUID = field(default_factory=uuid4)  # an importer or the demo brings its own


def record_agreement(
    *,
    year: int,
    superior: Organization,
    subordinate: Organization,
    on: date,
    by: Actor,
    at: datetime,
    note: str = "",
    id: UUID | None = None,  # noqa: A002 - as Signed has it
) -> Agreement:
    """Record that two levels signed the agreement of `year` on `on`. Raises NotAllowed as `record_agreements` does."""
    signed = Signed(superior, subordinate, on, note, id or uuid4())
    return record_agreements(year=year, signed=[signed], by=by, at=at)[0]


def record_agreements(*, year: int, signed: Sequence[Signed], by: Actor, at: datetime) -> list[Agreement]:
    """Record the agreements of `year` that levels signed with each other, all of them or none.

    Raises NotAllowed when `by` is not the petition office of a superior or above it, the two are not a level and the
    one right above, one does not exist on that day, the day has not come, or an agreement is recorded already. A query
    for each superior, and three.
    """
    for superior in {one.superior.pk: one.superior for one in signed}.values():
        require(by, Role.PETITION_OFFICE, superior, at=at)
    subordinates = [one.subordinate.pk for one in signed]
    same = Agreement.objects.valid().filter(year=year, subordinate__in=subordinates)
    there = {(other.superior_id, other.subordinate_id): other.signed_on for other in same}
    done = []
    for one in signed:
        _check_signed(one, year, at, there)
        there[one.superior.pk, one.subordinate.pk] = one.on
        row = Agreement(
            id=one.id,
            year=year,
            superior=one.superior,
            subordinate=one.subordinate,
            signed_on=one.on,
            note=tidy(one.note),
        )
        said = f"“{one.superior}”与“{one.subordinate}”签订{year}年度信访工作目标管理责任书"
        done.append((row, one.on, said))
    return enter_all(done, by=by, at=at)


def _check_signed(one: Signed, year: int, at: datetime, there: Mapping[tuple[UUID, UUID], date]) -> None:
    superior, subordinate, on = one.superior, one.subordinate, one.on
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
    if (superior.pk, subordinate.pk) in there:
        raise NotAllowed(
            f"“{subordinate}”与“{superior}”{year}年度的责任书已登记，"
            f"签订日期 {there[superior.pk, subordinate.pk]}；登记有误的，请作废后重新登记。",
            field="subordinate",
        )


def void_agreement(*, agreement: Agreement, by: Actor, at: datetime, reason: str) -> Agreement:
    """Void an agreement that was recorded wrongly. Raises NotAllowed."""
    require(by, Role.PETITION_OFFICE, agreement.superior, at=at)
    return void(agreement, by=by, at=at, reason=reason)


def _require_planner(by: Actor, organizations: Iterable[Organization], at: datetime) -> None:
    """Let pass the petition office there or above, and the unit's own liaison: direct units have no petition office.

    One query.
    """
    offices = places(by, Role.PETITION_OFFICE, Role.LIAISON, at=at)
    for organization in organizations:
        direct = organization.kind in (Kind.DIVISION, Kind.INSTITUTION)
        office = any((Role.PETITION_OFFICE, step) in offices for step in organization.above)
        if not (office or (direct and (Role.LIAISON, organization.pk) in offices) or isinstance(by, Operator)):
            raise NotAllowed(
                f"您不能办理“{organization}”的工作计划：须由该单位或其上级的信访部门、处室和直属机构的信访联络员办理，"
                "请与其联系。"
            )


@dataclass(frozen=True)
class Filed:
    """A plan that was filed with the office on a day; a further one of a year amends it, with the reason."""

    organization: Organization
    on: date
    title: str
    amended_because: str = ""
    id: UUID = field(default_factory=uuid4)


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
    """Record that the plan of `year` was filed with the office on `on`. Raises NotAllowed as `file_plans` does."""
    filed = Filed(organization, on, title, amended_because, id or uuid4())
    return file_plans(year=year, filed=[filed], by=by, at=at)[0]


def file_plans(*, year: int, filed: Sequence[Filed], by: Actor, at: datetime) -> list[Plan]:
    """Record plans of `year` that different organizations filed, all of them or none.

    The amended plan stays as it was filed, and the first counts for the limit. Raises NotAllowed when `by` is not the
    petition office there or above or the unit's liaison, the organization does not exist on that day, the day has not
    come, or an amendment is dated before what it amends or gives no reason.
    """
    _require_planner(by, [one.organization for one in filed], at)
    for one in filed:
        happened(one.on, "报备日期", at)
        year_of_deed(year, one.on, "报备日期")
        existing(one.organization, one.on)
    with transaction.atomic():
        # One query: between two, somebody else's filing could come in, and this one would pass for no amendment.
        there = Plan.objects.filter(organization__in=[one.organization.pk for one in filed], year=year)
        plans: defaultdict[UUID, list[Plan]] = defaultdict(list)
        for plan in there.order_by("-version"):
            plans[plan.organization_id].append(plan)
        return enter_all([_filed(one, year, plans[one.organization.pk]) for one in filed], by=by, at=at)


def _filed(one: Filed, year: int, earlier: list[Plan]) -> tuple[Plan, date, str]:
    """Return the plan, its day and how it is said, after the `earlier` ones of the year, of which the last is first."""
    title, because = filled(one.title, "计划名称", "title"), tidy(one.amended_because)
    latest = next((plan for plan in earlier if plan.voided_at is None), None)
    _check_amendment(latest, one.on, because)
    row = Plan(
        id=one.id,
        year=year,
        organization=one.organization,
        filed_on=one.on,
        title=title,
        version=earlier[0].version + 1 if earlier else 1,
        replaces=latest and locked(latest),
        amended_because=because,
    )
    what = f"修订{year}年度工作计划：{because}" if latest else f"报备{year}年度工作计划"
    return row, one.on, f"“{one.organization}”{what}"


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
    _require_planner(by, [plan.organization], at)
    return void(plan, by=by, at=at, reason=reason)
