"""One unit's duties: its own, its leaders', those of its work; as of any day, by running the rules.

Of today the ledger has counted the unit's work, and only what is shown with its reasons is judged (ADR 0051).
"""

from collections import Counter, defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from xiafang.accounts.middleware import OfficialRequest
from xiafang.organizations.models import Organization, Post
from xiafang.promises import board
from xiafang.promises.board import STATUSES, Counts, Scope
from xiafang.regulation.findings import Finding
from xiafang.regulation.registry import DUTIES
from xiafang.web import reasons
from xiafang.web.signs import WORDS, sign
from xiafang.web.subjects import Subjects
from xiafang.web.views.duties import judging, scope
from xiafang.web.views.duties.board import crumbs
from xiafang.web.views.duties.cells import count_cells
from xiafang.web.views.duties.judging import Judged, Owed
from xiafang.web.views.duties.person import as_of

OPEN = ("breached", "pending")
SHOWN = 10


@login_required
def show(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Show a unit's duties as of a day."""
    unit = get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)
    if not scope.may_look(request.standing, unit):
        raise Http404
    day, form = as_of(request)
    today = timezone.localdate()
    found, owed = judging.of_unit_today(unit, day, SHOWN) if day == today else _judged(unit, day)
    own = [finding for finding, _ in found if finding.subject == f"organization:{unit.pk}"]
    work = [finding for finding, official in found if official is None and finding not in own]
    counts = board.work(Scope(day, day.year, duties=judging.WORK), unit) if day == today else _counted(work)
    open_work = sorted((f for f in work if f.status in OPEN), key=lambda f: (f.due, f.duty, f.subject))[:SHOWN]
    shown = [*own, *open_work]
    subjects = judging.subjects_of(shown, {one.official for one in owed})
    context = {
        "title": unit.name,
        "crumbs": crumbs(request, unit, ("本级职责", "")),
        "unit": unit,
        "day": day,
        "today": today,
        "form": form,
        "own": reasons.of(sorted(own, key=_order), subjects),
        "matrix": _matrix(owed, day, subjects),
        "work": _work(unit, counts, day),
        "open": reasons.of(open_work, subjects),
        "more": sum(of.get(status, 0) for of in counts.values() for status in OPEN) - len(open_work),
        "statuses": [sign(status) for status in STATUSES],
        "everything": f"{reverse('duties-list')}{scope.Asked(day, day.year, own=True).query(unit=unit.pk)}",
    }
    return render(request, "duties/unit.html", context)


def _judged(unit: Organization, day: date) -> tuple[list[Judged], list[Owed]]:
    found = judging.of_unit(unit, day)
    return found, judging.owed(found)


def _order(finding: Finding | Owed) -> tuple[int, date]:
    return STATUSES.index(finding.status), finding.due


def _matrix(owed: list[Owed], day: date, subjects: Subjects) -> dict[str, Any]:
    """Return leaders × duties: a column for each duty and period, in each cell the sign with what was done of the need.

    Letters, which have no quota, are one column: the worst state, how many are in it, and of how many. One query.
    """
    cells: defaultdict[UUID, dict[tuple[str, str], list[Owed]]] = defaultdict(lambda: defaultdict(list))
    for one in owed:
        period = one.period if DUTIES[one.duty].way == "count" else ""
        cells[one.official][(one.duty, period)].append(one)
    columns = sorted(
        {column for row in cells.values() for column in row}, key=lambda c: (list(DUTIES).index(c[0]), c[1])
    )
    titles: dict[UUID, Post] = {}
    for post in Post.objects.on(day).filter(official__in=list(cells)).order_by("-principal", "-leadership", "ordinal"):
        titles.setdefault(post.official_id, post)
    rows: list[dict[str, Any]] = [
        {
            "official": subjects.subject(f"official:{pk}"),
            "post": titles.get(pk),
            "cells": [(_heading(column), _cell(row.get(column, []))) for column in columns],
        }
        for pk, row in cells.items()
    ]
    rows.sort(key=lambda row: (*_place(row["post"]), row["official"].text))
    counted = any(DUTIES[duty].way == "count" for duty, _ in columns)
    return {"columns": [_heading(column) for column in columns], "rows": rows, "counted": counted}


def _place(post: Post | None) -> tuple[bool, bool, int]:
    return (post is None or not post.principal, post is None or not post.leadership, post.ordinal if post else 0)


def _heading(column: tuple[str, str]) -> str:
    duty, period = column
    return f"{DUTIES[duty].title} {scope.PERIODS[period[4:]] if period[4:] else ''}".strip()


def _cell(owed: list[Owed]) -> SafeString:
    if not owed:
        return SafeString()
    worst = min(owed, key=_order)
    if DUTIES[worst.duty].way == "count":
        return sign(worst.status, word=f"{worst.have}/{worst.need} {WORDS[worst.status]}")
    so = sum(one.status == worst.status for one in owed)
    shown = sign(worst.status, word=f"{WORDS[worst.status]} {so}件")
    return shown if so == len(owed) else format_html('{} <span class="soft">共{}件</span>', shown, len(owed))


def _counted(findings: list[Finding]) -> dict[str, Counts]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for finding in findings:
        found[finding.duty][finding.status] += 1
    return dict(found)


def _work(unit: Organization, counts: dict[str, Counts], day: date) -> list[dict[str, Any]]:
    """Return the counts by state of each duty that the unit's matters, visits and discoveries carry."""
    rows = []
    for duty in sorted(counts, key=list(DUTIES).index):
        listed = reverse("duties-list") + scope.Asked(day, day.year, duty=duty, own=True).query(unit=unit.pk)
        rows.append(
            {
                "title": DUTIES[duty].title,
                "article": DUTIES[duty].article,
                "article_href": reasons.article_href(duty),
                "cells": count_cells(counts[duty], DUTIES[duty].title, listed),
            }
        )
    return rows
