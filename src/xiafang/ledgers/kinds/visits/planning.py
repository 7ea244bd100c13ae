"""What becomes of rows of a ledger of visits: one row a visit, or one a matter received on it, its cells merged."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from xiafang.casework.codes import Handling
from xiafang.casework.models import Matter
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.kinds.finding import matters_by_number
from xiafang.ledgers.kinds.visits import accepting
from xiafang.ledgers.kinds.visits.wanted import Wanted, numbers_of, wanted
from xiafang.ledgers.plans import Answer, Line, No, Plan, Verdict, refused
from xiafang.visits import acts
from xiafang.visits.acts import Reception
from xiafang.visits.codes import Format, Status
from xiafang.visits.models import Visit


def one_visit(line: Line) -> object:
    """Return what is equal in rows that are one visit, when they follow one another."""
    return line["unit"], line["date"], line["leaders"], line["mode"]


def plan(lines: Sequence[Line], importer: Importer) -> list[Plan]:
    """Return what becomes of each visit; rows one after the other with the same unit, day and leaders are one."""
    plans: list[Plan] = []
    rows: list[tuple[Plan, Wanted]] = []
    numbers = matters_by_number([number for line in lines for number in numbers_of(line)], importer)
    for _, together in groupby(lines, key=one_visit):
        group = list(together)
        faulty = next((made for line in group if (made := refused(line))), None)
        made = faulty or Plan(group, Verdict.CREATED)
        made.lines = group
        plans.append(made)
        if faulty:
            continue
        try:
            rows.append((made, wanted(group, numbers, importer)))
        except No as no:
            made.refuse(str(no), no.field, no.line)
    days = {row.day for _, row in rows}
    seen = Visit.objects.visible_to(importer.by).valid().filter(date__in=days)
    known = list(seen.select_related("organization").prefetch_related("matters"))
    for made, row in rows:
        try:
            _decide(made, row, [visit for visit in known if visit.date == row.day], importer)
        except No as no:
            made.refuse(str(no), no.field, no.line)
    return plans


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
    accepts = accepting.missing(row.accepted, None, row.day)
    on_it = f"，受理 {len(accepts)} 件" if accepts else ""
    made.said = f"{row.day} {names}{row['mode'].label}（{said}，{len(row.matters)} 件事项{on_it}）"
    made.carry = lambda: accepting.carry(accepts, _create(row, importer), importer)


def _check_format(row: Wanted) -> None:
    if row["format"] == Format.SOLO and len(row.leaders) > 1:
        raise No("单独下访只有一名接访领导：请改为“集中会办”或“分组下访”（办法第十条）。", field="format")


def _compare(made: Plan, row: Wanted, visit: Visit, importer: Importer) -> None:
    if visit.status == Status.PLANNED and row.status == Status.HELD:
        accepts = accepting.missing(row.accepted, visit, row.day)
        made.verdict, made.said = Verdict.CHANGED, f"“{visit}”：登记下访记录"
        made.carry = lambda: accepting.carry(accepts, _record(visit, row, importer), importer)
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
    if accepts := accepting.missing(row.accepted, visit, row.day):
        made.verdict = Verdict.CHANGED
        made.said = f"“{visit}”：{'、'.join(f'“{matter}”在下访中受理' for matter, _ in accepts)}"
        made.carry = lambda: accepting.carry(accepts, visit, importer)
        return
    made.verdict, made.said = Verdict.UNCHANGED, f"已有“{visit}”"


def _receptions(row: Wanted) -> list[Reception]:
    return [_reception(matter, line, matter.pk in row.own or not line["matter"]) for matter, line in row.listed]


def _reception(matter: Matter, line: Line, told: bool) -> Reception:
    """Return what came of a matter; a row that is another's tells nothing of it."""
    if not told:
        return Reception(matter)
    handling, words = line["handling"], line["decided"] or ""
    place = {Handling.EXPLAINED: "explained", Handling.DEFERRED: "to_study"}.get(handling, "decided")
    said: Any = {place: words}
    return Reception(matter, handling=handling, reply_by=line["reply_by"], **said)


def _create(row: Wanted, importer: Importer) -> Visit:
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
        return acts.record_unscheduled_visit(
            received=row.received,
            groups=row.groups,
            receptions=_receptions(row),
            **facts,
            **importer.how(first, row.day),
        )
    how = importer.how(first, scheduled or importer.today)
    visit = acts.schedule_visit(date=row.day, matters=row.matters, **facts, **how)
    return _record(visit, row, importer) if row.status == Status.HELD else visit


def _record(visit: Visit, row: Wanted, importer: Importer) -> Visit:
    return acts.record_visit(
        visit=visit,
        leaders=row.leaders,
        received=row.received,
        groups=row.groups,
        receptions=_receptions(row),
        **importer.how(row.lines[0], row.day),
    )
