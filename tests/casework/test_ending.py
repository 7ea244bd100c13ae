"""Reply, closing, resolution, withdrawal, void, merging, recusal."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import cast
from casework import office
from casework.office import Cast, how, paper, refused
from xiafang.accounts import standing
from xiafang.accounts.roles import Role
from xiafang.casework import acts
from xiafang.casework.acts import Accused
from xiafang.casework.codes import Disposition, Flag, Grade, Handling, Outcome, State
from xiafang.casework.models import Matter, Personal

Web = Callable[[], AbstractContextManager[None]]
DONE = [Disposition.RESOLVED]


def test_3_closing_asks_for_the_reply_and_the_four_in_place(people: Cast) -> None:
    matter = office.answered(people)
    with refused("答复尚未送达信访人"):
        acts.close(matter=matter, disposition=DONE, **how(people.office, 4))
    with refused("此步须有处理（答复）意见书"):
        acts.reply(matter=matter, **how(people.handler, 4))
    with refused("早于最后一项诉求的答复日期"):
        acts.reply(matter=matter, paper=paper(), **(how(people.handler, 4) | {"on": office.day(2)}))
    acts.reply(matter=matter, paper=paper(4), **how(people.handler, 5))
    with refused("已于 2026-06-06 送达"):
        acts.reply(matter=matter, paper=paper(4), **how(people.handler, 6))
    with refused("请认定“四个到位”"):
        acts.close(matter=matter, disposition=[], **how(people.office, 6))
    with refused("早于送达答复日期"):
        acts.close(matter=matter, disposition=DONE, **(how(people.office, 6) | {"on": office.day(4)}))
    acts.propose_regrade(matter=matter, grade=Grade.MAJOR, reason="示例", **how(people.handler, 6))
    with refused("还有待复核的提请"):
        acts.close(matter=matter, disposition=DONE, **how(people.office, 6))
    acts.confirm_regrade(matter=matter, **how(people.office, 6))
    acts.close(matter=matter, disposition=[*DONE, Disposition.ASSISTED, *DONE], **how(people.office, 7))
    assert (matter.state, matter.closed_on, len(matter.disposition)) == (State.CLOSED, office.day(7), 2)


def test_32_no_demand_is_left_without_an_answer(people: Cast) -> None:
    matter = office.in_progress(people)
    Matter.objects.filter(pk=matter.pk).update(state=State.ANSWERED)  # as a slip elsewhere might
    with refused("诉求1、2尚未答复"):
        acts.close(matter=matter, disposition=DONE, **how(people.office, 4))
    with refused("诉求1、2尚未答复"):
        acts.reply(matter=matter, paper=paper(), **how(people.office, 4))


def test_what_was_settled_on_the_spot_needs_no_served_reply(people: Cast) -> None:
    for facts in ({"handling": Handling.ON_THE_SPOT, "visit": people.land.city.pk}, {"flag": True}):
        flags = [Flag.ANONYMOUS] if facts.pop("flag", False) else []
        matter = office.registered(people, flags=flags, demands=["说明理由"])
        acts.accept(matter=matter, **facts, **how(people.office, 1))  # type: ignore[arg-type]
        acts.answer_demand(
            demand=matter.demands.get(), outcome=Outcome.EXPLAINED, answer="已解释", **how(people.office, 1)
        )
        assert acts.close(matter=matter, disposition=DONE, **how(people.office, 1)).closed_on == office.day(1)


def test_7_a_resolution_is_verified_by_somebody_else(people: Cast) -> None:
    matter = office.closed(people)
    both = cast.user("both", (Role.PETITION_OFFICE, people.land.city), official=cast.official("何示例"))
    cast.appointed(both.official, people.land.city)  # type: ignore[arg-type]
    acts.give_sponsor(matter=matter, official=both.official, **how(people.office, 6))  # type: ignore[arg-type]
    with refused("包案领导和承办人不能核实自己的化解结果"):
        acts.resolve(matter=matter, verified="示例", paper=paper(), **how(both, 6))
    with refused("请填写核实情况"):
        acts.resolve(matter=matter, verified="", paper=paper(), **how(people.office, 6))
    with refused("此步须有化解佐证或回访记录或调解、和解协议书"):
        acts.resolve(matter=matter, verified="示例", **how(people.office, 6))
    with refused("早于办结日期"):
        acts.resolve(matter=matter, verified="示例", paper=paper(), **(how(people.office, 6) | {"on": office.day(4)}))
    acts.resolve(matter=matter, verified="已退还", paper=paper(), **how(people.office, 6))
    assert matter.resolved_on == office.day(6)


def test_withdrawal_by_the_petitioners_own_paper(people: Cast) -> None:
    matter = office.accepted(people)
    with refused("此步须有撤回申请"):
        acts.withdraw(matter=matter, reason="已和解", **how(people.office, 2))
    acts.withdraw(matter=matter, reason="已和解", paper=paper(), **how(people.office, 2))
    assert (matter.state, matter.ended_on) == (State.WITHDRAWN, office.day(2))


def test_44_a_wrong_registration_is_voided_by_two_and_keeps_its_number(people: Cast) -> None:
    matter = office.registered(people)
    acts.propose_void(matter=matter, reason="重复录入", **how(people.office, 1))
    with refused("提请人不能复核自己的提请"):
        acts.confirm_void(matter=matter, **how(people.office, 1))
    acts.confirm_void(matter=matter, **how(people.second, 1))
    assert (matter.state, matter.number) == (State.VOIDED, "甲示例市司法局信〔2026〕1号")
    assert office.registered(people).serial == 2


def test_merging_takes_the_items_and_their_people_over(people: Cast) -> None:
    first, later = office.accepted(people), office.registered(people, n=2)
    about = office.registered(people, n=2, accused=[Accused(unit=people.land.county)])
    with refused("请选择另一件未办结的同一事项"):
        acts.merge(matter=later, into=later, reason="同一事项", **how(people.office, 3))
    with refused("被反映对象或者回避人员不同"):
        acts.merge(matter=about, into=first, reason="同一事项", **how(people.office, 3))
    older = office.registered(people, received_on=office.day(-5))
    with refused("应并入更早收到的事项"):
        acts.merge(matter=older, into=first, reason="同一事项", **how(people.office, 3))
    item = later.items.get()
    acts.merge(matter=later, into=first, reason="同一事项", **how(people.office, 3))
    first.refresh_from_db()
    assert (later.state, later.merged_into) == (State.MERGED, first)
    assert set(first.items.values_list("number", flat=True)) >= {item.number}
    assert first.petitioners.count() == Personal.objects.filter(matter=first).count() == 2
    assert first.version == 3
    assert item.number in first.events.get(act="join").facts["items"]


def test_28_recusal_is_decided_by_another_and_hides_the_matter(people: Cast) -> None:
    matter = office.in_progress(people)
    asked = acts.ask_recusal(matter=matter, user=people.handler, reason="与信访人有亲属关系", **how(people.handler, 3))
    with refused("已提出“钱示例”回避"):
        acts.ask_recusal(matter=matter, user=people.handler, reason="示例", **how(people.office, 3))
    own = acts.ask_recusal(matter=matter, user=people.office, reason="示例", **how(people.second, 3))
    with refused("本人的回避不能由本人决定"):
        acts.decide_recusal(recusal=own, granted=False, ground="示例", **how(people.office, 3))
    acts.decide_recusal(recusal=own, granted=False, ground="无直接利害关系", **how(people.second, 3))
    acts.decide_recusal(recusal=asked, granted=True, ground="属实", **how(people.office, 4))
    with refused("已于 2026-06-05 作出决定"):
        acts.decide_recusal(recusal=asked, granted=True, ground="属实", **how(people.second, 4))
    standing.identify(people.handler, on=office.day(4))
    assert not Matter.objects.visible_to(people.handler).exists()
    assert matter.assignments.get().to_on == office.day(4)
    with refused("应当回避"):
        acts.assign(matter=matter, to=[people.handler], **how(people.office, 5))


def test_whoever_is_recused_after_a_merge_sees_nothing_of_what_was_merged(people: Cast, web_role: Web) -> None:
    first, later = office.accepted(people), office.registered(people, n=2)
    acts.merge(matter=later, into=first, reason="同一事项", **how(people.office, 3))
    asked = acts.ask_recusal(matter=first, user=people.second, reason="亲属", **how(people.office, 3))
    with web_role():
        standing.identify(people.office, on=office.day(4))
        acts.decide_recusal(recusal=asked, granted=True, ground="属实", **how(people.office, 4))
        assert Matter.objects.count() == 2
        standing.identify(people.second, on=office.day(4))
        assert not Matter.objects.exists()


def test_a_recused_leader_no_longer_sponsors(people: Cast) -> None:
    matter = office.accepted(people)
    acts.give_sponsor(matter=matter, official=people.deputy, **how(people.office, 2))
    asked = acts.ask_recusal(matter=matter, user=people.leader, reason="亲属", **how(people.leader, 2))
    acts.decide_recusal(recusal=asked, granted=True, ground="属实", **how(people.office, 3))
    assert matter.sponsorships.get().to_on == office.day(3)
    with refused("应当回避"):
        acts.give_sponsor(matter=matter, official=people.deputy, **how(people.office, 4))
