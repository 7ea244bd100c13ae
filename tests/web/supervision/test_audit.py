"""审计's page: for the audit administrator alone, narrowed and paged, and it only reads."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

import cast
from supervision import story
from web.asking import page, queries
from xiafang.accounts.roles import Role

As = Callable[..., Client]
PATH = "/audit/"


@pytest.fixture
def office(land: cast.Province) -> story.Office:
    return story.Office(land)


@pytest.mark.parametrize("role", [*(role for role in Role if role != Role.AUDIT_ADMIN), ""])
def test_for_the_audit_administrator_alone(as_role: As, role: str) -> None:
    client = as_role(role)
    assert "审计管理员" in page(client, PATH, 403)
    assert f'href="{PATH}"' not in page(client, "/")


def test_it_says_who_did_what_when_on_what_ground(office: story.Office, as_role: As) -> None:
    office.plan()
    reader = as_role(Role.AUDIT_ADMIN)
    html = page(reader, f"{PATH}?first=2026-06-15&last=2030-01-01")  # triggers keep the database's own time
    for said in (
        "工作计划登记",
        "报备2026年度工作计划",
        "运维人员",
        "隔151天录入",
        "甲示例县司法局",
        "授予角色",
        "任命",
    ):
        assert said in html, said
    assert "审计管理员，2024-01-01 起" in html
    for method in (reader.post, reader.put, reader.delete):
        assert method(PATH).status_code == 405


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("source=supervision", True),
        ("source=casework", False),
        ("act=plan.entered", True),
        ("act=plan.voided", False),
        ("unit=甲示例市司法局", True),
        ("unit=乙示例市司法局", False),
        ("unit=没有这个局", False),
        ("who=无此人", False),
        ("first=2026-06-16", False),
        ("first=2026-02-30", False),
        ("act=nonsense", False),
        ("after=nonsense", True),
        ("after=2026-06-15T10:00:00|x", True),
    ],
)
def test_it_is_narrowed(office: story.Office, as_role: As, asked: str, found: bool) -> None:
    office.plan()
    assert ("报备2026年度工作计划" in page(as_role(Role.AUDIT_ADMIN), f"{PATH}?{asked}")) == found


def test_the_cost_does_not_grow_and_older_entries_follow(office: story.Office, as_role: As) -> None:
    reader = as_role(Role.AUDIT_ADMIN)
    office.bulletin()
    few = queries(reader, PATH)
    for number in range(60):
        office.bulletin(number=f"示司信领办〔2026〕{number + 2:02}号")
    assert queries(reader, PATH) <= few <= 12
    first = page(reader, f"{PATH}?source=supervision")
    older = re.search(r'href="(\?[^"]*)" rel="next"', first)
    assert older
    second = page(reader, f"{PATH}{older[1].replace('&amp;', '&')}")
    found = [re.findall(r"抽查通报（示司信领办〔2026〕(\d+)号）", html) for html in (first, second)]
    assert (len(found[0]), len(found[1])) == (50, 11)
    assert not set(found[0]) & set(found[1])
    assert "回到最新" in second


def test_the_account_page_shows_what_was_done_to_the_account(land: cast.Province, as_role: As) -> None:
    clerk = cast.user("clerk", (Role.HANDLER, land.county))
    admin = as_role(Role.SYSTEM_ADMIN)
    admin.post(f"/users/{clerk.pk}/password/", {"password": "Lianhua-Hupan-38"})
    admin.post(f"/users/{clerk.pk}/close/")
    admin.post(f"/users/{clerk.pk}/reopen/")
    html = page(as_role(Role.AUDIT_ADMIN), f"/users/{clerk.pk}/")
    for said in ("重设密码", "停用账号", "启用账号", "授予角色", "密码设置时间"):
        assert said in html, said
    assert "Lianhua" not in html
