"""What a leader owes and what waits for that leader's own hand."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.urls import reverse

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.standing import Standing
from xiafang.casework.models import Escalation, Sponsorship
from xiafang.organizations.models import Official
from xiafang.promises.board import open_rows
from xiafang.promises.models import Row
from xiafang.regulation.calendar import Calendar
from xiafang.regulation.registry import DUTIES
from xiafang.visits.models import Entry
from xiafang.web import reasons
from xiafang.web.signs import sign
from xiafang.web.subjects import Named
from xiafang.web.views.duties.forecast import forecast, planned_visits
from xiafang.web.views.duties.person import OVER
from xiafang.web.views.home import due, office
from xiafang.web.views.home.items import Act, Item, Section
from xiafang.web.views.home.nexts import act, of_matter

SHOWN = 8
COUNTED = sorted(name for name, duty in DUTIES.items() if duty.way == "count" and duty.subject == "official")
LETTERS = ("letter.read", "letter.reply")


def quotas(official: Official, day: date, calendar: Calendar) -> list[dict[str, Any]]:
    """Return the quotas that run today, each with its forecast, what is short first. Three queries."""
    rows = Row.objects.with_status(day).filter(official=official.pk, duty__in=COUNTED, due__gte=day)
    planned = planned_visits(official, day)
    sponsored = Sponsorship.objects.filter(official=official, to_on=None).exclude(matter__state__in=OVER).count()
    cards = []
    for row in rows.order_by("due", "duty"):
        judged: Any = row
        expected = forecast(judged, planned, sponsored, day, calendar)
        cards.append(
            {
                "title": DUTIES[row.duty].title,
                "period": reasons.period_name(row.period),
                "have": row.have,
                "need": row.need,
                "unit": reasons.counted(row.duty),
                "sign": sign(judged.status),
                "status": judged.status,
                "forecast": expected,
                "why": reverse("duties-why", args=[row.pk]),
                "pk": row.pk,
                "act": None if expected.enough else _quota_act(row.duty, official),
            }
        )
    cards.sort(key=lambda card: card["forecast"].enough)
    return cards


def _quota_act(duty: str, official: Official) -> Act | None:
    if duty.startswith("sponsored"):
        return act("选包案", "sponsorships")
    return act("安排下访", "visits-plan", query=f"?leader={official.pk}")


def sections(request: OfficialRequest, day: date) -> list[Section]:
    """Return what waits for the leader: opinions, shortlists, letters, visits, sponsored matters. Some nine queries."""
    me = request.standing.official
    if me is None:
        return []
    return [
        _opinions(me, day),
        _shortlists(me),
        _letters(me, day, request),
        *office.visits((), day, leaders__contains=[me]),
        _sponsored(me, day, request.standing),
    ]


def _opinions(me: UUID, day: date) -> Section:
    rows = Escalation.objects.filter(leader=me, opinion=None).select_related("matter").order_by("on", "pk")
    found = list(rows[: SHOWN + 1])
    last = dict(
        open_rows(day)
        .filter(duty="escalated.opinion", matter__in=[row.matter_id for row in found])
        .values_list("subject", "due")
    )
    items = []
    for row in found[:SHOWN]:
        until = last.get(f"case:{row.matter_id}/escalation:{row.pk}")
        state = sign("breached" if until < day else "pending") if until else ""
        about = Named(row.matter.number, reverse("matters-one", args=[row.matter_id]), row.matter.title)
        step = act("审定", "matters-step", row.matter_id, "give_opinion")
        short = f"{'到期；' if until else ''}{row.on}{row.get_kind_display()}"
        items.append(Item("亲自审定处理意见", about, short, until, state, step))
    return Section("opinions", "须本人审定", items, len(found), reverse("matters"))


def _shortlists(me: UUID) -> Section:
    """The shortlists with matters on which nothing was decided; only those that may be seen are counted."""
    open_entries = Entry.objects.filter(shortlist__official=me, shortlist__voided_at=None, decision="")
    rows = list(
        open_entries.order_by("shortlist__issued_on")
        .values_list("shortlist", "shortlist__issued_on", "shortlist__organization__name")
        .annotate(count=Count("pk"))[: SHOWN + 1]
    )
    items = [
        Item("突出问题清单", Named(unit, reverse("shortlists-one", args=[pk])), f"{count}件待定", day, act=_decide(pk))
        for pk, day, unit, count in rows[:SHOWN]
    ]
    return Section("shortlists", "待选定的清单", items, len(rows), reverse("shortlists"))


def _decide(pk: UUID) -> Any:
    return act("选定", "shortlists-one", pk)


def _letters(me: UUID, day: date, request: OfficialRequest) -> Section:
    """Return each letter once, with what is due first: who reads it sees what to answer."""
    rows = open_rows(day).filter(official=me, duty__in=LETTERS).order_by("due", "pk")
    first: dict[UUID, Row] = {}
    for row in rows[: len(LETTERS) * (SHOWN + 1)]:
        first.setdefault(row.root, row)
    found = list(first.values())[: SHOWN + 1]
    return Section("letters", "来信", due.items(found[:SHOWN], day, request), len(found), reverse("letters"))


def _sponsored(me: UUID, day: date, asks: Standing) -> Section:
    rows = Sponsorship.objects.filter(official=me, to_on=None).exclude(matter__state__in=OVER)
    rows = rows.select_related("matter__responsible", "matter__registering")
    found = list(rows.order_by("from_on", "pk")[: SHOWN + 1])
    return Section(
        "sponsored", "我包的案件", list(matters((row.matter for row in found[:SHOWN]), day, asks)), len(found),
        reverse("sponsorships"),
    )  # fmt: skip


def matters(rows: Iterable[Any], day: date, asks: Standing) -> Iterable[Item]:
    """Give matters as entries, each with the limit that binds it first. One query."""
    found = list(rows)
    binding: dict[UUID | None, Any] = {}
    limits: Any = open_rows(day).filter(matter__in=[row.pk for row in found], duty__startswith="case.")
    for limit in limits.order_by("due", "pk"):
        binding.setdefault(limit.matter, limit)
    for row in found:
        about = Named(row.number, reverse("matters-one", args=[row.pk]), row.title)
        bound: Any = binding.get(row.pk)
        step = of_matter(row, asks)
        if bound is None:
            yield Item(row.get_state_display(), about, act=step)
        else:
            short = f"{DUTIES[bound.duty].title}：{reasons.in_short(bound, day)}"
            yield Item(row.get_state_display(), about, short, bound.due, sign(bound.status), step)
