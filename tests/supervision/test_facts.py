"""From the acts to the findings: the facts document is sound, and the regulation says what the acts say."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import cast
from supervision import story
from supervision.story import Office
from xiafang.organizations import facts as organizations
from xiafang.regulation.articles import article_20
from xiafang.regulation.engine import evaluate
from xiafang.regulation.findings import Finding
from xiafang.regulation.reading import read_facts
from xiafang.supervision import facts
from xiafang.supervision.kinds import Fault, InspectionKind, SanctionKind

DUTIES = [
    "agreement.direct",
    "agreement.cascade",
    "plan.filed",
    "inspection.regular",
    "inspection.random",
    "bulletin.half_year",
    "assessment.year",
    "sanction",
]


def document(year: int, as_of: date) -> dict[str, Any]:
    return {"year": year, "as_of": as_of.isoformat()} | organizations.read() | facts.read()


def judge(year: int = 2026, as_of: date = cast.DAY) -> dict[tuple[str, str, str | None], Finding]:
    raw = json.dumps(document(year, as_of), ensure_ascii=False).encode()
    found = evaluate(read_facts(raw), only=DUTIES)
    return {(finding.duty, finding.subject, finding.period): finding for finding in found}


def status(found: dict[tuple[str, str, str | None], Finding], duty: str, unit: Any, period: str = "2026") -> str:
    return found[(duty, f"organization:{unit.pk}", period)].status


def test_a_document_without_any_record_is_sound(office: Office) -> None:
    found = judge()
    assert {finding.status for finding in found.values()} == {"breached", "pending"}
    assert "sanction" not in {duty for duty, *_ in found}


def test_6_agreements_are_met_late_or_breached_as_signed(office: Office) -> None:
    land = office.land
    up = {"superior": land.department}
    office.agree(subordinate=land.city, on=date(2026, 1, 31), **up)
    late = office.agree(subordinate=land.neighbour, on=date(2026, 2, 1), **up)
    office.agree(subordinate=land.division, on=date(2026, 1, 5), year=2025, **up)
    office.agree(on=date(2026, 3, 31))
    office.agree(superior=land.neighbour, subordinate=land.far, on=date(2026, 4, 1))
    found = judge()
    assert status(found, "agreement.direct", land.city) == "met"
    assert status(found, "agreement.direct", land.neighbour) == "late"
    assert found[("agreement.direct", f"organization:{land.neighbour.pk}", "2026")].evidence == (
        f"agreement:{late.pk}",
    )
    assert status(found, "agreement.direct", land.division) == "breached"
    assert status(found, "agreement.cascade", land.county) == "met"
    assert status(found, "agreement.cascade", land.far) == "late"
    assert status(found, "agreement.cascade", land.prison) == "breached"


def test_6_the_earliest_plan_counts_and_a_voided_one_does_not(office: Office) -> None:
    land = office.land
    first = office.plan(on=date(2026, 1, 20))
    office.plan(on=date(2026, 2, 9), amended_because="人员调整")
    office.plan(organization=land.city, on=date(2026, 1, 21))
    found = judge()
    assert status(found, "plan.filed", land.county) == "met"
    assert status(found, "plan.filed", land.city) == "late"
    assert status(found, "plan.filed", land.division) == "breached"
    story.void("plan", first)
    assert status(judge(), "plan.filed", land.county) == "late"


def test_19_inspections_count_in_their_year_and_bulletins_for_their_half(office: Office) -> None:
    department = office.land.department
    office.inspect()
    office.inspect(kind=InspectionKind.RANDOM, on=date(2025, 11, 4))
    office.bulletin(on=date(2026, 1, 31))
    office.bulletin(half="2025H1", on=date(2025, 8, 1), number="示司信领办〔2025〕2号")
    found = judge()
    assert status(found, "inspection.regular", department) == "met"
    assert status(found, "inspection.random", department) == "pending"
    assert status(found, "bulletin.half_year", department, "2026H1") == "pending"
    before = judge(2025)
    assert status(before, "inspection.regular", department, "2025") == "breached"
    assert status(before, "inspection.random", department, "2025") == "met"
    assert status(before, "bulletin.half_year", department, "2025H1") == "late"
    assert status(before, "bulletin.half_year", department, "2025H2") == "met"


def test_20_assessments_are_met_late_or_breached(office: Office) -> None:
    land = office.land
    office.assess(on=date(2026, 3, 31))
    office.assess(organization=land.city, on=date(2026, 4, 1))
    wrong = office.assess(organization=land.far)
    story.void("assessment", wrong)
    found = judge(2025)
    assert status(found, "assessment.year", land.county, "2025") == "met"
    assert status(found, "assessment.year", land.city, "2025") == "late"
    assert status(found, "assessment.year", land.far, "2025") == "breached"
    assert status(judge(), "assessment.year", land.county) == "pending"


@pytest.mark.parametrize(
    ("fault", "given", "said"),
    [
        # confirmed on 2026-04-20; 30 days on is Wednesday 2026-05-20
        pytest.param(Fault.PERFUNCTORY, [], "breached", id="nothing was done"),
        pytest.param(Fault.PERFUNCTORY, [("criticism", "2026-05-20")], "met", id="on the last day"),
        pytest.param(Fault.UNRESOLVED, [("accountability", "2026-05-21")], "late", id="the day after"),
        pytest.param(
            Fault.UNRESOLVED,
            [("accountability", "2026-05-21"), ("criticism", "2026-05-04")],
            "met",
            id="the first counts",
        ),
        pytest.param(Fault.HARMFUL_ESCALATION, [("criticism", "2026-05-04")], "breached", id="criticism is not enough"),
        pytest.param(
            Fault.HARMFUL_ESCALATION,
            [("criticism", "2026-05-04"), ("accountability", "2026-05-18")],
            "met",
            id="criticism first, then accountability in time",
        ),
    ],
)
def test_20_a_fault_is_sanctioned_as_fits(
    office: Office, fault: Fault, given: list[tuple[str, str]], said: str
) -> None:
    inspection = office.inspect()
    finding = office.find(inspection, kind=fault)
    for kind, on in given:
        office.sanction(finding, kind=SanctionKind(kind), on=date.fromisoformat(on))
    subject = f"inspection:{inspection.pk}/official:{office.accused.pk}/{fault}"
    assert judge()[("sanction", subject, None)].status == said


def test_20_which_sanction_fits_is_said_as_the_regulation_says_it() -> None:
    for fault, kinds in article_20._FITTING.items():
        for kind in SanctionKind.values:
            other = next(value for value in SanctionKind.values if value != kind)
            counts = facts._sanction(fault, [("2026-05-01", kind), ("2026-05-02", other)])
            assert (counts["sanction"] == kind) == (kind in kinds)


def test_what_was_voided_is_no_fact(office: Office) -> None:
    made = office.everything()
    full = facts.read()
    assert {key: len(rows) for key, rows in full.items()} == dict.fromkeys(full, 1)
    assert len(full["inspections"][0]["findings"]) == 1
    for name in ("sanction", "finding"):
        story.void(name, made[name])
    assert "findings" not in facts.inspections()[0]
    for name in ("inspection", "agreement", "plan", "bulletin", "assessment"):
        story.void(name, made[name])
    assert facts.read() == {key: [] for key in full}


def test_the_number_of_queries_does_not_grow(office: Office) -> None:
    office.everything()
    office.find(office.inspect(on=date(2026, 4, 9)))
    with CaptureQueriesContext(connection) as queries:
        facts.read()
    assert len(queries) == 4
