"""Rows of matters, ready to be shown: one query for the rows, one for each kind of people in them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from xiafang.accounts.models import User
from xiafang.casework.codes import Flag, Grade, State
from xiafang.casework.models import Assignment, Matter, Petitioner, Sponsorship
from xiafang.regulation.calendar import Calendar
from xiafang.regulation.registry import DUTIES
from xiafang.web.limits import left
from xiafang.web.signs import sign

_FIELDS = (
    "pk",
    "number",
    "title",
    "responsible__short_name",
    "responsible__name",
    "state",
    "grade",
    "flags",
    "received_on",
    "due__due_on",
    "due__duty",
    "due__provisional",
)
NO_NAME, MASK = "匿名", "＊＊"
SHORT = {
    "case.told": "书面告知",
    "case.limit": "办结（办法）",
    "case.statutory_limit": "办结（法定）",
    "case.deferred_reply": "研究后答复",
    "escalated.appointment": "领导约访",
    "escalated.opinion": "审定意见",
    "escalated.order": "责成解决",
    "escalated.follow_up": "落实责任人",
}


class People(NamedTuple):
    """The people of some matters, in words, by the matter's key."""

    petitioners: dict[UUID, list[str]]
    sponsors: dict[UUID, list[str]]
    handlers: dict[UUID, list[str]]


def rows(ids: Sequence[UUID], who: User, *, today: date, calendar: Calendar) -> list[SafeString]:
    """Return a table row for each of `ids` that `who` may see, in their order. Four queries."""
    found = {row[0]: row for row in Matter.objects.visible_to(who).filter(pk__in=ids).values_list(*_FIELDS)}
    people = people_of(ids)
    return [_row(found[pk], people, today, calendar) for pk in ids if pk in found]


def people_of(ids: Sequence[UUID]) -> People:
    """Return who petitions, who sponsors and who handles, as far as whoever asks sees them. Three queries."""
    petitioners = Petitioner.objects.filter(matter__in=ids).order_by("representative", "id")
    sponsors = Sponsorship.objects.filter(matter__in=ids, to_on=None).order_by("from_on", "id")
    handlers = Assignment.objects.filter(matter__in=ids, to_on=None).order_by("from_on", "id")
    return People(
        _grouped(petitioners.values_list("matter", "name")),
        _grouped(sponsors.values_list("matter", "official__name")),
        _grouped(handlers.values_list("matter", "user__name")),
    )


def _grouped(pairs: Iterable[tuple[UUID, str]]) -> dict[UUID, list[str]]:
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def petitioner(names: Sequence[str], flags: Iterable[str]) -> str:
    """Return who petitions as a list may show it: 孙示例等3人; masked where confidentiality was asked for."""
    if not names or not names[0]:
        return NO_NAME
    if Flag.ANONYMOUS in flags:
        return NO_NAME
    first = masked(names[0]) if Flag.CONFIDENTIAL in flags else names[0]
    return f"{first}等{len(names)}人" if len(names) > 1 else first


def masked(name: str) -> str:
    """Return the first character of a name: 孙＊＊."""
    return name[:1] + MASK if name else NO_NAME


def flags_of(flags: Iterable[str]) -> SafeString:
    """Return the marks of a matter as tags, but that it stands in the national system: sooner or later all do."""
    said = ((Flag(flag).label,) for flag in flags if flag != Flag.NATIONAL)
    return format_html_join(" ", '<span class="tag">{}</span>', said)


def _row(row: tuple[Any, ...], people: People, today: date, calendar: Calendar) -> SafeString:
    pk, number, title, short, name, state, grade, flags, received_on, due_on, duty, provisional = row
    return format_html(
        '<tr><th scope="row"><a href="{}">{}</a><span class="matter-line">{} {}</span></th>'
        '<td class="nowrap" data-label="信访人">{}</td><td class="nowrap" data-label="责任单位">{}</td>'
        '<td class="nowrap">{}<span class="matter-line">{}</span></td>'
        '<td class="nowrap" data-label="收到">{}</td>{}<td class="nowrap matter-people">{}</td></tr>',
        reverse("matters-one", args=[pk]),
        title,
        number,
        flags_of(flags),
        petitioner(people.petitioners.get(pk, ()), flags),
        short or name,
        sign(f"matter-{state}"),
        Grade(grade).label if grade else "",
        received_on.isoformat(),
        _due(due_on, duty, provisional, state, today, calendar),
        _people(people.sponsors.get(pk, ()), people.handlers.get(pk, ())),
    )


def _due(due_on: date | None, duty: str, provisional: bool, state: str, today: date, calendar: Calendar) -> SafeString:
    if due_on is None:
        said = "—" if State(state) in _RUNNING else ""
        return format_html('<td class="soft{}">{}</td>', "" if said else " empty-cell", said)
    return format_html(
        '<td class="nowrap">{}<span class="matter-line">{} {}{}</span></td>',
        left(due_on, today, calendar).sign,
        due_on.isoformat(),
        SHORT.get(duty) or DUTIES[duty].title,
        "（暂定）" if provisional else "",
    )


_RUNNING = frozenset({State.RECEIVED, State.TRANSFERRED, State.ACCEPTED, State.IN_PROGRESS})


def _people(sponsors: Sequence[str], handlers: Sequence[str]) -> SafeString:
    lines = [("包案", "、".join(sponsors)), ("承办", "、".join(handlers))]
    return format_html_join("", '<div><span class="soft">{}</span> {}</div>', (line for line in lines if line[1]))
