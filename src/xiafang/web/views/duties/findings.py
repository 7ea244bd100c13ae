"""The rows of the ledger behind a number of the board, page by page; and why one of them stands as it does."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.organizations.models import Official, Organization
from xiafang.promises.board import STATUSES, open_rows
from xiafang.promises.models import Row
from xiafang.promises.querysets import PromiseQuerySet
from xiafang.regulation.registry import DUTIES
from xiafang.web import reasons
from xiafang.web.paging import page
from xiafang.web.signs import WORDS, sign
from xiafang.web.subjects import Named, Subjects
from xiafang.web.views.duties import judging, scope
from xiafang.web.views.duties.board import NO_SIGHT, choices, crumbs
from xiafang.web.views.duties.scope import Asked

ORDER = ("due", "pk")


@login_required
def index(request: OfficialRequest) -> HttpResponse:
    """List findings, the earliest due first."""
    asked = scope.read(request.GET)
    rows, where, crumbs_ = _asked_for(asked), {}, [("首页", reverse("home"))]
    unit = _one(Organization, request.GET.get("unit"))
    official = _one(Official, request.GET.get("official"))
    if official:
        rows, where = rows.filter(official=official.pk), {"official": official.pk}
    if unit:
        if not scope.may_list(request.standing, unit):
            raise Http404
        where["unit"] = unit.pk
        rows = rows.filter(organization=unit.pk) if asked.own else rows.filter(organization__above__contains=[unit.pk])
        crumbs_ = crumbs(request, unit, ("明细", ""))
    elif not scope.at_home(request.standing):
        raise PermissionDenied(NO_SIGHT)
    else:
        crumbs_ = [*crumbs_, ("职责台账", reverse("duties")), ("明细", "")]
    if asked.status:
        rows = rows.in_status(asked.status, asked.day)
    found = page(rows.select_related("organization"), ORDER, request.GET)
    context = {
        "title": "职责明细",
        "lead": _lead(unit, official, asked),
        "crumbs": crumbs_,
        "page": found,
        "rows": listed(found.rows, asked.day),
        "asked": asked,
        "unit": unit,
        "official": official,
        "statuses": [("全部", asked.query(status="", **where) or "?", not asked.status)]
        + [(WORDS[name], asked.query(status=name, **where), name == asked.status) for name in STATUSES],
        **choices(asked, **where),
    }
    return render(request, "duties/list.html", context)


def _asked_for(asked: Asked) -> PromiseQuerySet:
    """Return the rows of the scope; those that are due in a span of days are what can still be done, of any year."""
    rows = asked.scope().rows()
    if asked.due:
        rows = open_rows(asked.day).filter(scope.due_in(asked.due, asked.day))
        rows = rows.filter(duty__in=scope.duties_of(asked.duty)) if asked.duty else rows
    return rows.filter(official=None) if asked.work else rows


def _one(model: Any, wanted: str | None) -> Any:
    if not wanted:
        return None
    try:
        return get_object_or_404(model, pk=UUID(wanted))
    except ValueError:
        raise Http404 from None


def _lead(unit: Organization | None, official: Official | None, asked: Asked) -> str:
    who = official.name if official else "" if not unit else f"{unit.name}{'本级' if asked.own else '及下级'}"
    when = scope.DUE.get(asked.due) or f"{asked.year}年{scope.PERIODS[asked.period] if asked.period else ''}"
    return f"{who}{'，' if who else ''}{when}；状态截至 {asked.day}。"


def listed(rows: list[Row], day: Any) -> list[dict[str, Any]]:
    """Return rows of the ledger with their status as lists show them: at most one query for each kind of thing."""
    subjects = Subjects(reasons.spoken(rows))
    return [_listed(row, subjects, day) for row in rows]


def _listed(row: Any, subjects: Subjects, day: Any) -> dict[str, Any]:
    duty = DUTIES[row.duty]
    evidence, hidden = subjects.evidence(row.evidence)
    return {
        "pk": row.pk,
        "why": reverse("duties-why", args=[row.pk]),
        "title": duty.title,
        "article": duty.article,
        "article_href": reasons.article_href(row.duty),
        "subject": subjects.subject(row.subject),
        "unit": row.organization and Named(row.organization.name, reverse("duties-unit", args=[row.organization.pk])),
        "period": reasons.period_name(row.period)[5:] or reasons.period_name(row.period),
        "due": row.due,
        "sign": sign(row.status),
        "short": reasons.in_short(row, day),
        "evidence": evidence,
        "hidden": hidden,
    }


@login_required
def why(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Show why a row of the ledger stands as it does today: alone for htmx, else as a page."""
    today = timezone.localdate()
    rows: PromiseQuerySet = Row.objects.with_status(today)
    row = get_object_or_404(rows.select_related("organization"), pk=pk)
    context: dict[str, Any] = {"reason": judging.reason(row, today), "day": today}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "parts/why.html", context)
    reason = context["reason"]
    context |= {
        "title": f"{reason.title}：为什么",
        "crumbs": [("首页", reverse("home")), ("职责台账", reverse("duties")), ("为什么", "")],
        "row": row,
    }
    return render(request, "duties/why.html", context)
