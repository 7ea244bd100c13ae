"""第十七条 办结时限: how soon a matter accepted on a visit must be closed.

In plain words: simple within 5 working days, general within a month, major within two.
Readings: ungraded counts as general; an expired limit is not revived by regrading (docs/readings/0001, 0019, 0020).
"""

from datetime import date

from xiafang.regulation.calendar import Deadline, later_of
from xiafang.regulation.facts import Case, Grade, Grading
from xiafang.regulation.findings import WRITTEN, Finding
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Situation

GRADE_NAMES: dict[Grade, str] = {"simple": "简单", "general": "一般", "major": "重大疑难复杂"}


def limit_of_grade(grade: Grade, accepted_on: date, now: Situation) -> Deadline:
    """Return the limit that a grade alone sets, from the day of acceptance."""
    if grade == "simple":
        return now.working_days("case.limit.simple_working_days")[accepted_on]
    return now.months(f"case.limit.{grade}_months")[accepted_on]


def _gradings_that_count(case: Case, now: Situation) -> list[Grading]:
    """Return the gradings by (date, order of the list), without those after as_of or after closing."""
    last = now.as_of if case.closed_on is None else min(now.as_of, case.closed_on)
    return sorted((grading for grading in case.grades if grading.on <= last), key=lambda grading: grading.on)


def limit_of_case(case: Case, now: Situation) -> Deadline:
    """Return the last day for closing an accepted case, with the steps that lead there.

    The case must have been accepted. A later grade counts if it was given while the limit had not expired; the limit is
    then the later of what the new grade allows and the day of regrading, moved to a working day.
    """
    accepted = case.accepted_on
    assert accepted is not None  # noqa: S101 - the callers' condition
    gradings = _gradings_that_count(case, now) if case.grades else []
    grade: Grade = "general"
    for grading in gradings:
        if grading.on <= accepted:
            grade = grading.grade
    due = limit_of_grade(grade, accepted, now)
    for grading in gradings:
        if accepted < grading.on <= due.day:
            due = later_of(
                accepted,
                (limit_of_grade(grading.grade, accepted, now), now.calendar.moved(grading.on)),
                provisional=due.provisional,
                note=f"{grading.on}改为{GRADE_NAMES[grading.grade]}，未逾原期限{due.day}",
            )
    return due


@duty(
    "case.limit",
    article="第十七条",
    title="限时办结",
    subject="case",
    subjects=Situation.each_case,
    parameters=("case.limit.simple_working_days", "case.limit.general_months", "case.limit.major_months"),
)
def close_in_time(this: Duty, case: Case, now: Situation) -> Finding | None:
    """Judge the closing of a case accepted on a visit; None when it was not: the statutory limit alone binds it."""
    accepted = case.accepted_on
    if case.visit is None or accepted is None or not now.triggered(accepted):
        return None
    return this.deadline(
        now,
        f"case:{case.id}",
        limit_of_case(case, now),
        done=case.closed_on,
        who=f"{now.organization_name(case.organization)}对下访中{WRITTEN[accepted]}受理的事项{case.id}，",
        act="办结",
        missing="请办结并登记办结日期",
    )
