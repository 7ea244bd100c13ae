"""What no browser sends to the pages of visits: refused in words, and nothing is written."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.test import Client

from visits.story import Visiting, accepted, how, planned, registered, shortlisted
from web.visits.test_letters import letter
from web.visits.test_planning import sent
from xiafang.accounts.models import User
from xiafang.casework import acts as casework
from xiafang.visits.models import Letter, Shortlist, Visit

As = Callable[[User], Client]


def refused(client: Client, path: str, what: dict[str, Any], words: str) -> None:
    answer = client.post(path, what)
    assert answer.status_code == 422, path
    assert words in answer.content.decode(), path


def of_county(people: Visiting, **facts: Any) -> dict[str, Any]:
    """A form of the county below, about its head."""
    return sent(people, organization="甲示例县司法局", leaders=[str(people.county_boss.pk)], **facts)


def record(people: Visiting, **facts: Any) -> dict[str, Any]:
    return of_county(people, mode="contact_point", on="2026-06-12", **{"groups": "1", "received": "1"} | facts)


def test_the_id_of_what_is_out_of_sight_is_taken(people: Visiting, as_: As) -> None:
    visit, note, listed = planned(people), letter(people), shortlisted(people, accepted(people))
    below = casework.accept(matter=registered(people, "county"), **how(people.county, 1))
    clerk, words = as_(people.county), "没有重复登记"
    refused(clerk, "/visits/plan/", of_county(people, pk=str(visit.pk)), words)
    refused(clerk, "/visits/record/", record(people, pk=str(visit.pk)), words)
    given = {"official": "郑示例", "mailbox": "sunshine", "gist": "示例", "received_on": "2026-06-11"}
    refused(clerk, "/letters/enter/", given | {"on": "2026-06-12", "pk": str(note.pk)}, words)
    mine = {"official": str(people.county_boss.pk), "organization": "甲示例县司法局", "matters": [str(below.pk)]}
    mine |= {f"ground-{below.pk}": "时间长", "on": "2026-06-12"}
    refused(clerk, "/shortlists/new/", mine | {"pk": str(listed.pk)}, words)
    for model in (Visit, Letter, Shortlist):
        assert not model._default_manager.filter(recorder=people.county).exists()


def test_numbers_and_texts_have_an_end(people: Visiting, as_: As) -> None:
    clerk = as_(people.county)
    for name in ("groups", "received"):
        for number in ("100000", "2147483648", "9" * 20, "-1", "²"):
            refused(clerk, "/visits/record/", record(people, pk=str(uuid4()), **{name: number}), "没有保存")
    given = {"official": "郑示例", "mailbox": "sunshine", "received_on": "2026-06-11", "on": "2026-06-12"}
    refused(clerk, "/letters/enter/", given | {"pk": str(uuid4()), "gist": "长" * 20001}, "20000")
    refused(clerk, "/letters/enter/", given | {"pk": str(uuid4()), "gist": "a\x00b"}, "不能保存的控制字符")
