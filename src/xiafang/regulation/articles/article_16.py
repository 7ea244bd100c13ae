"""第十六条 发现问题的通报和上报: emerging issues are told to those concerned, hot issues and major cases reported up.

Readings: three, ten and one working days; both a department and a responsible unit must have been told; a report on a
hot issue counts only with a proposal (docs/readings/0016–0018).
"""

from collections.abc import Callable, Iterator
from datetime import date

from xiafang.regulation.facts import Discovery
from xiafang.regulation.findings import WRITTEN, Finding
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Situation


def _found(kind: str) -> Callable[[Situation], Iterator[Discovery]]:
    def discoveries(now: Situation) -> Iterator[Discovery]:
        return (d for d in now.facts.discoveries if d.kind == kind and now.triggered(d.found_on))

    return discoveries


def _passed_on(
    this: Duty, discovery: Discovery, now: Situation, *, done: date | None, what: str, act: str, missing: str
) -> Finding:
    visit = discovery.visit
    return this.deadline(
        now,
        f"discovery:{discovery.id}",
        now.working_days(this.parameters[0])[discovery.found_on],
        done=done,
        who=f"{now.organization_name(now.visits[visit].organization)}对下访{visit}中{WRITTEN[discovery.found_on]}发现的{what}{discovery.id}，",
        act=act,
        missing=missing,
    )


@duty(
    "emerging.notify",
    article="第十六条",
    title="通报苗头性问题",
    subject="discovery",
    subjects=_found("emerging"),
    parameters=("emerging.notify.working_days",),
)
def tell_those_concerned(this: Duty, discovery: Discovery, now: Situation) -> Finding:
    """Judge whether both a department and a responsible unit were told; done on the first day when both had been."""
    told: dict[str, date] = {}
    for notification in discovery.notified:
        if notification.on <= now.as_of:
            told[notification.role] = min(notification.on, told.get(notification.role, notification.on))
    lacking = [name for role, name in _ROLES.items() if role not in told]
    return _passed_on(
        this,
        discovery,
        now,
        done=max(told.values()) if not lacking else None,
        what="苗头性问题",
        act="通报相关部门和责任单位",
        missing=f"请通报{'和'.join(lacking)}并登记通报日期" if lacking else "",
    )


_ROLES = {"department": "相关部门", "responsible_unit": "责任单位"}


@duty(
    "hot.report",
    article="第十六条",
    title="上报热点难点问题",
    subject="discovery",
    subjects=_found("hot"),
    parameters=("hot.report.working_days",),
)
def report_with_a_proposal(this: Duty, discovery: Discovery, now: Situation) -> Finding:
    """Judge the report on a hot issue; without a proposal it is none."""
    return _passed_on(
        this,
        discovery,
        now,
        done=discovery.reported_on if discovery.proposal else None,
        what="热点难点问题",
        act="梳理上报并提出对策",
        missing="已有上报但未附对策建议，请补提" if now.happened(discovery.reported_on) else "请梳理上报并附对策建议",
    )


@duty(
    "major.report",
    article="第十六条",
    title="汇报重大疑难案件",
    subject="discovery",
    subjects=_found("major_case"),
    parameters=("major.report.working_days",),
)
def report_a_major_case(this: Duty, discovery: Discovery, now: Situation) -> Finding:
    """Judge the report on a major case."""
    return _passed_on(
        this,
        discovery,
        now,
        done=discovery.reported_on,
        what="重大疑难案件",
        act="向领导小组办公室和有关领导汇报",
        missing="请立即汇报并登记汇报日期",
    )
