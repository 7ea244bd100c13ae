"""作废: a record that was entered wrongly counts for nothing and stays with the reason."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.supervision import acts
from xiafang.supervision.models import InspectionFinding, Record, Sanction
from xiafang.web.acting import ActForm, answer, sent
from xiafang.web.views.supervision.books import AGREEMENTS, ASSESSMENTS, BULLETINS, INSPECTIONS, PLANS, Book
from xiafang.web.views.supervision.entering import way
from xiafang.web.views.supervision.inspecting import ONESELF
from xiafang.web.views.supervision.keeping import about_oneself, may_void, refusal
from xiafang.web.views.supervision.one import facts


class Reason(ActForm):
    """Why a record is void."""

    reason = forms.CharField(
        label="作废原因", max_length=200, help_text="写明错在哪里；原记录保留可查，不再计入，正确的请另行登记。"
    )


class Voiding(NamedTuple):
    """How a record is voided: its rows, the act, the name of the act's argument, and where the record is shown."""

    model: type[Record]
    act: Callable[..., Record]
    argument: str
    related: tuple[str, ...]
    book: Book
    shown: Callable[[Any], Any] = lambda row: row


HOW: dict[str, Voiding] = {
    "agreement": Voiding(AGREEMENTS.model, acts.void_agreement, "agreement", AGREEMENTS.related, AGREEMENTS),
    "plan": Voiding(PLANS.model, acts.void_plan, "plan", PLANS.related, PLANS),
    "inspection": Voiding(INSPECTIONS.model, acts.void_inspection, "inspection", INSPECTIONS.related, INSPECTIONS),
    "bulletin": Voiding(BULLETINS.model, acts.void_bulletin, "bulletin", (), BULLETINS),
    "assessment": Voiding(ASSESSMENTS.model, acts.void_assessment, "assessment", ASSESSMENTS.related, ASSESSMENTS),
    "finding": Voiding(
        InspectionFinding,
        acts.void_finding,
        "finding",
        ("official", "organization", "inspection"),
        INSPECTIONS,
        lambda row: row.inspection,
    ),
    "sanction": Voiding(
        Sanction,
        acts.void_sanction,
        "sanction",
        ("finding__official", "finding__inspection"),
        INSPECTIONS,
        lambda row: row.finding.inspection,
    ),
}


def void(name: str) -> Any:
    """Return the view that voids a record of the kind `name`."""
    how = HOW[name]

    @login_required
    @require_http_methods(["GET", "POST"])
    def show(request: OfficialRequest, pk: UUID) -> HttpResponse:
        rows: Any = how.model._default_manager
        row = get_object_or_404(rows.visible_to(request.user).select_related(*how.related), pk=pk)
        back = how.book.one(how.shown(row))
        if not may_void(request, row):
            raise PermissionDenied(refusal(how.book))
        if about_oneself(request, _official(row)):
            raise PermissionDenied(ONESELF)
        if row.voided_at is not None:
            messages.info(request, "该记录已经作废。")
            return redirect(back)

        def act(entered: dict[str, Any]) -> str:
            how.act(**{how.argument: row}, by=request.user, at=timezone.now(), reason=entered["reason"])
            messages.success(request, f"已作废：{row}。")
            return back

        label = str(row._meta.verbose_name)
        context = {
            "title": f"作废{label}",
            "crumbs": [*way(how.book), (str(how.shown(row)), back), ("作废", "")],
            "facts": [(label, value) for label, value, _ in facts(row)],
            "submit": "作废",
            "danger": True,
            "back": back,
        }
        return answer(request, Reason(sent(request)), act, context)

    return show


def _official(row: Record) -> UUID | None:
    if isinstance(row, InspectionFinding):
        return row.official_id
    return row.finding.official_id if isinstance(row, Sanction) else None
