"""Discoveries of a visit with who was told or what was reported, and by when that is due (第十六条)."""

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.safestring import SafeString

from xiafang.accounts.middleware import OfficialRequest
from xiafang.organizations.policy import in_force
from xiafang.regulation.calendar import Calendar
from xiafang.visits.codes import DiscoveryKind, NotifiedRole
from xiafang.visits.models import Discovery, Notification, Visit
from xiafang.web.dates import working_calendar
from xiafang.web.signs import sign

LIMITS = {
    DiscoveryKind.EMERGING: "emerging.notify.working_days",
    DiscoveryKind.HOT: "hot.report.working_days",
    DiscoveryKind.MAJOR_CASE: "major.report.working_days",
}


def due(kind: str, found_on: date, calendar: Calendar) -> date:
    """Return the last day on which a discovery is passed on in time."""
    policy = in_force().in_year(found_on.year)
    return calendar.working_days(policy.count(LIMITS[DiscoveryKind(kind)]))[found_on].day


def findings(request: OfficialRequest, visit: Visit, today: date) -> list[dict[str, Any]]:
    """Return the discoveries of `visit` that whoever asks may see. Two queries."""
    told = Notification.objects.visible_to(request.user).select_related("organization").order_by("on", "id")
    rows = visit.discoveries.visible_to(request.user).select_related("matter", "void_asked_by")
    calendar = working_calendar(request)
    found = []
    for row in rows.prefetch_related(Prefetch("notified", told, to_attr="told")).order_by("found_on", "id"):
        last = due(row.kind, row.found_on, calendar)
        lacking = lacking_roles(row) if row.kind == DiscoveryKind.EMERGING else []
        done = done_on(row, lacking)
        found.append({"row": row, "due": last, "lacking": lacking, "done": done, "sign": _sign(row, done, last, today)})
    return found


def lacking_roles(row: Discovery) -> list[NotifiedRole]:
    """Return as what nobody was told yet; wants `told`."""
    told = {notification.role for notification in row.told}  # type: ignore[attr-defined]  # prefetched
    return [role for role in NotifiedRole if role not in told]


def done_on(row: Discovery, lacking: list[NotifiedRole]) -> date | None:
    """Return the day on which everybody concerned had been told, or it was reported; None while it was not."""
    if row.kind != DiscoveryKind.EMERGING:
        return row.reported_on
    first: dict[str, date] = {}
    for notification in row.told:  # type: ignore[attr-defined]  # prefetched, by day
        first.setdefault(notification.role, notification.on)
    return None if lacking else max(first.values())


def _sign(row: Discovery, done: date | None, last: date, today: date) -> SafeString:
    verb = "通报" if row.kind == DiscoveryKind.EMERGING else "上报"
    if row.voided_at:
        return sign("exempt", word="已作废")
    if done:
        return sign("met" if done <= last else "late", word=f"已{verb}" if done <= last else f"逾期{verb}")
    return sign("pending" if today <= last else "breached", word=f"待{verb}" if today <= last else f"逾期未{verb}")
