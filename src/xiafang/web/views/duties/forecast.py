"""Will it be enough? Done and planned within the period against the need, and the last day still possible."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from xiafang.organizations.models import Official
from xiafang.regulation.calendar import Calendar
from xiafang.regulation.findings import Finding
from xiafang.visits.codes import Status
from xiafang.visits.models import Visit
from xiafang.web.reasons import counted

_SPANS = {"Q": "本季度", "H": "本半年"}


@dataclass(frozen=True)
class Forecast:
    """What is to be expected of a counted duty: the sentence, and whether what is planned will do."""

    sentence: str
    enough: bool
    last: date
    last_working: date


def planned_visits(official: Official, day: date) -> list[Visit]:
    """Return the visits that were fixed for the official at the end of `day` and still to be held. One query."""
    return planned_for([official.pk], day)


def planned_for(officials: Iterable[UUID], day: date) -> list[Visit]:
    """Return the same of several officials."""
    fixed = Q(scheduled_on__lte=day) | Q(scheduled_on=None, status=Status.PLANNED)
    ahead = Q(date__gt=day) | Q(date=day, status=Status.PLANNED)
    kept = Q(cancelled_on=None) | Q(cancelled_on__gt=day)
    rows = Visit.objects.valid().filter(fixed, ahead, kept, leaders__overlap=list(officials))
    return list(rows.select_related("organization").order_by("date", "id"))


def forecast(finding: Finding, planned: Sequence[Visit], sponsored: int, day: date, calendar: Calendar) -> Forecast:
    """Return what is to be expected of a counted duty at the end of `day`, if nothing but what is planned happens."""
    last = finding.due
    working = last_working_day(last, calendar)
    span = _SPANS.get((finding.period or "")[4:5], "本年度")
    unit = counted(finding.duty)
    have, need = finding.have, finding.need
    if finding.status == "exempt":
        return Forecast("本期免计，不作要求。", enough=True, last=last, last_working=working)
    if have >= need:
        done = f"{span}已完成 {have}/{need}。" if have == need else f"{span}应{need}{unit}，已完成 {have} {unit}。"
        return Forecast(done, enough=True, last=last, last_working=working)
    if day > last:
        return Forecast(f"{span}期限已过，缺 {need - have} {unit}。", enough=False, last=last, last_working=working)
    if finding.duty.startswith("sponsored"):
        sentence, enough = _sponsored(need - have, sponsored, last)
    else:
        within = [visit for visit in planned if visit.date <= last]
        sentence, enough = _visits(finding, within, span, working)
    return Forecast(sentence, enough, last, working)


def _visits(finding: Finding, within: Sequence[Visit], span: str, working: date) -> tuple[str, bool]:
    have, need = finding.have, finding.need
    sure = have + len(within)
    if sure >= need:
        reached = within[need - have - 1].date
        return f"按已安排的下访，{span}将于 {reached} 完成 {need}/{need}。", True
    planned = f"已安排 {len(within)} 次，" if within else "尚未安排，"
    until = f"最迟 {finding.due}" + (f"（其前最后一个工作日 {working}）" if working != finding.due else "")
    return f"{planned}还差 {need - sure} 次，{until}。", False


def _sponsored(missing: int, sponsored: int, last: date) -> tuple[str, bool]:
    if sponsored >= missing:
        return f"正在包案 {sponsored} 件，须在 {last} 前化解 {missing} 件。", True
    held = f"正在包案 {sponsored} 件，" if sponsored else "没有在办的包案，"
    return f"{held}还差 {missing} 件，最迟 {last} 化解。", False


def last_working_day(day: date, calendar: Calendar) -> date:
    """Return `day`, or the last working day before it."""
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return day
