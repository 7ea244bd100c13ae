"""第十五条: the visit itself, who received whom, and what came of each matter."""

from typing import Any

import pytest

from visits.story import Visiting, accepted, day, held, how, planned, reception, record, refused, registered
from xiafang.accounts import standing
from xiafang.casework.codes import Grade, Handling, State
from xiafang.casework.models import Matter
from xiafang.visits import acts, events
from xiafang.visits.acts import Acceptance, Reception
from xiafang.visits.codes import Format, Mode, Status
from xiafang.visits.models import Event, Visit, VisitMatter


def test_15_each_matter_has_its_outcome(people: Visiting) -> None:
    one, two, three, away = (accepted(people) for _ in range(4))
    visit = planned(people, one, two, three, away)
    record(
        people,
        visit,
        received=5,
        groups=3,
        receptions=[
            reception(one),
            Reception(two, Handling.EXPLAINED, explained="政策依据已说明"),
            Reception(three, Handling.DEFERRED, to_study="鉴定收费标准", reply_by=day(20)),
            Reception(away, absent=True),
        ],
    )
    assert (visit.status, visit.received, visit.groups) == (Status.HELD, 5, 3)
    assert [line.outcome for line in VisitMatter.objects.all()] == ["on_the_spot", "explained", "deferred", ""]
    assert VisitMatter.objects.get(matter=three).reply_by == day(20)
    assert VisitMatter.objects.get(matter=away).absent
    said = {event.matter_id: event.said for event in Event.objects.filter(act="record_visit")}
    assert said[None] == "带案接访，接待 3 批 5 人次"
    assert said[three.pk] == "现场难以解决，研究后处理或答复：鉴定收费标准"


def test_17_a_matter_is_accepted_on_the_visit(people: Visiting) -> None:
    matter = registered(people)
    visit = planned(people, matter)
    record(people, visit, receptions=[reception(matter, accept=Acceptance(Grade.SIMPLE))])
    row = Matter.objects.get(pk=matter.pk)
    assert (row.state, row.visit, row.handling) == (State.ACCEPTED, visit.pk, Handling.ON_THE_SPOT)
    assert (row.accepted_on, row.grade) == (day(10), "simple")


def test_17_who_cannot_accept_cannot_do_it_on_the_visit_either(people: Visiting) -> None:
    matter = registered(people)
    visit = planned(people, matter)
    standing.identify(people.leader, on=day(10))
    with refused("不能对“.*”办理“受理”"):
        record(people, visit, by=people.leader, receptions=[reception(matter, accept=Acceptance())])
    assert Visit.objects.get().status == Status.PLANNED
    record(people, Visit.objects.get(), matter, by=people.leader)


def test_a_matter_that_comes_up_on_the_visit_is_added(people: Visiting) -> None:
    matter, new = accepted(people), accepted(people)
    visit = held(people, matter, receptions=[reception(matter), reception(new)])
    assert [line.matter for line in VisitMatter.objects.filter(visit=visit)] == [matter, new]
    standing.identify(people.leader, on=day(11))
    assert set(Matter.objects.all()) == {matter, new}


def test_who_stayed_away_loses_the_sight_and_who_came_gains_it(people: Visiting) -> None:
    matter = accepted(people)
    visit = planned(people, matter)
    with refused("“郑示例”在 2026-06-11 不在“甲示例市司法局”"):
        record(people, visit, matter, leaders=[people.county_boss])  # only somebody from below went
    record(people, visit, matter, leaders=[people.head])
    assert visit.leaders == [people.head.pk]
    standing.identify(people.division_head, on=day(11))
    assert Matter.objects.get() == matter
    standing.identify(people.leader, on=day(11))
    assert not Matter.objects.exists()
    assert not Visit.objects.exists()


def test_a_leader_records_only_where_they_were(people: Visiting) -> None:
    visit = planned(people)
    with refused("您没有参加这次下访"):
        record(people, visit, by=people.leader, leaders=[people.boss])
    record(people, visit, by=people.leader)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param({"received": 0, "groups": 0}, "接待人次不能为 0", id="nobody received, but a matter"),
        pytest.param({"received": 1, "groups": 2}, "2 批 1 人次不合理", id="more groups than people"),
        pytest.param({"received": 3, "groups": 0}, "0 批 3 人次不合理", id="people without a group"),
        pytest.param({"receptions": []}, "每个接待事项都应写明结果", id="a matter without an outcome"),
        pytest.param({"leaders": []}, "请至少选择一名接访领导", id="no leader"),
    ],
)
def test_15_what_does_not_fit(people: Visiting, wrong: dict[str, Any], said: str) -> None:
    matter = accepted(people)
    visit = planned(people, matter)
    with refused(said):
        record(people, visit, matter, **wrong)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        pytest.param({"decided": " "}, "请填写“.*”的现场处理意见", id="no decision"),
        pytest.param({"handling": Handling.EXPLAINED}, "解释和思想工作", id="nothing explained"),
        pytest.param({"handling": Handling.DEFERRED}, "需研究的问题", id="nothing to study"),
        pytest.param({"handling": Handling.DEFERRED, "to_study": "示例"}, "请填写答复期限", id="no day"),
        pytest.param(
            {"handling": Handling.DEFERRED, "to_study": "示例", "reply_by": day(9)}, "早于下访日期", id="a day before"
        ),
        pytest.param({"handling": None}, "选择处理方式", id="no outcome"),
        pytest.param({"absent": True}, "信访人未到，不能填写", id="absent and handled"),
    ],
)
def test_15_an_outcome_needs_its_words(people: Visiting, facts: dict[str, Any], said: str) -> None:
    matter = accepted(people)
    visit = planned(people, matter)
    with refused(said):
        record(people, visit, receptions=[reception(matter, **facts)])


def test_a_visit_is_held_on_its_date_and_once(people: Visiting) -> None:
    visit = planned(people)
    some = {"visit": visit, "leaders": [people.deputy], "received": 1, "groups": 1}
    with refused("请先办理“改期”"):
        acts.record_visit(**some, **how(people.office, 11))
    acts.record_visit(**some, **how(people.office, 12) | {"on": day(10)})
    assert Event.objects.get(act="record_visit").days_between == 2
    with refused("该下访已举行"):
        acts.record_visit(**some, **how(people.office, 12) | {"on": day(10)})


def test_a_clerk_records_for_the_leader_and_for_nobody_else(people: Visiting) -> None:
    visit = planned(people)
    some = {"visit": visit, "leaders": [people.deputy], "received": 1, "groups": 1}
    with refused("“周示例”不是该下访的领导"):
        acts.record_visit(**some, **how(people.office, 10, on_behalf_of=people.boss))
    acts.record_visit(**some, **how(people.office, 10, on_behalf_of=people.deputy))
    event = Event.objects.get(act="record_visit")
    assert (event.user, event.on_behalf_of) == (people.office, people.deputy)


def test_10_a_contact_point_at_any_time(people: Visiting) -> None:
    matter = registered(people)
    visit = acts.record_unscheduled_visit(
        organization=people.land.city,
        mode=Mode.CONTACT_POINT,
        leaders=[people.deputy, people.boss],
        format=Format.GROUPED,
        received=1,
        groups=1,
        place="江岸区示例街道",
        at_home=True,
        receptions=[reception(matter, accept=Acceptance())],
        **how(people.office, 10),
    )
    assert (visit.status, visit.date, visit.scheduled_on) == (Status.HELD, day(10), None)
    assert Matter.objects.get(pk=matter.pk).visit == visit.pk
    assert VisitMatter.objects.get().outcome == "on_the_spot"


def test_an_imported_visit_says_what_the_ledger_does_not_hold(people: Visiting) -> None:
    matter = accepted(people)
    visit = acts.record_unscheduled_visit(
        organization=people.land.city,
        mode=Mode.WITH_CASE,
        leaders=[people.deputy],
        received=1,
        groups=1,
        receptions=[Reception(matter, Handling.DEFERRED)],
        **how(people.office, 10, origin="台账.xlsx 第3行"),
    )
    line = VisitMatter.objects.get()
    assert (line.visit, line.to_study, line.reply_by) == (visit, "台账未载", None)
    assert Event.objects.filter(act="record_unscheduled_visit").first().days_between == 0


def test_every_event_carries_the_digest_of_what_it_says(people: Visiting) -> None:
    held(people, accepted(people))
    kept = list(Event.objects.all())
    assert len(kept) == 4
    for event in kept:
        assert event.digest == events.digest(event)
        event.said += "。"
        assert event.digest != events.digest(event)
