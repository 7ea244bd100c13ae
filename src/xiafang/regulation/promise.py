"""Promises: findings that hold from day to day, because what depends on the day is worked out when they are read.

A finding says how things stand at the end of `as_of`. Of that only the status moves while nothing happens: a pending
duty becomes a breached one overnight. A promise leaves the status out, so the duty ledger has to be written only when
something happens. What hangs on the day itself (`principal.one`) is no promise: it is judged when it is looked at.
"""

from collections.abc import Collection, Iterator
from datetime import date

import msgspec

from xiafang.regulation.calendar import Calendar
from xiafang.regulation.engine import by_duty, situation
from xiafang.regulation.facts import Facts
from xiafang.regulation.findings import Finding, Status
from xiafang.regulation.periods import first_day
from xiafang.regulation.policy import Policy
from xiafang.regulation.registry import DUTIES, Way

HORIZON = date.max
"""Promises are made as if every period had begun; acts are never dated ahead of the day they are entered."""


class Promise(msgspec.Struct, frozen=True):
    """What one subject owes or owed; `begins` is when the period starts, None for a duty without one."""

    duty: str
    article: str
    subject: str
    period: str | None
    begins: date | None
    due: date
    way: Way
    exempt: bool
    need: int
    have: int
    completed_on: date | None
    evidence: tuple[str, ...]
    provisional: bool


def promises(
    facts: Facts,
    year: int,
    *,
    only: Collection[str] | None = None,
    policy: Policy | None = None,
    calendar: Calendar | None = None,
) -> Iterator[Promise]:
    """Give what was promised for `year`, periods to come included, sorted as findings are; of `only` these duties.

    The facts must hold no act dated after the day they were gathered on. `as_of` of the facts is not asked.
    """
    lasting = [name for name, duty in DUTIES.items() if duty.way != "today" and (only is None or name in only)]
    if not lasting:
        return
    now = situation(facts, policy, year=year, as_of=HORIZON, calendar=calendar)
    for findings in by_duty(now, lasting):
        for finding in findings:
            yield _of(finding)


def _of(finding: Finding) -> Promise:
    return Promise(
        finding.duty,
        finding.article,
        finding.subject,
        finding.period,
        first_day(finding.period) if finding.period else None,
        finding.due,
        DUTIES[finding.duty].way,
        finding.status == "exempt",
        finding.need,
        finding.have,
        finding.completed_on,
        finding.evidence,
        finding.provisional,
    )


def status_on(promise: Promise, day: date) -> Status | None:
    """Return the status at the end of `day`, None while the period has not begun.

    `day` must not lie before the last act that is known; for an earlier one the facts have to be judged anew.
    """
    if promise.begins is not None and day < promise.begins:
        return None
    if promise.exempt:
        return "exempt"
    if promise.completed_on is not None:
        late = promise.way == "deadline" and promise.completed_on > promise.due
        return "late" if late else "met"
    if promise.way == "state" or day > promise.due:
        return "breached"
    return "pending"
