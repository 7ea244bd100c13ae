"""Rows of matters, ready to be shown, in one query."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from xiafang.casework.codes import Flag, Grade, State
from xiafang.regulation.calendar import Calendar
from xiafang.regulation.registry import DUTIES
from xiafang.web.limits import left
from xiafang.web.signs import sign

# Matter by matter: what is asked for all at once makes the planner gather everything in sight for each kind of child.
_ROWS = """
SELECT m.id, m.number, m.title, coalesce(nullif(unit.short_name, ''), unit.name), m.state, m.grade, m.flags,
       m.received_on, due.due_on, due.duty, due.provisional,
       (SELECT array_agg(row.name ORDER BY row.representative, row.id)
          FROM casework_petitioner AS row WHERE row.matter_id = m.id),
       (SELECT array_agg(official.name ORDER BY row.from_on, row.id)
          FROM casework_sponsorship AS row JOIN organizations_official AS official ON official.id = row.official_id
         WHERE row.matter_id = m.id AND row.to_on IS NULL),
       (SELECT array_agg(account.name ORDER BY row.from_on, row.id)
          FROM casework_assignment AS row JOIN accounts_user AS account ON account.id = row.user_id
         WHERE row.matter_id = m.id AND row.to_on IS NULL)
  FROM unnest(%s::uuid[]) WITH ORDINALITY AS asked (id, place),
       LATERAL (SELECT * FROM casework_matter AS matter WHERE matter.id = asked.id LIMIT 1) AS m
       JOIN organizations_organization AS unit ON unit.id = m.responsible_id
       LEFT JOIN LATERAL (SELECT * FROM casework_due AS known WHERE known.matter_id = m.id LIMIT 1) AS due ON true
 ORDER BY asked.place
"""
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


def rows(ids: Sequence[UUID], *, today: date, calendar: Calendar) -> list[SafeString]:
    """Return a table row for each of `ids` that row security shows to whoever asks, in their order. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [list(ids)])
        return [_row(row, today, calendar) for row in cursor.fetchall()]


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


def _row(row: tuple[Any, ...], today: date, calendar: Calendar) -> SafeString:
    pk, number, title, unit, state, grade, flags, received_on, due_on, duty, provisional, *people = row
    petitioners, sponsors, handlers = (names or () for names in people)
    return format_html(
        '<tr><th scope="row"><a href="{}">{}</a><span class="matter-line">{} {}</span></th>'
        '<td class="nowrap" data-label="信访人">{}</td><td class="nowrap" data-label="责任单位">{}</td>'
        '<td class="nowrap">{}<span class="matter-line">{}</span></td>'
        '<td class="nowrap" data-label="收到">{}</td>{}<td class="nowrap matter-people">{}</td></tr>',
        reverse("matters-one", args=[pk]),
        title,
        number,
        flags_of(flags),
        petitioner(petitioners, flags),
        unit,
        sign(f"matter-{state}"),
        Grade(grade).label if grade else "",
        received_on.isoformat(),
        _due(due_on, duty, provisional, state, today, calendar),
        _people(sponsors, handlers),
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
