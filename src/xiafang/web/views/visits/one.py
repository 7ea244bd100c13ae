"""A visit: its facts, matters with what came of them, notices, discoveries, evidence, duties and history."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from xiafang.accounts.middleware import OfficialRequest
from xiafang.casework.codes import State
from xiafang.organizations.policy import in_force
from xiafang.visits.codes import Status
from xiafang.visits.models import Notice, Visit, VisitMatter
from xiafang.web.dates import long_date, why_off, working_calendar
from xiafang.web.signs import sign
from xiafang.web.views.duties.scope import open_to
from xiafang.web.views.visits import people
from xiafang.web.views.visits.doing import may_keep
from xiafang.web.views.visits.findings import findings
from xiafang.web.views.visits.rows import CHOSEN, place_of, standing_of
from xiafang.web.views.visits.trail import Step, trail


@login_required
def show(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Show a visit."""
    seen = Visit.objects.visible_to(request.user).select_related("organization", "void_asked_by", "voided_by")
    visit = get_object_or_404(seen, pk=pk)
    today = timezone.localdate()
    officials = people.on_day([*visit.leaders, *visit.accompanying], visit.date)
    steps = trail(request, visit)
    context = {
        "title": f"{visit.date.month}月{visit.date.day}日{visit.get_mode_display()}",
        "crumbs": crumbs(visit),
        "visit": visit,
        "day": long_date(visit.date),
        "off": why_off(visit.date, working_calendar(request)) or "工作日",
        "sign": standing_of(visit, today),
        "place": place_of(visit),
        "leaders": [officials[leader] for leader in visit.leaders if leader in officials],
        "open": open_to(request.standing, visit.leaders),
        "accompanying": [officials[head] for head in visit.accompanying if head in officials],
        "matters": matters(request, visit, steps, today),
        "last_to_tell": last_to_tell(visit),
        "telling": visit.status == Status.PLANNED and visit.mode in CHOSEN,
        "findings": findings(request, visit, today),
        "evidence": list(visit.evidence.visible_to(request.user).select_related("matter", "void_asked_by")),
        "trail": steps,
        "may": may_keep(request, visit),
        "over": visit.date <= today,
        "asked_by_me": visit.void_asked_by_id == request.user.pk,
    }
    return render(request, "visits/one.html", context)


def crumbs(visit: Visit, last: str = "") -> list[tuple[str, str]]:
    """Return the way from the start page to a visit, or to a page of it called `last`."""
    here = reverse("visits-one", args=[visit.pk])
    name = f"{visit.date.month}月{visit.date.day}日{visit.get_mode_display()}"
    month = f"{reverse('visits')}?month={visit.date:%Y-%m}"
    way = [("首页", reverse("home")), ("下访", month), (name, here if last else "")]
    return [*way, (last, "")] if last else way


def last_to_tell(visit: Visit) -> date:
    """Return the last day on which a petitioner is told in time (第十三条)."""
    policy = in_force().in_year((visit.scheduled_on or visit.date).year)
    return visit.date - timedelta(days=policy.count("notice.before_visit.days"))


def matters(request: OfficialRequest, visit: Visit, steps: list[Step], today: date) -> list[dict[str, Any]]:
    """Return the matters of a visit that whoever asks may see, each with its notices and what came of it."""
    told: dict[UUID, list[Notice]] = {}
    for notice in visit.notices.visible_to(request.user).select_related("recorder", "void_asked_by"):
        told.setdefault(notice.matter_id, []).append(notice)
    moved = max((step.done for step in steps if step.act == "change_date"), default=None)
    found = []
    for line in visit.matters.visible_to(request.user).select_related("matter", "matter__responsible"):
        notices = told.get(line.matter_id, [])
        valid = [notice for notice in notices if not notice.voided_at]
        found.append(
            {
                "line": line,
                "matter": line.matter,
                "notices": notices,
                "told": "" if line.matter.state == State.VOIDED else _told(visit, valid, today),
                "again": bool(valid and moved and visit.status == Status.PLANNED and valid[-1].sent_on < moved),
                "outcome": _outcome(visit, line),
                "reply": _reply(line, today),
                "words": [
                    (label, text)
                    for label, text in (
                        ("信访人陈述", line.statement),
                        ("现场处理意见", line.decided),
                        ("解释和思想工作", line.explained),
                        ("需研究的问题", line.to_study),
                    )
                    if text
                ],
            }
        )
    return found


def _told(visit: Visit, valid: list[Notice], today: date) -> SafeString | str:
    """Return the sign of the notice that was due beforehand; nothing where none was due."""
    if visit.mode not in CHOSEN or not visit.scheduled_on or visit.status == Status.CANCELLED:
        return ""
    last = last_to_tell(visit)
    if valid:
        late = valid[0].sent_on > last
        return sign("late", word="告知已迟") if late else sign("met", word="已事先告知")
    if visit.status == Status.PLANNED and today <= last:
        return sign("pending", word="待告知")
    return sign("breached", word="未事先告知")


def _outcome(visit: Visit, line: VisitMatter) -> SafeString | str:
    if line.absent:
        return sign("exempt", word="信访人未到")
    if line.outcome:
        return sign("pending" if line.outcome == "deferred" else "met", word=line.get_outcome_display())
    return sign("exempt", word="台账未载处理方式") if visit.status == Status.HELD else ""


def _reply(line: VisitMatter, today: date) -> SafeString | str:
    """Return the sign of the answer that was promised for a day."""
    if line.reply_by is None:
        return ""
    replied = line.matter.replied_on
    if replied:
        return sign("met" if replied <= line.reply_by else "late", word=f"{replied:%Y-%m-%d} 答复")
    return sign("pending" if today <= line.reply_by else "breached", word=f"答复期限 {line.reply_by:%Y-%m-%d}")
