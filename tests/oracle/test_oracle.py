"""The oracle against the worked examples: the ten scenarios, and the dates that were computed by three libraries."""

# ruff: noqa: S311 (nothing here is a secret)

import json
import random
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from oracle.documents import break_document, facts_document, facts_documents, random_pack, write
from oracle.oracle import ARTICLES, DEFAULTS, Days, PackError, check

SCENARIOS = Path(__file__).parents[1] / "scenarios"
NAMES = sorted(one.parent.name for one in SCENARIOS.glob("*/facts.json"))

# Why, start, kind, number, due.
DATES = [
    ("plain week", "2025-06-09", "working", 5, "2025-06-16"),
    ("received on a Saturday", "2025-06-07", "working", 5, "2025-06-13"),
    ("Spring Festival 2024, 02-09 worked, make-up Sunday 02-18", "2024-02-06", "working", 5, "2024-02-19"),
    ("from New Year's Eve 2024, a working day then", "2024-02-09", "working", 5, "2024-02-22"),
    ("make-up Sunday 01-26, Spring Festival 2025", "2025-01-24", "working", 5, "2025-02-07"),
    ("make-up Sunday 09-28, eight days off in October 2025", "2025-09-26", "working", 5, "2025-10-10"),
    ("the day before National Day, make-up Saturday 10-11", "2025-09-30", "working", 5, "2025-10-14"),
    ("turn of the year, make-up Sunday 01-04", "2025-12-31", "working", 5, "2026-01-08"),
    ("make-up Saturday 02-14, nine days off in 2026", "2026-02-13", "working", 5, "2026-02-27"),
    ("Labour Day 2026, make-up Saturday 05-09", "2026-04-30", "working", 5, "2026-05-11"),
    ("National Day 2026, make-up Saturday 10-10", "2026-09-30", "working", 5, "2026-10-13"),
    ("15 days end in National Day", "2025-09-20", "days", 15, "2025-10-09"),
    ("15 days end on a worked Saturday", "2025-09-26", "days", 15, "2025-10-11"),
    ("15 days end on a plain Saturday", "2025-06-06", "days", 15, "2025-06-23"),
    ("15 days end in the Spring Festival", "2026-02-05", "days", 15, "2026-02-24"),
    ("30 days move onto a worked Sunday", "2024-01-11", "days", 30, "2024-02-18"),
    ("60 days end on 05-01", "2025-03-02", "days", 60, "2025-05-06"),
    ("60 days over a leap February", "2024-01-31", "days", 60, "2024-04-01"),
    ("60 days over a plain February", "2025-01-31", "days", 60, "2025-04-01"),
    ("60 + 30 days", "2025-07-03", "days", 90, "2025-10-09"),
    ("01-31 and a month, leap year", "2024-01-31", "months", 1, "2024-02-29"),
    ("01-31 and a month", "2025-01-31", "months", 1, "2025-02-28"),
    ("08-31 and a month", "2025-08-31", "months", 1, "2025-09-30"),
    ("a month ends on 10-01", "2025-09-01", "months", 1, "2025-10-09"),
    ("two months end on a worked Saturday", "2025-12-31", "months", 2, "2026-02-28"),
    ("two months end on 10-08, off in 2025", "2025-08-08", "months", 2, "2025-10-09"),
    ("two months later than 60 days", "2026-07-01", "months", 2, "2026-09-01"),
    ("60 days earlier than two months", "2026-07-01", "days", 60, "2026-08-31"),
    ("two months, on a Sunday", "2026-01-01", "months", 2, "2026-03-02"),
    ("60 days, the same day", "2026-01-01", "days", 60, "2026-03-02"),
    ("02-29 and twelve months", "2024-02-29", "months", 12, "2025-02-28"),
    ("11-30 and three months", "2024-11-30", "months", 3, "2025-02-28"),
    ("two months in one step", "2026-01-31", "months", 2, "2026-03-31"),
    ("no working day: the day itself, be it a Saturday", "2025-06-07", "working", 0, "2025-06-07"),
    ("no days, moved", "2025-06-07", "days", 0, "2025-06-09"),
    ("no months, moved", "2025-06-07", "months", 0, "2025-06-09"),
]


@pytest.mark.parametrize("name", NAMES)
def test_scenario(name: str) -> None:
    folder = SCENARIOS / name
    pack = folder / "pack.toml"
    result = check(
        (folder / "facts.json").read_bytes(), tomllib.loads(pack.read_text(encoding="utf-8")) if pack.exists() else None
    )
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    if isinstance(expected[0], str):
        assert result.faults == sorted(expected)
        assert result.findings == []
    else:
        assert result.findings == expected
        assert result.faults == []


def test_there_are_scenarios() -> None:
    assert len(NAMES) == 10


def test_an_earlier_day_makes_the_visit_vanish() -> None:
    """As the scenarios' own page says of 06: "With `--as-of 2026-03-21` the findings of v1 vanish."."""
    facts = (SCENARIOS / "06-cancelled-visit" / "facts.json").read_bytes()
    subjects = {one["subject"] for one in check(facts, as_of="2026-03-21").findings}
    assert not [one for one in subjects if one.startswith("visit:")]


@pytest.mark.parametrize(("why", "start", "kind", "number", "due"), DATES, ids=[one[0] for one in DATES])
def test_date(why: str, start: str, kind: str, number: int, due: str) -> None:
    days = Days({})
    count = {"working": days.working_days_from, "days": days.days_from, "months": days.months_from}[kind]
    assert count(date.fromisoformat(start), number) == date.fromisoformat(due), why
    assert not days.provisional


def test_provisional_days() -> None:
    """A later year has no make-up days, but days in lieu; a day that `calendar` names is not provisional."""
    days = Days({"workdays": ["2027-01-01"]})
    assert days.working_days_from(date(2026, 12, 31), 1) == date(2027, 1, 1)
    assert not days.provisional
    assert days.working_days_from(date(2027, 2, 4), 1) == date(2027, 2, 11)
    assert days.provisional


def test_every_duty_is_met_and_missed() -> None:
    """The random documents reach every duty and every status."""
    wanted = {(duty, status) for duty in ARTICLES for status in ("met", "breached")}
    seen: set[tuple[str, str]] = set()
    for seed in range(250):  # about sixty are enough
        result = check(json.dumps(facts_document(random.Random(seed))))
        assert result.faults == [], seed
        seen |= {(one["duty"], one["status"]) for one in result.findings}
        if wanted <= seen and {one[1] for one in seen} == {"met", "late", "pending", "breached", "exempt"}:
            return
    pytest.fail(f"not reached: {wanted - seen}")


@settings(max_examples=25, deadline=None, database=None, derandomize=True)
@given(document=facts_documents())
def test_documents_are_valid(document: dict) -> None:
    assert check(write(document)).faults == []


def test_broken_documents_are_broken() -> None:
    clean = 0
    for seed in range(100):
        rng = random.Random(seed)
        clean += check(break_document(facts_document(rng, 4), rng)).faults == []
    assert clean < 10


@pytest.mark.parametrize(
    ("pack", "name"),
    [
        ({"letter": {"read": {"days": 5}}}, "letter.read.days"),
        ({"letter": {"read": {"working_days": -1}}}, "letter.read.working_days"),
        ({"letter": {"read": {"working_days": 5.0}}}, "letter.read.working_days"),
        ({"letter": {"read": {"working_days": True}}}, "letter.read.working_days"),
        ({"plan": {"filed": {"due": "02-29"}}}, "plan.filed.due"),
        ({"plan": {"filed": {"due": "2-9"}}}, "plan.filed.due"),
        ({"tenure": {"min_share": 1.1}}, "tenure.min_share"),
        ({"tenure": 1}, "tenure"),
    ],
)
def test_a_wrong_parameter_is_named(pack: dict, name: str) -> None:
    with pytest.raises(PackError, match=f"^{name}$"):
        check("{}", pack)


def test_random_packs_are_packs() -> None:
    for seed in range(50):
        check("{}", random_pack(random.Random(seed)))
    assert len(DEFAULTS) == 31
