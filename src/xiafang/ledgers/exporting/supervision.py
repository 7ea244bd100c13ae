"""The records of supervision as tables."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from xiafang.accounts.models import User
from xiafang.adapters.sheets import Value
from xiafang.ledgers.exporting import Exported, exported
from xiafang.supervision.models import (
    Agreement,
    Assessment,
    Bulletin,
    Inspection,
    InspectionFinding,
    Plan,
    Record,
    Sanction,
)

_VOIDED = "作废原因"
_AGREEMENTS = ["年度", "下级单位", "上级单位", "签订日期", "备注", _VOIDED]
_PLANS = ["年度", "单位", "计划", "版本", "报备日期", "修订原因", _VOIDED]
_BULLETINS = ["文号", "所属期间", "印发日期", _VOIDED]
_ASSESSMENTS = ["年度", "单位", "完成日期", "备注", _VOIDED]
_INSPECTIONS = [
    "被抽查单位",
    "类别",
    "抽查日期",
    "抽查范围",
    "干部",
    "任职单位",
    "问题类别",
    "认定日期",
    "事实和证据",
    "处理方式",
    "处理日期",
    "文号或说明",
    _VOIDED,
]


def records(title: str, found: QuerySet[Any], who: User) -> Exported:
    """Return the records of one book in the order of `found`. One query a piece; for inspections three."""
    if found.model is Inspection:
        return exported(title, _INSPECTIONS, found, lambda some: _inspections(some, who))
    headings, line = _TABLES[found.model]
    return exported(title, headings, found, lambda some: [[*line(row), row.void_reason or None] for row in some])


def _agreement(row: Agreement) -> list[Value]:
    return [row.year, row.subordinate.name, row.superior.name, row.signed_on, row.note]


def _plan(row: Plan) -> list[Value]:
    return [row.year, row.organization.name, row.title, row.version, row.filed_on, row.amended_because]


def _bulletin(row: Bulletin) -> list[Value]:
    return [row.number, f"{row.half[:4]}年{'上' if row.half.endswith('1') else '下'}半年", row.issued_on]


def _assessment(row: Assessment) -> list[Value]:
    return [row.year, row.organization.name, row.completed_on, row.note]


_TABLES: dict[type[Record], tuple[list[str], Any]] = {
    Agreement: (_AGREEMENTS, _agreement),
    Plan: (_PLANS, _plan),
    Bulletin: (_BULLETINS, _bulletin),
    Assessment: (_ASSESSMENTS, _assessment),
}


def _inspections(rows: list[Inspection], who: User) -> list[list[Value]]:
    """Return a line for each sanction, for each fault without one, and for each inspection without a fault."""
    found: defaultdict[UUID, list[InspectionFinding]] = defaultdict(list)
    seen = InspectionFinding.objects.visible_to(who).valid().filter(inspection__in=[row.pk for row in rows])
    for one in seen.select_related("official", "organization").order_by("confirmed_on", "kind", "pk"):
        found[one.inspection_id].append(one)
    keys = [one.pk for group in found.values() for one in group]
    done: defaultdict[UUID, list[Sanction]] = defaultdict(list)
    for given in Sanction.objects.visible_to(who).valid().filter(finding__in=keys).order_by("sanctioned_on", "pk"):
        done[given.finding_id].append(given)
    lines: list[list[Value]] = []
    for row in rows:
        faults: list[InspectionFinding | None] = [*found[row.pk]] or [None]
        for fault in faults:
            sanctions: list[Sanction | None] = [*done[fault.pk]] if fault else []
            lines += [
                [*_inspection(row), *_fault(fault), *_sanction(sanction), row.void_reason or None]
                for sanction in sanctions or [None]
            ]
    return lines


def _inspection(row: Inspection) -> list[Value]:
    return [row.organization.name, row.get_kind_display(), row.on, row.scope]


def _fault(row: InspectionFinding | None) -> list[Value]:
    if row is None:
        return [None] * 5
    return [row.official.name, row.organization.name, row.get_kind_display(), row.confirmed_on, row.evidence]


def _sanction(row: Sanction | None) -> list[Value]:
    return [row.get_kind_display(), row.sanctioned_on, row.note] if row else [None] * 3
