"""What a facts document must not contradict: references, order of acts, the tree; every fault with its path."""

from typing import Any

import pytest

from regulation.documents import faults, organization
from regulation.whole import ESCALATION, FULL, changed

C = "$.cases[0]"
E = f"{C}.escalations[0]"


@pytest.mark.parametrize(
    "path",
    [
        "$.office",
        "$.organizations[1].parent",
        "$.officials[0].posts[0].organization",
        "$.agreements[0].superior",
        "$.agreements[0].subordinate",
        "$.plans[0].organization",
        "$.assessments[0].organization",
        "$.shortlists[0].organization",
        "$.shortlists[0].cases[0]",
        "$.visits[0].organization",
        "$.visits[0].leaders[0]",
        "$.visits[0].cases[0]",
        "$.notices[0].visit",
        "$.notices[0].case",
        f"{C}.organization",
        f"{C}.visit",
        f"{C}.extension.approved_by",
        f"{C}.sponsors[0].official",
        f"{E}.opinion.approved_by",
        f"{E}.follow_up.official",
        "$.discoveries[0].visit",
        "$.letters[0].official",
        "$.inspections[0].organization",
        "$.inspections[0].findings[0].official",
    ],
)
def test_a_reference_to_nothing_is_named(path: str) -> None:
    assert faults(changed((path, "?"))) == [path]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param([("$.policy", "nowhere")], ["$.policy"], id="an unknown pack"),
        pytest.param([("$.plans[0].id", "")], ["$.plans[0].id"], id="an empty id"),
        pytest.param([("$.plans[1]", FULL["plans"][0])], ["$.plans[1].id"], id="an id twice in its list"),
        pytest.param([(f"{C}.escalations[1]", ESCALATION)], [f"{C}.escalations[1].id"], id="an escalation's id twice"),
        pytest.param(
            [("$.discoveries[0].notified[0].organization", "?")],
            ["$.discoveries[0].notified[0].organization"],
            id="told nobody",
        ),
        # spans
        pytest.param(
            [("$.organizations[1].from", "2026-02-02"), ("$.organizations[1].to", "2026-02-01")],
            ["$.organizations[1].to"],
            id="an organization's span turned round",
        ),
        pytest.param([("$.officials[0].posts[0].to", "2019-12-31")], ["$.officials[0].posts[0].to"], id="a post's"),
        pytest.param(
            [("$.officials[0].exemptions[0].to", "2025-12-31")], ["$.officials[0].exemptions[0].to"], id="an absence's"
        ),
        pytest.param([(f"{C}.sponsors[0].to", "2025-12-31")], [f"{C}.sponsors[0].to"], id="a sponsor's"),
        # acts before what they answer
        pytest.param([(f"{C}.told_on", "2026-03-01")], [f"{C}.told_on"], id="told before received"),
        pytest.param([(f"{C}.accepted_on", "2026-03-01")], [f"{C}.accepted_on"], id="accepted before received"),
        *(
            pytest.param([(f"{C}.{key}", "2026-03-02")], [f"{C}.{key}"], id=f"{key} before accepted")
            for key in ("closed_on", "replied_on", "extension.approved_on")
        ),
        pytest.param([(f"{C}.resolved_on", "2026-03-02")], [f"{C}.resolved_on"], id="resolved before accepted"),
        pytest.param([(f"{C}.returned_on", "2026-03-02")], [f"{C}.returned_on"], id="returned before resolved"),
        pytest.param([(f"{C}.resolved_on", ...)], [f"{C}.returned_on"], id="returned without resolved"),
        pytest.param(
            [(f"{C}.accepted_on", ...)],
            [f"{C}.closed_on", f"{C}.resolved_on", f"{C}.replied_on", f"{C}.extension.approved_on"],
            id="without accepted",
        ),
        pytest.param([("$.letters[0].read_on", "2026-03-01")], ["$.letters[0].read_on"], id="read before received"),
        pytest.param([("$.letters[0].replied_on", "2026-03-01")], ["$.letters[0].replied_on"], id="replied before"),
        pytest.param([(f"{E}.opinion.on", "2026-03-03")], [f"{E}.opinion.on"], id="opinion before the escalation"),
        pytest.param([(f"{E}.ordered_on", "2026-03-04")], [f"{E}.ordered_on"], id="ordered before the opinion"),
        pytest.param(
            [(f"{E}.follow_up.assigned_on", "2026-03-04")], [f"{E}.follow_up.assigned_on"], id="assigned before"
        ),
        pytest.param(
            [(f"{E}.opinion", ...)], [f"{E}.ordered_on", f"{E}.follow_up.assigned_on"], id="without an opinion"
        ),
        pytest.param(
            [("$.inspections[0].findings[0].sanctioned_on", "2026-03-01")],
            ["$.inspections[0].findings[0].sanctioned_on"],
            id="sanctioned before confirmed",
        ),
        # the rest
        pytest.param([("$.visits[0].cancelled_on", "2026-03-01")], ["$.visits[0].cancelled_on"], id="held, cancelled"),
        pytest.param(
            [("$.visits[0].status", "planned"), ("$.visits[0].cancelled_on", "2026-03-01")],
            ["$.visits[0].cancelled_on"],
            id="planned, with cancelled_on",
        ),
        pytest.param([("$.visits[1].cancelled_on", ...)], ["$.visits[1].cancelled_on"], id="cancelled without a day"),
        pytest.param([("$.calendar.workdays[1]", "2026-03-03")], ["$.calendar.workdays[1]"], id="off and worked"),
        pytest.param([("$.visits[0].cases[1]", "c1")], ["$.visits[0].cases[1]"], id="a case twice in a visit"),
        pytest.param([("$.visits[0].leaders[1]", "p")], ["$.visits[0].leaders[1]"], id="a leader twice in a visit"),
        pytest.param(
            [("$.inspections[0].findings[1]", FULL["inspections"][0]["findings"][0])],
            ["$.inspections[0].findings[1]"],
            id="the same finding twice",
        ),
        # the tree: c is [1], k under it [2]
        pytest.param(
            [("$.organizations[0].kind", "division")], ["$.organizations", "$.organizations[0].parent"], id="no root"
        ),
        pytest.param(
            [("$.organizations[0].parent", "c")],
            ["$.organizations[0].parent", "$.organizations[1].parent"],
            id="a root with a parent, in a circle of two",
        ),
        pytest.param([("$.organizations[1].parent", ...)], ["$.organizations[1].parent"], id="no parent"),
        pytest.param([("$.organizations[1].parent", "c")], ["$.organizations[1].parent"], id="its own parent"),
        pytest.param(
            [("$.organizations[1].parent", "k")],
            ["$.organizations[1].parent", "$.organizations[2].parent"],
            id="a circle of two, with one that only leads to it",
        ),
        pytest.param(
            [("$.organizations[10]", organization("x", "provincial_department", None))],
            ["$.organizations"],
            id="two roots",
        ),
    ],
)
def test_a_contradiction_is_named(changes: list[tuple[str, Any]], expected: list[str]) -> None:
    assert sorted(faults(changed(*changes))) == sorted(expected)


PLAIN = [(f"{C}.{key}", ...) for key in ("returned_on", "extension", "sponsors", "escalations")]
"""What makes of the case one like most."""


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("organization", "?"),
        ("visit", "?"),
        ("told_on", "2026-03-01"),
        ("accepted_on", "2026-03-01"),
        ("closed_on", "2026-03-02"),
        ("replied_on", "2026-03-02"),
        ("resolved_on", "2026-03-02"),
        ("returned_on", "2026-03-02"),
        ("extension", {"approved_on": "2026-03-03", "approved_by": "?", "days": 5}),
        ("sponsors", [{"official": "?", "from": "2026-01-01"}]),
        ("escalations", [ESCALATION, ESCALATION]),
    ],
)
def test_a_case_with_a_single_oddity_is_looked_at(key: str, value: Any) -> None:
    (found,) = faults(changed(*PLAIN, (f"{C}.{key}", value)))
    assert found.startswith(f"{C}.{key}")


@pytest.mark.parametrize("key", ["closed_on", "replied_on", "resolved_on"])
def test_a_case_without_more_is_asked_what_was_accepted(key: str) -> None:
    answers = ("accepted_on", "closed_on", "replied_on", "resolved_on")
    absent = [(f"{C}.{answer}", ...) for answer in answers if answer != key]
    assert faults(changed(*PLAIN, *absent)) == [f"{C}.{key}"]


def test_a_plain_case_has_no_fault() -> None:
    assert faults(changed(*PLAIN)) == []
    for absent in ("visit", "told_on"):
        assert faults(changed(*PLAIN, (f"{C}.{absent}", ...))) == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param([(f"{C}.extension", ...), (f"{C}.sponsors", ...), (f"{C}.escalations", ...)], id="lists absent"),
        pytest.param([(f"{C}.sponsors", []), (f"{C}.escalations", []), (f"{C}.grades", [])], id="lists empty"),
        pytest.param([(f"{E}.follow_up", ...), (f"{E}.ordered_on", ...), (f"{E}.opinion", ...)], id="bare escalation"),
        pytest.param([(f"{C}.told_on", "2026-03-02"), (f"{C}.accepted_on", "2026-03-02")], id="all on one day"),
        pytest.param([("$.letters[0].id", "c1")], id="the same id in another list"),
        pytest.param([("$.organizations[1].from", "2026-02-02"), ("$.organizations[1].to", "2026-02-02")], id="a day"),
        pytest.param([("$.shortlists[0].cases", ["c1", "c1"])], id="a case twice in a shortlist is no fault"),
        pytest.param([(f"{C}.sponsors[1]", {"official": "p", "from": "2026-01-01"})], id="a sponsor twice is none"),
    ],
)
def test_what_is_no_fault(changes: list[tuple[str, Any]]) -> None:
    assert faults(changed(*changes)) == []


def test_all_faults_are_reported_together_and_once() -> None:
    found = faults(
        changed(
            ("$.colour", "red"), ("$.office", "?"), ("$.as_of", "x"), (f"{C}.id", ""), (f"{C}.told_on", "2026-03-01")
        )
    )
    # with the case's id unusable nothing else refers to it: its references are faults of their own
    assert set(found) >= {"$.colour", "$.office", "$.as_of", f"{C}.id", f"{C}.told_on"}
    assert len(found) == len(set(found))


def test_order_is_judged_only_between_usable_dates() -> None:
    for value in ("x", None):
        assert faults(changed((f"{C}.accepted_on", value))) == [f"{C}.accepted_on"]
        assert faults(changed((f"{E}.opinion", value))) == [f"{E}.opinion"]
