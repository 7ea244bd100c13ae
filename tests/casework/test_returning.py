"""Raised again after it was closed, resolved or not (办结后再访): worked and closed once more, the first days stay."""

from casework import office
from casework.office import Cast, how, paper, refused
from xiafang.accounts import standing
from xiafang.casework import acts
from xiafang.casework.codes import Channel, Disposition, Outcome, State
from xiafang.casework.models import Matter


def returned(people: Cast, n: int = 10) -> Matter:
    matter = office.resolved(people)
    acts.join(matter=matter, channel=Channel.VISIT, received_on=office.day(n), **how(people.office, n))
    return matter


def answer(people: Cast, matter: Matter, n: int) -> None:
    demand = matter.demands.get(answered_on=None)
    acts.answer_demand(
        demand=demand, outcome=Outcome.SUPPORTED, answer="已退清", basis="示例规定", **how(people.handler, n)
    )
    matter.refresh_from_db()


def test_7_a_returned_matter_is_worked_and_closed_again_and_its_first_days_stay(people: Cast) -> None:
    matter = returned(people)
    assert matter.state == State.RETURNED
    with refused("现为“办结后再访”，不能办理“办结”"):
        acts.close(matter=matter, disposition=[Disposition.RESOLVED], **how(people.office, 11))
    acts.add_demand(matter=matter, text="余款仍未退还", **how(people.office, 11))
    assert matter.state == State.IN_PROGRESS
    answer(people, matter, 12)
    assert matter.state == State.ANSWERED
    with refused("答复尚未送达信访人"):
        acts.close(matter=matter, disposition=[Disposition.RESOLVED], **how(people.office, 13))
    acts.reply(matter=matter, paper=paper(12), **how(people.handler, 12))
    with refused("已于 2026-06-05 送达答复"):
        acts.reply(matter=matter, paper=paper(12), **how(people.handler, 13))
    acts.close(matter=matter, disposition=[Disposition.EDUCATED], **how(people.office, 13))
    acts.resolve(matter=matter, verified="再次回访", paper=paper(14), **how(people.second, 14))
    days = (matter.replied_on, matter.closed_on, matter.resolved_on, matter.returned_on)
    assert days == (office.day(4), office.day(5), office.day(6), office.day(10))
    assert [event.deed_on for event in matter.events.filter(act="close")] == [office.day(5), office.day(13)]


def test_it_can_return_a_third_time_and_wants_another_answer_each_time(people: Cast) -> None:
    matter = returned(people)
    acts.add_demand(matter=matter, text="余款", **how(people.office, 11))
    answer(people, matter, 12)
    acts.reply(matter=matter, paper=paper(12), **how(people.handler, 12))
    acts.close(matter=matter, disposition=[Disposition.RESOLVED], **how(people.office, 13))
    acts.resolve(matter=matter, verified="示例", paper=paper(13), **how(people.second, 13))
    acts.join(matter=matter, channel=Channel.CALL, received_on=office.day(20), **how(people.office, 20))
    acts.assign(matter=matter, to=[people.other_handler], **how(people.office, 20))
    assert (matter.state, matter.returned_on) == (State.IN_PROGRESS, office.day(10))
    acts.add_demand(matter=matter, text="利息", **how(people.office, 20))
    answer(people, matter, 21)
    with refused("答复尚未送达信访人"):
        acts.close(matter=matter, disposition=[Disposition.RESOLVED], **how(people.office, 21))


def test_what_was_closed_but_not_resolved_is_worked_again_and_is_no_return_of_article_7(people: Cast) -> None:
    matter = office.closed(people)
    acts.join(matter=matter, channel=Channel.VISIT, received_on=office.day(4), **how(people.office, 6))
    assert matter.state == State.CLOSED, "it came in before the matter was closed"
    acts.join(matter=matter, channel=Channel.VISIT, received_on=office.day(8), **how(people.office, 8))
    assert (matter.state, matter.returned_on) == (State.RETURNED, None)
    assert "办结后再次提出，记为再访" in matter.events.get(version=matter.version).said
    acts.add_demand(matter=matter, text="利息", **how(people.office, 9))
    answer(people, matter, 10)
    with refused("答复尚未送达信访人"):
        acts.close(matter=matter, disposition=[Disposition.RESOLVED], **how(people.office, 11))
    acts.reply(matter=matter, paper=paper(11), **how(people.handler, 11))
    acts.close(matter=matter, disposition=[Disposition.RESOLVED], **how(people.office, 11))
    assert (matter.replied_on, matter.closed_on) == (office.day(4), office.day(5))
    acts.resolve(matter=matter, verified="已结清", paper=paper(12), **how(people.second, 12))
    assert (matter.resolved_on, matter.returned_on) == (office.day(12), None)


def test_34_a_matter_once_closed_is_not_withdrawn(people: Cast) -> None:
    matter = returned(people)
    acts.assign(matter=matter, to=[people.handler], **how(people.office, 11))
    with refused("已于 2026-06-06 办结过"):
        acts.withdraw(matter=matter, reason="示例", paper=paper(11), **how(people.office, 11))


def test_which_steps_are_open_is_what_the_acts_allow(people: Cast) -> None:
    matter = office.registered(people)

    def may(who: str) -> set[str]:
        asks = standing.identify(people[who], on=office.day(1))
        row = Matter.objects.select_related("responsible", "registering").get(pk=matter.pk)
        return {step.act for step in acts.open_steps(row, asks)}

    assert {"accept", "transfer", "tell", "correct", "unmask"} <= may("office")
    assert may("leader") == {"unmask"}, "sees the row here as the owner of the database; answers for nothing in it"
    acts.transfer(matter=matter, to=people.land.county, reason="示例", paper=paper(1), **how(people.office, 1))
    assert {"take_over", "object_to_transfer"} <= may("county")
    acts.take_over(matter=matter, **how(people.county, 1))
    assert "accept" in may("county")
    asks = standing.identify(people.office, on=office.day(1))
    assert acts.works(Matter.objects.get(pk=matter.pk), asks), "the city stands above the county"
