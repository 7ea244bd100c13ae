"""Ledgers of visits and of sponsorship."""

from datetime import date
from typing import Any

import pytest

from casework.office import accepted, closed, day, registered
from ledgers.files import Desk, counts
from xiafang.casework.codes import State
from xiafang.casework.models import Sponsorship
from xiafang.ledgers.plans import Answer
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
