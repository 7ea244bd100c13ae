"""Who may act: the one place where acts ask."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from xiafang.accounts.models import RoleGrant, User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.roles import Role

if TYPE_CHECKING:
    from xiafang.organizations.models import Organization


class Operator:
    """Whoever runs the console as the database's owner: sets the house up and may do what administrators may."""

    pk = None

    def __str__(self) -> str:
        return "命令行"


OPERATOR = Operator()
Actor = User | Operator

_WAY_OUT = {
    Role.SYSTEM_ADMIN: "机构、人员、任职、账号和工作日历由系统管理员维护",
    Role.SECURITY_ADMIN: "角色由安全管理员授予和收回",
}


def require(by: Actor, role: Role, organization: "Organization | None", *, at: datetime) -> None:
    """Let pass whoever holds `role` at `organization` or above it on the day of `at`, and the operator. One query.

    Without an organization the role must be held somewhere. Raises NotAllowed.
    """
    if isinstance(by, Operator):
        return
    grants = RoleGrant.objects.on(timezone.localdate(at)).filter(user=by, user__is_active=True, role=role)
    if organization is not None:
        grants = grants.filter(organization__in=organization.above)
    if not grants.exists():
        where = f"“{organization}”的" if organization else ""
        reason = _WAY_OUT.get(role, f"须由{role.label}办理")
        raise NotAllowed(f"您不是{where}{role.label}，不能办理：{reason}，请与其联系。")
