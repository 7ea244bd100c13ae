"""第十八条 进京赴省访、集体访: the leader in charge meets the people, examines the opinion, and sees to the rest.

In plain words: meet them; examine the opinion yourself; where they are right, order the unit to solve it; where it has
been handled as the law says, name somebody who explains and helps to the end. Nothing here follows or scores a person.
Readings: 5, 10, 1 and 3 working days; any visit serves, the leader leads the responsible unit or one above it
(docs/readings/0021–0026).
"""

from collections.abc import Iterator
from datetime import date

from xiafang.regulation.facts import Case, Escalation, Opinion, Visit
from xiafang.regulation.findings import WRITTEN, Finding
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Situation

CaseAndEscalation = tuple[Case, Escalation]
Examined = tuple[Case, Escalation, Opinion]

_KINDS = {"beijing": "进京访", "province": "赴省访", "group": "集体访"}


def escalations(now: Situation) -> Iterator[CaseAndEscalation]:
    """Give the escalations of the year by now."""
    for case in now.facts.cases:
        for escalation in case.escalations:
            if now.triggered(escalation.on):
                yield case, escalation


def counting_opinion(case: Case, escalation: Escalation, now: Situation) -> Opinion | None:
    """Return the opinion if a leader of the responsible unit or one above examined it by now, else None."""
    opinion = escalation.opinion
    if opinion is None or opinion.on > now.as_of:
        return None
    leads = now.leads_at_or_above(case.organization)
    return opinion if now.holds(opinion.approved_by, opinion.on, leads) else None


def _examined(now: Situation, *, justified: bool) -> Iterator[Examined]:
    for case in now.facts.cases:
        for escalation in case.escalations:
            opinion = counting_opinion(case, escalation, now)
            if opinion is not None and opinion.justified is justified and now.triggered(opinion.on):
                yield case, escalation, opinion


def found_justified(now: Situation) -> Iterator[Examined]:
    """Give the escalations whose opinion of the year finds the demand justified."""
    return _examined(now, justified=True)


def found_handled(now: Situation) -> Iterator[Examined]:
    """Give the escalations whose opinion of the year finds the matter handled as the law says."""
    return _examined(now, justified=False)


def _subject(case: Case, escalation: Escalation) -> str:
    return f"case:{case.id}/escalation:{escalation.id}"


def _who(case: Case, escalation: Escalation, now: Situation) -> str:
    kind = _KINDS[escalation.kind]
    return f"{now.organization_name(case.organization)}承办的事项{case.id}于{WRITTEN[escalation.on]}发生{kind}，"


def _meeting(case: Case, escalation: Escalation, now: Situation) -> Visit | None:
    leads = now.leads_at_or_above(case.organization)
    for visit in now.visits_by_case.get(case.id, ()):
        if visit.date >= escalation.on and any(now.holds(leader, visit.date, leads) for leader in visit.leaders):
            return visit
    return None


@duty(
    "escalated.appointment",
    article="第十八条",
    title="主管领导约访",
    subject="case",
    subjects=escalations,
    parameters=("escalated.appointment.working_days",),
)
def meet_the_petitioners(this: Duty, subject: CaseAndEscalation, now: Situation) -> Finding:
    """Judge whether a leader of the responsible unit or one above it received the people after the escalation."""
    case, escalation = subject
    met = _meeting(case, escalation, now)
    return this.deadline(
        now,
        _subject(case, escalation),
        now.working_days("escalated.appointment.working_days")[escalation.on],
        done=met.date if met else None,
        evidence=f"visit:{met.id}" if met else None,
        who=_who(case, escalation, now),
        act="由主管领导约访",
        missing="请由责任单位或其上级的领导约访并登记接待情况",
    )


@duty(
    "escalated.opinion",
    article="第十八条",
    title="亲自审定处理意见",
    subject="case",
    subjects=escalations,
    parameters=("escalated.opinion.working_days",),
)
def examine_the_opinion(this: Duty, subject: CaseAndEscalation, now: Situation) -> Finding:
    """Judge whether a leader of the responsible unit or one above it examined the opinion in person."""
    case, escalation = subject
    opinion = counting_opinion(case, escalation, now)
    return this.deadline(
        now,
        _subject(case, escalation),
        now.working_days("escalated.opinion.working_days")[escalation.on],
        done=opinion.on if opinion else None,
        evidence=f"case:{case.id}",
        who=_who(case, escalation, now),
        act="由主管领导亲自审定处理意见",
        missing="请由责任单位或其上级的领导本人审定，不能代办",
    )


def _answered(this: Duty, subject: Examined, now: Situation, *, done: date | None, act: str, missing: str) -> Finding:
    case, escalation, opinion = subject
    return this.deadline(
        now,
        _subject(case, escalation),
        now.working_days(this.parameters[0])[opinion.on],
        done=done,
        evidence=f"case:{case.id}",
        who=f"{_who(case, escalation, now)}处理意见已于{WRITTEN[opinion.on]}审定，",
        act=act,
        missing=missing,
    )


@duty(
    "escalated.order",
    article="第十八条",
    title="责成有关单位解决",
    subject="case",
    subjects=found_justified,
    parameters=("escalated.order.working_days",),
)
def order_the_unit(this: Duty, subject: Examined, now: Situation) -> Finding:
    """Judge whether the unit was ordered to solve a justified demand."""
    return _answered(
        this,
        subject,
        now,
        done=subject[1].ordered_on,
        act="责成有关单位解决",
        missing="诉求有理，请立即责成并登记责成日期",
    )


@duty(
    "escalated.follow_up",
    article="第十八条",
    title="落实责任人员",
    subject="case",
    subjects=found_handled,
    parameters=("escalated.follow_up.working_days",),
)
def name_who_follows_up(this: Duty, subject: Examined, now: Situation) -> Finding:
    """Judge whether somebody was named who explains and helps on a matter that was handled as the law says."""
    follow_up = subject[1].follow_up
    return _answered(
        this,
        subject,
        now,
        done=follow_up.assigned_on if follow_up else None,
        act="落实释法帮扶的责任人员",
        missing="请指定责任人员，做好释法明理和帮扶",
    )
