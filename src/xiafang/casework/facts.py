"""Matters as `cases` of the regulation's facts document (`xiafang check`)."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.expressions import RawSQL

from xiafang.casework.codes import Kind, Path, State
from xiafang.casework.models import Escalation, Extension, Grading, Matter

Fact = dict[str, Any]
Rows = QuerySet[Matter]

# Left out: what was never a matter, what lives on in another one, and what the petitioner took back (ADR 0034).
NO_CASE = (State.VOIDED, State.MERGED, State.WITHDRAWN)

_DAYS = ("told_on", "accepted_on", "replied_on", "closed_on", "resolved_on", "returned_on")
_FIELDS = ("id", "responsible_id", "received_on", "kind", "path", "visit", "handling", "disposition", *_DAYS)


# What a case says besides its own row: from which table, in which order, and what of each row.
_MORE = {
    "grades": ("casework_grading", "ordinal", "'grade', grade, 'on', \"on\""),
    "sponsors": ("casework_sponsorship", "from_on, id", "'official', official_id, 'from', from_on, 'to', to_on"),
    "escalations": (
        "casework_escalation LEFT JOIN casework_opinion AS opinion ON escalation_id = id",
        'casework_escalation."on", id',
        """'id', id, 'kind', kind, 'on', casework_escalation."on", 'ordered_on', ordered_on,
        'opinion', CASE WHEN escalation_id IS NOT NULL
            THEN json_build_object('approved_by', approved_by_id, 'on', opinion."on", 'justified', justified) END,
        'follow_up', CASE WHEN follow_up_on IS NOT NULL
            THEN json_build_object('official', follow_up_official_id, 'assigned_on', follow_up_on) END""",
    ),
    "extension": (
        "casework_extension",
        "approved_on",
        "'approved_on', approved_on, 'approved_by', approved_by_id, 'days', days",
    ),
}
_ROWS = "json_strip_nulls(json_agg(json_build_object({says}) ORDER BY {order}))"
_SQL = {
    name: (f"SELECT {_ROWS.format(says=says, order=order)}", table.partition(" ")[0], table)
    for name, (table, order, says) in _MORE.items()
}
_BESIDE = ", ".join(
    f"'{name}', ({select} FROM {table} WHERE {alone}.matter_id = casework_matter.id)"
    for name, (select, alone, table) in _SQL.items()
)


def read_cases(matters: Rows, *, few: bool = False) -> list[Fact]:
    """Return the `cases` of `matters`, by received day and id, as everything ever known.

    Of a `few`, what belongs to them comes with each, in one query; of many, kind by kind, in five, and their rows are
    fetched some at a time. Who may see them is decided by `matters` (`Matter.objects.visible_to(…)`), and by row
    security anyway.
    """
    rows = matters.exclude(state__in=NO_CASE).order_by("received_on", "id")
    if few:
        more = RawSQL(f"json_build_object({_BESIDE})::text", [], output_field=TextField())  # noqa: S611 - our own words
        found = rows.annotate(more=more).values(*_FIELDS, "more")
        return [_case(row) | _beside(msgspec.json.decode(row["more"])) for row in found]
    beside = {name: _by_matter(name, rows) for name in _MORE}
    found = rows.values(*_FIELDS).iterator(chunk_size=5000)
    return [_case(row) | _beside({name: facts.get(row["id"]) for name, facts in beside.items()}) for row in found]


def _by_matter(name: str, rows: Rows) -> dict[UUID, list[Fact]]:
    select, alone, table = _SQL[name]
    chosen, values = rows.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        asked = f"{select}::text, {alone}.matter_id FROM {table} WHERE {alone}.matter_id IN ({chosen}) GROUP BY 2"
        cursor.execute(asked, values)
        return {matter: msgspec.json.decode(facts) for facts, matter in cursor}


def _beside(found: dict[str, list[Fact] | None]) -> Fact:
    case: Fact = {name: facts for name, facts in found.items() if facts}
    if "extension" in case:
        (case["extension"],) = case["extension"]
    return case


def case_of(
    matter: Matter, gradings: Iterable[Grading], extension: Extension | None, escalations: Iterable[Escalation]
) -> Fact | None:
    """Return one matter as a case with the rows at hand, but for its sponsors; None when it is none. No query."""
    if matter.state in NO_CASE:
        return None
    case = _case({name: getattr(matter, name) for name in _FIELDS})
    case["grades"] = [{"grade": row.grade, "on": row.on.isoformat()} for row in gradings]
    case["escalations"] = [_escalation(_values(row)) for row in sorted(escalations, key=lambda e: (e.on, e.pk))]
    if extension is not None:
        by, on = str(extension.approved_by_id), extension.approved_on.isoformat()
        case["extension"] = {"approved_on": on, "approved_by": by, "days": extension.days}
    return case


def _values(row: Escalation) -> Fact:
    opinion = getattr(row, "opinion", None)
    return {
        "id": row.pk,
        "kind": row.kind,
        "on": row.on,
        "ordered_on": row.ordered_on,
        "follow_up_official": row.follow_up_official_id,
        "follow_up_on": row.follow_up_on,
        "opinion__approved_by": opinion.approved_by_id if opinion else None,
        "opinion__on": opinion.on if opinion else None,
        "opinion__justified": opinion.justified if opinion else None,
    }


def _case(row: Fact) -> Fact:
    case: Fact = {
        "id": str(row["id"]),
        "organization": str(row["responsible_id"]),
        "received_on": row["received_on"].isoformat(),
    }
    case |= {name: row[name].isoformat() for name in _DAYS if row[name]}
    if row["visit"]:
        case["visit"] = str(row["visit"])
    if row["handling"]:
        case["handling"] = row["handling"]
    if row["disposition"]:
        case["disposition"] = row["disposition"]
    # 条例第三十四条 limits the petition procedure alone: neither the other five paths nor other kinds of matter.
    if row["kind"] != Kind.APPEAL or row["path"] not in ("", Path.PETITION):
        case["path"] = "other"
    return case


def _days(**days: date | None) -> Fact:
    return {name: day.isoformat() for name, day in days.items() if day}


def _escalation(row: Fact) -> Fact:
    fact: Fact = {"id": str(row["id"]), "kind": row["kind"], "on": row["on"].isoformat()}
    fact |= _days(ordered_on=row["ordered_on"])
    if row["opinion__on"]:
        fact["opinion"] = {
            "approved_by": str(row["opinion__approved_by"]),
            "on": row["opinion__on"].isoformat(),
            "justified": row["opinion__justified"],
        }
    if row["follow_up_on"]:
        follow_up = {"official": str(row["follow_up_official"]), "assigned_on": row["follow_up_on"].isoformat()}
        fact["follow_up"] = follow_up
    return fact
