"""账号与角色: three kinds of administrators, each with a part of their own (三员分立)."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

import cast
from web.asking import page, queries, version
from xiafang.accounts.models import RoleGrant, User
from xiafang.accounts.roles import Role

As = Callable[..., Client]
STRONG = "Lianhua-Hupan-38"


@pytest.fixture
def clerk(land: cast.Province) -> User:
    return cast.user("clerk", (Role.HANDLER, land.county), official=cast.official("孙示例"))


def grant_of(user: User) -> RoleGrant:
    return user.grants.get()


@pytest.mark.parametrize(
    ("role", "sees", "opens", "grants"),
    [
        (Role.SYSTEM_ADMIN, True, True, False),
        (Role.SECURITY_ADMIN, True, False, True),
        (Role.AUDIT_ADMIN, True, False, False),
        (Role.PETITION_OFFICE, False, False, False),
        ("", False, False, False),
    ],
)
def test_who_may_do_what(as_role: As, clerk: User, role: str, sees: bool, opens: bool, grants: bool) -> None:
    client = as_role(role)
    here = f"/users/{clerk.pk}/"
    assert ("账号与角色" in page(client, "/")) == sees
    for path in ("/users/", here):
        html = page(client, path, 200 if sees else 403)
        assert ("开立账号" in html or "重设密码" in html) == opens
        assert ("授予角色</a>" in html) == (grants and path == here)
    for path in ("/users/create/", f"{here}password/", f"{here}close/", f"{here}reopen/"):
        page(client, path, 200 if opens else 403)
        assert client.post(path, {"username": "x"}).status_code in ((302, 422) if opens else (403,))
    for path in (f"{here}roles/", f"{here}roles/{grant_of(clerk).pk}/end/"):
        page(client, path, 200 if grants else 403)
        assert client.post(path).status_code == (422 if grants else 403)


def test_the_list_is_narrowed_and_costs_the_same(land: cast.Province, as_role: As, clerk: User) -> None:
    reader = as_role(Role.AUDIT_ADMIN)
    for asked, found in (("", 2), ("q=孙示", 1), ("q=CLERK", 1), ("role=handler", 1), ("unit=甲示例市司法局", 1)):
        assert re.search(rf"(找到|账号){found}个", page(reader, f"/users/?{asked}")), asked
    assert "没有符合条件的账号" in page(reader, "/users/?state=closed")
    few = queries(reader, "/users/")
    for number in range(100):
        who = cast.official(f"孙{number}示例")
        cast.appointed(who, land.county)
        cast.user(f"clerk{number:03}", (Role.HANDLER, land.county), official=who)
    assert queries(reader, "/users/") <= few + 1  # the first time nobody on the page had a post
    after = re.search(r'href="(\?[^"]*)" rel="next"', page(reader, "/users/"))
    assert after
    assert "clerk060" in page(reader, f"/users/{after[1]}")


def test_an_account_is_opened_once(as_role: As, clerk: User) -> None:
    admin = as_role(Role.SYSTEM_ADMIN)
    weak = {"username": "lishili", "name": "李示例", "password": "short"}
    refused = admin.post("/users/create/", weak)
    assert refused.status_code == 422
    html = refused.content.decode()
    assert re.search(r'id="id_password_error"><p.*?密码不可用', html, re.S)
    assert 'value="lishili"' in html
    assert "short" not in html
    for _ in range(2):
        answer = admin.post("/users/create/", weak | {"password": STRONG})
        assert answer.status_code == 302
    made = User.objects.get(username="lishili")
    assert made.check_password(STRONG)
    assert "还没有角色" in page(admin, f"/users/{made.pk}/")
    taken = admin.post("/users/create/", weak | {"password": STRONG, "name": "郑示例"})
    assert "已被使用" in taken.content.decode()
    second = admin.post("/users/create/", {"username": "sun2", "official": "孙示例", "password": STRONG})
    assert "已有账号“clerk”" in second.content.decode()
    nobody = admin.post("/users/create/", {"username": "sun2", "password": STRONG})
    assert "请填写姓名" in nobody.content.decode()


def test_a_password_is_reset_and_an_account_closed_and_opened(as_role: As, clerk: User) -> None:
    admin = as_role(Role.SYSTEM_ADMIN)
    here = f"/users/{clerk.pk}"
    for _ in range(2):
        assert admin.post(f"{here}/password/", {"password": STRONG}).status_code == 302
    clerk.refresh_from_db()
    assert clerk.check_password(STRONG)
    for act, active in (("close", False), ("close", False), ("reopen", True)):
        assert admin.post(f"{here}/{act}/").status_code == 302
        clerk.refresh_from_db()
        assert clerk.is_active is active
    own = User.objects.get(username="system_admin.department")
    assert "不能停用自己的账号" in admin.post(f"/users/{own.pk}/close/").content.decode()
    assert "修改密码" in admin.post(f"/users/{own.pk}/password/", {"password": STRONG}).content.decode()


def test_a_role_is_given_and_ended(land: cast.Province, as_role: As, clerk: User) -> None:
    security = as_role(Role.SECURITY_ADMIN)
    here = f"/users/{clerk.pk}"
    sent = {"role": Role.LIAISON, "organization": "示例处", "from_on": "2026-06-15"}
    for _ in range(2):
        assert security.post(f"{here}/roles/", sent).status_code == 302
    given = clerk.grants.get(role=Role.LIAISON)
    end = f"{here}/roles/{given.pk}/end/"
    early = security.post(end, {"last_day": "2026-06-01", "version": version(security, end)})
    assert early.status_code == 422
    assert "不能在此之前" in early.content.decode()
    sent = {"last_day": "2026-06-20", "version": version(security, end)}
    for _ in range(2):
        assert security.post(end, sent).status_code == 302
    given.refresh_from_db()
    assert given.to_on == date(2026, 6, 20)
    html = page(as_role(Role.AUDIT_ADMIN), f"{here}/")
    for said in ("授予角色", "终止角色", "<ins>2026-06-20</ins>", "钱示例"):
        assert said in html
    assert "终止<span" not in html


def test_administrators_of_two_kinds_are_nobody(land: cast.Province, as_role: As) -> None:
    security = as_role(Role.SECURITY_ADMIN)
    system = cast.user("system", (Role.SYSTEM_ADMIN, land.department))
    sent = {"role": Role.AUDIT_ADMIN, "organization": "示例省司法厅", "from_on": "2026-06-15"}
    refused = security.post(f"/users/{system.pk}/roles/", sent)
    assert refused.status_code == 422
    assert re.search(r'id="id_role_error"><p.*?三员分立', refused.content.decode(), re.S)
    own = User.objects.get(username="security_admin.department")
    refused = security.post(f"/users/{own.pk}/roles/", sent | {"role": Role.HANDLER})
    assert "不能给自己授予角色" in refused.content.decode()
    end = f"/users/{own.pk}/roles/{grant_of(own).pk}/end/"
    refused = security.post(end, {"last_day": "2026-06-20", "version": version(security, end)})
    assert "不能终止自己的角色" in refused.content.decode()


def test_a_city_gives_roles_of_its_own_alone(land: cast.Province, as_role: As, clerk: User) -> None:
    security = as_role(Role.SECURITY_ADMIN, "city")
    path = f"/users/{clerk.pk}/roles/"
    sent = {"role": Role.LIAISON, "organization": "乙示例市司法局", "from_on": "2026-06-15"}
    refused = security.post(path, sent)
    assert refused.status_code == 422
    assert "您不是“乙示例市司法局”的安全管理员" in refused.content.decode()
    assert security.post(path, sent | {"organization": "甲示例县司法局"}).status_code == 302
