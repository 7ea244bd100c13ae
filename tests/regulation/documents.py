"""Facts documents for tests: each test states only what matters, the rest is a small invented province.

The builders give plain dicts as they stand in JSON; a trailing underscore of a keyword is dropped (`from_`). `judged`
takes the way of the console command: JSON text, reading, evaluation.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from xiafang.regulation.engine import evaluate
from xiafang.regulation.faults import FactsError
from xiafang.regulation.findings import Finding
from xiafang.regulation.policy import load_policy
from xiafang.regulation.reading import read_facts

Document = dict[str, Any]


def _made(**given: Any) -> Document:
    return {key.removesuffix("_"): value for key, value in given.items() if value is not None}


def organization(identifier: str, kind: str, parent: str | None = "d", **more: Any) -> Document:
    return _made(id=identifier, kind=kind, parent=parent, **({"name": f"示例{identifier}"} | more))


def post(organization: str, rank: str = "section_chief", from_: str = "2020-01-01", **more: Any) -> Document:
    return _made(organization=organization, title="", rank=rank, from_=from_, **more)


def official(identifier: str, *posts: Document, name: str = "", **more: Any) -> Document:
    return _made(id=identifier, name=name or f"示例{identifier}", posts=list(posts), **more)


def visit(identifier: str = "v", day: str = "2026-03-02", **more: Any) -> Document:
    """A visit in the field, held by the department, at which one person was received."""
    usual = {"organization": "d", "mode": "field", "status": "held", "received": 1}
    return _made(id=identifier, date=day, **(usual | more))


def case(identifier: str = "c1", received_on: str = "2026-03-02", **more: Any) -> Document:
    return _made(id=identifier, received_on=received_on, **({"organization": "c"} | more))


PROVINCE = [
    organization("d", "provincial_department", None, name="示例省司法厅"),
    organization("c", "city_bureau", name="示例市司法局"),
    organization("k", "county_bureau", "c", name="示例县司法局"),
    organization("j", "judicial_office", "k", name="示例司法所"),
    organization("a", "prison_administration", name="示例省监狱管理局"),
    organization("g", "prison", "a", name="示例监狱"),
    organization("r", "rehab_administration", name="示例省戒毒管理局"),
    organization("e", "rehab_center", "r", name="示例戒毒所"),
    organization("u", "division", name="示例处"),
    organization("i", "institution", name="示例中心"),
]
PEOPLE = [
    official("p", post("d", "division_chief", leadership=True), name="赵示例"),  # the department's leading body
    official("q", post("c", leadership=True), name="钱示例"),  # a city bureau's leading body
    official("n", post("u", principal=True), name="孙示例"),  # principal of a division
    official("s", post("c"), name="李示例"),  # a clerk
]


def document(**given: Any) -> Document:
    usual = {
        "year": 2026,
        "as_of": "2026-12-31",
        "office": "d",
        "organizations": PROVINCE,
        "officials": PEOPLE,
    }
    return usual | given


def written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def judged(duty: str, *, pack: Document | None = None, **given: Any) -> list[Finding]:
    """The findings of one duty; `pack` names changed parameters by their dotted names."""
    policy = load_policy()
    for name, value in (pack or {}).items():
        nested: Any = value
        for part in reversed(name.split(".")):
            nested = {part: nested}
        policy = policy.overlaid(nested, "trial")
    return evaluate(read_facts(written(document(**given))), policy, only=[duty])


def only(findings: list[Finding], subject: str | None = None, period: str | None = None) -> Finding:
    """The one finding there is, of the subject and period if they are named."""
    if subject is not None:
        findings = [finding for finding in findings if finding.subject == subject]
    if period is not None:
        findings = [finding for finding in findings if finding.period == period]
    assert len(findings) == 1, findings
    return findings[0]


def subjects(findings: list[Finding]) -> set[str]:
    return {finding.subject.partition(":")[2] for finding in findings}


def day_of(text: str | None, days: int = 0) -> str | None:
    return None if text is None else (date.fromisoformat(text) + timedelta(days)).isoformat()


Act = str | None
Judging = Callable[..., Finding]


def edges(due: str) -> Callable[[Any], Any]:
    """Parametrize a test with `act`, `as_of`, `status` around the last day of a deadline duty."""
    before, after, later = day_of(due, -1), day_of(due, 1), day_of(due, 40)
    return pytest.mark.parametrize(
        ("act", "as_of", "status"),
        [
            pytest.param(before, later, "met", id="done the day before"),
            pytest.param(due, later, "met", id="done on the last day"),
            pytest.param(due, due, "met", id="done on the last day which is as_of"),
            pytest.param(after, later, "late", id="done the day after"),
            pytest.param(after, after, "late", id="done the day after which is as_of"),
            pytest.param(None, before, "pending", id="not done the day before"),
            pytest.param(None, due, "pending", id="not done on the last day"),
            pytest.param(None, after, "breached", id="not done the day after"),
            pytest.param(due, before, "pending", id="not yet done as it is dated after as_of"),
            pytest.param(day_of(due, 2), after, "breached", id="too late for as_of to know"),
        ],
    )


def assert_edge(finding: Finding, due: str, act: Act, status: str, evidence: str) -> None:
    """Every key of a deadline duty's finding agrees with the status."""
    done = status in ("met", "late")
    assert (finding.status, str(finding.due)) == (status, due)
    assert (finding.need, finding.have) == (1, int(done))
    assert finding.completed_on == (date.fromisoformat(act) if done and act else None)
    assert finding.evidence == ((evidence,) if done else ())


triggers = pytest.mark.parametrize(
    ("trigger", "as_of", "there"),
    [
        pytest.param("2025-12-31", "2026-12-31", False, id="on the last day of the year before"),
        pytest.param("2026-01-01", "2026-01-01", True, id="on the first day"),
        pytest.param("2026-05-07", "2026-05-06", False, id="the day after as_of"),
        pytest.param("2026-05-06", "2026-05-06", True, id="on as_of"),
        pytest.param("2026-05-05", "2026-05-06", True, id="the day before as_of"),
        pytest.param("2026-12-31", "2027-06-30", True, id="on the last day, judged much later"),
        pytest.param("2027-01-01", "2027-06-30", False, id="on the first day of the next year"),
    ],
)
"""Parametrizes with a trigger, an as_of of the year 2026 or later, and whether there is a finding."""


def faults(given: Any) -> list[str]:
    """The paths of all faults of a document, given as dict or as bytes; empty when it is sound."""
    try:
        read_facts(given if isinstance(given, bytes) else written(given))
    except FactsError as error:
        return [fault.path for fault in error.faults]
    return []
