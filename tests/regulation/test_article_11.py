"""第十一条 网上群众来信: read within five working days, answered within fifteen days."""

from typing import Any

import pytest

from regulation.documents import assert_edge, edges, judged, only, triggers


def letter(received_on: str = "2026-03-02", **more: Any) -> dict[str, Any]:
    return {"id": "l1", "official": "p", "received_on": received_on} | {k: v for k, v in more.items() if v}


@edges("2026-03-09")
def test_11_read_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    """Received on Monday 03-02: 3(1) 4(2) 5(3) 6(4) 9(5)."""
    finding = only(judged("letter.read", letters=[letter(read_on=act)], as_of=as_of))
    assert (finding.subject, finding.period) == ("letter:l1", None)
    assert_edge(finding, "2026-03-09", act, status, "letter:l1")


@edges("2026-03-17")
def test_11_reply_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    """Received on 03-02: 2 + 15 = 17, a Tuesday."""
    finding = only(judged("letter.reply", letters=[letter(replied_on=act)], as_of=as_of))
    assert_edge(finding, "2026-03-17", act, status, "letter:l1")


@pytest.mark.parametrize(
    ("received_on", "read", "reply"),
    [
        # 02-16…20 and 23 are off, Sat 02-14 is worked: 14(1) 24(2) 25(3) 26(4) 27(5); 13 + 15 = Sat 02-28, worked.
        pytest.param("2026-02-13", "2026-02-27", "2026-02-28", id="over the spring festival"),
        # 10-01…07 off, Sat 10-10 worked: 8(1) 9(2) 10(3) 12(4) 13(5); 30 + 15 = 10-15.
        pytest.param("2026-09-30", "2026-10-13", "2026-10-15", id="over the national day"),
        # Saturday: 9(1) 10(2) 11(3) 12(4) 13(5); 7 + 15 = Sunday 22 → 23.
        pytest.param("2026-03-07", "2026-03-13", "2026-03-23", id="received on a Saturday, ends on a Sunday"),
    ],
)
def test_11_last_days(received_on: str, read: str, reply: str) -> None:
    assert str(only(judged("letter.read", letters=[letter(received_on)])).due) == read
    assert str(only(judged("letter.reply", letters=[letter(received_on)])).due) == reply


@triggers
@pytest.mark.parametrize("duty", ["letter.read", "letter.reply"])
def test_11_owed_once_received(duty: str, trigger: str, as_of: str, there: bool) -> None:
    assert bool(judged(duty, letters=[letter(trigger)], as_of=as_of)) is there


def test_11_limits_are_parameters() -> None:
    """0 working days is the day itself, be it a Sunday; 0 days is moved."""
    sunday = letter("2026-03-08")
    assert str(only(judged("letter.read", letters=[sunday], pack={"letter.read.working_days": 0})).due) == "2026-03-08"
    assert str(only(judged("letter.reply", letters=[sunday], pack={"letter.reply.days": 0})).due) == "2026-03-09"


def test_11_provisional_over_an_unpublished_year() -> None:
    """12-28(1) … 31(4), then into 2027, whose arrangement is not published."""
    finding = only(judged("letter.read", letters=[letter("2026-12-25")], as_of="2026-12-25"))
    assert (str(finding.due), finding.provisional) == ("2027-01-04", True)
    assert finding.why.endswith("（期限涉及尚未公布放假安排的年份，为暂定）。")
    named = {"workdays": ["2027-01-04"], "holidays": ["2027-01-01", "2027-01-02", "2027-01-03"]}
    assert not only(judged("letter.read", letters=[letter("2026-12-25")], calendar=named)).provisional


def test_11_why() -> None:
    head = "赵示例对2026-03-02收到的网上来信l1，应不晚于"
    assert only(judged("letter.read", letters=[letter()], as_of="2026-03-05")).why == (
        head + "2026-03-09阅批（第十一条），尚未完成，还剩4天：请阅批并登记阅批日期。"
    )
    assert only(judged("letter.reply", letters=[letter(replied_on="2026-03-19")])).why == (
        head + "2026-03-17答复（第十一条），已于2026-03-19完成，逾期2天。"
    )
    assert only(judged("letter.reply", letters=[letter()], as_of="2026-03-19")).why == (
        head + "2026-03-17答复（第十一条），至2026-03-19仍未完成，已逾期2天：请答复来信人并登记答复日期。"
    )
