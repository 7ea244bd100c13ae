"""A matter is registered by keyboard alone; the page and what it looks like on a desk and on a phone."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from casework import office
from casework.office import Cast, everybody
from journeys.seeing import Open, look, tour
from xiafang.casework.models import Matter


@pytest.fixture
def people(transactional_db: None, tmp_path: Path, settings: Settings) -> Cast:
    settings.DATA = tmp_path
    return everybody()


class Keyboard:
    """Keys and nothing else; each key and each string typed is one action."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.actions += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.actions += 1


def test_a_matter_with_three_demands_in_25_actions(open_page: Open, people: Cast) -> None:
    page = open_page(people.office)
    page.goto("/matters/register/")
    keys = Keyboard(page)
    for value in ("孙示例", "13800000000", "11010519491231002X", "甲示例市示例路1号"):
        keys.type(value)
        keys.press("Tab")
    keys.press("Tab", "Tab", "Tab", "Tab")  # past representative, organization, another row, anonymous
    keys.type("反映律师收费退费问题")
    keys.press("Tab")
    keys.type("0501")
    keys.press("Tab")
    keys.type("退还代理费")
    keys.press("Enter")
    keys.type("书面说明理由")
    keys.press("Enter")
    keys.type("公开收费标准")
    with page.expect_navigation():
        keys.press("Control+Enter")
    expect(page.get_by_role("heading", name="登记回执")).to_be_visible()
    assert keys.actions <= 25, keys.actions
    matter = Matter.objects.get()
    assert [demand.text for demand in matter.demands.all()] == ["退还代理费", "书面说明理由", "公开收费标准"]
    assert (matter.received_on, matter.kind) == (timezone.localdate(), "appeal")
    keys.press("Enter")  # the next one is focused
    expect(page).to_have_url("/matters/register/")


def test_a_duplicate_is_seen_while_typing_and_the_item_joins_it(open_page: Open, people: Cast) -> None:
    known = office.registered(people, title="反映退费一事")
    page = open_page(people.office)
    page.goto("/matters/register/")
    page.get_by_label("概况").fill("又来反映")
    page.get_by_role("button", name="添加诉求").click()
    page.get_by_label("诉求").last.fill("退费")
    page.get_by_label("姓名或名称").press_sequentially("孙示例")
    hints = page.get_by_role("region", name="可能是同一事项")
    expect(hints).to_contain_text(known.number)
    with page.expect_navigation():
        hints.get_by_role("button", name="并入此事项").click()
    expect(page.get_by_label("姓名或名称")).to_have_value("孙示例")
    with page.expect_navigation():
        page.get_by_role("button", name="并入", exact=True).click()
    assert known.items.count() == 2
    assert "退费" in known.items.order_by("registered_at").last().content


def test_the_pages_of_registering(open_page: Open, people: Cast) -> None:
    known = office.registered(people)
    page = open_page(people.office)
    faults = tour(page, {"register": "/matters/register/"})
    for fold in ("被反映的干部或单位", "更多"):
        page.get_by_role("heading", name=fold).click()
    page.get_by_label("姓名或名称").press_sequentially("孙示例")
    expect(page.get_by_role("region", name="可能是同一事项")).to_contain_text(known.number)
    with page.expect_navigation():
        page.get_by_role("button", name="登记", exact=True).last.click()
    faults["register-refused"] = look(page, "register-refused")
    faults |= tour(page, {"registered": f"/matters/{known.pk}/registered/", "join": f"/matters/{known.pk}/join/"})
    assert {name: found for name, found in faults.items() if found} == {}
