"""From facts to rows of the ledger, and from rows that should be there to rows that are."""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from django.db import connection

from xiafang.organizations.policy import in_force
from xiafang.organizations.writing import insert
from xiafang.promises.models import Row
from xiafang.promises.owners import Owner, owners
from xiafang.promises.scope import PERIODIC, TRIGGERED
from xiafang.regulation.calendar import Calendar
from xiafang.regulation.facts import Facts
from xiafang.regulation.promise import Promise, promises
from xiafang.visits.facts import found_in

BATCH = 2000
KEY = ("year", "duty", "subject", "period")
WRITTEN = ("begins", "due", "exempt", "need", "have", "completed_on", "evidence", "provisional")
OWNED = ("organization_id", "official_id", "matter")
FILLED = (*KEY, *WRITTEN, "root", *OWNED)

Key = tuple[int, str, str, str]


def key(row: Row) -> Key:
    """Return what a row is known by."""
    return row.year, row.duty, row.subject, row.period


def differences(row: Row, other: Row) -> list[str]:
    """Return the names of the fields in which two rows of one key differ."""
    return [name for name in (*WRITTEN, *OWNED) if getattr(row, name) != getattr(other, name)]


Owed = tuple[Promise, int, Owner]


def rows(facts: Facts, periods: Collection[int]) -> Iterator[Row]:
    """Give the rows as `facts` have them, unsaved: of duties of periods for the years `periods`, of others for all."""
    return (_row(promise, year, owner) for promise, year, owner in owed(facts, periods))


def owed(facts: Facts, periods: Collection[int]) -> Iterator[Owed]:
    """Give what the rows are made of: a promise, its year, and whose it is. The database is asked before the first."""
    owned, policy = owners(facts, found_in([found.id for found in facts.discoveries])), in_force()
    calendar = Calendar(holidays=facts.calendar.holidays, workdays=facts.calendar.workdays)
    asked = [(PERIODIC, year) for year in sorted(periods)] + [(TRIGGERED, year) for year in sorted(_years(facts))]
    return (
        (promise, year, owned(promise))
        for duties, year in asked
        for promise in promises(facts, year, only=duties, policy=policy, calendar=calendar)
    )


def _years(facts: Facts) -> set[int]:
    """Return the years in which something happened that a duty arises from."""
    days = [visit.date for visit in facts.visits] + [visit.scheduled_on for visit in facts.visits]
    days += [letter.received_on for letter in facts.letters] + [found.found_on for found in facts.discoveries]
    days += [finding.confirmed_on for inspection in facts.inspections for finding in inspection.findings]
    for case in facts.cases:
        days += (case.received_on, case.accepted_on, case.closed_on)
        for escalation in case.escalations:
            days += (escalation.on, escalation.opinion.on if escalation.opinion else None)
    return {day.year for day in days if day is not None}


def write(found: Iterable[Row], there: Iterable[Row]) -> None:
    """Make the rows that are `there` those that were `found`: a query, a deletion, and a statement for each BATCH."""
    present = {key(row): row for row in there}
    changed = []
    for row in found:
        before = present.pop(key(row), None)
        if before is None or differences(before, row):
            changed.append(row)
    if present:
        Row.objects.filter(pk__in=[row.pk for row in present.values()]).delete()
    for start in range(0, len(changed), BATCH):
        insert(Row, changed[start : start + BATCH], unique=KEY, update=(*WRITTEN, *OWNED))


def fill(found: Iterable[Owed]) -> int:
    """Write what is owed where no row is yet, and return how many rows they are; in bounded memory, without models.

    By way of a temporary table: PostgreSQL does not COPY into one under row security.
    """
    columns = ", ".join(FILLED)
    table, count = Row._meta.db_table, 0
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMP TABLE waiting ON COMMIT DROP AS SELECT {columns} FROM "{table}" WITH NO DATA')  # noqa: S608 - our own words
        with cursor.copy(f"COPY waiting ({columns}) FROM STDIN") as copy:
            for promise, year, owner in found:
                copy.write_row(_filled(promise, year, owner))
                count += 1
        cursor.execute(f'INSERT INTO "{table}" (id, {columns}) SELECT gen_random_uuid(), {columns} FROM waiting')  # noqa: S608
        cursor.execute("DROP TABLE waiting")
    return count


def _filled(promise: Promise, year: int, owner: Owner) -> tuple[object, ...]:
    return (
        year,
        promise.duty,
        promise.subject,
        promise.period or "",
        promise.begins,
        promise.due,
        promise.exempt,
        promise.need,
        promise.have,
        promise.completed_on,
        "{" + ",".join(f'"{subject}"' for subject in promise.evidence) + "}",
        promise.provisional,
        _root(promise.subject),
        owner.organization,
        owner.official,
        owner.matter,
    )


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
        root=root(promise.subject),
        organization_id=_id(owner.organization),
        official_id=_id(owner.official),
        matter=_id(owner.matter),
    )


def root(subject: str) -> UUID:
    """Return the id that a subject begins with: its own, or that of what it belongs to."""
    return UUID(_root(subject))


def _root(subject: str) -> str:
    return subject.partition("/")[0].partition(":")[2]


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
