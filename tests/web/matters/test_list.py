"""信访事项: what the list shows to whom, how it is narrowed, and what it costs."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.test import Client

from casework import office
from casework.office import Cast, how
from web.asking import page, queries
from xiafang.casework import acts
from xiafang.casework.acts import Accused, Person
from xiafang.casework.codes import Flag
from xiafang.promises import ledger

As = Callable[[str], Client]
Web = Callable[[], AbstractContextManager[None]]
LIST = "/matters/"


def titles(html: str) -> list[str]:
    return re.findall(r'<tr><th scope="row"><a href="[^"]+">([^<]+)</a>', html)


def test_a_row_says_who_what_where_and_until_when(people: Cast, client_of: As) -> None:
    matter = office.registered(people)
    acts.accept(matter=matter, **how(people.office, 1))
    acts.assign(matter=matter, to=[people.handler], **how(people.office, 2))
    acts.give_sponsor(matter=matter, official=people.deputy, **how(people.office, 2))
    ledger.rebuild(office.day(21))
    html = page(client_of("office"), LIST)
    for said in (
        "反映律师收费退费问题",
        matter.number,
        "孙示例",
        "甲示例市司法局",
        "办理中",
        "一般",
        "吴示例",
        "钱示例",
    ):
        assert said in html, said
    assert "逾期6天" in html
    assert "2026-06-16 书面告知" in html


def test_names_are_masked_where_confidentiality_was_asked_for(people: Cast, client_of: As) -> None:
    office.registered(people, flags=[Flag.CONFIDENTIAL])
    office.registered(people, flags=[Flag.ANONYMOUS], petitioners=[])
    office.registered(people, petitioners=[Person("钱示例甲", representative=True), Person("李示例甲")])
    html = page(client_of("superior"), LIST)
    assert "孙＊＊" in html
    assert "匿名" in html
    assert "钱示例甲等2人" in html
    assert "孙示例" not in html


def test_each_filter_narrows(people: Cast, client_of: As) -> None:
    office.registered(people, title="甲事项")
    done = office.closed(people)
    office.registered(people, "county", title="乙事项", topic="0502", n=2)
    ledger.rebuild(office.day(21))
    clerk = client_of("office")
    expected = {
        "": ["乙事项", "甲事项"],
        "?state=all": ["乙事项", "甲事项", done.title],
        "?state=done": [done.title],
        "?state=closed": [done.title],
        "?q=甲事": ["甲事项"],
        "?q=退费&state=all": [done.title],
        "?unit=甲示例县司法局": ["乙事项"],
        "?topic=05&since=2026-06-02": ["乙事项"],
        "?due=over": ["甲事项", "乙事项"],
        "?due=week": [],
        "?mine=handling": [],
        "?flag=group": [],
    }
    for asked, wanted in expected.items():
        assert sorted(titles(page(clerk, LIST + asked))) == sorted(wanted), asked


def test_sorting_by_due_puts_the_soonest_first(people: Cast, client_of: As) -> None:
    for n in (2, 0, 1):
        office.registered(people, n=n, title=f"第{n}日")
    ledger.rebuild(office.day(21))
    html = page(client_of("office"), f"{LIST}?order=due")
    assert titles(html) == ["第0日", "第1日", "第2日"]
    assert titles(page(client_of("office"), LIST)) == ["第2日", "第1日", "第0日"]


def test_what_cannot_be_asked_is_said_and_finds_nothing(people: Cast, client_of: As) -> None:
    office.registered(people)
    clerk = client_of("office")
    assert "没有查找" in page(clerk, f"{LIST}?since=2026-02-30")
    assert "没有找到“没有这个局”" in page(clerk, f"{LIST}?unit=没有这个局")
    assert "没有符合条件的事项" in page(clerk, f"{LIST}?q=外星")
    assert titles(page(clerk, f"{LIST}?after=nonsense")) == ["反映律师收费退费问题"]
    assert titles(page(clerk, f"{LIST}?q=%25'\"\\")) == []


def test_a_new_office_is_told_how_to_begin_and_a_reader_is_not(people: Cast, client_of: As) -> None:
    assert "请先登记" in page(client_of("office"), LIST)
    html = page(client_of("handler"), LIST)
    assert "没有未办结的事项" in html
    assert "/matters/register/" not in html


def test_the_list_shows_to_nobody_what_they_must_not_see(people: Cast, client_of: As, web_role: Web) -> None:
    office.registered(people, "county", accused=[Accused(unit=people.land.county)], title="反映某某收礼")
    recused = office.registered(people, title="反映示例律所")
    asked = acts.ask_recusal(matter=recused, user=people.second, reason="亲属", **how(people.office, 1))
    acts.decide_recusal(recusal=asked, granted=True, ground="属实", **how(people.office, 1))
    sight = {
        "office": ["反映示例律所", "反映某某收礼"],
        "superior": ["反映示例律所", "反映某某收礼"],
        "second": ["反映某某收礼"],
        "principal": ["反映示例律所", "反映某某收礼"],
        **{name: [] for name in ("county", "accused", "neighbour", "far", "handler", "liaison", "nobody")},
    }
    clients = {name: client_of(name) for name in sight}
    with web_role():
        for name, wanted in sight.items():
            assert sorted(titles(page(clients[name], LIST))) == sorted(wanted), name
            assert ("收礼" in page(clients[name], f"{LIST}?q=反映")) is ("反映某某收礼" in wanted), name


def test_pages_follow_each_other_and_the_cost_does_not_grow(people: Cast, client_of: As) -> None:
    def more(numbers: range) -> None:
        for number in numbers:
            office.registered(people, title=f"第{number:03}件", n=number // 20)

    clerk = client_of("office")
    more(range(3))
    few = queries(clerk, LIST)
    more(range(3, 53))
    assert queries(clerk, LIST) <= few + 1 <= 13, "one more: the count of what stands on several pages"
    first = page(clerk, LIST)
    assert "未办结53件" in first
    following = re.search(r'href="(\?[^"]*after=[^"]+)"', first)
    assert following
    second = page(clerk, LIST + following[1].replace("&amp;", "&"))
    assert len(titles(first) + titles(second)) == len(set(titles(first) + titles(second))) == 53
    back = re.search(r'href="(\?[^"]*before=[^"]+)"', second)
    assert back
    assert titles(page(clerk, LIST + back[1].replace("&amp;", "&"))) == titles(first)
