"""The ledger as a whole: rebuild it from the facts, verify that it equals them, roll it into new periods.

Today it is made as a whole, by the owner; that acts recompute the rows they touch comes with the workplace.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from xiafang.promises.facts import facts as gathered
from xiafang.promises.models import Row
from xiafang.promises.owners import Owner, owners
from xiafang.regulation.facts import Facts
from xiafang.regulation.promise import Promise, promises

BATCH = 2000
COMPARED = ("begins", "due", "exempt", "need", "have", "completed_on", "evidence", "provisional")
OWNED = ("organization_id", "official_id", "matter")


@dataclass(frozen=True)
class Difference:
    """A row that is not as the facts have it; `what` says how in Chinese."""

    key: tuple[int, str, str, str]
    what: str

    def __str__(self) -> str:
        year, duty, subject, period = self.key
        return f"{year}年 {duty} {subject}{f' {period}' if period else ''}：{self.what}"


def years(facts: Facts, today: date) -> range:
    """Return the years that the ledger holds: from the first one with an act to the next one."""
    days = [visit.date for visit in facts.visits] + [case.received_on for case in facts.cases]
    days += [agreement.signed_on for agreement in facts.agreements] + [plan.filed_on for plan in facts.plans]
    days += [letter.received_on for letter in facts.letters] + [inspection.on for inspection in facts.inspections]
    first = min((day.year for day in days), default=today.year)
    return range(min(first, today.year), today.year + 2)


def expected(today: date) -> Iterator[Row]:
    """Give the rows as the facts have them now, unsaved."""
    facts = gathered(year=today.year, as_of=today)
    owned = owners(facts)
    for year in years(facts, today):
        for promise in promises(facts, year):
            yield _row(promise, year, owned(promise.subject))


def rebuild(today: date) -> int:
    """Make the whole ledger anew and return the number of its rows; until it stands, readers see the old one.

    Raises FactsError should the register contradict itself; the ledger is then as before.
    """
    with transaction.atomic():
        Row.objects.all().delete()
        return len(Row.objects.bulk_create(expected(today), batch_size=BATCH))


def roll(today: date) -> int:
    """Add the rows of years that the ledger does not hold yet, and return their number; what is there stays."""
    with transaction.atomic():
        there = set(Row.objects.values_list("year", flat=True).distinct())
        missing = (row for row in expected(today) if row.year not in there)
        return len(Row.objects.bulk_create(missing, batch_size=BATCH))


def verify(today: date) -> list[Difference]:
    """Return where the ledger is not as the facts have it; empty when the two are equal."""
    there = {_key(row): row for row in Row.objects.iterator(BATCH)}
    found = []
    for row in expected(today):
        present = there.pop(_key(row), None)
        if present is None:
            found.append(Difference(_key(row), "台账中缺少这一行"))
        elif changed := [name for name in (*COMPARED, *OWNED) if getattr(present, name) != getattr(row, name)]:
            shown = "、".join(f"{name} 为 {getattr(present, name)}，应为 {getattr(row, name)}" for name in changed)
            found.append(Difference(_key(row), shown))
    found += [Difference(key, "台账中多出这一行") for key in there]
    return sorted(found, key=lambda difference: difference.key)


def _key(row: Row) -> tuple[int, str, str, str]:
    return row.year, row.duty, row.subject, row.period


def _row(promise: Promise, year: int, owner: Owner) -> Row:
    return Row(
        year=year,
        duty=promise.duty,
        subject=promise.subject,
        period=promise.period or "",
        begins=promise.begins,
        due=promise.due,
        exempt=promise.exempt,
        need=promise.need,
        have=promise.have,
        completed_on=promise.completed_on,
        evidence=list(promise.evidence),
        provisional=promise.provisional,
        organization_id=_id(owner.organization),
        official_id=_id(owner.official),
        matter=_id(owner.matter),
    )


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
