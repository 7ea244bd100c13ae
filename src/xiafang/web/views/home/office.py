"""What a petition office, or the liaison of a direct unit, has to do next."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F, Q
from django.urls import reverse

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.standing import Standing
from xiafang.casework.codes import ProposalKind, State
from xiafang.casework.deadlines import OBJECTION_WORKING_DAYS
from xiafang.casework.models import Proposal, Recusal, Transfer
from xiafang.promises.board import open_rows
from xiafang.regulation.calendar import Calendar
from xiafang.regulation.registry import DUTIES
from xiafang.visits.codes import Status
from xiafang.visits.models import Visit
from xiafang.web.signs import sign
from xiafang.web.subjects import Named
from xiafang.web.views.duties.forecast import forecast, planned_for
from xiafang.web.views.home import due
from xiafang.web.views.home.items import Item, Section
from xiafang.web.views.home.nexts import act

SHOWN = 8
_CONFIRM = {
    ProposalKind.REGRADE: "confirm_regrade",
    ProposalKind.DECLINE: "confirm_decline",
    ProposalKind.VOID: "confirm_void",
}


def sections(request: OfficialRequest, units: frozenset[UUID], day: date, calendar: Calendar) -> list[Section]:
    """Return an office's sections: what is due in its own units, what waits for it, the visits that come."""
    rows = open_rows(day).filter(official=None, organization__in=units)
    more = urlencode({"unit": min(units), "own": 1, "work": 1}) if len(units) == 1 else "work=1"
    return [
        *due.sections(rows, day, more, request),
        waiting(request.standing, units, day, calendar),
        behind(units, day, calendar),
        *visits(units, day),
    ]


def behind(units: frozenset[UUID], day: date, calendar: Calendar) -> Section:
    """Return the leaders of the units whom what is done and planned leaves short of a quota that runs. Three queries.

    Sponsored matters are not among them: whether one is solved in time is not planned.
    """
    rows = open_rows(day).filter(
        organization__in=units, official__isnull=False, due__gte=day, duty__startswith="visits."
    )
    found: list[Any] = list(rows.select_related("official").order_by("due", "duty", "official__name", "pk"))
    planned: defaultdict[UUID, list[Visit]] = defaultdict(list)
    for visit in planned_for({row.official_id for row in found}, day):
        for leader in visit.leaders:
            planned[leader].append(visit)
    items = []
    for row in found:
        expected = forecast(row, planned[row.official_id], 0, day, calendar)
        if not expected.enough:
            about = Named(row.official.name, reverse("duties-official", args=[row.official_id]))
            step = act("安排下访", "visits-plan", query=f"?leader={row.official_id}")
            items.append(Item(DUTIES[row.duty].title, about, expected.sentence, row.due, sign(row.status), step))
    return Section("behind", "本期还没有安排够下访的领导", items[:SHOWN], len(items), reverse("duties"))


def waiting(standing: Standing, units: frozenset[UUID], day: date, calendar: Calendar) -> Section:
    """Return what waits in matters for the office: a second person, a transfer, an objection, a recusal."""
    found = [
        *_proposals(standing, units),
        *_transfers(units, day, calendar),
        *_objections(units),
        *_recusals(standing, units),
    ]
    found.sort(key=lambda item: item.day or day)
    return Section("waiting", "等您处理", found[:SHOWN], len(found), reverse("matters"))


def _matter(row: Any) -> Named:
    return Named(row.matter.number, reverse("matters-one", args=[row.matter_id]), row.matter.title)


def _proposals(standing: Standing, units: frozenset[UUID]) -> Iterable[Item]:
    rows = Proposal.objects.filter(decided_on=None, matter__responsible__in=units).exclude(proposed_by=standing.user)
    for row in rows.select_related("matter").order_by("proposed_on", "pk")[: SHOWN * 2]:
        label = f"复核：{row.get_kind_display()}"
        step = act("复核", "matters-step", row.matter_id, _CONFIRM[ProposalKind(row.kind)])
        yield Item(label, _matter(row), "提请", row.proposed_on, act=step)


def _transfers(units: frozenset[UUID], day: date, calendar: Calendar) -> Iterable[Item]:
    """What was passed here: to be taken over, or objected to within five working days; feedback that is due."""
    rows = Transfer.objects.filter(receiver__in=units, matter__responsible=F("receiver"), decided_on=None)
    rows = rows.filter(
        Q(taken_on=None, objected_on=None, matter__state=State.TRANSFERRED)
        | Q(feedback_due__isnull=False, matter__closed_on=None, taken_on__isnull=False)
    )
    for row in rows.select_related("matter", "sender").order_by("on", "pk")[: SHOWN * 2]:
        if row.taken_on is None:
            last = calendar.working_days(OBJECTION_WORKING_DAYS)[row.on].day
            step = act("接收", "matters-step", row.matter_id, "take_over")
            yield Item("接收或异议", _matter(row), f"{row.sender}转来，最迟此日提出异议", last, _open(last, day), step)
        else:
            step = act("办理", "matters-one", row.matter_id)
            short = f"须向{row.sender}反馈"
            yield Item("反馈交办结果", _matter(row), short, row.feedback_due, _open(row.feedback_due, day), step)


def _open(last: date | None, day: date) -> Any:
    return sign("breached" if last and last < day else "pending")


def _objections(units: frozenset[UUID]) -> Iterable[Item]:
    rows = Transfer.objects.filter(sender__in=units, objected_on__isnull=False, decided_on=None)
    for row in rows.select_related("matter", "receiver").order_by("objected_on", "pk")[:SHOWN]:
        step = act("裁定", "matters-step", row.matter_id, "decide_ownership")
        yield Item("裁定责任单位", _matter(row), f"{row.receiver}提出异议", row.objected_on, act=step)


def _recusals(standing: Standing, units: frozenset[UUID]) -> Iterable[Item]:
    rows = Recusal.objects.filter(decided_on=None, matter__responsible__in=units).exclude(user=standing.user)
    for row in rows.select_related("matter").order_by("asked_on", "pk")[:SHOWN]:
        step = act("决定", "matters-step", row.matter_id, "decide_recusal")
        yield Item("决定回避", _matter(row), "提出", row.asked_on, act=step)


def visits(units: Iterable[UUID], day: date, **among: Any) -> list[Section]:
    """Return the visits whose day has passed and that nobody recorded, and those that come. Two queries."""
    planned = Visit.objects.valid().filter(status=Status.PLANNED, **(among or {"organization__in": list(units)}))
    planned = planned.select_related("organization")
    past = list(planned.filter(date__lt=day).order_by("date", "pk")[: SHOWN + 1])
    ahead = list(planned.filter(date__gte=day).order_by("date", "pk")[: SHOWN + 1])
    listed = f"{reverse('visits')}"
    return [
        Section("unrecorded", "待登记的下访", [visit_item(row, day) for row in past[:SHOWN]], len(past), listed),
        Section("visits", "近期下访", [visit_item(row, day) for row in ahead[:SHOWN]], len(ahead), listed),
    ]


def visit_item(visit: Visit, day: date) -> Item:
    """Return a planned visit as an entry: from its day on it can be recorded, before that it is to be prepared."""
    page = reverse("visits-one", args=[visit.pk])
    about = Named(visit.organization.short_name or visit.organization.name, page, visit.place)
    step = act("准备", "visits-one", visit.pk) if visit.date > day else act("登记", "visits-record", visit.pk)
    return Item(visit.get_mode_display(), about, day=visit.date, act=step)
