"""第十二条 突出问题清单: the petition office offers leaders matters to choose from before a visit is scheduled.

Direct units are left out: their targets come from their liaisons (第十四条).
"""

from collections.abc import Iterator

from xiafang.regulation.calendar import fixed
from xiafang.regulation.facts import Visit
from xiafang.regulation.findings import WRITTEN, Finding
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Situation


def visits_with_chosen_cases(now: Situation) -> Iterator[Visit]:
    """Give the scheduled visits that need a shortlist."""
    for visit in now.visits_to_prepare:
        if visit.cases and not now.is_direct_unit(now.organizations[visit.organization]):
            yield visit


@duty(
    "shortlist.before_schedule",
    article="第十二条",
    title="先列清单后定日程",
    subject="visit",
    subjects=visits_with_chosen_cases,
)
def shortlist_before_scheduling(this: Duty, visit: Visit, now: Situation) -> Finding:
    """Judge whether a shortlist of the visit's organization offered one of its cases by the day it was scheduled."""
    assert visit.scheduled_on is not None  # noqa: S101 - only scheduled visits are subjects
    offered = next(
        (
            s
            for s in now.shortlists_by_organization.get(visit.organization, ())
            if not set(s.cases).isdisjoint(visit.cases)
        ),
        None,
    )
    return this.deadline(
        now,
        f"visit:{visit.id}",
        fixed(visit.scheduled_on),
        done=offered.issued_on if offered else None,
        evidence=f"shortlist:{offered.id}" if offered else None,
        who=f"{now.organization_name(visit.organization)}信访部门为{WRITTEN[visit.date]}的下访{visit.id}",
        act="提出含所选事项的突出问题清单",
        missing="请提出清单供领导选定，并登记提出日期",
    )
