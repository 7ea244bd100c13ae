"""Visits as lines of a list or a calendar: what one needs to know of each, with what is missing on it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from django.utils import timezone
from django.utils.safestring import SafeString

from xiafang.accounts.middleware import OfficialRequest
from xiafang.visits.codes import Mode, Status
from xiafang.visits.models import Notice, Visit, VisitMatter
from xiafang.web.dates import WEEKDAYS, why_off, working_calendar
from xiafang.web.signs import sign
from xiafang.web.views.visits import people

# Petitioners of these visits were chosen beforehand, so that they are told beforehand (第十三条).
CHOSEN = (Mode.WITH_CASE, Mode.APPOINTMENT)


class Line(msgspec.Struct, frozen=True):
    """A visit in words."""

    pk: UUID
    date: date
    day: str
    off: str
    leaders: str
    mode: str
    place: str
    unit: str
    matters: int
    received: str
    signs: tuple[SafeString, ...]


def standing_of(visit: Visit, today: date) -> SafeString:
    """Return the sign of where a visit stands."""
    if visit.voided_at:
        return sign("exempt", word="已作废")
    if visit.status == Status.HELD:
        return sign("met", word="已举行")
    if visit.status == Status.CANCELLED:
        return sign("exempt", word="已取消")
    if visit.date < today:
        return sign("breached", word="未登记记录")
    return sign("pending", word="今天下访" if visit.date == today else "已安排")


def untold_sign(count: int, visit: Visit, today: date) -> SafeString:
    """Return the sign that petitioners were not told yet; red from the day of the visit on."""
    return sign("late", count, "待告知") if today < visit.date else sign("breached", count, "未事先告知")


def lines(request: OfficialRequest, visits: Sequence[Visit]) -> list[Line]:
    """Return `visits` (with `organization` at hand) as lines. Three queries, and the calendar's one."""
    keys = [visit.pk for visit in visits]
    names = people.names(leader for visit in visits for leader in visit.leaders)
    listed = list(VisitMatter.objects.visible_to(request.user).filter(visit__in=keys).values_list("visit", "matter"))
    told = set(Notice.objects.visible_to(request.user).valid().filter(visit__in=keys).values_list("visit", "matter"))
    matters = Counter(visit for visit, _ in listed)
    untold = Counter(visit for visit, matter in listed if (visit, matter) not in told)
    calendar, today = working_calendar(request), timezone.localdate()
    return [
        Line(
            visit.pk,
            visit.date,
            f"{visit.date.month}月{visit.date.day}日 周{WEEKDAYS[visit.date.weekday()]}",
            why_off(visit.date, calendar) or "",
            "、".join(names.get(leader, "") for leader in visit.leaders),
            visit.get_mode_display(),
            place_of(visit),
            visit.organization.short_name or visit.organization.name,
            matters[visit.pk],
            f"{visit.groups}批{visit.received}人次" if visit.status == Status.HELD else "",
            _signs(visit, untold[visit.pk], today),
        )
        for visit in visits
    ]


def _signs(visit: Visit, untold: int, today: date) -> tuple[SafeString, ...]:
    shown = [standing_of(visit, today)]
    if untold and visit.status == Status.PLANNED and visit.mode in CHOSEN and not visit.voided_at:
        shown.append(untold_sign(untold, visit, today))
    return tuple(shown)


def place_of(visit: Visit) -> str:
    """Return the place in words: a district, and that it was at the petitioner's home."""
    return "·".join(filter(None, [visit.place, "信访人住处" if visit.at_home else ""]))


def totals(rows: Sequence[Line]) -> dict[str, Any]:
    """Return how many visits and matters the lines are."""
    return {"visits": len(rows), "matters": sum(row.matters for row in rows)}
