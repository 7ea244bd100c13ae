"""Visits, shortlists and letters as tables."""

from collections import defaultdict
from uuid import UUID

from django.db.models import QuerySet

from xiafang.accounts.models import User
from xiafang.adapters.sheets import Value
from xiafang.ledgers.exporting import Exported, exported
from xiafang.organizations.models import Official
from xiafang.visits.codes import Status
from xiafang.visits.models import Entry, Letter, Shortlist, Visit, VisitMatter

_VISITS = [
    "下访日期",
    "下访单位",
    "接访领导",
    "陪同人员",
    "下访方式",
    "下访形式",
    "地点",
    "状态",
    "确定日期",
    "接待人次",
    "接待批次",
    "目标来源",
    "信访事项编号",
    "处理方式",
    "处理意见",
    "受理件",
]


def visits(found: QuerySet[Visit], who: User) -> Exported:
    """Return the visits, the newest first, a row for each matter on one. Three queries a piece."""

    def rows_of(some: list[Visit]) -> list[list[Value]]:
        ids = {leader for row in some for leader in (*row.leaders, *row.accompanying)}
        names = dict(Official.objects.filter(pk__in=ids).values_list("pk", "name"))
        listed: defaultdict[UUID, list[VisitMatter]] = defaultdict(list)
        lines = VisitMatter.objects.visible_to(who).filter(visit__in=[row.pk for row in some]).select_related("matter")
        for line in lines.order_by("ordinal"):
            listed[line.visit_id].append(line)
        return [line for row in some for line in _visit(row, names, listed[row.pk])]

    return exported("下访接访", _VISITS, found.select_related("organization").order_by("-date", "pk"), rows_of)


def _visit(row: Visit, names: dict[UUID, str], listed: list[VisitMatter]) -> list[list[Value]]:
    held = row.status == Status.HELD
    first: list[Value] = [
        row.date,
        row.organization.name,
        "、".join(names.get(pk, "") for pk in row.leaders),
        "、".join(names.get(pk, "") for pk in row.accompanying),
        row.get_mode_display(),
        row.get_format_display(),
        row.place,
        row.get_status_display(),
        row.scheduled_on,
    ]
    lines = []
    for number, line in enumerate(listed or [None]):
        counts: list[Value] = [row.received, row.groups] if held and number == 0 else [None, None]
        said = (line.decided or line.explained or line.to_study) if line else None
        outcome = line.get_outcome_display() if line and line.outcome else None
        source = row.get_target_source_display() if row.target_source else None
        here = "是" if line and line.matter.visit == row.pk else None
        lines.append([*first, *counts, source, line.matter.number if line else None, outcome, said, here])
    return lines


_SHORTLISTS = [
    "提供日期",
    "提供机构",
    "领导",
    "说明",
    "信访事项编号",
    "概况",
    "责任单位",
    "推荐理由",
    "领导意见",
    "决定日期",
    "意见理由",
]


def shortlists(found: QuerySet[Shortlist], who: User) -> Exported:
    """Return the shortlists, the newest first, a row for each matter on one that `who` may see. Two queries a piece."""

    def rows_of(some: list[Shortlist]) -> list[list[Value]]:
        listed: defaultdict[UUID, list[Entry]] = defaultdict(list)
        entries = Entry.objects.visible_to(who).filter(shortlist__in=[row.pk for row in some])
        for entry in entries.select_related("matter__responsible").order_by("ordinal"):
            listed[entry.shortlist_id].append(entry)
        return [line for row in some for line in _shortlist(row, listed[row.pk])]

    rows = found.select_related("organization", "official").order_by("-issued_on", "pk")
    return exported("突出问题清单", _SHORTLISTS, rows, rows_of)


def _shortlist(row: Shortlist, entries: list[Entry]) -> list[list[Value]]:
    first: list[Value] = [row.issued_on, row.organization.name, row.official.name, row.note]
    lines: list[list[Value]] = [
        [
            *first,
            entry.matter.number,
            entry.matter.title,
            entry.matter.responsible.name,
            entry.ground,
            entry.get_decision_display() if entry.decision else "待领导决定",
            entry.decided_on,
            entry.reason,
        ]
        for entry in entries
    ]
    return lines or [[*first, *[None] * (len(_SHORTLISTS) - len(first))]]


_LETTERS = [
    "收到日期",
    "收信领导",
    "领导所在机构",
    "来源",
    "来信要点",
    "阅批日期",
    "阅批意见",
    "答复日期",
    "答复要点",
]


def letters(found: QuerySet[Letter]) -> Exported:
    """Return the letters, the newest first. One query a piece."""
    rows = found.select_related("official", "organization").order_by("-received_on", "pk")
    return exported("网上来信", _LETTERS, rows, lambda some: [_letter(row) for row in some])


def _letter(row: Letter) -> list[Value]:
    return [
        row.received_on,
        row.official.name,
        row.organization.name,
        row.get_mailbox_display(),
        row.gist,
        row.read_on,
        row.remark,
        row.replied_on,
        row.reply,
    ]
