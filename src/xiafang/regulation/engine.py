"""Evaluate a facts document: every duty, every subject, one finding each."""

from collections.abc import Collection, Iterator
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
    now = situation(facts, policy, year=year, as_of=as_of, explaining=explaining, calendar=calendar)
    return [finding for findings in by_duty(now, only) for finding in findings]


def situation(
    facts: Facts,
    policy: Policy | None = None,
    *,
    year: int | None = None,
    as_of: date | None = None,
    explaining: bool = False,
    calendar: Calendar | None = None,
) -> Situation:
    """Return the situation that `evaluate` judges, with the same defaults."""
    return Situation(
        facts,
        policy or load_policy(facts.policy),
        facts.year if year is None else year,
        facts.as_of if as_of is None else as_of,
        calendar=calendar or Calendar(holidays=facts.calendar.holidays, workdays=facts.calendar.workdays),
        explaining=explaining,
    )


def by_duty(now: Situation, only: Collection[str] = ()) -> Iterator[list[Finding]]:
    """Give the findings one duty after the other, so that a whole province need not be held at once.

    The duties come in the order of their names, the findings of each sorted; nothing before the year's first day.
    Raises KeyError for a duty that does not exist.
    """
    names = sorted({DUTIES[name].name for name in only} if only else DUTIES)
    if now.as_of >= now.whole_year.first:
        yield from (_of_duty(name, now) for name in names)


def _of_duty(name: str, now: Situation) -> list[Finding]:
    duty = DUTIES[name]
    if duty.need is not None and now.policy.count(duty.need) == 0:
        return []
    judge = duty.judge
    found = [finding for subject in duty.subjects(now) if (finding := judge(duty, subject, now)) is not None]
    found.sort(key=lambda finding: (finding.subject, finding.period or "", finding.due))
    return found
