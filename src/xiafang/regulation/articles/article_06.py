"""第六条 责任书与计划: yearly agreements signed level by level, and visiting plans filed by 20 January.

Readings: the department signs by 31 January and the levels below by 31 March; plans are due from every bureau,
administration and direct unit; that day is still in time and is not moved (docs/readings/0002–0006).
"""

from collections.abc import Iterator

from xiafang.regulation.calendar import fixed
from xiafang.regulation.facts import Organization
from xiafang.regulation.findings import Finding
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Situation, exists_on

_SIGN_WITH_THE_DEPARTMENT = frozenset(
    {"city_bureau", "prison_administration", "rehab_administration", "division", "institution"}
)
_CASCADE = frozenset({"city_bureau", "prison_administration", "rehab_administration"})
_FILE_A_PLAN = frozenset({"city_bureau", "county_bureau", "prison_administration", "rehab_administration"})


def _existing_on_due(now: Situation, parameter: str) -> Iterator[Organization]:
    due = now.policy.day(parameter, now.year)
    return (o for o in now.facts.organizations if exists_on(o, due))


def signing_with_the_department(now: Situation) -> Iterator[Organization]:
    """Give the organizations right under the department that sign with it."""
    for organization in _existing_on_due(now, "agreement.direct.due"):
        if organization.parent == now.department.id and organization.kind in _SIGN_WITH_THE_DEPARTMENT:
            yield organization


def signing_with_a_bureau(now: Situation) -> Iterator[Organization]:
    """Give the organizations under a city bureau or an administration that sign with it."""
    for organization in _existing_on_due(now, "agreement.cascade.due"):
        if now.kind_above(organization) in _CASCADE and organization.kind != "judicial_office":
            yield organization


def filing_a_plan(now: Situation) -> Iterator[Organization]:
    """Give the organizations that file a visiting plan."""
    for organization in _existing_on_due(now, "plan.filed.due"):
        if organization.kind in _FILE_A_PLAN or now.is_direct_unit(organization):
            yield organization


def _agreement(this: Duty, organization: Organization, now: Situation, parameter: str) -> Finding:
    signed = now.agreements.get((organization.parent or "", organization.id))
    superior = now.organization_name(organization.parent or "")
    return this.deadline(
        now,
        f"organization:{organization.id}",
        fixed(now.policy.day(parameter, now.year)),
        done=signed[0] if signed else None,
        evidence=f"agreement:{signed[1]}" if signed else None,
        who=now.organization_name(organization.id),
        act=f"与{superior}签订{now.year}年信访工作目标管理责任书",
        missing=f"请与{superior}签订并登记签订日期",
        period=now.whole_year.label,
    )


@duty(
    "agreement.direct",
    article="第六条第1款",
    title="与省厅签订责任书",
    subject="organization",
    subjects=signing_with_the_department,
    parameters=("agreement.direct.due",),
)
def sign_with_the_department(this: Duty, organization: Organization, now: Situation) -> Finding:
    """Judge the agreement between the department and an organization right under it."""
    return _agreement(this, organization, now, "agreement.direct.due")


@duty(
    "agreement.cascade",
    article="第六条第2款",
    title="层层签订责任书",
    subject="organization",
    subjects=signing_with_a_bureau,
    parameters=("agreement.cascade.due",),
)
def sign_with_the_level_above(this: Duty, organization: Organization, now: Situation) -> Finding:
    """Judge the agreement between a bureau or administration and an organization under it."""
    return _agreement(this, organization, now, "agreement.cascade.due")


@duty(
    "plan.filed",
    article="第六条第3款",
    title="报备工作计划",
    subject="organization",
    subjects=filing_a_plan,
    parameters=("plan.filed.due",),
)
def file_a_plan(this: Duty, organization: Organization, now: Situation) -> Finding:
    """Judge whether the year's visiting plan was filed for the record."""
    filed = now.plans.get(organization.id)
    return this.deadline(
        now,
        f"organization:{organization.id}",
        fixed(now.policy.day("plan.filed.due", now.year)),
        done=filed[0] if filed else None,
        evidence=f"plan:{filed[1]}" if filed else None,
        who=now.organization_name(organization.id),
        act=f"将{now.year}年下访工作计划和方案报领导小组办公室备查",
        missing="请报送计划和方案",
        period=now.whole_year.label,
    )
