"""第十三条 事先告知: each petitioner is told no later than the day before the visit."""

from typing import Any

import pytest

from regulation.documents import assert_edge, case, edges, judged, only, subjects, triggers, visit

CASES = [case("c1"), case("c2")]


def planned(identifier: str = "v", day: str = "2026-03-12", **more: Any) -> dict[str, Any]:
    usual = {"organization": "c", "mode": "appointment", "status": "planned", "scheduled_on": "2026-03-02"}
    return visit(identifier, day, **(usual | {"cases": ["c1"]} | more))


def notice(identifier: str = "n1", sent_on: str = "2026-03-10", **more: Any) -> dict[str, Any]:
    return {"id": identifier, "visit": "v", "case": "c1", "sent_on": sent_on} | more


def judge(visits: list[Any], notices: list[Any] | None = None, **more: Any) -> Any:
    return judged("notice.before_visit", visits=visits, notices=notices or [], cases=CASES, **more)


@edges("2026-03-11")
def test_13_notice_around_the_day_before(act: str | None, as_of: str, status: str) -> None:
    finding = only(judge([planned()], [notice(sent_on=act)] if act else [], as_of=as_of))
    assert (finding.subject, finding.period) == ("visit:v/case:c1", None)
    assert_edge(finding, "2026-03-11", act, status, "notice:n1")


@pytest.mark.parametrize(
    ("day", "due"),
    [
        pytest.param("2026-03-09", "2026-03-08", id="not moved from a Sunday"),
        pytest.param("2026-02-24", "2026-02-23", id="not moved from the last day of the spring festival"),
        pytest.param("2027-01-01", "2026-12-31", id="over the turn of the year"),
    ],
)
def test_13_the_day_before_is_not_moved(day: str, due: str) -> None:
    finding = only(judge([planned(day=day)]))
    assert (str(finding.due), finding.provisional) == (due, False)


@triggers
def test_13_owed_once_scheduled(trigger: str, as_of: str, there: bool) -> None:
    assert bool(judge([planned(scheduled_on=trigger)], as_of=as_of)) is there


@pytest.mark.parametrize(
    ("more", "there"),
    [
        pytest.param({"mode": "with_case"}, True, id="with a case"),
        pytest.param({"mode": "field"}, False, id="in the field"),
        pytest.param({"mode": "contact_point"}, False, id="at a contact point"),
        pytest.param({"scheduled_on": None}, False, id="never scheduled"),
        pytest.param({"cases": []}, False, id="without cases"),
        pytest.param({"organization": "u"}, True, id="of a direct unit as well"),
        pytest.param({"status": "held"}, True, id="held"),
    ],
)
def test_13_which_visits(more: dict[str, Any], there: bool) -> None:
    assert bool(judge([planned(**more)])) is there


@pytest.mark.parametrize(("cancelled_on", "there"), [("2026-03-10", False), ("2026-03-11", True)])
def test_13_cancelled_on_or_before_as_of(cancelled_on: str, there: bool) -> None:
    cancelled = planned(status="cancelled", cancelled_on=cancelled_on)
    assert bool(judge([cancelled], as_of="2026-03-10")) is there


def test_13_each_case_of_each_visit() -> None:
    visits = [planned("v", cases=["c1", "c2"]), planned("w", cases=["c2"])]
    assert subjects(judge(visits)) == {"v/case:c1", "v/case:c2", "w/case:c2"}


def test_13_a_notice_of_another_visit_or_case_does_not_count() -> None:
    notices = [notice("n1", visit="w"), notice("n2", case="c2")]
    assert only(judge([planned(), planned("w", cases=[])], notices), "visit:v/case:c1").have == 0


def test_13_the_earliest_notice_is_the_act() -> None:
    notices = [notice("n2", "2026-03-09"), notice("n10", "2026-03-09"), notice("n1", "2026-03-10")]
    for order in (notices, notices[::-1]):
        assert only(judge([planned()], order)).evidence == ("notice:n10",)


def test_13_a_notice_before_scheduling_counts() -> None:
    assert only(judge([planned()], [notice(sent_on="2026-02-27")])).status == "met"


def test_13_the_days_before_are_a_parameter() -> None:
    """12 − 5 = 03-07, a Saturday; 0 is the day of the visit itself."""
    assert str(only(judge([planned()], pack={"notice.before_visit.days": 5})).due) == "2026-03-07"
    assert str(only(judge([planned()], pack={"notice.before_visit.days": 0})).due) == "2026-03-12"


def test_13_why() -> None:
    head = "示例市司法局信访部门应不晚于2026-03-11将2026-03-12的下访v事先告知事项c1的信访人（第十三条），"
    assert only(judge([planned()], [notice()])).why == head + "已于2026-03-10按期完成。"
    assert only(judge([planned()], as_of="2026-03-09")).why == (
        head + "尚未完成，还剩2天：请告知信访人并登记告知日期和方式。"
    )
