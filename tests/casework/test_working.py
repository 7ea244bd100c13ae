"""Handlers, demands, mediation, grades, extension, sponsors."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

import cast
from casework import office
from casework.office import Cast, how, paper, refused
from xiafang.accounts import standing
from xiafang.accounts.roles import Role
from xiafang.casework import acts
from xiafang.casework.acts import Accused
from xiafang.casework.codes import Grade, Handling, Kind, Outcome, Path, ProposalKind, State
from xiafang.casework.models import Demand, Matter


def test_assigned_handlers_see_the_matter_and_unassigned_ones_no_more(people: Cast) -> None:
    matter = office.in_progress(people)
    assert matter.state == State.IN_PROGRESS
    standing.identify(people.handler, on=office.day(2))
    assert Matter.objects.visible_to(people.handler).get() == matter
    with refused("不是该事项的承办人"):
        acts.unassign(matter=matter, handler=people.other_handler, reason="示例", **how(people.office, 2))
    acts.unassign(matter=matter, handler=people.handler, reason="调岗", **how(people.office, 3))
    standing.identify(people.handler, on=office.day(3))
    assert not Matter.objects.visible_to(people.handler).exists()


def test_28_nobody_concerned_handles(people: Cast) -> None:
    matter = office.registered(people, accused=[Accused(unit=people.land.county)])
    acts.accept(matter=matter, **how(people.office, 1))
    below = cast.user("below", (Role.HANDLER, people.land.office))
    with refused("任职于被反映单位"):
        acts.assign(matter=matter, to=[below], **how(people.office, 1))
    with refused("不是“甲示例市司法局”的承办人"):
        acts.assign(matter=matter, to=[people.second], **how(people.office, 1))
    with refused("请选择承办人"):
        acts.assign(matter=matter, to=[], **how(people.office, 1))


def test_32_each_demand_has_its_answer_with_reasons(people: Cast) -> None:
    matter = office.in_progress(people)
    one, two = matter.demands.order_by("ordinal")
    facts = {"demand": one, "outcome": Outcome.SUPPORTED, "answer": "应退还"}
    with refused("请填写法律法规政策依据"):
        acts.answer_demand(**facts, **how(people.handler, 3))
    with refused("请填写答复和理由"):
        acts.answer_demand(**facts | {"answer": " "}, basis="示例", **how(people.handler, 3))
    with refused("结论“采纳”不适用于申诉求决类事项"):
        acts.answer_demand(**facts | {"outcome": Outcome.ADOPTED}, **how(people.handler, 3))
    acts.answer_demand(**facts, basis="示例规定", **how(people.handler, 3))
    matter.refresh_from_db()
    assert matter.state == State.IN_PROGRESS
    with refused("已于 2026-06-04 答复"):
        acts.answer_demand(**facts, basis="示例", **how(people.handler, 4))
    acts.answer_demand(demand=two, outcome=Outcome.EXPLAINED, answer="已书面说明", **how(people.handler, 4))
    matter.refresh_from_db()
    assert matter.state == State.ANSWERED
    more = acts.add_demand(matter=matter, text="赔礼道歉", **how(people.handler, 5))
    assert (more.ordinal, matter.state) == (3, State.IN_PROGRESS)
    with pytest.raises(IntegrityError), transaction.atomic():
        Demand.objects.filter(pk=more.pk).update(outcome="supported")


def test_29_suggestions_are_adopted_or_not(people: Cast) -> None:
    matter = office.registered(people, kind=Kind.SUGGESTION, topic="9001", demands=["增设窗口"])
    acts.accept(matter=matter, **how(people.office, 1))
    demand = matter.demands.get()
    with refused("不适用于意见建议类"):
        acts.answer_demand(demand=demand, outcome=Outcome.SUPPORTED, answer="可", basis="示例", **how(people.office, 1))
    acts.answer_demand(demand=demand, outcome=Outcome.ADOPTED, answer="已增设", **how(people.office, 1))


def test_33_an_agreement_comes_with_its_paper(people: Cast) -> None:
    matter = office.in_progress(people)
    acts.mediate(matter=matter, result="双方各执一词", agreed=False, **how(people.handler, 3))
    with refused("须有调解、和解协议书"):
        acts.mediate(matter=matter, result="达成一致", agreed=True, **how(people.handler, 4))
    acts.mediate(matter=matter, result="达成一致", agreed=True, paper=paper(4), **how(people.handler, 4))
    assert [event.facts["agreed"] for event in matter.events.filter(act="mediate")] == [False, True]


def test_17_a_regrade_takes_two_people(people: Cast) -> None:
    matter = office.in_progress(people)
    with refused("现已定为“一般”"):
        acts.propose_regrade(matter=matter, grade=Grade.GENERAL, reason="示例", **how(people.handler, 3))
    with refused("请先由一人提请"):
        acts.confirm_regrade(matter=matter, **how(people.office, 3))
    acts.propose_regrade(matter=matter, grade=Grade.MAJOR, reason="涉及多方", **how(people.office, 3))
    with refused("提请人不能复核自己的提请（办法第十七条）"):
        acts.confirm_regrade(matter=matter, **how(people.office, 3))
    with refused("应由责任单位或其上级的信访部门办理"):
        acts.confirm_regrade(matter=matter, **how(people.handler, 3))
    acts.confirm_regrade(matter=matter, **how(people.second, 4))
    assert matter.grade == Grade.MAJOR
    assert list(matter.gradings.values_list("grade", "on")) == [("general", office.day(1)), ("major", office.day(4))]
    acts.propose_regrade(matter=matter, grade=Grade.SIMPLE, reason="示例", **how(people.handler, 5))
    acts.refuse_proposal(matter=matter, kind=ProposalKind.REGRADE, reason="仍属复杂", **how(people.office, 5))
    assert matter.gradings.count() == 2


def test_34_extension_once_within_the_limit_by_the_head(people: Cast) -> None:
    # accepted on 2 June 2026; 60 days later is Sat 1 August: moved to Mon 3 August
    matter = office.accepted(people)
    facts = {"matter": matter, "reason": "等待鉴定", "paper": paper()}
    with refused("延长不得超过 30 日"):
        acts.extend(**facts, days=31, approved_by=people.boss, **how(people.office, 20))
    with refused("不是“甲示例市司法局”或其上级的主要负责人"):
        acts.extend(**facts, days=30, approved_by=people.deputy, **how(people.office, 20))
    with refused("办理期限已于 2026-08-03 届满"):
        acts.extend(**facts, days=30, approved_by=people.boss, **how(people.office, 64))
    with refused("此步须有延期告知书"):
        acts.extend(**facts | {"paper": None}, days=30, approved_by=people.boss, **how(people.office, 20))
    acts.extend(**facts, days=30, approved_by=people.boss, on_behalf_of=people.boss, **how(people.office, 63))
    event = matter.events.get(act="extend")
    assert (event.user, event.on_behalf_of) == (people.office, people.boss), "recorded for the head: both are shown"
    with refused("已经延长过一次"):
        acts.extend(**facts, days=1, approved_by=people.boss, **how(people.office, 63))


def test_34_only_the_petition_procedure_is_extended(people: Cast) -> None:
    matter = office.accepted(people, path=Path.ARBITRATION)
    with refused("只有按信访程序办理的事项"):
        acts.extend(
            matter=matter, days=5, approved_by=people.boss, reason="示例", paper=paper(), **how(people.office, 3)
        )


def test_7_a_sponsor_sees_the_matter_from_then_until_it_ends(people: Cast) -> None:
    matter = office.accepted(people, handling=None)
    given = acts.give_sponsor(matter=matter, official=people.deputy, crux="费用约定不明", **how(people.office, 2))
    standing.identify(people.leader, on=office.day(2))
    assert Matter.objects.visible_to(people.leader).exists()
    with refused("已是该事项的包案领导"):
        acts.give_sponsor(matter=matter, official=people.deputy, **how(people.office, 3))
    with refused("没有任职"):
        acts.give_sponsor(matter=matter, official=cast.official("何示例"), **how(people.office, 3))
    acts.end_sponsor(sponsorship=given, reason="分工调整", **how(people.office, 4))
    standing.identify(people.leader, on=office.day(4))
    assert not Matter.objects.visible_to(people.leader).exists()
    with refused("已于 2026-06-05 终止"):
        acts.end_sponsor(sponsorship=given, reason="示例", **how(people.office, 5))


def test_7_several_sponsors_are_given_in_one_act_or_none(people: Cast) -> None:
    matter = office.accepted(people, handling=None)
    before = matter.events.count()
    with refused("请选择包案领导"):
        acts.give_sponsors(matter=matter, officials={}, **how(people.office, 2))
    for last in (people.deputy, cast.official("何示例")):
        both = {uuid4(): people.boss, uuid4(): people.deputy, uuid4(): last}
        with refused("已是该事项的包案领导" if last == people.deputy else "没有任职"):
            acts.give_sponsors(matter=matter, officials=both, **how(people.office, 2))
    assert (matter.sponsorships.count(), matter.events.count()) == (0, before)
    both = {uuid4(): people.boss, uuid4(): people.deputy}
    made = acts.give_sponsors(matter=matter, officials=both, plan="会商", **how(people.office, 2))
    assert [(given.pk, given.official, given.plan) for given in made] == [(*pair, "会商") for pair in both.items()]
    event = matter.events.order_by("version").last()
    assert event is not None
    assert (matter.events.count(), event.said) == (before + 1, f"确定{people.boss}、{people.deputy}为包案领导")
    assert set(matter.leaders) >= {people.boss.pk, people.deputy.pk}


def test_28_the_accused_and_their_people_sponsor_nothing(people: Cast) -> None:
    matter = office.registered(people, accused=[Accused(unit=people.land.county)])
    with refused("任职于被反映单位"):
        acts.give_sponsor(matter=matter, official=people.county_boss, **how(people.office, 1))


def test_handling_belongs_to_visits() -> None:
    assert {h.value for h in Handling} == {"on_the_spot", "explained", "deferred"}
