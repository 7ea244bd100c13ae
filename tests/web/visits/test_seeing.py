"""The calendar, the list and a visit: what they say, through the wall, at a constant cost."""

import re
from collections.abc import Callable

from django.test import Client

from visits.story import Visiting, accepted, day, held, how, planned, recused
from web.asking import page, queries
from xiafang.accounts.models import User
from xiafang.casework import acts as casework
from xiafang.casework.acts import Accused
from xiafang.casework.models import Matter
from xiafang.visits import acts
from xiafang.visits.codes import NoticeChannel

As = Callable[[User], Client]
TWO = 'data-label="事项">2<|2件'
NARROWED = {
    "": 3,
    "?status=unrecorded": 1,
    "?status=untold": 1,
    "?status=held": 1,
    "?mode=field": 1,
    "?leader=吴示例": 3,
    "?leader=郑示例": 0,
    "?unit=甲示例市司法局": 3,
    "?unit=乙示例市司法局": 0,
    "?from_on=2026-06-20": 1,
    "?to_on=2026-06-11": 1,
    "?status=voided": 0,
}
LISTS = ["/visits/?month=2026-06", "/visits/list/"]


def test_a_visit_says_who_goes_where_and_what_is_missing(people: Visiting, as_: As) -> None:
    planned(people, accepted(people), n=8, on=20, place="甲示例县")
    planned(people, n=8, on=11)
    for path in LISTS:
        html = page(as_(people.office), path)
        assert html.count("吴示例") >= 2
        assert "甲示例县" in html
        assert "待告知 1" in html
        assert "未登记记录" in html


def test_who_has_nothing_to_do_with_it_sees_no_visit(people: Visiting, as_: As) -> None:
    visit = planned(people, accepted(people), n=8, on=20)
    for user in (people.neighbour, people.county, people.handler, people.nobody):
        client = as_(user)
        assert all(str(visit.pk) not in page(client, path) for path in LISTS)
        assert client.get(f"/visits/{visit.pk}/").status_code == 404
        assert client.get(f"/visits/{visit.pk}/record/").status_code == 404


def test_a_matter_that_is_hidden_from_somebody_is_neither_shown_nor_counted(people: Visiting, as_: As) -> None:
    hidden, open_one = accepted(people), accepted(people, n=1)
    visit = held(people, hidden, open_one)
    recused(people, hidden, people.second)
    seen = page(as_(people.second), f"/visits/{visit.pk}/")
    assert open_one.number in seen
    assert hidden.number not in seen
    assert "2件" in page(as_(people.office), f"/visits/{visit.pk}/")
    assert "1件" in seen
    for path in LISTS:
        assert re.search(TWO, page(as_(people.office), path))
        assert not re.search(TWO, page(as_(people.second), path))


def test_the_accused_unit_finds_nothing_of_a_visit_about_it(people: Visiting, as_: As) -> None:
    about = casework.register(**_facts(people), accused=[Accused(unit=people.land.county)], **how(people.office)).matter
    visit = planned(people, Matter.objects.get(pk=about.pk), n=8, on=20)
    for user in (people.county, people.accused):
        assert str(visit.pk) not in page(as_(user), "/visits/list/")
        assert as_(user).get(f"/visits/{visit.pk}/").status_code == 404
        assert about.number not in page(as_(user), "/visits/matters/")


def _facts(people: Visiting) -> dict[str, object]:
    return {
        "unit": people.land.city,
        "kind": "appeal",
        "topic": "0501",
        "title": "反映示例县局不作为",
        "channel": "letter",
        "received_on": day(0),
        "demands": ["答复"],
        "petitioners": [],
        "flags": ["anonymous"],
    }


def test_a_page_costs_the_same_however_many_visits_it_shows(people: Visiting, as_: As) -> None:
    matter = accepted(people)
    for on in (14, 15, 16):
        planned(people, matter, n=8, on=on)
    client = as_(people.office)
    few = [queries(client, path) for path in LISTS]
    for on in range(13, 29):
        planned(people, matter, n=8, on=on)
    assert [queries(client, path) for path in LISTS] == few


def test_the_page_of_a_visit_costs_the_same_however_much_belongs_to_it(people: Visiting, as_: As) -> None:
    first, second = held(people, accepted(people)), held(people, *(accepted(people) for _ in range(6)), on=11)
    client = as_(people.office)
    assert queries(client, f"/visits/{first.pk}/") == queries(client, f"/visits/{second.pk}/")


def test_the_list_goes_on_behind_the_fiftieth(people: Visiting, as_: As) -> None:
    for _ in range(52):
        planned(people, n=8, on=20)
    client = as_(people.office)
    first = page(client, "/visits/list/")
    assert first.count("2026-06-21</span>") + first.count("2026-06-21<span") == 50
    assert "下一页" in first


def test_the_list_is_narrowed(people: Visiting, as_: As) -> None:
    held(people, accepted(people))
    planned(people, accepted(people), n=8, on=20)
    planned(people, n=8, on=11)
    client = as_(people.office)
    found = {asked: page(client, f"/visits/list/{asked}").count('<th scope="row"') for asked in NARROWED}
    assert found == NARROWED


def test_mine_are_those_i_lead(people: Visiting, as_: As) -> None:
    planned(people, n=8, on=20)
    planned(people, n=8, on=21, leaders=[people.boss])
    assert page(as_(people.principal), "/visits/list/?mine=on").count('<th scope="row"') == 1
    assert page(as_(people.leader), "/visits/list/").count('<th scope="row"') == 1


def test_a_wrong_month_and_a_wrong_unit_are_no_errors(people: Visiting, as_: As) -> None:
    client = as_(people.office)
    assert "2026年6月" in page(client, "/visits/?month=2026-99")
    assert "没有找到“没有的局”" in page(client, "/visits/list/?unit=没有的局")


def test_a_visit_shows_who_recorded_for_whom_and_how_late(people: Visiting, as_: As) -> None:
    visit = planned(people, accepted(people), n=2, on=10)
    given = how(people.office, 3)
    acts.give_notice(
        visit=visit,
        matter=visit.matters.get().matter,
        channel=NoticeChannel.PHONE,
        **given | {"at": given["at"].replace(day=8)},
    )
    html = page(as_(people.office), f"/visits/{visit.pk}/")
    assert "已事先告知" in html
    assert "办理后4天补录" in html
