"""第十七条 办结时限: by grade, from the day of acceptance; what a later grade does to it."""

from typing import Any

import pytest

from regulation.documents import assert_edge, case, day_of, edges, judged, only, triggers, visit

VISITS = [visit("v")]


def graded(*grades: tuple[str, str]) -> list[dict[str, str]]:
    return [{"grade": grade, "on": f"2026-{on}" if len(on) == 5 else on} for grade, on in grades]


def accepted(accepted_on: str = "2026-03-02", **more: Any) -> dict[str, Any]:
    return case("c1", "2024-01-08", **({"accepted_on": accepted_on, "visit": "v"} | more))


def judge(matter: dict[str, Any], **more: Any) -> Any:
    """In the year of acceptance, long after everything, unless said otherwise."""
    year = int(matter["accepted_on"][:4])
    return judged("case.limit", cases=[matter], visits=VISITS, **({"year": year, "as_of": "2029-01-01"} | more))


@edges("2026-04-02")
def test_17_closing_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    """Ungraded is general: a month from 03-02 is Thursday 04-02."""
    finding = only(judge(accepted(closed_on=act), as_of=as_of))
    assert (finding.subject, finding.period) == ("case:c1", None)
    assert_edge(finding, "2026-04-02", act, status, "case:c1")


@pytest.mark.parametrize(
    ("accepted_on", "grade", "due"),
    [
        # 10(1) 11(2) 12(3) 13(4) 16(5)
        pytest.param("2025-06-09", "simple", "2025-06-16", id="a plain week"),
        # 9(1) 10(2) 11(3) 12(4) 13(5)
        pytest.param("2025-06-07", "simple", "2025-06-13", id="accepted on a Saturday"),
        # 02-16…20 and 23 off, Sat 02-14 worked: 14(1) 24(2) 25(3) 26(4) 27(5)
        pytest.param("2026-02-13", "simple", "2026-02-27", id="over the spring festival and a worked Saturday"),
        # 05-01…05 off, Sat 05-09 worked: 6(1) 7(2) 8(3) 9(4) 11(5)
        pytest.param("2026-04-30", "simple", "2026-05-11", id="over labour day and a worked Saturday"),
        pytest.param("2025-01-31", "general", "2025-02-28", id="no 31 February"),
        pytest.param("2024-01-31", "general", "2024-02-29", id="no 31 February in a leap year"),
        pytest.param("2025-09-01", "general", "2025-10-09", id="ends on 10-01, off to 10-08"),
        pytest.param("2026-01-14", "general", "2026-02-14", id="ends on a worked Saturday: not moved"),
        pytest.param("2026-01-15", "general", "2026-02-24", id="ends on Sunday 02-15, off to 02-23"),
        pytest.param("2025-12-31", "major", "2026-02-28", id="no 31 February, and that Saturday is worked"),
        pytest.param("2026-01-31", "major", "2026-03-31", id="two months in one step, not twice one"),
        pytest.param("2025-08-08", "major", "2025-10-09", id="ends on 10-08, off in 2025"),
    ],
)
def test_17_limit(accepted_on: str, grade: str, due: str) -> None:
    finding = only(judge(accepted(accepted_on, grades=graded((grade, accepted_on)))))
    assert (str(finding.due), finding.provisional) == (due, False)


@triggers
def test_17_owed_once_accepted(trigger: str, as_of: str, there: bool) -> None:
    assert bool(judge(accepted(trigger), year=2026, as_of=as_of)) is there


@pytest.mark.parametrize(
    ("more", "there"),
    [
        pytest.param({"visit": None}, False, id="not on a visit"),
        pytest.param({"path": "other"}, True, id="whatever its path"),
        pytest.param({"handling": "on_the_spot"}, True, id="whatever its handling"),
    ],
)
def test_17_which_cases(more: dict[str, Any], there: bool) -> None:
    assert bool(judge(accepted(**more))) is there


def test_17_a_case_not_accepted_has_no_limit() -> None:
    assert judged("case.limit", cases=[case(visit="v")], visits=VISITS) == []


# From 03-02 (Monday): simple 03-09, general 04-02, major Sat 05-02 → 05-06 (05-01…05 off).


@pytest.mark.parametrize(
    ("grades", "due"),
    [
        pytest.param([], "2026-04-02", id="none: general"),
        pytest.param([("simple", "03-02")], "2026-03-09", id="on the day of acceptance"),
        pytest.param([("major", "02-27")], "2026-05-06", id="before acceptance"),
        pytest.param([("major", "02-26"), ("simple", "02-27")], "2026-03-09", id="the latest before acceptance"),
        pytest.param([("simple", "02-27"), ("major", "02-26")], "2026-03-09", id="by date, not by order of the list"),
        pytest.param([("major", "03-02"), ("simple", "03-02")], "2026-03-09", id="of one day the later in the list"),
        pytest.param([("simple", "03-02"), ("major", "03-02")], "2026-05-06", id="of one day the later, the other way"),
    ],
)
def test_17_grade_on_acceptance(grades: list[tuple[str, str]], due: str) -> None:
    assert str(only(judge(accepted(grades=graded(*grades)))).due) == due


@pytest.mark.parametrize(
    ("grades", "due"),
    [
        pytest.param([("simple", "03-02"), ("major", "03-08")], "2026-05-06", id="harder the day before the limit"),
        pytest.param([("simple", "03-02"), ("major", "03-09")], "2026-05-06", id="harder on the last day"),
        pytest.param([("simple", "03-02"), ("major", "03-10")], "2026-03-09", id="harder the day after: not revived"),
        pytest.param([("simple", "03-03")], "2026-03-09", id="easier: the limit of the new grade from acceptance"),
        pytest.param([("simple", "03-09")], "2026-03-09", id="easier on the new limit"),
        pytest.param([("simple", "03-10")], "2026-03-10", id="easier after the new limit: the day of regrading"),
        pytest.param([("simple", "03-14")], "2026-03-16", id="easier on a Saturday: moved to Monday"),
        pytest.param([("simple", "04-02")], "2026-04-02", id="easier on the last day"),
        pytest.param([("simple", "04-03")], "2026-04-02", id="easier after the last day: nothing"),
        pytest.param(
            [("simple", "03-10"), ("major", "03-11")], "2026-03-10", id="easier, then harder when that expired"
        ),
        pytest.param(
            [("simple", "03-10"), ("major", "03-10")], "2026-05-06", id="easier and harder on one day, in this order"
        ),
        pytest.param(
            [("major", "03-10"), ("simple", "03-10")], "2026-03-10", id="harder and easier on one day, in this order"
        ),
        pytest.param(
            [("major", "03-11"), ("simple", "03-10")], "2026-03-10", id="by date whatever the order of the list"
        ),
        pytest.param([("general", "03-05")], "2026-04-02", id="the same grade changes nothing"),
        pytest.param([("major", "04-02"), ("general", "05-06")], "2026-05-06", id="back on the last day of the new"),
    ],
)
def test_17_regrading(grades: list[tuple[str, str]], due: str) -> None:
    assert str(only(judge(accepted(grades=graded(*grades)))).due) == due


@pytest.mark.parametrize(
    ("as_of", "due"),
    [
        pytest.param("2026-03-04", "2026-03-09", id="the day before regrading"),
        pytest.param("2026-03-05", "2026-05-06", id="on the day of regrading"),
    ],
)
def test_17_a_grade_after_as_of_is_ignored(as_of: str, due: str) -> None:
    matter = accepted(grades=graded(("simple", "03-02"), ("major", "03-05")))
    assert str(only(judge(matter, as_of=as_of)).due) == due


@pytest.mark.parametrize(
    ("closed_on", "due"),
    [
        pytest.param("2026-03-04", "2026-03-09", id="closed the day before regrading"),
        pytest.param("2026-03-05", "2026-05-06", id="closed on the day of regrading"),
    ],
)
def test_17_a_grade_after_closing_is_ignored(closed_on: str, due: str) -> None:
    matter = accepted(closed_on=closed_on, grades=graded(("simple", "03-02"), ("major", "03-05")))
    assert str(only(judge(matter)).due) == due


def test_17_no_extension_moves_it() -> None:
    extension = {"approved_on": "2026-03-05", "approved_by": "p", "days": 30}
    assert str(only(judge(accepted(extension=extension))).due) == "2026-04-02"


def test_17_the_limits_are_parameters() -> None:
    """7 working days: 3(1) 4(2) 5(3) 6(4) 9(5) 10(6) 11(7); 0 months is the day itself."""
    for grade, name, value, due in [
        ("simple", "case.limit.simple_working_days", 7, "2026-03-11"),
        ("general", "case.limit.general_months", 0, "2026-03-02"),
        ("major", "case.limit.major_months", 3, "2026-06-02"),
    ]:
        matter = accepted(grades=graded((grade, "03-02")))
        assert str(only(judge(matter, pack={name: value})).due) == due


@pytest.mark.parametrize(
    ("accepted_on", "grades", "due", "provisional"),
    [
        pytest.param("2026-11-30", [], "2026-12-30", False, id="ends in 2026"),
        pytest.param("2026-12-01", [], "2027-01-04", True, id="ends on 2027-01-01, off"),
        pytest.param("2026-12-25", [("simple", "2026-12-25")], "2027-01-04", True, id="counted into 2027"),
        # simple from 12-24: 25(1) 28(2) 29(3) 30(4) 31(5)
        pytest.param("2026-12-24", [("simple", "2026-12-24")], "2026-12-31", False, id="the last day of 2026"),
        # major from 11-05 ends 2027-01-05; the later simple grade alone would not look at 2027
        pytest.param(
            "2026-11-05",
            [("major", "2026-11-05"), ("simple", "2026-11-06")],
            "2026-11-12",
            True,
            id="an intermediate limit was provisional",
        ),
    ],
)
def test_17_provisional(accepted_on: str, grades: list[tuple[str, str]], due: str, provisional: bool) -> None:
    finding = only(judge(accepted(accepted_on, grades=graded(*grades))))
    assert (str(finding.due), finding.provisional) == (due, provisional)


def test_17_closed_late_by_a_day() -> None:
    finding = only(judge(accepted(closed_on=day_of("2026-04-02", 1))))
    assert (finding.status, finding.evidence) == ("late", ("case:c1",))


def test_17_why() -> None:
    head = "示例市司法局对下访中2026-03-02受理的事项c1，应不晚于2026-04-02办结（第十七条），"
    assert only(judge(accepted(closed_on="2026-03-30"))).why == head + "已于2026-03-30按期完成。"
    assert only(judge(accepted(), as_of="2026-03-30")).why == head + "尚未完成，还剩3天：请办结并登记办结日期。"
