"""登记: one page for a new matter, hints of likely same ones while it is typed, and the receipt afterwards."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.roles import Role
from xiafang.accounts.standing import Standing, Units
from xiafang.casework import acts
from xiafang.casework.codes import Channel, Kind
from xiafang.casework.models import Item, Matter
from xiafang.organizations.models import Organization
from xiafang.web import lookup
from xiafang.web.acting import once
from xiafang.web.views.matters import similar
from xiafang.web.views.matters.errand import Errand, errand
from xiafang.web.views.matters.registering import Sheet

NOT_YOURS = "登记信访事项由信访部门办理，处室和直属机构由信访联络员办理：请把材料交给本单位信访部门登记。"


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def register(request: OfficialRequest) -> HttpResponse:
    """Register a matter; `more` in what was sent asks for another row, `look` for hints where there are no scripts."""
    unit = own_unit(request.standing)
    if unit is None:
        raise PermissionDenied(NOT_YOURS)
    if request.method == "GET":
        return _show(request, Sheet(initial=_first(unit, errand(request).day(request))))
    sheet = Sheet(request.POST)
    if "more" in request.POST:
        return _show(request, sheet.again(request.POST["more"]))
    if "look" in request.POST:
        return _show(request, sheet.again(), similar.asked(request))
    if sheet.is_valid():
        try:
            return _registered(request, sheet.entered())
        except NotAllowed as refusal:
            sheet.refuse(refusal)
    return _show(request, sheet, similar.asked(request), status=422)


def keeps(asks: Standing) -> Units:
    """Return the units whose registers whoever `asks` keeps."""
    return asks.roles.get(Role.PETITION_OFFICE, frozenset()) | asks.roles.get(Role.LIAISON, frozenset())


def own_unit(asks: Standing) -> Organization | None:
    """Return the highest unit whose register whoever `asks` keeps; None when they keep none. One query at most."""
    kept = keeps(asks)
    units = Organization.objects.filter(pk__in=kept).select_related("parent") if kept else ()
    return min(units, key=lambda unit: len(unit.above), default=None)


def _first(unit: Organization, day: date) -> dict[str, Any]:
    return {
        "pk": uuid4(),
        "unit": lookup.said(unit),
        "received_on": day,
        "channel": Channel.VISIT,
        "kind": Kind.APPEAL,
    }


def _registered(request: OfficialRequest, facts: dict[str, Any]) -> HttpResponse:
    """Register, once however often it is sent, and say the number. Raises NotAllowed."""
    once(facts["id"])
    receipt = reverse("matters-registered", args=[facts["id"]]) + errand(request).carried
    if Matter.objects.visible_to(request.user).filter(pk=facts["id"]).exists():
        return redirect(receipt)
    try:
        with transaction.atomic():
            made = acts.register(by=request.user, at=timezone.now(), on=timezone.localdate(), **facts)
    except IntegrityError as error:
        if "casework_matter_pkey" not in str(error):
            raise
        raise NotAllowed("这件事项刚才已经登记，没有重复登记。要登记下一件，请重新打开本页。") from None
    if made.out_of_sight:
        shown = _receipt(made.matter, made.item, errand(request), out_of_sight=True)
        return render(request, "matters/registered.html", shown)
    return redirect(receipt)


@login_required
@never_cache
def registered(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Show the receipt of a registration: number, query code, and what comes next."""
    rows = Matter.objects.visible_to(request.user).select_related("responsible", "registering")
    matter = get_object_or_404(rows, pk=pk)
    item = matter.items.order_by("registered_at", "number").first()
    if item is None:  # merged since: its items have gone over
        return redirect("matters-one", pk)
    return render(request, "matters/registered.html", _receipt(matter, item, errand(request)))


def _receipt(matter: Matter, item: Item, came: Errand, *, out_of_sight: bool = False) -> dict[str, Any]:
    return {
        "title": "已登记",
        "crumbs": [("首页", reverse("home")), ("信访事项", reverse("matters")), ("已登记", "")],
        "matter": matter,
        "item": item,
        "errand": came,
        "out_of_sight": out_of_sight,
        "may_tell": not out_of_sight and not matter.told_on,
    }


@login_required
@require_POST
def hints(request: OfficialRequest) -> HttpResponse:
    """Return likely same matters for what was typed so far: a fragment."""
    if own_unit(request.standing) is None:
        raise PermissionDenied(NOT_YOURS)
    return render(request, "matters/similar.html", {"similar": similar.asked(request)})


def _show(request: OfficialRequest, sheet: Sheet, found: Any = (), status: int = 200) -> HttpResponse:
    context = {
        "title": "登记信访事项",
        "crumbs": [("首页", reverse("home")), ("信访事项", reverse("matters")), ("登记", "")],
        "sheet": sheet,
        "errand": errand(request),
        "form": sheet.form,
        "similar": found,
        "more_open": any(name in sheet.form.errors for name in _MORE) if sheet.form.is_bound else False,
        "more": [sheet.form[name] for name in _MORE],
        "about_open": "accused" in sheet.refused or any(form.has_changed() for form in sheet.rows["accused"]),
    }
    return render(request, "matters/register.html", context, status=status)


_MORE = (
    "people",
    "purpose",
    "external_number",
    "national_number",
    "external_topic",
    "place",
    "joint",
    "content",
    "flags",
    "prominence",
    "traits",
)
