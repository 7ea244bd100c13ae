"""What was done to a row, by whom and when, out of the histories that triggers keep: as lines for a page."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec
from django.db import models
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from xiafang.accounts.models import User
from xiafang.organizations.models import Official, Organization
from xiafang.web.typed import whole

SHOWN = 20  # lines on a page; all of them on request
_MOST = 500

ACTS = {
    "create_organization": "设立机构",
    "change_organization": "更正机构信息",
    "move_organization": "划转机构",
    "close_organization": "撤销机构",
    "create_official": "录入干部",
    "rename_official": "更正姓名",
    "appoint": "任命",
    "change_post": "更正任职",
    "end_post": "免职",
    "remove_post": "删除误录的任职",
    "approve_absence": "登记离岗",
    "end_absence": "销假",
    "withdraw_absence": "撤回离岗",
    "keep_contact_point": "确定联系点",
    "end_contact_point": "结束联系点",
    "create_user": "开立账号",
    "deactivate": "停用账号",
    "activate": "启用账号",
    "reset_password": "重设密码",
    "change_password": "本人修改密码",
    "grant_role": "授予角色",
    "end_role": "终止角色",
    "set_calendar_day": "调整工作日历",
    "clear_calendar_day": "撤销日历调整",
}
LABELS = {"insert": "录入", "update": "更正", "delete": "删除"}
_OPERATOR = "运维人员"
# What a line is about, in words; a row's own page needs none.
_ABOUT = {
    "Post": ("organization", "title"),
    "Absence": ("reason", "from_on"),
    "ContactPoint": ("organization",),
    "RoleGrant": ("organization", "role"),
    "WorkCalendarDay": ("day", "change"),
}
_OWN = {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context", "id"}


class Line(msgspec.Struct, frozen=True):
    """One act on one row. `changes` are (label, before, after); a first entry has none."""

    at: datetime
    who: str
    act: str
    about: str
    reason: str
    changes: tuple[tuple[str, str, str], ...]


def version(row: models.Model) -> str:
    """Return what tells this state of `row` from a later one."""
    return str(_events(type(row), [row.pk]).aggregate(last=Max("pgh_id"))["last"] or "")


def since(row: models.Model, known: str) -> str:
    """Say in words what was done to `row` after `known`; empty when nothing was."""
    last = whole(known) or 0
    found = [(event, line) for event, line in _lines([_events(type(row), [row.pk])]) if event.pgh_id > last]
    return "；".join(
        f"{line.who}于 {timezone.localtime(line.at):%m-%d %H:%M} {line.act}{_in_brackets(line.changes)}"
        for _, line in reversed(found)
    )


def _in_brackets(changes: Iterable[tuple[str, str, str]]) -> str:
    said = "，".join(f"{label}由“{before or '空'}”改为“{after or '空'}”" for label, before, after in changes)
    return f"（{said}）" if said else ""


def lines(*rows: tuple[type[models.Model], Iterable[Any]], everything: bool = False) -> tuple[list[Line], int]:
    """Return the latest lines on the rows named by model and ids, and how many there are in all.

    One query for each model with its contexts, three for the names that stand in them.
    """
    found = _lines([_events(model, keys) for model, keys in rows])
    return [line for _, line in found[: _MOST if everything else SHOWN]], len(found)


def _events(model: type[models.Model], keys: Iterable[Any]) -> QuerySet[Any]:
    key = model._meta.pk.name
    events: QuerySet[Any] = model.pgh_event_model._default_manager.filter(**{f"{key}__in": list(keys)})  # type: ignore[attr-defined]
    rows: QuerySet[Any] = events.select_related("pgh_context").annotate(row=F(key)).order_by("row", "pgh_id")
    return rows


def _lines(sources: Iterable[QuerySet[Any]]) -> list[tuple[Any, Line]]:
    events = [(place, event) for place, source in enumerate(sources) for event in source]
    names = _names(event for _, event in events)
    found: list[tuple[int, Any, Line]] = []
    for _, of_row in groupby(events, key=lambda pair: (pair[0], pair[1].row)):
        before = None
        for place, event in of_row:
            line = _line(event, before, names)
            if event.pgh_label != "update" or line.changes:
                found.append((place, event, line))
            before = event
    # Of what came about in one transaction, sources named later are the later ones.
    found.sort(key=lambda one: (one[2].at, one[0], one[1].pgh_id), reverse=True)
    return [(event, line) for _, event, line in found]


def _line(event: Any, before: Any, names: Mapping[Any, str]) -> Line:
    said: Mapping[str, Any] = event.pgh_context.metadata if event.pgh_context else {}
    update = before is not None and event.pgh_label == "update"
    about = _ABOUT.get(type(event).__name__.removesuffix("Event"), ())
    return Line(
        at=event.pgh_created_at,
        who=names.get(("user", said.get("user")), _OPERATOR),
        act=ACTS.get(str(said.get("act")), LABELS[event.pgh_label]),
        about=" ".join(filter(None, (_said(event, event._meta.get_field(name), names) for name in about))),
        reason=str(said.get("reason", "")),
        changes=tuple(_changes(before, event, names)) if update else (),
    )


def _changes(before: Any, after: Any, names: Mapping[Any, str]) -> Iterable[tuple[str, str, str]]:
    for field in after._meta.fields:
        if field.name not in _OWN:
            old, new = _said(before, field, names), _said(after, field, names)
            if old != new:
                yield str(field.verbose_name), old, new


def _said(event: Any, field: Any, names: Mapping[Any, str]) -> str:
    value = getattr(event, field.attname)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, UUID | int) and field.is_relation:
        return names.get(value, "")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, list):
        return "、".join(value)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value if value is not None else "")


def _names(events: Iterable[Any]) -> dict[Any, str]:
    """Return the names of the users, organizations and officials that stand in `events`: at most three queries."""
    wanted: dict[type[models.Model], set[Any]] = {Organization: set(), Official: set()}
    users: set[int] = set()
    for event in events:
        if event.pgh_context and (user := event.pgh_context.metadata.get("user")):
            users.add(user)
        for field in event._meta.fields:
            if field.is_relation and field.related_model in wanted and not field.name.startswith("pgh"):
                wanted[field.related_model].add(getattr(event, field.attname))
    named: dict[Any, str] = {}
    for model, keys in wanted.items():
        if keys := keys - {None}:
            named.update(model._default_manager.filter(pk__in=keys).values_list("pk", "name"))
    named.update(
        (("user", pk), name) for pk, name in User.objects.filter(pk__in=users - {None}).values_list("pk", "name")
    )
    return named
