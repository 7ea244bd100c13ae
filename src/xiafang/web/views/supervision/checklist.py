"""按名单登记: all units that still owe one, with a day each; what is ticked is recorded together or not at all."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.roles import Role
from xiafang.organizations.models import Organization
from xiafang.regulation.findings import Finding
from xiafang.supervision import acts
from xiafang.supervision.models import Record
from xiafang.web import typed
from xiafang.web.acting import NO_DATE, ActForm, DateField, once, sent
from xiafang.web.signs import sign
from xiafang.web.views.supervision.books import AGREEMENTS, ASSESSMENTS, PLANS, Book
from xiafang.web.views.supervision.entering import way
from xiafang.web.views.supervision.keeping import demand_keeper, held, may_file
from xiafang.web.views.supervision.lists import owing
from xiafang.web.views.supervision.years import Narrow

TITLES = {AGREEMENTS.slug: "按名单登记责任书", PLANS.slug: "按名单登记计划", ASSESSMENTS.slug: "按名单登记考核"}
DAYS = {AGREEMENTS.slug: "签订日期", PLANS.slug: "报备日期", ASSESSMENTS.slug: "完成日期"}
MISSING_DAY = "请填写日期，或在上面填写统一日期。"


class Day(ActForm):
    """The day of what is ticked and has none of its own; `pk` makes sending the list twice harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    day = DateField(label="统一日期", required=False, help_text="勾选的单位未另填日期的，用这个日期。")


class Line:
    """A unit on the list, as it was filled in."""

    def __init__(self, unit: Organization, finding: Finding, sent_data: Any) -> None:
        self.unit, self.finding = unit, finding
        self.sign = sign(finding.status)
        self.name = f"u-{unit.pk}"
        self.given = (sent_data.get(f"{self.name}-day") or "").strip() if sent_data else ""
        self.ticked = bool(sent_data and sent_data.get(self.name)) or bool(self.given)
        self.error = ""
        self.day: date | None = None

    def read(self, common: date | None) -> None:
        """Work out the day; says what is wrong in `error`."""
        self.day = common
        if self.given:
            self.day = typed.day(self.given)
            if self.day is None:
                self.error = NO_DATE % {"value": self.given}
        elif common is None:
            self.error = MISSING_DAY


def checklist(book: Book) -> Any:
    """Return the view of a book's list of units that owe one."""

    @login_required
    @require_http_methods(["GET", "POST"])
    def show(request: OfficialRequest) -> HttpResponse:
        demand_keeper(request, book)
        narrow = Narrow(request.GET)
        data = sent(request)
        form = Day(data, initial={"pk": uuid4()})
        found = owing(request, book, narrow) if narrow.is_valid() else []
        lines = [
            Line(unit, finding, data)
            for finding, unit in found
            if _may(request, book, unit) and (finding.completed_on is None or (data and data.get(f"u-{unit.pk}")))
        ]
        if data is not None and form.is_valid():
            count = _record(request, book, narrow.chosen, form.cleaned_data, lines)
            if count:
                messages.success(request, f"已登记{count}个单位。")
                return redirect(book.href + narrow.query)
        context = {
            "title": TITLES[book.slug],
            "crumbs": [*way(book), ("按名单登记", "")],
            "book": book,
            "narrow": narrow,
            "year": narrow.chosen,
            "form": form,
            "lines": lines,
            "day_label": DAYS[book.slug],
            "wrong": sum(bool(line.error) for line in lines),
            "back": book.href + narrow.query,
        }
        return render(request, "supervision/checklist.html", context, status=422 if data is not None else 200)

    return show


def _may(request: OfficialRequest, book: Book, unit: Organization) -> bool:
    if book == AGREEMENTS:
        return unit.parent is not None and not held(request, Role.PETITION_OFFICE).isdisjoint(unit.parent.above)
    return book != PLANS or may_file(request, unit)


def _record(request: OfficialRequest, book: Book, year: int, entered: dict[str, Any], lines: list[Line]) -> int:
    """Record what is ticked and return how much; 0 and nothing written when a line is wrong or none is ticked."""
    ticked = [line for line in lines if line.ticked]
    for line in ticked:
        line.read(entered["day"])
    once(entered["pk"])
    with transaction.atomic():
        for line in ticked:
            if not line.error:
                _one(request, book, year, line, uuid5(entered["pk"], str(line.unit.pk)))
        if any(line.error for line in ticked):
            transaction.set_rollback(True)
            return 0
    return len(ticked)


def _one(request: OfficialRequest, book: Book, year: int, line: Line, key: UUID) -> None:
    if book.records.filter(pk=key).exists():
        return
    try:
        with transaction.atomic():
            _act(book, year, line, {"id": key, "on": line.day, "by": request.user, "at": timezone.now()})
    except NotAllowed as refusal:
        line.error = str(refusal)


def _act(book: Book, year: int, line: Line, facts: dict[str, Any]) -> Record:
    if book == AGREEMENTS:
        superior: Any = line.unit.parent
        return acts.record_agreement(year=year, superior=superior, subordinate=line.unit, **facts)
    if book == PLANS:
        return acts.file_plan(year=year, organization=line.unit, title=f"{year}年度领导干部下访工作计划", **facts)
    return acts.complete_assessment(year=year, organization=line.unit, **facts)
