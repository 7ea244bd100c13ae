"""The house is kept: somebody is appointed, a role is given; every page of it on a desk and on a phone."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

import cast
from journeys.seeing import Open, look, tour, violations
from xiafang.accounts.models import User
from xiafang.accounts.rights import OPERATOR
from xiafang.accounts.roles import Role
from xiafang.organizations import acts
from xiafang.organizations.models import Post, WorkCalendarDay


@pytest.fixture
def land(transactional_db: None) -> cast.Province:
    return cast.province()


def admin(role: Role, land: cast.Province) -> User:
    """Return an administrator of the department."""
    return cast.user(role.replace("_", "."), (role, land.department))


def submit(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_somebody_is_appointed(open_page: Open, land: cast.Province) -> None:
    page = open_page(admin(Role.SYSTEM_ADMIN, land))
    page.goto("/")
    page.get_by_role("navigation", name="主导航", exact=True).get_by_role("link", name="机构", exact=True).click()
    page.get_by_label("名称、简称、别名或区划代码").fill("甲示")
    submit(page, "查找")
    expect(page.get_by_role("heading", name="找到2个机构")).to_be_visible()
    page.get_by_role("link", name="甲示例市司法局").click()
    expect(page.get_by_text("主要负责人空缺。")).to_be_visible()
    page.get_by_role("link", name="任命").click()

    page.get_by_label("姓名").fill("孙示例")
    page.get_by_label("职务", exact=True).fill("局长")
    submit(page, "任命")  # nobody of that name, and no rank
    expect(page.get_by_text("没有找到“孙示例”")).to_be_visible()
    expect(page.get_by_label("职务", exact=True)).to_have_value("局长")
    assert violations(page) == []
    page.get_by_label("系统中没有此人，同时录入").check()
    page.get_by_label("职级").select_option("正处级")
    page.get_by_label("主要负责人（信访工作第一责任人）").check()
    page.get_by_label("领导班子成员").check()
    page.get_by_label("任职日期").fill("2026-01-01")
    page.get_by_role("button", name="任命", exact=True).dblclick()
    expect(page.get_by_role("status").filter(has_text="已任命：孙示例 甲示例市司法局局长。")).to_be_visible()
    assert Post.objects.count() == 1

    page.get_by_role("link", name=re.compile("免职.*局长")).click()
    page.get_by_label("免职日期").fill("2025-12-31")
    submit(page, "免职")
    expect(page.get_by_text("早于任职日期")).to_be_visible()
    page.get_by_label("免职日期").fill("2026-03-31")
    submit(page, "免职")
    expect(page.get_by_role("listitem").filter(has_text="免职日期")).to_contain_text("2026-03-31")


def test_names_are_suggested_while_typing(open_page: Open, land: cast.Province) -> None:
    page = open_page(admin(Role.SYSTEM_ADMIN, land))
    page.goto("/officials/appoint/")
    page.get_by_label("任职机构").press_sequentially("乙示")
    expect(page.locator("#id_organization_list option")).to_have_count(2)
    assert page.locator("#id_organization_list option").first.get_attribute("value") == "乙示例县司法局"


def test_a_role_is_given_without_scripts(open_page: Open, land: cast.Province) -> None:
    clerk = cast.user("sunshili", official=cast.official("孙示例"))
    cast.user("wushili", (Role.SYSTEM_ADMIN, land.department))
    page = open_page(admin(Role.SECURITY_ADMIN, land), phone=True, script=False)
    page.goto("/users/")
    page.get_by_label("用户名或姓名").fill("sun")
    submit(page, "查找")
    page.get_by_role("link", name=clerk.name).click()
    page.get_by_role("link", name="授予角色").click()
    page.get_by_label("角色", exact=True).select_option("信访联络员")
    page.get_by_label("所在机构").fill("示例处")
    submit(page, "授予")
    expect(page.get_by_text("示例处的信访联络员。")).to_be_visible()
    assert clerk.grants.get().role == Role.LIAISON

    page.goto(f"/users/{User.objects.get(username='wushili').pk}/roles/")
    page.get_by_label("角色", exact=True).select_option("审计管理员")
    page.get_by_label("所在机构").fill("示例省司法厅")
    submit(page, "授予")
    expect(page.get_by_text(re.compile("系统、安全、审计三类管理员不得由同一人担任（三员分立）。请先"))).to_be_visible()


def furnish(land: cast.Province) -> dict[str, str]:
    """Fill the province with one of everything; return the pages that show it."""
    head = cast.appointed(cast.official("孙示例"), land.city, leadership=True, principal=True)
    cast.user("sunshili", (Role.LEADER, land.city), official=head.official)
    away = {"from_on": cast.START, "to_on": date(2030, 1, 1), "approved_on": cast.START}
    absence = acts.approve_absence(
        official=head.official, reason="脱产学习", approved_by="示例省司法厅", by=OPERATOR, at=cast.NOW, **away
    )
    point = acts.keep_contact_point(
        official=head.official, organization=land.county, from_on=cast.START, by=OPERATOR, at=cast.NOW
    )
    acts.change_organization(organization=land.city, short_name="甲市局", reason="补录", by=OPERATOR, at=cast.NOW)
    for day, status in ((date(2026, 6, 15), "official"), (date(2026, 6, 16), "provisional")):
        acts.set_calendar_day(
            day=day,
            change=WorkCalendarDay.Change.OFF,
            status=WorkCalendarDay.Status(status),
            ground="示例通知",
            by=OPERATOR,
            at=cast.NOW,
        )
    unit, person = f"/organizations/{land.city.pk}/", f"/officials/{head.official_id}/"
    return {
        "organizations": "/organizations/",
        "organizations-found": "/organizations/?q=示例&closed=on",
        "organizations-none": "/organizations/?q=没有这个",
        "organization": unit,
        "organization-create": f"/organizations/create/?parent={land.city.pk}",
        "organization-change": f"{unit}change/",
        "organization-move": f"{unit}move/",
        "organization-close": f"{unit}close/",
        "officials": "/officials/",
        "officials-none": "/officials/?unit=没有这个局",
        "official": person,
        "official-rename": f"{person}rename/",
        "appoint": f"/officials/appoint/?official={head.official_id}",
        "post-change": f"{person}posts/{head.pk}/change/",
        "post-end": f"{person}posts/{head.pk}/end/",
        "post-remove": f"{person}posts/{head.pk}/remove/",
        "absence": f"{person}absences/",
        "absence-end": f"{person}absences/{absence.pk}/end/",
        "absence-withdraw": f"{person}absences/{absence.pk}/withdraw/",
        "contact-point": f"{person}contact-points/",
        "contact-point-end": f"{person}contact-points/{point.pk}/end/",
        "calendar-own": "/calendar/2026/",
        "calendar-add": "/calendar/days/add/",
        "calendar-change": "/calendar/days/2026-06-15/",
        "calendar-clear": "/calendar/days/2026-06-15/clear/",
    }


def accounts() -> dict[str, str]:
    """Return the pages of accounts for their system administrator."""
    here = f"/users/{User.objects.get(username='sunshili').pk}/"
    return {
        "users": "/users/",
        "users-none": "/users/?state=closed",
        "user": here,
        "user-create": "/users/create/",
        "user-password": f"{here}password/",
        "user-close": f"{here}close/",
        "user-reopen": f"{here}reopen/",
        "forbidden": f"{here}roles/",
    }


def test_every_page_of_keeping(open_page: Open, land: cast.Province) -> None:
    pages = furnish(land) | accounts()
    page = open_page(admin(Role.SYSTEM_ADMIN, land))
    faults = tour(page, pages)
    page.goto(pages["organization"])
    page.get_by_text("更多", exact=True).click()
    expect(page.get_by_role("link", name="划转")).to_be_visible()
    faults["more"] = look(page, "organization-more")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="划转")).to_be_hidden()
    page.goto(pages["appoint"])
    submit(page, "任命")
    faults["refused"] = look(page, "appoint-refused")

    clerk = User.objects.get(username="sunshili")
    security = {
        "user-security": f"/users/{clerk.pk}/",
        "user-grant": f"/users/{clerk.pk}/roles/",
        "user-end-role": f"/users/{clerk.pk}/roles/{clerk.grants.get().pk}/end/",
    }
    faults |= tour(open_page(admin(Role.SECURITY_ADMIN, land)), security)
    assert {name: found for name, found in faults.items() if found} == {}
