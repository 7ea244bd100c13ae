"""条例第三十四条 法定办理期限: sixty days from acceptance, extended once by at most thirty.

Only matters on the petition path (31(6)) have this limit; it moves with an extension, that of 第十七条 does not.
"""

import msgspec

from xiafang.regulation.calendar import Deadline
from xiafang.regulation.facts import Case
from xiafang.regulation.findings import WRITTEN, Finding
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Situation


def statutory_limit(case: Case, now: Situation) -> Deadline:
    """Return the last day for closing an accepted case by law.

    An extension counts when it was approved by now and on or before the unextended limit; the extended one is counted
    from the day of acceptance in one step, and moved once to a working day.
    """
    accepted = case.accepted_on
    assert accepted is not None  # noqa: S101 - the callers' condition
    due = now.days("case.statutory_limit.days")[accepted]
    extension = case.extension
    if extension is None or extension.approved_on > min(due.day, now.as_of):
        return due
    more = min(extension.days, now.policy.count("case.statutory_limit.max_extension_days"))
    extended = now.calendar.days(now.policy.count("case.statutory_limit.days") + more)[accepted]
    return msgspec.structs.replace(
        extended,
        provisional=due.provisional or extended.provisional,
        note=f"{extension.approved_on}批准延长{more}日，未逾原期限{due.day}",
    )


@duty(
    "case.statutory_limit",
    article="条例第三十四条",
    title="法定办理期限",
    subject="case",
    subjects=Situation.each_case,
    parameters=("case.statutory_limit.days", "case.statutory_limit.max_extension_days"),
)
def close_by_law(this: Duty, case: Case, now: Situation) -> Finding | None:
    """Judge the closing of an accepted case on the petition path; None for every other case."""
    accepted = case.accepted_on
    if case.path != "petition" or accepted is None or not now.triggered(accepted):
        return None
    due = statutory_limit(case, now)
    if due.day < now.as_of:
        advice = "期限已过，不能再报批延期，请尽快办结并说明原因"
    elif due.note:
        advice = "已延期一次，请在期限内办结"
    else:
        advice = "请办结，或在期限内报批延期并告知信访人"
    return this.deadline(
        now,
        f"case:{case.id}",
        due,
        done=case.closed_on,
        who=f"{now.organization_name(case.organization)}对{WRITTEN[accepted]}受理的事项{case.id}，",
        act="依法办结",
        missing=advice,
    )
