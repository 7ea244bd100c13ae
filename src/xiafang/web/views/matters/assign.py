"""批量交办: many accepted matters of a unit given to handlers at once, each on its own, and what came of each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.models import User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.standing import Standing
from xiafang.casework import acts
from xiafang.casework.codes import Grade, State
from xiafang.casework.models import Matter
from xiafang.organizations.models import Organization
from xiafang.web import lookup
from xiafang.web.acting import ActForm, DateField
from xiafang.web.paging import page
from xiafang.web.typed import whole
from xiafang.web.views.matters import fields
from xiafang.web.views.matters.register import keeps, own_unit
from xiafang.web.views.matters.steps.working import handler_said, handlers_of

ORDER = ("received_on", "pk")
MOST = 200
NOT_YOURS = "批量交办由信访部门办理，处室和直属机构由信访联络员办理：请与本单位信访部门联系。"


class Search(forms.Form):
    """What the list is narrowed to."""

    unit = lookup.OrganizationField(label="责任单位", required=False, help_text="")
    grade = fields.coded("等级", Grade, empty="全部等级", required=False)
    until = DateField(label="收到日期不晚于", required=False)

    def __init__(self, *args: Any, own: Organization, asks: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own, self.asks = own, asks
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"

    def clean_unit(self) -> Organization:
        """Return the unit, one's own when none was entered. Raises ValidationError when somebody else keeps it."""
        unit: Organization = self.cleaned_data["unit"] or self.own
        if keeps(self.asks).isdisjoint(unit.above):
            raise forms.ValidationError(f"“{unit}”不在您的工作范围内：请换成本单位或者下级单位。")
        return unit


class To(ActForm):
    """Who gets what is ticked."""

    on = DateField(label="交办日期")

    def __init__(self, *args: Any, handlers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_pk = {str(user.pk): user for user in handlers}
        field = forms.TypedMultipleChoiceField(
            label="承办人",
            choices=[(pk, handler_said(user)) for pk, user in by_pk.items()],
            coerce=by_pk.__getitem__,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "请选择承办人。", "invalid_choice": "所选的承办人已不在本单位，请重新选择。"},
        )
        self.fields = {"to": field, **self.fields}


@dataclass(frozen=True)
class Outcome:
    """What came of one matter: assigned, or why not."""

    matter: Matter | None
    why: str = ""


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def assign(request: OfficialRequest) -> HttpResponse:
    """List what waits for a handler, and give what is ticked to those who are chosen."""
    own = own_unit(request.standing)
    if own is None:
        raise PermissionDenied(NOT_YOURS)
    search = Search(request.GET, own=own, asks=request.standing)
    asked = search.cleaned_data if search.is_valid() else {}
    unit = asked.get("unit") or own
    handlers = handlers_of(unit, timezone.localdate())
    ticked = request.POST.getlist("matter") if request.method == "POST" else []
    form = To(
        request.POST if request.method == "POST" else None, handlers=handlers, initial={"on": timezone.localdate()}
    )
    if form.is_bound and form.is_valid() and ticked:
        return _assigned(request, ticked[:MOST], form.cleaned_data)
    waiting = _waiting(request, unit, asked) if search.is_valid() else Matter.objects.none()
    context = _context(search, unit, handlers) | {
        "page": page(waiting, ORDER, request.GET),
        "form": form,
        "missing": "" if ticked or not form.is_bound else "没有勾选任何事项：请在列表中勾选后再交办。",
        "ticked": {one.partition(":")[0] for one in ticked} | set(request.GET.getlist("ids")),
    }
    return render(request, "matters/assign.html", context, status=422 if form.is_bound else 200)


def _waiting(request: OfficialRequest, unit: Organization, asked: dict[str, Any]) -> QuerySet[Matter]:
    rows: QuerySet[Matter] = Matter.objects.visible_to(request.user).filter(state=State.ACCEPTED, handlers=[])
    if chosen := fields.uuids(request.GET.getlist("ids")[:MOST]):
        rows = rows.filter(pk__in=chosen)
    else:
        rows = rows.filter(responsible=unit)
    if asked.get("grade"):
        rows = rows.filter(grade=asked["grade"])
    if asked.get("until"):
        rows = rows.filter(received_on__lte=asked["until"])
    return rows.select_related("responsible")


def _assigned(request: OfficialRequest, ticked: list[str], entered: dict[str, Any]) -> HttpResponse:
    outcomes = [_assign(request, one, entered["to"], entered["on"]) for one in ticked]
    context = {
        "title": "批量交办的结果",
        "crumbs": _crumbs("批量交办的结果"),
        "done": [one.matter for one in outcomes if not one.why],
        "refused": [one for one in outcomes if one.why],
        "to": "、".join(user.name for user in entered["to"]),
    }
    return render(request, "matters/assigned.html", context)


def _assign(request: OfficialRequest, ticked: str, to: list[User], on: date) -> Outcome:
    """Assign one matter in a transaction of its own; `ticked` is its id and the version that was shown."""
    pk, _, shown = ticked.partition(":")
    version, chosen = whole(shown), fields.uuids([pk])
    rows = Matter.objects.visible_to(request.user).select_related("responsible", "registering")
    matter = rows.filter(pk__in=chosen).first()
    if matter is None or version is None:
        return Outcome(None, "该事项已不在您的工作范围内，没有交办。")
    try:
        with transaction.atomic():
            acts.assign(matter=matter, to=to, version=version, by=request.user, at=timezone.now(), on=on)
    except NotAllowed as refusal:
        return Outcome(matter, str(refusal))
    return Outcome(matter)


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [("首页", reverse("home")), ("信访事项", reverse("matters")), (last, "")]


def _context(search: Search, unit: Organization, handlers: list[User]) -> dict[str, Any]:
    return {"title": "批量交办", "crumbs": _crumbs("批量交办"), "search": search, "unit": unit, "handlers": handlers}
