"""第十二条: the petition office proposes, the leader decides."""

import pytest

from visits.story import Visiting, accepted, day, how, recused, refused, registered, shortlisted
from xiafang.accounts import standing
from xiafang.casework.acts import Accused
from xiafang.casework.models import Matter
from xiafang.visits import acts
from xiafang.visits.acts import Proposed
from xiafang.visits.codes import Decision
from xiafang.visits.models import Entry, Event, Shortlist


def test_12_the_leader_sees_what_is_proposed_and_chooses(people: Visiting) -> None:
    one, two = registered(people), accepted(people)
    standing.identify(people.leader, on=day(1))
    assert not Matter.objects.exists()
    shortlist = shortlisted(people, one, two)
    standing.identify(people.leader, on=day(1))
    assert set(Matter.objects.all()) == {one, two}
    first, second = Entry.objects.all()
    acts.decide_entry(entry=first, decision=Decision.CHOSEN, **how(people.leader, 2))
    acts.decide_entry(entry=second, decision=Decision.DEFERRED, reason="等复查意见", **how(people.leader, 2))
    acts.decide_entry(entry=second, decision=Decision.CHOSEN, **how(people.leader, 3))
    assert [entry.decision for entry in Entry.objects.all()] == ["chosen", "chosen"]
    events = Event.objects.filter(shortlist=shortlist)
    assert {event.act for event in events} == {"issue_shortlist", "decide_entry"}
    assert {event.matter_id for event in events} == {None, one.pk, two.pk}
    assert Shortlist.objects.get().version == 4


def test_12_a_clerk_records_the_leaders_decision_and_both_are_shown(people: Visiting) -> None:
    matter = registered(people)
    shortlisted(people, matter)
    acts.decide_entry(entry=Entry.objects.get(), decision=Decision.DECLINED, reason="分工不符", **how(people.office, 3))
    event = Event.objects.get(act="decide_entry")
    assert (event.user, event.on_behalf_of) == (people.office, people.deputy)
    standing.identify(people.leader, on=day(3))
    assert not Matter.objects.exists(), "what was declined is out of the leader's sight again"
    assert not Entry.objects.exists()


def test_12_a_leader_who_declines_in_person_loses_sight_with_the_next_step(people: Visiting) -> None:
    matter = registered(people)
    shortlisted(people, matter)
    acts.decide_entry(entry=Entry.objects.get(), decision=Decision.DECLINED, reason="分工不符", **how(people.leader, 3))
    shortlisted(people, matter, n=4)
    acts.decide_entry(
        entry=Entry.objects.get(decision=""), decision=Decision.DECLINED, reason="分工不符", **how(people.office, 4)
    )
    standing.identify(people.leader, on=day(4))
    assert not Matter.objects.exists()


def test_12_a_decision_needs_its_reason_and_comes_once(people: Visiting) -> None:
    shortlisted(people, registered(people))
    entry = Entry.objects.get()
    for decision in (Decision.DECLINED, Decision.DEFERRED):
        with refused(f"请填写{decision.label}的理由"):
            acts.decide_entry(entry=entry, decision=decision, reason=" ", **how(people.leader, 2))
    with refused("早于清单提供日期 2026-06-02"):
        acts.decide_entry(entry=entry, decision=Decision.CHOSEN, **how(people.leader, 2) | {"on": day(0)})
    acts.decide_entry(entry=entry, decision=Decision.CHOSEN, **how(people.leader, 2))
    with refused("已于 2026-06-03 选定"):
        acts.decide_entry(entry=entry, decision=Decision.DECLINED, reason="示例", **how(people.leader, 3))


def test_12_a_matter_about_the_leader_is_not_proposed_to_them(people: Visiting) -> None:
    about = registered(people, accused=[Accused(people.deputy)])
    with refused("反映的是“甲示例市司法局”"):
        shortlisted(people, about, by=people.superior)
    other = recused(people, registered(people), people.leader)
    with refused("“吴示例”已回避"):
        shortlisted(people, other)


@pytest.mark.parametrize("who", ["neighbour", "county", "leader", "liaison", "nobody"])
def test_12_only_the_petition_office_there_or_above_issues_it(people: Visiting, who: str) -> None:
    matter = registered(people)
    with refused("也不是该单位的信访联络员"):
        shortlisted(people, matter, by=people[who])
    shortlisted(people, matter, by=people.superior)


def test_12_what_cannot_be_issued(people: Visiting) -> None:
    matter = registered(people)
    issue = {"organization": people.land.city, "proposed": [Proposed(matter, "示例")]}
    with refused("不在“甲示例市司法局”任职"):
        acts.issue_shortlist(**issue | {"official": people.head}, **how(people.office, 1))
    issue["official"] = people.deputy
    with refused("请至少列入一个"):
        acts.issue_shortlist(**issue | {"proposed": []}, **how(people.office, 1))
    with refused("同一信访事项选了两次"):
        acts.issue_shortlist(**issue | {"proposed": [Proposed(matter, "示例")] * 2}, **how(people.office, 1))
    with refused("请填写推荐理由"):
        acts.issue_shortlist(**issue | {"proposed": [Proposed(matter, " ")]}, **how(people.office, 1))
    with refused("尚未到来"):
        acts.issue_shortlist(**issue, **how(people.office, 1) | {"on": day(2)})
    far = registered(people, "far")
    with pytest.raises(Matter.DoesNotExist):
        acts.issue_shortlist(**issue | {"proposed": [Proposed(far, "示例")]}, **how(people.office, 1))
