"""第十六条: emerging issues are told to those concerned, hot issues and major cases are reported."""

from typing import Any

import pytest

from regulation.documents import assert_edge, edges, judged, only, subjects, triggers, visit

VISITS = [visit("v", organization="c")]
DUTIES = {"emerging": "emerging.notify", "hot": "hot.report", "major_case": "major.report"}


def told(role: str, on: str) -> dict[str, str]:
    return {"organization": "k", "role": role, "on": on}


def discovery(kind: str, found_on: str = "2026-03-02", **more: Any) -> dict[str, Any]:
    made = {"id": "x1", "visit": "v", "kind": kind, "found_on": found_on} | more
    return {key: value for key, value in made.items() if value is not None}


def judge(kind: str, found_on: str = "2026-03-02", *, as_of: str = "2026-12-31", **more: Any) -> Any:
    return judged(DUTIES[kind], discoveries=[discovery(kind, found_on, **more)], visits=VISITS, as_of=as_of)


@edges("2026-03-05")
def test_16_emerging_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    """Found on Monday 03-02: 3(1) 4(2) 5(3)."""
    notified = [told("department", "2026-03-02"), told("responsible_unit", act)] if act else []
    finding = only(judge("emerging", notified=notified, as_of=as_of))
    assert (finding.subject, finding.period) == ("discovery:x1", None)
    assert_edge(finding, "2026-03-05", act, status, "discovery:x1")


@edges("2026-03-16")
def test_16_hot_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    """Found on Monday 03-02: 3(1) 4(2) 5(3) 6(4) 9(5) 10(6) 11(7) 12(8) 13(9) 16(10)."""
    finding = only(judge("hot", reported_on=act, proposal=True, as_of=as_of))
    assert_edge(finding, "2026-03-16", act, status, "discovery:x1")


@edges("2026-03-03")
def test_16_major_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    finding = only(judge("major_case", reported_on=act, as_of=as_of))
    assert_edge(finding, "2026-03-03", act, status, "discovery:x1")


@pytest.mark.parametrize(
    ("notified", "done"),
    [
        pytest.param([("department", "03-03")], None, id="the department alone"),
        pytest.param([("responsible_unit", "03-03")], None, id="the unit alone"),
        pytest.param([("department", "03-03"), ("department", "03-04")], None, id="two departments"),
        pytest.param([("department", "03-04"), ("responsible_unit", "03-03")], "03-04", id="on the later day"),
        pytest.param([("responsible_unit", "03-03"), ("department", "03-03")], "03-03", id="both on one day"),
        pytest.param(
            [("department", "03-06"), ("department", "03-03"), ("responsible_unit", "03-05")],
            "03-05",
            id="the earlier of two departments",
        ),
        pytest.param([("department", "03-03"), ("responsible_unit", "03-11")], None, id="the unit after as_of"),
    ],
)
def test_16_emerging_is_told_when_both_have_been(notified: list[tuple[str, str]], done: str | None) -> None:
    for order in (notified, notified[::-1]):
        finding = only(
            judge("emerging", notified=[told(role, f"2026-{day}") for role, day in order], as_of="2026-03-10")
        )
        assert finding.completed_on == (None if done is None else type(finding.due).fromisoformat(f"2026-{done}"))


@pytest.mark.parametrize("proposal", [False, None])
def test_16_a_report_on_a_hot_issue_without_a_proposal_is_none(proposal: bool | None) -> None:
    assert only(judge("hot", reported_on="2026-03-05", proposal=proposal)).status == "breached"


def test_16_a_report_on_a_major_case_needs_no_proposal() -> None:
    assert only(judge("major_case", reported_on="2026-03-03")).status == "met"


def test_16_each_kind_has_its_own_duty() -> None:
    found = [discovery(kind) | {"id": kind} for kind in DUTIES]
    for kind, duty in DUTIES.items():
        assert subjects(judged(duty, discoveries=found, visits=VISITS)) == {kind}


@triggers
@pytest.mark.parametrize("kind", DUTIES)
def test_16_owed_once_found(kind: str, trigger: str, as_of: str, there: bool) -> None:
    assert bool(judge(kind, trigger, as_of=as_of)) is there


@pytest.mark.parametrize(
    ("kind", "found_on", "due"),
    [
        # Sat 02-14 worked, then off to 02-23: 14(1) 24(2) 25(3)
        pytest.param("emerging", "2026-02-13", "2026-02-25", id="emerging over the spring festival"),
        # 8(1) 9(2) 10(3) 12(4) 13(5) 14(6) 15(7) 16(8) 19(9) 20(10)
        pytest.param("hot", "2026-09-30", "2026-10-20", id="hot over the national day"),
        pytest.param("major_case", "2026-02-13", "2026-02-14", id="a worked Saturday"),
        pytest.param("major_case", "2026-03-07", "2026-03-09", id="found on a Saturday"),
    ],
)
def test_16_last_days(kind: str, found_on: str, due: str) -> None:
    assert str(only(judge(kind, found_on)).due) == due


def test_16_a_report_before_it_was_found_counts() -> None:
    assert only(judge("major_case", reported_on="2026-02-27")).status == "met"


def test_16_why_emerging() -> None:
    head = "示例市司法局对下访v中2026-03-02发现的苗头性问题x1，应不晚于2026-03-05通报相关部门和责任单位（第十六条），"
    left = head + "尚未完成，还剩1天：请通报"
    assert only(judge("emerging", as_of="2026-03-04")).why == left + "相关部门和责任单位并登记通报日期。"
    notified = [told("department", "2026-03-03")]
    assert only(judge("emerging", notified=notified, as_of="2026-03-04")).why == left + "责任单位并登记通报日期。"
    notified.append(told("responsible_unit", "2026-03-04"))
    assert only(judge("emerging", notified=notified)).why == head + "已于2026-03-04按期完成。"


def test_16_why_hot() -> None:
    head = "示例市司法局对下访v中2026-03-02发现的热点难点问题x1，应不晚于2026-03-16梳理上报并提出对策（第十六条），"
    left = head + "尚未完成，还剩7天："
    assert only(judge("hot", as_of="2026-03-09")).why == left + "请梳理上报并附对策建议。"
    reported = judge("hot", reported_on="2026-03-05", as_of="2026-03-09")
    assert only(reported).why == left + "已有上报但未附对策建议，请补提。"
    later = judge("hot", reported_on="2026-03-10", proposal=True, as_of="2026-03-09")
    assert only(later).why == left + "请梳理上报并附对策建议。"


def test_16_why_major() -> None:
    assert only(judge("major_case", as_of="2026-03-05")).why == (
        "示例市司法局对下访v中2026-03-02发现的重大疑难案件x1，应不晚于2026-03-03向领导小组办公室和有关领导汇报（第十六条），"
        "至2026-03-05仍未完成，已逾期2天：请立即汇报并登记汇报日期。"
    )
