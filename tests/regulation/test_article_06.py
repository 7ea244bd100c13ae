"""第六条 责任书与计划: agreements level by level, plans by 20 January."""

from typing import Any

import pytest

from regulation.documents import (
    PROVINCE,
    assert_edge,
    edges,
    judged,
    only,
    organization,
    subjects,
)


def agreement(identifier: str, signed_on: str, superior: str, subordinate: str, year: int = 2026) -> dict[str, Any]:
    return {
        "id": identifier,
        "year": year,
        "superior": superior,
        "subordinate": subordinate,
        "signed_on": signed_on,
    }


def plan(identifier: str, filed_on: str, organization: str = "c", year: int = 2026) -> dict[str, Any]:
    return {"id": identifier, "year": year, "organization": organization, "filed_on": filed_on}


def test_06_who_signs_with_the_department() -> None:
    """Under the department, of the five kinds; a county bureau or a prison right under it signs nothing."""
    more = [organization("x", "county_bureau"), organization("y", "prison"), organization("z", "division", "u")]
    found = judged("agreement.direct", organizations=[*PROVINCE, *more])
    assert subjects(found) == {"c", "a", "r", "u", "i"}


def test_06_who_signs_with_the_level_above() -> None:
    """Under a city bureau or an administration, whatever the kind but a judicial office; not under a county bureau."""
    more = [
        organization("x", "division", "c"),
        organization("y", "judicial_office", "c"),
        organization("z", "institution", "a"),
        organization("w", "division", "k"),
        organization("v", "institution", "u"),
    ]
    found = judged("agreement.cascade", organizations=[*PROVINCE, *more])
    assert subjects(found) == {"k", "g", "e", "x", "z"}


def test_06_who_files_a_plan() -> None:
    """Bureaus, administrations and direct units; a division lower down is no direct unit."""
    more = [organization("x", "division", "c"), organization("y", "institution", "a")]
    assert subjects(judged("plan.filed", organizations=[*PROVINCE, *more])) == {"c", "k", "a", "r", "u", "i"}


@edges("2026-01-31")
def test_06_direct_agreement_around_31_january(act: str | None, as_of: str, status: str) -> None:
    signed = [agreement("b1", act, "d", "c")] if act else []
    finding = only(judged("agreement.direct", agreements=signed, as_of=as_of), "organization:c")
    assert finding.period == "2026"
    assert_edge(finding, "2026-01-31", act, status, "agreement:b1")


@edges("2026-03-31")
def test_06_cascade_agreement_around_31_march(act: str | None, as_of: str, status: str) -> None:
    signed = [agreement("b1", act, "c", "k")] if act else []
    finding = only(judged("agreement.cascade", agreements=signed, as_of=as_of), "organization:k")
    assert finding.period == "2026"
    assert_edge(finding, "2026-03-31", act, status, "agreement:b1")


@edges("2026-01-20")
def test_06_plan_around_20_january(act: str | None, as_of: str, status: str) -> None:
    filed = [plan("b1", act)] if act else []
    finding = only(judged("plan.filed", plans=filed, as_of=as_of), "organization:c")
    assert finding.period == "2026"
    assert_edge(finding, "2026-01-20", act, status, "plan:b1")


@pytest.mark.parametrize(
    "signed",
    [
        pytest.param(agreement("b1", "2026-01-05", "d", "a"), id="of another organization"),
        pytest.param(agreement("b1", "2026-01-05", "c", "d"), id="the wrong way round"),
        pytest.param(agreement("b1", "2026-01-05", "a", "c"), id="with another superior"),
        pytest.param(agreement("b1", "2026-01-05", "d", "c", year=2025), id="of another year"),
    ],
)
def test_06_an_agreement_that_does_not_count(signed: dict[str, Any]) -> None:
    assert only(judged("agreement.direct", agreements=[signed]), "organization:c").status == "breached"


def test_06_a_plan_of_another_year_or_organization_does_not_count() -> None:
    filed = [plan("b1", "2026-01-05", "k"), plan("b2", "2026-01-05", year=2027)]
    assert only(judged("plan.filed", plans=filed), "organization:c").status == "breached"


def test_06_a_paper_signed_in_the_year_before_counts() -> None:
    finding = only(judged("plan.filed", plans=[plan("b1", "2025-12-20")], as_of="2026-01-01"), "organization:c")
    assert (finding.status, str(finding.completed_on)) == ("met", "2025-12-20")


@pytest.mark.parametrize(
    ("papers", "evidence"),
    [
        pytest.param([("b2", "2026-01-05"), ("b1", "2026-01-06")], "plan:b2", id="the earlier one"),
        pytest.param([("b2", "2026-01-05"), ("b1", "2026-01-05")], "plan:b1", id="the smaller id of one day"),
        pytest.param([("b2", "2026-01-05"), ("b10", "2026-01-05")], "plan:b10", id="ids are text"),
    ],
)
def test_06_the_earliest_paper_is_the_act(papers: list[tuple[str, str]], evidence: str) -> None:
    for order in (papers, papers[::-1]):
        found = judged("plan.filed", plans=[plan(identifier, day) for identifier, day in order])
        assert only(found, "organization:c").evidence == (evidence,)


@pytest.mark.parametrize(
    ("duty", "due", "kind", "parent"),
    [
        ("agreement.direct", "2026-01-31", "city_bureau", "d"),
        ("agreement.cascade", "2026-03-31", "county_bureau", "c"),
        ("plan.filed", "2026-01-20", "county_bureau", "c"),
    ],
)
def test_06_owed_by_who_exists_on_the_last_day(duty: str, due: str, kind: str, parent: str) -> None:
    before, after = {"2026-01-31": ("2026-01-30", "2026-02-01"), "2026-03-31": ("2026-03-30", "2026-04-01")}.get(
        due, ("2026-01-19", "2026-01-21")
    )
    new = [
        organization("founded-then", kind, parent, from_=due),
        organization("founded-later", kind, parent, from_=after),
        organization("closed-then", kind, parent, to=due),
        organization("closed-before", kind, parent, to=before),
    ]
    found = subjects(judged(duty, organizations=[*PROVINCE, *new])) - {one["id"] for one in PROVINCE}
    assert found == {"founded-then", "closed-then"}


@pytest.mark.parametrize("duty", ["agreement.direct", "agreement.cascade", "plan.filed"])
def test_06_nothing_before_the_years_first_day(duty: str) -> None:
    assert judged(duty, as_of="2025-12-31") == []
    assert {finding.status for finding in judged(duty, as_of="2026-01-01")} == {"pending"}


def test_06_the_days_are_parameters() -> None:
    found = judged("plan.filed", pack={"plan.filed.due": "02-28"})
    assert {str(finding.due) for finding in found} == {"2026-02-28"}
    found = judged("agreement.direct", pack={"agreement.direct.due": "12-31"})
    assert {str(finding.due) for finding in found} == {"2026-12-31"}
    found = judged("agreement.cascade", pack={"agreement.cascade.due": "01-01"})
    assert {str(finding.due) for finding in found} == {"2026-01-01"}


def test_06_why_direct() -> None:
    head = "示例市司法局应不晚于2026-01-31与示例省司法厅签订2026年信访工作目标管理责任书（第六条第1款），"
    todo = "请与示例省司法厅签订并登记签订日期。"

    def why(as_of: str, *signed: dict[str, Any]) -> str:
        return only(judged("agreement.direct", agreements=list(signed), as_of=as_of), "organization:c").why

    assert why("2026-03-01", agreement("b1", "2026-01-05", "d", "c")) == head + "已于2026-01-05按期完成。"
    assert why("2026-03-01", agreement("b1", "2026-02-02", "d", "c")) == head + "已于2026-02-02完成，逾期2天。"
    assert why("2026-01-30") == head + "尚未完成，还剩1天：" + todo
    assert why("2026-01-31") == head + "尚未完成，当日到期：" + todo
    assert why("2026-02-03") == head + "至2026-02-03仍未完成，已逾期3天：" + todo


def test_06_why_cascade() -> None:
    assert only(judged("agreement.cascade", as_of="2026-03-01"), "organization:k").why == (
        "示例县司法局应不晚于2026-03-31与示例市司法局签订2026年信访工作目标管理责任书（第六条第2款），"
        "尚未完成，还剩30天：请与示例市司法局签订并登记签订日期。"
    )


def test_06_why_plan() -> None:
    assert only(judged("plan.filed", as_of="2026-01-21"), "organization:u").why == (
        "示例处应不晚于2026-01-20将2026年下访工作计划和方案报领导小组办公室备查（第六条第3款），"
        "至2026-01-21仍未完成，已逾期1天：请报送计划和方案。"
    )
