"""信访事项: the list, narrowed and searched, fifty at a time."""

from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.roles import Role
from xiafang.casework import find
from xiafang.casework.find import Order
from xiafang.casework.models import Matter
from xiafang.web.dates import working_calendar
from xiafang.web.paging import SIZE
from xiafang.web.views.matters.rows import rows
from xiafang.web.views.matters.search import ORDERS, Search

MOST = 500  # counted up to here; who has more has to narrow anyway
REGISTERS = (Role.PETITION_OFFICE, Role.LIAISON)


class Page:
    """The keys of a page, and those from which the pages before and after it go on."""

    def __init__(self, ids: list[UUID], before: UUID | None, after: UUID | None) -> None:
        self.ids, self.before, self.after = ids, before, after

    @property
    def several(self) -> bool:
        """Whether there is any other page."""
        return self.before is not None or self.after is not None


@login_required
def index(request: OfficialRequest) -> HttpResponse:
    """List the matters that whoever asks may see."""
    search, today = Search(request.GET), timezone.localdate()
    words = find.words_of(request.GET.get("q", ""))
    context: dict[str, Any] = {
        "title": "信访事项",
        "crumbs": [("首页", reverse("home")), ("信访事项", "")],
        "search": search,
        "words": words,
        "asked": any(value for name, value in request.GET.items() if name not in ("order", "after", "before")),
        "may_register": request.standing.holds(*REGISTERS),
        "may_import": request.standing.holds(Role.PETITION_OFFICE),
        "may_assign": request.standing.holds(Role.PETITION_OFFICE),
    }
    if search.is_valid():
        order = cast("Order", search.cleaned_data["order"] or "received")
        asked = search.narrowed(today)
        page = _page(words, asked, order, request.GET)
        context |= {
            "page": page,
            "order": order,
            "orders": _orders(order, request.GET),
            "rows": rows(page.ids, today=today, calendar=working_calendar(request)),
            "found": _count(words, asked, order, page),
        }
    return render(request, "matters/index.html", context)


def _page(words: list[str], asked: dict[str, Any], order: Order, address: QueryDict) -> Page:
    """Return the page that `after` or `before` asks for; the first one for a key that is not there, or not seen."""
    backwards = "after" not in address and "before" in address
    beyond = _key(address.get("before" if backwards else "after"), order)
    backwards = backwards and beyond is not None
    ids = find.find(words, asked, order=order, beyond=beyond, backwards=backwards, most=SIZE + 1)
    more, ids = len(ids) > SIZE, ids[:SIZE]
    if backwards:
        ids.reverse()
    first, last = (ids[0], ids[-1]) if ids else (None, None)
    return Page(
        ids,
        first if (more if backwards else beyond is not None) else None,
        last if (beyond is not None if backwards else more) else None,
    )


def _key(asked: str | None, order: Order) -> list[str] | None:
    try:
        pk = UUID(asked or "")
    except ValueError:
        return None
    row = Matter.objects.filter(pk=pk).values_list("received_on", "year", "serial", "due__due_on").first()
    if row is None:
        return None
    received_on, year, serial, due_on = row
    days: dict[str, date | None] = {"received": received_on, "due": due_on}
    if order == "number":
        return [str(year), str(serial), str(pk)]
    return [str(days[order]), str(pk)] if days[order] else None


def _count(words: list[str], asked: dict[str, Any], order: Order, page: Page) -> str:
    """Return how many there are, 500+ where there are more; what stands on one page is not counted again."""
    if not page.several:
        return str(len(page.ids))
    number = find.count(words, asked, order=order, most=MOST + 1)
    return f"{MOST}+" if number > MOST else str(number)


def _orders(order: Order, address: QueryDict) -> list[dict[str, Any]]:
    """Return the ways to sort, each with its address: it begins with its first page."""
    found = []
    for name, label in ORDERS.items():
        query = address.copy()
        for key in ("after", "before"):
            query.pop(key, None)
        query["order"] = name
        found.append({"label": label, "href": f"?{query.urlencode()}", "current": name == order})
    return found
