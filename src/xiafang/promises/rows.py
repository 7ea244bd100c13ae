"""From facts to rows of the ledger, and from rows that should be there to rows that are."""

from collections.abc import Collection, Iterable, Iterator
from operator import attrgetter
from uuid import UUID

from django.db import connection

from xiafang.organizations.policy import in_force
from xiafang.promises.models import Row
from xiafang.promises.owners import Owner, owners
from xiafang.promises.scope import PERIODIC, TRIGGERED
from xiafang.regulation.calendar import Calendar
from xiafang.regulation.facts import Facts
from xiafang.regulation.promise import Promise, promises

BATCH = 2000
KEY = ("year", "duty", "subject", "period")
WRITTEN = ("begins", "due", "exempt", "need", "have", "completed_on", "evidence", "provisional")
OWNED = ("organization_id", "official_id", "matter")

Key = tuple[int, str, str, str]


def key(row: Row) -> Key:
    """Return what a row is known by."""
    return row.year, row.duty, row.subject, row.period


def differences(row: Row, other: Row) -> list[str]:
    """Return the names of the fields in which two rows of one key differ."""
    return [name for name in (*WRITTEN, *OWNED) if getattr(row, name) != getattr(other, name)]


def rows(facts: Facts, periods: Collection[int]) -> Iterator[Row]:
    """Give the rows as `facts` have them, unsaved: of duties of periods for the years `periods`, of others for all."""
    owned, policy = owners(facts), in_force()
    calendar = Calendar(holidays=facts.calendar.holidays, workdays=facts.calendar.workdays)
    for duties, years in ((PERIODIC, periods), (TRIGGERED, _years(facts))):
        for year in sorted(years):
            for promise in promises(facts, year, only=duties, policy=policy, calendar=calendar):
                yield _row(promise, year, owned(promise))


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
    """Make the rows that are `there` those that were `found`: at most three queries, however many they are."""
    present = {key(row): row for row in there}
    changed = []
    for row in found:
        before = present.pop(key(row), None)
        if before is None or differences(before, row):
            changed.append(row)
    if present:
        Row.objects.filter(pk__in=[row.pk for row in present.values()]).delete()
    if changed:
        Row.objects.bulk_create(
            changed,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=("duty", "subject", "period", "year"),
            update_fields=(*WRITTEN, "organization", "official", "matter"),
        )


def fill(found: Iterable[Row]) -> int:
    """Write rows of which none is there yet, and return how many they are; for great numbers, in bounded memory.

    By way of a temporary table: PostgreSQL does not COPY into one under row security.
    """
    fields = Row._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = attrgetter(*(field.attname for field in fields))
    table, count = Row._meta.db_table, 0
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMP TABLE waiting ON COMMIT DROP AS SELECT {columns} FROM "{table}" WITH NO DATA')  # noqa: S608 - our own words
        with cursor.copy(f"COPY waiting ({columns}) FROM STDIN") as copy:
            for row in found:
                copy.write_row(values(row))
                count += 1
        cursor.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM waiting')  # noqa: S608
        cursor.execute("DROP TABLE waiting")
    return count


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
    return UUID(subject.partition("/")[0].partition(":")[2])


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
