"""Agreements, plans, inspections, bulletins and assessments as facts of the regulation; what was voided is left out."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from xiafang.supervision.kinds import Fault, SanctionKind
from xiafang.supervision.models import Agreement, Assessment, Bulletin, Inspection, InspectionFinding, Plan, Sanction

Fact = dict[str, Any]


def read() -> Fact:
    """Return `agreements`, `plans`, `inspections`, `bulletins` and `assessments` of a facts document, of every year.

    As far as row security lets whoever asks see them. Seven queries.
    """
    return {
        "agreements": agreements(),
        "plans": plans(),
        "inspections": inspections(),
        "bulletins": bulletins(),
        "assessments": assessments(),
    }


def agreements(**narrowed: Any) -> list[Fact]:
    """Return all agreements, or those of a filter on them."""
    rows = Agreement.objects.valid().filter(**narrowed).order_by("signed_on", "id")
    return [
        {
            "id": str(id_),
            "year": year,
            "superior": str(superior),
            "subordinate": str(subordinate),
            "signed_on": signed_on.isoformat(),
        }
        for id_, year, superior, subordinate, signed_on in rows.values_list(
            "id", "year", "superior_id", "subordinate_id", "signed_on"
        )
    ]


def plans(**narrowed: Any) -> list[Fact]:
    """Return all plans or some, each amendment as a filing of its own: the regulation takes the earliest."""
    rows = Plan.objects.valid().filter(**narrowed).order_by("filed_on", "id")
    return [
        {"id": str(id_), "year": year, "organization": str(organization), "filed_on": filed_on.isoformat()}
        for id_, year, organization, filed_on in rows.values_list("id", "year", "organization_id", "filed_on")
    ]


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


def bulletins(**narrowed: Any) -> list[Fact]:
    """Return all bulletins, or those of a filter on them."""
    chosen = Bulletin.objects.valid().filter(**narrowed).order_by("issued_on", "id")
    rows = chosen.values_list("id", "half", "issued_on")
    return [{"id": str(id_), "half": half, "issued_on": issued_on.isoformat()} for id_, half, issued_on in rows]


def assessments(**narrowed: Any) -> list[Fact]:
    """Return all assessments, or those of a filter on them."""
    rows = Assessment.objects.valid().filter(**narrowed).order_by("completed_on", "id")
    return [
        {"id": str(id_), "year": year, "organization": str(organization), "completed_on": completed_on.isoformat()}
        for id_, year, organization, completed_on in rows.values_list("id", "year", "organization_id", "completed_on")
    ]
