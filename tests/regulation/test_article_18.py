"""第十八条 进京赴省访、集体访: appointment, opinion, order, follow-up."""

from typing import Any

import pytest

from regulation.documents import (
    PEOPLE,
    assert_edge,
    case,
    edges,
    judged,
    official,
    only,
    post,
    subjects,
    triggers,
    visit,
)


def escalation(on: str = "2026-03-02", **more: Any) -> dict[str, Any]:
    made = {"id": "e1", "kind": "beijing", "on": on} | more
    return {key: value for key, value in made.items() if value is not None}


def opinion(on: str = "2026-03-04", *, justified: bool = True, approved_by: str = "q") -> dict[str, Any]:
    return {"on": on, "approved_by": approved_by, "justified": justified}


def judge(duty: str, *escalations: dict[str, Any], organization: str = "c", **more: Any) -> Any:
    matter = case("c1", "2024-01-08", organization=organization, escalations=list(escalations))
    return judged(duty, cases=[matter], **more)


def meeting(day: str, **more: Any) -> dict[str, Any]:
    return visit("v", day, **({"organization": "c", "leaders": ["q"], "cases": ["c1"]} | more))


# On Monday 03-02: 3(1) 4(2) 5(3) 6(4) 9(5) 10(6) 11(7) 12(8) 13(9) 16(10)


@edges("2026-03-09")
def test_18_appointment_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    visits = [meeting(act)] if act else []
    finding = only(judge("escalated.appointment", escalation(), visits=visits, as_of=as_of))
    assert (finding.subject, finding.period) == ("case:c1/escalation:e1", None)
    assert_edge(finding, "2026-03-09", act, status, "visit:v")


@edges("2026-03-16")
def test_18_opinion_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    given = escalation(opinion=opinion(act) if act else None)
    assert_edge(only(judge("escalated.opinion", given, as_of=as_of)), "2026-03-16", act, status, "case:c1")


@edges("2026-03-05")
def test_18_order_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    """One working day from the opinion on 03-04."""
    given = escalation(opinion=opinion(), ordered_on=act)
    assert_edge(only(judge("escalated.order", given, as_of=as_of)), "2026-03-05", act, status, "case:c1")


@edges("2026-03-09")
def test_18_follow_up_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    """Three working days from the opinion on 03-04: 5(1) 6(2) 9(3)."""
    assigned = {"official": "s", "assigned_on": act} if act else None
    given = escalation(opinion=opinion(justified=False), follow_up=assigned)
    assert_edge(only(judge("escalated.follow_up", given, as_of=as_of)), "2026-03-09", act, status, "case:c1")


@triggers
@pytest.mark.parametrize("duty", ["escalated.appointment", "escalated.opinion"])
def test_18_owed_once_escalated(duty: str, trigger: str, as_of: str, there: bool) -> None:
    assert bool(judge(duty, escalation(trigger), as_of=as_of)) is there


@triggers
@pytest.mark.parametrize(("duty", "justified"), [("escalated.order", True), ("escalated.follow_up", False)])
def test_18_owed_once_the_opinion_is_given(duty: str, justified: bool, trigger: str, as_of: str, there: bool) -> None:
    """The year is that of the opinion, not of the escalation."""
    given = escalation("2025-12-01", opinion=opinion(trigger, justified=justified))
    assert bool(judge(duty, given, as_of=as_of)) is there


def test_18_an_opinion_asks_for_the_one_or_the_other() -> None:
    for justified in (True, False):
        given = escalation(opinion=opinion(justified=justified))
        assert bool(judge("escalated.order", given)) is justified
        assert bool(judge("escalated.follow_up", given)) is not justified


def test_18_without_an_opinion_neither_is_owed() -> None:
    assert judge("escalated.order", escalation()) == []
    assert judge("escalated.follow_up", escalation()) == []


LEADERS = [
    pytest.param(post("c", leadership=True), True, id="leading body of the responsible unit"),
    pytest.param(post("c", principal=True), True, id="principal of the responsible unit"),
    pytest.param(post("c"), False, id="a clerk of the responsible unit"),
    pytest.param(post("d", leadership=True), True, id="leading body of the level above"),
    pytest.param(post("d", "department_chief"), False, id="a high rank alone"),
    pytest.param(post("k", leadership=True), False, id="leading body of the level below"),
    pytest.param(post("a", leadership=True), False, id="leading body of another branch"),
    pytest.param(post("c", leadership=True, from_="2026-03-04"), True, id="in post from that day"),
    pytest.param(post("c", leadership=True, from_="2026-03-05"), False, id="in post from the day after"),
    pytest.param(post("c", leadership=True, to="2026-03-04"), True, id="in post to that day"),
    pytest.param(post("c", leadership=True, to="2026-03-03"), False, id="in post to the day before"),
]


@pytest.mark.parametrize(("held", "counts"), LEADERS)
def test_18_who_may_meet_the_petitioners(held: dict[str, Any], counts: bool) -> None:
    people = [official("x", held)]
    visits = [meeting("2026-03-04", leaders=["x"])]
    assert only(judge("escalated.appointment", escalation(), visits=visits, officials=people)).have == int(counts)


@pytest.mark.parametrize(("held", "counts"), LEADERS)
def test_18_who_may_examine_the_opinion(held: dict[str, Any], counts: bool) -> None:
    people = [official("x", held)]
    given = escalation(opinion=opinion(approved_by="x"))
    assert only(judge("escalated.opinion", given, officials=people)).have == int(counts)
    assert bool(judge("escalated.order", given, officials=people)) is counts


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        pytest.param({"mode": "contact_point"}, True, id="in any mode"),
        pytest.param({"organization": "k"}, True, id="of any organization"),
        pytest.param({"leaders": ["s", "q"]}, True, id="one of the leaders suffices"),
        pytest.param({"leaders": []}, False, id="nobody led it"),
        pytest.param({"received": 0}, False, id="nobody received"),
        pytest.param({"cases": []}, False, id="not about the case"),
        pytest.param({"cases": ["c2"]}, False, id="about another case"),
        pytest.param({"status": "planned"}, False, id="planned"),
        pytest.param({"status": "cancelled", "cancelled_on": "2026-03-03"}, False, id="cancelled"),
    ],
)
def test_18_which_visits_serve(more: dict[str, Any], counts: bool) -> None:
    cases = [case("c1", "2024-01-08", escalations=[escalation()]), case("c2")]
    visits = [meeting("2026-03-04", **more)]
    assert only(judged("escalated.appointment", cases=cases, visits=visits)).have == int(counts)


@pytest.mark.parametrize(("day", "have"), [("2026-03-01", 0), ("2026-03-02", 1), ("2026-03-03", 1)])
def test_18_a_visit_before_the_escalation_does_not_serve(day: str, have: int) -> None:
    assert only(judge("escalated.appointment", escalation(), visits=[meeting(day)])).have == have


def test_18_the_earliest_visit_that_serves_is_the_act() -> None:
    """v1 is too early, v2 nobody led; of v9 and v10 on one day v10 has the smaller id; v3 is later."""
    made = [
        ("v1", "2026-03-01"),
        ("v2", "2026-03-03"),
        ("v9", "2026-03-04"),
        ("v10", "2026-03-04"),
        ("v3", "2026-03-05"),
    ]
    visits = [meeting(day) | {"id": identifier} for identifier, day in made]
    visits[1]["leaders"] = ["s"]
    for order in (visits, visits[::-1]):
        assert only(judge("escalated.appointment", escalation(), visits=order)).evidence == ("visit:v10",)


def test_18_one_visit_serves_two_escalations() -> None:
    two = [escalation(), escalation("2026-03-03") | {"id": "e2", "kind": "group"}]
    found = judge("escalated.appointment", *two, visits=[meeting("2026-03-03")])
    assert subjects(found) == {"c1/escalation:e1", "c1/escalation:e2"}
    assert [finding.status for finding in found] == ["met", "met"]


@pytest.mark.parametrize(
    ("duty", "name", "due"),
    [
        # from the escalation on 02-13: Sat 14(1) 24(2)
        ("escalated.appointment", "working_days", "2026-02-24"),
        ("escalated.opinion", "working_days", "2026-02-24"),
        # from the opinion on 02-14, worked: 24(1) 25(2)
        ("escalated.order", "working_days", "2026-02-25"),
    ],
)
def test_18_the_limits_are_parameters(duty: str, name: str, due: str) -> None:
    given = escalation("2026-02-13", opinion=opinion("2026-02-14"))
    assert str(only(judge(duty, given, pack={f"{duty}.{name}": 2})).due) == due


def test_18_follow_up_limit_is_a_parameter() -> None:
    given = escalation("2026-02-13", opinion=opinion("2026-02-14", justified=False))
    assert str(only(judge("escalated.follow_up", given)).due) == "2026-02-26"
    found = judge("escalated.follow_up", given, pack={"escalated.follow_up.working_days": 0})
    assert str(only(found).due) == "2026-02-14"


WHO = "示例市司法局承办的事项c1于2026-03-02发生进京访，"


def test_18_why_appointment() -> None:
    head = WHO + "应不晚于2026-03-09由主管领导约访（第十八条），"
    assert only(judge("escalated.appointment", escalation(), visits=[meeting("2026-03-05")])).why == (
        head + "已于2026-03-05按期完成。"
    )
    assert only(judge("escalated.appointment", escalation(), as_of="2026-03-12")).why == (
        head + "至2026-03-12仍未完成，已逾期3天：请由责任单位或其上级的领导约访并登记接待情况。"
    )


def test_18_why_opinion() -> None:
    head = "应不晚于2026-03-16由主管领导亲自审定处理意见（第十八条），尚未完成，还剩4天："
    todo = "请由责任单位或其上级的领导本人审定，不能代办。"
    for kind, word in [("beijing", "进京访"), ("province", "赴省访"), ("group", "集体访")]:
        who = WHO.replace("进京访", word)
        assert only(judge("escalated.opinion", escalation(kind=kind), as_of="2026-03-12")).why == who + head + todo


def test_18_why_order() -> None:
    head = WHO + "处理意见已于2026-03-04审定，应不晚于2026-03-05责成有关单位解决（第十八条），"
    given = escalation(opinion=opinion())
    assert only(judge("escalated.order", given, as_of="2026-03-05")).why == (
        head + "尚未完成，当日到期：诉求有理，请立即责成并登记责成日期。"
    )
    assert only(judge("escalated.order", given | {"ordered_on": "2026-03-06"})).why == (
        head + "已于2026-03-06完成，逾期1天。"
    )


def test_18_why_follow_up() -> None:
    given = escalation(opinion=opinion(justified=False))
    assert only(judge("escalated.follow_up", given, as_of="2026-03-05")).why == (
        WHO + "处理意见已于2026-03-04审定，应不晚于2026-03-09落实释法帮扶的责任人员（第十八条），"
        "尚未完成，还剩4天：请指定责任人员，做好释法明理和帮扶。"
    )


def test_18_the_people_used_here_lead_what_they_should() -> None:
    assert {one["id"] for one in PEOPLE if one["posts"][0].get("leadership")} == {"p", "q"}
