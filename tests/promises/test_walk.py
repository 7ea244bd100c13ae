"""The ledger that acts keep equals the one that is made from all facts, whatever is done, by whomever, whenever."""

import os
from datetime import date, timedelta

import pytest
from django.db.models import Q

from promises.counting import counted
from promises.counting import kept as kept_counts
from promises.walk import Walk, Web
from xiafang.promises import ledger
from xiafang.promises.board import STATUSES
from xiafang.promises.facts import facts
from xiafang.promises.models import Row
from xiafang.regulation.engine import evaluate
from xiafang.regulation.registry import DUTIES

MANY = int(os.environ.get("WALKS", "0"))
pytestmark = pytest.mark.repeats  # the acts and the ledger have tests of their own
STEPS, EVERY = (150, 5) if MANY else (70, 7)
SEEDS = (1, 2, *range(1000, 1000 + MANY))


def walked(walk: Walk) -> None:
    """A rebuild leaves out only periods of years before the first act that stands: one voided since had begun them."""
    for number in range(1, STEPS + 1):
        walk.step()
        if number % EVERY == 0:
            found = [str(difference) for difference in ledger.verify(walk.today)]
            assert not found, (found[:5], walk.done[-EVERY:])
            assert kept_counts() == counted(), walk.done[-EVERY:]
    ledger.roll(walk.today)
    standing = Q(period="") | Q(year__in=ledger.years(walk.today))
    kept = {str(row): row.root for row in Row.objects.filter(standing)}
    ledger.rebuild(walk.today)
    assert {str(row): row.root for row in Row.objects.all()} == kept
    assert kept_counts() == counted()


def status_holds(today: date) -> None:
    """What the database says of later days is what judging everything on those days says."""
    for days in (0, 17, 95, 240):
        day = today + timedelta(days=days)
        rows = Row.objects.with_status(day)
        for status in STATUSES:
            found = Row.objects.begun(day).in_status(status, day)
            assert {row.pk for row in found} == {row.pk for row in rows if row.status == status}
        for year in sorted({row.year for row in rows}):
            judged = {
                (f.duty, f.subject, f.period or ""): f.status
                for f in evaluate(facts(year=year, as_of=day))
                if DUTIES[f.duty].way != "today"
            }
            kept = {(row.duty, row.subject, row.period): row.status for row in rows if row.year == year}
            apart = set(kept.items()) ^ set(judged.items())
            assert not apart, (day, year, sorted(apart))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_kept_ledger_equals_the_facts_whoever_acts(seed: int, web_role: Web) -> None:
    """With odd seeds real people act as the web role, the operator as the owner; with even ones all as the owner."""
    walk = Walk(seed, web_role if seed % 2 else None)
    walked(walk)
    assert len(walk.done) > STEPS / 5
    status_holds(walk.today)
