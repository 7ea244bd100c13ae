"""Matters and sponsorships as tables."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from xiafang.accounts.models import User
from xiafang.adapters.sheets import Value
from xiafang.casework import personal, taxonomy
from xiafang.casework.codes import Disposition, Flag
from xiafang.casework.models import Demand, Item, Matter, Personal, Petitioner, Sponsorship
from xiafang.casework.personal import Private
from xiafang.ledgers.exporting import Exported, cut, exported

_MATTERS = [
    "信访编号",
    "国家系统编号",
    "登记单位",
    "责任单位",
    "状态",
    "收到日期",
    "信访形式",
    "类别",
    "内容分类",
    "信访人",
    "证件号码",
    "联系电话",
    "住址",
    "人数",
    "概况",
    "诉求",
    "告知日期",
    "受理日期",
    "办理途径",
    "等级",
    "包案领导",
    "包案日期",
    "答复日期",
    "办结日期",
    "四个到位",
    "化解日期",
]


def matters(ids: Sequence[UUID], who: User, how: Any, reason: str) -> Exported:
    """Return the matters in the order of `ids`; personal data masked, or for a reason in full and with a trace.

    Eight queries a piece; a few more for each person whose data is unmasked.
    """
    return Exported("信访事项", _MATTERS, len(ids), cut(ids, partial(_piece, who=who, how=how, reason=reason)))


def _piece(ids: Sequence[UUID], *, who: User, how: Any, reason: str) -> list[list[Value]]:
    seen = Matter.objects.visible_to(who).filter(pk__in=ids).select_related("registering", "responsible")
    rows = {row.pk: row for row in seen}
    order = [rows[pk] for pk in ids if pk in rows]
    people = _grouped(Petitioner.objects.filter(matter__in=rows).order_by("representative", "id"))
    named = {pk for pk, row in rows.items() if Flag.CONFIDENTIAL in row.flags}
    private = _private(people, named, how, reason)
    items: dict[UUID, Item] = {}
    for item in Item.objects.filter(matter__in=rows).order_by("-registered_at", "-received_on"):
        items[item.matter_id] = item  # the first one stays
    demands = _grouped(Demand.objects.filter(matter__in=rows).order_by("ordinal"))
    given = Sponsorship.objects.filter(matter__in=rows, to_on=None).select_related("official")
    sponsors = _grouped(given.order_by("from_on", "id"))
    return [
        _matter(row, people[row.pk], private, items.get(row.pk), demands[row.pk], sponsors[row.pk], full=bool(reason))
        for row in order
    ]


def _grouped(rows: Iterable[Any]) -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.matter_id].append(row)
    return found


def _private(
    people: dict[UUID, list[Petitioner]], confidential: set[UUID], how: Any, reason: str
) -> dict[UUID, Private]:
    """Return each person's data, masked or in full; of `confidential` matters a name in full leaves a trace as well."""
    everybody = [person for group in people.values() for person in group]
    if not reason:
        return personal.masked(everybody)
    held = set(Personal.objects.filter(matter__in=people).values_list("petitioner", flat=True))
    return {
        person.pk: personal.unmask(petitioner=person, reason=f"导出列表：{reason}", **how)
        for person in everybody
        if person.pk in held or person.matter_id in confidential
    }


def _matter(
    row: Matter,
    people: list[Petitioner],
    private: dict[UUID, Private],
    item: Item | None,
    demands: list[Demand],
    sponsors: list[Sponsorship],
    *,
    full: bool,
) -> list[Value]:
    names = [person.name for person in people if person.name]
    if Flag.CONFIDENTIAL in row.flags and not full:
        names = [name[:1] + "＊＊" for name in names]
    data = [private[person.pk] for person in people if person.pk in private]
    return [
        row.number,
        row.external_number,
        row.registering.name,
        row.responsible.name,
        row.get_state_display(),
        row.received_on,
        item.get_channel_display() if item else None,
        row.get_kind_display(),
        taxonomy.name(row.topic),
        "、".join(names) or "匿名",
        "、".join(one.id_number for one in data if one.id_number),
        "、".join(one.phone for one in data if one.phone),
        "、".join(one.address for one in data if one.address),
        item.people if item else None,
        row.title,
        "\n".join(demand.text for demand in demands),
        row.told_on,
        row.accepted_on,
        row.get_path_display() if row.path else None,
        row.get_grade_display() if row.grade else None,
        "、".join(given.official.name for given in sponsors),
        sponsors[0].from_on if sponsors else None,
        row.replied_on,
        row.closed_on,
        "、".join(str(Disposition(code).label) for code in row.disposition),
        row.resolved_on,
    ]


_SPONSORS = [
    "信访事项编号",
    "概况",
    "责任单位",
    "包案领导",
    "包案日期",
    "终止日期",
    "症结",
    "化解措施",
    "办结日期",
    "化解日期",
]


def sponsorships(found: QuerySet[Sponsorship]) -> Exported:
    """Return the sponsorships by leader. One query a piece."""
    rows = found.select_related("official", "matter__responsible").order_by("official__name", "-from_on", "pk")
    return exported("领导包案", _SPONSORS, rows, lambda some: [_sponsorship(row) for row in some])


def _sponsorship(row: Sponsorship) -> list[Value]:
    matter = row.matter
    return [
        matter.number,
        matter.title,
        matter.responsible.name,
        row.official.name,
        row.from_on,
        row.to_on,
        row.crux,
        row.plan,
        matter.closed_on,
        matter.resolved_on,
    ]
