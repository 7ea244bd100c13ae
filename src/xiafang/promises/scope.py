"""Which promises a change can move: from what an act touched to what has to be worked out anew.

Written from the articles: for each fact, every duty that asks for it. A fact missing here shows in the property test
(tests/promises/test_walk.py), where random acts must leave the ledger as judging everything anew would.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

import xiafang.regulation.articles  # noqa: F401 - declares the duties
from xiafang.casework.codes import State
from xiafang.casework.facts import NO_CASE
from xiafang.casework.models import Escalation, Grading, Matter, Opinion, Sponsorship
from xiafang.organizations.kinds import Kind as UnitKind
from xiafang.organizations.models import Organization
from xiafang.organizations.touching import Kind, Touched
from xiafang.promises.models import Row
from xiafang.regulation.registry import DUTIES
from xiafang.supervision.models import Agreement, Assessment, InspectionFinding, Plan, Sanction
from xiafang.visits.codes import Status
from xiafang.visits.models import Discovery, Entry, Letter, Shortlist, Visit, VisitMatter

UNIT = frozenset({"visits.unit"})
OFFICE = frozenset({"inspection.regular", "inspection.random", "bulletin.half_year"})
LASTING = {name: duty.subject for name, duty in DUTIES.items() if duty.way != "today"}
OFFICIAL = frozenset(name for name, subject in LASTING.items() if subject == "official")
PAPERS = frozenset(name for name, subject in LASTING.items() if subject == "organization") - UNIT - OFFICE
PERIODIC = OFFICIAL | PAPERS | UNIT | OFFICE
"""Duties of a year, a half or a quarter: promised for the years that the ledger holds."""
TRIGGERED = frozenset(LASTING) - PERIODIC
"""Duties that an act gives rise to, in the year of that act."""

DIRECT = (UnitKind.DIVISION, UnitKind.INSTITUTION)
VISITING = (*DIRECT, UnitKind.PRISON_ADMINISTRATION, UnitKind.REHAB_ADMINISTRATION)
_KINDS = {
    "case": "cases",
    "visit": "visits",
    "letter": "letters",
    "discovery": "discoveries",
    "inspection": "inspections",
}
OF = {kind: frozenset(name for name, subject in LASTING.items() if subject == kind) for kind in _KINDS}
"""The duties of each kind. Ids come from outside: a visit may bear that of a matter, whose rows are not its."""
LONGEST = timedelta(days=200)
"""More than any limit of the regulation: 60 and 30 days, two months, with a long holiday at the end."""


@dataclass
class Scope:
    """Subjects to be judged anew, by kind; `units` for their visits, `organizations` for their papers.

    `keys` are what else is counted together: nobody else may change these meanwhile.
    """

    cases: set[UUID] = field(default_factory=set)
    visits: set[UUID] = field(default_factory=set)
    letters: set[UUID] = field(default_factory=set)
    discoveries: set[UUID] = field(default_factory=set)
    inspections: set[UUID] = field(default_factory=set)
    officials: set[UUID] = field(default_factory=set)
    units: set[UUID] = field(default_factory=set)
    organizations: set[UUID] = field(default_factory=set)
    office: bool = False
    keys: set[int] = field(default_factory=set)

    @property
    def periodic(self) -> bool:
        """Whether there are duties of periods."""
        return bool(self.officials or self.units or self.organizations or self.office)

    def holds(self, duty: str, root: UUID) -> bool:
        """Return whether the promise of `duty` on `root` is to be judged anew."""
        if duty in OFFICE:
            return self.office
        within = {**dict.fromkeys(OFFICIAL, self.officials), **dict.fromkeys(UNIT, self.units)}
        if duty in TRIGGERED:
            return root in getattr(self, _KINDS[LASTING[duty]])
        return root in within.get(duty, self.organizations)

    def rows(self) -> Q:
        """Return the condition for the rows of the ledger that this is about."""
        found = [Q(duty__in=OF[kind], root__in=ids) for kind, name in _KINDS.items() if (ids := getattr(self, name))]
        if self.officials:
            found.append(Q(duty__in=OFFICIAL, root__in=self.officials))
        if self.units:
            found.append(Q(duty__in=UNIT, root__in=self.units))
        if self.organizations:
            found.append(Q(duty__in=PAPERS, root__in=self.organizations))
        if self.office:
            found.append(Q(duty__in=OFFICE))
        return reduce(or_, found, Q(pk=None))

    def hold(self, ids: Iterable[UUID]) -> None:
        """Count `ids` among the keys."""
        self.keys |= {identifier.int for identifier in ids}


def scope_of(touched: Touched) -> Scope:
    """Return what has to be judged anew. A handful of queries for each kind of touch, whatever the register holds."""
    scope = Scope()
    for kind, expand in _EXPAND.items():
        if what := touched.get(kind):
            expand(scope, what)
    scope.hold(scope.officials | scope.units | scope.organizations)
    if scope.office:
        scope.keys.add(0)
    return scope


def _matters(scope: Scope, ids: frozenset[UUID]) -> None:
    """A matter: itself; counts of its sponsors; visits that list it no more; and what it accepts on a void visit."""
    scope.cases |= ids
    rows = Matter.objects.filter(pk__in=ids).annotate(
        escalated=Exists(Escalation.objects.filter(matter=OuterRef("pk"))),
        on_void=Exists(Visit.objects.filter(pk=OuterRef("visit")).exclude(voided_at=None)),
    )
    over, resolved, void = set(), set(), set()
    for id_, state, resolved_on, visit, escalated, on_void in rows.values_list(
        "id", "state", "resolved_on", "visit", "escalated", "on_void"
    ):
        if State(state) in NO_CASE:
            over.add(id_)
        if resolved_on:
            resolved.add(id_)
        if escalated:
            scope.hold([id_])
        if visit and on_void:
            void.add(visit)
    if over:
        scope.visits |= flat(VisitMatter.objects.filter(matter__in=over).values_list("visit"))
    if resolved:
        scope.officials |= flat(Sponsorship.objects.filter(matter__in=resolved).values_list("official"))
    if void:
        _visits(scope, frozenset(void))


def _visits(scope: Scope, ids: frozenset[UUID]) -> None:
    """A visit: itself, what it brought to light; once held its leaders' and its unit's counts, and escalated cases."""
    scope.visits |= ids
    rows = Visit.objects.filter(pk__in=ids).values_list("status", "leaders", "organization", "organization__kind")
    for status, leaders, organization, kind in rows:
        scope.hold([organization])
        if status == Status.HELD:
            scope.officials |= set(leaders)
            if kind in VISITING:
                scope.units.add(organization)
    listed = VisitMatter.objects.filter(visit__in=ids).annotate(
        escalated=Exists(Escalation.objects.filter(matter=OuterRef("matter")))
    )
    for matter, escalated in listed.values_list("matter", "escalated"):
        scope.hold([matter])
        if escalated:
            scope.cases.add(matter)
    scope.discoveries |= flat(Discovery.objects.filter(visit__in=ids).values_list("id"))


def _shortlists(scope: Scope, ids: frozenset[UUID]) -> None:
    """A shortlist: the visits of its organization with one of its matters."""
    scope.hold(flat(Shortlist.objects.filter(pk__in=ids).values_list("organization")))
    offered = VisitMatter.objects.filter(matter__in=Entry.objects.filter(shortlist__in=ids).values("matter"))
    there = Shortlist.objects.filter(pk__in=ids).values("organization")
    scope.visits |= flat(offered.filter(visit__organization__in=there).values_list("visit"))


def _letters(scope: Scope, ids: frozenset[UUID]) -> None:
    scope.letters |= ids


def _officials(scope: Scope, ids: frozenset[UUID]) -> None:
    """Posts and absences: the official's counts and letters; units and escalated cases where the official led."""
    scope.officials |= ids
    scope.letters |= flat(Letter.objects.filter(official__in=ids).values_list("id"))
    led = Visit.objects.filter(status=Status.HELD, leaders__overlap=list(ids))
    scope.units |= flat(led.filter(organization__kind__in=VISITING).values_list("organization"))
    received = VisitMatter.objects.filter(visit__in=led.values("pk"))
    scope.cases |= flat(Escalation.objects.filter(matter__in=received.values("matter")).values_list("matter"))
    scope.cases |= flat(Opinion.objects.filter(approved_by__in=ids).values_list("matter"))


def _organizations(scope: Scope, ids: frozenset[UUID]) -> None:
    """An organization: its papers and visits, and the escalated cases of all below it, whose leaders may be others."""
    scope.organizations |= ids
    scope.units |= ids
    scope.office = True
    direct = Visit.objects.filter(organization__in=ids, organization__kind__in=DIRECT)
    scope.visits |= flat(direct.values_list("id"))
    below = Organization.objects.filter(above__overlap=list(ids)).values("pk")
    scope.cases |= flat(Escalation.objects.filter(matter__responsible__in=below).values_list("matter"))


def _days(scope: Scope, days: frozenset[date]) -> None:
    """Days of the calendar: whatever was counted over them, and regraded matters, whose earlier limit may have been."""
    for day in days:
        crossed = Row.objects.filter(due__range=(day, day + LONGEST), duty__in=TRIGGERED)
        for subject, root in crossed.values_list("subject", "root"):
            getattr(scope, _KINDS[subject.partition(":")[0]]).add(root)
        again = Grading.objects.filter(ordinal__gt=1, matter__accepted_on__range=(day - LONGEST, day))
        scope.cases |= flat(again.values_list("matter"))


def _agreements(scope: Scope, ids: frozenset[UUID]) -> None:
    scope.organizations |= flat(Agreement.objects.filter(pk__in=ids).values_list("subordinate"))


def _plans(scope: Scope, ids: frozenset[UUID]) -> None:
    scope.organizations |= flat(Plan.objects.filter(pk__in=ids).values_list("organization"))


def _assessments(scope: Scope, ids: frozenset[UUID]) -> None:
    scope.organizations |= flat(Assessment.objects.filter(pk__in=ids).values_list("organization"))


def _inspections(scope: Scope, ids: frozenset[UUID]) -> None:
    scope.inspections |= ids
    scope.office = True


def _findings(scope: Scope, ids: frozenset[UUID]) -> None:
    scope.inspections |= flat(InspectionFinding.objects.filter(pk__in=ids).values_list("inspection"))


def _sanctions(scope: Scope, ids: frozenset[UUID]) -> None:
    scope.inspections |= flat(Sanction.objects.filter(pk__in=ids).values_list("finding__inspection"))


def _bulletins(scope: Scope, ids: frozenset[UUID]) -> None:
    scope.office = True


def flat(rows: QuerySet[Any, tuple[UUID]]) -> set[UUID]:
    """Return the ids in the one column of `rows`; in no order, which might ask for columns that are out of sight."""
    return {row[0] for row in rows.order_by()}


_EXPAND: dict[Kind, Callable[[Scope, frozenset[Any]], None]] = {
    Kind.MATTER: _matters,
    Kind.VISIT: _visits,
    Kind.SHORTLIST: _shortlists,
    Kind.LETTER: _letters,
    Kind.OFFICIAL: _officials,
    Kind.ORGANIZATION: _organizations,
    Kind.CALENDAR_DAY: _days,
    Kind.AGREEMENT: _agreements,
    Kind.PLAN: _plans,
    Kind.ASSESSMENT: _assessments,
    Kind.INSPECTION: _inspections,
    Kind.INSPECTION_FINDING: _findings,
    Kind.SANCTION: _sanctions,
    Kind.BULLETIN: _bulletins,
}
