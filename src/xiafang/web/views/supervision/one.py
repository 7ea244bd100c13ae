"""One record of 督查考核: what it states and what was done to it; an inspection with its findings."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.supervision import owed
from xiafang.supervision.models import (
    Agreement,
    Assessment,
    Bulletin,
    Event,
    Inspection,
    InspectionFinding,
    Plan,
    Record,
    Sanction,
)
from xiafang.web.dates import working_calendar
from xiafang.web.signs import sign
from xiafang.web.views.supervision.books import INSPECTIONS, Book
from xiafang.web.views.supervision.entering import way
from xiafang.web.views.supervision.keeping import about_oneself, may_void, of_the_office
from xiafang.web.views.supervision.lists import SANCTION_WORDS, half


def one(book: Book) -> Any:
    """Return the view of a record of a book."""

    @login_required
    def show(request: OfficialRequest, pk: UUID) -> HttpResponse:
        rows = book.records.visible_to(request.user).select_related(*book.related)
        row = get_object_or_404(rows, pk=pk)
        findings = _findings(request, row) if isinstance(row, Inspection) else []
        subjects = [row.pk, *(key for finding in findings for key in finding["keys"])]
        context = {
            "title": str(row),
            "crumbs": [*way(book), (str(row), "")],
            "book": book,
            "row": row,
            "facts": facts(row),
            "inspection": book == INSPECTIONS,
            "findings": findings,
            "of_the_office": of_the_office(request),
            "events": _events(subjects),
            "may_void": row.voided_at is None and may_void(request, row),
        }
        return render(request, "supervision/one.html", context)

    return show


def facts(row: Record) -> list[tuple[str, Any, str]]:
    """Return what a record states: label, value, and an address where there is one."""
    match row:
        case Agreement():
            return [
                ("年度", f"{row.year}年", ""),
                ("上级单位", row.superior, _unit(row.superior_id)),
                ("下级单位", row.subordinate, _unit(row.subordinate_id)),
                ("签订日期", row.signed_on.isoformat(), ""),
                ("备注", row.note or "—", ""),
            ]
        case Plan():
            amended = [("修订原因", row.amended_because, "")] if row.amended_because else []
            return [
                ("年度", f"{row.year}年", ""),
                ("单位", row.organization, _unit(row.organization_id)),
                ("计划名称", row.title, ""),
                ("版本", f"第{row.version}版", ""),
                ("报备日期", row.filed_on.isoformat(), ""),
                *amended,
            ]
        case Inspection():
            return [
                ("类别", row.get_kind_display(), ""),
                ("抽查日期", row.on.isoformat(), ""),
                ("被抽查单位", row.organization, _unit(row.organization_id)),
                ("抽查范围", row.scope, ""),
            ]
        case Bulletin():
            return [
                ("文号", row.number, ""),
                ("所属期间", half(row.half), ""),
                ("印发日期", row.issued_on.isoformat(), ""),
            ]
        case Assessment():
            return [
                ("年度", f"{row.year}年", ""),
                ("单位", row.organization, _unit(row.organization_id)),
                ("完成日期", row.completed_on.isoformat(), ""),
                ("备注", row.note or "—", ""),
            ]
        case InspectionFinding():
            return [
                ("干部", row.official, reverse("officials-one", args=[row.official_id])),
                ("任职机构", row.organization, _unit(row.organization_id)),
                ("问题", row.get_kind_display(), ""),
                ("认定日期", row.confirmed_on.isoformat(), ""),
            ]
        case Sanction():
            return [
                ("干部", row.finding.official, ""),
                ("处理方式", row.get_kind_display(), ""),
                ("处理日期", row.sanctioned_on.isoformat(), ""),
            ]
    return []


def _unit(pk: UUID) -> str:
    return reverse("organizations-one", args=[pk])


def _findings(request: OfficialRequest, inspection: Inspection) -> list[dict[str, Any]]:
    """Return the faults that were confirmed, each with its sanctions, its limit and what may be done."""
    visible = InspectionFinding.objects.visible_to(request.user).filter(inspection=inspection)
    rows = list(visible.select_related("official", "organization").order_by("confirmed_on", "pk"))
    given = list(Sanction.objects.visible_to(request.user).filter(finding__in=rows).order_by("sanctioned_on", "pk"))
    judged = owed.sanctions(timezone.localdate(), working_calendar(request), pk=inspection.pk)
    office = of_the_office(request)
    found = []
    for row in rows:
        sanctions = [one for one in given if one.finding_id == row.pk]
        of_row = judged.get(owed.subject_of(inspection.pk, row.official_id, row.kind)) if not row.voided_at else None
        may = office and row.voided_at is None and not about_oneself(request, row.official_id)
        valid = [one for one in sanctions if one.voided_at is None]
        found.append(
            {
                "row": row,
                "sanctions": [{"row": one, "may": may and one.voided_at is None} for one in sanctions],
                "sign": sign(of_row.status, word=SANCTION_WORDS[of_row.status]) if of_row else "",
                "due": of_row.due if of_row else None,
                "why": of_row.why.partition("，")[2] if of_row else "",
                "may_sanction": may and len(valid) < len(_KINDS),
                "may_void": may and not valid,
                "own": about_oneself(request, row.official_id),
                "keys": [row.pk, *(one.pk for one in sanctions)],
            }
        )
    return found


_KINDS = Sanction._meta.get_field("kind").choices or ()


def _events(subjects: Sequence[UUID]) -> list[Any]:
    """Return what was done to a record and what belongs to it, the last first; whoever sees the record sees it."""
    rows: Any = Event.objects.filter(subject__in=subjects).select_related("user")
    return list(rows.order_by("-entered_at", "-act", "pk"))
