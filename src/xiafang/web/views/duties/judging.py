"""Running the rules for a page: on the slice of facts about what the page shows, at the end of a day.

Which promises those are says the ledger, as far as whoever asks may see its rows. They are judged on all the facts that
count for them, read in the ledger's own role: so a page says of today what the ledger says, and of an earlier day what
was so then, to everybody alike. What is not in a row that may be seen is not judged, and evidence that may not be seen
is counted and not named (ADR 0047).
"""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404

from xiafang.organizations.models import Organization, Post
from xiafang.organizations.policy import in_force
from xiafang.promises import board
from xiafang.promises.models import Row
from xiafang.promises.role import ledger_work
from xiafang.promises.scope import OFFICE, OFFICIAL, PAPERS, UNIT, Scope
from xiafang.promises.slices import slice_of
from xiafang.regulation.engine import evaluate
from xiafang.regulation.findings import Finding, Status
from xiafang.regulation.registry import DUTIES
from xiafang.visits.models import Visit, VisitMatter
from xiafang.web import reasons
from xiafang.web.subjects import Subjects

PRINCIPAL = "principal.one"  # judged when it is looked at, so not in the ledger
WORK = tuple(name for name, duty in DUTIES.items() if duty.subject != "organization")
"""Duties about a unit's matters, visits and discoveries; what of them is owed in person is its leaders'."""
_SETS = {
    "case": "cases",
    "visit": "visits",
    "letter": "letters",
    "discovery": "discoveries",
    "inspection": "inspections",
}
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

Judged = tuple[Finding, UUID | None]
"""A finding, and the official who owes it."""


class Owed(NamedTuple):
    """What an official owes, without reasons."""

    official: UUID
    duty: str
    period: str
    status: Status
    due: date
    have: int
    need: int


def of_official(official: UUID, day: date) -> list[Finding]:
    """Return what an official owes in the year of `day`, as it is at the end of it."""
    return [finding for finding, _ in _judge(Row.objects.filter(official=official, year=day.year), day)]


def of_unit(unit: Organization, day: date) -> list[Judged]:
    """Return what stands on a unit's own board in the year of `day`, as it is at the end of it."""
    scope = Scope(organizations={unit.pk}, officials=_held_posts(unit))
    also = {_principal(unit): None} | _cancelled_later(unit, day, scope)
    return _judge(Row.objects.filter(organization=unit, year=day.year), day, scope, also)


def of_unit_today(unit: Organization, today: date, most: int) -> tuple[list[Judged], list[Owed]]:
    """Return of the same, for today, what is said with its reasons, and what its officials owe as the ledger has it.

    With reasons: the unit's own duties, and of its work the `most` that are the most urgent of what is open. How much
    there is of that the ledger has counted (`promises.board.work`).
    """
    rows = board.standing_on(unit, today, WORK, most)
    asked = [row for row in rows if not row.official_id]
    owed = [
        Owed(row.official_id, row.duty, row.period, status, row.due, row.have, row.need)
        for row in rows
        if row.official_id and (status := row.status_on(today))
    ]
    scope = Scope(organizations={unit.pk})
    return _judge(asked, today, scope, {_principal(unit): None}, posts=[unit.pk]), owed


def owed(found: Iterable[Judged]) -> list[Owed]:
    """Return what of it is owed in person."""
    return [
        Owed(official, f.duty, f.period or "", f.status, f.due, f.have, f.need) for f, official in found if official
    ]


def _principal(unit: Organization) -> tuple[str, str]:
    return PRINCIPAL, f"organization:{unit.pk}"


def _held_posts(unit: Organization) -> set[UUID]:
    return {pk for (pk,) in Post.objects.filter(organization=unit).values_list("official")}


def _cancelled_later(unit: Organization, day: date, scope: Scope) -> dict[tuple[str, str], None]:
    """Return what was owed on `day` for visits that have been cancelled since: it is in the ledger no more."""
    visits = Visit.objects.valid().filter(organization=unit, cancelled_on__gt=day, scheduled_on__lte=day)
    ids = {pk for (pk,) in visits.values_list("pk")}
    scope.visits |= ids
    subjects = [("shortlist.before_schedule", f"visit:{pk}") for pk in ids]
    subjects += [("target.by_liaison", f"visit:{pk}") for pk in ids]
    listed = VisitMatter.objects.filter(visit__in=ids).values_list("visit", "matter")
    subjects += [("notice.before_visit", f"visit:{visit}/case:{matter}") for visit, matter in listed]
    return dict.fromkeys(subjects)


def of_row(row: Row, day: date) -> Finding:
    """Return the finding that a row of the ledger stands for, with the way to its due day."""
    for finding, _ in _judge([row], day):
        return finding
    raise Http404


def _judge(
    rows: Iterable[Row],
    day: date,
    scope: Scope | None = None,
    also: dict[tuple[str, str], None] | None = None,
    *,
    posts: Collection[UUID] = (),
) -> list[Judged]:
    """Judge what `rows` promise, and the (duty, subject) of `also`; some twenty-five queries, whatever there is.

    Whoever has held a post in an organization of `posts` is looked at for the posts.
    """
    scope, rows = scope or Scope(), list(rows)
    owed = {(row.duty, row.subject, row.period): row.official_id for row in rows}
    for row in rows:
        _add(scope, row)
    duties = {row.duty for row in rows} | {duty for duty, _ in also or ()}
    if not duties:
        return []
    year = rows[0].year if rows else day.year
    with ledger_work():
        facts = slice_of(scope, [year], posts=posts)
    found: list[Judged] = []
    for finding in evaluate(facts, in_force(), year=year, as_of=day, only=duties, explaining=True):
        key = (finding.duty, finding.subject, finding.period or "")
        if key in owed or (also and key[:2] in also):
            found.append((finding, owed.get(key)))
    return found


def _add(scope: Scope, row: Row) -> None:
    if row.duty in OFFICE:
        scope.office = True
    elif row.duty in OFFICIAL:
        scope.officials.add(row.root)
    elif row.duty in UNIT:
        scope.units.add(row.root)
    elif row.duty in PAPERS:
        scope.organizations.add(row.root)
    else:
        getattr(scope, _SETS[row.subject.partition(":")[0]]).add(row.root)


def subjects_of(findings: Sequence[Finding], officials: Iterable[UUID] = ()) -> Subjects:
    """Return the names of what the findings speak of, in subjects, evidence and sentences, and of these officials."""
    found = {identifier for finding in findings for identifier in _ID.findall(finding.why)}
    bare = [f"{kind}:{identifier}" for identifier in found for kind in ("organization", "official")]
    return Subjects([*reasons.spoken(findings), *bare, *(f"official:{pk}" for pk in officials)])


def reason(row: Any, day: date) -> reasons.Reason:
    """Return why the row stands as it does at the end of `day`."""
    finding = of_row(row, day)
    return reasons.of([finding], subjects_of([finding]))[0]
