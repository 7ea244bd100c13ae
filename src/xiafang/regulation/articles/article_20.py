"""第二十条 考核和追责: leading bodies are assessed each year; a confirmed fault has its fitting sanction.

Readings: assessed by 31 March of the next year; sanctioned within 30 days; harmful escalation needs accountability, the
other faults at least criticism (docs/readings/0030, 0031).
"""

from collections.abc import Iterator

from xiafang.regulation.articles.article_05 import ORGANS
from xiafang.regulation.calendar import fixed
from xiafang.regulation.facts import Inspection, InspectionFinding, Organization
from xiafang.regulation.findings import WRITTEN, Finding
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Situation, exists_on

_FITTING = {
    "perfunctory": ("criticism", "accountability"),
    "unresolved": ("criticism", "accountability"),
    "harmful_escalation": ("accountability",),
}
_FAULTS = {
    "perfunctory": "不认真接待群众",
    "unresolved": "只接待不依法解决问题",
    "harmful_escalation": "引发进京赴省访造成不良影响",
}

Confirmed = tuple[Inspection, InspectionFinding]


def assessed_organs(now: Situation) -> Iterator[Organization]:
    """Give the organs that exist on the year's last day."""
    return (o for o in now.facts.organizations if o.kind in ORGANS and exists_on(o, now.whole_year.last))


def confirmed_faults(now: Situation) -> Iterator[Confirmed]:
    """Give the faults confirmed in the year by now."""
    for inspection in now.facts.inspections:
        for finding in inspection.findings:
            if now.triggered(finding.confirmed_on):
                yield inspection, finding


@duty(
    "assessment.year",
    article="第二十条",
    title="年度履职尽责考核",
    subject="organization",
    subjects=assessed_organs,
    parameters=("assessment.year.due",),
)
def assess_the_leading_body(this: Duty, organization: Organization, now: Situation) -> Finding:
    """Judge whether the leading body was assessed for the year."""
    done = now.assessments.get(organization.id)
    return this.deadline(
        now,
        f"organization:{organization.id}",
        fixed(now.policy.day("assessment.year.due", now.year + 1)),
        done=done[0] if done else None,
        evidence=f"assessment:{done[1]}" if done else None,
        who=f"{now.organization_name(organization.id)}领导班子",
        act=f"完成{now.year}年度下访接待工作考核",
        missing="请完成考核并登记完成日期",
        period=now.whole_year.label,
    )


@duty(
    "sanction",
    article="第二十条",
    title="通报批评或追究责任",
    subject="inspection",
    subjects=confirmed_faults,
    parameters=("sanction.days",),
)
def sanction_a_confirmed_fault(this: Duty, subject: Confirmed, now: Situation) -> Finding:
    """Judge whether a confirmed fault had its fitting sanction."""
    inspection, fault = subject
    fits = fault.sanction in _FITTING[fault.kind]
    words = "追究责任" if fault.kind == "harmful_escalation" else "通报批评或追究责任"
    return this.deadline(
        now,
        f"inspection:{inspection.id}/official:{fault.official}/{fault.kind}",
        now.days("sanction.days")[fault.confirmed_on],
        done=fault.sanctioned_on if fits else None,
        evidence=f"inspection:{inspection.id}",
        who=f"抽查{inspection.id}于{WRITTEN[fault.confirmed_on]}认定{now.official_name(fault.official)}{_FAULTS[fault.kind]}，",
        act=words,
        missing=f"请依规{words}并登记日期",
    )
