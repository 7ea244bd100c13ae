"""Transfer, objection, ownership."""

from casework import office
from casework.office import Cast, how, paper, refused
from xiafang.casework import acts
from xiafang.casework.acts import Accused
from xiafang.casework.codes import DeclineReason, State
from xiafang.casework.models import Matter
from xiafang.organizations.models import Organization


def passed(people: Cast, to: Organization | None = None) -> Matter:
    matter = office.registered(people)
    acts.transfer(
        matter=matter, to=to or people.land.neighbour, reason="属地管理", paper=paper(), **how(people.office, 0)
    )
    return matter


def test_9_transfer_moves_the_matter_and_the_receiver_takes_it_over(people: Cast) -> None:
    matter = passed(people)
    assert (matter.state, matter.responsible, matter.registering) == (
        State.TRANSFERRED,
        people.land.neighbour,
        people.land.city,
    )
    assert matter.senders == [people.land.city.pk]
    with refused("您可以查看.*但它现由“乙示例市司法局”办理|您不能对"):
        acts.take_over(matter=matter, **how(people.office, 1))
    acts.take_over(matter=matter, **how(people.neighbour, 1))
    assert matter.state == State.RECEIVED
    with refused("早于转送日期|早于收到日期"):
        acts.accept(matter=matter, **(how(people.neighbour, 2) | {"on": office.day(-1)}))


def test_22_assigned_with_feedback_names_its_limit(people: Cast) -> None:
    matter = office.registered(people)
    with refused("反馈期限 2026-05-31 早于交办日期"):
        acts.transfer(
            matter=matter,
            to=people.land.county,
            reason="示例",
            paper=paper(),
            feedback_due=office.day(-1),
            **how(people.office, 0),
        )
    made = acts.transfer(
        matter=matter,
        to=people.land.county,
        reason="示例",
        paper=paper(),
        feedback_due=office.day(30),
        **how(people.office),
    )
    assert made.feedback_due == office.day(30)
    assert "交办“甲示例县司法局”" in matter.events.get(act="transfer").said


def test_30_nothing_is_passed_to_the_accused(people: Cast) -> None:
    matter = office.registered(people, accused=[Accused(unit=people.land.county)])
    for unit in (people.land.county, people.land.office):
        with refused("不得将检举控告材料转给被反映方"):
            acts.transfer(matter=matter, to=unit, reason="示例", paper=paper(), **how(people.office, 1))
    with refused("已是责任单位"):
        acts.transfer(matter=matter, to=people.land.city, reason="示例", paper=paper(), **how(people.office, 1))


def test_nothing_is_passed_while_a_proposal_is_open(people: Cast) -> None:
    matter = office.registered(people)
    acts.propose_decline(
        matter=matter, code=DeclineReason.LITIGATION, reason="示例", right_organ="示例法院", **how(people.office)
    )
    with refused("还有待复核的提请"):
        acts.transfer(matter=matter, to=people.land.far, reason="示例", paper=paper(), **how(people.office))


def test_23_objection_within_five_working_days(people: Cast) -> None:
    # passed on Monday 1 June: Tue 2(1) Wed 3(2) Thu 4(3) Fri 5(4) Mon 8(5)
    matter = passed(people)
    with refused("已于 2026-06-08 届满"):
        acts.object_to_transfer(matter=matter, reason="非本地", paper=paper(), **how(people.neighbour, 8))
    with refused("此步须有异议函"):
        acts.object_to_transfer(matter=matter, reason="非本地", **how(people.neighbour, 7))
    acts.object_to_transfer(matter=matter, reason="非本地", paper=paper(), **how(people.neighbour, 7))
    assert matter.state == State.OBJECTED


def test_9_the_sender_takes_back_or_insists(people: Cast) -> None:
    for owner in (people.land.city, people.land.neighbour):
        matter = passed(people)
        acts.object_to_transfer(matter=matter, reason="非本地", paper=paper(), **how(people.neighbour, 1))
        with refused("应由转出单位信访部门或?、?上级信访部门办理|应由转出单位信访部门、上级信访部门办理"):
            acts.decide_ownership(matter=matter, owner=owner, reason="示例", **how(people.neighbour, 1))
        with refused("指定第三个责任单位应由转出、转入单位的共同上级裁定"):
            acts.decide_ownership(matter=matter, owner=people.land.prison, reason="示例", **how(people.office, 1))
        acts.decide_ownership(matter=matter, owner=owner, reason="属地明确", **how(people.office, 2))
        assert (matter.state, matter.responsible) == (State.RECEIVED, owner)
        assert (people.land.city.pk in matter.senders) == (owner != people.land.city)


def test_9_a_superior_of_both_may_name_a_third_unit(people: Cast) -> None:
    matter = passed(people)
    acts.object_to_transfer(matter=matter, reason="非本地", paper=paper(), **how(people.neighbour, 1))
    acts.decide_ownership(matter=matter, owner=people.land.prison, reason="涉狱内待遇", **how(people.superior, 2))
    assert matter.responsible == people.land.prison
    assert matter.transfers.get().owner == people.land.prison
