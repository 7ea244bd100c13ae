"""Finding matters: what words find, that the function is the policy, and pages that lose and double nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from casework import office
from casework.office import Cast, how
from casework.test_row_security import EVERYBODY, full
from xiafang.accounts import standing
from xiafang.casework import acts, find
from xiafang.casework.acts import Accused, Person
from xiafang.casework.codes import Channel, Flag, Kind
from xiafang.casework.models import Due, Matter
from xiafang.promises import ledger

Web = Callable[[], AbstractContextManager[None]]
ALL = 10_000


def found(words: str = "", **asked: Any) -> list[Matter]:
    order = asked.pop("order", "received")
    ids = find.find(find.words_of(words), asked, order=order, most=ALL)
    rows = Matter.objects.in_bulk(ids)
    return [rows[pk] for pk in ids]


WORDS = (
    ("退费", True),  # two characters
    ("孙示例", True),  # a name
    ("示例", True),  # a part of a name
    ("例", True),  # one character at the end of a name
    ("律", True),  # one character within a word
    ("师收费", True),  # part of words
    ("面说明理", True),  # within a demand
    ("代理 律师", True),  # two words, both there
    ("代理 强拆", False),  # two words, one of them there
    ("费用律", False),  # its pairs are not in this order
    ("例退", False),  # not across two parts
    ("EXT-2026", True),  # latin and digits, capitals
    ("ext－２０２６", True),  # full width
    ("026-7", True),  # part of a number
    ("〔2026〕", True),  # a bracket of the number
    ("13800000000", False),  # no telephone
    ("420102199001011234", False),  # no identity number
    ("1990010112", False),  # nor a part of one
    ("%", False),  # a sign of LIKE
    ("_师", False),  # another one
    ("'; drop table casework_matter; --", False),  # quotes
    ("\\' & ! | :*", False),  # the language of queries
    ("律" * 5000, False),  # very long
    ("\x00律师", True),  # a zero
)


def test_words_find_what_is_there(people: Cast) -> None:
    office.registered(
        people,
        title="反映律师收费，要求退费",
        summary="本人身份证 420102 19900101 1234，电话 138-0000-0000",
        external_number="EXT-2026-77",
    )
    standing.identify(people.office, on=office.day(9))
    assert [words for words, hit in WORDS if bool(found(words)) is not hit] == []


def test_no_words_find_everything_and_spaces_are_no_words(people: Cast) -> None:
    matter = office.registered(people)
    standing.identify(people.office, on=office.day(9))
    assert found("  \n　") == [matter]


def test_what_acts_change_is_found_at_once(people: Cast) -> None:
    matter = office.registered(people)
    acts.add_demand(matter=matter, text="赔偿误工损失", **how(people.office, 1))
    acts.correct(matter=matter, changes={"title": "反映公证费问题"}, reason="核对", **how(people.office, 1))
    acts.join(
        matter=matter,
        channel=Channel.CALL,
        received_on=office.day(2),
        petitioners=[Person("褚示例")],
        external_number="K-9",
        **how(people.office, 2),
    )
    for words in ("误工", "公证", "褚示", "k-9", "孙示"):
        assert found(words) == [matter], words
    assert found("律师") == []


def test_merging_takes_the_people_along(people: Cast) -> None:
    first = office.registered(people)
    second = office.registered(people, petitioners=[Person("褚示例")], n=1)
    acts.merge(matter=second, into=first, reason="同一事项", **how(people.office, 2))
    assert found("褚示") == [first]


def test_who_asked_for_confidentiality_is_not_found_by_name(people: Cast) -> None:
    matter = office.registered(people, flags=[Flag.CONFIDENTIAL])
    standing.identify(people.office, on=office.day(9))
    assert found("孙示") == []
    assert found("退费") == [matter]
    acts.correct(matter=matter, changes={"flags": []}, reason="本人要求公开", **how(people.office, 1))
    assert found("孙示") == [matter]
    acts.correct(matter=matter, changes={"flags": [Flag.CONFIDENTIAL]}, reason="本人要求", **how(people.office, 1))
    assert found("孙示") == []


def test_the_function_is_the_policy(people: Cast, web_role: Web) -> None:
    """The same matters for everybody: accused, recused, sender, handler, leader, neighbour, and nobody at all."""
    full(people)
    passed = office.registered(people)
    acts.transfer(matter=passed, to=people.land.neighbour, reason="示例", paper=office.paper(), **how(people.office, 1))
    office.registered(people, "county")
    office.registered(people, "far", accused=[Accused(unit=people.land.far)])
    office.registered(people, "county", accused=[Accused(unit=people.land.county)])
    office.registered(people, accused=[Accused(people.deputy)])
    ledger.rebuild(office.day(9))
    for name in EVERYBODY:
        with web_role():
            standing.identify(people[name], on=office.day(9))
            policy = set(Matter.objects.values_list("pk", flat=True))
            assert set(find.find([], {}, most=ALL)) == policy, name
            assert set(find.find(["示例"], {}, most=ALL)) == policy, name
            due = set(Due.objects.values_list("matter", flat=True))
            assert set(find.find([], {}, order="due", most=ALL)) == due <= policy, name
            standing.forget()
            assert find.find([], {}, most=ALL) == []
    assert Matter.objects.count() == 6


def test_the_words_are_out_of_reach_of_whoever_must_not_see_the_matter(people: Cast, web_role: Web) -> None:
    office.registered(people, "county", accused=[Accused(unit=people.land.county)], title="反映某某收礼")
    with web_role():
        for name in ("county", "accused", "far", "nobody"):
            standing.identify(people[name], on=office.day(1))
            assert find.find(["收礼"], {}, most=ALL) == []
            assert find.count(["收礼"], {}, most=ALL) == 0
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute("SELECT promises_keep_due()")


FILTERS: tuple[tuple[dict[str, Any], list[str]], ...] = (
    ({"states": ["accepted"]}, ["b"]),
    ({"states": ["received", "accepted"], "kind": Kind.APPEAL}, ["c", "b", "a"]),
    ({"kind": Kind.SUGGESTION}, []),
    ({"grade": "general"}, ["b"]),
    ({"topic": "05"}, ["c", "b", "a"]),
    ({"topic": "0502"}, ["c"]),
    ({"channel": "call"}, ["a"]),
    ({"flag": "group"}, ["c"]),
    ({"since": date(2026, 6, 2), "until": date(2026, 6, 3)}, ["c", "b"]),
    ({"mine": "handling"}, []),
    ({"order": "number"}, ["c", "b", "a"]),
)


def test_each_filter(people: Cast) -> None:
    office.registered(people, title="a", channel=Channel.CALL)
    second = office.registered(people, n=1, title="b")
    acts.accept(matter=second, **how(people.office, 2))
    office.registered(people, n=2, title="c", topic="0502", flags=[Flag.GROUP])
    standing.identify(people.office, on=office.day(9))
    for asked, expected in FILTERS:
        assert [matter.title for matter in found(**asked)] == expected, asked


def test_units_come_with_what_stands_below(people: Cast) -> None:
    mine, below = office.registered(people), office.registered(people, "county")
    office.registered(people, "far")
    standing.identify(people.superior, on=office.day(9))
    assert set(found(units=[str(people.land.city.pk)])) == {mine, below}
    assert found(units=[str(people.land.county.pk)]) == [below]
    assert len(found()) == 3


def test_mine(people: Cast) -> None:
    handled = office.in_progress(people)
    acts.give_sponsor(matter=handled, official=people.deputy, **how(people.office, 3))
    proposed = office.registered(people)
    acts.propose_void(matter=proposed, reason="重复登记", **how(people.office, 3))
    office.registered(people)

    def of(name: str, mine: str) -> list[Matter]:
        standing.identify(people[name], on=office.day(9))
        return found(mine=mine)

    assert of("handler", "handling") == of("leader", "sponsoring") == [handled]
    assert of("second", "confirming") == of("superior", "confirming") == [proposed]
    assert of("office", "confirming") == of("handler", "confirming") == of("office", "handling") == []


@pytest.mark.parametrize("order", ["received", "number", "due"])
def test_pages_follow_each_other_both_ways_and_lose_nothing(people: Cast, order: find.Order) -> None:
    for number in range(7):
        office.registered(people, n=number // 3)
    ledger.rebuild(office.day(9))
    standing.identify(people.office, on=office.day(9))
    rows = Matter.objects.select_related("due").in_bulk()
    whole = find.find([], {}, order=order, most=ALL)
    assert len(whole) == 7

    def key(pk: Any) -> list[str]:
        return find.key(rows[pk], order, rows[pk].due.due_on)

    forth, page = [], find.find([], {}, order=order, most=3)
    while page:
        forth += page
        page = find.find([], {}, order=order, beyond=key(page[-1]), most=3)
    assert forth == whole
    back = find.find([], {}, order=order, beyond=key(whole[5]), backwards=True, most=3)
    assert back == [whole[4], whole[3], whole[2]]
    assert find.count([], {}, order=order, most=5) == 5
    assert find.count([], {}, order=order, most=500) == 7


def test_the_binding_limit_is_the_ledgers_earliest_that_is_open(people: Cast) -> None:
    matter = office.accepted(people)
    ledger.rebuild(office.day(9))
    assert (matter.due.due_on, matter.due.duty) == (date(2026, 6, 16), "case.told")
    acts.tell(matter=matter, paper=office.paper(), **how(people.office, 2))
    ledger.rebuild(office.day(9))
    matter = Matter.objects.get(pk=matter.pk)
    assert (matter.due.due_on, matter.due.duty) == (date(2026, 8, 3), "case.statutory_limit")
    standing.identify(people.office, on=office.day(9))
    assert found(due_before=date(2026, 8, 4)) == found(due_since=date(2026, 8, 3)) == [matter]
    assert found(due_before=date(2026, 8, 3)) == []
