"""A handler finds a matter by a two-character word, opens it, and reads why its clock is red."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django import Settings

import cast
from journeys.seeing import DESK, PHONE, Open, look
from xiafang.accounts.models import User
from xiafang.accounts.rights import OPERATOR
from xiafang.accounts.roles import Role
from xiafang.casework import acts
from xiafang.casework.acts import Person
from xiafang.casework.codes import Channel, Flag, Kind
from xiafang.casework.codes import Path as Way
from xiafang.casework.models import Matter
from xiafang.promises import ledger


@pytest.fixture
def handled(transactional_db: None, tmp_path: Path, settings: Settings) -> tuple[User, Matter]:
    """A handler, and the one matter of theirs whose limit to tell is over; others of the same office beside it."""
    settings.DATA = tmp_path
    land, now = cast.province(), timezone.now()
    handler = cast.user("handler", (Role.HANDLER, land.city))
    today = timezone.localdate(now)
    made = []
    for days, title in ((30, "反映公证费退还问题"), (5, "反映司法鉴定意见问题"), (2, "要求解决医疗费")):
        how = {"by": OPERATOR, "at": now}
        matter = acts.register(
            unit=land.city,
            kind=Kind.APPEAL,
            topic="0501",
            title=title,
            channel=Channel.LETTER,
            received_on=today - timedelta(days=days),
            demands=["退还费用"],
            petitioners=[Person("孙示例", phone="13800000000")],
            flags=[Flag.CONFIDENTIAL],
            on=today - timedelta(days=days),
            **how,
        ).matter
        acts.accept(matter=matter, path=Way.PETITION, on=today - timedelta(days=days), **how)
        acts.assign(matter=matter, to=[handler], on=today - timedelta(days=days), **how)
        made.append(matter)
    ledger.rebuild(today)
    return handler, made[0]


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_finding_a_matter_and_reading_why_it_is_late(
    open_page: Open, handled: tuple[User, Matter], phone: bool
) -> None:
    handler, matter = handled
    page, here = open_page(handler, phone=phone), (PHONE if phone else DESK,)
    page.goto("/matters/")
    expect(page.get_by_role("heading", name="未办结3件")).to_be_visible()
    assert look(page, "matters-open", at=here) == []
    page.get_by_label("编号、概况、诉求或信访人").fill("公证")
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_role("heading", name="找到1件")).to_be_visible()
    expect(page.get_by_text(re.compile("逾期[0-9]+天")).first).to_be_visible()
    page.get_by_role("link", name=matter.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(matter.title)
    page.locator(".clock-binding").get_by_text("为什么？").click()
    expect(page.get_by_text(f"自 {matter.received_on} 起 15 日，当日不计")).to_be_visible()
    assert look(page, "matter-why", at=here) == []
    page.goto(f"/matters/{matter.pk}/sheets/record/")
    assert look(page, "matter-record", at=here) == []


def test_going_back_twice_the_list_and_the_typed_word_agree(open_page: Open, handled: tuple[User, Matter]) -> None:
    handler, matter = handled
    page = open_page(handler)
    page.goto("/matters/")
    word = page.get_by_label("编号、概况、诉求或信访人")
    word.fill("公证")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=matter.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(matter.title)

    page.go_back()
    expect(page.get_by_role("heading", name="找到1件")).to_be_visible()
    expect(word).to_have_value("公证")
    page.go_back()
    expect(page.get_by_role("heading", name="未办结3件")).to_be_visible()
    expect(word).to_have_value("")

    word.fill("医疗")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(word).to_have_value("")  # a browser that keeps whole pages shows this one as it was left
