"""Running the rules for a page: on what whoever asks may see, at the end of a day."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404

from xiafang.promises.facts import facts
from xiafang.promises.models import Row
from xiafang.promises.owners import Owner, owners
from xiafang.regulation.engine import evaluate
from xiafang.regulation.findings import Finding
from xiafang.regulation.registry import DUTIES
from xiafang.web import reasons
from xiafang.web.subjects import Subjects

PERSONAL = tuple(name for name, duty in DUTIES.items() if duty.subject in ("official", "letter", "inspection"))
"""The duties that one official owes, or that stand against one."""


def judged(row: Row, day: date) -> Finding:
    """Return the finding that a row of the ledger stands for, with the way to its due day."""
    known = facts(year=row.year, as_of=day)
    for finding in evaluate(known, only=[row.duty], explaining=True):
        if finding.subject == row.subject and (finding.period or "") == row.period:
            return finding
    raise Http404


def of_official(official: UUID, day: date) -> list[Finding]:
    """Return what an official owes in the year of `day`, as it is at the end of it."""
    return _owned(day, lambda owner: owner.official == str(official), PERSONAL)


def of_unit(unit: UUID, day: date) -> list[tuple[Finding, Owner]]:
    """Return what stands on a unit's own board in the year of `day`, as it is at the end of it, with whose it is."""
    known = facts(year=day.year, as_of=day)
    owner = owners(known)
    found = ((finding, owner(finding)) for finding in evaluate(known, explaining=True))
    return [(finding, whose) for finding, whose in found if whose.organization == str(unit)]


def _owned(day: date, mine: Callable[[Owner], bool], only: tuple[str, ...]) -> list[Finding]:
    known = facts(year=day.year, as_of=day)
    owner = owners(known)
    return [finding for finding in evaluate(known, only=only, explaining=True) if mine(owner(finding))]


def reason(row: Any, day: date) -> reasons.Reason:
    """Return why the row stands as it does at the end of `day`."""
    finding = judged(row, day)
    return reasons.of([finding], Subjects([*reasons.spoken([finding]), finding.why]))[0]
