"""Running the rules for a page: on the facts about one subject, at the end of a day."""

from datetime import date
from typing import Any

from django.http import Http404

from xiafang.promises.facts import facts
from xiafang.promises.models import Row
from xiafang.regulation.engine import evaluate
from xiafang.regulation.findings import Finding
from xiafang.web import reasons
from xiafang.web.subjects import Subjects


def judged(row: Row, day: date) -> Finding:
    """Return the finding that a row of the ledger stands for, with the way to its due day."""
    known = facts(year=row.year, as_of=day)
    for finding in evaluate(known, only=[row.duty], explaining=True):
        if finding.subject == row.subject and (finding.period or "") == row.period:
            return finding
    raise Http404


def reason(row: Any, day: date) -> reasons.Reason:
    """Return why the row stands as it does at the end of `day`."""
    finding = judged(row, day)
    return reasons.of([finding], Subjects([*reasons.spoken([finding]), finding.why]))[0]
