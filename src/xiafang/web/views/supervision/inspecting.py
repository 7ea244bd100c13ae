"""认定和处理: a fault that an inspection confirmed, and what was done about it; the office's own work."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.supervision import acts, owed
from xiafang.supervision.kinds import Fault, SanctionKind
from xiafang.supervision.models import Inspection, InspectionFinding, Sanction
from xiafang.web import lookup
from xiafang.web.acting import ActForm, DateField, answer, sent
from xiafang.web.dates import working_calendar
from xiafang.web.views.supervision.books import INSPECTIONS
from xiafang.web.views.supervision.entering import way
from xiafang.web.views.supervision.keeping import about_oneself, demand_keeper
from xiafang.web.views.supervision.one import facts

ONESELF = "这项认定涉及您本人，须回避：请由办公室其他人员办理。"


class Confirm(ActForm):
    """A confirmed fault; `pk` makes sending it twice harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    official = lookup.OfficialField(label="干部", help_text="姓名；同名的按建议带上任职。")
    kind = forms.ChoiceField(label="问题类别", choices=[("", "请选择"), *Fault.choices])
    on = DateField(label="认定日期")
    evidence = forms.CharField(
        label="事实和证据", widget=forms.Textarea, help_text="查到的事实、时间和所据材料；不写信访人的姓名和联系方式。"
    )
    organization = lookup.OrganizationField(
        label="任职机构", required=False, help_text="抽查之日在几处任职、又都不在被抽查单位的，才需填写。"
    )

    def clean_official(self) -> Any:
        """Return the official."""
        words, found = self.cleaned_data["official"]
        if not found:
            raise ValidationError(f"没有找到“{words}”：请核对姓名。")
        return self.fields["official"].resolve(words, found, lookup.who, "姓名")  # type: ignore[attr-defined]


class Sanctioned(ActForm):
    """What was done about a fault; `pk` makes sending it twice harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="处理方式", choices=[("", "请选择"), *SanctionKind.choices])
    on = DateField(label="处理日期")
    note = forms.CharField(label="文号或说明", max_length=500, required=False)


@login_required
@require_http_methods(["GET", "POST"])
def confirm(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Confirm a fault in an inspection."""
    rows = Inspection.objects.visible_to(request.user).select_related("organization")
    inspection = get_object_or_404(rows, pk=pk)
    demand_keeper(request, INSPECTIONS)
    form = Confirm(sent(request), initial={"pk": uuid4(), "on": timezone.localdate()})

    def act(entered: dict[str, Any]) -> str:
        key, entered["kind"] = entered.pop("pk"), Fault(entered["kind"])
        if not InspectionFinding.objects.filter(pk=key).exists():
            acts.confirm_finding(id=key, inspection=inspection, by=request.user, at=timezone.now(), **entered)
        messages.success(request, f"已认定：{entered['official']}{entered['kind'].label}。")
        return f"{INSPECTIONS.one(inspection)}#finding-{key}"

    context = {
        "title": "认定问题",
        "crumbs": [*way(INSPECTIONS), (str(inspection), INSPECTIONS.one(inspection)), ("认定问题", "")],
        "facts": [(label, value) for label, value, _ in facts(inspection)],
        "notice": "只认定干部履职中的问题。信访人反映问题、走访多少，不是任何人的过错，不作为认定依据。",
        "submit": "认定",
        "back": INSPECTIONS.one(inspection),
    }
    return answer(request, form, act, context)


@login_required
@require_http_methods(["GET", "POST"])
def sanction(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Record what was done about a confirmed fault."""
    rows = InspectionFinding.objects.visible_to(request.user).select_related("inspection", "official", "organization")
    finding = get_object_or_404(rows, pk=pk)
    demand_keeper(request, INSPECTIONS)
    if about_oneself(request, finding.official_id):
        raise PermissionDenied(ONESELF)
    form = Sanctioned(sent(request), initial={"pk": uuid4(), "on": timezone.localdate()})
    back = f"{INSPECTIONS.one(finding.inspection)}#finding-{pk}"

    def act(entered: dict[str, Any]) -> str:
        key, entered["kind"] = entered.pop("pk"), SanctionKind(entered["kind"])
        if not Sanction.objects.filter(pk=key).exists():
            acts.sanction_finding(id=key, finding=finding, by=request.user, at=timezone.now(), **entered)
        messages.success(request, f"已登记：对“{finding.official}”{entered['kind'].label}。")
        return back

    context = {
        "title": "登记处理",
        "crumbs": [*way(INSPECTIONS), (str(finding.inspection), back), ("登记处理", "")],
        "facts": [(label, value) for label, value, _ in facts(finding)] + _limit(request, finding),
        "submit": "登记",
        "back": back,
    }
    return answer(request, form, act, context)


def _limit(request: OfficialRequest, finding: InspectionFinding) -> list[tuple[str, Any]]:
    judged = owed.sanctions(timezone.localdate(), working_calendar(request), pk=finding.inspection_id)
    found = judged.get(owed.subject_of(finding.inspection_id, finding.official_id, finding.kind))
    return [("处理期限", found.due.isoformat())] if found else []
