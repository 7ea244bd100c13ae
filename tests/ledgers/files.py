"""Ledgers as offices keep them, written for a test, and the short way to import one."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl

from casework.office import Cast
from xiafang.accounts.models import User
from xiafang.accounts.rights import Actor
from xiafang.adapters.sheets import open_book
from xiafang.ledgers.importer import begin
from xiafang.ledgers.plans import Answer, Plan, Verdict
from xiafang.ledgers.running import carry_out, parts, planned
from xiafang.organizations.models import Organization

NOW = datetime(2026, 9, 1, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


class Desk:
    """Where somebody of the story imports."""

    def __init__(self, people: Cast, folder: Path) -> None:
        self.people, self.folder = people, folder

    def workbook(
        self, *rows: Sequence[Any], name: str = "台账.xlsx", change: Callable[[Any], None] | None = None
    ) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        for row in rows:
            sheet.append(list(row))
        if change:
            change(sheet)
        path = self.folder / name
        book.save(path)
        return path

    def run(
        self,
        path: Path,
        by: str | Actor = "office",
        *,
        kind: str = "",
        sheet: str = "",
        unit: Organization | None = None,
        answers: dict[tuple[str, int], Answer] | None = None,
        write: bool = True,
    ) -> list[Plan]:
        """Import a file and return what became of its rows."""
        actor = self.people[by] if isinstance(by, str) else by
        done: list[Plan] = []
        with open_book(path) as book:
            for part in parts(book, sheet=sheet, kind=kind):
                importer = begin(actor, NOW, digest=book.digest, filename=path.name, roles=part.ledger.roles, unit=unit)
                importer.answers = answers or {}
                importer.for_all = part.for_all(path.name)
                for plans in planned(part, importer):
                    if write:
                        carry_out(plans, importer, done.append)
                    else:
                        done += plans
        return done


def counts(plans: Sequence[Plan]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for plan in plans:
        found[plan.verdict] += len(plan.lines)
    return dict(found)


HEADINGS = ("编号", "单位", "收到日期", "信访形式", "信访人", "概况", "受理日期", "办结日期")


def row(number: str = "1", **facts: Any) -> list[Any]:
    given = {
        "编号": number,
        "单位": "市局",
        "收到日期": date(2026, 6, 1),
        "信访形式": "来信",
        "信访人": "孙示例",
        "概况": "反映律师收费退费问题",
        "受理日期": date(2026, 6, 3),
        "办结日期": None,
    } | facts
    return [given[heading] for heading in HEADINGS]


__all__ = ["HEADINGS", "NOW", "Desk", "User", "Verdict", "counts", "row"]
