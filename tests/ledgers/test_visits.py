"""Ledgers of visits and of sponsorship."""

from datetime import date
from typing import Any

import openpyxl
import pytest

from casework.office import accepted, closed, day, registered
from ledgers.files import NOW, Desk, counts
from xiafang.accounts import standing
from xiafang.adapters.sheets import open_book
from xiafang.casework.codes import State
from xiafang.casework.facts import read_cases
from xiafang.casework.models import Matter, Sponsorship
from xiafang.ledgers.exporting.visits import visits
from xiafang.ledgers.plans import Answer
from xiafang.ledgers.refusals import Refusals
from xiafang.ledgers.running import parts
from xiafang.promises import ledger
from xiafang.visits.models import Visit

HEADS = ("下访日期", "领导姓名", "方式", "地点", "接待人次", "接待批次", "信访编号", "处理方式", "处理意见")


def visit(number: str | None = None, **facts: Any) -> list[Any]:
    given = {
        "下访日期": "2026.6.10",
        "领导姓名": "吴 示例",
        "方式": "接访",
        "地点": "甲示例县",
        "接待人次": 3,
        "接待批次": 1,
        "信访编号": number,
        "处理方式": "现场解决" if number else None,
        "处理意见": "当场答复" if number else None,
    } | facts
    return [given[head] for head in HEADS]


def test_a_visit_with_a_matter_and_what_came_of_it(desk: Desk) -> None:
    matter = accepted(desk.people)
    path = desk.workbook(HEADS, visit(matter.number))
    assert counts(desk.run(path)) == {"created": 1}
    made = Visit.objects.get()
    assert (made.status, made.received, made.date) == ("held", 3, date(2026, 6, 10))
    assert made.leaders == [desk.people.deputy.pk]
    line = made.matters.get()
    assert (line.matter, line.outcome, line.decided) == (matter, "on_the_spot", "当场答复")
    assert all(event.origin for event in made.events.all())
    assert counts(desk.run(path)) == {"unchanged": 1}
    assert Visit.objects.count() == 1


def test_merged_rows_are_one_visit_and_its_people_count_once(desk: Desk) -> None:
    first, second = accepted(desk.people), registered(desk.people, title="另一件")

    def merge(sheet: Any) -> None:
        for letter in "ABCDEF":
            sheet.merge_cells(f"{letter}2:{letter}3")

    rows = (visit(first.number), [None] * 6 + [second.number, "会后研究", "研究后答复"])
    path = desk.workbook(HEADS, *rows, change=merge)
    (plan,) = desk.run(path)
    assert (plan.verdict, len(plan.lines)) == ("created", 2), plan.said
    made = Visit.objects.get()
    assert (made.received, made.groups, made.matters.count()) == (3, 1, 2)
    assert counts(desk.run(path)) == {"unchanged": 2}


def test_a_planned_visit_is_held_by_a_later_ledger(desk: Desk) -> None:
    plan = visit(下访日期="2026-12-1", 接待人次=None, 接待批次=None)
    assert counts(desk.run(desk.workbook(HEADS, plan))) == {"created": 1}
    assert Visit.objects.get().status == "planned"
    heads = (*HEADS, "确定日期", "状态")
    assert counts(desk.run(desk.workbook(heads, [*visit(), "2026-6-1", "已安排"]))) == {"created": 1}
    (changed,) = desk.run(desk.workbook(heads, [*visit(), "2026-6-1", "已完成"]))
    assert changed.verdict == "changed"
    assert Visit.objects.get(date=date(2026, 6, 10)).status == "held"


def test_partly_the_same_leaders_on_the_same_day_are_a_question(desk: Desk) -> None:
    desk.run(desk.workbook(HEADS, visit()))
    path = desk.workbook(HEADS, visit(领导姓名="吴示例、周示例"))
    assert counts(desk.run(path)) == {"asked": 1}
    assert counts(desk.run(path, answers={("Sheet", 2): Answer.ANOTHER})) == {"created": 1}
    assert counts(desk.run(path)) == {"unchanged": 1}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        pytest.param({"领导姓名": "某某"}, "没有名叫“某某”的在职领导", id="nobody of that name"),
        pytest.param({"信访编号": "999"}, "没有编号为“999”的信访事项", id="no such matter"),
        pytest.param({"接待批次": 5}, "5 批多于 3 人次", id="more groups than people"),
        pytest.param({"方式": None}, "缺少“下访方式”", id="no mode"),
    ],
)
def test_a_refused_visit_says_why(desk: Desk, facts: dict[str, Any], said: str) -> None:
    (plan,) = desk.run(desk.workbook(HEADS, visit(**facts)))
    assert plan.verdict == "refused"
    assert said in plan.said
    assert not Visit.objects.exists()


SPONSORS = ("信访编号", "包案领导", "包案日期", "症结", "化解日期", "终止日期")


def test_a_leader_becomes_sponsor_and_the_matter_is_resolved(desk: Desk) -> None:
    matter = closed(desk.people)
    path = desk.workbook(SPONSORS, [matter.number, "吴示例", "2026.6.3", "退费标准有争议", "2026/6/20", None])
    (plan,) = desk.run(path)
    assert plan.verdict == "created", plan.said
    matter.refresh_from_db()
    assert (matter.state, matter.resolved_on) == (State.RESOLVED, date(2026, 6, 20))
    given = Sponsorship.objects.get()
    assert (given.official, given.from_on, given.crux) == (desk.people.deputy, date(2026, 6, 3), "退费标准有争议")
    assert counts(desk.run(path)) == {"unchanged": 1}


def test_a_sponsorship_ends_by_a_later_ledger(desk: Desk) -> None:
    matter = accepted(desk.people)
    desk.run(desk.workbook(SPONSORS, [matter.number, "吴示例", day(3), None, None, None]))
    path = desk.workbook(SPONSORS, [matter.number, "吴示例", day(3), None, None, day(9)])
    assert counts(desk.run(path)) == {"changed": 1}
    assert Sponsorship.objects.get().to_on == day(9)
    assert counts(desk.run(path)) == {"unchanged": 1}


def test_a_matter_that_is_open_is_not_resolved_by_a_ledger_of_sponsors(desk: Desk) -> None:
    matter = accepted(desk.people)
    (plan,) = desk.run(desk.workbook(SPONSORS, [matter.number, "吴示例", day(3), None, day(9), None]))
    assert plan.verdict == "refused"
    assert "请先办结" in plan.said
    assert not Sponsorship.objects.exists()


def test_what_is_out_of_sight_is_not_there(desk: Desk) -> None:
    matter = accepted(desk.people)
    (plan,) = desk.run(desk.workbook(SPONSORS, [matter.number, "吴示例", day(3), None, None, None]), by="neighbour")
    assert "没有编号为" in plan.said


ACCEPTING = (*HEADS, "受理件", "等级")


def on_it(number: str | None, accepted: str | None, grade: str | None = None, **facts: Any) -> list[Any]:
    return [*visit(number, **facts), accepted, grade]


def test_a_matter_is_accepted_on_the_visit_that_the_ledger_says(desk: Desk) -> None:
    matter = registered(desk.people)
    path = desk.workbook(ACCEPTING, on_it(matter.number, "是", "简单"))
    (plan,) = desk.run(path)
    assert (plan.verdict, "受理 1 件" in plan.said) == ("created", True), plan.said
    made = Visit.objects.get()
    matter.refresh_from_db()
    assert (matter.visit, matter.accepted_on, matter.grade) == (made.pk, made.date, "simple")
    assert (matter.handling, matter.state) == ("on_the_spot", State.ACCEPTED)
    event = matter.events.get(act="accept")
    assert event.origin.endswith("第2行")
    assert counts(desk.run(path)) == {"unchanged": 1}
    assert desk.run(path)[0].said == f"已有“{made}”"
    matter.refresh_from_db()
    assert matter.version == event.version
    case = next(case for case in read_cases(Matter.objects.all()) if case["id"] == str(matter.pk))
    assert case["visit"] == str(made.pk), "第十七条 runs"


def test_what_the_other_ledger_has_accepted_and_closed_is_only_noted(desk: Desk) -> None:
    ledger.rebuild(NOW.date())
    first = closed(desk.people)
    second = accepted(desk.people, n=9)
    row = on_it(None, f"{first.number}、{second.number}", 下访日期="2026.6.2")
    (plan,) = desk.run(desk.workbook(ACCEPTING, row))
    assert plan.verdict == "created", plan.said
    made = Visit.objects.get()
    assert {line.matter_id for line in made.matters.all()} == {first.pk, second.pk}
    for matter in (first, second):
        before = matter.accepted_on, matter.state
        matter.refresh_from_db()
        assert (matter.visit, matter.accepted_on, matter.state) == (made.pk, *before)
        event = matter.events.get(act="correct")
        assert "台账载明在下访中受理" in event.said
        assert (event.facts["after"]["visit"], event.origin.endswith("第2行")) == (str(made.pk), True)
    assert counts(desk.run(desk.workbook(ACCEPTING, row))) == {"unchanged": 1}
    assert ledger.verify(NOW.date()) == []


def test_a_later_ledger_says_what_was_accepted_on_a_visit_that_is_there(desk: Desk) -> None:
    matter = registered(desk.people)
    desk.run(desk.workbook(HEADS, visit(matter.number)))
    path = desk.workbook(ACCEPTING, on_it(matter.number, "受理"))
    (plan,) = desk.run(path)
    assert (plan.verdict, f"“{matter}”在下访中受理" in plan.said) == ("changed", True), plan.said
    matter.refresh_from_db()
    assert (matter.visit, matter.handling) == (Visit.objects.get().pk, "on_the_spot")
    assert counts(desk.run(path)) == {"unchanged": 1}


def test_a_row_of_its_own_and_one_that_is_only_named(desk: Desk) -> None:
    own, named = registered(desk.people), registered(desk.people, title="另一件")
    (plan,) = desk.run(desk.workbook(ACCEPTING, on_it(own.number, named.number)))
    assert plan.verdict == "created", plan.said
    made = Visit.objects.get()
    assert [(line.matter, line.outcome) for line in made.matters.all()] == [(own, "on_the_spot"), (named, "")]
    own.refresh_from_db()
    named.refresh_from_db()
    assert (own.visit, named.visit) == (None, made.pk)


@pytest.mark.parametrize(
    ("accepted_words", "facts", "cell", "said"),
    [
        pytest.param("甲999", {}, "J2", "没有编号为“甲999”的信访事项", id="unknown number"),
        pytest.param("是", {"信访编号": None}, "G2", "没有信访事项编号", id="which one"),
        pytest.param(
            "是", {"下访日期": "2026-12-1", "接待人次": None, "接待批次": None}, "J2", "还没有举行", id="to come"
        ),
        pytest.param("是", {"下访日期": "2026-5-4"}, "J2", "晚于下访日期", id="before it came in"),
    ],
)
def test_what_cannot_have_been_accepted_there(
    desk: Desk, accepted_words: str, facts: dict[str, Any], cell: str, said: str
) -> None:
    matter = registered(desk.people)
    row = on_it(matter.number, accepted_words, **facts)
    (plan,) = desk.run(desk.workbook(ACCEPTING, row))
    assert (plan.verdict, plan.cell) == ("refused", cell), plan.said
    assert said in plan.said
    assert "请" in plan.said
    assert not Visit.objects.exists()


def test_what_was_accepted_before_or_on_another_visit_is_refused(desk: Desk) -> None:
    early, there = accepted(desk.people), registered(desk.people, title="另一件")
    (plan,) = desk.run(desk.workbook(ACCEPTING, on_it(early.number, "是")))
    assert (plan.verdict, "早于下访日期" in plan.said) == ("refused", True), plan.said
    assert counts(desk.run(desk.workbook(ACCEPTING, on_it(there.number, "是")))) == {"created": 1}
    (plan,) = desk.run(desk.workbook(ACCEPTING, on_it(there.number, "是", 下访日期="2026.6.11")))
    assert (plan.verdict, "另一次下访" in plan.said) == ("refused", True), plan.said


def test_an_exported_visit_says_what_was_accepted_and_comes_back_unchanged(desk: Desk) -> None:
    matter = registered(desk.people)
    desk.run(desk.workbook(ACCEPTING, on_it(matter.number, "是")))
    standing.identify(desk.people.office, on=NOW.date())
    out = visits(Visit.objects.all(), desk.people.office)
    rows = list(out.rows)
    assert rows[0][out.headings.index("受理件")] == "是"
    assert counts(desk.run(desk.workbook(out.headings, *rows, name="导出.xlsx"))) == {"unchanged": 1}


def test_a_refused_visit_over_merged_rows_comes_back_with_its_sums(desk: Desk) -> None:
    first, second = registered(desk.people), registered(desk.people, title="另一件")

    def merge(sheet: Any) -> None:
        for letter in "ABCDEF":
            sheet.merge_cells(f"{letter}2:{letter}3")

    rows = (on_it(first.number, "是"), [None] * 6 + [second.number, "会后研究", "研究后答复", "甲999", None])
    path = desk.workbook(ACCEPTING, *rows, change=merge)
    (plan,) = desk.run(path)
    assert (plan.verdict, plan.cell) == ("refused", "J3")
    refusals = Refusals()
    with open_book(path) as book:
        refusals.begin(*parts(book))
    refusals.add(plan)
    assert refusals.write(desk.folder / "未导入.xlsx") == 2
    book = openpyxl.load_workbook(desk.folder / "未导入.xlsx")
    for line in book.active.iter_rows():
        for cell in line:
            cell.value = None if cell.value == "甲999" else cell.value
    book.save(desk.folder / "改好.xlsx")
    assert counts(desk.run(desk.folder / "改好.xlsx")) == {"created": 2}
    made = Visit.objects.get()
    assert (made.received, made.groups, made.matters.count()) == (3, 1, 2)
    assert [line.matter.visit for line in made.matters.all()] == [made.pk, None]
