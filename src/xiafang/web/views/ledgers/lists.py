"""The lists that are exported: each as its page narrows it, and as far as whoever asks sees."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.models import User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.standing import Standing
from xiafang.casework import find
from xiafang.casework.models import Matter, Sponsorship
from xiafang.ledgers.exporting import PIECE, Exported, Piece
from xiafang.ledgers.exporting import matters as of_matters
from xiafang.ledgers.exporting import people as of_people
from xiafang.ledgers.exporting import supervision as of_supervision
from xiafang.ledgers.exporting import visits as of_visits
from xiafang.organizations.models import Official, Organization
from xiafang.supervision import trail
from xiafang.web.views import officials, organizations, users
from xiafang.web.views.matters import search as matters
from xiafang.web.views.supervision import audit, lists, sponsorships
from xiafang.web.views.supervision.books import BOOKS, Book
from xiafang.web.views.supervision.years import Narrow
from xiafang.web.views.visits import letters, shortlists
from xiafang.web.views.visits import search as visits

Table = Callable[[OfficialRequest, str], Exported]
ALL = 2**31 - 1  # matters: as many as there are


def _narrowed(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        raise NotAllowed("列表的查找条件有误：请回到列表改正后再导出。")
    return form.cleaned_data


def _matters(request: OfficialRequest, reason: str) -> Exported:
    search, today = matters.Search(request.GET), timezone.localdate()
    order = cast("find.Order", _narrowed(search)["order"] or "received")
    words = find.words_of(request.GET.get("q", ""))
    ids = find.find(words, search.narrowed(today), order=order, most=ALL)
    how = {"by": request.user, "at": timezone.now(), "on": today}
    return of_matters.matters(ids, request.user, how, reason)


def _visits(request: OfficialRequest, _: str) -> Exported:
    return of_visits.visits(visits.narrowed(request, _narrowed(visits.Search(request.GET))), request.user)


def _sponsorships(request: OfficialRequest, _: str) -> Exported:
    asked = _narrowed(sponsorships.Narrow(request.GET))
    visible = Sponsorship.objects.filter(matter__in=Matter.objects.visible_to(request.user))
    return of_matters.sponsorships(sponsorships.narrowed(visible, asked))


def _organizations(request: OfficialRequest, _: str) -> Exported:
    asked = _narrowed(organizations.Search(request.GET))
    return of_people.organizations(organizations.narrowed(Organization.objects.visible_to(request.user), asked))


def _officials(request: OfficialRequest, _: str) -> Exported:
    asked = _narrowed(officials.Search(request.GET))
    return of_people.officials(officials.narrowed(Official.objects.visible_to(request.user), asked))


def _users(request: OfficialRequest, _: str) -> Exported:
    return of_people.accounts(users.narrowed(_narrowed(users.Search(request.GET))), timezone.localdate())


def _letters(request: OfficialRequest, _: str) -> Exported:
    return of_visits.letters(letters.narrowed(request))


def _shortlists(request: OfficialRequest, _: str) -> Exported:
    return of_visits.shortlists(shortlists.narrowed(request), request.user)


def _book(book: Book) -> Table:
    def table(request: OfficialRequest, _: str) -> Exported:
        narrow = Narrow(request.GET)
        _narrowed(narrow)
        found = lists.narrowed(request, book, narrow).order_by(*book.order)
        return of_supervision.records(f"{narrow.chosen}年{book.label}", found, request.user)

    return table


_AUDIT = ["时间", "类别", "行为", "对象", "单位", "经办人", "代领导", "行为日期", "相隔天数", "依据", "内容", "摘要"]


def _audit(request: OfficialRequest, _: str) -> Exported:
    narrow = audit.Narrow(request.GET)
    _narrowed(narrow)
    asked = narrow.asked()
    found, more = trail.entries(asked, size=PIECE)
    return Exported("审计", _AUDIT, None if more else len(found), _entries(asked, found, more=more))


def _entries(asked: trail.Asked, found: list[trail.Entry], *, more: bool) -> Iterator[Piece]:
    names = ("at", "source", "act", "subject", "unit", "user", "behalf", "deed", "days", "ground", "said", "proof")
    while True:
        lines = audit.lines(found)
        for line in lines:
            line["user"] = line["user"].name if line["user"] else "" if line["nobody"] else "运维人员"
        yield len(lines), [[line[name] for name in names] for line in lines]
        if not more:
            return
        found, more = trail.entries(asked, after=(found[-1].at, found[-1].key), size=PIECE)


@dataclass(frozen=True)
class Listed:
    """A list that is exported: its name, the address of its page, who is kept from it, its table."""

    label: str
    address: str
    table: Table
    guard: Callable[[OfficialRequest], None] = lambda _: None
    imported: bool = False


# as the address of the export calls them
LISTS: dict[str, Listed] = {
    "matters": Listed("信访事项", "matters", _matters, imported=True),
    "visits": Listed("下访", "visits-list", _visits, imported=True),
    "sponsorships": Listed("包案台账", "sponsorships", _sponsorships, imported=True),
    "organizations": Listed("机构", "organizations", _organizations, imported=True),
    "officials": Listed("干部与任职", "officials", _officials, imported=True),
    "users": Listed("账号与角色", "users", _users, users.let_administrators),
    "audit": Listed("审计", "audit", _audit, audit.let_auditors),
    "letters": Listed("网上来信", "letters", _letters),
    "shortlists": Listed("突出问题清单", "shortlists", _shortlists),
    **{book.slug: Listed(book.label, f"supervision-{book.slug}", _book(book)) for book in BOOKS},
}


def asked_again(user: User, known: Standing, asked: dict[str, str]) -> Exported:
    """Return what was asked for in a request, for whoever asked. Raises NotAllowed for who may no longer."""
    request = OfficialRequest()
    request.GET = QueryDict(asked["query"])
    request.user, request.standing = user, known
    listed = LISTS[asked["list"]]
    try:
        listed.guard(request)
    except PermissionDenied as denied:
        raise NotAllowed(str(denied)) from denied
    return listed.table(request, asked["reason"])
