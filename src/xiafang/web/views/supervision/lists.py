"""A book of 督查考核: what was entered, and what is still missing until when."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.organizations.models import Organization
from xiafang.regulation.findings import Finding
from xiafang.supervision import owed
from xiafang.supervision.kinds import Act
from xiafang.supervision.models import Event, InspectionFinding, Plan, Record
from xiafang.web.dates import working_calendar
from xiafang.web.paging import Page, page
from xiafang.web.signs import sign
from xiafang.web.views.supervision.books import AGREEMENTS, BOOKS, BULLETINS, INSPECTIONS, PLANS, Book
from xiafang.web.views.supervision.keeping import answered_for, keeps
from xiafang.web.views.supervision.years import Narrow

DONE_WORDS = {"met": "按期", "late": "逾期完成"}
SANCTION_WORDS = {"met": "已处理", "late": "逾期处理", "pending": "待处理", "breached": "逾期未处理"}


def tabs(here: str, query: str) -> list[dict[str, Any]]:
    """Return the ways to the overview and to each book, keeping what is asked for."""
    rows = [{"label": "总览", "href": reverse("supervision") + query, "current": here == ""}]
    return rows + [{"label": book.label, "href": book.href + query, "current": here == book.slug} for book in BOOKS]


def owing(request: OfficialRequest, book: Book, narrow: Narrow) -> list[tuple[Finding, Organization]]:
    """Return what is judged in the book, each with its unit, of the units whoever asks answers for."""
    units = answered_for(request)
    if unit := narrow.cleaned_data.get("unit"):
        units = units.filter(above__contains=[unit.pk])
    named = {f"organization:{row.pk}": row for row in units.select_related("parent").order_by("ordinal", "name", "pk")}
    if not named:
        return []
    day, calendar = timezone.localdate(), working_calendar(request)
    judged = owed.judged(narrow.chosen, day, calendar, *book.duties)
    found = [(finding, named[finding.subject]) for finding in judged if finding.subject in named]
    place = {subject: number for number, subject in enumerate(named)}
    return sorted(found, key=lambda one: place[one[0].subject])


def gaps(found: Iterable[tuple[Finding, Organization]]) -> list[dict[str, Any]]:
    """Return those without a record by limit: the day, the state, and the units with their superiors."""
    groups: dict[Any, list[Organization]] = {}
    for finding, unit in found:
        if finding.completed_on is None:
            groups.setdefault((finding.due, finding.status), []).append(unit)
    return [
        {"due": due, "sign": sign(status), "units": units, "status": status}
        for (due, status), units in sorted(groups.items(), key=lambda group: group[0][0])
    ]


def index(book: Book) -> Any:
    """Return the view of a book's list."""

    @login_required
    def show(request: OfficialRequest) -> HttpResponse:
        narrow = Narrow(request.GET)
        usable = narrow.is_valid()
        found = owing(request, book, narrow) if usable and book.owe else []
        shown = page(narrowed(request, book, narrow), book.order, request.GET)
        context = {
            "title": book.label,
            "crumbs": [("首页", reverse("home")), ("督查考核", reverse("supervision")), (book.label, "")],
            "tabs": tabs(book.slug, narrow.query),
            "book": book,
            "narrow": narrow,
            "year": narrow.chosen,
            "asked": bool(narrow.data.get("unit") or narrow.data.get("voided")),
            "gaps": gaps(found),
            "owed": len(found),
            "lacking": sum(finding.completed_on is None for finding, _ in found),
            "page": shown,
            "columns": _COLUMNS[book.slug],
            "rows": _lines(request, book, shown, found),
            "may": keeps(request, book),
        }
        return render(request, "supervision/list.html", context)

    return show


def narrowed(request: OfficialRequest, book: Book, narrow: Narrow) -> QuerySet[Any]:
    """Return the records of a book that whoever asks may see and asks for; none when what is asked for is unusable."""
    rows: QuerySet[Any] = book.records.visible_to(request.user).select_related(*book.related)
    rows = rows.filter(**{book.year: str(narrow.chosen) if book == BULLETINS else narrow.chosen})
    if not narrow.is_valid():
        return rows.none()
    if not narrow.cleaned_data["voided"]:
        rows = rows.filter(voided_at=None)
    if (unit := narrow.cleaned_data["unit"]) and book.unit:
        rows = rows.filter(**{f"{book.unit}__above__contains": [unit.pk]})
    return rows


_COLUMNS: dict[str, Sequence[str]] = {
    "agreements": ("下级单位", "上级单位", "签订日期", "按期与否", "录入"),
    "plans": ("单位", "计划", "报备日期", "按期与否", "录入"),
    "inspections": ("被抽查单位", "类别", "抽查日期", "抽查范围", "认定与处理"),
    "bulletins": ("文号", "所属期间", "印发日期", "录入"),
    "assessments": ("单位", "完成日期", "按期与否", "录入"),
}


def _lines(
    request: OfficialRequest, book: Book, shown: Page[Any], found: Iterable[tuple[Finding, Organization]]
) -> list[dict[str, Any]]:
    """Return the records of a page as cells; two queries more, for inspections six."""
    entered = entries([row.pk for row in shown.rows])
    kept = {evidence: finding.status for finding, _ in found for evidence in finding.evidence}
    faults = _faults(request, shown.rows) if book == INSPECTIONS else {}
    return [_line(book, row, entered.get(row.pk), kept, faults.get(row.pk, ())) for row in shown.rows]


def _line(book: Book, row: Any, event: Event | None, kept: Mapping[str, str], faults: Sequence[Any]) -> dict[str, Any]:
    day = getattr(row, book.day).isoformat()
    state = kept.get(f"{row._meta.model_name}:{row.pk}")
    judged = sign(state, word=DONE_WORDS[state]) if state else ""
    entry = _entry(event)
    cells: dict[str, list[Any]] = {
        "agreements": [row.superior if book == AGREEMENTS else "", day, judged, entry],
        "plans": [_plan(row) if book == PLANS else "", day, judged, entry],
        "inspections": [row.get_kind_display() if book == INSPECTIONS else "", day, getattr(row, "scope", ""), faults],
        "bulletins": [half(row.half) if book == BULLETINS else "", day, entry],
        "assessments": [day, judged, entry],
    }
    name = getattr(row, book.unit).name if book.unit else row.number
    labels = _COLUMNS[book.slug][1:]
    return {
        "href": book.one(row),
        "name": name,
        "voided": row.voided_at is not None,
        "cells": list(zip(labels, cells[book.slug], strict=True)),
    }


def _plan(row: Plan) -> str:
    return row.title if row.version == 1 else f"{row.title}（第{row.version}版）"


def half(code: str) -> str:
    """Return 2026年上半年 for 2026H1."""
    return f"{code[:4]}年{'上' if code.endswith('1') else '下'}半年"


def entries(keys: Sequence[UUID]) -> dict[UUID, Event]:
    """Return the entering of each record. One query."""
    events: Any = Event.objects.filter(subject__in=keys, act=Act.ENTERED)
    return {event.subject: event for event in events}


def _entry(event: Event | None) -> str:
    if event is None:
        return "—"
    late = event.days_between
    return f"{event.entered_on:%m-%d}（隔{late}天）" if late else f"{event.entered_on:%m-%d}"


def _faults(request: OfficialRequest, rows: Sequence[Record]) -> dict[UUID, list[Any]]:
    """Return the signs of what is owed on the confirmed faults of each inspection."""
    keys = [row.pk for row in rows]
    visible = InspectionFinding.objects.visible_to(request.user).valid().filter(inspection__in=keys)
    owed_for = owed.sanctions(timezone.localdate(), working_calendar(request), pk__in=keys)
    counts: dict[UUID, dict[str, int]] = {}
    for finding in visible:
        subject = owed.subject_of(finding.inspection_id, finding.official_id, finding.kind)
        status = owed_for[subject].status
        of_one = counts.setdefault(finding.inspection_id, {})
        of_one[status] = of_one.get(status, 0) + 1
    return {
        pk: [sign(state, count, SANCTION_WORDS[state]) for state, count in sorted(of_one.items())]
        for pk, of_one in counts.items()
    }
