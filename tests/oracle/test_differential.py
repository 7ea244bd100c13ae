"""The product's core against the oracle: the same documents, the same findings, the same faults.

The two were written apart from the same specification. Where they differ, one of them misreads it, or it can be read in
two ways; a failure shows the seed, the difference, and how to see the document.
"""

# ruff: noqa: S311 (nothing here is a secret)

import json
import random

import msgspec
import pytest
from hypothesis import given, settings

from oracle.documents import Twice, break_document, facts_document, facts_documents, random_pack, write
from oracle.oracle import check
from xiafang.regulation.engine import evaluate
from xiafang.regulation.faults import FactsError
from xiafang.regulation.policy import load_policy
from xiafang.regulation.reading import read_facts

VALID = 400
BROKEN = 400
AT_ONCE = 50  # Documents in one test, so that a failure names a small range and others still run.


def product(text: str, pack: dict) -> tuple[list[str], list[dict]]:
    """Give the paths of the faults, and the findings but `why`, as the product sees them."""
    try:
        facts = read_facts(text.encode("utf-8", "surrogatepass"))
    except FactsError as error:
        return sorted({fault.path for fault in error.faults}), []
    policy = load_policy()
    if pack:
        policy = policy.overlaid(pack, "trial")
    findings = []
    for finding in evaluate(facts, policy):
        plain = msgspec.json.decode(msgspec.json.encode(finding))
        assert plain.pop("why")
        findings.append(plain)
    return [], findings


def key(finding: dict) -> tuple:
    return finding["duty"], finding["subject"], finding["period"] or ""


def difference(text: str, pack: dict) -> str:
    """Say in words how the two differ; nothing where they agree."""
    expected = check(text, pack)
    faults, findings = product(text, pack)
    if faults or expected.faults:
        lines = [f"  fault only by the oracle:  {one}" for one in expected.faults if one not in faults]
        lines += [f"  fault only by the product: {one}" for one in faults if one not in expected.faults]
        return "\n".join(lines)
    if findings == expected.findings:
        return ""
    ours = {key(one): one for one in expected.findings}
    theirs = {key(one): one for one in findings}
    lines = [f"  finding only by the oracle:  {ours[one]}" for one in ours if one not in theirs]
    lines += [f"  finding only by the product: {theirs[one]}" for one in theirs if one not in ours]
    for one, expected_finding in ours.items():
        if one in theirs and expected_finding != theirs[one]:
            lines.append(f"  {one}:")
            for name, value in expected_finding.items():
                if value != theirs[one].get(name):
                    lines.append(f"    {name}: oracle {value!r}, product {theirs[one].get(name)!r}")
    return "\n".join(lines or ["  the same findings in another order, or twice"])


def valid(seed: int) -> tuple[str, dict]:
    rng = random.Random(seed)
    document = facts_document(rng)
    return write(document), random_pack(rng) if rng.random() < 0.4 else {}


def broken(seed: int) -> tuple[str, dict]:
    rng = random.Random(seed)
    return break_document(facts_document(rng, rng.choice([1, 3, 5])), rng), {}


def differences(seeds: range, make: object) -> list[str]:
    found = []
    for seed in seeds:
        text, pack = make(seed)
        said = difference(text, pack)
        if said:
            found.append(f"{make.__name__}({seed}):\n{said}")
    return found


@pytest.mark.parametrize("start", range(0, VALID, AT_ONCE))
def test_findings_agree(start: int) -> None:
    found = differences(range(start, start + AT_ONCE), valid)
    assert not found, "\n".join(["The product and the oracle differ (documents of test_differential.py):", *found])


@pytest.mark.parametrize("start", range(0, BROKEN, AT_ONCE))
def test_faults_agree(start: int) -> None:
    found = differences(range(10_000 + start, 10_000 + start + AT_ONCE), broken)
    assert not found, "\n".join(["The product and the oracle differ (documents of test_differential.py):", *found])


DEPARTMENT = {"id": "d", "name": "", "kind": "provincial_department"}
ESCALATION = {"id": "e", "kind": "group", "on": "2026-02-02"}
REGRADED = [{"grade": "major", "on": "2026-11-05"}, {"grade": "simple", "on": "2026-11-06"}]


def small(**more: object) -> dict:
    return {
        "year": 2026,
        "as_of": "2026-12-31",
        "office": "d",
        "organizations": [DEPARTMENT],
        "officials": [{"id": "p", "name": ""}],
        **more,
    }


def with_case(**more: object) -> dict:
    visit = {"id": "v", "organization": "d", "mode": "field", "date": "2026-11-05", "status": "held"}
    case = {"id": "c", "organization": "d", "received_on": "2026-01-05", **more}
    return small(cases=[case], visits=[visit])


def with_organizations(*more: dict) -> dict:
    return small(organizations=[{"name": "", **one} for one in more])


CORNERS = {
    "no organizations": {},
    "year 0": small(year=0),
    "year too large": small(year=10**30),
    "the root has a parent": with_organizations(
        {**DEPARTMENT, "parent": "x"}, {"id": "x", "kind": "division", "parent": "d"}
    ),
    "into a circle": with_organizations(
        DEPARTMENT, {"id": "x", "kind": "division", "parent": "y"}, {"id": "y", "kind": "division", "parent": "y"}
    ),
    "two roots": with_organizations(DEPARTMENT, {"id": "x", "kind": "provincial_department", "parent": "d"}),
    "unusable kind, no parent": with_organizations(DEPARTMENT, {"id": "x", "kind": "zz"}),
    "null is not absence": with_case(accepted_on=None, closed_on="2026-02-02"),
    "closed without accepted": with_case(closed_on="2026-02-02", returned_on="2026-02-02"),
    "order without opinion": with_case(escalations=[{**ESCALATION, "ordered_on": "2026-02-02"}]),
    "order, opinion null": with_case(escalations=[{**ESCALATION, "opinion": None, "ordered_on": "2026-02-02"}]),
    "order, opinion without its day": with_case(
        escalations=[{**ESCALATION, "opinion": {}, "ordered_on": "2026-02-02"}]
    ),
    "list unusable": {**with_case(visit="v"), "visits": {}},
    "list entry unusable": {**with_case(visit="v"), "visits": [5]},
    "a huge extension": with_case(
        accepted_on="2026-01-05", extension={"approved_on": "2026-01-05", "approved_by": "p", "days": 10**30}
    ),
    "resolved on the last day of all": with_case(accepted_on="2026-01-05", resolved_on="9999-12-31"),
    "an intermediate limit is provisional": with_case(accepted_on="2026-11-05", visit="v", grades=REGRADED),
    "a key twice in a discarded value": Twice(small(calendar={}), [("calendar", Twice({"x": 1}, [("x", 2)]))]),
    "a key twice under an unknown key": small(more=Twice({"a": 1}, [("a", 2)])),
}


@pytest.mark.parametrize("name", CORNERS)
def test_corners_agree(name: str) -> None:
    text = write(CORNERS[name])
    assert not difference(text, {}), difference(text, {})


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(document=facts_documents())
def test_findings_agree_anywhere(document: dict) -> None:
    """The same with sizes and seeds of hypothesis, which shrinks what fails to a short document."""
    text = write(document)
    assert not difference(text, {}), difference(text, {}) + "\n" + json.dumps(document, ensure_ascii=False, indent=1)
