"""督查考核: what the year asks for and how far it is, book by book."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.regulation.findings import Finding
from xiafang.regulation.registry import DUTIES
from xiafang.supervision import owed
from xiafang.web.dates import working_calendar
from xiafang.web.signs import WORDS, sign
from xiafang.web.views.supervision.books import BOOKS, BULLETINS, INSPECTIONS, Book
from xiafang.web.views.supervision.keeping import keeps, of_the_office
from xiafang.web.views.supervision.lists import SANCTION_WORDS, gaps, half, owing, tabs
from xiafang.web.views.supervision.years import Narrow

STATES = ("breached", "pending", "late", "met")


@login_required
def overview(request: OfficialRequest) -> HttpResponse:
    """Show each book with what is owed, what is there, and what is missing."""
    narrow = Narrow(request.GET)
    usable = narrow.is_valid()
    context = {
        "title": "督查考核",
        "crumbs": [("首页", reverse("home")), ("督查考核", "")],
        "lead": "责任书、计划、抽查、通报、考核：一年该办什么、办到哪里、还缺谁。",
        "tabs": tabs("", narrow.query),
        "narrow": narrow,
        "year": narrow.chosen,
        "asked": bool(narrow.data.get("unit")),
        "overview": True,
        "parts": [_part(request, book, narrow) for book in BOOKS] if usable else [],
    }
    return render(request, "supervision/overview.html", context)


def _part(request: OfficialRequest, book: Book, narrow: Narrow) -> dict[str, Any]:
    part: dict[str, Any] = {
        "book": book,
        "href": book.href + narrow.query,
        "may": keeps(request, book),
        "enter": reverse(f"supervision-{book.slug}-enter") + narrow.query,
        "article": reverse("articles-one", args=[book.article]),
    }
    if book.owe:
        found = owing(request, book, narrow)
        done = sum(finding.completed_on is not None for finding, _ in found)
        return part | {
            "owed": len(found),
            "done": done,
            "states": _states([one for one, _ in found]),
            "gaps": gaps(found),
        }
    lines = _of_the_office(request, book, narrow) if of_the_office(request) else []
    return part | {"lines": lines, "count": _count(request, book, narrow)}


def _states(found: list[Finding], words: Mapping[str, str] = WORDS) -> list[Any]:
    counts = {state: sum(finding.status == state for finding in found) for state in STATES}
    return [sign(state, count, words[state]) for state, count in counts.items() if count]


def _of_the_office(request: OfficialRequest, book: Book, narrow: Narrow) -> list[dict[str, Any]]:
    """Return what the regulation asks of the office itself, line by line."""
    day, calendar = timezone.localdate(), working_calendar(request)
    lines: list[dict[str, Any]] = [
        {
            "name": half(finding.period) if book == BULLETINS and finding.period else DUTIES[finding.duty].title,
            "sign": sign(finding.status),
            "count": f"{finding.have}/{finding.need}",
            "due": finding.due,
            "on": finding.completed_on,
        }
        for finding in owed.judged(narrow.chosen, day, calendar, *book.duties)
    ]
    if book == INSPECTIONS:
        found = list(owed.sanctions(day, calendar, on__year=narrow.chosen).values())
        lines.append({"name": "认定的处理", "signs": _states(found, SANCTION_WORDS), "none": "没有认定"})
    return lines


def _count(request: OfficialRequest, book: Book, narrow: Narrow) -> int:
    year: Any = str(narrow.chosen) if book == BULLETINS else narrow.chosen
    rows = book.records.visible_to(request.user).valid().filter(**{book.year: year})
    if (unit := narrow.cleaned_data.get("unit")) and book.unit:
        rows = rows.filter(**{f"{book.unit}__above__contains": [unit.pk]})
    return int(rows.count())
