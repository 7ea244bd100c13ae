"""作废: what was recorded wrongly is voided by two people; one page asks, confirms or refuses."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.visits import acts
from xiafang.visits.models import Discovery, Evidence, Letter, Notice, Shortlist, Visit
from xiafang.web.acting import answer, sent
from xiafang.web.views.visits.doing import DeedForm, how, may_keep, unchanged

KINDS: dict[str, Any] = {
    "visit": Visit,
    "notice": Notice,
    "discovery": Discovery,
    "evidence": Evidence,
    "shortlist": Shortlist,
    "letter": Letter,
}
_PAGES = {"visit": "visits-one", "shortlist": "shortlists-one", "letter": "letters-one"}
_LISTS = {"visit": ("下访", "visits"), "shortlist": ("突出问题清单", "shortlists"), "letter": ("网上来信", "letters")}


class Ask(DeedForm):
    """Why it should be voided."""

    reason = forms.CharField(label="作废原因", max_length=200, help_text="例如重复登记、登错领导；原内容和原因都保留。")


class Decide(DeedForm):
    """What the second person says."""

    decision = forms.ChoiceField(
        label="复核意见",
        choices=[("confirm", "同意作废"), ("refuse", "不同意，保持有效")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="理由", max_length=200, required=False, help_text="不同意的，请写明理由。")


@login_required
@require_http_methods(["GET", "POST"])
def void(request: OfficialRequest, kind: str, pk: UUID) -> HttpResponse:
    """Ask that a row be voided, or decide what another asked."""
    if kind not in KINDS:
        raise Http404
    row = get_object_or_404(KINDS[kind].objects.visible_to(request.user).filter(voided_at=None), pk=pk)
    subject = row if kind in _PAGES else row.visit
    page = reverse(_PAGES[kind if kind in _PAGES else "visit"], args=[subject.pk])
    if not may_keep(request, subject):
        raise Http404
    if row.void_asked_at and row.void_asked_by_id == request.user.pk:
        messages.info(request, "您已提请作废，须由另一人复核。")
        return redirect(page)
    form_type = Decide if row.void_asked_at else Ask
    form = form_type(sent(request), initial={"version": subject.version})

    def act(entered: dict[str, Any]) -> str:
        given: dict[str, Any] = {"row": row, **how(request, entered["on"], version=entered["version"])}
        with unchanged(subject):
            if form_type is Ask:
                acts.ask_void(reason=entered["reason"], **given)
                messages.success(request, "已提请作废，请另一人复核。")
            elif entered["decision"] == "confirm":
                acts.confirm_void(**given)
                messages.success(request, "已作废；原内容、原因和两名经办人都保留。")
            else:
                acts.refuse_void(reason=entered["reason"], **given)
                messages.success(request, "已不同意作废，保持有效。")
        return page

    label, index = _LISTS[kind if kind in _PAGES else "visit"]
    title = "复核作废" if row.void_asked_at else "提请作废"
    facts = [(str(row._meta.verbose_name), str(row))]
    if row.void_asked_at:
        facts += [("提请人", str(row.void_asked_by or "运维人员")), ("作废原因", row.void_reason)]
    context = {
        "title": f"{title}：{row._meta.verbose_name}",
        "crumbs": [("首页", reverse("home")), (label, reverse(index)), (str(subject), page), (title, "")],
        "facts": facts,
        "submit": "提交复核意见" if row.void_asked_at else "提请作废",
        "back": page,
        "danger": not row.void_asked_at,
    }
    return answer(request, form, act, context)
