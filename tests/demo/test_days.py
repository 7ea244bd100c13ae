"""The demo province of other days than the usual one."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from xiafang.demo.load import load
from xiafang.promises.facts import gather
from xiafang.regulation.engine import evaluate
from xiafang.regulation.reading import read_facts


@pytest.mark.repeats  # which the usual day is measured for
@pytest.mark.django_db
@pytest.mark.parametrize(
    "today",
    [
        pytest.param(date(2026, 1, 3), id="a holiday at the year's beginning"),
        pytest.param(date(2027, 7, 1), id="a half-year's first day, of a year not yet official"),
    ],
)
def test_other_days_have_their_province(today: date, tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path
    load(today=today, seed=2, small=True)
    facts = read_facts(json.dumps(gather(year=today.year, as_of=today)).encode())
    count = Counter(finding.status for finding in evaluate(facts))
    assert sum(count[status] for status in ("met", "pending", "exempt")) >= 0.75 * count.total() > 100
