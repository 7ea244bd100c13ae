"""A ledger of matters: what is new, what has changed, what is the same, what is refused, what is asked."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest

from casework.office import day, how, registered
from ledgers.files import HEADINGS, Desk, counts, row
from xiafang.accounts import standing
from xiafang.accounts.rights import OPERATOR
from xiafang.adapters.sheets import open_book
from xiafang.casework import acts
from xiafang.casework.codes import Channel, Flag, Kind, Outcome, State
from xiafang.casework.models import Event, Item, Matter, Personal
from xiafang.ledgers.kinds.matters.columns import TOPIC_ELSE
from xiafang.ledgers.plans import Answer
from xiafang.ledgers.refusals import Refusals
from xiafang.ledgers.running import parts

Web = Callable[[], AbstractContextManager[None]]
MORE = (
    *HEADINGS,
    "责任单位",
    "诉求",
    "处理结论",
    "答复内容",
    "答复日期",
    "化解日期",
    "包案领导",
    "联系电话",
    "内容分类",
)


def test_a_row_becomes_a_matter_with_its_steps_and_their_origin(desk: Desk) -> None:
    plans = desk.run(desk.workbook(HEADINGS, row(办结日期=date(2026, 7, 1))))
    assert counts(plans) == {"created": 1}, plans[0].said
    matter = Matter.objects.get()
    assert matter.received_on == date(2026, 6, 1)
    assert matter.accepted_on == date(2026, 6, 3)
    assert matter.closed_on == date(2026, 7, 1)
    events = list(matter.events.all())
    assert [event.act for event in events] == ["register", "accept", "close"]
    assert all(event.origin.startswith("台账 sha256:") and event.origin.endswith("第2行") for event in events)
    assert all(event.days_between == 0 for event in events)
    assert "台账未载" in events[-1].said


def test_a_whole_life_comes_out_of_one_row(desk: Desk) -> None:
    life = [*row(办结日期=date(2026, 7, 1), 单位="市局"), "甲示例县司法局", "1.退费；2.书面说明", "支持"]
    life += ["已经退还", "2026.6.28", 46235, "郑 示例", 13800000000, "律师管理—收费退费"]
    (plan,) = desk.run(desk.workbook(MORE, life))
    assert plan.verdict == "created", plan.said
    matter = Matter.objects.get()
    assert (matter.state, matter.responsible, matter.topic) == (State.RESOLVED, desk.people.land.county, "0501")
    assert [demand.text for demand in matter.demands.all()] == ["退费", "书面说明"]
    assert {(d.outcome, d.answer) for d in matter.demands.all()} == {(Outcome.SUPPORTED, "已经退还")}
    assert matter.sponsorships.get().official == desk.people.county_boss
    assert Personal.objects.get().phone == "13800000000"
    assert matter.resolved_on == date(2026, 8, 1)
    assert counts(desk.run(desk.workbook(MORE, life))) == {"unchanged": 1}


def test_importing_twice_changes_nothing(desk: Desk) -> None:
    nameless = row("", 信访人="李示例、王示例", 概况="反映公证收费")
    path = desk.workbook(HEADINGS, row("1"), nameless, row("3", 信访人="匿名"), row("", 信访人=None, 概况="匿名来信"))
    assert counts(desk.run(path)) == {"created": 4}
    before = list(Matter.objects.values_list("pk", "version").order_by("pk"))
    assert counts(desk.run(path)) == {"unchanged": 4}
    assert list(Matter.objects.values_list("pk", "version").order_by("pk")) == before


def test_a_preview_writes_nothing(desk: Desk) -> None:
    assert counts(desk.run(desk.workbook(HEADINGS, row()), write=False)) == {"created": 1}
    assert not Matter.objects.exists()


def test_a_later_ledger_takes_the_matter_further_and_empty_cells_take_nothing_back(desk: Desk) -> None:
    desk.run(desk.workbook(HEADINGS, row(受理日期=None)))
    (plan,) = desk.run(desk.workbook(HEADINGS, row(办结日期="2026年7月1日", 概况="反映律师不退费")))
    assert plan.verdict == "changed"
    assert "更正登记内容、受理、办结" in plan.said
    matter = Matter.objects.get()
    assert (matter.state, matter.title) == (State.CLOSED, "反映律师不退费")
    assert counts(desk.run(desk.workbook(HEADINGS, row(受理日期=None, 概况="反映律师不退费")))) == {"unchanged": 1}


def test_the_own_number_and_the_national_number_are_the_same_matter(desk: Desk) -> None:
    matter = registered(desk.people, national_number="GJ001")
    facts: Any = {"信访人": "孙示例", "收到日期": day(0), "受理日期": None}
    assert counts(desk.run(desk.workbook(HEADINGS, row(matter.number, **facts)))) == {"unchanged": 1}
    heads = ("国家系统编号", *HEADINGS[1:])
    assert counts(desk.run(desk.workbook(heads, row("ＧＪ001", **facts)))) == {"unchanged": 1}


def test_two_offices_may_use_the_same_number_for_different_matters(desk: Desk) -> None:
    path = desk.workbook(HEADINGS, row("1"), row("1", 单位="甲示例县司法局", 概况="另一件", 信访人="陈示例"))
    assert counts(desk.run(path)) == {"created": 2}
    assert counts(desk.run(path)) == {"unchanged": 2}


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"收到日期": date(2026, 6, 2), "受理日期": None}, id="another day"),
        pytest.param({"概况": "反映律师服务质量"}, id="another summary"),
        pytest.param({"单位": "甲示例县司法局"}, id="another unit"),
    ],
)
def test_a_near_match_is_asked_and_never_written(desk: Desk, facts: dict[str, Any]) -> None:
    desk.run(desk.workbook(HEADINGS, row("")))
    path = desk.workbook(HEADINGS, row("", **facts))
    (plan,) = desk.run(path)
    assert (plan.verdict, plan.carry) == ("asked", None)
    assert "同一" in plan.said
    assert Matter.objects.count() == 1
    same = desk.run(path, answers={("Sheet", 2): Answer.SAME})
    assert counts(same) == {"unchanged": 1}
    assert counts(desk.run(path, answers={("Sheet", 2): Answer.ANOTHER})) == {"created": 1}
    assert Matter.objects.count() == 2
    assert counts(desk.run(path)) == {"unchanged": 1}


def test_the_answer_may_stand_in_the_ledger_itself(desk: Desk) -> None:
    desk.run(desk.workbook(HEADINGS, row("")))
    path = desk.workbook((*HEADINGS, "核对结论"), [*row("", 概况="反映律师服务质量"), "另立"])
    assert counts(desk.run(path)) == {"created": 1}


def test_different_numbers_of_one_office_are_different_matters(desk: Desk) -> None:
    desk.run(desk.workbook(HEADINGS, row("1")))
    assert counts(desk.run(desk.workbook(HEADINGS, row("2", 概况="反映律师服务质量")))) == {"created": 1}


def test_the_same_row_twice_in_a_file_is_one_and_a_contradiction_is_refused(desk: Desk) -> None:
    plans = desk.run(desk.workbook(HEADINGS, row("1"), row("1"), row("1", 概况="别的")))
    assert [plan.verdict for plan in plans] == ["created", "unchanged", "refused"]
    assert "第 2 行" in plans[2].said
    assert Matter.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "cell", "said"),
    [
        pytest.param({"收到日期": "2026-02-30"}, "C2", "不是有效日期：请改为", id="no such day"),
        pytest.param({"收到日期": "2026.3"}, "C2", "不是完整的日期", id="a month"),
        pytest.param({"收到日期": None}, "C2", "缺少“收到日期”", id="no day"),
        pytest.param({"收到日期": date(2027, 1, 1), "受理日期": None}, "C2", "还没有到", id="tomorrow"),
        pytest.param({"受理日期": date(2026, 5, 1)}, "G2", "早于收到日期", id="before it came in"),
        pytest.param({"受理日期": None, "办结日期": date(2026, 7, 1)}, "G2", "没有受理日期", id="never accepted"),
        pytest.param({"信访形式": "托人"}, "D2", "认不出来", id="no such channel"),
        pytest.param({"信访形式": None}, "D2", "没有写明信访形式", id="no channel"),
        pytest.param({"概况": None}, "F2", "都是空的", id="says nothing"),
        pytest.param({"单位": "乙示例市司法局"}, "B2", "不在您所在单位的范围内", id="another's unit"),
        pytest.param({"单位": "某某局"}, "B2", "没有叫", id="no such unit"),
    ],
)
def test_a_refused_row_names_the_cell_the_reason_and_the_way_out(
    desk: Desk, facts: dict[str, Any], cell: str, said: str
) -> None:
    plans = desk.run(desk.workbook(HEADINGS, row("1", **facts), row("2")))
    assert [plan.verdict for plan in plans] == ["refused", "created"]
    assert plans[0].cell == cell
    assert said in plans[0].said
    assert "请" in plans[0].said
    assert Matter.objects.count() == 1


def test_all_faults_of_a_row_are_said_at_once(desk: Desk) -> None:
    (plan,) = desk.run(desk.workbook(HEADINGS, row(收到日期="x", 信访形式="y")))
    assert "收到日期" in plan.said
    assert "D2“信访形式”" in plan.said


def test_what_contradicts_the_register_is_refused(desk: Desk) -> None:
    desk.run(desk.workbook(HEADINGS, row()))
    for facts, said in (
        ({"收到日期": date(2026, 6, 2)}, "登记的收到日期是 2026-06-01"),
        ({"信访人": "钱示例"}, "登记的信访人是孙示例"),
        ({"受理日期": date(2026, 6, 4)}, "登记的受理日期是 2026-06-03"),
    ):
        (plan,) = desk.run(desk.workbook(HEADINGS, row(**facts)))
        assert plan.verdict == "refused"
        assert said in plan.said


def test_nothing_is_half_written_when_an_act_refuses(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from xiafang.accounts.refusals import NotAllowed  # noqa: PLC0415

    def no(**_: Any) -> None:
        raise NotAllowed("不能办结：示例。", field="closed_on")

    desk.run(desk.workbook(HEADINGS, row("1")))
    monkeypatch.setattr(acts, "close", no)
    corrected = row("1", 概况="反映律师不退费", 办结日期=date(2026, 7, 1))
    plans = desk.run(desk.workbook(HEADINGS, corrected, row("2", 概况="另一件")))
    assert [(plan.verdict, plan.cell) for plan in plans] == [("refused", "H2"), ("created", "")]
    assert plans[0].said == "不能办结：示例。"
    assert Matter.objects.get(title="反映律师收费退费问题").version == 2
    assert Matter.objects.count() == Item.objects.count() == 2


def test_what_the_ledger_does_not_hold_is_left_open(desk: Desk) -> None:
    path = desk.workbook(
        ("来访日期", "姓名", "反映问题"), ["2026-6-1", "孙 示 例", "反映 公证"], name="来访登记.csv.xlsx"
    )
    path = desk.workbook(
        ["2026年来访登记台账"], ("来访日期", "姓名", "反映问题"), ["2026-6-1", "孙 示 例", "反映 公证"]
    )
    (plan,) = desk.run(path)
    assert plan.verdict == "created", plan.said
    matter = Matter.objects.get()
    assert (matter.kind, matter.topic, matter.responsible) == (Kind.APPEAL, TOPIC_ELSE, desk.people.land.city)
    assert matter.items.get().channel == Channel.VISIT
    assert matter.petitioners.get().name == "孙示例"
    assert not Matter.objects.filter(flags__contains=[Flag.ANONYMOUS]).exists()


def test_whoever_is_accused_sees_nothing_of_what_was_imported(desk: Desk, web_role: Web) -> None:
    heads = (*HEADINGS, "被反映单位", "被反映人")
    path = desk.workbook(heads, [*row("1"), "甲示例县司法局", None], [*row("2", 概况="乙"), None, "郑示例"])
    assert counts(desk.run(path)) == {"created": 2}
    sees = {}
    for name in ("office", "county", "accused"):
        with web_role():
            standing.identify(desk.people[name], on=day(20))
            sees[name] = Matter.objects.count()
    assert sees == {"office": 2, "county": 0, "accused": 0}


def test_what_is_about_the_own_unit_is_refused_with_whom_to_give_it_to(desk: Desk) -> None:
    heads = (*HEADINGS, "被反映单位", "被反映人")
    rows = ([*row("1"), "市局", None], [*row("2", 概况="反映局长"), None, "周示例"])
    for plan in desk.run(desk.workbook(heads, *rows)):
        assert plan.verdict == "refused"
        assert "由上一级“示例省司法厅”办理" in plan.said
        assert "请把这一行交“示例省司法厅”的信访部门导入" in plan.said
    assert not Matter.objects.exists()


def test_the_level_above_imports_what_is_about_the_unit_that_keeps_the_ledger(desk: Desk, web_role: Web) -> None:
    heads = (*HEADINGS, "被反映单位")
    path = desk.workbook(heads, [*row("1", 单位="甲示例县司法局", 办结日期=date(2026, 7, 1)), "甲示例县司法局"])
    with web_role():
        (plan,) = desk.run(path, by="county")
        assert (plan.verdict, plan.cell) == ("refused", "I2")
        assert "交“甲示例市司法局”的信访部门导入" in plan.said
    sheet = desk.folder / "未导入.xlsx"
    refusals = Refusals()
    with open_book(path) as book:
        refusals.begin(*parts(book))
    refusals.add(plan)
    refusals.write(sheet)
    with web_role():
        assert counts(desk.run(sheet)) == {"created": 1}
        assert counts(desk.run(sheet)) == {"unchanged": 1}
        assert counts(desk.run(path, by="county")) == {"refused": 1}
    matter = Matter.objects.get()
    assert (matter.registering, matter.responsible) == (desk.people.land.county, desk.people.land.city)
    assert matter.state == State.CLOSED
    for name, seen in (("office", 1), ("county", 0)):
        with web_role():
            standing.identify(desk.people[name], on=day(20))
            assert Matter.objects.count() == seen


def test_an_importer_reaches_as_far_as_their_tree(desk: Desk) -> None:
    path = desk.workbook(HEADINGS, row(单位="甲示例县司法局"))
    assert counts(desk.run(path, by="neighbour")) == {"refused": 1}
    assert counts(desk.run(path, by="county")) == {"created": 1}
    assert counts(desk.run(path, by=OPERATOR)) == {"unchanged": 1}


def test_events_say_who_imported(desk: Desk) -> None:
    desk.run(desk.workbook(HEADINGS, row()))
    assert set(Event.objects.values_list("user", flat=True)) == {desk.people.office.pk}
    desk.run(desk.workbook(HEADINGS, row("2", 概况="另一件")), by=OPERATOR, unit=desk.people.land.city)
    assert None in set(Event.objects.values_list("user", flat=True))


def test_the_queries_do_not_grow_with_the_rows_compared(desk: Desk, django_assert_max_num_queries: Any) -> None:
    path = desk.workbook(HEADINGS, *(row(str(n), 概况=f"第{n}件") for n in range(60)))
    with django_assert_max_num_queries(40):
        assert counts(desk.run(path, write=False)) == {"created": 60}


def test_a_merged_matter_is_not_taken_up_again(desk: Desk) -> None:
    matter = registered(desk.people, external_number="77")
    acts.withdraw(matter=matter, reason="撤回", **how(desk.people.office, 1, origin="台账"))
    (plan,) = desk.run(desk.workbook(HEADINGS, row("77", 收到日期=day(0))))
    assert plan.verdict == "refused"
    assert "已撤回" in plan.said
