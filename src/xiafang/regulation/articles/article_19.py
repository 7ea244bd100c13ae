"""第十九条 抽查和通报: the office inspects at regular and at random times each year, and reports on it each half-year.

Readings: at least one inspection of each kind; the bulletin within 31 days of the half, not moved
(docs/readings/0027–0029).
"""

from collections.abc import Iterator

from xiafang.regulation.calendar import days_after
from xiafang.regulation.findings import Finding
from xiafang.regulation.periods import Period
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Situation

_HALVES = {"H1": "上半年", "H2": "下半年"}


def the_office(now: Situation) -> Iterator[str]:
    """Give the organization that the leading group's office belongs to."""
    yield now.facts.office


def halves_begun(now: Situation) -> Iterator[Period]:
    """Give the half-years of the year that have started."""
    return (half for half in now.halves if half.first <= now.as_of)


def _inspected(this: Duty, office: str, now: Situation, kind: str, word: str) -> Finding | None:
    events = sorted((i.on, i.id) for i in now.facts.inspections if i.kind == kind)
    return this.counted(
        now,
        f"organization:{office}",
        now.whole_year,
        [(on, f"inspection:{identifier}") for on, identifier in events],
        who=f"{now.organization_name(office)}（领导小组办公室）",
        act=f"开展{word}抽查",
        unit="次",
        missing=f"请组织{word}抽查并登记",
    )


@duty(
    "inspection.regular",
    article="第十九条",
    title="定期抽查",
    subject="organization",
    subjects=the_office,
    parameters=("inspection.regular.need",),
    need="inspection.regular.need",
)
def inspect_regularly(this: Duty, office: str, now: Situation) -> Finding | None:
    """Judge the year's regular inspections."""
    return _inspected(this, office, now, "regular", "定期")


@duty(
    "inspection.random",
    article="第十九条",
    title="不定期抽查",
    subject="organization",
    subjects=the_office,
    parameters=("inspection.random.need",),
    need="inspection.random.need",
)
def inspect_at_random(this: Duty, office: str, now: Situation) -> Finding | None:
    """Judge the year's random inspections."""
    return _inspected(this, office, now, "random", "不定期")


@duty(
    "bulletin.half_year",
    article="第十九条",
    title="半年通报",
    subject="organization",
    subjects=halves_begun,
    parameters=("bulletin.half_year.days",),
)
def issue_the_bulletin(this: Duty, half: Period, now: Situation) -> Finding:
    """Judge the bulletin of a half-year."""
    office = now.facts.office
    issued = min(
        ((b.issued_on, b.id) for b in now.facts.bulletins if b.half == half.label and b.issued_on <= now.as_of),
        default=None,
    )
    return this.deadline(
        now,
        f"organization:{office}",
        days_after(half.last, now.policy.count("bulletin.half_year.days")),
        done=issued[0] if issued else None,
        evidence=f"bulletin:{issued[1]}" if issued else None,
        who=f"{now.organization_name(office)}（领导小组办公室）",
        act=f"印发{now.year}年{_HALVES[half.label[-2:]]}抽查通报",
        missing="请印发通报并登记印发日期",
        period=half.label,
    )
