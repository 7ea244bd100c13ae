"""Ledgers of sponsorship (领导包案台账): which leader answers for which matter, since when, with what plan."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from xiafang.casework import acts
from xiafang.casework.codes import State
from xiafang.casework.life import OPEN
from xiafang.casework.models import Matter, Sponsorship
from xiafang.ledgers import reading
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.kinds.finding import matters_by_number
from xiafang.ledgers.plans import Line, No, Plan, Verdict, column, refused
from xiafang.organizations.models import Official

COLUMNS = (
    column("matter", "信访事项编号", "事项编号 信访编号 编号 案件编号 国家系统编号 登记编号", reading.code(40),
           required=True, example="甲市局信〔2026〕1号"),
    column("sponsor", "包案领导", "包案人 包案责任人 包案局领导 包保领导 化解责任人 领导姓名", reading.names,
           required=True, example="赵示例"),
    column("from_on", "包案日期", "包案时间 确定包案日期 起始日期 开始日期", reading.day, required=True,
           example="2026-03-05"),
    column("crux", "症结", "问题症结 矛盾症结 难点", reading.text()),
    column("plan", "化解措施", "化解方案 工作措施 措施 包案措施", reading.text()),
    column("to_on", "终止日期", "包案终止日期 解除日期 结束日期", reading.day),
    column("resolved_on", "化解日期", "化解时间 息访日期 息诉日期 息访息诉日期", reading.day),
    column("evidence", "化解情况", "化解佐证 核实情况 化解结果 包案进展", reading.text()),
)  # fmt: skip


def plan(lines: Sequence[Line], importer: Importer) -> list[Plan]:
    """Return what becomes of each row. Six queries and one for each leader."""
    numbers = matters_by_number([line["matter"] for line in lines], importer)
    plans = []
    for line in lines:
        made = refused(line) or Plan([line], Verdict.CREATED)
        plans.append(made)
        if made.verdict != Verdict.REFUSED:
            try:
                _decide(made, line, numbers, importer)
            except No as no:
                made.refuse(str(no), no.field)
    return plans


def _decide(made: Plan, line: Line, numbers: dict[str, list[Matter]], importer: Importer) -> None:
    found = numbers.get(reading.same(line["matter"]), [])
    if len(found) != 1:
        several = f"有 {len(found)} 件" if found else "没有"
        raise No(f"{several}编号为“{line['matter']}”的信访事项：请核对编号，或先导入信访事项台账。", field="matter")
    matter = found[0]
    _check_days(line, matter, importer.today)
    officials = [
        importer.people.find(name, matter.responsible, line["from_on"], "sponsor", importer.units)
        for name in line["sponsor"]
    ]
    key = ("sponsor", matter.pk, frozenset(official.pk for official in officials))
    if earlier := importer.first_time(key, repr(sorted(line.values.items(), key=lambda item: item[0])), line):
        made.verdict, made.said = Verdict.UNCHANGED, f"与表“{earlier[0]}”第 {earlier[1]} 行相同"
        return
    steps = [step for official in officials for step in _sponsor(line, matter, official)]
    if line["resolved_on"] and not matter.resolved_on:
        if matter.state != State.CLOSED:
            raise No(
                f"“{matter}”{matter.get_state_display()}，还没有办结，不能认定化解：请先办结。", field="resolved_on"
            )
        steps.append(("认定化解", None))
    if not steps:
        made.verdict, made.said = Verdict.UNCHANGED, f"“{matter}”已由{'、'.join(line['sponsor'])}包案"
        return
    if any(label != "认定化解" for label, _ in steps) and matter.state not in (*OPEN, State.CLOSED):
        raise No(f"“{matter}”{matter.get_state_display()}，不能再确定包案：请核对台账。", field="matter")
    given = any("包案" in label and not label.startswith("终止") for label, _ in steps)
    made.verdict = Verdict.CREATED if given else Verdict.CHANGED
    made.said = f"“{matter}”：{'、'.join(label for label, _ in steps)}"
    made.carry = lambda: _carry(line, matter, steps, importer)


def _check_days(line: Line, matter: Matter, today: date) -> None:
    order = [(matter.received_on, "收到日期", ""), (line["from_on"], "包案日期", "from_on")]
    order += [(line["to_on"], "终止日期", "to_on")] if line["to_on"] else []
    for (before, earlier, _), (day, label, name) in pairwise(order):
        if not before <= day <= today:
            raise No(f"{label} {day} 应在{earlier} {before} 与今天之间：请核对。", field=name)
    resolved = line["resolved_on"]
    if resolved and not (matter.closed_on or matter.received_on) <= resolved <= today:
        raise No(f"化解日期 {resolved} 早于办结日期或者还没有到：请核对。", field="resolved_on")
    if resolved and matter.resolved_on and resolved != matter.resolved_on:
        raise No(
            f"“{matter}”登记的化解日期是 {matter.resolved_on}，与台账的 {resolved} 不同：请核对。", field="resolved_on"
        )


def _sponsor(line: Line, matter: Matter, official: Official) -> list[tuple[str, Any]]:
    """Return what is missing of one leader's sponsorship: its beginning, its end."""
    held = [given for given in matter.sponsorships.all() if given.official_id == official.pk]
    same = [given for given in held if given.from_on == line["from_on"]]
    if held and not same and any(given.to_on is None or given.to_on >= line["from_on"] for given in held):
        raise No(
            f"“{official}”自 {held[0].from_on} 起已是“{matter}”的包案领导，日期与台账不同：请核对。", field="from_on"
        )
    steps: list[tuple[str, Any]] = [] if same else [(f"{official}包案", official)]
    ended = same[0].to_on if same else None
    if line["to_on"] and ended and ended != line["to_on"]:
        raise No(f"“{official}”的包案已于 {ended} 终止，与台账不同：请核对。", field="to_on")
    return [*steps, (f"终止{official}包案", same[0] if same else official)] if line["to_on"] and not ended else steps


def _carry(line: Line, matter: Matter, steps: Sequence[tuple[str, Any]], importer: Importer) -> None:
    given: dict[Any, Sponsorship] = {}
    for label, whom in steps:
        if label == "认定化解":
            acts.resolve(matter=matter, verified=line["evidence"], **importer.how(line, line["resolved_on"]))
        elif label.startswith("终止"):
            sponsorship = whom if isinstance(whom, Sponsorship) else given[whom.pk]
            acts.end_sponsor(sponsorship=sponsorship, reason="", **importer.how(line, line["to_on"]))
        else:
            how = importer.how(line, line["from_on"])
            given[whom.pk] = acts.give_sponsor(
                matter=matter, official=whom, crux=line["crux"], plan=line["plan"], **how
            )
