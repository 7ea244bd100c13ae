"""Half-year bulletins (第十九条) and yearly assessments (第二十条)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Actor
from xiafang.organizations.acts.checks import existing, filled
from xiafang.organizations.kinds import LED, Kind
from xiafang.organizations.models import Organization
from xiafang.regulation.periods import Period, halves_of
from xiafang.supervision.acts.checks import happened, require_office, year_of_deed
from xiafang.supervision.acts.entry import enter, enter_all, void
from xiafang.supervision.models import Assessment, Bulletin
from xiafang.words import tidy

_HALF = re.compile(r"20[0-9]{2}H[12]", re.ASCII)
_WORDS = {"H1": "上半年", "H2": "下半年"}


def issue_bulletin(
    *,
    half: str,
    on: date,
    number: str,
    by: Actor,
    at: datetime,
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
) -> Bulletin:
    """Record that the bulletin on the inspections of `half` was issued; a supplement is a bulletin with its own number.

    Raises NotAllowed when `by` is not of the leading group's office, `half` is not written like 2026H1, the day has not
    come or lies before the half begins, or the number is taken.
    """
    require_office(by, at)
    happened(on, "印发日期", at)
    period, number = _half(half), filled(number, "文号", "number")
    if on < period.first:
        raise NotAllowed(f"印发日期 {on} 早于 {half} 的第一天 {period.first}，请核对半年和日期。", field="on")
    if other := Bulletin.objects.valid().filter(number=number).first():
        raise NotAllowed(
            f"文号“{number}”已用于 {other.issued_on} 印发的通报，请核对文号；登记有误的，请作废后重新登记。",
            field="number",
        )
    row = Bulletin(id=id or uuid4(), half=half, issued_on=on, number=number)
    words = f"{half[:4]}年{_WORDS[half[4:]]}"
    return enter(row, by=by, on=on, at=at, said=f"印发{words}抽查通报（{number}）")


def _half(half: str) -> Period:
    if not _HALF.fullmatch(half):
        raise NotAllowed(f"“{half}”不是半年，请写成 2026H1（上半年）或 2026H2（下半年）。", field="half")
    return next(period for period in halves_of(int(half[:4])) if period.label == half)


def void_bulletin(*, bulletin: Bulletin, by: Actor, at: datetime, reason: str) -> Bulletin:
    """Void a bulletin that was recorded wrongly. Raises NotAllowed."""
    require_office(by, at)
    return void(bulletin, by=by, at=at, reason=reason)


@dataclass(frozen=True)
class Completed:
    """An assessment of an organization's leading body that was completed on a day."""

    organization: Organization
    on: date
    note: str = ""
    id: UUID = field(default_factory=uuid4)


def complete_assessment(
    *,
    year: int,
    organization: Organization,
    on: date,
    by: Actor,
    at: datetime,
    note: str = "",
    id: UUID | None = None,  # noqa: A002
) -> Assessment:
    """Record that the assessment for `year` was completed. Raises NotAllowed as `complete_assessments` does."""
    completed = Completed(organization, on, note, id or uuid4())
    return complete_assessments(year=year, completed=[completed], by=by, at=at)[0]


def complete_assessments(*, year: int, completed: Sequence[Completed], by: Actor, at: datetime) -> list[Assessment]:
    """Record assessments for `year` that were completed, all of them or none. Five queries.

    Raises NotAllowed when `by` is not of the leading group's office, an organization has no leading body that is
    assessed or does not exist on the year's last day, the day has not come or lies before the year, or an assessment
    is recorded already.
    """
    require_office(by, at)
    same = Assessment.objects.valid().filter(year=year, organization__in=[one.organization.pk for one in completed])
    there = {other.organization_id: other.completed_on for other in same}
    done = []
    for one in completed:
        _check_completed(one, year, at, there)
        there[one.organization.pk] = one.on
        row = Assessment(id=one.id, year=year, organization=one.organization, completed_on=one.on, note=tidy(one.note))
        done.append((row, one.on, f"完成“{one.organization}”领导班子{year}年度履职尽责考核"))
    return enter_all(done, by=by, at=at)


def _check_completed(one: Completed, year: int, at: datetime, there: Mapping[UUID, date]) -> None:
    organization, on = one.organization, one.on
    happened(on, "完成日期", at)
    year_of_deed(year, on, "完成日期")
    if on.year < year:
        raise NotAllowed(f"完成日期 {on} 早于 {year} 年度开始，请核对年度和日期。", field="on")
    if organization.kind not in LED:
        led = "、".join(kind.label for kind in LED)
        raise NotAllowed(
            f"“{organization}”是{Kind(organization.kind).label}，不在年度考核之列：考核的是{led}的领导班子（第二十条）。",
            field="organization",
        )
    existing(organization, date(year, 12, 31))
    if organization.pk in there:
        raise NotAllowed(
            f"“{organization}”{year}年度考核已登记，完成日期 {there[organization.pk]}；登记有误的，请作废后重新登记。",
            field="organization",
        )


def void_assessment(*, assessment: Assessment, by: Actor, at: datetime, reason: str) -> Assessment:
    """Void an assessment that was recorded wrongly. Raises NotAllowed."""
    require_office(by, at)
    return void(assessment, by=by, at=at, reason=reason)
