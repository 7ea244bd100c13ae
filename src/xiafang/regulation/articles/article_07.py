"""第七条 次数: how often leaders go down to receive people, and how many sponsored cases they solve.

In plain words: the department's leading body and everybody of rank 厅级 once each half-year and one case a year;
leading bodies of city bureaus once each quarter and two cases a year; the other units when it is called for.
Readings: half of the period in post binds in full, less exempts; a visit counts when somebody was received; a case that
comes back within six months does not count; "when called for" is once a year (docs/readings/0007–0012).
"""

from collections.abc import Iterable, Iterator
from datetime import date

from xiafang.regulation.calendar import months_later
from xiafang.regulation.facts import Official, Organization, Post
from xiafang.regulation.findings import Finding
from xiafang.regulation.periods import Period
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Binding, Situation, exists_on
from xiafang.regulation.tenure import Tenure, tenure

_VISITING_UNITS = frozenset({"prison_administration", "rehab_administration"})

OfficialInPeriod = tuple[Official, Period]


def officials_by_half(now: Situation) -> Iterator[OfficialInPeriod]:
    """Give each official with each half-year."""
    return ((official, half) for official in now.facts.officials for half in now.halves)


def officials_by_quarter(now: Situation) -> Iterator[OfficialInPeriod]:
    """Give each official with each quarter."""
    return ((official, quarter) for official in now.facts.officials for quarter in now.quarters)


def officials_by_year(now: Situation) -> Iterator[OfficialInPeriod]:
    """Give each official with the year."""
    return ((official, now.whole_year) for official in now.facts.officials)


def visiting_units(now: Situation) -> Iterator[Organization]:
    """Give the administrations and direct units that exist on the year's last day."""
    for organization in now.facts.organizations:
        visiting = organization.kind in _VISITING_UNITS or now.is_direct_unit(organization)
        if visiting and exists_on(organization, now.whole_year.last):
            yield organization


def _too_short(served: Tenure, now: Situation) -> str | None:
    share = now.policy.share("tenure.min_share")
    if not served.is_shorter_than(share):
        return None
    return f"扣除经批准的离岗后在任{served.days}天，不足本期{served.length}天的{float(100 * share):g}%"


def _binding(this: Duty, now: Situation) -> Binding:
    binds = this.binds
    assert binds is not None  # noqa: S101 - a slip in a declaration
    return lambda post: binds(now, post)


def _visits(this: Duty, subject: OfficialInPeriod, now: Situation) -> Finding | None:
    official, period = subject
    binding = _binding(this, now)
    served = tenure(official, period, binding)
    if served is None:
        return None
    events = [
        (visit.date, f"visit:{visit.id}")
        for visit in now.visits_by_leader.get(official.id, ())
        if now.holds(official.id, visit.date, binding)
    ]
    return this.counted(
        now,
        f"official:{official.id}",
        period,
        events,
        who=now.official_name(official.id),
        act="下访接待群众",
        unit="次",
        missing="请安排下访并登记接待情况",
        exempt=_too_short(served, now),
    )


@duty(
    "visits.half_year",
    article="第七条第1项",
    title="每半年下访",
    subject="official",
    subjects=officials_by_half,
    parameters=("visits.half_year.need", "tenure.min_share"),
    need="visits.half_year.need",
    binds=Situation.answers_to_the_department,
)
def visit_each_half_year(this: Duty, subject: OfficialInPeriod, now: Situation) -> Finding | None:
    """Judge an official's visits in a half-year; None when no post of that official is bound in it."""
    return _visits(this, subject, now)


@duty(
    "visits.quarter",
    article="第七条第2项",
    title="每季度下访",
    subject="official",
    subjects=officials_by_quarter,
    parameters=("visits.quarter.need", "tenure.min_share"),
    need="visits.quarter.need",
    binds=Situation.leads_a_city_bureau,
)
def visit_each_quarter(this: Duty, subject: OfficialInPeriod, now: Situation) -> Finding | None:
    """Judge an official's visits in a quarter; None when no post of that official is bound in it."""
    return _visits(this, subject, now)


def _sponsored(this: Duty, subject: OfficialInPeriod, now: Situation) -> Finding | None:
    official, period = subject
    binding = _binding(this, now)
    served = tenure(official, period, binding)
    if served is None:
        return None
    return this.counted(
        now,
        f"official:{official.id}",
        period,
        list(_solved(official, now, binding)),
        who=now.official_name(official.id),
        act="包案化解信访事项",
        unit="件",
        missing="请包案并推动化解",
        exempt=_too_short(served, now),
    )


def _solved(official: Official, now: Situation, binding: Binding) -> Iterable[tuple[date, str]]:
    """Give (resolved_on, evidence) of the official's sponsored cases that count."""
    months = now.policy.count("sponsored.hold_months")
    for case in now.resolved_cases_by_sponsor.get(official.id, ()):
        resolved, returned = case.resolved_on, now.happened(case.returned_on)
        if resolved is None or not now.holds(official.id, resolved, binding):
            continue
        if returned is None or returned > months_later(resolved, months):
            yield resolved, f"case:{case.id}"


@duty(
    "sponsored.one",
    article="第七条第1项",
    title="每年包案化解1件",
    subject="official",
    subjects=officials_by_year,
    parameters=("sponsored.one.need", "sponsored.hold_months", "tenure.min_share"),
    need="sponsored.one.need",
    binds=Situation.answers_to_the_department,
)
def solve_one_case(this: Duty, subject: OfficialInPeriod, now: Situation) -> Finding | None:
    """Judge the sponsored cases of an official bound by 第1项; None when no post is bound in the year."""
    return _sponsored(this, subject, now)


@duty(
    "sponsored.two",
    article="第七条第2项",
    title="每年包案化解2件",
    subject="official",
    subjects=officials_by_year,
    parameters=("sponsored.two.need", "sponsored.hold_months", "tenure.min_share"),
    need="sponsored.two.need",
    binds=Situation.leads_a_city_bureau,
)
def solve_two_cases(this: Duty, subject: OfficialInPeriod, now: Situation) -> Finding | None:
    """Judge the sponsored cases of an official bound by 第2项; None when no post is bound in the year."""
    return _sponsored(this, subject, now)


@duty(
    "visits.unit",
    article="第七条第3项",
    title="部门（单位）适时下访",
    subject="organization",
    subjects=visiting_units,
    parameters=("visits.unit.need",),
    need="visits.unit.need",
)
def visit_as_a_unit(this: Duty, organization: Organization, now: Situation) -> Finding | None:
    """Judge the year's visits of an administration or direct unit under a leader of its own."""

    def leads_here(post: Post) -> bool:
        return post.organization == organization.id and (post.leadership or post.principal)

    events = [
        (visit.date, f"visit:{visit.id}")
        for visit in now.visits_by_organization.get(organization.id, ())
        if any(now.holds(leader, visit.date, leads_here) for leader in visit.leaders)
    ]
    return this.counted(
        now,
        f"organization:{organization.id}",
        now.whole_year,
        events,
        who=now.organization_name(organization.id),
        act="由本单位领导带队下访接待群众",
        unit="次",
        missing="请组织下访工作组并登记接待情况",
    )
