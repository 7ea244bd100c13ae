"""What is overdue, due today and due this week, from the ledger."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse

from xiafang.accounts.middleware import OfficialRequest
from xiafang.promises.querysets import PromiseQuerySet
from xiafang.regulation.registry import DUTIES
from xiafang.web import reasons
from xiafang.web.signs import sign
from xiafang.web.subjects import Subjects
from xiafang.web.views.duties.scope import DUE, due_in
from xiafang.web.views.home import nexts
from xiafang.web.views.home.items import Item, Section

SHOWN = 8


def sections(rows: PromiseQuerySet, day: date, more: str, request: OfficialRequest) -> list[Section]:
    """Return what of `rows` is overdue, due today, this week, and next; five queries and those for the names.

    `more` is the query of the list of all of them.
    """
    spans = {key: (title, due_in(key, day)) for key, title in DUE.items()}
    counts = rows.order_by().aggregate(**{key: Count("pk", filter=span) for key, (_, span) in spans.items()})
    found = {key: list(rows.filter(span).order_by("due", "pk")[:SHOWN]) for key, (_, span) in spans.items()}
    every = items([row for part in found.values() for row in part], day, request)
    listed = dict(zip(found, split(every, found), strict=True))
    return [
        Section(
            key,
            title,
            listed[key],
            counts[key],
            f"{reverse('duties-list')}?{more}&due={key}",
            tone="breached" if key == "overdue" else "late" if key == "today" else "",
        )
        for key, (title, _) in spans.items()
    ]


def split(listed: list[Item], parts: dict[str, list[Any]]) -> Iterable[list[Item]]:
    """Give the items of each part, in the order in which they were put together."""
    start = 0
    for part in parts.values():
        yield listed[start : start + len(part)]
        start += len(part)


def items(rows: list[Any], day: date, request: OfficialRequest) -> list[Item]:
    """Return rows of the ledger as entries: one query for the matters, one for each kind of thing they speak of."""
    subjects = Subjects(row.subject for row in rows)
    matters = nexts.of({row.matter for row in rows if row.matter})
    return [
        Item(
            DUTIES[row.duty].title,
            subjects.subject(row.subject),
            reasons.in_short(row, day),
            row.due,
            sign(row.status),
            nexts.next_act(row, subjects.subject(row.subject), matters, request),
        )
        for row in rows
    ]
