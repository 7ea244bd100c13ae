"""What was recorded wrongly is voided by two people, with a reason, and stays."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from visits.story import (
    Visiting,
    accepted,
    day,
    held,
    how,
    planned,
    reception,
    record,
    refused,
    registered,
    shortlisted,
)
from xiafang.accounts import standing
from xiafang.casework.models import Matter
from xiafang.visits import acts, facts
from xiafang.visits.acts import Acceptance
from xiafang.visits.codes import DiscoveryKind, EvidenceKind, Mailbox, NoticeChannel
from xiafang.visits.models import Event, Visit


def rows(people: Visiting) -> dict[str, Any]:
    """One of each kind that can be voided."""
    matter = accepted(people)
    visit = planned(people, matter)
    notice = acts.give_notice(visit=visit, matter=matter, channel=NoticeChannel.PHONE, **how(people.office, 3))
    record(people, visit, matter)
    return {
        "notice": notice,
        "shortlist": shortlisted(people, matter),
        "discovery": acts.add_discovery(visit=visit, kind=DiscoveryKind.HOT, text="示例", **how(people.office, 10)),
        "evidence": acts.attach_evidence(
            visit=visit,
            kind=EvidenceKind.SIGNED_SHEET,
            filename="表.pdf",
            content=b"%PDF-1.7",
            **how(people.office, 10),
        ),
        "letter": acts.enter_letter(
            official=people.deputy, mailbox=Mailbox.WECHAT, received_on=day(1), gist="示例", **how(people.office, 1)
        ),
        "visit": visit,
    }


@pytest.mark.parametrize("kind", ["notice", "shortlist", "discovery", "evidence", "letter", "visit"])
def test_one_asks_another_confirms(people: Visiting, kind: str) -> None:
    row = rows(people)[kind]
    with refused("还没有人提请作废"):
        acts.confirm_void(row=row, **how(people.second, 11))
    with refused("请填写作废原因"):
        acts.ask_void(row=row, reason=" ", **how(people.office, 11))
    with refused("超过 200 字"):
        acts.ask_void(row=row, reason="错" * 201, **how(people.office, 11))
    acts.ask_void(row=row, reason="重复登记", **how(people.office, 11))
    with refused("已有人提请作废"):
        acts.ask_void(row=row, reason="重复登记", **how(people.second, 11))
    for act in (acts.confirm_void, lambda **given: acts.refuse_void(reason="示例", **given)):
        with refused("不能自己复核"):
            act(row=row, **how(people.office, 11))
    acts.refuse_void(row=row, reason="没有重复", **how(people.second, 11))
    assert row.void_asked_at is None
    acts.ask_void(row=row, reason="重复登记", **how(people.second, 12))
    acts.confirm_void(row=row, **how(people.office, 12))
    assert (row.void_reason, row.void_asked_by, row.voided_by) == ("重复登记", people.second, people.office)
    with refused("已作废"):
        acts.ask_void(row=row, reason="示例", **how(people.office, 13))
    assert Event.objects.get(act="confirm_void").said.startswith("作废")
    document = facts.read()
    listed = {"notice": "notices", "shortlist": "shortlists", "discovery": "discoveries", "letter": "letters"}
    if kind in listed:
        assert document[listed[kind]] == []
    if kind == "visit":
        assert document["visits"] == document["notices"] == document["discoveries"] == []


def test_a_voided_visit_takes_its_sight_along(people: Visiting) -> None:
    matter = accepted(people)
    visit = held(people, matter)
    acts.ask_void(row=visit, reason="登记错误", **how(people.office, 11))
    acts.confirm_void(row=visit, **how(people.second, 11))
    standing.identify(people.leader, on=day(11))
    assert not Matter.objects.exists()


def test_a_visit_on_which_a_matter_rests_stays(people: Visiting) -> None:
    matter = registered(people)
    visit = held(people, matter, receptions=[reception(matter, accept=Acceptance())])
    with refused("是在这次下访中受理的"):
        acts.ask_void(row=visit, reason="登记错误", **how(people.office, 11))


def test_the_database_asks_for_two_people_as_well(people: Visiting) -> None:
    visit = planned(people)
    at = how(people.office, 3)["at"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(
            void_asked_by=people.office, void_asked_at=at, void_reason="示例", voided_by=people.office, voided_at=at
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(voided_by=people.office, voided_at=at)


@pytest.mark.parametrize("who", ["neighbour", "county", "nobody"])
def test_strangers_do_not_find_it(people: Visiting, who: str) -> None:
    visit = planned(people)
    with pytest.raises(Visit.DoesNotExist):
        acts.ask_void(row=visit, reason="示例", **how(people[who], 3))


def test_who_only_sees_it_does_not_void_it(people: Visiting) -> None:
    visit = planned(people)
    with refused("您可以查看该下访，但它由“甲示例市司法局”的信访部门"):
        acts.ask_void(row=visit, reason="示例", **how(people.principal, 3))
