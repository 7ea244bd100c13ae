"""A visit as rows of the ledger say it: its unit and people found, its matters by number."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from xiafang.casework.models import Matter
from xiafang.ledgers import reading
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.kinds.visits import accepting
from xiafang.ledgers.plans import Line, No
from xiafang.organizations.models import Official, Organization
from xiafang.visits.codes import Status


@dataclass
class Wanted:
    """A visit as its rows say it."""

    lines: list[Line]
    unit: Organization
    day: date
    leaders: list[Official]
    status: Status
    listed: list[accepting.Told]
    own: frozenset[UUID]  # those that have a row
    accepted: list[accepting.Told]
    received: int
    groups: int

    @property
    def matters(self) -> list[Matter]:
        """Those that were received."""
        return [matter for matter, _ in self.listed]

    def __getitem__(self, name: str) -> Any:
        return self.lines[0][name]

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two visits the same."""
        return self.unit.pk, self.day, frozenset(leader.pk for leader in self.leaders)


def wanted(lines: list[Line], numbers: dict[str, list[Matter]], importer: Importer) -> Wanted:
    """Return what the rows of one visit say, whose matters are in `numbers`. Raises No."""
    first = lines[0]
    unit = importer.place(first["unit"], "unit")
    day: date = first["date"]
    leaders = [importer.people.find(name, unit, day, "leaders", importer.units) for name in first["leaders"]]
    status = first["status"] or (Status.HELD if day <= importer.today else Status.PLANNED)
    if status == Status.HELD and day > importer.today:
        raise No(f"下访日期 {day} 还没有到，不能是已举行：请核对。", field="date")
    if status == Status.CANCELLED:
        raise No("已取消的下访不从台账导入：请在网页上办理取消。", field="status")
    scheduled = first["scheduled_on"]
    if scheduled and scheduled > min(day, importer.today):
        raise No(f"确定日期 {scheduled} 晚于下访日期或今天：请核对。", field="scheduled_on")
    if status == Status.PLANNED and day < importer.today and not scheduled:
        raise No(f"下访日期 {day} 已过，还是已安排：请核对状态，或补填确定日期。", field="status")
    listed = [(_matter(line["matter"], "matter", line, numbers), line) for line in lines if line["matter"]]
    if len({matter.pk for matter, _ in listed}) < len(listed):
        raise No("同一信访事项在一次下访中写了两行：请只保留一行。", field="matter")
    accepted = _accepted(lines, numbers)
    if accepted and status != Status.HELD:
        raise No("下访还没有举行，不能写受理件：请核对状态或日期。", field="accepted")
    own = {matter.pk: (matter, line) for matter, line in listed}
    listed += [(matter, line) for matter, line in accepted if matter.pk not in own]
    received, groups = _sums(lines, len(listed))
    return Wanted(lines, unit, day, leaders, status, listed, frozenset(own), accepted, received, groups)


def _accepted(lines: list[Line], numbers: dict[str, list[Matter]]) -> list[accepting.Told]:
    """Return the matters accepted on the visit, each once, with the row that says so. Raises No."""
    told: dict[Any, accepting.Told] = {}
    for line in lines:
        if line["accepted"] is True and not line["matter"]:
            raise No("写明已受理，没有信访事项编号：请补填编号。", field="matter", line=line)
        given = [line["matter"]] if line["accepted"] is True else line["accepted"] or []
        for number in given:
            matter = _matter(number, "accepted", line, numbers)
            told.setdefault(matter.pk, (matter, line))
    return list(told.values())


def numbers_of(line: Line) -> list[str]:
    """Return the numbers of matters in a row."""
    accepted = line["accepted"]
    return [*([line["matter"]] if line["matter"] else []), *(accepted if isinstance(accepted, list) else [])]


def _matter(number: str, name: str, line: Line, numbers: dict[str, list[Matter]]) -> Matter:
    found = numbers.get(reading.same(number), [])
    if len(found) != 1:
        several = f"有 {len(found)} 件" if found else "没有"
        raise No(f"{several}编号为“{number}”的信访事项：请核对编号，或先导入信访事项台账。", field=name, line=line)
    return found[0]


def _sums(lines: list[Line], matters: int) -> tuple[int, int]:
    """Return people and groups received: a merged cell counts once, others are added up."""
    sums = {}
    for name in ("received", "groups"):
        cells = {line.record.address(name): line[name] for line in lines if line[name] is not None}
        sums[name] = sum(cells.values())
    received = sums["received"] or max(matters, sums["groups"])
    groups = sums["groups"] or (min(received, max(matters, 1)) if received else 0)
    if groups > received:
        raise No(f"接待 {groups} 批多于 {received} 人次：请核对。", field="groups")
    return received, groups
