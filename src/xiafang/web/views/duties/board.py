"""职责台账: how many duties stand in which state, unit by unit, and down the tree."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.standing import Standing
from xiafang.organizations.models import Organization
from xiafang.promises import board
from xiafang.promises.board import STATUSES, Counts
from xiafang.web.reasons import article_choices
from xiafang.web.signs import sign
from xiafang.web.views.duties import scope
from xiafang.web.views.duties.cells import count_cells
from xiafang.web.views.duties.scope import Asked

NO_SIGHT = "您的角色不查看职责台账：由信访部门、领导干部、联络员、承办人和督查人员查看。如需查看，请联系安全管理员。"
Crumbs = list[tuple[str, str]]


@login_required
def show(request: OfficialRequest) -> HttpResponse:
    """Show the board of a unit: itself and what stands right below, each with its counts by state."""
    units = scope.start(request.standing)
    if not units:
        raise PermissionDenied(NO_SIGHT)
    unit = _unit(request, units[0])
    asked = scope.read(request.GET)
    counts = board.below(asked.scope(), unit)
    rows, silent = _rows(request.standing, unit, counts, asked)
    context = {
        "title": f"{unit.name}职责台账",
        "crumbs": crumbs(request, unit),
        "unit": unit,
        "opens": scope.may_look(request.standing, unit),
        "asked": asked,
        "rows": rows,
        "silent": silent,
        "total": _total(unit, counts, asked),
        "starts": [(row.name, f"?unit={row.pk}", row.pk == unit.pk) for row in units] if len(units) > 1 else [],
        "everything": asked.query(unit=unit.pk, sort=""),
        "heads": [(status, sign(status)) for status in STATUSES],
        **choices(asked, unit=unit.pk),
    }
    return render(request, "duties/board.html", context)


def _unit(request: OfficialRequest, fallback: Organization) -> Organization:
    if not (wanted := request.GET.get("unit")):
        return fallback
    try:
        unit = Organization.objects.visible_to(request.user).filter(pk=UUID(wanted)).first()
    except ValueError:
        raise Http404 from None
    if unit is None or not scope.may_list(request.standing, unit):
        raise Http404
    return unit


def crumbs(request: OfficialRequest, unit: Organization, *last: tuple[str, str]) -> Crumbs:
    """Return the way from the start page down the tree to the board of `unit`, as far as whoever asks may look."""
    way = [row for row in Organization.objects.way_to(unit) if scope.may_list(request.standing, row)]
    steps = [(row.short_name or row.name, f"{reverse('duties')}?unit={row.pk}") for row in way]
    if not last:
        steps[-1] = (steps[-1][0], "")
    return [("首页", reverse("home")), ("职责台账", reverse("duties") if len(steps) > 1 or last else ""), *steps, *last]


def choices(asked: Asked, **where: Any) -> dict[str, Any]:
    """Return the choices above a board or a list: periods, years, duties."""
    this_year = timezone.localdate().year
    return {
        "periods": [
            (label, asked.query(period=period, **where) or "?", period == asked.period)
            for period, label in scope.PERIODS.items()
        ],
        "years": range(this_year + 1, this_year - 4, -1),
        "duties": article_choices(),
    }


def _rows(
    standing: Standing, unit: Organization, counts: dict[UUID, Counts], asked: Asked
) -> tuple[list[dict[str, Any]], int]:
    """Return the rows, trouble first unless the order of the tree is asked for, and how many units have no duties."""
    below = list(unit.children.order_by("ordinal", "name", "pk"))
    deeper = dict(
        Organization.objects.filter(parent__in=below).order_by().values_list("parent").annotate(count=Count("pk"))
    )
    today = asked.day
    shown = [row for row in below if row.pk in counts]
    if asked.sort != "order":
        shown.sort(key=lambda row: [-counts[row.pk].get(status, 0) for status in STATUSES[:3]])
    rows = [_row(standing, row, counts[row.pk], asked, deeper=deeper.get(row.pk, 0)) for row in shown]
    if unit.pk in counts:
        rows.insert(0, _row(standing, unit, counts[unit.pk], asked, own=True))
    return rows, sum(row.exists_on(today) for row in below if row.pk not in counts)


def _row(
    standing: Standing, unit: Organization, counts: Counts, asked: Asked, *, own: bool = False, deeper: int = 0
) -> dict[str, Any]:
    name = f"{unit.name}（本级）" if own else unit.name
    listed = reverse("duties-list") + asked.query(unit=unit.pk, own=own, status="", sort="")
    return {
        "name": name,
        "href": reverse("duties-unit", args=[unit.pk]) if scope.may_look(standing, unit) else "",
        "below": format_html(
            '<a href="{}">{}个<span class="visually-hidden">，{}的下级</span></a>',
            asked.query(unit=unit.pk) or "?",
            deeper,
            unit.name,
        )
        if deeper
        else "",
        "own": own,
        "cells": count_cells(counts, unit.name, listed),
        "total": sum(counts.values()),
    }


def _total(unit: Organization, counts: dict[UUID, Counts], asked: Asked) -> list[dict[str, Any]]:
    """Return the whole by state, and where each begins on a bar 100 long."""
    sums = {status: sum(row.get(status, 0) for row in counts.values()) for status in STATUSES}
    whole, start, parts = sum(sums.values()), 0.0, []
    for status, count in sums.items():
        width = 100 * count / whole if whole else 0
        href = reverse("duties-list") + asked.query(unit=unit.pk, status=status, sort="")
        parts.append(
            {
                "status": status,
                "sign": sign(status),
                "count": count,
                "href": href,
                "x": f"{start:.2f}",
                "width": f"{width:.2f}",
            }
        )
        start += width
    return parts
