"""第十二条 突出问题清单: a shortlist with one of the visit's cases by the day the visit is scheduled."""

from typing import Any

import pytest

from regulation.documents import PROVINCE, assert_edge, case, edges, judged, only, organization, triggers, visit

CASES = [case("c1"), case("c2")]


def planned(**more: Any) -> dict[str, Any]:
    usual = {
        "organization": "c",
        "mode": "with_case",
        "status": "planned",
        "scheduled_on": "2026-03-05",
        "cases": ["c1"],
    }
    return visit("v", "2026-03-12", **(usual | more))


def shortlist(identifier: str = "s1", issued_on: str = "2026-03-05", **more: Any) -> dict[str, Any]:
    return {"id": identifier, "organization": "c", "issued_on": issued_on, "cases": ["c1"]} | more


def judge(visits: list[Any], shortlists: list[Any] | None = None, **more: Any) -> Any:
    return judged("shortlist.before_schedule", visits=visits, shortlists=shortlists or [], cases=CASES, **more)


@edges("2026-03-05")
def test_12_shortlist_around_the_day_of_scheduling(act: str | None, as_of: str, status: str) -> None:
    found = judge([planned()], [shortlist(issued_on=act)] if act else [], as_of=as_of)
    if as_of < "2026-03-05":  # not scheduled yet: the trigger is the due day
        assert found == []
        return
    finding = only(found)
    assert (finding.subject, finding.period) == ("visit:v", None)
    assert_edge(finding, "2026-03-05", act, status, "shortlist:s1")


@triggers
def test_12_owed_once_scheduled(trigger: str, as_of: str, there: bool) -> None:
    assert bool(judge([planned(scheduled_on=trigger)], as_of=as_of)) is there


@pytest.mark.parametrize(
    ("more", "there"),
    [
        pytest.param({"mode": "appointment"}, True, id="by appointment"),
        pytest.param({"mode": "field"}, False, id="in the field"),
        pytest.param({"mode": "contact_point"}, False, id="at a contact point"),
        pytest.param({"status": "held"}, True, id="held"),
        pytest.param({"scheduled_on": None}, False, id="never scheduled"),
        pytest.param({"cases": []}, False, id="without cases"),
        pytest.param({"cases": None}, False, id="without a list of cases"),
        pytest.param({"organization": "u"}, False, id="of a division of the department"),
        pytest.param({"organization": "i"}, False, id="of an institution of the department"),
        pytest.param({"organization": "x"}, True, id="of a division lower down"),
        pytest.param({"organization": "d"}, True, id="of the department"),
        pytest.param({"date": "2027-03-12"}, True, id="to be held next year"),
    ],
)
def test_12_which_visits(more: dict[str, Any], there: bool) -> None:
    province = [*PROVINCE, organization("x", "division", "c")]
    usual = planned() | {key: value for key, value in more.items() if value is not None}
    made = {key: value for key, value in usual.items() if key not in more or more[key] is not None}
    assert bool(judge([made], organizations=province)) is there


@pytest.mark.parametrize(
    ("cancelled_on", "there"),
    [("2026-03-09", False), ("2026-03-10", False), ("2026-03-11", True)],
    ids=["cancelled before as_of", "cancelled on as_of", "cancelled after as_of: still planned"],
)
def test_12_a_cancelled_visit_needs_none(cancelled_on: str, there: bool) -> None:
    cancelled = planned(status="cancelled", cancelled_on=cancelled_on)
    assert bool(judge([cancelled], as_of="2026-03-10")) is there


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        pytest.param({"cases": ["c2", "c1"]}, True, id="among others"),
        pytest.param({"cases": ["c2"]}, False, id="of another case"),
        pytest.param({"cases": []}, False, id="empty"),
        pytest.param({"organization": "k"}, False, id="of another organization"),
    ],
)
def test_12_which_shortlists_count(more: dict[str, Any], counts: bool) -> None:
    assert only(judge([planned()], [shortlist(**more)])).have == int(counts)


def test_12_any_of_the_visits_cases_will_do() -> None:
    assert only(judge([planned(cases=["c1", "c2"])], [shortlist(cases=["c2"])])).have == 1


def test_12_the_earliest_shortlist_is_the_act() -> None:
    lists = [shortlist("s2", "2026-03-03"), shortlist("s1", "2026-03-04"), shortlist("s10", "2026-03-03")]
    for order in (lists, lists[::-1]):
        assert only(judge([planned()], order)).evidence == ("shortlist:s10",)


def test_12_a_shortlist_long_before_counts() -> None:
    finding = only(judge([planned()], [shortlist(issued_on="2025-11-03")]))
    assert (finding.status, str(finding.completed_on)) == ("met", "2025-11-03")


def test_12_why() -> None:
    head = "示例市司法局信访部门为2026-03-12的下访v应不晚于2026-03-05提出含所选事项的突出问题清单（第十二条），"
    assert only(judge([planned()], [shortlist()])).why == head + "已于2026-03-05按期完成。"
    assert only(judge([planned()], as_of="2026-03-05")).why == (
        head + "尚未完成，当日到期：请提出清单供领导选定，并登记提出日期。"
    )
