"""条例第二十三条: the petitioner is told in writing within fifteen days of receipt."""

from typing import Any

import pytest

from regulation.documents import assert_edge, case, edges, judged, only, triggers


def judge(received_on: str = "2026-03-02", *, told_on: str | None = None, **more: Any) -> Any:
    return judged("case.told", cases=[case("c1", received_on, told_on=told_on)], **more)


@edges("2026-03-17")
def test_statute_23_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    """03-02 + 15 = Tuesday 03-17."""
    finding = only(judge(told_on=act, as_of=as_of))
    assert (finding.subject, finding.period, finding.article) == ("case:c1", None, "条例第二十三条")
    assert_edge(finding, "2026-03-17", act, status, "case:c1")


@triggers
def test_statute_23_owed_once_received(trigger: str, as_of: str, there: bool) -> None:
    assert bool(judge(trigger, as_of=as_of)) is there


@pytest.mark.parametrize(
    ("received_on", "due"),
    [
        pytest.param("2026-02-05", "2026-02-24", id="ends on 02-20, off to 02-23"),
        pytest.param("2026-09-25", "2026-10-10", id="ends on a worked Saturday"),
        pytest.param("2026-06-05", "2026-06-22", id="ends on Saturday 06-20"),
        pytest.param("2026-12-16", "2026-12-31", id="ends on the last day of 2026"),
    ],
)
def test_statute_23_fifteen_days(received_on: str, due: str) -> None:
    finding = only(judge(received_on))
    assert (str(finding.due), finding.provisional) == (due, False)


def test_statute_23_provisional() -> None:
    """12-17 + 15 = 2027-01-01, off, then a weekend, so Monday 01-04 as far as is known."""
    finding = only(judge("2026-12-17"))
    assert (str(finding.due), finding.provisional) == ("2027-01-04", True)


def test_statute_23_whatever_becomes_of_the_case() -> None:
    other = case("c1", path="other", accepted_on="2026-03-03", closed_on="2026-03-04")
    assert only(judged("case.told", cases=[other])).status == "breached"


def test_statute_23_the_days_are_a_parameter() -> None:
    assert str(only(judge(pack={"case.told.days": 5})).due) == "2026-03-09"  # Saturday 03-07 is moved


def test_statute_23_why() -> None:
    head = (
        "示例市司法局对2026-03-02收到的事项c1，应不晚于2026-03-17书面告知信访人接收情况和办理途径（条例第二十三条），"
    )
    assert only(judge(told_on="2026-03-17")).why == head + "已于2026-03-17按期完成。"
    assert only(judge(as_of="2026-03-16")).why == head + "尚未完成，还剩1天：请出具告知书并登记告知日期。"
