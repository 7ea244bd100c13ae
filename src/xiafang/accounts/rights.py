"""Who may act: the one place where acts ask."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
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

_PLACE = ("organization__name", "organization__above")
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


def require_over(by: Actor, user: User, *, at: datetime) -> None:
    """Let pass a system administrator over every place where the account holds a role or its official a post.

    From the day of `at` on; an account that holds nothing yet is any system administrator's. Who keeps an account can
    sign in with it: nobody keeps one that reaches further than oneself. The operator passes. Four queries at most.
    Raises NotAllowed.
    """
    require(by, Role.SYSTEM_ADMIN, None, at=at)
    if isinstance(by, Operator):
        return
    day = timezone.localdate(at)
    administered = set(
        RoleGrant.objects.on(day).filter(user=by, role=Role.SYSTEM_ADMIN).values_list("organization", flat=True)
    )
    running = Q(to_on=None) | Q(to_on__gte=day)
    places = list(RoleGrant.objects.filter(running, user_id=user.pk).values_list(*_PLACE))
    if user.official:
        places += user.official.posts.filter(running).values_list(*_PLACE)
    for name, above in places:
        if administered.isdisjoint(above):
            raise NotAllowed(
                f"“{user}”在“{name}”有角色或任职，不在您管理的范围内：请由该机构或其上级的系统管理员办理。"
            )
