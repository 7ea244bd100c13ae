"""登记下访记录: on a phone in the village; planned visits and those that were not planned."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.roles import Role
from xiafang.casework.models import Matter
from xiafang.organizations.models import Official
from xiafang.visits import acts
from xiafang.visits.codes import Format, Mode, Status
from xiafang.visits.models import Visit
from xiafang.web import lookup, typed
from xiafang.web.acting import once
from xiafang.web.dates import long_date
from xiafang.web.views.matters import errand
from xiafang.web.views.visits import matter_choice, people
from xiafang.web.views.visits.doing import how, kept, looked, unchanged
from xiafang.web.views.visits.fields import in_order, keys, sent_keys
from xiafang.web.views.visits.month import may
from xiafang.web.views.visits.one import crumbs
from xiafang.web.views.visits.plan import own_unit
from xiafang.web.views.visits.record_forms import Received, Record, Unscheduled


@login_required
@require_http_methods(["GET", "POST"])
def planned(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Record that a planned visit was held."""
    visit = kept(request, pk)
    if visit.status != Status.PLANNED and (request.method == "GET" or _recorded_by_me(request, visit)):
        messages.info(request, f"这次下访{visit.get_status_display()}，没有重复登记。")
        return redirect("visits-one", pk)
    listed = list(visit.matters.visible_to(request.user).values_list("matter", flat=True))
    saves, form, receptions = _forms(request, Record, lambda: _initial(visit), listed)
    if saves and _valid(form, receptions):
        try:
            with unchanged(visit):
                present, entered = _present(form.cleaned_data), form.cleaned_data
                acts.record_visit(
                    visit=visit,
                    leaders=present,
                    **_numbers(entered),
                    receptions=[reception.reception() for reception in receptions],
                    **how(request, visit.date, version=entered["version"], on_behalf_of=_behalf(request, present)),
                )
        except NotAllowed as refusal:
            _refuse(form, receptions, refusal)
        else:
            messages.success(request, "已登记。事项的处理方式和领导的下访次数已经更新。")
            return redirect("visits-one", pk)
    context = {
        "title": "登记下访记录",
        "lead": f"{long_date(visit.date)} · {visit.get_mode_display()} · {visit.organization}",
        "crumbs": crumbs(visit, "登记记录"),
        "people": _people(visit.leaders, form),
        "early": visit.date > timezone.localdate(),
        "listed": set(listed),
        "back": reverse("visits-one", args=[pk]),
        "draft": f"record-{pk}",
        "waits": pk,
    }
    return _page(request, form, receptions, context)


@login_required
@require_http_methods(["GET", "POST"])
def unscheduled(request: OfficialRequest) -> HttpResponse:
    """Record a visit that was held without a date fixed beforehand."""
    if not may(request)["may_plan"]:
        raise PermissionDenied("下访由信访部门、信访联络员或者接访领导本人登记；请与本单位信访部门联系。")
    saves, form, receptions = _forms(request, Unscheduled, lambda: _unscheduled_initial(request), [])
    if saves and _valid(form, receptions):
        try:
            return redirect("visits-one", _record(request, form.cleaned_data, receptions))
        except NotAllowed as refusal:
            _refuse(form, receptions, refusal)
    units = lookup.named(form["organization"].value() or "")
    day = typed.day(str(form["on"].value() or "")) or timezone.localdate()
    offered = people.leading(units[0], day) if len(units) == 1 else []
    context = {
        "title": "登记临时下访",
        "lead": "随时到联系点、临时走访：第十条",
        "crumbs": [("首页", reverse("home")), ("下访", reverse("visits")), ("登记临时下访", "")],
        "people": _people([person.pk for person in offered], form),
        "listed": set(),
        "unscheduled": True,
        "back": reverse("visits"),
        "draft": "record-unscheduled",
        "waits": errand.UNSCHEDULED,
    }
    return _page(request, form, receptions, context)


def _record(request: OfficialRequest, entered: dict[str, Any], receptions: list[Received]) -> UUID:
    """Return the id of the visit, recorded unless it was recorded before."""
    key: UUID = entered["pk"]
    once(key)
    if Visit.objects.filter(pk=key).exists():
        return key
    present = _present(entered)
    acts.record_unscheduled_visit(
        id=key,
        organization=entered["organization"],
        mode=Mode(entered["mode"]),
        format=Format(entered["format"]),
        leaders=present,
        **_numbers(entered),
        receptions=[reception.reception() for reception in receptions],
        **how(request, entered["on"], on_behalf_of=_behalf(request, present)),
    )
    messages.success(request, "已登记。事项的处理方式和领导的下访次数已经更新。")
    return key


def _forms(
    request: OfficialRequest, form_type: type[Record], first: Any, listed: list[UUID]
) -> tuple[bool, Record, list[Received]]:
    """Return whether it is to be saved, the form, and a form for each matter: planned ones, then those added here."""
    posted = request.method == "POST"
    added = request.POST.get("add", "")
    saves = posted and "look" not in request.POST and not added
    initial = looked(form_type, request.POST) if posted else first()
    form = form_type(request.POST if saves else None, initial=initial)
    asked = keys([*map(str, listed), *request.POST.getlist("matters"), *request.GET.getlist("matter"), added])
    gone = sent_keys(request.POST, "drop")
    wanted = [key for key in asked if key in listed or key not in gone]
    rows: list[Matter] = in_order(
        Matter.objects.visible_to(request.user).select_related("responsible", "registering"), wanted
    )
    given = request.POST if saves else None
    return (
        saves,
        form,
        [
            Received(
                given,
                matter=matter,
                request=request,
                initial=looked(Received, request.POST, str(matter.pk)) if posted else {},
            )
            for matter in rows
        ],
    )


def _valid(form: Record, receptions: list[Received]) -> bool:
    return all([form.is_valid(), *(reception.is_valid() for reception in receptions)])


def _refuse(form: Record, receptions: list[Received], refusal: NotAllowed) -> None:
    """Show a refusal where it belongs: at the matter that it names, else at the field."""
    about = next((one for one in receptions if f"“{one.matter}”" in str(refusal)), None)
    if about is not None and refusal.field == "receptions":
        about.add_error(None, str(refusal))
        form.add_error(None, f"没有保存：“{about.matter}”还需要补充，已填写的都还在。")
    else:
        form.refuse(refusal)


def _present(entered: dict[str, Any]) -> list[Official]:
    return [*in_order(Official.objects.all(), entered["leaders"]), *entered["others"]]


def _behalf(request: OfficialRequest, present: list[Official]) -> Official | None:
    """Return for whom it is recorded: the first leader, unless one of them records it in person."""
    me = request.standing.official
    return None if not present or any(official.pk == me for official in present) else present[0]


def _numbers(entered: dict[str, Any]) -> dict[str, Any]:
    names = ("received", "groups", "place", "at_home", "accompanying")
    return {name: entered[name] for name in names}


def _recorded_by_me(request: OfficialRequest, visit: Visit) -> bool:
    return visit.events.visible_to(request.user).filter(act="record_visit", user=request.user).exists()


def _initial(visit: Visit) -> dict[str, Any]:
    heads = people.names(visit.accompanying)
    return {
        "version": visit.version,
        "leaders": [str(leader) for leader in visit.leaders],
        "place": visit.place,
        "at_home": visit.at_home,
        "accompanying": "、".join(heads[head] for head in visit.accompanying if head in heads),
    }


def _unscheduled_initial(request: OfficialRequest) -> dict[str, Any]:
    unit = own_unit(request)
    leads = request.standing.holds(Role.LEADER) and request.standing.official
    return {
        "pk": uuid4(),
        "organization": lookup.said(unit) if unit else "",
        "mode": Mode.CONTACT_POINT,
        "format": Format.SOLO,
        "on": timezone.localdate(),
        "leaders": [str(leads)] if leads else [],
    }


def _people(offered: list[UUID], form: Record) -> list[tuple[people.Person, bool]]:
    ticked = keys([str(key) for key in form["leaders"].value() or []])
    shown = people.on_day([*offered, *ticked], timezone.localdate())
    return [(person, person.pk in ticked) for person in shown.values()]


def _page(request: OfficialRequest, form: Record, receptions: list[Received], context: dict[str, Any]) -> HttpResponse:
    words = request.POST.get("words", "")
    taken = [reception.matter.pk for reception in receptions]
    shown = {
        "form": form,
        "receptions": receptions,
        "words": words,
        "found": matter_choice.found(request, words, taken) if "look" in request.POST else [],
        "looked": request.POST.get("look") == "matters",
        "back_with": "matter" in request.GET,
        "mine": request.standing.official,
        "may_register": request.standing.holds(Role.PETITION_OFFICE),
    }
    return render(request, "visits/record.html", context | shown, status=422 if form.is_bound else 200)
