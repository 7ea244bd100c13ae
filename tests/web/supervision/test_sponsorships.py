"""包案台账: who sees which sponsorship, what it is narrowed to, and what a page costs."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

import cast
from casework.office import Cast, everybody, how, registered, resolved
from web.asking import page, queries
from web.conftest import BACKEND
from xiafang.accounts.models import User
from xiafang.casework import acts
from xiafang.casework.acts.accused import Accused
from xiafang.casework.codes import Prominence
from xiafang.promises import ledger

PATH = "/sponsorships/"


@pytest.fixture
def people(db: None, today: None, tmp_path: Path, settings: Settings) -> Cast:
    settings.DATA = tmp_path
    return everybody()


def client_of(user: User) -> Client:
    made = Client()
    made.force_login(user, backend=BACKEND)
    return made


def sponsored(people: Cast, official: Any = None, **facts: Any) -> Any:
    matter = registered(people, prominence=[Prominence.BACKLOG], **facts)
    acts.accept(matter=matter, **how(people.office, 1))
    return acts.give_sponsor(
        matter=matter, official=official or people.deputy, crux="约定不清", plan="约谈事务所", **how(people.office, 2)
    )


def test_a_line_says_everything_and_the_petitioner_is_masked(people: Cast) -> None:
    row = sponsored(people)
    acts.assign(matter=row.matter, to=[people.handler], **how(people.office, 2))
    ledger.rebuild(cast.DAY)
    html = page(client_of(people.office), PATH)
    for said in (
        row.matter.number,
        "反映律师收费退费问题",
        "孙＊＊",
        "长期遗留的信访积案",
        "吴示例",
        "甲示例市司法局局长",
        "约定不清",
        "约谈事务所",
        "承办 钱示例",
        "包案中",
        "化解后计入",
        f"/duties/officials/{people.deputy.pk}/",
    ):
        assert said in html, said
    assert re.search(r"2026年化解 <strong>0/2</strong> 件", html)
    assert "孙示例" not in html
    assert "13800000000" not in html


def test_a_leaders_duties_are_linked_for_who_may_open_them_alone(people: Cast) -> None:
    row = sponsored(people)
    acts.assign(matter=row.matter, to=[people.handler], **how(people.office, 2))
    ledger.rebuild(cast.DAY)
    duties = f"/duties/officials/{people.deputy.pk}/"
    for who, linked in (("office", True), ("leader", True), ("handler", False)):
        client = client_of(people[who])
        html = page(client, PATH)
        assert "吴示例" in html, who
        assert (duties in html) == linked, who
        assert (client.get(duties).status_code == 200) == linked, who


def test_what_is_solved_says_who_verified_it_and_that_it_counts(people: Cast) -> None:
    matter = resolved(people)
    # The sponsor was there from the beginning, as an old ledger has it.
    matter.sponsorships.create(official=people.deputy, from_on=matter.received_on)
    html = page(client_of(people.office), PATH)
    for said in ("已化解", "2026-06-07 化解", "诉求合理的解决问题到位", "钱示例核实：已退还并回访", "计入2026年"):
        assert said in html, said


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("office", True),
        ("superior", True),
        ("leader", True),
        ("principal", True),
        ("neighbour", False),
        ("county", False),
        ("other_handler", False),
        ("nobody", False),
    ],
)
def test_the_wall_decides(people: Cast, who: str, sees: bool, web_role: Callable[..., Any]) -> None:
    row = sponsored(people)
    client = client_of(people[who])
    with web_role():
        html = page(client, PATH)
        assert (row.matter.number in html) == sees
        assert ("还没有您可以查看的包案" in html) != sees


def test_the_accused_unit_finds_nothing(people: Cast, web_role: Callable[..., Any]) -> None:
    chief = cast.official("卫示例")
    cast.appointed(chief, people.land.department, leadership=True)
    matter = registered(people, "superior", accused=[Accused(unit=people.land.city)])
    acts.accept(matter=matter, **how(people.superior, 1))
    acts.give_sponsor(matter=matter, official=chief, **how(people.superior, 2))
    with web_role():
        for accused in (people.office, people.principal, people.leader, people.county):
            assert matter.number not in page(client_of(accused), PATH)
            assert matter.number not in page(client_of(accused), f"{PATH}?official=卫示例")
        assert matter.number in page(client_of(people.superior), PATH)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("unit=甲示例市司法局", True),
        ("unit=乙示例市司法局", False),
        ("official=吴示例", True),
        ("official=周示例", False),
        ("official=无此人", False),
        ("state=active", True),
        ("state=solved", False),
        ("year=2026", True),
        ("year=2025", False),
        ("counts=unsolved", True),
        ("counts=counted", False),
        ("unit=没有这个局", False),
    ],
)
def test_the_ledger_is_narrowed(people: Cast, asked: str, found: bool) -> None:
    row = sponsored(people)
    assert (row.matter.number in page(client_of(people.superior), f"{PATH}?{asked}")) == found


def test_the_cost_does_not_grow_and_pages_follow_each_other(people: Cast) -> None:
    client = client_of(people.office)
    acts.assign(matter=sponsored(people).matter, to=[people.handler], **how(people.office, 2))
    ledger.rebuild(cast.DAY)
    few = queries(client, PATH)
    for number in range(45):
        sponsored(people, people.boss if number % 2 else None)
    assert queries(client, PATH) == few <= 16
    first = page(client, PATH)
    after = re.search(r'href="(\?[^"]*)" rel="next"', first)
    assert after
    second = page(client, f"{PATH}{after[1].replace('&amp;', '&')}")
    numbers = [set(re.findall(r'matter-number" href="([^"]*)"', html)) for html in (first, second)]
    assert (len(numbers[0]), len(numbers[1])) == (40, 6)
    assert not numbers[0] & numbers[1]
