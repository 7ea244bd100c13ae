"""The clocks that run on one matter: those of the regulation, and those that a transfer or a visit has set.

The regulation's own are judged on the matter's own slice of facts, as of any day, and carry the way to their last day.
What whoever asks may not see is not in that slice: whether a leader has received the people is then read from the
ledger, whose rows about a matter are seen with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from django.utils import timezone

from xiafang.casework.codes import State
from xiafang.casework.deadlines import OBJECTION_WORKING_DAYS
from xiafang.casework.facts import read_cases
from xiafang.casework.models import Matter, Transfer
from xiafang.organizations import facts as organizations
from xiafang.organizations.models import Official, Organization
from xiafang.promises.models import Row
from xiafang.regulation import derivation
from xiafang.regulation.calendar import Calendar, Deadline, fixed
from xiafang.regulation.engine import by_duty, situation
from xiafang.regulation.facts import Facts
from xiafang.regulation.findings import Finding, Status
from xiafang.regulation.registry import DUTIES
from xiafang.visits import facts as visits
from xiafang.visits.models import VisitMatter

APPOINTMENT = "escalated.appointment"


@dataclass(frozen=True)
class Clock:
    """One limit: what is owed by when, how it stands, why, and how the day came about, line by line."""

    title: str
    article: str
    due: date
    status: Status
    completed_on: date | None
    why: str
    steps: tuple[str, ...]
    provisional: bool = False

    @property
    def runs(self) -> bool:
        """Whether something is still to be done."""
        return self.completed_on is None and self.status != "exempt"


def clocks(matter: Matter, *, as_of: date | None = None) -> list[Clock]:
    """Return the clocks of `matter` at the end of `as_of` (today), the binding one first, then those that have ended.

    `matter.responsible` should be at hand. A dozen queries, however much has happened to the matter.
    """
    day = as_of or timezone.localdate()
    document = slice_of(matter)
    own = document["calendar"]
    calendar = Calendar(
        holidays=map(date.fromisoformat, own["holidays"]), workdays=map(date.fromisoformat, own["workdays"])
    )
    facts = msgspec.convert(document, Facts, strict=False)
    found = [*_judged(matter, facts, calendar, day), *_of_transfers(matter, calendar, day), *_of_visits(matter, day)]
    return sorted(found, key=lambda clock: (not clock.runs, clock.due, clock.title))


def slice_of(matter: Matter) -> dict[str, Any]:
    """Return the facts that the duties of one matter are judged on, as far as whoever asks sees them."""
    cases = read_cases(Matter.objects.filter(pk=matter.pk))
    listed = visits.visits(VisitMatter.objects.filter(matter=matter))
    people = {leader for visit in listed for leader in visit["leaders"]}
    people |= {e["opinion"]["approved_by"] for case in cases for e in case.get("escalations", []) if "opinion" in e}
    return {
        "year": matter.received_on.year,
        "as_of": matter.received_on.isoformat(),
        "office": str(matter.responsible_id),
        "organizations": organizations.organizations(Organization.objects.way_to(matter.responsible)),
        "officials": organizations.officials(Official.objects.filter(pk__in=people)) if people else [],
        "calendar": organizations.calendar(),
        "cases": cases,
        "visits": listed,
    }


def _judged(matter: Matter, facts: Facts, calendar: Calendar, day: date) -> Iterator[Clock]:
    """Judge the duties in the years in which they came about."""
    names = [name for name, duty in DUTIES.items() if duty.subject == "case"]
    starts = [matter.received_on, matter.accepted_on]
    for case in facts.cases:
        starts += [start for e in case.escalations for start in (e.on, e.opinion.on if e.opinion else None)]
    received = _received(matter) if any(case.escalations for case in facts.cases) else {}
    for year in sorted({start.year for start in starts if start and start <= day}):
        now = situation(facts, year=year, as_of=day, calendar=calendar, explaining=True)
        for findings in by_duty(now, names):
            for finding in findings:
                yield _clock(matter, finding, received)


def _received(matter: Matter) -> dict[str, Row]:
    """Return by subject the ledger's rows on leaders who have received the people after an escalation."""
    rows = Row.objects.filter(matter=matter.pk, duty=APPOINTMENT, completed_on__isnull=False)
    return {row.subject: row for row in rows}


def _clock(matter: Matter, finding: Finding, received: dict[str, Row]) -> Clock:
    assert isinstance(finding.derivation, Deadline)  # noqa: S101 - the situation explains
    status, completed, why = finding.status, finding.completed_on, _named(finding.why, matter)
    if finding.duty == APPOINTMENT and completed is None:
        row = received.get(finding.subject)
        if row is not None and row.completed_on is not None:
            completed = row.completed_on
            status = "late" if completed > row.due else "met"
            why = f"主管领导已于{completed}约访（{finding.article}），该次下访不在您的查看范围内。"
    return Clock(
        DUTIES[finding.duty].title,
        finding.article,
        finding.due,
        status,
        completed,
        why,
        tuple(derivation.steps(finding.derivation)),
        finding.provisional,
    )


def _named(why: str, matter: Matter) -> str:
    return why.replace(f"事项{matter.pk}", f"“{matter.number}”")


def _of_transfers(matter: Matter, calendar: Calendar, day: date) -> Iterator[Clock]:
    """The sender's date for feedback (交办), and as long as it lasts the right to object."""
    for transfer in Transfer.objects.filter(matter=matter).select_related("sender", "receiver"):
        if transfer.feedback_due and transfer.on <= day:
            done = matter.closed_on or matter.ended_on
            yield _set(
                "反馈交办结果",
                "条例第二十二条",
                fixed(transfer.feedback_due),
                done=done if done and done >= transfer.on else None,
                day=day,
                head=f"{transfer.sender}于{transfer.on}交办，{transfer.receiver}应不晚于{transfer.feedback_due}反馈办理结果",
            )
        objecting = calendar.working_days(OBJECTION_WORKING_DAYS)[transfer.on]
        waits = matter.state == State.TRANSFERRED and transfer.taken_on is None and transfer.objected_on is None
        if waits and day <= objecting.day:
            yield _set(
                "接收或者提出异议",
                "条例第二十三条第三款",
                objecting,
                done=None,
                day=day,
                head=f"{transfer.receiver}认为不属于本单位职权的，应不晚于{objecting.day}向{transfer.sender}提出异议",
            )


def _of_visits(matter: Matter, day: date) -> Iterator[Clock]:
    """The days by which leaders promised an answer on the spot."""
    promised = VisitMatter.objects.filter(matter=matter, reply_by__isnull=False, visit__voided_at=None)
    for reply_by, on in promised.values_list("reply_by", "visit__date"):
        if reply_by and on <= day:
            yield _set(
                "现场承诺的答复日期",
                "第十五条",
                fixed(reply_by),
                done=matter.replied_on,
                day=day,
                head=f"{on}下访时承诺不晚于{reply_by}答复",
            )


def _set(title: str, article: str, due: Deadline, *, done: date | None, day: date, head: str) -> Clock:
    completed = done if done and done <= day else None
    status: Status
    if completed:
        late = (completed - due.day).days
        status = "late" if late > 0 else "met"
        said = f"已于{completed}完成" + (f"，逾期{late}天" if late > 0 else "")
    elif day > due.day:
        status, said = "breached", f"至{day}仍未完成，已逾期{(day - due.day).days}天"
    else:
        status, said = "pending", "尚在期限内"
    steps = tuple(derivation.steps(due))
    return Clock(title, article, due.day, status, completed, f"{head}（{article}），{said}。", steps, due.provisional)
