"""批量交办: what is ticked is given to handlers, each matter on its own; what was not, and why."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from casework import office
from casework.office import Cast, how
from web.asking import page, queries
from web.test_matters_register import client
from xiafang.casework import acts
from xiafang.casework.codes import State
from xiafang.casework.models import Matter

Web = Callable[[], AbstractContextManager[None]]
ASSIGN = "/matters/assign/"


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 6, 15, 10, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        yield


def ticked(*matters: Matter) -> list[str]:
    return [f"{matter.pk}:{matter.version}" for matter in matters]


def test_what_is_ticked_is_assigned_and_the_rest_says_why(people: Cast, web_role: Web) -> None:
    first, second, changed, county = (office.accepted(people, by) for by in ("office", "office", "office", "county"))
    stale = ticked(changed)
    acts.correct(matter=changed, changes={"title": "改"}, reason="核实", **how(people.second, 2))
    far = office.accepted(people, "far")
    sent = {"matter": [*ticked(first, second), *stale, *ticked(county, far), f"{first.pk}:²"], "on": "2026-06-15"}
    clerk = client(people.office)
    with web_role():
        html = page(clerk, ASSIGN)
        assert first.number in html
        assert county.number not in html, "a unit at a time"
        assert "请选择承办人" in clerk.post(ASSIGN, sent).content.decode()
        answer = clerk.post(ASSIGN, sent | {"to": [people.handler.pk]})
    html = answer.content.decode()
    assert "已交办2件" in html
    assert "没有交办的4件" in html
    assert "更正概况：核实" in html, "somebody else changed it"
    assert "不是“甲示例县司法局”的承办人" in html
    assert "已不在您的工作范围内" in html
    assert far.number not in html
    for matter, state in ((first, State.IN_PROGRESS), (changed, State.ACCEPTED), (county, State.ACCEPTED)):
        matter.refresh_from_db()
        assert matter.state == state
    assert first.assignments.get().user == people.handler


def test_the_list_is_narrowed_costs_the_same_and_has_an_end(people: Cast, web_role: Web) -> None:
    clerk = client(people.office)
    assert "没有待交办的事项" in page(clerk, ASSIGN)
    one = office.accepted(people)
    few = queries(clerk, ASSIGN)
    for _ in range(8):
        office.accepted(people)
    assert queries(clerk, ASSIGN) == few <= 10
    with web_role():
        assert one.number in page(clerk, f"{ASSIGN}?grade=general&until=2026-06-01")
        assert "没有待交办的事项" in page(clerk, f"{ASSIGN}?grade=major")
        assert "还没有承办人" in page(clerk, f"{ASSIGN}?unit=甲示例县司法局&ids={one.pk}")
        html = page(clerk, f"{ASSIGN}?ids={one.pk}&ids=没有")
        assert re.search(rf'value="{one.pk}:\d+" id="m1" checked', html)
        assert html.count('name="matter"') == 1
        wrong = page(clerk, f"{ASSIGN}?until=2026-13-01")
        assert "“2026-13-01”不是有效日期" in wrong
        assert "没有待交办的事项" not in wrong
        assert "“乙示例市司法局”不在您的工作范围内" in page(clerk, f"{ASSIGN}?unit=乙示例市司法局")
        html = clerk.post(ASSIGN, {"on": "2026-06-15"}).content.decode()
        assert "没有勾选任何事项" in html
        assert "请选择承办人" in html
        page(client(people.handler), ASSIGN, 403)
