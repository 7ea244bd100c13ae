"""A matter on which a step is being taken: found, open to whoever asks, and what its form says beside the fields."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.casework import acts, life
from xiafang.casework.acts import How
from xiafang.casework.models import Matter
from xiafang.regulation.calendar import Calendar
from xiafang.web.dates import working_calendar
from xiafang.web.limits import left
from xiafang.web.signs import sign
from xiafang.web.views.matters.rows import SHORT


def how(request: OfficialRequest) -> How:
    """Return who does it, now."""
    return {"by": request.user, "at": timezone.now(), "on": timezone.localdate()}


def matter(request: OfficialRequest, pk: UUID, act: str) -> Matter | HttpResponse:
    """Return the matter when the step is open to whoever asks, else the page that says why not; 404 out of sight."""
    rows = Matter.objects.visible_to(request.user).select_related("responsible__parent", "registering", "due")
    found = get_object_or_404(rows, pk=pk)
    try:
        acts.check_open(act, found, request.standing, how(request))
    except NotAllowed as refusal:
        return render(
            request, "matters/not_open.html", context(request, found, act) | {"why": str(refusal)}, status=403
        )
    return found


def context(request: OfficialRequest, matter: Matter, act: str) -> dict[str, Any]:
    """Return what the page of a step says about the matter and about the step."""
    calendar = working_calendar(request)
    step = life.STEPS[act]
    here = reverse("matters-one", args=[matter.pk])
    return {
        "title": f"{step.label}：{matter}",
        "crumbs": [
            ("首页", reverse("home")),
            ("信访事项", reverse("matters")),
            (matter.number, here),
            (step.label, ""),
        ],
        "matter": matter,
        "sign": sign(f"matter-{matter.state}"),
        "due": _due(matter, calendar),
        "step": step,
        "back": here,
    }


def _due(matter: Matter, calendar: Calendar) -> dict[str, Any] | None:
    """Return the limit that binds, as the ledger has it; None when none runs."""
    found = getattr(matter, "due", None)
    if found is None or found.due_on is None:
        return None
    today = timezone.localdate()
    return {
        "label": SHORT.get(found.duty, "期限"),
        "day": found.due_on,
        "sign": left(found.due_on, today, calendar).sign,
    }


def refuse(form: Any, refusal: NotAllowed) -> None:
    """Show a refusal in a form with a version; after somebody else's change it goes on from what stands now."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, forms.ValidationError(str(refusal)))
    if isinstance(refusal, acts.Changed):
        sent = form.data.copy()
        sent["version"] = refusal.version
        form.data = sent
