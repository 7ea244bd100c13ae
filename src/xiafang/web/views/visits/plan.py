"""安排下访: a visit is fixed on one page — unit, leaders, day, matters — and ends in one act."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.roles import Role
from xiafang.organizations.models import Official, Organization
from xiafang.visits import acts
from xiafang.visits.codes import Decision, Format, Mode, TargetSource
from xiafang.visits.models import Entry, Visit
from xiafang.web import lookup, typed
from xiafang.web.acting import DateField, once
from xiafang.web.dates import long_date, why_off, working_calendar
from xiafang.web.views.visits import matter_choice, people
from xiafang.web.views.visits.doing import how, looked
from xiafang.web.views.visits.fields import LedForm, OfficialsField, keys
from xiafang.web.views.visits.month import may
from xiafang.web.views.visits.owed import owed

WHERE = "县（市、区）、乡镇（街道），例如“江岸区后湖街道”；不写门牌和住址。"


class Plan(LedForm):
    """A visit to come; `pk` makes sending it twice harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    organization = lookup.OrganizationField(label="下访机构")
    mode = forms.ChoiceField(label="方式（第九条）", choices=Mode.choices, widget=forms.RadioSelect)
    format = forms.ChoiceField(label="形式（第十条）", choices=Format.choices, widget=forms.RadioSelect)
    date = DateField(label="下访日期")
    on = DateField(label="确定日期之日")
    accompanying = OfficialsField(label="陪同负责人")
    place = forms.CharField(label="地点", required=False, max_length=100, help_text=WHERE)
    at_home = forms.BooleanField(label="在信访人住处接待", required=False)
    target_source = forms.ChoiceField(
        label="目标来源（第十二、十四条）", required=False, choices=[("", "未填写"), *TargetSource.choices]
    )
    tags = forms.CharField(
        label="标签", required=False, max_length=200, help_text="例如“三万”活动；多个用顿号隔开，只作归类。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].widget.attrs |= {
            "hx-get": reverse("visits-day"),
            "hx-trigger": "change",
            "hx-target": "#day-said",
            "aria-describedby": "day-said",
        }


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: OfficialRequest) -> HttpResponse:
    """Fix the date of a visit."""
    if not may(request)["may_plan"]:
        raise PermissionDenied("下访由信访部门、信访联络员或者接访领导本人安排；请与本单位信访部门联系。")
    looking = "look" in request.POST  # another unit, or a search: nothing is saved
    form = Plan(request.POST if request.method == "POST" and not looking else None, initial=_initial(request))
    if request.method == "POST" and not looking and form.is_valid():
        try:
            return redirect("visits-one", _schedule(request, form.cleaned_data))
        except NotAllowed as refusal:
            form.refuse(refusal)
    return render(request, "visits/plan.html", _context(request, form), status=422 if form.is_bound else 200)


def _schedule(request: OfficialRequest, entered: dict[str, Any]) -> UUID:
    """Return the id of the visit, made unless it was made before."""
    key: UUID = entered["pk"]
    once(key)
    if Visit.objects.filter(pk=key).exists():
        return key
    ticked = list(Official.objects.filter(pk__in=entered["leaders"]))
    ticked.sort(key=lambda official: entered["leaders"].index(official.pk))
    acts.schedule_visit(
        id=key,
        organization=entered["organization"],
        mode=Mode(entered["mode"]),
        format=Format(entered["format"]),
        date=entered["date"],
        leaders=[*ticked, *entered["others"]],
        accompanying=entered["accompanying"],
        place=entered["place"],
        at_home=entered["at_home"],
        matters=matter_choice.chosen(request, entered["matters"]),
        target_source=TargetSource(entered["target_source"]) if entered["target_source"] else None,
        tags=entered["tags"].replace("，", "、").split("、"),
        **how(request, entered["on"]),
    )
    messages.success(request, f"已安排 {entered['date']} 的下访。请在此页登记对信访人的事先告知。")
    return key


def _initial(request: OfficialRequest) -> dict[str, Any]:
    """Return what the page begins with: what was entered so far, what the address names, else the asker's own unit."""
    if request.method == "POST":
        return looked(Plan, request.POST)
    matters, leaders, unit = keys(request.GET.getlist("matter")), keys(request.GET.getlist("leader")), None
    if shortlist := keys(request.GET.getlist("shortlist")):
        rows = Entry.objects.visible_to(request.user).filter(shortlist__in=shortlist, decision=Decision.CHOSEN)
        for entry in rows.select_related("shortlist__organization").order_by("ordinal"):
            matters.append(entry.matter_id)
            leaders = [entry.shortlist.official_id]
            unit = entry.shortlist.organization
    unit = unit or own_unit(request)
    me = [request.standing.official] if request.standing.holds(Role.LEADER) else []
    return {
        "pk": uuid4(),
        "organization": lookup.said(unit) if unit else "",
        "mode": Mode.WITH_CASE,
        "format": Format.SOLO,
        "on": timezone.localdate(),
        "date": typed.day(request.GET.get("date", "")),
        "leaders": [str(leader) for leader in leaders or me if leader],
        "matters": [str(matter) for matter in matters],
        "target_source": TargetSource.PETITION_OFFICE if shortlist else "",
    }


def own_unit(request: OfficialRequest) -> Organization | None:
    """Return the unit in which whoever asks plans visits: as petition office, as liaison, as leader."""
    asks = request.standing
    for role in (Role.PETITION_OFFICE, Role.LIAISON, Role.LEADER):
        if units := asks.roles.get(role):
            return Organization.objects.select_related("parent").filter(pk__in=units).order_by("ordinal", "pk").first()
    return None


def _context(request: OfficialRequest, form: Plan) -> dict[str, Any]:
    value = form["organization"].value() or ""
    units = lookup.named(value) if value else []
    when = typed.day(str(form["date"].value() or "")) or timezone.localdate()
    offered = people.leading(units[0], when) if len(units) == 1 else []
    ticked = {str(key) for key in form["leaders"].value() or []}
    strangers = [key for key in keys(list(ticked)) if key not in {person.pk for person in offered}]
    offered += list(people.on_day(strangers, when).values())
    owes = owed((person.pk for person in offered), when)
    words = request.POST.get("words", "")
    return {
        "title": "安排下访",
        "crumbs": [("首页", reverse("home")), ("下访", reverse("visits")), ("安排下访", "")],
        "form": form,
        "people": [(person, owes.get(person.pk, ""), str(person.pk) in ticked) for person in offered],
        "choice": matter_choice.choice(request, keys([str(key) for key in form["matters"].value() or []]), words),
        "day": said_day(request, typed.day(str(form["date"].value() or ""))),
        "back": reverse("visits"),
    }


def said_day(request: OfficialRequest, day: date | None) -> str:
    """Say what kind of day it is."""
    if day is None:
        return ""
    calendar = working_calendar(request)
    provisional = "；放假安排尚未公布，暂按法定节日推算" if calendar.is_provisional(day) else ""
    return f"{long_date(day)}，{why_off(day, calendar) or '工作日'}{provisional}"


@login_required
def tell_day(request: OfficialRequest) -> HttpResponse:
    """Say what kind of day was entered, while it is entered."""
    asked: QueryDict = request.GET
    return render(request, "visits/day.html", {"day": said_day(request, typed.day(asked.get("date", "")))})
