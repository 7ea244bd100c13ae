"""第十三条 事先告知: once the date is fixed, each petitioner is told beforehand.

Reading: no later than the day before the visit; not moved when that is a day off (docs/readings/0015).
"""

from collections.abc import Iterator

from xiafang.regulation.calendar import days_before
from xiafang.regulation.facts import Visit
from xiafang.regulation.findings import WRITTEN, Finding
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Situation

VisitAndCase = tuple[Visit, str]


def cases_of_visits(now: Situation) -> Iterator[VisitAndCase]:
    """Give each case of each scheduled visit."""
    return ((visit, case) for visit in now.visits_to_prepare for case in visit.cases)


@duty(
    "notice.before_visit",
    article="第十三条",
    title="事先告知信访人",
    subject="visit",
    subjects=cases_of_visits,
    parameters=("notice.before_visit.days",),
)
def tell_beforehand(this: Duty, subject: VisitAndCase, now: Situation) -> Finding:
    """Judge whether the petitioner of a case was told of the visit in time."""
    visit, case = subject
    notice = now.first_notice.get((visit.id, case))
    return this.deadline(
        now,
        f"visit:{visit.id}/case:{case}",
        days_before(visit.date, now.policy.count("notice.before_visit.days")),
        done=notice[0] if notice else None,
        evidence=f"notice:{notice[1]}" if notice else None,
        who=f"{now.organization_name(visit.organization)}信访部门",
        act=f"将{WRITTEN[visit.date]}的下访{visit.id}事先告知事项{case}的信访人",
        missing="请告知信访人并登记告知日期和方式",
    )
