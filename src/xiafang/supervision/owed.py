"""What a year asks for, judged on the records that whoever asks may see (第六条, 第十九条, 第二十条)."""

from datetime import date
from typing import Any

import msgspec

from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Official, Organization
from xiafang.organizations.policy import in_force
from xiafang.regulation.calendar import Calendar
from xiafang.regulation.engine import evaluate
from xiafang.regulation.facts import Facts
from xiafang.regulation.findings import Finding
from xiafang.supervision import facts as records

AGREEMENTS = ("agreement.direct", "agreement.cascade")
PLANS = ("plan.filed",)
INSPECTIONS = ("inspection.regular", "inspection.random")
BULLETINS = ("bulletin.half_year",)
ASSESSMENTS = ("assessment.year",)
_LISTS = {
    "agreements": (AGREEMENTS, "year = %(year)s"),
    "plans": (PLANS, "year = %(year)s"),
    "bulletins": (BULLETINS, "half LIKE %(year)s || 'H_'"),
    "assessments": (ASSESSMENTS, "year = %(year)s"),
}
"""The records that the duties of a year ask for: which duties, and which records."""


def judged(year: int, day: date, calendar: Calendar, *duties: str) -> list[Finding]:
    """Return the findings of `duties` for `year` as they stand at the end of `day`. At most four queries.

    Judicial offices are left out: none of these duties binds them, and there are more of them than of all others.
    """
    asked = {name: condition for name, (of, condition) in _LISTS.items() if set(of) & set(duties)}
    document = records.lists(asked, year=year) if asked else {}
    if set(INSPECTIONS) & set(duties):
        document["inspections"] = records.inspections(on__year=year)
    return evaluate(_facts(year, day, document), in_force(), only=duties, calendar=calendar)


def sanctions(day: date, calendar: Calendar, **inspections: Any) -> dict[str, Finding]:
    """Return what is owed for each finding of the inspections of a filter: by inspection, official and fault.

    The key is the subject as the regulation writes it (`subject_of`). Five queries.
    """
    found = records.inspections(**inspections)
    confirmed = {fault["confirmed_on"][:4] for one in found for fault in one.get("findings", ())}
    people = {fault["official"] for one in found for fault in one.get("findings", ())}
    names = Official.objects.filter(pk__in=people).values_list("pk", "name")
    document = {"inspections": found, "officials": [{"id": str(pk), "name": name} for pk, name in names]}
    facts = _facts(day.year, day, document)
    years = sorted(int(year) for year in confirmed)
    judgements = (evaluate(facts, in_force(), only=["sanction"], year=year, calendar=calendar) for year in years)
    return {finding.subject: finding for of_year in judgements for finding in of_year}


def subject_of(inspection: object, official: object, fault: str) -> str:
    """Return a confirmed fault as the regulation names it."""
    return f"inspection:{inspection}/official:{official}/{fault}"


def _facts(year: int, day: date, document: dict[str, Any]) -> Facts:
    rows = Organization.objects.exclude(kind=Kind.JUDICIAL_OFFICE).order_by("above")
    organizations = [
        {"id": str(pk), "name": name, "kind": kind}
        | ({"parent": str(parent)} if parent else {})
        | {key: on for key, on in (("from", from_on), ("to", to_on)) if on}
        for pk, name, kind, parent, from_on, to_on in rows.values_list(
            "pk", "name", "kind", "parent_id", "from_on", "to_on"
        )
    ]
    office = next((row["id"] for row in organizations if row["kind"] == Kind.PROVINCIAL_DEPARTMENT), "")
    return msgspec.convert(
        {"year": year, "as_of": day, "office": office, "organizations": organizations} | document, Facts
    )
