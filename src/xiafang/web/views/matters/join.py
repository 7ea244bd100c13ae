"""并入: a repeated item filed under the matter it belongs to, also straight from a registration that was begun."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.casework import acts
from xiafang.casework.codes import Channel
from xiafang.casework.models import Matter
from xiafang.web import lookup
from xiafang.web.views.matters import opened
from xiafang.web.views.matters.register import own_unit
from xiafang.web.views.matters.registering import Came, Kinds, Petitioner, Sheet


class Joining(Came):
    """A repeated item; `version` is the matter's as it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    unit = lookup.OrganizationField(label="登记单位", help_text="")
    field_order = ("unit", "received_on", "channel", "people", "joint", "external_number", "content")

    def refuse(self, refusal: NotAllowed) -> None:
        """Show a refusal; after somebody else's change the form goes on from what stands now."""
        opened.refuse(self, refusal)


class JoiningSheet(Sheet):
    """The item and who came with it."""

    form_class = Joining
    kinds: ClassVar[Kinds] = {"petitioners": (Petitioner, 1)}

    def lacking(self) -> Iterable[NotAllowed]:
        """Return nothing: who came may be as unknown as before."""
        return ()

    def entered(self) -> dict[str, Any]:
        """Return the facts as the act takes them."""
        return self.form.cleaned_data | {"petitioners": self.petitioners()}


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """File a repeated item; `carried` brings what stood in the form of a registration, not yet checked."""
    matter = opened.matter(request, pk, "join")
    if isinstance(matter, HttpResponse):
        return matter
    if request.method == "GET":
        return _show(request, matter, JoiningSheet(initial=_first(request, matter)))
    if "carried" in request.POST:
        return _show(request, matter, JoiningSheet(initial=_first(request, matter) | _carried(Sheet(request.POST))))
    sheet = JoiningSheet(request.POST)
    if "more" in request.POST:
        return _show(request, matter, sheet.again(request.POST["more"]))
    if sheet.is_valid():
        try:
            item = acts.join(
                matter=matter, by=request.user, at=timezone.now(), on=timezone.localdate(), **sheet.entered()
            )
        except NotAllowed as refusal:
            sheet.refuse(refusal)
        else:
            said = f"已并入，信访件编号 {item.number}，查询码 {item.query_code}（请交给信访人）。"
            messages.success(
                request, said + ("办结后再次提出，已记为再访，请再交办理。" if matter.state == "returned" else "")
            )
            return redirect("matters-one", pk)
    return _show(request, matter, sheet, status=422)


def _first(request: OfficialRequest, matter: Matter) -> dict[str, Any]:
    unit = own_unit(request.standing) or matter.responsible
    return {
        "version": matter.version,
        "unit": lookup.said(unit),
        "received_on": timezone.localdate(),
        "channel": Channel.VISIT,
    }


def _carried(begun: Sheet) -> dict[str, Any]:
    """Return what a registration that was begun says about the item; its words become what was said this time."""
    found = {name: begun.form[name].value() for name in Came.base_fields}
    said = [begun.form["title"].value(), *(row["text"] for row in begun.rows["demands"].kept()), found["content"]]
    found["content"] = "\n".join(filter(None, said))
    return found | {"unit": begun.form["unit"].value(), "petitioners": begun.rows["petitioners"].kept()}


def _show(request: OfficialRequest, matter: Matter, sheet: Sheet, status: int = 200) -> HttpResponse:
    context = opened.context(request, matter, "join") | {"sheet": sheet, "form": sheet.form}
    return render(request, "matters/join.html", context, status=status)
