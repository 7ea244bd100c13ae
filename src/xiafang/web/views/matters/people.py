"""The people of a matter: names and masked particulars; in full for a reason, and with a trace."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.casework import personal
from xiafang.casework.codes import Flag
from xiafang.casework.models import Matter, Petitioner
from xiafang.casework.personal import Private
from xiafang.web.acting import ActForm, sent
from xiafang.web.views.matters.rows import NO_NAME, masked

PARTICULARS = {"id_number": "证件号码", "phone": "电话", "address": "住址", "bank_account": "银行账号"}


def shown(matter: Matter, petitioners: Iterable[Petitioner]) -> list[dict[str, Any]]:
    """Return each petitioner with what may be shown to everybody who sees the matter. One query."""
    petitioners = list(petitioners)
    private = personal.masked(petitioners)
    secret = Flag.CONFIDENTIAL in matter.flags
    return [
        {
            "name": (masked(row.name) if secret else row.name) or NO_NAME,
            "kind": "法人或其他组织" if row.organization else "",
            "representative": row.representative,
            "item": row.item_id,
            "particulars": _said(private.get(row.pk, Private())),
            "unmask": reverse("matters-unmask", args=[matter.pk, row.pk]) if row.pk in private or secret else "",
        }
        for row in petitioners
    ]


def _said(private: Private) -> list[tuple[str, str]]:
    found = ((label, getattr(private, name)) for name, label in PARTICULARS.items())
    return [(label, value) for label, value in found if value]


class Reason(ActForm):
    """Why somebody wants to see it."""

    reason = forms.CharField(
        label="查看理由",
        max_length=200,
        help_text="例如：电话联系信访人核实情况。查看人、时间和理由将记入办理经过，信访部门可以查阅。",
    )


@login_required
def unmask(request: OfficialRequest, pk: UUID, petitioner: UUID) -> HttpResponse:
    """Ask for the reason, then show the particulars once; the page is not kept by the browser."""
    matter = get_object_or_404(Matter.objects.visible_to(request.user), pk=pk)
    row = get_object_or_404(Petitioner, pk=petitioner, matter=matter)
    form = Reason(sent(request))
    context: dict[str, Any] = {
        "title": "查看信访人信息",
        "crumbs": crumbs(matter, "查看信访人信息"),
        "back": reverse("matters-one", args=[pk]),
        "submit": "查看",
        "form": form,
        "facts": [("事项", f"{matter.number} {matter.title}")],
    }
    answer = None
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            private = personal.unmask(
                petitioner=row, reason=form.cleaned_data["reason"], by=request.user, at=now, on=timezone.localdate(now)
            )
        except NotAllowed as refusal:
            form.refuse(refusal)
        else:
            more = {"name": row.name or NO_NAME, "particulars": _said(private)}
            answer = render(request, "matters/unmasked.html", context | more)
    if answer is None:
        answer = render(request, "act.html", context, status=422 if form.is_bound else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def crumbs(matter: Matter, last: str = "") -> list[tuple[str, str]]:
    """Return the way from the start page to `matter`, or to a page of it called `last`."""
    here = reverse("matters-one", args=[matter.pk])
    way = [("首页", reverse("home")), ("信访事项", reverse("matters")), (matter.number, here if last else "")]
    return [*way, (last, "")] if last else way
