"""What is known on `as_of`: the facts, looked up from every side the duties ask from.

Look-ups are built when first asked for, each in one pass, so that evaluating a few duties costs no more than they need.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, cached_property
from typing import TypeVar

from xiafang.regulation.calendar import Calendar
from xiafang.regulation.facts import Case, Facts, Official, Organization, Post, Shortlist, Sponsor, Visit
from xiafang.regulation.periods import Period, halves_of, quarters_of, year_of
from xiafang.regulation.policy import Policy

Key = TypeVar("Key")

Binding = Callable[[Post], bool]
"""Which posts a duty binds."""

_SENIOR = frozenset({"department_chief", "department_deputy"})
"""The ranks called 厅级."""


def exists_on(organization: Organization, day: date) -> bool:
    """Say whether the organization exists on `day`."""
    first, last = organization.from_day, organization.to_day
    return (first is None or first <= day) and (last is None or day <= last)


def held_on(post: Post, day: date) -> bool:
    """Say whether the post is held on `day`, first and last day included."""
    return post.from_day <= day and (post.to_day is None or day <= post.to_day)


class Situation:
    """The facts as they stand at the end of `as_of`, judged for `year` by its `policy` and by `calendar`."""

    def __init__(
        self, facts: Facts, policy: Policy, year: int, as_of: date, *, calendar: Calendar, explaining: bool = False
    ) -> None:
        self.facts = facts
        self.policy = in_force = policy.in_year(year)
        self.year = year
        self.as_of = as_of
        self.calendar = calendar
        self.explaining = explaining
        self.whole_year: Period = year_of(year)
        self.halves = halves_of(year)
        self.quarters = quarters_of(year)
        # The limits of `calendar`, by the parameter that says how many: asked for as often as there are findings.
        self.working_days = cache(lambda parameter: calendar.working_days(in_force.count(parameter)))
        self.days = cache(lambda parameter: calendar.days(in_force.count(parameter)))
        self.months = cache(lambda parameter: calendar.months(in_force.count(parameter)))

    def triggered(self, trigger: date | None) -> bool:
        """Say whether a duty with this trigger belongs to the year and binds already."""
        return trigger is not None and trigger.year == self.year and trigger <= self.as_of

    def happened(self, day: date | None) -> date | None:
        """Return `day` unless it is yet to come."""
        return day if day is not None and day <= self.as_of else None

    # Organizations

    @cached_property
    def organizations(self) -> dict[str, Organization]:
        """Organizations by id."""
        return {organization.id: organization for organization in self.facts.organizations}

    @cached_property
    def department(self) -> Organization:
        """The provincial department, the root of the tree."""
        return next(o for o in self.facts.organizations if o.kind == "provincial_department")

    def kind_above(self, organization: Organization) -> str | None:
        """Return the kind of the parent, None for the root."""
        return self.organizations[organization.parent].kind if organization.parent is not None else None

    def is_direct_unit(self, organization: Organization) -> bool:
        """Say whether it is a division or institution right under the department (直属处室、单位)."""
        return organization.kind in ("division", "institution") and organization.parent == self.department.id

    def organization_name(self, identifier: str) -> str:
        """Return the name of the organization, its id where it has none."""
        return self.organizations[identifier].name or identifier

    @cached_property
    def _at_or_above(self) -> dict[str, frozenset[str]]:
        return {}

    def at_or_above(self, identifier: str) -> frozenset[str]:
        """Return the ids of the organization and of all those above it."""
        known = self._at_or_above.get(identifier)
        if known is None:
            parent = self.organizations[identifier].parent
            known = frozenset({identifier}) | (self.at_or_above(parent) if parent is not None else frozenset())
            self._at_or_above[identifier] = known
        return known

    # Officials and posts

    @cached_property
    def officials(self) -> dict[str, Official]:
        """Officials by id."""
        return {official.id: official for official in self.facts.officials}

    def official_name(self, identifier: str) -> str:
        """Return the name of the official, the id where there is none."""
        return self.officials[identifier].name or identifier

    def holds(self, official: str, day: date, binding: Binding) -> bool:
        """Say whether the official holds a post on `day` that `binding` covers."""
        return any(held_on(post, day) and binding(post) for post in self.officials[official].posts)

    def answers_to_the_department(self, post: Post) -> bool:
        """Posts of 第七条第1项: the department's leading body, and rank 厅级 anywhere."""
        return (post.leadership and post.organization == self.department.id) or post.rank in _SENIOR

    def leads_a_city_bureau(self, post: Post) -> bool:
        """Posts of 第七条第2项: leading bodies of city-level bureaus."""
        return post.leadership and self.organizations[post.organization].kind == "city_bureau"

    def leads_at_or_above(self, identifier: str) -> Binding:
        """Posts of 第十八条: leadership or principal in the organization or one above it."""
        allowed = self.at_or_above(identifier)
        return lambda post: (post.leadership or post.principal) and post.organization in allowed

    @cached_property
    def principal_posts(self) -> dict[str, list[tuple[Official, Post]]]:
        """Principal posts with their holders, by organization."""
        found: dict[str, list[tuple[Official, Post]]] = defaultdict(list)
        for official in self.facts.officials:
            for post in official.posts:
                if post.principal:
                    found[post.organization].append((official, post))
        return found

    # Papers of the year: (day, id) of the first one by now

    @cached_property
    def agreements(self) -> dict[tuple[str, str], tuple[date, str]]:
        """Agreements of the year, by (superior, subordinate)."""
        signed = (a for a in self.facts.agreements if a.year == self.year)
        return self._first(((a.superior, a.subordinate), a.signed_on, a.id) for a in signed)

    @cached_property
    def plans(self) -> dict[str, tuple[date, str]]:
        """Plans of the year, by organization."""
        return self._first((p.organization, p.filed_on, p.id) for p in self.facts.plans if p.year == self.year)

    @cached_property
    def assessments(self) -> dict[str, tuple[date, str]]:
        """Assessments of the year, by organization."""
        done = (a for a in self.facts.assessments if a.year == self.year)
        return self._first((a.organization, a.completed_on, a.id) for a in done)

    @cached_property
    def first_notice(self) -> dict[tuple[str, str], tuple[date, str]]:
        """Notices, by (visit, case)."""
        return self._first(((n.visit, n.case), n.sent_on, n.id) for n in self.facts.notices)

    def _first(self, papers: Iterable[tuple[Key, date, str]]) -> dict[Key, tuple[date, str]]:
        found: dict[Key, tuple[date, str]] = {}
        for key, day, identifier in papers:
            if day <= self.as_of and (key not in found or (day, identifier) < found[key]):
                found[key] = (day, identifier)
        return found

    # Visits

    @cached_property
    def visits(self) -> dict[str, Visit]:
        """Visits by id."""
        return {visit.id: visit for visit in self.facts.visits}

    def is_cancelled(self, visit: Visit) -> bool:
        """Say whether the visit is cancelled by now; before that day it counts as planned."""
        return visit.cancelled_on is not None and visit.cancelled_on <= self.as_of

    def received_people(self, visit: Visit) -> bool:
        """Say whether the visit was held by now and at least one person was received."""
        return visit.status == "held" and visit.received >= 1 and visit.date <= self.as_of

    @cached_property
    def visits_by_leader(self) -> dict[str, list[Visit]]:
        """Visits held with people received, by official, in order of (date, id)."""
        found: dict[str, list[Visit]] = defaultdict(list)
        for visit in self._visits_with_people:
            for leader in visit.leaders:
                found[leader].append(visit)
        return found

    @cached_property
    def visits_by_case(self) -> dict[str, list[Visit]]:
        """Visits held with people received, by case, in order of (date, id)."""
        found: dict[str, list[Visit]] = defaultdict(list)
        for visit in self._visits_with_people:
            for case in visit.cases:
                found[case].append(visit)
        return found

    @cached_property
    def visits_by_organization(self) -> dict[str, list[Visit]]:
        """Visits held with people received, by the visit's organization, in order of (date, id)."""
        found: dict[str, list[Visit]] = defaultdict(list)
        for visit in self._visits_with_people:
            found[visit.organization].append(visit)
        return found

    @cached_property
    def _visits_with_people(self) -> list[Visit]:
        return sorted(filter(self.received_people, self.facts.visits), key=lambda visit: (visit.date, visit.id))

    @cached_property
    def visits_to_prepare(self) -> list[Visit]:
        """Visits with a fixed date in modes with chosen petitioners, not cancelled (第十二、十三条)."""
        return [
            visit
            for visit in self.facts.visits
            if visit.mode in ("with_case", "appointment")
            and self.triggered(visit.scheduled_on)
            and not self.is_cancelled(visit)
        ]

    @cached_property
    def shortlists_by_organization(self) -> dict[str, list[Shortlist]]:
        """Shortlists issued by now, by organization, in order of (issued_on, id)."""
        found: dict[str, list[Shortlist]] = defaultdict(list)
        for shortlist in sorted(self.facts.shortlists, key=lambda shortlist: (shortlist.issued_on, shortlist.id)):
            if shortlist.issued_on <= self.as_of:
                found[shortlist.organization].append(shortlist)
        return found

    # Cases

    @cached_property
    def resolved_cases_by_sponsor(self) -> dict[str, list[Case]]:
        """Cases resolved in the year by now under an official's sponsorship, in order of (resolved_on, id)."""
        found: dict[str, list[Case]] = defaultdict(list)
        resolved = [case for case in self.facts.cases if case.sponsors and self.triggered(case.resolved_on)]
        for case in sorted(resolved, key=lambda case: (case.resolved_on, case.id)):
            for official in {sponsor.official for sponsor in case.sponsors if _covers(sponsor, case.resolved_on)}:
                found[official].append(case)
        return found

    @cached_property
    def _cases(self) -> list[Case]:
        return sorted(self.facts.cases, key=lambda case: case.id)

    def each_case(self) -> list[Case]:
        """Return every case in the order of the ids: so are the findings, and sorting those costs next to nothing."""
        return self._cases


def _covers(sponsor: Sponsor, day: date | None) -> bool:
    return day is not None and sponsor.from_day <= day and (sponsor.to_day is None or day <= sponsor.to_day)
