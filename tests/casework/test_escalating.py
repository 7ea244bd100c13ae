"""第十八条: the leader in person, the order, the follow-up."""

from casework import office
from casework.office import Cast, how, paper, refused
from xiafang.accounts import standing
from xiafang.accounts.rights import OPERATOR
from xiafang.casework import acts
from xiafang.casework.codes import EscalationKind
from xiafang.casework.models import Escalation, Matter


def escalated(people: Cast) -> Escalation:
    matter = office.accepted(people)
    return acts.register_escalation(
        matter=matter, kind=EscalationKind.PROVINCE, leader=people.deputy, **how(people.office, 3)
    )


def test_the_leader_in_charge_sees_the_matter(people: Cast) -> None:
    escalation = escalated(people)
    assert (escalation.kind, escalation.on) == ("province", office.day(3))
    standing.identify(people.leader, on=office.day(3))
    assert Matter.objects.visible_to(people.leader).exists()


def test_the_leader_in_charge_leads_the_unit_or_one_above(people: Cast) -> None:
    matter = office.accepted(people)
    with refused("不是“甲示例市司法局”或其上级的班子成员"):
        acts.register_escalation(
            matter=matter, kind=EscalationKind.GROUP, leader=people.county_boss, **how(people.office, 3)
        )
    with refused("应在收到日期"):
        acts.register_escalation(
            matter=matter,
            kind=EscalationKind.GROUP,
            leader=people.deputy,
            happened_on=office.day(-3),
            **how(people.office, 3),
        )


def test_the_opinion_cannot_be_recorded_for_another(people: Cast) -> None:
    facts = {"escalation": escalated(people), "justified": True, "text": "应予解决"}
    with refused("不能代为办理“审定处理意见”"):
        acts.give_opinion(**facts, on_behalf_of=people.deputy, **how(people.leader, 4))
    with refused("不能代为办理“审定处理意见”"):
        acts.give_opinion(**facts, on_behalf_of=people.deputy, **how(people.office, 4))
    with refused("应由包案、接访领导或主要负责人办理"):
        acts.give_opinion(**facts, **how(people.office, 4))
    with refused("本人亲自审定"):
        acts.give_opinion(**facts, approved_by=people.deputy, **how(OPERATOR, 4))
    with refused("早于该次走访日期"):
        acts.give_opinion(**facts, **(how(people.leader, 4) | {"on": office.day(2)}))
    opinion = acts.give_opinion(**facts, **how(people.leader, 4))
    assert (opinion.approved_by, opinion.on) == (people.deputy, office.day(4))
    with refused("已于 2026-06-05 审定"):
        acts.give_opinion(**facts, **how(people.leader, 5))


def test_a_ledger_may_say_who_gave_the_opinion(people: Cast) -> None:
    opinion = acts.give_opinion(
        escalation=escalated(people),
        justified=False,
        text="已处理到位",
        approved_by=people.deputy,
        **how(OPERATOR, 4, origin="台账 第3行"),
    )
    assert opinion.approved_by == people.deputy


def test_a_justified_demand_is_ordered_to_be_solved(people: Cast) -> None:
    escalation = escalated(people)
    facts = {"escalation": escalation, "unit": people.land.county, "paper": paper()}
    with refused("处理意见尚未审定"):
        acts.order_unit(**facts, **how(people.office, 4))
    acts.give_opinion(escalation=escalation, justified=True, text="应予解决", **how(people.leader, 5))
    with refused("审定意见认为诉求有理，应责成有关单位解决"):
        acts.assign_follow_up(
            escalation=escalation, official=people.deputy, help_offered="释法明理", **how(people.office, 5)
        )
    with refused("早于审定日期"):
        acts.order_unit(**facts, **(how(people.office, 6) | {"on": office.day(4)}))
    ordered = acts.order_unit(**facts, **how(people.office, 6))
    assert (ordered.ordered_on, ordered.ordered_unit) == (office.day(6), people.land.county)
    with refused("已于 2026-06-07 责成"):
        acts.order_unit(**facts, **how(people.office, 7))


def test_what_is_done_already_is_followed_up_with_help(people: Cast) -> None:
    escalation = escalated(people)
    facts = {"escalation": escalation, "official": people.deputy, "help_offered": "法律援助、帮扶救助"}
    acts.give_opinion(escalation=escalation, justified=False, text="已处理到位", **how(people.leader, 5))
    with refused("审定意见认为已处理到位"):
        acts.order_unit(escalation=escalation, unit=people.land.county, paper=paper(), **how(people.office, 6))
    with refused("请填写帮扶和解释工作"):
        acts.assign_follow_up(**facts | {"help_offered": ""}, **how(people.office, 6))
    with refused("截止日期 2026-06-03 早于落实日期"):
        acts.assign_follow_up(**facts, until=office.day(2), **how(people.office, 6))
    done = acts.assign_follow_up(**facts, until=office.day(60), **how(people.office, 6))
    assert (done.follow_up_official, done.follow_up_on) == (people.deputy, office.day(6))
    with refused("已于 2026-06-07 落实"):
        acts.assign_follow_up(**facts, **how(people.office, 7))
