"""What is owed, in a browser: a leader on a phone from home to the quota and why; every page by axe, desk and phone."""

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from journeys.seeing import Open, look, tour, violations
from xiafang.accounts.roles import Role

if TYPE_CHECKING:
    from visits.story import Visiting

YEAR = "year=2026"
DAY = "day=2026-06-15"


@pytest.fixture
def people(transactional_db: None) -> "Visiting":
    from web.duties import story  # noqa: PLC0415 - this file is read before Django is set up

    return story()[0]


def test_a_leader_on_a_phone_sees_what_is_owed_and_why(open_page: Open, people: "Visiting") -> None:
    page = open_page(people.leader, phone=True)
    page.goto("/")
    expect(page.get_by_role("heading", name="我的次数和件数")).to_be_visible()
    quota = page.locator(".quota, .quota-line").filter(has_text="每季度下访")
    expect(quota).to_contain_text(re.compile(r"还差 1 次，最迟 \d{4}-\d{2}-\d{2}|已完成 1/1"))
    quota.get_by_role("link", name=re.compile("为什么")).click()
    expect(quota).to_contain_text("办法明定")
    expect(quota).to_contain_text("怎样得出")
    assert violations(page) == []
    page.get_by_role("link", name="全部职责").click()
    page.get_by_role("textbox", name="截至").fill("2026-06-15")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("本季度已完成 1/1")).to_be_visible()
    page.get_by_role("link", name=re.compile("2026-06-11")).first.click()
    expect(page).to_have_url(re.compile("/visits/"))


def test_the_pages_of_duties(open_page: Open, people: "Visiting") -> None:
    from xiafang.promises.models import Row  # noqa: PLC0415

    row = Row.objects.filter(duty="case.told").first()
    assert row
    city, deputy = people.land.city.pk, people.deputy.pk
    page = open_page(people.superior)
    pages = {
        "board": f"/duties/?{YEAR}",
        "board-city": f"/duties/?{YEAR}&unit={city}",
        "board-empty": "/duties/?year=2024",
        "duty-list": f"/duties/list/?{YEAR}&unit={city}",
        "duty-list-empty": "/duties/list/?year=2024",
        "duty-unit": f"/duties/organizations/{city}/?{DAY}",
        "duty-person": f"/duties/officials/{deputy}/?{DAY}",
        "duty-person-none": f"/duties/officials/{people.head.pk}/",
        "duty-why": f"/duties/why/{row.pk}/",
        "duty-out-of-sight": "/duties/why/00000000-0000-4000-8000-000000000000/",
        "article-live": "/articles/7/",
    }
    faults = tour(page, pages)
    page.goto(f"/duties/list/?{YEAR}&unit={city}")
    page.get_by_role("link", name=re.compile("^为什么")).first.click()
    expect(page.locator(".why").first).to_be_visible()
    faults["duty-list-why"] = look(page, "duty-list-why")
    assert {name: found for name, found in faults.items() if found} == {}


def test_the_start_page_of_each_role(open_page: Open, people: "Visiting") -> None:
    import cast  # noqa: PLC0415

    land = people.land
    users = {"office": people.office, "leader": people.leader, "handler": people.handler, "liaison": people.liaison}
    for role in (Role.INSPECTOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        users[str(role)] = cast.user(f"the-{role}".replace("_", "-"), (role, land.department))
    users["both"] = cast.user("both", (Role.PETITION_OFFICE, land.city), (Role.HANDLER, land.city))
    faults: dict[str, list[str]] = {}
    for name, user in users.items():
        faults |= tour(open_page(user), {f"home-{name}": "/"})
    assert {name: found for name, found in faults.items() if found} == {}
