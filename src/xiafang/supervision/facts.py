"""Agreements, plans, inspections, bulletins and assessments as facts of the regulation; what was voided is left out."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from xiafang.supervision.kinds import Fault, SanctionKind
from xiafang.supervision.models import Inspection, InspectionFinding, Sanction

Fact = dict[str, Any]


# What is one row and one fact: the table, the day that orders the facts, and what each says besides its id.
_LISTS = {
    "agreements": (
        "supervision_agreement",
        "signed_on",
        "'year', year, 'superior', superior_id, 'subordinate', subordinate_id, 'signed_on', signed_on",
    ),
    "plans": ("supervision_plan", "filed_on", "'year', year, 'organization', organization_id, 'filed_on', filed_on"),
    "bulletins": ("supervision_bulletin", "issued_on", "'half', half, 'issued_on', issued_on"),
    "assessments": (
        "supervision_assessment",
        "completed_on",
        "'year', year, 'organization', organization_id, 'completed_on', completed_on",
    ),
}
_LIST = """
'{name}', (
    SELECT coalesce(json_agg(json_build_object('id', id, {says}) ORDER BY {day}, id), '[]')
    FROM {table} WHERE voided_at IS NULL AND {condition}
)"""


def read() -> Fact:
    """Return `agreements`, `plans`, `inspections`, `bulletins` and `assessments` of a facts document, of every year.

    As far as row security lets whoever asks see them. Four queries.
    """
    return lists(dict.fromkeys(_LISTS, "true")) | {"inspections": inspections()}


def lists(wanted: Mapping[str, str], **values: int | list[UUID]) -> Fact:
    """Return the lists that are `wanted` of agreements, plans, bulletins, assessments, each under a condition in SQL.

    `lists({"plans": "year = %(year)s"}, year=2026)`. Each amendment of a plan is a filing of its own: the regulation
    takes the earliest. One query.
    """
    found = (
        _LIST.format(name=name, table=table, day=day, says=says, condition=wanted[name])
        for name, (table, day, says) in _LISTS.items()
        if name in wanted
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT json_build_object({','.join(found)})::text", values)
        return dict(msgspec.json.decode(cursor.fetchone()[0]))


def inspections(**narrowed: Any) -> list[Fact]:
    """Return all inspections with their findings, or those of a filter on them. Three queries."""
    found = _findings({f"inspection__{name}": value for name, value in narrowed.items()})
    chosen = Inspection.objects.valid().filter(**narrowed).order_by("on", "id")
    rows = chosen.values_list("id", "kind", "on", "organization_id")
    return [
        {"id": str(id_), "kind": kind, "on": on.isoformat(), "organization": str(organization)}
        | ({"findings": found[id_]} if id_ in found else {})
        for id_, kind, on, organization in rows
    ]


def _findings(narrowed: Fact) -> dict[UUID, list[Fact]]:
    """Return the findings of each inspection, each with the sanction that counts."""
    sanctions: defaultdict[UUID, list[tuple[str, str]]] = defaultdict(list)
    given = Sanction.objects.valid().filter(**{f"finding__{name}": value for name, value in narrowed.items()})
    for id_, on, kind in given.order_by("sanctioned_on", "id").values_list("finding_id", "sanctioned_on", "kind"):
        sanctions[id_].append((on.isoformat(), kind))
    found: defaultdict[UUID, list[Fact]] = defaultdict(list)
    rows = InspectionFinding.objects.valid().filter(**narrowed).order_by("confirmed_on", "id")
    for id_, inspection, official, fault, on in rows.values_list(
        "id", "inspection_id", "official_id", "kind", "confirmed_on"
    ):
        finding: Fact = {"official": str(official), "kind": fault, "confirmed_on": on.isoformat()}
        found[inspection].append(finding | _sanction(fault, sanctions[id_]))
    return found


def _sanction(fault: str, given: list[tuple[str, str]]) -> Fact:
    """Return the sanction that counts: the first one that fits the fault, else the first of all.

    Facts hold one sanction a finding. Only accountability fits harmful escalation; either fits the other faults.
    """
    if not given:
        return {}
    fitting = [
        (on, kind) for on, kind in given if fault != Fault.HARMFUL_ESCALATION or kind == SanctionKind.ACCOUNTABILITY
    ]
    on, kind = (fitting or given)[0]
    return {"sanction": kind, "sanctioned_on": on}
