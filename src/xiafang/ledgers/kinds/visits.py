"""Ledgers of visits (下访接访台账): one row a visit, or one a matter received on it, with the visit's cells merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from xiafang.casework.codes import Handling
from xiafang.casework.models import Matter
from xiafang.ledgers import reading
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.kinds.finding import matters_by_number
from xiafang.ledgers.plans import Answer, Line, No, Plan, Verdict, column, refused
from xiafang.organizations.models import Official, Organization
from xiafang.visits import acts
from xiafang.visits.acts import Reception
from xiafang.visits.codes import Format, Mode, Status, TargetSource
from xiafang.visits.models import Visit

_MODES = {
    "接访": "appointment", "定点接访": "appointment", "约访": "appointment", "领导接访": "appointment",
    "下访": "field", "走访": "field", "实地走访": "field", "入户走访": "field", "一线下访": "field",
    "带案下访": "with_case", "联系点": "contact_point",
}  # fmt: skip
_HANDLINGS = {
    "现场处理": "on_the_spot", "当场解决": "on_the_spot", "现场解决": "on_the_spot", "现场答复": "on_the_spot",
    "解释": "explained", "解释说明": "explained", "政策解释": "explained", "思想工作": "explained",
    "研究后答复": "deferred", "会后研究": "deferred", "交办": "deferred", "转办": "deferred", "研究处理": "deferred",
}  # fmt: skip

COLUMNS = (
    column("unit", "下访单位", "接访单位 机构 单位 单位名称 填报单位 组织单位 下访机构", reading.bare, example="市局"),
    column("date", "下访日期", """下访时间 接访日期 接访时间 接待日期 接待时间 活动日期 走访日期 走访时间 日期 时间""",
           reading.day, required=True, example="2026-03-05"),
    column("leaders", "接访领导", """下访领导 领导姓名 带队领导 接待领导 走访领导 局领导 领导 参加领导 接访人""",
           reading.names, required=True, example="赵示例、钱示例"),
    column("accompanying", "陪同人员", "陪同负责人 陪同领导", reading.names),
    column("mode", "下访方式", "方式 接访方式 下访类型 接访类型 活动方式", reading.choice(Mode, _MODES), required=True,
           example="定时约访"),
    column("format", "下访形式", "组织形式", reading.choice(Format, {"联合接访": "joint", "分组": "grouped"})),
    column("place", "地点", "下访地点 接访地点 接待地点 走访地点 活动地点", reading.text(100), example="示例县",
           note="写到县、乡镇，不写住址"),
    column("status", "状态", "下访状态 是否已开展 完成情况", reading.choice(Status, {
           "已开展": "held", "已完成": "held", "完成": "held", "是": "held", "计划": "planned", "未开展": "planned",
           "取消": "cancelled"}), note="空着的，日期已过为已举行，未到为已安排"),
    column("scheduled_on", "确定日期", "安排日期 确定日期之日 计划日期", reading.day),
    column("received", "接待人次", "接待人数 人次 人数 接访人次 接待群众人次 接待群众人数", reading.count, example="3",
           added_up=True),
    column("groups", "接待批次", "批次 接访批次 接待批数", reading.count, example="1", added_up=True),
    column("target_source", "目标来源", "", reading.choice(TargetSource, {})),
    column("matter", "信访事项编号", "事项编号 信访编号 编号 接待事项编号", reading.code(40),
           note="接待的信访事项；一次下访接待多件的，每件一行，下访各列合并或重复"),
    column("handling", "处理方式", "现场处理方式 处理类型 接待结果", reading.choice(Handling, _HANDLINGS)),
    column("decided", "处理意见", "现场处理意见 处理情况 办理情况 接访情况 领导批示 处理结果", reading.text()),
    column("reply_by", "答复期限", "拟答复日期", reading.day),
    column("same_or_not", "核对结论", "是否同一 同一或另立", reading.choice(Answer, {"是": "same", "否": "another"}),
           note="对“待核对”的行填“同一”或“另立”后再导入"),
)  # fmt: skip


@dataclass
class Wanted:
    """A visit as its rows say it."""

    lines: list[Line]
    unit: Organization
    day: date
    leaders: list[Official]
    status: Status
    matters: list[Matter]
    received: int
    groups: int

    def __getitem__(self, name: str) -> Any:
        return self.lines[0][name]

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two visits the same."""
        return self.unit.pk, self.day, frozenset(leader.pk for leader in self.leaders)


def plan(lines: Sequence[Line], importer: Importer) -> list[Plan]:
    """Return what becomes of each visit; rows one after the other with the same unit, day and leaders are one."""
    plans: list[Plan] = []
    rows: list[tuple[Plan, Wanted]] = []
    numbers = matters_by_number([line["matter"] for line in lines], importer)
    for _, together in groupby(lines, key=lambda line: (line["unit"], line["date"], line["leaders"], line["mode"])):
        group = list(together)
        faulty = next((made for line in group if (made := refused(line))), None)
        made = faulty or Plan(group, Verdict.CREATED)
        made.lines = group
        plans.append(made)
        if faulty:
            continue
        try:
            rows.append((made, _wanted(group, numbers, importer)))
        except No as no:
            made.refuse(str(no), no.field)
    days = {row.day for _, row in rows}
    seen = Visit.objects.visible_to(importer.by).valid().filter(date__in=days)
    known = list(seen.select_related("organization").prefetch_related("matters"))
    for made, row in rows:
        try:
            _decide(made, row, [visit for visit in known if visit.date == row.day], importer)
        except No as no:
            made.refuse(str(no), no.field)
    return plans


def _wanted(lines: list[Line], numbers: dict[str, list[Matter]], importer: Importer) -> Wanted:
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
    matters = [_matter(line, numbers) for line in lines if line["matter"]]
    if len({matter.pk for matter in matters}) < len(matters):
        raise No("同一信访事项在一次下访中写了两行：请只保留一行。", field="matter")
    received, groups = _sums(lines, len(matters))
    return Wanted(lines, unit, day, leaders, status, matters, received, groups)


def _matter(line: Line, numbers: dict[str, list[Matter]]) -> Matter:
    found = numbers.get(reading.same(line["matter"]), [])
    if len(found) != 1:
        several = f"有 {len(found)} 件" if found else "没有"
        raise No(f"{several}编号为“{line['matter']}”的信访事项：请核对编号，或先导入信访事项台账。", field="matter")
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


def _decide(made: Plan, row: Wanted, known: Sequence[Visit], importer: Importer) -> None:
    content = tuple(repr(sorted(line.values.items(), key=lambda item: item[0])) for line in row.lines)
    if earlier := importer.first_time(("visit", *row.key), content, row.lines[0]):
        made.verdict, made.said = Verdict.UNCHANGED, f"与表“{earlier[0]}”第 {earlier[1]} 行相同"
        return
    leaders = {leader.pk for leader in row.leaders}
    same = [visit for visit in known if visit.organization_id == row.unit.pk and set(visit.leaders) == leaders]
    near = [v for v in known if v.organization_id == row.unit.pk and not leaders.isdisjoint(v.leaders)]
    if not same and near:
        answer = importer.answer(row.lines[0])
        if answer is None:
            made.verdict, made.cell = Verdict.ASKED, row.lines[0].record.address("leaders")
            made.said = f"与“{near[0]}”单位、日期相同，领导部分相同：是同一次的请答“同一”，不是的请答“另立”。"
            return
        same = near if answer == Answer.SAME else []
    if same:
        _compare(made, row, same[0], importer)
        return
    _check_format(row)
    said = "已举行" if row.status == Status.HELD else "已安排"
    names = "、".join(str(leader) for leader in row.leaders)
    made.said = f"{row.day} {names}{row['mode'].label}（{said}，{len(row.matters)} 件事项）"
    made.carry = lambda: _create(row, importer)


def _check_format(row: Wanted) -> None:
    if row["format"] == Format.SOLO and len(row.leaders) > 1:
        raise No("单独下访只有一名接访领导：请改为“集中会办”或“分组下访”（办法第十条）。", field="format")


def _compare(made: Plan, row: Wanted, visit: Visit, importer: Importer) -> None:
    if visit.status == Status.PLANNED and row.status == Status.HELD:
        made.verdict, made.said = Verdict.CHANGED, f"“{visit}”：登记下访记录"
        made.carry = lambda: _record(visit, row, importer)
        return
    if visit.status == Status.CANCELLED:
        raise No(f"“{visit}”已取消：请核对台账。", field="status")
    held = visit.status == row.status == Status.HELD
    if held and row["received"] is not None and visit.received != row.received:
        stands = f"“{visit}”登记的接待人次是 {visit.received}，与台账的 {row.received} 不同"
        raise No(f"{stands}：请核对；登记有误的，请作废后重新登记。", field="received")
    listed = {line.matter_id for line in visit.matters.all()}
    if new := [matter for matter in row.matters if matter.pk not in listed]:
        raise No(f"“{visit}”没有接待“{new[0]}”：请核对；登记有误的，请作废后重新登记。", field="matter")
    made.verdict, made.said = Verdict.UNCHANGED, f"已有“{visit}”"


def _receptions(row: Wanted) -> list[Reception]:
    given = {line["matter"]: line for line in row.lines if line["matter"]}
    return [_reception(matter, line) for matter, line in zip(row.matters, given.values(), strict=True)]


def _reception(matter: Matter, line: Line) -> Reception:
    handling, words = line["handling"], line["decided"] or ""
    place = {Handling.EXPLAINED: "explained", Handling.DEFERRED: "to_study"}.get(handling, "decided")
    said: Any = {place: words}
    return Reception(matter, handling=handling, reply_by=line["reply_by"], **said)


def _create(row: Wanted, importer: Importer) -> None:
    first = row.lines[0]
    facts: dict[str, Any] = {
        "organization": row.unit,
        "mode": row["mode"],
        "leaders": row.leaders,
        "format": row["format"] or (Format.JOINT if len(row.leaders) > 1 else Format.SOLO),
        "accompanying": [
            importer.people.find(name, row.unit, row.day, "accompanying", importer.units)
            for name in row["accompanying"]
            if name not in row["leaders"]
        ],
        "place": row["place"],
        "target_source": row["target_source"],
    }
    scheduled = row["scheduled_on"]
    if row.status == Status.HELD and not scheduled:
        acts.record_unscheduled_visit(
            received=row.received,
            groups=row.groups,
            receptions=_receptions(row),
            **facts,
            **importer.how(first, row.day),
        )
        return
    how = importer.how(first, scheduled or importer.today)
    visit = acts.schedule_visit(date=row.day, matters=row.matters, **facts, **how)
    if row.status == Status.HELD:
        _record(visit, row, importer)


def _record(visit: Visit, row: Wanted, importer: Importer) -> None:
    acts.record_visit(
        visit=visit,
        leaders=row.leaders,
        received=row.received,
        groups=row.groups,
        receptions=_receptions(row),
        **importer.how(row.lines[0], row.day),
    )
