"""提供清单: the office builds a shortlist for a leader out of candidates with their reasons (第十二条)."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
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
from xiafang.organizations.models import Official
from xiafang.visits import acts
from xiafang.visits.acts import Proposed
from xiafang.visits.models import Shortlist
from xiafang.web import lookup
from xiafang.web.acting import ActForm, DateField, once
from xiafang.web.typed import plain
from xiafang.web.views.visits import matter_choice, people
from xiafang.web.views.visits.candidates import OLD, POOL, Candidate, candidates
from xiafang.web.views.visits.doing import how, looked
from xiafang.web.views.visits.fields import KeysField, keys
from xiafang.web.views.visits.plan import own_unit


class Issue(ActForm):
    """A list for a leader; `pk` makes sending it twice harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    organization = lookup.OrganizationField(label="机构及其下级的事项")
    official = forms.UUIDField(error_messages={"invalid": "请选择“领导”。"}, label="领导")
    matters = KeysField(required=False)
    note = forms.CharField(label="说明", required=False, max_length=500)
    on = DateField(label="提供日期")


@login_required
@require_http_methods(["GET", "POST"])
def new(request: OfficialRequest) -> HttpResponse:
    """Build a list and give it to a leader."""
    if not (request.standing.holds(Role.PETITION_OFFICE) or request.standing.holds(Role.LIAISON)):
        raise PermissionDenied("突出问题清单由信访部门或者信访联络员提供（第十二、十四条），请与其联系。")
    posted = request.method == "POST"
    saves = posted and "look" not in request.POST
    form = Issue(request.POST if saves else None, initial=looked(Issue, request.POST) if posted else _initial(request))
    if saves and form.is_valid():
        try:
            return redirect("shortlists-one", _issue(request, form.cleaned_data))
        except NotAllowed as refusal:
            form.refuse(refusal)
    return render(request, "shortlists/new.html", _context(request, form), status=422 if form.is_bound else 200)


def _initial(request: OfficialRequest) -> dict[str, Any]:
    unit = own_unit(request)
    return {"pk": uuid4(), "organization": lookup.said(unit) if unit else "", "on": timezone.localdate()}


def _issue(request: OfficialRequest, entered: dict[str, Any]) -> UUID:
    """Return the id of the list, issued unless it was issued before."""
    key: UUID = entered["pk"]
    once(key)
    if Shortlist.objects.filter(pk=key).exists():
        return key
    official = Official.objects.filter(pk=entered["official"]).first()
    if official is None:
        raise NotAllowed("请选择“领导”。", field="official")
    acts.issue_shortlist(
        id=key,
        organization=entered["organization"],
        official=official,
        proposed=[
            Proposed(matter, plain(request.POST.get(f"ground-{matter.pk}", ""))[:500])
            for matter in matter_choice.chosen(request, entered["matters"])
        ],
        note=entered["note"],
        **how(request, entered["on"]),
    )
    messages.success(request, f"已提供给{official}，领导现在可以查看这些事项并决定。")
    return key


def _context(request: OfficialRequest, form: Issue) -> dict[str, Any]:
    value = form["organization"].value() or ""
    units = lookup.named(value) if value else []
    today = timezone.localdate()
    offered = people.leading(units[0], today) if len(units) == 1 else []
    picked = next(iter(keys([str(form["official"].value() or "")])), None)
    leader = next((person for person in offered if person.pk == picked), None)
    words = request.POST.get("words", "")
    shown: list[Candidate] = []
    if len(units) == 1:
        shown = candidates(request, units[0], picked, leader.portfolio if leader else "", words)
    fresh = request.POST.get("look") in ("unit", "fit")
    ticked = set(keys([str(key) for key in form["matters"].value() or []]))
    return {
        "title": "提供突出问题清单",
        "crumbs": [("首页", reverse("home")), ("突出问题清单", reverse("shortlists")), ("提供清单", "")],
        "form": form,
        "people": [(person, person.pk == picked) for person in offered],
        "candidates": [
            (one, one.matter.pk in ticked, _ground(request, one, kept=one.matter.pk in ticked or not fresh))
            for one in shown
        ],
        "words": words,
        "pool": POOL,
        "old": OLD,
        "back": reverse("shortlists"),
    }


def _ground(request: OfficialRequest, one: Candidate, *, kept: bool) -> str:
    """Return the ground as it was written, else the reasons; `kept` is whether what was written still holds."""
    written = request.POST.get(f"ground-{one.matter.pk}", "") if kept else ""
    return written or one.ground
