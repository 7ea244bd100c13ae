"""Promises: what a finding says on any later day, without judging again."""

import random
from datetime import date, timedelta

import msgspec
import pytest

from oracle.documents import facts_document
from xiafang.regulation.engine import evaluate
from xiafang.regulation.facts import Facts
from xiafang.regulation.promise import promises, status_on
from xiafang.regulation.registry import DUTIES

PLANNED_AHEAD = ("organizations", "officials", "calendar")  # dates in these are written ahead, the rest are acts


def last_act(document: dict) -> date:
    """Give the latest date of an act in the document."""
    found: list[date] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)
        elif isinstance(value, str) and len(value) == 10:
            try:
                found.append(date.fromisoformat(value))
            except ValueError:
                return

    walk({key: value for key, value in document.items() if key not in (*PLANNED_AHEAD, "as_of")})
    return max(found, default=date(document["year"], 1, 1))


@pytest.mark.parametrize("seed", range(60))
def test_a_promise_read_on_any_later_day_says_what_judging_again_says(seed: int) -> None:
    document = facts_document(random.Random(seed))  # noqa: S311 - nothing secret
    facts = msgspec.convert(document, Facts)
    made = list(promises(facts, facts.year))
    first = last_act(document)
    for days in (0, 1, 7, 30, 92, 200, 500):
        day = first + timedelta(days=days)
        expected = [
            (f.duty, f.subject, f.period, f.due, f.status, f.need, f.have, f.completed_on, f.evidence, f.provisional)
            for f in evaluate(facts, as_of=day)
            if DUTIES[f.duty].way != "today"
        ]
        if day < date(facts.year, 1, 1):
            continue
        read = [
            (p.duty, p.subject, p.period, p.due, status, p.need, p.have, p.completed_on, p.evidence, p.provisional)
            for p in made
            if (status := status_on(p, day)) is not None
        ]
        assert read == expected, f"{facts.year} on {day}"


def test_only_what_hangs_on_the_day_is_no_promise() -> None:
    assert [name for name, duty in DUTIES.items() if duty.way == "today"] == ["principal.one"]


def test_a_period_that_has_not_begun_has_no_status() -> None:
    """The day before the second half, its first day, its last day, the day after."""
    leader = {"id": "p", "name": "", "posts": [{"organization": "d", "title": "", "rank": "department_chief"}]}
    leader["posts"][0]["from"] = "2020-01-01"
    document = {"year": 2026, "as_of": "2026-01-01", "office": "d", "officials": [leader]}
    document["organizations"] = [{"id": "d", "name": "", "kind": "provincial_department"}]
    made = promises(msgspec.convert(document, Facts), 2026)
    (second,) = (p for p in made if (p.duty, p.period) == ("visits.half_year", "2026H2"))
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [status_on(second, day) for day in days] == [None, "pending", "pending", "breached"]


def test_asked_only_for_what_hangs_on_the_day_nothing_is_promised() -> None:
    document = facts_document(random.Random(1))  # noqa: S311 - nothing secret
    facts = msgspec.convert(document, Facts)
    assert list(promises(facts, facts.year, only=["principal.one"])) == []
