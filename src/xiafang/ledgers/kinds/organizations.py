"""Ledgers of organizations (机构名册): the tree below the importer, set up from the top down."""

import re
from collections.abc import Sequence
from typing import Any

from xiafang.adapters.sheets import Value
from xiafang.ledgers import reading
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.plans import Answer, Line, No, Plan, Verdict, column, refused
from xiafang.ledgers.reading import same
from xiafang.organizations import acts
from xiafang.organizations.kinds import PARENTS, Kind
from xiafang.organizations.models import Organization

REASON = "台账更正"
_KINDS = {
    "厅": "provincial_department", "市局": "city_bureau", "州局": "city_bureau", "市州局": "city_bureau",
    "市司法局": "city_bureau", "县局": "county_bureau", "区局": "county_bureau", "县市区局": "county_bureau",
    "县司法局": "county_bureau", "区司法局": "county_bureau", "县市区司法局": "county_bureau",
    "所": "judicial_office", "戒毒所": "rehab_center", "处室": "division", "内设处室": "division",
    "科室": "division", "事业单位": "institution", "直属单位": "institution",
}  # fmt: skip
_ENDINGS = (("司法所", Kind.JUDICIAL_OFFICE), ("监狱", Kind.PRISON), ("戒毒所", Kind.REHAB_CENTER))


def _aliases(value: Value, from_1904: bool) -> list[str]:
    return reading.names(value, from_1904)


COLUMNS = (
    column("name", "机构名称", "名称 单位名称 单位全称 机构全称 全称 单位", reading.bare, required=True,
           example="甲示例市司法局"),
    column("short_name", "简称", "单位简称 机构简称", reading.bare, example="甲市局"),
    column("aliases", "别名", "其他名称 曾用名 俗称", _aliases),
    column("kind", "机构类别", "类别 单位类别 机构类型 单位性质 性质", reading.choice(Kind, _KINDS),
           example="市州司法局", note="空着的，按名称判断"),
    column("parent", "上级机构", "上级单位 主管单位 隶属 所属单位 上级 隶属单位", reading.bare, example="示例省司法厅",
           note="可以是本表中的机构；空着的，按导入时所选单位"),
    column("division_code", "行政区划代码", "区划代码 行政区划", reading.code(6), example="420100"),
    column("review_authority", "复查机关", "", reading.text(100)),
    column("from_on", "设立日期", "成立日期 设立时间 成立时间", reading.month_or_day),
    column("to_on", "撤销日期", "撤销时间", reading.month_or_day),
    column("same_or_not", "核对结论", "是否同一 同一或另立", reading.choice(Answer, {"是": "same", "否": "another"}),
           note="对“待核对”的行填“同一”或“另立”后再导入"),
)  # fmt: skip
_CHANGED = ("short_name", "division_code", "review_authority", "from_on")


def plan(lines: Sequence[Line], importer: Importer) -> list[Plan]:
    """Return what becomes of each row; a row whose superior stands further down in the file comes after it."""
    plans: list[Plan] = []
    coming: dict[str, Organization] = {}  # those that the file will set up, by name
    named = {same(line["name"]) for line in lines if not line.faults}
    waiting: list[Plan] = []
    for line in lines:
        made = refused(line) or Plan([line], Verdict.CREATED)
        plans.append(made)
        if made.verdict != Verdict.REFUSED:
            waiting.append(made)
    while waiting:
        later = []
        for made in waiting:
            parent = same(made.line["parent"])
            if parent in named and parent not in coming and parent != same(made.line["name"]):
                later.append(made)
            else:
                _try(made, coming, importer)
        if len(later) == len(waiting):
            for made in later:
                made.refuse(f"上级机构“{made.line['parent']}”在本表中，但没有成功导入：请先改正那一行。", "parent")
            break
        waiting = later
    return sorted(plans, key=lambda made: _depth(made, coming))


def _depth(made: Plan, coming: dict[str, Organization]) -> int:
    unit = coming.get(same(made.line["name"] or ""))
    depth = 0
    while unit is not None and unit.parent is not None and depth < 20:
        unit, depth = unit.parent, depth + 1
    return depth


def _try(made: Plan, coming: dict[str, Organization], importer: Importer) -> None:
    try:
        unit = _decide(made, coming, importer)
        coming[same(unit.name)] = unit
    except No as no:
        made.refuse(str(no), no.field)


def _decide(made: Plan, coming: dict[str, Organization], importer: Importer) -> Organization:
    line = made.line
    if earlier := importer.first_time(("unit", same(line["name"])), repr(sorted(line.values.items(), key=str)), line):
        made.verdict, made.said = Verdict.UNCHANGED, f"与表“{earlier[0]}”第 {earlier[1]} 行相同"
        return coming[same(line["name"])]
    parent = _parent(line, coming, importer)
    rows = [unit for unit in importer.units.rows.values() if unit.to_on is None]
    named = [unit for unit in rows if same(unit.name) == same(line["name"])]
    here = [unit for unit in named if parent is None or unit.parent_id == parent.pk]
    near = named or [u for u in rows if line["division_code"] and u.division_code == line["division_code"]]
    if not here and near:
        answer = importer.answer(line)
        if answer is None:
            made.verdict, made.cell = Verdict.ASKED, line.record.address("name")
            what = "名称" if named else "行政区划代码"
            made.said = (
                f"与“{near[0].parent or ''}”之下的“{near[0]}”{what}相同：是同一机构的请答“同一”，不是的请答“另立”。"
            )
            return near[0]
        here = near if answer == Answer.SAME else []
    return _compare(made, here[0], importer) if here else _new(made, parent, importer)


def _parent(line: Line, coming: dict[str, Organization], importer: Importer) -> Organization | None:
    words = line["parent"]
    if words:
        if found := coming.get(same(words)):
            return found
        return importer.units.find(words, "parent")
    if same(line["name"]) in {same(unit.name) for unit in importer.units.rows.values() if unit.parent_id is None}:
        return None
    return importer.place("", "parent") if importer.units.rows else None


def _new(made: Plan, parent: Organization | None, importer: Importer) -> Organization:
    line = made.line
    kind = line["kind"] or _kind(line["name"], parent)
    if parent is not None and parent.kind not in PARENTS[kind]:
        allowed = "、".join(Kind(one).label for one in PARENTS[kind]) or "（省司法厅没有上级）"
        raise No(f"{kind.label}不能设在“{parent}”之下：其上级应为{allowed}。", field="parent")
    if parent is None and kind != Kind.PROVINCIAL_DEPARTMENT:
        raise No(f"{kind.label}须有上级机构：请补填。", field="parent")
    code = line["division_code"]
    if code and not re.fullmatch(r"[0-9]{6}", code):
        raise No(f"行政区划代码“{code}”应为六位数字：请核对。", field="division_code")
    if line["from_on"] and line["to_on"] and line["to_on"] < line["from_on"]:
        raise No("撤销日期早于设立日期：请核对。", field="to_on")
    made.said = f"在“{parent}”之下设立“{line['name']}”（{kind.label}）" if parent else f"设立“{line['name']}”"
    unit = Organization(name=line["name"], kind=kind, parent=parent)
    unit.above = [*(parent.above if parent else []), unit.pk]
    made.carry = lambda: _create(line, kind, unit, importer)
    return unit


def _kind(name: str, parent: Organization | None) -> Kind:
    for ending, kind in _ENDINGS:
        if name.endswith(ending):
            return kind
    if name.endswith("司法局") and parent is not None:
        return Kind.CITY_BUREAU if parent.kind == Kind.PROVINCIAL_DEPARTMENT else Kind.COUNTY_BUREAU
    if name.endswith("监狱管理局"):
        return Kind.PRISON_ADMINISTRATION
    if name.endswith("戒毒管理局"):
        return Kind.REHAB_ADMINISTRATION
    if name.endswith("司法厅"):
        return Kind.PROVINCIAL_DEPARTMENT
    raise No(f"看不出“{name}”是哪一类机构：请填机构类别。", field="kind")


def _create(line: Line, kind: Kind, unit: Organization, importer: Importer) -> None:
    details: dict[str, Any] = {
        name: line[name] for name in ("short_name", "division_code", "review_authority", "aliases")
    }
    parent = Organization.objects.get(pk=unit.parent.pk) if unit.parent else None
    acts.create_organization(
        name=line["name"],
        kind=kind,
        parent=parent,
        from_on=line["from_on"],
        to_on=line["to_on"],
        id=unit.pk,
        by=importer.by,
        at=importer.at,
        **details,
    )


def _compare(made: Plan, unit: Organization, importer: Importer) -> Organization:
    line = made.line
    if line["kind"] and line["kind"] != unit.kind:
        raise No(f"“{unit}”登记为{unit.get_kind_display()}，与台账的{line['kind'].label}不同：请核对。", field="kind")
    changes = {name: line[name] for name in _CHANGED if line[name] and line[name] != getattr(unit, name)}
    if new := [name for name in line["aliases"] if name not in unit.aliases]:
        changes["aliases"] = [*unit.aliases, *new]
    closing = line["to_on"] and unit.to_on is None
    if not (changes or closing):
        made.verdict, made.said = Verdict.UNCHANGED, f"已有“{unit}”"
        return unit
    labels = {c.field: c.label for c in COLUMNS}
    words = [*(f"更正{labels[name]}" for name in changes), *(["撤销"] if closing else [])]
    made.verdict, made.said = Verdict.CHANGED, f"“{unit}”：{'、'.join(words)}"
    made.carry = lambda: _change(line, unit, changes, importer, closing=bool(closing))
    return unit


def _change(line: Line, unit: Organization, changes: dict[str, Any], importer: Importer, *, closing: bool) -> None:
    if changes:
        acts.change_organization(organization=unit, by=importer.by, at=importer.at, reason=REASON, **changes)
    if closing:
        acts.close_organization(
            organization=unit, last_day=line["to_on"], by=importer.by, at=importer.at, reason=REASON
        )
