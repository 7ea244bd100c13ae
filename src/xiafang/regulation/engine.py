"""Evaluate a facts document: every duty, every subject, one finding each."""

from collections.abc import Collection
from datetime import date

import xiafang.regulation.articles  # noqa: F401 - declares the duties
from xiafang.regulation.calendar import Calendar
from xiafang.regulation.facts import Facts
from xiafang.regulation.findings import Finding
from xiafang.regulation.policy import Policy, load_policy
from xiafang.regulation.registry import DUTIES
from xiafang.regulation.situation import Situation


def evaluate(
    facts: Facts,
    policy: Policy | None = None,
    *,
    year: int | None = None,
    as_of: date | None = None,
    only: Collection[str] = (),
    explaining: bool = False,
    calendar: Calendar | None = None,
) -> list[Finding]:
    """Return the findings of `year` at the end of `as_of`, sorted by (duty, subject, period, due).

    `policy`, `year`, `as_of` default to what the document says; `only` keeps the named duties (all when empty);
    `explaining` adds to each finding the derivation of its due date. `calendar` replaces the shipped one; the
    document's own overrides then have to be in it. Raises KeyError for a duty that does not exist.
    """
    year = facts.year if year is None else year
    as_of = facts.as_of if as_of is None else as_of
    policy = policy or load_policy(facts.policy)
    if calendar is None:
        calendar = Calendar(holidays=facts.calendar.holidays, workdays=facts.calendar.workdays)
    names = sorted(DUTIES if not only else {DUTIES[name].name for name in only})
    now = Situation(facts, policy, year, as_of, calendar=calendar, explaining=explaining)
    if as_of < now.whole_year.first:
        return []
    findings: list[Finding] = []
    for name in names:
        findings += _of_duty(name, now)
    return findings


def _of_duty(name: str, now: Situation) -> list[Finding]:
    duty = DUTIES[name]
    if duty.need is not None and now.policy.count(duty.need) == 0:
        return []
    judge = duty.judge
    found = [finding for subject in duty.subjects(now) if (finding := judge(duty, subject, now)) is not None]
    found.sort(key=lambda finding: (finding.subject, finding.period or "", finding.due))
    return found
