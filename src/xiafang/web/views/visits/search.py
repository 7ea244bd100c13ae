"""What visits are narrowed to, on the calendar and in the list."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.visits.codes import Mode, Status
from xiafang.visits.models import Notice, Visit, VisitMatter
from xiafang.web import lookup
from xiafang.web.acting import DateField
from xiafang.web.views.visits.rows import CHOSEN

UNRECORDED, UNTOLD, VOIDED = "unrecorded", "untold", "voided"
STATES = [
    ("", "全部状态"),
    *Status.choices,
    (UNRECORDED, "过期未登记记录"),
    (UNTOLD, "有信访人待告知"),
    (VOIDED, "已作废"),
]


class Search(forms.Form):
    """The conditions; the calendar has its own days."""

    unit = lookup.OrganizationField(label="机构及其下级", required=False, help_text="")
    leader = lookup.OfficialField(label="接访领导", required=False)
    mode = forms.ChoiceField(label="方式", required=False, choices=[("", "全部方式"), *Mode.choices])
    status = forms.ChoiceField(label="状态", required=False, choices=STATES)
    from_on = DateField(label="自", required=False)
    to_on = DateField(label="至", required=False)
    mine = forms.BooleanField(label="只看我的", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.widget.attrs["class"] = "form-select"
            elif isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "form-check-input"
            else:
                field.widget.attrs["class"] = "form-control"


def is_narrowed(search: Search) -> bool:
    """Return whether any condition was given."""
    given = search.cleaned_data.values()
    return bool(search.errors) or any(value[0] if isinstance(value, tuple) else value for value in given)


def visits(request: OfficialRequest) -> QuerySet[Visit]:
    """Return the visits that whoever asks may see."""
    return Visit.objects.visible_to(request.user).select_related("organization")


def narrowed(request: OfficialRequest, asked: dict[str, Any]) -> QuerySet[Visit]:
    """Return the visits that whoever asks may see, narrowed by what was asked; voided ones only when asked for."""
    found = visits(request)
    if asked.get("unit"):
        found = found.filter(organization__above__overlap=[asked["unit"].pk])
    words, officials = asked.get("leader") or ("", [])
    if words:
        found = found.filter(leaders__overlap=[official.pk for official in officials])
    if asked.get("mine"):
        found = found.filter(leaders__overlap=[request.standing.official] if request.standing.official else [])
    if asked.get("mode"):
        found = found.filter(mode=asked["mode"])
    if asked.get("from_on"):
        found = found.filter(date__gte=asked["from_on"])
    if asked.get("to_on"):
        found = found.filter(date__lte=asked["to_on"])
    return _in_state(request, found, asked.get("status", ""))


def _in_state(request: OfficialRequest, found: QuerySet[Visit], state: str) -> QuerySet[Visit]:
    today = timezone.localdate()
    if state == VOIDED:
        return found.exclude(voided_at=None)
    found = found.filter(voided_at=None)
    if state == UNRECORDED:
        return unrecorded(found)
    if state == UNTOLD:
        told = Notice.objects.filter(visit=OuterRef("visit"), matter=OuterRef("matter"), voided_at=None)
        lines = VisitMatter.objects.visible_to(request.user).filter(~Exists(told), visit=OuterRef("pk"))
        return found.filter(Exists(lines), status=Status.PLANNED, date__gte=today, mode__in=CHOSEN)
    return found.filter(status=state) if state else found


def unrecorded(found: QuerySet[Visit]) -> QuerySet[Visit]:
    """Return the planned visits whose day is over."""
    return found.filter(voided_at=None, status=Status.PLANNED, date__lt=timezone.localdate())
