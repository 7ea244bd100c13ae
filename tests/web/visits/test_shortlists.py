"""Shortlists in the browser: candidates with reasons, the leader's decisions, the way to a visit (第十二条)."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from visits.story import Visiting, accepted, day, recused, registered, shortlisted
from web.asking import page, queries
from xiafang.accounts.models import User
from xiafang.casework.codes import Prominence
from xiafang.visits.codes import Decision
from xiafang.visits.models import Event, Shortlist
from xiafang.web.views.visits.candidates import terms_of

As = Callable[[User], Client]


def sent(people: Visiting, **facts: Any) -> dict[str, Any]:
    return {
        "pk": str(uuid4()),
        "organization": "甲示例市司法局",
        "official": str(people.deputy.pk),
        "on": str(day(12)),
        "note": "第二季度",
    } | facts


def test_a_candidate_shows_its_reasons_and_nobody_is_scored(people: Visiting, as_: As) -> None:
    registered(people, prominence=[Prominence.BACKLOG])
    hidden = registered(people, n=1)
    recused(people, hidden, people.second)
    html = page(as_(people.second), "/shortlists/new/")
    assert "第八条第3类：长期遗留的信访积案" in html
    assert hidden.number not in html
    assert "不对人打分" in html


@pytest.mark.parametrize(
    ("portfolio", "terms"),
    [
        ("分管公共法律服务、律师、公证工作", ["公共法律服务", "律师", "公证"]),
        ("主持全面工作", ["主持全面"]),
        ("", []),
    ],
)
def test_the_words_of_a_division_of_work(portfolio: str, terms: list[str]) -> None:
    assert terms_of(portfolio) == terms


def test_a_list_is_issued_once_with_its_grounds(people: Visiting, as_: As) -> None:
    matter = accepted(people)
    client, what = as_(people.office), sent(people, matters=[str(matter.pk)])
    what[f"ground-{matter.pk}"] = "收到已久；与分工相符"
    assert [client.post("/shortlists/new/", what).status_code for _ in range(2)] == [302, 302]
    assert Shortlist.objects.get().entries.get().ground == "收到已久；与分工相符"


def test_a_refused_list_keeps_what_was_chosen(people: Visiting, as_: As) -> None:
    matter = accepted(people)
    what = sent(people, matters=[str(matter.pk)], official=str(people.head.pk))
    what[f"ground-{matter.pk}"] = "自己写的理由"
    answer = as_(people.office).post("/shortlists/new/", what)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "不在“甲示例市司法局”任职" in html
    assert f'value="{matter.pk}" checked' in html
    assert "自己写的理由" in html


def test_the_leader_decides_each_matter(people: Visiting, as_: As) -> None:
    first, second = accepted(people), accepted(people, n=1)
    shortlist = shortlisted(people, first, second, n=10)
    client, path = as_(people.leader), f"/shortlists/{shortlist.pk}/"
    one, other = shortlist.entries.order_by("ordinal")
    assert "待领导决定 2" in page(client, "/shortlists/?waiting=1")
    what = {"version": "1", "decision": "chosen"}
    assert client.post(f"{path}entries/{one.pk}/", what).status_code == 302
    refused = client.post(f"{path}entries/{other.pk}/", {"decision": "declined", "reason": ""})
    assert refused.status_code == 422
    assert "请填写不选的理由" in refused.content.decode()
    client.post(f"{path}entries/{other.pk}/", {"decision": "declined", "reason": "已在办理"})
    html = page(as_(people.office), path)
    assert "已在办理" in html
    assert f"/visits/plan/?shortlist={shortlist.pk}" in html
    assert list(shortlist.entries.values_list("decision", flat=True)) == [Decision.CHOSEN, Decision.DECLINED]
    assert not Event.objects.filter(act="decide_entry").exclude(on_behalf_of=None).exists()


def test_a_clerk_decides_on_behalf_and_both_are_shown(people: Visiting, as_: As) -> None:
    shortlist = shortlisted(people, accepted(people), n=10)
    path = f"/shortlists/{shortlist.pk}/"
    assert "您代吴示例登记决定" in page(as_(people.office), path)
    as_(people.office).post(f"{path}entries/{shortlist.entries.get().pk}/", {"decision": "chosen"})
    assert "钱示例代吴示例" in page(as_(people.office), path)


def test_an_entry_about_a_hidden_matter_is_neither_shown_nor_counted(people: Visiting, as_: As) -> None:
    hidden, other = accepted(people), accepted(people, n=1)
    shortlist = shortlisted(people, hidden, other, n=10)
    recused(people, hidden, people.second)
    html = page(as_(people.second), f"/shortlists/{shortlist.pk}/")
    assert hidden.number not in html
    assert other.number in html
    assert "待领导决定 1" in page(as_(people.second), "/shortlists/")
    entry = shortlist.entries.get(matter=other)
    for user in (people.neighbour, people.county):
        assert as_(user).get(f"/shortlists/{shortlist.pk}/").status_code == 404
        assert as_(user).post(f"/shortlists/{shortlist.pk}/entries/{entry.pk}/", {}).status_code == 404


def test_the_pages_cost_the_same_however_much_they_show(people: Visiting, as_: As) -> None:
    matters = [accepted(people) for _ in range(6)]
    one, many = shortlisted(people, matters[0], n=10), shortlisted(people, *matters[1:], n=10)
    client = as_(people.office)
    assert queries(client, f"/shortlists/{one.pk}/") == queries(client, f"/shortlists/{many.pk}/")
    few = queries(client, "/shortlists/"), queries(client, "/shortlists/new/")
    for _ in range(4):
        shortlisted(people, accepted(people), n=10)
    assert (queries(client, "/shortlists/"), queries(client, "/shortlists/new/")) == few
