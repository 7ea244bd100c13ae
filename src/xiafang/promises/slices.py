"""A small part of the facts: all that is asked for to judge the subjects of a scope, and little else.

The readers are those of the whole document. A slice may hold more than its scope (a visit brings in its other leaders);
what it says about that is not complete, and only promises within the scope are taken from it.
"""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Q

from xiafang.casework.facts import read_cases
from xiafang.casework.models import Matter, Sponsorship
from xiafang.organizations import facts as organizations
from xiafang.promises.scope import Scope, flat
from xiafang.regulation.facts import Facts
from xiafang.supervision import facts as supervision
from xiafang.visits import facts as visits
from xiafang.visits.codes import Status
from xiafang.visits.models import Discovery, Entry, VisitMatter

Fact = dict[str, Any]
_OF_UNITS = {
    "agreements": "subordinate_id = ANY(%(units)s)",
    "plans": "organization_id = ANY(%(units)s)",
    "assessments": "organization_id = ANY(%(units)s)",
}
Document = dict[str, list[Fact]]


def slice_of(scope: Scope, years: Collection[int] = (), *, posts: Collection[UUID] = ()) -> Facts:
    """Return the facts for `scope`, without names and texts. At most some fifteen queries; a new matter takes four.

    Whoever has held a post in an organization of `posts` comes with all posts, and nothing else that they did.

    Of what officials and units did, only the `years` to be judged are read when these are given: whoever has been in
    office for long has done much. Raises Organization.DoesNotExist while there is no department.
    """
    found: Document = {"cases": _cases(scope, years)}
    found |= _visits(scope, found["cases"], years)
    found |= _papers(scope)
    if scope.letters:
        found["letters"] = visits.letters(Q(pk__in=scope.letters))
    who = organizations.few(
        _people(found) | scope.officials,
        posts=posts,
        organizations=_places(found) | scope.units | scope.organizations,
    )
    return msgspec.convert({"year": 1, "as_of": "0001-01-01"} | who | found, Facts)


def _within(day: str, years: Collection[int]) -> Q:
    """Return the condition that `day` is set, and in `years` when these are given."""
    if not years:
        return Q(**{f"{day}__isnull": False})
    return Q(**{f"{day}__range": (date(min(years), 1, 1), date(max(years), 12, 31))})


def _cases(scope: Scope, years: Collection[int]) -> list[Fact]:
    ids = set(scope.cases)
    if scope.officials:
        solved = Sponsorship.objects.filter(_within("matter__resolved_on", years), official__in=scope.officials)
        ids |= flat(solved.values_list("matter"))
    return read_cases(Matter.objects.filter(pk__in=ids), few=True) if ids else []


def _visits(scope: Scope, cases: list[Fact], years: Collection[int]) -> Document:
    """Return the visits that are asked for, with their notices and shortlists, and the discoveries."""
    ids, found = set(scope.visits), Document()
    if scope.discoveries:
        found["discoveries"] = visits.discoveries(Q(pk__in=scope.discoveries))
        ids |= flat(Discovery.objects.filter(pk__in=scope.discoveries).values_list("visit"))
    escalated = [case["id"] for case in cases if "escalations" in case and UUID(case["id"]) in scope.cases]
    if escalated:
        ids |= flat(VisitMatter.objects.filter(matter__in=escalated).values_list("visit"))
    asked = Q(pk__in=ids)
    if scope.officials:
        asked |= Q(_within("date", years), leaders__overlap=list(scope.officials), status=Status.HELD)
    if scope.units:
        asked |= Q(_within("date", years), organization__in=scope.units, status=Status.HELD)
    if ids or scope.officials or scope.units:
        found["visits"] = visits.visits(among=asked)
    chosen = [visit for visit in found.get("visits", ()) if UUID(visit["id"]) in scope.visits and "cases" in visit]
    if chosen:
        offered = Entry.objects.filter(matter__in={case for visit in chosen for case in visit["cases"]})
        there = {visit["organization"] for visit in chosen}
        found["shortlists"] = visits.shortlists(Q(organization__in=there, pk__in=offered.values("shortlist")))
        found["notices"] = visits.notices(Q(visit__in=[visit["id"] for visit in chosen]))
    return found


def _papers(scope: Scope) -> Document:
    found = Document()
    if scope.organizations:
        found |= supervision.lists(_OF_UNITS, units=list(scope.organizations))
    if scope.office:
        found |= supervision.lists({"bulletins": "true"})
        found["inspections"] = supervision.inspections()
    elif scope.inspections:
        found["inspections"] = supervision.inspections(id__in=scope.inspections)
    return found


def _people(found: Document) -> set[UUID]:
    """Return the officials whose posts are asked for."""
    ids: list[str] = []
    for visit in found.get("visits", ()):
        ids += visit["leaders"]
    for escalation in (escalation for case in found["cases"] for escalation in case.get("escalations", ())):
        ids += [escalation["opinion"]["approved_by"]] if "opinion" in escalation else []
    ids += (letter["official"] for letter in found.get("letters", ()))
    for inspection in found.get("inspections", ()):
        ids += (finding["official"] for finding in inspection.get("findings", ()))
    return set(map(UUID, ids))


def _places(found: Document) -> set[UUID]:
    """Return the organizations of what is there."""
    return {UUID(fact["organization"]) for kind in ("visits", "cases") for fact in found.get(kind, ())}
