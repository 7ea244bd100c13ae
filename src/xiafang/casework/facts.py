"""Matters as `cases` of the regulation's facts document (`xiafang check`)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from xiafang.casework.codes import Kind, Path, State
from xiafang.casework.models import Escalation, Extension, Grading, Matter, Sponsorship

Fact = dict[str, Any]
Rows = QuerySet[Matter]

# Left out: what was never a matter, what lives on in another one, and what the petitioner took back (ADR 0034).
NO_CASE = (State.VOIDED, State.MERGED, State.WITHDRAWN)

_DAYS = ("told_on", "accepted_on", "replied_on", "closed_on", "resolved_on", "returned_on")
_FIELDS = ("id", "responsible_id", "received_on", "kind", "path", "visit", "handling", "disposition", *_DAYS)


def read_cases(matters: Rows, *, few: bool = False) -> list[Fact]:
    """Return the `cases` of `matters`, by received day and id, as everything ever known; at most five queries.

    Of a `few`, what belongs to them is asked for only where there is any; of many, their rows are fetched some at a
    time. Who may see them is decided by `matters` (`Matter.objects.visible_to(…)`), and by row security anyway.
    """
    rows = matters.exclude(state__in=NO_CASE).order_by("received_on", "id")
    if few:
        there = {
            f"any_{name}": Exists(model._default_manager.filter(matter=OuterRef("pk")))
            for name, (model, _) in _MORE.items()
        }
        found: Iterable[Fact] = list(rows.annotate(**there).values(*_FIELDS, *there))
        of: dict[str, Any] = {name: [row["id"] for row in found if row[f"any_{name}"]] for name in _MORE}
    else:
        found = rows.values(*_FIELDS).iterator(chunk_size=5000)
        of = dict.fromkeys(_MORE, rows.order_by().values("pk"))
    more = {name: _by_matter(read(of[name])) for name, (_, read) in _MORE.items() if not few or of[name]}
    cases = []
    for row in found:
        case = _case(row)
        case |= {name: facts[row["id"]] for name, facts in more.items() if row["id"] in facts}
        if "extension" in case:
            (case["extension"],) = case["extension"]
        cases.append(case)
    return cases


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


def _by_matter(pairs: Iterable[tuple[UUID, Fact]]) -> dict[UUID, list[Fact]]:
    found: defaultdict[UUID, list[Fact]] = defaultdict(list)
    for matter, fact in pairs:
        found[matter].append(fact)
    return found


def _days(**days: date | None) -> Fact:
    return {name: day.isoformat() for name, day in days.items() if day}


def _gradings(ids: Any) -> Iterable[tuple[UUID, Fact]]:
    rows = Grading.objects.filter(matter__in=ids).order_by("ordinal")
    for matter, grade, on in rows.values_list("matter", "grade", "on"):
        yield matter, {"grade": grade, "on": on.isoformat()}


def _extensions(ids: Any) -> Iterable[tuple[UUID, Fact]]:
    rows = Extension.objects.filter(matter__in=ids).values_list("matter", "approved_on", "approved_by", "days")
    for matter, on, by, days in rows:
        yield matter, {"approved_on": on.isoformat(), "approved_by": str(by), "days": days}


def _sponsors(ids: Any) -> Iterable[tuple[UUID, Fact]]:
    rows = Sponsorship.objects.filter(matter__in=ids).order_by("from_on", "id")
    for matter, official, from_on, to_on in rows.values_list("matter", "official", "from_on", "to_on"):
        yield matter, {"official": str(official), "from": from_on.isoformat()} | _days(to=to_on)


def _escalations(ids: Any) -> Iterable[tuple[UUID, Fact]]:
    names = ("id", "kind", "on", "ordered_on", "follow_up_official", "follow_up_on")
    opinion = ("opinion__approved_by", "opinion__on", "opinion__justified")
    for row in Escalation.objects.filter(matter__in=ids).order_by("on", "id").values("matter", *names, *opinion):
        yield row["matter"], _escalation(row)


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


_MORE = {
    "grades": (Grading, _gradings),
    "sponsors": (Sponsorship, _sponsors),
    "escalations": (Escalation, _escalations),
    "extension": (Extension, _extensions),
}
"""What a case says besides its own row, and how it is read for the matters with these ids."""
