"""The clocks that run on one matter: those of the regulation, and those that a transfer or a visit has set.

The regulation's own are judged on the matter's own slice of facts, as of any day, and carry the way to their last day.
What whoever asks may not see is not in that slice: whether a leader has received the people is then read from the
ledger, whose rows about a matter are seen with it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from django.utils import timezone

from xiafang.casework.codes import State
from xiafang.casework.deadlines import OBJECTION_WORKING_DAYS, office_calendar
from xiafang.casework.facts import case_of
from xiafang.casework.models import Escalation, Extension, Grading, Matter, Transfer
from xiafang.organizations import facts as organizations
from xiafang.organizations.policy import in_force
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
    duty: str = ""  # of the regulation; none where a transfer or a visit set the day

    @property
    def runs(self) -> bool:
        """Whether something is still to be done."""
        return self.completed_on is None and self.status != "exempt"


@dataclass
class Beside:
    """The rows beside a matter that its clocks depend on; escalations with opinions, visits that are not voided."""

    gradings: Sequence[Grading]
    extension: Extension | None
    escalations: Sequence[Escalation]
    transfers: Sequence[Transfer]
    visits: Sequence[VisitMatter]


def beside(matter: Matter, there: Collection[str] | None = None) -> Beside:
    """Return the rows beside `matter`, as far as whoever asks sees them; only kinds that are `there` (present.py).

    Five queries at most.
    """
    known = {"extension", "escalations", "transfers", "visits"} if there is None else there
    listed = VisitMatter.objects.filter(matter=matter, visit__voided_at=None).select_related("visit__organization")
    return Beside(
        list(matter.gradings.all()),
        Extension.objects.filter(matter=matter).select_related("approved_by").first() if "extension" in known else None,
        list(
            matter.escalations.select_related(
                "leader", "ordered_unit", "follow_up_official", "opinion__approved_by"
            ).order_by("-on", "id")
        )
        if "escalations" in known
        else [],
        list(matter.transfers.select_related("sender", "receiver", "owner").order_by("-on", "id"))
        if "transfers" in known
        else [],
        list(listed.order_by("-visit__date", "id")) if "visits" in known else [],
    )


def clocks(
    matter: Matter, *, as_of: date | None = None, calendar: Calendar | None = None, known: Beside | None = None
) -> list[Clock]:
    """Return the clocks of `matter` at the end of `as_of` (today), the binding one first, then those that have ended.

    `matter.responsible` should be at hand. `calendar` (one query) and `known` (five) are read when they are not given;
    beside that there are no queries but for a matter with escalations, which costs six.
    """
    day, known = as_of or timezone.localdate(), known or beside(matter)
    calendar = calendar or office_calendar()
    facts = msgspec.convert(_slice(matter, known), Facts)
    found = [
        *_judged(matter, facts, calendar, day),
        *_of_transfers(matter, known.transfers, calendar, day),
        *_of_visits(matter, known.visits, day),
    ]
    return sorted(found, key=lambda clock: (not clock.runs, clock.due, clock.title))


def _slice(matter: Matter, known: Beside) -> dict[str, Any]:
    """Return the facts that the duties of one matter are judged on; visits and people only where 第十八条 asks."""
    case = case_of(matter, known.gradings, known.extension, known.escalations)
    above = [str(pk) for pk in matter.responsible.above]
    way = [
        {"id": pk, "name": matter.responsible.name if pk == above[-1] else "", "kind": "division"}
        | ({"parent": above[n - 1]} if n else {})
        for n, pk in enumerate(above)
    ]
    found: dict[str, Any] = {
        "year": matter.received_on.year,
        "as_of": matter.received_on.isoformat(),
        "office": above[-1],
        "organizations": way,
        "cases": [case] if case else [],
    }
    if known.escalations:
        listed = visits.visits(VisitMatter.objects.filter(matter=matter))
        people = {UUID(leader) for visit in listed for leader in visit["leaders"]}
        people |= {row.opinion.approved_by_id for row in known.escalations if hasattr(row, "opinion")}
        officials = organizations.few(people, words=True)["officials"] if people else []
        found |= {"visits": listed, "officials": officials}
    return found


def _judged(matter: Matter, facts: Facts, calendar: Calendar, day: date) -> Iterator[Clock]:
    """Judge the duties in the years in which they came about."""
    names = [name for name, duty in DUTIES.items() if duty.subject == "case"]
    starts = [matter.received_on, matter.accepted_on]
    for case in facts.cases:
        starts += [start for e in case.escalations for start in (e.on, e.opinion.on if e.opinion else None)]
    received = _received(matter) if any(case.escalations for case in facts.cases) else {}
    for year in sorted({start.year for start in starts if start and start <= day}):
        now = situation(facts, in_force(), year=year, as_of=day, calendar=calendar, explaining=True)
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
        finding.duty,
    )


def _named(why: str, matter: Matter) -> str:
    return why.replace(f"事项{matter.pk}", f"“{matter.number}”")


def _of_transfers(matter: Matter, transfers: Sequence[Transfer], calendar: Calendar, day: date) -> Iterator[Clock]:
    """The sender's date for feedback (交办), and as long as it lasts the right to object."""
    for transfer in transfers:
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


def _of_visits(matter: Matter, listed: Sequence[VisitMatter], day: date) -> Iterator[Clock]:
    """The days by which leaders promised an answer on the spot."""
    for reply_by, on in ((row.reply_by, row.visit.date) for row in listed):
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
