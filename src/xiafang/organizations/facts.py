"""Organizations, officials and the office's own calendar days as facts of the regulation (`xiafang check`)."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from xiafang.organizations.models import Absence, Official, Organization, Post, WorkCalendarDay

Fact = dict[str, Any]


def read() -> Fact:
    """Return `office`, `organizations`, `officials` and `calendar` of a facts document, everything ever known.

    The regulation itself asks who was in post when. The office of the leading group is the department's. Five queries.
    Raises Organization.DoesNotExist while there is no department.
    """
    department = Organization.objects.get(parent=None)
    return {
        "office": str(department.pk),
        "organizations": organizations(),
        "officials": officials(),
        "calendar": calendar(),
    }


def organizations(chosen: QuerySet[Organization] | None = None, *, words: bool = True) -> list[Fact]:
    """Return all organizations, or the `chosen` ones, the parents first; their names are read unless not `words`."""
    rows = Organization.objects.all() if chosen is None else chosen
    fields = ("id", "kind", "parent_id", "from_on", "to_on", *(("name",) if words else ()))
    return [
        {"id": str(id_), "name": "".join(name), "kind": kind}
        | ({"parent": str(parent)} if parent else {})
        | _period(from_on, to_on)
        for id_, kind, parent, from_on, to_on, *name in rows.order_by("above").values_list(*fields)
    ]


def officials(chosen: QuerySet[Official] | None = None, *, words: bool = True) -> list[Fact]:
    """Return all officials, or the `chosen` ones, with their posts and approved absences.

    Names, titles and reasons are read unless not `words`. Three queries.
    """
    rows = Official.objects.all() if chosen is None else chosen
    of_them = Q() if chosen is None else Q(official__in=chosen)
    posts, absences = _posts(of_them, words=words), _absences(of_them, words=words)
    return [
        {"id": str(id_), "name": "".join(name), "posts": posts.get(id_, [])}
        | ({"exemptions": absences[id_]} if id_ in absences else {})
        for id_, *name in rows.order_by("id").values_list("id", *(("name",) if words else ()))
    ]


def _posts(of_them: Q, *, words: bool) -> dict[UUID, list[Fact]]:
    found: defaultdict[UUID, list[Fact]] = defaultdict(list)
    fields = ("official_id", "organization_id", "rank", "leadership", "principal", "from_on", "to_on")
    rows = Post.objects.filter(of_them).order_by("from_on", "id")
    for official, organization, rank, leadership, principal, from_on, to_on, *title in rows.values_list(
        *fields, *(("title",) if words else ())
    ):
        post: Fact = {"organization": str(organization), "title": "".join(title), "rank": rank}
        flags = {name: True for name, holds in (("leadership", leadership), ("principal", principal)) if holds}
        found[official].append(post | flags | _period(from_on, to_on))
    return found


def _absences(of_them: Q, *, words: bool) -> dict[UUID, list[Fact]]:
    found: defaultdict[UUID, list[Fact]] = defaultdict(list)
    fields = ("official_id", "from_on", "to_on", *(("reason",) if words else ()))
    for official, from_on, to_on, *reason in (
        Absence.objects.filter(of_them).order_by("from_on", "id").values_list(*fields)
    ):
        found[official].append(_period(from_on, to_on) | {"reason": "".join(reason)})
    return found


def calendar() -> Fact:
    """Return the official days of the office's own; provisional ones count in no deadline."""
    rows = WorkCalendarDay.objects.filter(status=WorkCalendarDay.Status.OFFICIAL).order_by("day")
    named: dict[str, list[str]] = {"holidays": [], "workdays": []}
    for day, change in rows.values_list("day", "change"):
        named["holidays" if change == WorkCalendarDay.Change.OFF else "workdays"].append(day.isoformat())
    return named


def _period(from_on: date | None, to_on: date | None) -> Fact:
    return {key: day.isoformat() for key, day in (("from", from_on), ("to", to_on)) if day}
