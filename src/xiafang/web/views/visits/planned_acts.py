"""改期、取消、事先告知: what is done to a planned visit, each form ending in one act."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.visits import acts
from xiafang.visits.codes import NoticeChannel
from xiafang.visits.models import Visit
from xiafang.web.acting import DateField, answer, once, sent
from xiafang.web.dates import long_date
from xiafang.web.views.visits import people
from xiafang.web.views.visits.doing import DeedForm, how, kept, unchanged
from xiafang.web.views.visits.one import crumbs, last_to_tell
from xiafang.web.views.visits.plan import said_day


class Move(DeedForm):
    """Another date."""

    date = DateField(label="新的下访日期")
    reason = forms.CharField(label="改期原因", max_length=500)


class Cancel(DeedForm):
    """Why a visit is given up."""

    reason = forms.CharField(label="取消原因", max_length=500)


class Tell(DeedForm):
    """That a petitioner was told beforehand."""

    channel = forms.ChoiceField(label="告知方式", choices=NoticeChannel.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="告知内容", required=False, max_length=500, help_text="例如“时间、地点、接待领导已告知，信访人表示到场”。"
    )
    on = DateField(label="告知日期")


@login_required
@require_http_methods(["GET", "POST"])
def change_date(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Move a visit to another date."""
    visit = kept(request, pk)
    form = Move(sent(request), initial={"version": visit.version})

    def act(entered: dict[str, Any]) -> str:
        if entered["date"] != visit.date:
            with unchanged(visit):
                acts.change_date(
                    visit=visit,
                    date=entered["date"],
                    reason=entered["reason"],
                    **how(request, entered["on"], version=entered["version"]),
                )
        messages.success(request, f"已改期到 {entered['date']}。请重新告知信访人。")
        return reverse("visits-one", args=[pk])

    facts = [("现下访日期", said_day(request, visit.date)), ("方式", visit.get_mode_display())]
    return answer(request, form, act, _context(visit, "改期", "改期") | {"facts": facts})


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Give a visit up."""
    visit = kept(request, pk)
    form = Cancel(sent(request), initial={"version": visit.version})

    def act(entered: dict[str, Any]) -> str:
        with unchanged(visit):
            acts.cancel_visit(
                visit=visit,
                reason=entered["reason"],
                **how(request, entered["on"], version=entered["version"]),
            )
        messages.success(request, "已取消这次下访；领导不再因它查看有关事项。已告知的信访人，请说明取消情况。")
        return reverse("visits-one", args=[pk])

    facts = [("下访日期", said_day(request, visit.date)), ("方式", visit.get_mode_display())]
    return answer(request, form, act, _context(visit, "取消下访", "取消下访") | {"facts": facts, "danger": True})


@login_required
@require_http_methods(["GET", "POST"])
def tell(request: OfficialRequest, pk: UUID, matter: UUID) -> HttpResponse:
    """Record that the petitioner of a matter was told of the visit."""
    visit = kept(request, pk)
    line = get_object_or_404(visit.matters.visible_to(request.user).select_related("matter"), matter=matter)
    form = Tell(sent(request), initial={"version": visit.version, "on": min(timezone.localdate(), visit.date)})

    def act(entered: dict[str, Any]) -> str:
        once(line.pk)
        same = visit.notices.visible_to(request.user).valid().filter(matter=matter, sent_on=entered["on"])
        if not same.filter(channel=entered["channel"], note=entered["note"].strip()).exists():
            acts.give_notice(
                visit=visit,
                matter=line.matter,
                channel=NoticeChannel(entered["channel"]),
                note=entered["note"],
                **how(request, entered["on"]),
            )
        messages.success(request, f"已登记：{line.matter.number} 的信访人已告知。")
        return reverse("visits-one", args=[pk])

    last = last_to_tell(visit)
    facts = [
        ("事项", f"{line.matter.number} {line.matter.title}"),
        ("下访日期", said_day(request, visit.date)),
        ("最迟告知", f"{long_date(last)}（第十三条：事先告知）"),
    ]
    return answer(request, form, act, _context(visit, "登记已告知", "登记") | {"facts": facts})


@login_required
def announcement(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Show the announcement of a visit, to be printed and posted (第十三条)."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).select_related("organization"), pk=pk)
    leaders = people.on_day(visit.leaders, visit.date)
    context = {
        "title": "下访预告",
        "crumbs": crumbs(visit, "下访预告"),
        "visit": visit,
        "day": long_date(visit.date),
        "leaders": [leaders[leader] for leader in visit.leaders if leader in leaders],
        "today": timezone.localdate(),
    }
    return render(request, "visits/announcement.html", context)


def _context(visit: Visit, title: str, submit: str) -> dict[str, Any]:
    return {
        "title": f"{title}：{visit.date} {visit.get_mode_display()}",
        "crumbs": crumbs(visit, title),
        "submit": submit,
        "back": reverse("visits-one", args=[visit.pk]),
    }
