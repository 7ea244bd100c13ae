"""A visit from the shortlist to the outcome, on a leader's phone; and every page of visits by axe."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from casework.office import D0, SHANGHAI, accepted, registered
from journeys.seeing import Open, look, overflow, tour
from visits.story import Visiting, visitors
from xiafang.accounts.models import User
from xiafang.casework.models import Matter
from xiafang.visits import acts
from xiafang.visits.acts import Proposed, Reception
from xiafang.visits.codes import DiscoveryKind, Mailbox, Mode, Status
from xiafang.visits.models import Visit

DRAFTS = "Object.keys(sessionStorage).filter((key) => key.startsWith('draft:'))"
THUMB = 44  # pixels


@pytest.fixture
def people(transactional_db: None) -> Visiting:
    return visitors()


def day(n: int) -> date:
    """`n` days from today."""
    return timezone.localdate() + timedelta(days=n)


def how(by: User, n: int) -> Any:
    return {"by": by, "on": day(n), "at": datetime.combine(day(n), time(15), tzinfo=SHANGHAI)}


def matter(people: Visiting, n: int = -20, **facts: Any) -> Matter:
    """One that was received and accepted some days ago."""
    return accepted(people, n=(day(n) - D0).days, **facts)


def submit(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def test_a_leader_chooses_and_records_with_the_thumb(open_page: Open, people: Visiting) -> None:
    first, second = matter(people), matter(people, -10)
    acts.issue_shortlist(
        organization=people.land.city,
        official=people.deputy,
        proposed=[Proposed(first, "收到已久"), Proposed(second, "与分工相符")],
        **how(people.office, -3),
    )
    page = open_page(people.leader, phone=True)
    page.goto("/shortlists/")
    page.get_by_role("link", name=str(day(-3))).click()
    for _ in range(2):
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("^选定")).first.click()
    page.get_by_role("link", name="按选定事项安排下访").click()
    page.get_by_label("下访日期").fill(day(0).isoformat())
    page.get_by_label("地点").fill("甲示例县示例镇")
    submit(page, "安排下访")

    page.get_by_role("link", name="登记记录", exact=True).click()
    page.get_by_label("接待批次").fill("2")
    page.get_by_label("接待人次").fill("3")
    received = page.locator(".reception")
    received.nth(0).get_by_text("现场解决").tap()
    received.nth(0).get_by_label("现场处理意见").fill("三日内退还代理费")
    received.nth(1).get_by_text("研究后答复").tap()
    received.nth(1).get_by_label("需研究的问题").fill("收费标准是否适用")
    assert too_small(page) == []
    assert overflow(page) <= 0
    submit(page, "登记记录")  # by when it will be answered is missing
    expect(page.get_by_text("请填写答复期限")).to_be_visible()
    expect(received.nth(0).get_by_label("现场处理意见")).to_have_value("三日内退还代理费")
    received.nth(1).get_by_label("答复期限").fill(day(10).isoformat())
    page.get_by_role("button", name="登记记录").dblclick()
    expect(page.get_by_role("status").filter(has_text="已登记。")).to_be_visible()
    expect(page.get_by_text("三日内退还代理费").first).to_be_visible()
    expect(page.get_by_text("现场难以解决，研究后处理或答复").first).to_be_visible()
    assert page.evaluate(DRAFTS) == []
    assert Visit.objects.get().status == Status.HELD
    page.goto(f"/matters/{first.pk}/")
    expect(page.get_by_text("现场处理和解答：三日内退还代理费").first).to_be_visible()


def too_small(page: Page) -> list[str]:
    """Return what is there to be touched and lower than a thumb needs."""
    names = ("button", ".outcome", ".tick", ".form-control", "summary", ".form-check")
    parts = ", ".join(f".record {name}" for name in names)
    found = page.evaluate(
        "([parts, least]) => [...document.querySelectorAll(parts)].filter((part) => part.checkVisibility() && "
        "part.getBoundingClientRect().height < least).map((part) => part.outerHTML.slice(0, 80))",
        [parts, THUMB],
    )
    return list(found)


def test_what_was_entered_outlives_a_lost_connection_and_nothing_else(open_page: Open, people: Visiting) -> None:
    visit = planned(people, matter(people))
    page = open_page(people.office, phone=True)
    page.goto(f"/visits/{visit.pk}/record/")
    page.get_by_text("解释疏导").tap()
    page.get_by_label("解释和思想工作").fill("讲明政策")
    page.context.set_offline(True)
    page.get_by_role("button", name="登记记录").tap()
    expect(page.get_by_text("现在没有网络，没有提交。")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    submit(page, "恢复草稿")
    expect(page.get_by_label("解释和思想工作")).to_have_value("讲明政策")
    page.get_by_label("我的账号").click()
    submit(page, "退出登录")
    assert page.evaluate(DRAFTS) == []


def test_what_comes_up_is_registered_on_the_way_and_the_record_goes_on(open_page: Open, people: Visiting) -> None:
    visit = planned(people, matter(people))
    page = open_page(people.office, phone=True)
    page.goto(f"/visits/{visit.pk}/record/")
    page.get_by_label("接待人次").fill("3")
    for title in ("要求退还代理费", "反映调解不及时"):
        page.get_by_role("link", name="登记信访事项", exact=True).tap()
        page.get_by_label("姓名或名称").first.fill("周示例")
        page.get_by_label("概况").fill(title)
        page.get_by_role("combobox", name="内容分类").fill("0501")
        page.get_by_role("textbox", name="诉求").first.fill("退还代理费")
        submit(page, "登记")
        page.get_by_role("link", name="加入下访记录").tap()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_role("heading", name="要求退还代理费")).to_be_visible()
    expect(page.get_by_label("接待人次")).to_have_value("3")


def test_a_record_needs_no_scripts(open_page: Open, people: Visiting) -> None:
    visit = planned(people, matter(people))
    page = open_page(people.leader, phone=True, script=False)
    page.goto(f"/visits/{visit.pk}/record/")
    expect(page.get_by_label("现场处理意见")).to_be_hidden()
    page.get_by_text("信访人未到").tap()
    expect(page.get_by_label("信访人陈述")).to_be_hidden()
    page.get_by_text("现场解决").tap()
    page.get_by_label("现场处理意见").fill("当场办结")
    page.get_by_label("接待批次").fill("1")
    page.get_by_label("接待人次").fill("1")
    submit(page, "登记记录")
    expect(page.get_by_text("当场办结").first).to_be_visible()


def planned(people: Visiting, *matters: Matter, n: int = 0) -> Visit:
    return acts.schedule_visit(
        organization=people.land.city,
        mode=Mode.WITH_CASE,
        date=day(n),
        leaders=[people.deputy],
        matters=matters,
        place="甲示例县示例镇",
        **how(people.office, -2),
    )


def test_every_page_of_visits(open_page: Open, people: Visiting) -> None:
    waiting = registered(people, n=(day(-90) - D0).days)
    today, coming = planned(people, waiting), planned(people, matter(people), n=1)
    held = acts.record_unscheduled_visit(
        organization=people.land.city,
        mode=Mode.FIELD,
        leaders=[people.deputy],
        received=2,
        groups=1,
        receptions=[Reception(matter(people), absent=True)],
        **how(people.office, -1),
    )
    acts.add_discovery(visit=held, kind=DiscoveryKind.EMERGING, text="多人反映同一律所", **how(people.office, -1))
    shortlist = acts.issue_shortlist(
        organization=people.land.city,
        official=people.deputy,
        proposed=[Proposed(waiting, "收到已久")],
        **how(people.office, -1),
    )
    letter = acts.enter_letter(
        official=people.deputy,
        mailbox=Mailbox.SUNSHINE,
        received_on=day(-9),
        gist="反映司法所无人值守",
        **how(people.office, -9),
    )
    pages = {
        "visits-month": "/visits/",
        "visits-list": "/visits/list/",
        "visits-list-empty": "/visits/list/?unit=没有的局",
        "visits-plan": "/visits/plan/",
        "visits-record-unscheduled": "/visits/record/",
        "visit-planned": f"/visits/{coming.pk}/",
        "visit-held": f"/visits/{held.pk}/",
        "visit-notice": f"/visits/{coming.pk}/matters/{coming.matters.get().matter_id}/notice/",
        "visit-announcement": f"/visits/{coming.pk}/announcement/",
        "visit-evidence": f"/visits/{held.pk}/evidence/",
        "visit-discovery": f"/visits/{held.pk}/discoveries/",
        "visit-void": f"/visits/void/visit/{held.pk}/",
        "shortlists": "/shortlists/",
        "shortlist-new": "/shortlists/new/",
        "shortlist": f"/shortlists/{shortlist.pk}/",
        "letters": "/letters/",
        "letters-answered": "/letters/?done=1",
        "letter": f"/letters/{letter.pk}/",
        "letter-enter": "/letters/enter/",
        "letter-read": f"/letters/{letter.pk}/read/",
    }
    page = open_page(people.office)
    faults = tour(page, pages)
    page.goto(f"/visits/{today.pk}/record/")
    page.get_by_text("研究后答复").click()
    page.get_by_text("现场受理，").click()
    faults["visits-record"] = look(page, "visits-record")
    page.goto(f"/visits/{today.pk}/record/")
    submit(page, "登记记录")
    faults["visits-record-refused"] = look(page, "visits-record-refused")
    assert {name: found for name, found in faults.items() if found} == {}
