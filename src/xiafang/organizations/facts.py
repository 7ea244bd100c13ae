"""Organizations, officials and the office's own calendar days as facts of the regulation (`xiafang check`)."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from xiafang.organizations.models import Organization

Fact = dict[str, Any]

_CALENDAR = """(
        SELECT json_build_object(
            'holidays', coalesce(json_agg(day ORDER BY day) FILTER (WHERE change = 'off'), '[]'),
            'workdays', coalesce(json_agg(day ORDER BY day) FILTER (WHERE change <> 'off'), '[]')
        )
        FROM organizations_workcalendarday WHERE status = 'official'
    )"""
# One statement, in which the database writes the document: read one by one, a unit's few facts cost what a page costs.
_READ = """
WITH chosen AS (SELECT id FROM organizations_official WHERE {officials}),
     place AS (SELECT unnest(above) AS id FROM organizations_organization WHERE {organizations})
SELECT json_strip_nulls(json_build_object(
    'officials', (
        SELECT coalesce(json_agg(json_build_object(
            'id', id,
            'name', {name},
            'posts', coalesce((
                SELECT json_agg(json_build_object(
                    'organization', organization_id,
                    'title', {title},
                    'rank', rank,
                    'leadership', nullif(leadership, false),
                    'principal', nullif(principal, false),
                    'from', from_on,
                    'to', to_on
                ) ORDER BY from_on, id)
                FROM organizations_post WHERE official_id = official.id
            ), '[]'),
            'exemptions', (
                SELECT json_agg(json_build_object('from', from_on, 'to', to_on, 'reason', {reason})
                                ORDER BY from_on, id)
                FROM organizations_absence WHERE official_id = official.id
            )
        ) ORDER BY id), '[]')
        FROM organizations_official AS official WHERE id IN (SELECT id FROM chosen)
    ),
    'organizations', (
        SELECT coalesce(json_agg(json_build_object(
            'id', id, 'name', {name}, 'kind', kind, 'parent', parent_id, 'from', from_on, 'to', to_on
        ) ORDER BY above), '[]')
        FROM organizations_organization WHERE id IN (SELECT id FROM place) OR parent_id IS NULL
    ),
    'calendar', {calendar}
))::text
"""
_WORDS = {"name": "name", "title": "title", "reason": "reason"}
_EVERYTHING = _READ.format(calendar=_CALENDAR, officials="true", organizations="true", **_WORDS)
_FEW = {
    words: _READ.format(
        calendar=_CALENDAR,
        officials="""id = ANY(%(officials)s)
            OR id IN (SELECT official_id FROM organizations_post WHERE organization_id = ANY(%(posts)s))""",
        organizations="""id = ANY(%(organizations)s)
            OR id IN (SELECT organization_id FROM organizations_post WHERE official_id IN (SELECT id FROM chosen))""",
        **(_WORDS if words else dict.fromkeys(_WORDS, "''")),
    )
    for words in (True, False)
}


def read() -> Fact:
    """Return `office`, `organizations`, `officials` and `calendar` of a facts document, everything ever known.

    The regulation itself asks who was in post when. Organizations come with their parents first, officials with their
    posts and approved absences; of calendar days only official ones count in deadlines. One query.
    Raises Organization.DoesNotExist while there is no department.
    """
    return _with_office(_EVERYTHING, {})


def few(
    officials: Collection[UUID] = (),
    *,
    posts: Collection[UUID] = (),
    organizations: Collection[UUID] = (),
    words: bool = False,
) -> Fact:
    """Return the same of these `officials` and of whoever has held a post in `posts`; one query.

    With these `organizations`, and with those of the officials' posts, comes everything above them. Names, titles and
    reasons are read only if `words`: not every role may.
    """
    asked = {"officials": list(officials), "posts": list(posts), "organizations": list(organizations)}
    return _with_office(_FEW[words], asked)


def calendar() -> Fact:
    """Return the official days of the office's own; provisional ones count in no deadline. One query."""
    return _document(f"SELECT {_CALENDAR}::text", {})


def _with_office(statement: str, asked: dict[str, list[UUID]]) -> Fact:
    found = _document(statement, asked)
    if not found["organizations"]:
        raise Organization.DoesNotExist
    return {"office": found["organizations"][0]["id"]} | found  # the leading group's office is the department's


def _document(statement: str, asked: dict[str, list[UUID]]) -> Fact:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return dict(msgspec.json.decode(cursor.fetchone()[0]))
