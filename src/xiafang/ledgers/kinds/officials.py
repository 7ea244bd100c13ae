"""Ledgers of officials and their posts (领导班子名册、干部任职表): one row a post."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from xiafang.ledgers import reading
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.plans import Answer, Line, No, Plan, Verdict, column, refused
from xiafang.ledgers.reading import same
from xiafang.organizations import acts
from xiafang.organizations.kinds import Rank
from xiafang.organizations.models import Official, Organization, Post

REASON = "台账更正"
_RANKS = {
    "正厅": "department_chief", "厅级正职": "department_chief", "副厅": "department_deputy",
    "厅级副职": "department_deputy", "一级巡视员": "department_chief", "二级巡视员": "department_deputy",
    "正处": "division_chief", "县处级正职": "division_chief", "处级": "division_chief", "副处": "division_deputy",
    "县处级副职": "division_deputy", "一级调研员": "division_chief", "二级调研员": "division_chief",
    "三级调研员": "division_deputy", "四级调研员": "division_deputy", "正科": "section_chief", "科级": "section_chief",
    "乡科级正职": "section_chief", "一级主任科员": "section_chief", "二级主任科员": "section_chief",
    "副科": "section_deputy", "乡科级副职": "section_deputy", "三级主任科员": "section_deputy",
    "四级主任科员": "section_deputy", "科员": "staff", "办事员": "staff", "一级科员": "staff", "二级科员": "staff",
}  # fmt: skip

COLUMNS = (
    column("name", "姓名", "干部姓名 领导姓名 人员姓名", reading.bare, required=True, example="赵示例"),
    column("unit", "任职单位", "单位 所在单位 工作单位 机构 单位名称 所属单位", reading.bare, example="市局"),
    column("title", "职务", "现任职务 职务名称 担任职务 行政职务 党内职务", reading.text(100), required=True,
           example="副局长"),
    column("rank", "职级", "级别 职务层次 行政级别 职务级别", reading.choice(Rank, _RANKS), required=True,
           example="副处级"),
    column("leadership", "领导班子成员", "是否班子成员 班子成员 是否领导班子成员", reading.truth, example="是"),
    column("principal", "主要负责人", "是否主要负责人 是否一把手 一把手 单位主要负责人", reading.truth, example="否"),
    column("portfolio", "分工", "分管工作 工作分工 分管范围 分管内容", reading.text(), example="分管律师、公证工作"),
    column("from_on", "任职日期", "任职时间 任现职时间 任现职日期 起始时间 到任时间", reading.month_or_day,
           required=True, example="2024-01-01", note="只有年月的，按当月1日"),
    column("to_on", "免职日期", "免职时间 离任时间 离任日期 卸任时间", reading.month_or_day),
    column("same_or_not", "核对结论", "是否同一 同一或另立", reading.choice(Answer, {"是": "same", "否": "another"}),
           note="对“待核对”的行填“同一”或“另立”后再导入"),
)  # fmt: skip


class _Known:
    """Officials and posts by name, and those whom the file will enter."""

    def __init__(self, names: set[str]) -> None:
        self.posts: defaultdict[str, list[Post]] = defaultdict(list)
        self.bare: defaultdict[str, list[Official]] = defaultdict(list)
        self.coming: dict[tuple[str, object], Official] = {}
        rows = Post.objects.filter(official__name__in=names).select_related("official", "organization")
        for post in rows.order_by("from_on", "id"):
            self.posts[same(post.official.name)].append(post)
        for official in Official.objects.filter(name__in=names, posts=None):
            self.bare[same(official.name)].append(official)


def plan(lines: Sequence[Line], importer: Importer) -> list[Plan]:
    """Return what becomes of each row. Two queries."""
    known = _Known({line["name"] for line in lines if line["name"]})
    plans = []
    for line in lines:
        made = refused(line) or Plan([line], Verdict.CREATED)
        plans.append(made)
        if made.verdict != Verdict.REFUSED:
            try:
                _decide(made, known, importer)
            except No as no:
                made.refuse(str(no), no.field)
    return plans


def _decide(made: Plan, known: _Known, importer: Importer) -> None:
    line = made.line
    unit = importer.place(line["unit"], "unit")
    _check_days(line, unit)
    key = ("post", same(line["name"]), unit.pk, same(line["title"]), line["from_on"])
    if earlier := importer.first_time(key, repr(sorted(line.values.items(), key=lambda item: item[0])), line):
        made.verdict, made.said = Verdict.UNCHANGED, f"与表“{earlier[0]}”第 {earlier[1]} 行相同"
        return
    name = same(line["name"])
    posts = known.posts[name]
    mine = {post.official_id: post.official for post in posts if post.organization_id == unit.pk}
    coming = known.coming.get((name, unit.pk))
    if len(mine) > 1:
        raise No(f"“{unit}”有 {len(mine)} 名“{line['name']}”，分不清是哪一位：请在网页上办理。", field="name")
    if mine or coming:
        official = next(iter(mine.values())) if mine else coming
        assert official is not None  # noqa: S101 - one of the two is there
        _compare(made, official, unit, [post for post in posts if post.official_id == official.pk], importer)
        return
    near = [post.official for post in posts] + known.bare[name] + [o for (n, _), o in known.coming.items() if n == name]
    if near:
        answer = importer.answer(line)
        if answer is None:
            where = next((str(post) for post in reversed(posts) if post.official == near[0]), str(near[0]))
            made.verdict, made.cell = Verdict.ASKED, line.record.address("name")
            made.said = f"已有同名干部（{where}）：是同一人的请答“同一”，不是的请答“另立”。"
            return
        if answer == Answer.SAME:
            _new(made, near[0], unit, importer, enter=False)
            known.coming[name, unit.pk] = near[0]
            return
    official = Official(name=line["name"])
    _new(made, official, unit, importer, enter=True)
    known.coming[name, unit.pk] = official


def _check_days(line: Line, unit: Organization) -> None:
    from_on: date = line["from_on"]
    to_on: date | None = line["to_on"]
    if to_on and to_on < from_on:
        raise No(f"免职日期 {to_on} 早于任职日期 {from_on}：请核对。", field="to_on")
    if (unit.from_on and from_on < unit.from_on) or (unit.to_on and from_on > unit.to_on):
        raise No(f"“{unit}”在 {from_on} 不存在：请核对任职日期或单位。", field="from_on")


def _new(made: Plan, official: Official, unit: Organization, importer: Importer, *, enter: bool) -> None:
    line = made.line
    made.said = f"{'登记干部' if enter else ''}“{official}”任“{unit}{line['title']}”"
    made.carry = lambda: _appoint(line, official, unit, importer, enter=enter)


def _appoint(line: Line, official: Official, unit: Organization, importer: Importer, *, enter: bool) -> None:
    who: Any = {"by": importer.by, "at": importer.at}
    if enter:
        acts.create_official(name=line["name"], id=official.pk, **who)
    acts.appoint(
        official=Official.objects.get(pk=official.pk),
        organization=unit,
        title=line["title"],
        rank=line["rank"],
        from_on=line["from_on"],
        to_on=line["to_on"],
        leadership=bool(line["leadership"]),
        principal=bool(line["principal"]),
        portfolio=line["portfolio"],
        **who,
    )


def _compare(made: Plan, official: Official, unit: Organization, posts: list[Post], importer: Importer) -> None:
    """Compare the row with the post of that title; another title is another post."""
    line = made.line
    held = [post for post in posts if post.organization_id == unit.pk and same(post.title) == same(line["title"])]
    found = next((post for post in held if post.from_on == line["from_on"]), None)
    if found is None:
        if other := next((post for post in held if post.to_on is None or post.to_on >= line["from_on"]), None):
            raise No(
                f"“{other}”登记的任职日期是 {other.from_on}，与台账的 {line['from_on']} 不同：请核对。", field="from_on"
            )
        _new(made, official, unit, importer, enter=False)
        return
    changes = {n: line[n] for n in ("leadership", "principal") if line[n] is not None and line[n] != getattr(found, n)}
    changes |= {"rank": line["rank"]} if line["rank"] != found.rank else {}
    if line["portfolio"] and same(line["portfolio"]) != same(found.portfolio):
        changes["portfolio"] = line["portfolio"]
    if line["to_on"] and found.to_on and line["to_on"] != found.to_on:
        raise No(f"“{found}”登记的免职日期是 {found.to_on}，与台账的 {line['to_on']} 不同：请核对。", field="to_on")
    ending = bool(line["to_on"]) and found.to_on is None
    if not (changes or ending):
        made.verdict, made.said = Verdict.UNCHANGED, f"已有“{found}”"
        return
    labels = {one.field: one.label for one in COLUMNS}
    words = [*(f"更正{labels[name]}" for name in changes), *(["免职"] if ending else [])]
    made.verdict, made.said = Verdict.CHANGED, f"“{found}”：{'、'.join(words)}"
    made.carry = lambda: _change(line, found, changes, importer, ending=ending)


def _change(line: Line, post: Post, changes: dict[str, Any], importer: Importer, *, ending: bool) -> None:
    who: Any = {"by": importer.by, "at": importer.at}
    if changes:
        acts.change_post(post=post, reason=REASON, **who, **changes)
    if ending:
        acts.end_post(post=post, last_day=line["to_on"], **who)
