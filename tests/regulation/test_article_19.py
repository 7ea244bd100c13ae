"""第十九条 抽查和通报: inspections of both kinds each year, a bulletin each half-year."""

from typing import Any

import pytest

from regulation.documents import assert_edge, edges, judged, only


def inspection(identifier: str = "i1", on: str = "2026-03-02", kind: str = "regular") -> dict[str, Any]:
    return {"id": identifier, "kind": kind, "on": on, "organization": "c"}


def bulletin(identifier: str = "b1", issued_on: str = "2026-07-20", half: str = "2026H1") -> dict[str, Any]:
    return {"id": identifier, "half": half, "issued_on": issued_on}


@pytest.mark.parametrize("kind", ["regular", "random"])
@pytest.mark.parametrize(
    ("on", "as_of", "status"),
    [
        pytest.param("2025-12-31", "2027-01-01", "breached", id="the day before the year"),
        pytest.param("2026-01-01", "2027-01-01", "met", id="on the first day"),
        pytest.param("2026-12-31", "2027-01-01", "met", id="on the last day"),
        pytest.param("2027-01-01", "2027-01-01", "breached", id="the day after the year"),
        pytest.param("2026-05-05", "2026-05-04", "pending", id="the day after as_of"),
        pytest.param("2026-05-05", "2026-05-05", "met", id="on as_of"),
        pytest.param("2027-01-01", "2026-12-31", "pending", id="nothing yet on the last day"),
    ],
)
def test_19_inspection_around_the_years_ends(kind: str, on: str, as_of: str, status: str) -> None:
    finding = only(judged(f"inspection.{kind}", inspections=[inspection(on=on, kind=kind)], as_of=as_of))
    met = status == "met"
    assert (finding.subject, finding.period, str(finding.due)) == ("organization:d", "2026", "2026-12-31")
    assert (finding.status, finding.need, finding.have) == (status, 1, int(met))
    assert finding.evidence == (("inspection:i1",) if met else ())


def test_19_a_regular_inspection_is_no_random_one() -> None:
    both = [inspection("i2"), inspection("i10"), inspection("i1", "2026-02-02", "random")]
    finding = only(judged("inspection.regular", inspections=both))
    assert (finding.have, finding.evidence) == (2, ("inspection:i10", "inspection:i2"))
    assert only(judged("inspection.random", inspections=both)).evidence == ("inspection:i1",)


@pytest.mark.parametrize(("need", "completed"), [(1, "2026-02-02"), (2, "2026-03-02"), (3, "None")])
def test_19_completed_by_the_need_th(need: int, completed: str) -> None:
    two = [inspection("i1"), inspection("i2", "2026-02-02")]
    found = judged("inspection.regular", inspections=two, pack={"inspection.regular.need": need})
    assert str(only(found).completed_on) == completed


@pytest.mark.parametrize("kind", ["regular", "random"])
def test_19_need_0_gives_nothing(kind: str) -> None:
    assert judged(f"inspection.{kind}", pack={f"inspection.{kind}.need": 0}) == []


def test_19_the_office_may_belong_to_any_organization() -> None:
    assert only(judged("inspection.regular", office="u")).subject == "organization:u"
    assert only(judged("bulletin.half_year", office="u", as_of="2026-01-01")).subject == "organization:u"


@edges("2026-07-31")
def test_19_first_bulletin_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    """06-30 + 31 = 07-31."""
    issued = [bulletin(issued_on=act)] if act else []
    finding = only(judged("bulletin.half_year", bulletins=issued, as_of=as_of), period="2026H1")
    assert finding.subject == "organization:d"
    assert_edge(finding, "2026-07-31", act, status, "bulletin:b1")


@edges("2027-01-31")
def test_19_second_bulletin_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    """12-31 + 31 = 01-31, a Sunday: not moved."""
    issued = [bulletin(issued_on=act, half="2026H2")] if act else []
    finding = only(judged("bulletin.half_year", bulletins=issued, as_of=as_of), period="2026H2")
    assert not finding.provisional
    assert_edge(finding, "2027-01-31", act, status, "bulletin:b1")


@pytest.mark.parametrize(
    ("as_of", "periods"),
    [
        ("2025-12-31", []),
        ("2026-01-01", ["2026H1"]),
        ("2026-06-30", ["2026H1"]),
        ("2026-07-01", ["2026H1", "2026H2"]),
        ("2028-01-01", ["2026H1", "2026H2"]),
    ],
)
def test_19_given_once_the_half_has_started(as_of: str, periods: list[str]) -> None:
    assert [finding.period for finding in judged("bulletin.half_year", as_of=as_of)] == periods


def test_19_a_bulletin_of_another_half_does_not_count() -> None:
    issued = [bulletin("b1", half="2025H1"), bulletin("b2", half="2026H2")]
    assert only(judged("bulletin.half_year", bulletins=issued), period="2026H1").have == 0


def test_19_the_earliest_bulletin_is_the_act() -> None:
    issued = [bulletin("b2"), bulletin("b10"), bulletin("b1", "2026-07-21")]
    for order in (issued, issued[::-1]):
        assert only(judged("bulletin.half_year", bulletins=order), period="2026H1").evidence == ("bulletin:b10",)


def test_19_a_bulletin_within_the_half_counts() -> None:
    found = judged("bulletin.half_year", bulletins=[bulletin(issued_on="2026-06-01")], as_of="2026-06-01")
    assert only(found).status == "met"


def test_19_the_days_are_a_parameter() -> None:
    found = judged("bulletin.half_year", pack={"bulletin.half_year.days": 0})
    assert [str(finding.due) for finding in found] == ["2026-06-30", "2026-12-31"]


def test_19_why_inspections() -> None:
    head = "示例省司法厅（领导小组办公室）应在2026-01-01至2026-12-31期间开展"
    assert only(judged("inspection.regular", as_of="2026-12-01")).why == (
        head + "定期抽查至少1次（第十九条），已完成0次，还差1次，还剩30天：请组织定期抽查并登记。"
    )
    assert only(judged("inspection.random", inspections=[inspection(kind="random")])).why == (
        head + "不定期抽查至少1次（第十九条），已完成1次，于2026-03-02达标。"
    )


def test_19_why_bulletin() -> None:
    found = judged("bulletin.half_year", as_of="2026-08-02")
    assert only(found, period="2026H1").why == (
        "示例省司法厅（领导小组办公室）应不晚于2026-07-31印发2026年上半年抽查通报（第十九条），"
        "至2026-08-02仍未完成，已逾期2天：请印发通报并登记印发日期。"
    )
    assert only(found, period="2026H2").why == (
        "示例省司法厅（领导小组办公室）应不晚于2027-01-31印发2026年下半年抽查通报（第十九条），"
        "尚未完成，还剩182天：请印发通报并登记印发日期。"
    )
