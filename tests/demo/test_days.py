"""The demo province of another day than the usual one."""

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
def test_another_day_has_its_province(tmp_path: Path, settings: Settings) -> None:
    """A holiday, a half-year's first day, of a year whose days off are not yet official."""
    settings.DATA, today = tmp_path, date(2027, 1, 1)
    load(today=today, seed=2, small=True)
    facts = read_facts(json.dumps(gather(year=today.year, as_of=today)).encode())
    count = Counter(finding.status for finding in evaluate(facts))
    assert sum(count[status] for status in ("met", "pending", "exempt")) >= 0.75 * count.total() > 100
