"""What is done to accounts and roles: one transaction each, refused in Chinese before anything is written.

System administrators make accounts, security administrators give roles; so nobody gives power to an account of their
own making alone (三员分立).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pghistory
from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from xiafang.accounts.models import USERNAME, RoleGrant, User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Actor, require, require_over
from xiafang.accounts.roles import ADMINISTRATORS, Role
from xiafang.words import tidy

if TYPE_CHECKING:
    from xiafang.organizations.models import Official, Organization


@contextmanager
def recorded(act: str, *, by: Actor, at: datetime, **said: Any) -> Iterator[None]:
    """One transaction whose histories carry the act, who did it and when (the deed; the entry has its own time)."""
    with transaction.atomic(), pghistory.context(act=act, user=by.pk, at=at.isoformat(), **said):
        yield


def create_user(
    *,
    username: str,
    name: str,
    by: Actor,
    at: datetime,
    password: str = "",
    hashed: str = "",
    official: "Official | None" = None,
) -> User:
    """Make an account, for `official` if it is an official's; it holds no role yet.

    `hashed` is a password that was hashed before, instead of one: hashing takes a quarter of a second on purpose.
    Raises NotAllowed when `by` is no system administrator, or not where the official has posts; the name is taken or
    malformed, the password too weak, or the official has an account already.
    """
    username, name = tidy(username), tidy(name)
    user = User(username=username, name=name, official=official, created_at=at, password_set_at=at)
    require_over(by, user, at=at)
    _check_username(username)
    if not name:
        raise NotAllowed("请填写姓名。", field="name")
    if official is not None and (other := User.objects.filter(official=official).first()):
        raise NotAllowed(f"“{official}”已有账号“{other.username}”：一人一个账号，请使用该账号。", field="official")
    if hashed:
        user.password = hashed
    else:
        _set_password(user, password)
    try:
        with recorded("create_user", by=by, at=at):
            user.save(force_insert=True)
    except IntegrityError as error:  # somebody was quicker
        raise NotAllowed(f"用户名“{username}”或该干部的账号刚刚被建立，请重新查看。", field="username") from error
    return user


def _check_username(username: str) -> None:
    try:
        USERNAME(username)
    except ValidationError as error:
        raise NotAllowed(f"用户名“{username}”不可用：{''.join(error.messages)}", field="username") from error
    if User.objects.filter(username=username).exists():
        raise NotAllowed(f"用户名“{username}”已被使用，请换一个。", field="username")


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise NotAllowed(f"密码不可用：{''.join(error.messages)}", field="password") from error
    user.set_password(password)


@transaction.atomic
def reset_password(*, user: User, password: str, by: Actor, at: datetime) -> None:
    """Give `user` a new password; their sessions end, and signing in is not suspended any more. Raises NotAllowed."""
    require_over(by, user, at=at)
    _set_password(user, password)
    user.password_set_at = at
    with recorded("reset_password", by=by, at=at):
        user.save(update_fields=["password", "password_set_at"])
    reset(username=user.username)


@transaction.atomic
def deactivate(*, user: User, by: Actor, at: datetime) -> None:
    """Close the account: its next request is nobody's, and its sessions are over, also when it is opened again.

    Raises NotAllowed, also for one's own account.
    """
    require_over(by, user, at=at)
    if user.pk == by.pk:
        raise NotAllowed("不能停用自己的账号：请由另一名系统管理员办理。")
    user.is_active, user.closings = False, F("closings") + 1
    with recorded("deactivate", by=by, at=at):
        user.save(update_fields=["is_active", "closings"])
    user.refresh_from_db(fields=["closings"])


@transaction.atomic
def activate(*, user: User, by: Actor, at: datetime) -> None:
    """Open a closed account again. Raises NotAllowed."""
    require_over(by, user, at=at)
    user.is_active = True
    with recorded("activate", by=by, at=at):
        user.save(update_fields=["is_active"])


def grant_role(
    *,
    user: User,
    role: Role,
    organization: "Organization",
    from_on: date,
    to_on: date | None = None,
    by: Actor,
    at: datetime,
) -> RoleGrant:
    """Let `user` hold `role` at `organization`, both days included; without `to_on` until it is ended.

    Raises NotAllowed when `by` is not security administrator there, or is the user; when the dates are reversed, the
    same role is held there already in that time, or two administrator roles would meet (三员分立).
    """
    require(by, Role.SECURITY_ADMIN, organization, at=at)
    if user.pk == by.pk:
        raise NotAllowed("不能给自己授予角色：请由另一名安全管理员办理。", field="user")
    if to_on is not None and to_on < from_on:
        raise NotAllowed(f"止期 {to_on} 早于起期 {from_on}，请核对后重填。", field="to_on")
    grant = RoleGrant(user=user, role=role, organization=organization, from_on=from_on, to_on=to_on)
    try:
        with recorded("grant_role", by=by, at=at):
            User.objects.select_for_update(no_key=True).get(pk=user.pk)
            _check_free(grant)
            grant.save(force_insert=True)
    except IntegrityError as error:
        raise NotAllowed("角色未授予：与刚刚授予的另一角色冲突，请重新查看该用户的角色。") from error
    return grant


def _check_free(grant: RoleGrant) -> None:
    held = RoleGrant.objects.overlapping(grant.from_on, grant.to_on).filter(user_id=grant.user_id)
    role = Role(grant.role)
    if role in ADMINISTRATORS:
        others = [kind for kind in ADMINISTRATORS if kind != role]
        if other := held.filter(role__in=others).first():
            raise NotAllowed(
                f"不能授予“{role.label}”：该用户在此期间已是{other.get_role_display()}，"
                "系统、安全、审计三类管理员不得由同一人担任（三员分立）。请先收回其一，或授予另一名用户。",
                field="role",
            )
    if held.filter(role=role, organization=grant.organization_id).exists():
        raise NotAllowed(f"该用户在此期间已是“{grant.organization}”的{role.label}，无需重复授予。", field="role")


def end_role(*, grant: RoleGrant, last_day: date, by: Actor, at: datetime) -> RoleGrant:
    """Let a role end with `last_day`. Raises NotAllowed when that is before its first day or after its end."""
    require(by, Role.SECURITY_ADMIN, grant.organization, at=at)
    with recorded("end_role", by=by, at=at):
        grant = RoleGrant.objects.select_for_update(no_key=True, of=("self",)).get(pk=grant.pk)
        if last_day < grant.from_on:
            raise NotAllowed(f"角色自 {grant.from_on} 起，不能在此之前的 {last_day} 终止。", field="last_day")
        if grant.to_on is not None and last_day > grant.to_on:
            raise NotAllowed(f"角色已于 {grant.to_on} 终止；需要延长请重新授予。", field="last_day")
        grant.to_on = last_day
        grant.save(update_fields=["to_on"])
    return grant
