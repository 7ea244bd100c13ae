"""网上来信: letters to leaders — what is unread or unanswered first, by its last day; and one of them (第十一条)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.roles import Role
from xiafang.organizations.policy import in_force
from xiafang.visits.models import Letter
from xiafang.web.dates import working_calendar
from xiafang.web.paging import page
from xiafang.web.signs import sign
from xiafang.web.views.duties.scope import open_to
from xiafang.web.views.visits.doing import may_keep
from xiafang.web.views.visits.trail import trail

ORDER = ("-received_on", "pk")
OPEN_SHOWN = 200


class Clocks(msgspec.Struct, frozen=True):
    """By when a letter is to be read and answered, and how that stands."""

    read_by: date
    reply_by: date
    read: SafeString
    reply: SafeString
    next: date | None


def clocks(request: OfficialRequest, letter: Letter, today: date) -> Clocks:
    """Return the limits of a letter (第十一条), counted by the working calendar."""
    calendar, policy = working_calendar(request), in_force().in_year(letter.received_on.year)
    read_by = calendar.working_days(policy.count("letter.read.working_days"))[letter.received_on].day
    reply_by = calendar.days(policy.count("letter.reply.days"))[letter.received_on].day
    return Clocks(
        read_by,
        reply_by,
        _sign(letter.read_on, read_by, today, "阅批"),
        _sign(letter.replied_on, reply_by, today, "答复"),
        None if letter.replied_on else reply_by if letter.read_on else read_by,
    )


def _sign(done: date | None, last: date, today: date, verb: str) -> SafeString:
    if done:
        return sign("met", word=f"已{verb}") if done <= last else sign("late", word=f"逾期{verb}")
    return sign("pending", word=f"待{verb}") if today <= last else sign("breached", word=f"逾期未{verb}")


def narrowed(request: OfficialRequest) -> QuerySet[Letter]:
    """Return the letters that whoever asks may see: those that wait, or on request those that were answered."""
    seen = Letter.objects.visible_to(request.user).valid()
    return seen.exclude(replied_on=None) if "done" in request.GET else seen.filter(replied_on=None)


@login_required
def index(request: OfficialRequest) -> HttpResponse:
    """List the letters that wait for something, the most urgent first; or those that were answered."""
    today = timezone.localdate()
    policy, done = in_force().in_year(today.year), "done" in request.GET
    seen = narrowed(request).select_related("official", "organization")
    shown = page(seen, ORDER, request.GET) if done else None
    letters: Sequence[Letter] = shown.rows if shown else list(seen.order_by("received_on", "pk")[:OPEN_SHOWN])
    rows = [(letter, clocks(request, letter, today)) for letter in letters]
    if not done:
        rows.sort(key=lambda row: (row[1].next or row[1].reply_by, row[0].received_on))
    context = {
        "title": "网上来信",
        "read_days": policy.count("letter.read.working_days"),
        "reply_days": policy.count("letter.reply.days"),
        "crumbs": [("首页", reverse("home")), ("网上来信", "")],
        "rows": rows,
        "page": shown,
        "done": done,
        "late": sum(bool(row[1].next and row[1].next < today) for row in rows) if not done else 0,
        "may_enter": request.standing.holds(Role.PETITION_OFFICE) or request.standing.holds(Role.LEADER),
    }
    return render(request, "letters/index.html", context)


@login_required
def show(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Show a letter."""
    seen = Letter.objects.visible_to(request.user).select_related("official", "organization", "recorder")
    letter = get_object_or_404(seen.select_related("void_asked_by", "voided_by"), pk=pk)
    context: dict[str, Any] = {
        "title": f"致{letter.official.name}的来信",
        "crumbs": crumbs(letter),
        "letter": letter,
        "clocks": clocks(request, letter, timezone.localdate()),
        "trail": trail(request, letter),
        "may": may_keep(request, letter),
        "open": open_to(request.standing, [letter.official_id]),
        "asked_by_me": letter.void_asked_by_id == request.user.pk,
    }
    return render(request, "letters/one.html", context)


def crumbs(letter: Letter, last: str = "") -> list[tuple[str, str]]:
    """Return the way from the start page to a letter, or to a page of it called `last`."""
    here = reverse("letters-one", args=[letter.pk])
    name = f"{letter.received_on}来信"
    way = [("首页", reverse("home")), ("网上来信", reverse("letters")), (name, here if last else "")]
    return [*way, (last, "")] if last else way
