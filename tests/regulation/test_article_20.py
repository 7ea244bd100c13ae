"""第二十条 考核和追责: the yearly assessment, and the sanction that fits a confirmed fault."""

from typing import Any

import pytest

from regulation.documents import PROVINCE, assert_edge, edges, judged, only, organization, subjects, triggers


def assessment(identifier: str = "m1", completed_on: str = "2027-03-01", **more: Any) -> dict[str, Any]:
    return {"id": identifier, "year": 2026, "organization": "c", "completed_on": completed_on} | more


def fault(confirmed_on: str = "2026-03-02", kind: str = "perfunctory", **more: Any) -> dict[str, Any]:
    made = {"official": "q", "kind": kind, "confirmed_on": confirmed_on} | more
    return {key: value for key, value in made.items() if value is not None}


def judge(*found: dict[str, Any], **more: Any) -> Any:
    inspections = [{"id": "i1", "kind": "random", "on": "2024-03-04", "organization": "c", "findings": list(found)}]
    return judged("sanction", inspections=inspections, **more)


@edges("2027-03-31")
def test_20_assessment_around_31_march(act: str | None, as_of: str, status: str) -> None:
    done = [assessment(completed_on=act)] if act else []
    finding = only(judged("assessment.year", assessments=done, as_of=as_of), "organization:c")
    assert finding.period == "2026"
    assert_edge(finding, "2027-03-31", act, status, "assessment:m1")


def test_20_which_organs_are_assessed() -> None:
    assert subjects(judged("assessment.year")) == {"d", "c", "k", "a", "r"}


@pytest.mark.parametrize(
    ("from_", "to", "there"),
    [
        ("2026-12-31", None, True),
        ("2027-01-01", None, False),
        (None, "2026-12-31", True),
        (None, "2026-12-30", False),
    ],
)
def test_20_organs_that_exist_on_the_years_last_day(from_: str | None, to: str | None, there: bool) -> None:
    new = organization("x", "county_bureau", "c", from_=from_, to=to)
    for as_of in ("2026-05-01", "2027-05-01"):
        found = judged("assessment.year", organizations=[*PROVINCE, new], as_of=as_of)
        assert ("x" in subjects(found)) is there


@pytest.mark.parametrize(("as_of", "there"), [("2025-12-31", False), ("2026-01-01", True)])
def test_20_given_from_the_years_first_day(as_of: str, there: bool) -> None:
    assert bool(judged("assessment.year", as_of=as_of)) is there


def test_20_an_assessment_of_another_year_or_organ_does_not_count() -> None:
    done = [assessment("m1", year=2025), assessment("m2", organization="k")]
    found = judged("assessment.year", assessments=done, as_of="2027-03-05")
    assert only(found, "organization:c").have == 0


def test_20_the_earliest_assessment_is_the_act() -> None:
    done = [assessment("m2"), assessment("m10"), assessment("m1", "2027-03-02")]
    for order in (done, done[::-1]):
        found = judged("assessment.year", assessments=order, as_of="2027-03-05")
        assert only(found, "organization:c").evidence == ("assessment:m10",)


def test_20_an_assessment_within_the_year_counts() -> None:
    found = judged("assessment.year", assessments=[assessment(completed_on="2026-11-02")])
    assert only(found, "organization:c").status == "met"


def test_20_the_day_is_a_parameter() -> None:
    assert str(judged("assessment.year", pack={"assessment.year.due": "01-31"})[0].due) == "2027-01-31"


@edges("2026-04-01")
def test_20_sanction_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    """03-02 + 30 = 04-01, a Wednesday."""
    sanctioned = fault(sanction="criticism", sanctioned_on=act) if act else fault()
    finding = only(judge(sanctioned, as_of=as_of))
    assert (finding.subject, finding.period) == ("inspection:i1/official:q/perfunctory", None)
    assert_edge(finding, "2026-04-01", act, status, "inspection:i1")


@pytest.mark.parametrize(
    ("kind", "sanction", "fits"),
    [
        ("perfunctory", "criticism", True),
        ("perfunctory", "accountability", True),
        ("perfunctory", None, False),
        ("unresolved", "criticism", True),
        ("unresolved", "accountability", True),
        ("unresolved", None, False),
        ("harmful_escalation", "criticism", False),
        ("harmful_escalation", "accountability", True),
        ("harmful_escalation", None, False),
    ],
)
def test_20_which_sanction_fits(kind: str, sanction: str | None, fits: bool) -> None:
    finding = only(judge(fault(kind=kind, sanction=sanction, sanctioned_on="2026-03-10")))
    assert finding.status == ("met" if fits else "breached")


def test_20_a_sanction_without_its_day_is_none() -> None:
    assert only(judge(fault(sanction="criticism"))).status == "breached"


@triggers
def test_20_owed_once_confirmed(trigger: str, as_of: str, there: bool) -> None:
    assert bool(judge(fault(trigger), as_of=as_of)) is there


def test_20_each_fault_of_an_inspection() -> None:
    found = judge(fault(), fault(kind="unresolved"), fault(official="p"))
    assert subjects(found) == {
        "i1/official:q/perfunctory",
        "i1/official:q/unresolved",
        "i1/official:p/perfunctory",
    }


@pytest.mark.parametrize(
    ("confirmed_on", "due"),
    [
        pytest.param("2026-03-05", "2026-04-07", id="ends on Saturday 04-04, off to Monday 04-06"),
        pytest.param("2026-01-15", "2026-02-14", id="ends on a worked Saturday"),
    ],
)
def test_20_thirty_days(confirmed_on: str, due: str) -> None:
    assert str(only(judge(fault(confirmed_on))).due) == due


def test_20_the_days_are_a_parameter() -> None:
    assert str(only(judge(fault(), pack={"sanction.days": 0})).due) == "2026-03-02"


def test_20_why_assessment() -> None:
    assert only(judged("assessment.year", as_of="2027-03-01"), "organization:c").why == (
        "示例市司法局领导班子应不晚于2027-03-31完成2026年度下访接待工作考核（第二十条），"
        "尚未完成，还剩30天：请完成考核并登记完成日期。"
    )


@pytest.mark.parametrize(
    ("kind", "confirmed", "words"),
    [
        ("perfunctory", "不认真接待群众", "通报批评或追究责任"),
        ("unresolved", "只接待不依法解决问题", "通报批评或追究责任"),
        ("harmful_escalation", "引发进京赴省访造成不良影响", "追究责任"),
    ],
)
def test_20_why_sanction(kind: str, confirmed: str, words: str) -> None:
    head = f"抽查i1于2026-03-02认定钱示例{confirmed}，应不晚于2026-04-01{words}（第二十条），"
    assert only(judge(fault(kind=kind), as_of="2026-04-03")).why == (
        f"{head}至2026-04-03仍未完成，已逾期2天：请依规{words}并登记日期。"
    )
    done = fault(kind=kind, sanction="accountability", sanctioned_on="2026-03-20")
    assert only(judge(done)).why == f"{head}已于2026-03-20按期完成。"
