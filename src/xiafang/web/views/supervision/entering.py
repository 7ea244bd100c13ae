"""登记责任书、计划、抽查、通报、考核: forms, each of which ends in one act; several in a row keep year and day."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.supervision import acts
from xiafang.supervision.kinds import InspectionKind
from xiafang.supervision.models import Record
from xiafang.web import lookup
from xiafang.web.acting import ActForm, DateField, answer, sent
from xiafang.web.views.supervision.books import AGREEMENTS, ASSESSMENTS, BULLETINS, INSPECTIONS, PLANS, Book
from xiafang.web.views.supervision.keeping import demand_keeper
from xiafang.web.views.supervision.years import year_choices

KEPT = ("year", "half", "on")  # what the next form of a row takes over


class Enter(ActForm):
    """A new record; `pk` makes sending it twice harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)


class OfYear(Enter):
    """A record of a year."""

    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = year_choices(timezone.localdate())  # type: ignore[attr-defined]
        self.fields["year"].half = True  # type: ignore[attr-defined]


class SignedAgreement(OfYear):
    """An agreement: the superior is the unit right above."""

    subordinate = lookup.OrganizationField(
        label="下级单位", help_text="名称、简称或区划代码；上级单位为其上一级机构，不必填写。"
    )
    on = DateField(label="签订日期")
    note = forms.CharField(label="备注", max_length=500, required=False)
    field_order = ("year", "on", "subordinate")


class FiledPlan(OfYear):
    """A plan, or an amendment of one."""

    organization = lookup.OrganizationField(label="单位")
    on = DateField(label="报备日期")
    title = forms.CharField(label="计划名称", max_length=200)
    amended_because = forms.CharField(
        label="修订原因",
        max_length=200,
        required=False,
        help_text="该年度已有报备的计划时填写；原计划保留，期限按首次报备计。",
    )
    field_order = ("year", "on", "organization")


class HeldInspection(Enter):
    """An inspection."""

    kind = forms.ChoiceField(label="类别", choices=InspectionKind.choices, initial=InspectionKind.REGULAR)
    on = DateField(label="抽查日期")
    organization = lookup.OrganizationField(label="被抽查单位")
    scope = forms.CharField(
        label="抽查范围", widget=forms.Textarea, help_text="抽查哪一时段、哪些下访记录和事项，怎样抽取。"
    )


class IssuedBulletin(Enter):
    """A bulletin on a half-year."""

    half = forms.ChoiceField(label="所属期间")
    on = DateField(label="印发日期")
    number = forms.CharField(label="文号", max_length=50, help_text="例如“示司信领办〔2026〕1号”；补充通报另用文号。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = timezone.localdate().year
        halves = [
            (f"{one}H{part}", f"{one}年{word}半年")
            for one in range(year, year - 9, -1)
            for part, word in ((2, "下"), (1, "上"))
        ]
        self.fields["half"].choices = [("", "请选择"), *halves]  # type: ignore[attr-defined]
        self.fields["half"].half = True  # type: ignore[attr-defined]


class CompletedAssessment(OfYear):
    """A yearly assessment."""

    organization = lookup.OrganizationField(
        label="单位", help_text="考核其领导班子：省厅、市州局、县（市、区）局、监狱和戒毒管理局。"
    )
    on = DateField(label="完成日期")
    note = forms.CharField(label="备注", max_length=500, required=False)
    field_order = ("year", "on", "organization")


@dataclass(frozen=True)
class Entering:
    """How a book is entered into: the form, the act, and the words above it."""

    form: type[Enter]
    act: Callable[..., Record]
    title: str
    notice: str


HOW: dict[str, Entering] = {
    AGREEMENTS.slug: Entering(
        SignedAgreement, acts.record_agreement, "登记责任书", "双方签字盖章之日为签订日期；由上一级的信访部门登记。"
    ),
    PLANS.slug: Entering(
        FiledPlan, acts.file_plan, "登记工作计划", "计划报领导小组办公室备查，不需审批；报到之日为报备日期。"
    ),
    INSPECTIONS.slug: Entering(
        HeldInspection, acts.record_inspection, "登记抽查", "登记后在抽查页逐项认定问题，并登记处理。"
    ),
    BULLETINS.slug: Entering(IssuedBulletin, acts.issue_bulletin, "登记抽查通报", "通报发至全系统，登记后人人可见。"),
    ASSESSMENTS.slug: Entering(
        CompletedAssessment,
        acts.complete_assessment,
        "登记考核",
        "只登记考核完成的日期；群众信访的数量不作为考核内容。",
    ),
}


def enter(book: Book) -> Any:
    """Return the view of a book's form."""
    how = HOW[book.slug]

    @login_required
    @require_http_methods(["GET", "POST"])
    def show(request: OfficialRequest) -> HttpResponse:
        demand_keeper(request, book)
        form = how.form(sent(request), initial=_initial(request))

        def act(entered: dict[str, Any]) -> str:
            key = entered.pop("pk")
            row = book.records.filter(pk=key).first() or _entered(book, how, entered, request, key)
            messages.success(request, f"已登记：{row}。")
            if "again" not in request.POST:
                return book.one(row)
            kept = {name: entered[name] for name in KEPT if name in entered}
            return f"{reverse(f'supervision-{book.slug}-enter')}?{urlencode(kept)}"

        context = {
            "title": how.title,
            "crumbs": [*way(book), (how.title, "")],
            "notice": how.notice,
            "submit": "登记",
            "again": "登记并继续下一份",
            "back": book.href,
        }
        return answer(request, form, act, context)

    return show


def _entered(book: Book, how: Entering, entered: dict[str, Any], request: OfficialRequest, key: Any) -> Record:
    if book == AGREEMENTS:
        entered["superior"] = entered["subordinate"].parent
        if entered["superior"] is None:
            raise NotAllowed(f"“{entered['subordinate']}”没有上级机构，不签责任书（第六条）。", field="subordinate")
    if book == INSPECTIONS:
        entered["kind"] = InspectionKind(entered["kind"])
    return how.act(id=key, by=request.user, at=timezone.now(), **entered)


def _initial(request: OfficialRequest) -> dict[str, Any]:
    today = timezone.localdate()
    initial: dict[str, Any] = {"pk": uuid4(), "year": today.year, "on": today}
    named = {"subordinate": "unit", "organization": "unit", "kind": "kind"} | dict.fromkeys(KEPT)
    for name, asked in named.items():
        if value := request.GET.get(asked or name):
            initial[name] = value
    return initial


def way(book: Book) -> list[tuple[str, str]]:
    """Return the way from the start page to a book."""
    return [("首页", reverse("home")), ("督查考核", reverse("supervision")), (book.label, book.href)]
