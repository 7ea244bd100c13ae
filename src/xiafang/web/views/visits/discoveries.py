"""下访发现: registered, passed on to those concerned, or reported up with a proposal (第十六条)."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.visits import acts
from xiafang.visits.codes import DiscoveryKind, NotifiedRole
from xiafang.visits.models import Discovery, Visit
from xiafang.web import lookup
from xiafang.web.acting import DateField, answer, sent
from xiafang.web.dates import long_date, working_calendar
from xiafang.web.views.visits.doing import DeedForm, how, kept
from xiafang.web.views.visits.findings import due
from xiafang.web.views.visits.one import crumbs

NO_MATTER = "不针对具体事项"


class Find(DeedForm):
    """What was found; `pk` makes sending it twice harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="类别", choices=DiscoveryKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(label="情况", widget=forms.Textarea)
    matter = forms.ChoiceField(label="有关事项", required=False, help_text="选了事项的，只有可以查看该事项的人能看到。")
    on = DateField(label="发现日期")

    def __init__(self, *args: Any, matters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matter"].choices = [("", NO_MATTER), *matters]  # type: ignore[attr-defined]


class Notify(DeedForm):
    """Who was told of an emerging problem, and which measures were asked for."""

    role = forms.ChoiceField(label="通报给", choices=NotifiedRole.choices, widget=forms.RadioSelect)
    organization = lookup.OrganizationField(label="单位")
    measures = forms.CharField(label="化解措施", widget=forms.Textarea, required=False)
    on = DateField(label="通报日期")


class Report(DeedForm):
    """The report up, with a proposal."""

    proposal = forms.CharField(label="对策建议", widget=forms.Textarea, required=False)
    on = DateField(label="上报日期")


@login_required
@require_http_methods(["GET", "POST"])
def add(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Record what a visit brought to light."""
    visit = kept(request, pk)
    lines = list(visit.matters.visible_to(request.user).select_related("matter"))
    matters = {str(line.matter_id): line.matter for line in lines}
    form = Find(
        sent(request),
        initial={"pk": uuid4(), "kind": DiscoveryKind.EMERGING, "on": visit.date},
        matters=[(key, f"{matter.number} {matter.title}") for key, matter in matters.items()],
    )

    def act(entered: dict[str, Any]) -> str:
        if not Discovery.objects.filter(pk=entered["pk"]).exists():
            acts.add_discovery(
                visit=visit,
                kind=DiscoveryKind(entered["kind"]),
                text=entered["text"],
                matter=matters.get(entered["matter"]),
                id=entered["pk"],
                **how(request, entered["on"]),
            )
        messages.success(request, "已登记。请在期限内通报或者上报。")
        return reverse("visits-one", args=[pk])

    notice = "第十六条：苗头性问题通报相关部门和责任单位；热点难点问题、重大疑难案件上报。"
    return answer(request, form, act, _context(visit, "登记发现", "登记") | {"notice": notice})


@login_required
@require_http_methods(["GET", "POST"])
def notify(request: OfficialRequest, pk: UUID, discovery: UUID) -> HttpResponse:
    """Record that an organization was told."""
    visit, found = _found(request, pk, discovery)
    form = Notify(sent(request), initial={"role": NotifiedRole.DEPARTMENT})

    def act(entered: dict[str, Any]) -> str:
        acts.notify_discovery(
            discovery=found,
            organization=entered["organization"],
            role=NotifiedRole(entered["role"]),
            measures=entered["measures"],
            **how(request, entered["on"]),
        )
        messages.success(request, f"已登记通报：{entered['organization']}。相关部门和责任单位都通报了才算落实。")
        return reverse("visits-one", args=[pk])

    return answer(request, form, act, _context(visit, "通报下访发现", "登记通报") | {"facts": _facts(request, found)})


@login_required
@require_http_methods(["GET", "POST"])
def report(request: OfficialRequest, pk: UUID, discovery: UUID) -> HttpResponse:
    """Record that it was reported up."""
    visit, found = _found(request, pk, discovery)
    form = Report(sent(request))

    def act(entered: dict[str, Any]) -> str:
        acts.report_discovery(discovery=found, proposal=entered["proposal"], **how(request, entered["on"]))
        messages.success(request, "已登记上报。")
        return reverse("visits-one", args=[pk])

    return answer(request, form, act, _context(visit, "上报下访发现", "登记上报") | {"facts": _facts(request, found)})


def _found(request: OfficialRequest, pk: UUID, discovery: UUID) -> tuple[Visit, Discovery]:
    visit = kept(request, pk)
    return visit, get_object_or_404(visit.discoveries.visible_to(request.user).valid(), pk=discovery)


def _facts(request: OfficialRequest, found: Discovery) -> list[tuple[str, str]]:
    last = due(found.kind, found.found_on, working_calendar(request))
    late = "，已过期限" if last < timezone.localdate() else ""
    return [
        ("类别", found.get_kind_display()),
        ("情况", found.text),
        ("发现日期", str(found.found_on)),
        ("最迟", f"{long_date(last)}{late}（第十六条）"),
    ]


def _context(visit: Visit, title: str, submit: str) -> dict[str, Any]:
    return {
        "title": title,
        "crumbs": crumbs(visit, title),
        "submit": submit,
        "back": reverse("visits-one", args=[visit.pk]),
    }
