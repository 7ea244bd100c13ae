"""Accounts and roles: made, given, ended; and the administrators that exclude one another (三员分立)."""

import threading
from datetime import date, timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, connection, transaction

import cast
from xiafang.accounts import acts
from xiafang.accounts.models import RoleGrant, User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import OPERATOR
from xiafang.accounts.roles import ADMINISTRATORS, Role

WAY = {"by": OPERATOR, "at": cast.NOW}
NEW = {"username": "clerk", "name": "李示例", "password": cast.PASSWORD}


def grant(user: User, role: Role, organization: object, **facts: object) -> RoleGrant:
    return acts.grant_role(user=user, role=role, organization=organization, **{"from_on": cast.START} | WAY | facts)


def test_an_account_is_made_and_signs_in(land: cast.Province) -> None:
    who = cast.official("李示例")
    user = acts.create_user(**NEW, official=who, **WAY)
    assert user.check_password(cast.PASSWORD)
    assert who.user == user
    assert User.objects.get_by_natural_key(" Clerk") == user
    with pytest.raises(NotAllowed, match="“李示例”已有账号“clerk”"):
        acts.create_user(**NEW | {"username": "second"}, official=who, **WAY)


@pytest.mark.parametrize(
    ("wrong", "said", "field"),
    [
        pytest.param({"username": "Clerk"}, "应为 2 至 64 位小写字母", "username", id="capitals"),
        pytest.param({"username": "李示例"}, "用户名“李示例”不可用", "username", id="chinese"),
        pytest.param({"username": "taken"}, "已被使用", "username", id="taken"),
        pytest.param({"name": " "}, "请填写姓名", "name", id="no name"),
        pytest.param({"password": "correcthorsebattery"}, "至少三种", "password", id="one kind of characters"),
        pytest.param({"password": "Aa1!"}, "密码", "password", id="short"),
        pytest.param({"password": "Clerk-12"}, "密码跟 用户名 太相似了", "password", id="like the name"),
    ],
)
def test_create_user_refuses_and_writes_nothing(
    land: cast.Province, wrong: dict[str, str], said: str, field: str
) -> None:
    cast.user("taken")
    with pytest.raises(NotAllowed, match=said) as refusal:
        acts.create_user(**NEW | wrong, **WAY)
    assert refusal.value.field == field
    assert User.objects.count() == 1


def test_accounts_are_made_by_system_administrators(land: cast.Province) -> None:
    system = cast.user("system", (Role.SYSTEM_ADMIN, land.city))
    security = cast.user("security", (Role.SECURITY_ADMIN, land.department))
    user = acts.create_user(**NEW, by=system, at=cast.NOW)
    with pytest.raises(NotAllowed, match="您不是系统管理员"):
        acts.create_user(**NEW | {"username": "second"}, by=security, at=cast.NOW)
    with pytest.raises(NotAllowed, match="您不是系统管理员"):
        acts.reset_password(user=user, password="Correct-horse-8", by=security, at=cast.NOW)
    acts.reset_password(user=user, password="Correct-horse-8", by=system, at=cast.NOW)
    with pytest.raises(NotAllowed, match="不能停用自己的账号"):
        acts.deactivate(user=system, by=system, at=cast.NOW)
    acts.deactivate(user=user, by=system, at=cast.NOW)
    assert not User.objects.get(pk=user.pk).is_active
    acts.activate(user=user, by=system, at=cast.NOW)
    assert User.objects.get(pk=user.pk).check_password("Correct-horse-8")


def test_nobody_keeps_an_account_that_reaches_further(land: cast.Province) -> None:
    """Who sets a password can sign in with it: a county's administrator would else become whoever is above."""
    system = cast.user("system", (Role.SYSTEM_ADMIN, land.county))
    boss, head = cast.official("周示例"), cast.official("郑示例")
    cast.appointed(boss, land.city, principal=True)
    cast.appointed(head, land.county, principal=True)
    way = {"by": system, "at": cast.NOW}
    above = cast.user("above", (Role.PETITION_OFFICE, land.city))
    beside = cast.user("beside", (Role.HANDLER, land.county), (Role.HANDLER, land.far))
    led = cast.user("led", official=boss)
    for user in (above, beside, led):
        for act in (acts.deactivate, acts.activate):
            with pytest.raises(NotAllowed, match="不在您管理的范围内"):
                act(user=user, **way)
        with pytest.raises(NotAllowed, match="不在您管理的范围内"):
            acts.reset_password(user=user, password="Correct-horse-8", **way)
        user.refresh_from_db()
        assert user.is_active
        assert not user.check_password("Correct-horse-8")
    other = cast.official("钱示例")
    cast.appointed(other, land.city)
    with pytest.raises(NotAllowed, match="“甲示例市司法局”有角色或任职"):
        acts.create_user(**NEW, official=other, **way)
    own = acts.create_user(**NEW, official=head, **way)
    below = cast.user("below", (Role.HANDLER, land.office))
    for user in (own, below):
        acts.reset_password(user=user, password="Correct-horse-8", **way)
        acts.deactivate(user=user, **way)


def test_what_an_account_held_before_does_not_count(land: cast.Province) -> None:
    system = cast.user("system", (Role.SYSTEM_ADMIN, land.county))
    user = cast.user("moved", (Role.HANDLER, land.county))
    grant(user, Role.HANDLER, land.far, to_on=cast.DAY - timedelta(days=1))
    acts.deactivate(user=user, by=system, at=cast.NOW)
    acts.activate(user=user, by=system, at=cast.NOW)
    grant(user, Role.HANDLER, land.far, from_on=cast.DAY + timedelta(days=30))
    with pytest.raises(NotAllowed, match="不在您管理的范围内"):
        acts.deactivate(user=user, by=system, at=cast.NOW)


@pytest.mark.parametrize(("first", "second"), list(permutations(ADMINISTRATORS, 2)))
def test_administrators_exclude_one_another_wherever(land: cast.Province, first: Role, second: Role) -> None:
    user = cast.user("admin")
    held = grant(user, first, land.department, to_on=cast.DAY)
    with pytest.raises(NotAllowed, match=f"不能授予“{second.label}”：该用户在此期间已是{first.label}.*三员分立"):
        grant(user, second, land.far, from_on=cast.DAY)
    with pytest.raises(IntegrityError, match="two administrator roles"), transaction.atomic():
        RoleGrant.objects.create(user=user, role=second, organization=land.far, from_on=cast.DAY)
    next_day = cast.DAY + timedelta(days=1)
    after = grant(user, second, land.far, from_on=next_day)
    with pytest.raises(IntegrityError, match="two administrator roles"), transaction.atomic():
        RoleGrant.objects.filter(pk=held.pk).update(to_on=None)
    grant(user, Role.HANDLER, land.far)
    grant(user, first, land.city, to_on=cast.DAY)
    assert list(RoleGrant.objects.on(next_day).filter(role__in=ADMINISTRATORS)) == [after]


@pytest.mark.django_db(transaction=True)
def test_two_security_administrators_at_once_do_not_make_one_person_both() -> None:
    land = cast.province()
    user = cast.user("admin")
    together = threading.Barrier(2)
    raised: list[Exception] = []

    def give(role: Role) -> None:
        try:
            together.wait(5)
            RoleGrant.objects.create(user=user, role=role, organization=land.city, from_on=cast.START)
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=[role]) for role in ADMINISTRATORS[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [type(error) for error in raised] == [IntegrityError]


def test_roles_are_given_by_security_administrators_above(land: cast.Province) -> None:
    security = cast.user("security", (Role.SECURITY_ADMIN, land.city))
    user = cast.user("clerk")
    by = {"by": security, "at": cast.NOW}
    grant(user, Role.HANDLER, land.county, **by)
    with pytest.raises(NotAllowed, match="您不是“乙示例县司法局”的安全管理员，不能办理：角色由安全管理员授予和收回"):
        grant(user, Role.HANDLER, land.far, **by)
    with pytest.raises(NotAllowed, match="不能给自己授予角色"):
        grant(security, Role.HANDLER, land.county, **by)
    with pytest.raises(NotAllowed, match="止期 2023-01-01 早于起期"):
        grant(user, Role.LIAISON, land.county, to_on=date(2023, 1, 1), **by)
    with pytest.raises(NotAllowed, match="无需重复授予"):
        grant(user, Role.HANDLER, land.county, **by)


def test_roles_end_and_history_tells_who_ended_them(land: cast.Province) -> None:
    security = cast.user("security", (Role.SECURITY_ADMIN, land.city))
    held = grant(cast.user("clerk"), Role.HANDLER, land.county)
    with pytest.raises(NotAllowed, match="自 2024-01-01 起"):
        acts.end_role(grant=held, last_day=date(2023, 12, 31), by=security, at=cast.NOW)
    ended = acts.end_role(grant=held, last_day=cast.DAY, by=security, at=cast.NOW)
    with pytest.raises(NotAllowed, match="已于 2026-06-15 终止"):
        acts.end_role(grant=ended, last_day=cast.DAY + timedelta(days=1), by=security, at=cast.NOW)
    assert held.events.order_by("pgh_id").last().pgh_context.metadata["user"] == security.pk
