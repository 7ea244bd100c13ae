"""Checks that several acts share: who may, and which dates can be."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from xiafang.accounts.models import RoleGrant
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Actor, Operator
from xiafang.accounts.roles import Role
from xiafang.organizations.models import Official, Organization

OFFICE = (Role.PETITION_OFFICE, Role.INSPECTOR)


def places(by: Actor, *roles: Role, at: datetime) -> set[tuple[str, UUID]]:
    """Return where `by` holds which of `roles` on the day of `at`; the operator nothing anywhere. One query."""
    grants = RoleGrant.objects.on(timezone.localdate(at)).filter(user=by.pk, user__is_active=True, role__in=roles)
    return set(grants.values_list("role", "organization"))


def holds(by: Actor, *roles: Role, at: datetime, where: list[UUID]) -> bool:
    """Return whether `by` holds one of `roles` at one of `where` on the day of `at`; the operator always. One query."""
    return isinstance(by, Operator) or any(place in where for _, place in places(by, *roles, at=at))


def require_office(by: Actor, at: datetime) -> None:
    """Let pass the leading group's office: the department's petition office and its inspectors. Raises NotAllowed."""
    department = Organization.objects.get(parent=None)
    if not holds(by, *OFFICE, at=at, where=[department.pk]):
        raise NotAllowed(
            "您不是省厅信访工作领导小组办公室的人员，不能办理：抽查、抽查认定和处理、通报、考核由省厅的信访部门和"
            "督查人员办理（第十九条、第二十条），请与其联系。"
        )


def not_oneself(by: Actor, official: Official) -> None:
    """Raise NotAllowed when the act is about whoever does it."""
    if not isinstance(by, Operator) and by.official_id == official.pk:
        raise NotAllowed("不能办理涉及本人的抽查认定和处理：请回避，由办公室其他人员办理。", field="official")


def happened(on: date, label: str, at: datetime) -> None:
    """Raise NotAllowed when the deed lies after the day of entry."""
    if on > timezone.localdate(at):
        raise NotAllowed(f"{label} {on} 尚未到来，请在办理之后登记。", field="on")


def year_of_deed(year: int, on: date, label: str) -> None:
    """Raise NotAllowed when a deed can hardly belong to `year`: a slip of the pen."""
    if not 2000 <= year <= 2099:
        raise NotAllowed(f"年度 {year} 不在 2000 年至 2099 年之间，请核对。", field="year")
    if abs(on.year - year) > 1:
        raise NotAllowed(f"{label} {on} 与 {year} 年度相差一年以上，请核对年度和日期。", field="year")
