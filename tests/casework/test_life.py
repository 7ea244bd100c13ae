"""The table of the life: a story along it, and every act from every state it does not allow."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from casework import office
from casework.office import Cast, how, paper
from xiafang.accounts.refusals import NotAllowed
from xiafang.casework import acts, life, personal
from xiafang.casework.codes import (
    Channel,
    DeclineReason,
    Disposition,
    EscalationKind,
    Grade,
    Outcome,
    PaperKind,
    ProposalKind,
    State,
)
from xiafang.casework.models import Demand, Escalation, Matter, Recusal, Sponsorship

Call = Callable[[Cast, Matter, dict[str, object]], object]


def _demand(matter: Matter) -> Demand:
    return matter.demands.order_by("ordinal")[0]


def _escalation(p: Cast, matter: Matter) -> Escalation:
    return Escalation.objects.create(id=uuid4(), matter=matter, kind="group", on=office.day(0), leader=p.boss)


CALLS: dict[str, Call] = {
    "join": lambda p, m, h: acts.join(matter=m, channel=Channel.CALL, received_on=office.day(1), **h),
    "tell": lambda p, m, h: acts.tell(matter=m, paper=paper(), **h),
    "ask_supplement": lambda p, m, h: acts.ask_supplement(matter=m, what="合同", paper=paper(), **h),
    "take_supplement": lambda p, m, h: acts.take_supplement(matter=m, what="合同", **h),
    "accept": lambda p, m, h: acts.accept(matter=m, **h),
    "propose_decline": lambda p, m, h: acts.propose_decline(
        matter=m, code=DeclineReason.LITIGATION, reason="示例", right_organ="示例法院", **h
    ),
    "confirm_decline": lambda p, m, h: acts.confirm_decline(matter=m, paper=paper(), **h),
    "transfer": lambda p, m, h: acts.transfer(matter=m, to=p.land.county, reason="示例", paper=paper(), **h),
    "take_over": lambda p, m, h: acts.take_over(matter=m, **h),
    "object_to_transfer": lambda p, m, h: acts.object_to_transfer(matter=m, reason="示例", paper=paper(), **h),
    "decide_ownership": lambda p, m, h: acts.decide_ownership(matter=m, owner=p.land.city, reason="示例", **h),
    "assign": lambda p, m, h: acts.assign(matter=m, to=[p.handler], **h),
    "unassign": lambda p, m, h: acts.unassign(matter=m, handler=p.handler, reason="示例", **h),
    "add_demand": lambda p, m, h: acts.add_demand(matter=m, text="示例", **h),
    "answer_demand": lambda p, m, h: acts.answer_demand(
        demand=_demand(m), outcome=Outcome.SUPPORTED, answer="示例", basis="示例", **h
    ),
    "mediate": lambda p, m, h: acts.mediate(matter=m, result="示例", agreed=False, **h),
    "propose_regrade": lambda p, m, h: acts.propose_regrade(matter=m, grade=Grade.MAJOR, reason="示例", **h),
    "confirm_regrade": lambda p, m, h: acts.confirm_regrade(matter=m, **h),
    "refuse_proposal": lambda p, m, h: acts.refuse_proposal(matter=m, kind=ProposalKind.REGRADE, reason="示例", **h),
    "extend": lambda p, m, h: acts.extend(matter=m, days=10, approved_by=p.boss, reason="示例", paper=paper(), **h),
    "give_sponsor": lambda p, m, h: acts.give_sponsor(matter=m, official=p.boss, **h),
    "end_sponsor": lambda p, m, h: acts.end_sponsor(
        sponsorship=Sponsorship.objects.get_or_create(matter=m, official=p.deputy, from_on=office.day(0))[0],
        reason="示例",
        **h,
    ),
    "register_escalation": lambda p, m, h: acts.register_escalation(
        matter=m, kind=EscalationKind.GROUP, leader=p.boss, **h
    ),
    "give_opinion": lambda p, m, h: acts.give_opinion(escalation=_escalation(p, m), justified=True, text="示例", **h),
    "order_unit": lambda p, m, h: acts.order_unit(escalation=_escalation(p, m), unit=p.land.city, paper=paper(), **h),
    "assign_follow_up": lambda p, m, h: acts.assign_follow_up(
        escalation=_escalation(p, m), official=p.deputy, help_offered="示例", **h
    ),
    "reply": lambda p, m, h: acts.reply(matter=m, paper=paper(), **h),
    "close": lambda p, m, h: acts.close(matter=m, disposition=[Disposition.RESOLVED], **h),
    "resolve": lambda p, m, h: acts.resolve(matter=m, verified="示例", paper=paper(), **h),
    "withdraw": lambda p, m, h: acts.withdraw(matter=m, reason="示例", paper=paper(), **h),
    "propose_void": lambda p, m, h: acts.propose_void(matter=m, reason="示例", **h),
    "confirm_void": lambda p, m, h: acts.confirm_void(matter=m, **h),
    "merge": lambda p, m, h: acts.merge(matter=m, into=m, reason="示例", **h),
    "ask_recusal": lambda p, m, h: acts.ask_recusal(matter=m, user=p.handler, reason="示例", **h),
    "decide_recusal": lambda p, m, h: acts.decide_recusal(
        recusal=Recusal.objects.create(id=uuid4(), matter=m, user=p.handler, asked_on=office.day(0), reason="示例"),
        granted=True,
        ground="示例",
        **h,
    ),
    "correct": lambda p, m, h: acts.correct(matter=m, changes={"title": "示例二"}, reason="示例", **h),
    "add_paper": lambda p, m, h: acts.add_paper(matter=m, kind=PaperKind.OTHER, paper=paper(), **h),
}


def test_a_story_to_the_end(people: Cast) -> None:
    matter = office.resolved(people)
    assert matter.state == State.RESOLVED
    assert [event.act for event in matter.events.all()] == [
        "register",
        "accept",
        "assign",
        "answer_demand",
        "answer_demand",
        "reply",
        "close",
        "resolve",
    ]
    assert [event.version for event in matter.events.all()] == list(range(1, 9))


def test_every_act_is_called_here_and_exported() -> None:
    assert set(CALLS) | {"register", "unmask"} == set(life.STEPS)
    assert set(CALLS) | {"register"} <= set(acts.__all__)
    assert callable(personal.unmask)
    reached = {state for step in life.STEPS.values() for state in step.to}
    assert reached == set(State), "every state can be reached"


@pytest.mark.repeats
def test_every_act_is_refused_from_every_state_but_its_own(people: Cast) -> None:
    matter = office.registered(people)
    for act, call in CALLS.items():
        for state in set(State) - set(life.STEPS[act].sources):
            Matter.objects.filter(pk=matter.pk).update(state=state)
            before = matter.events.count()
            with pytest.raises(NotAllowed, match=f"现为“{state.label}”，不能办理“{life.STEPS[act].label}”"):
                call(people, matter, how(people.office, 1))
            matter.refresh_from_db()
            assert (matter.state, matter.version, matter.events.count()) == (state, 1, before), (act, state)


@pytest.mark.repeats
def test_every_act_is_refused_to_whoever_stands_outside(people: Cast) -> None:
    matter = office.registered(people)
    for act, call in CALLS.items():
        Matter.objects.filter(pk=matter.pk).update(state=life.STEPS[act].sources[0])
        for who in (people.neighbour, people.far, people.nobody, people.handler, people.liaison):
            with pytest.raises(Matter.DoesNotExist):
                call(people, matter, how(who, 1))
    matter.refresh_from_db()
    assert matter.version == 1


def test_no_act_is_dated_in_the_future_or_before_the_matter_came_in(people: Cast) -> None:
    matter = office.registered(people, n=2)
    for act, call in CALLS.items():
        Matter.objects.filter(pk=matter.pk).update(state=life.STEPS[act].sources[0])
        who = people.principal if act == "give_opinion" else people.office
        if act == "decide_ownership":
            who = people.superior
        early = how(who, 3) | {"on": office.day(1)}
        late = how(who, 3) | {"on": office.day(4)}
        with pytest.raises(NotAllowed, match="早于收到日期"):
            call(people, matter, early)
        with pytest.raises(NotAllowed, match="尚未到来"):
            call(people, matter, late)
    matter.refresh_from_db()
    assert matter.version == 1
