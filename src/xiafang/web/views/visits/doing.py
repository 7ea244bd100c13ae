"""How the pages call the acts: who, when, for whom, on which version; and the way back from a change in between."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.casework import acts as casework
from xiafang.casework.acts import How
from xiafang.organizations.models import Official
from xiafang.visits.acts.doing import Subject, keeps
from xiafang.visits.models import Visit
from xiafang.web.acting import ActForm, Changed, DateField
from xiafang.web.views.visits.fields import KeysField


class DeedForm(ActForm):
    """A form that ends in an act on something that is there: the day of the deed, and the state that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = DateField(label="办理日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())
        self.order_fields([*(name for name in self.fields if name != "on"), "on"])


def how(request: OfficialRequest, on: date, *, version: int | None = None, on_behalf_of: Official | None = None) -> How:
    """Return who does it now, for the deed's day `on`."""
    return {"by": request.user, "at": timezone.now(), "on": on, "version": version, "on_behalf_of": on_behalf_of}


@contextmanager
def unchanged(row: Subject) -> Iterator[None]:
    """Let the form go on from what stands now when somebody was quicker: nothing entered is lost."""
    try:
        yield
    except casework.Changed as refusal:
        now = type(row)._default_manager.values_list("version", flat=True).get(pk=row.pk)
        raise Changed(str(refusal), str(now)) from None


def may_keep(request: OfficialRequest, row: Subject) -> bool:
    """Return whether whoever asks keeps the row: petition office, liaison or its leader."""
    return not row.voided_at and keeps(row, request.standing, how(request, timezone.localdate()))


def kept(request: OfficialRequest, pk: UUID) -> Visit:
    """Return a visit to act on: 404 out of sight, 403 with the way out for whoever only reads it."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).select_related("organization"), pk=pk)
    if not may_keep(request, visit):
        keeper = f"由“{visit.organization}”的信访部门或有关领导办理"
        raise PermissionDenied(f"您可以查看这次下访，但不能办理：{'它已作废' if visit.voided_at else keeper}。")
    return visit


def looked(form_type: type[ActForm], data: QueryDict, prefix: str | None = None) -> dict[str, Any]:
    """Return what was entered so far as the beginning of a form that goes on: nothing is judged or saved yet."""
    name = f"{prefix}-{{}}" if prefix else "{}"
    return {
        field: data.getlist(name.format(field)) if isinstance(kept, KeysField) else data.get(name.format(field), "")
        for field, kept in form_type.base_fields.items()
    }
