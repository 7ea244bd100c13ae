"""Rows that are wholly new are written at once, and are then what the acts would have written, one by one."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.core import serializers
from django.db import transaction

from ledgers.files import HEADINGS, NOW, Desk, counts, row
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import OPERATOR
from xiafang.casework import events
from xiafang.casework.acts import Batch, ending
from xiafang.casework.models import (
    Accusation,
    Demand,
    Due,
    Event,
    Grading,
    Item,
    Matter,
    Numbering,
    Personal,
    Petitioner,
    Sponsorship,
    Transfer,
)
from xiafang.ledgers import running
from xiafang.promises import ledger
from xiafang.promises.models import Row

Web = Callable[[], AbstractContextManager[None]]
MORE = (
    *("责任单位", "类别", "内容分类", "证件号码", "联系电话", "住址", "人数", "主要内容", "诉求", "国家系统编号"),
    *("标记", "被反映单位", "被反映人", "告知日期", "等级", "包案领导", "处理结论", "答复内容", "答复日期", "四个到位"),
    "化解日期",
)  # fmt: skip
ENDED = {"办结日期": date(2026, 7, 1), "答复日期": "2026.6.28", "答复内容": "已经退还", "处理结论": "支持"}
ROWS: list[dict[str, Any]] = [
    {},
    {"受理日期": None},
    {"告知日期": date(2026, 6, 2), "等级": "复杂", "内容分类": "律师管理—收费退费", **ENDED},
    {"责任单位": "甲示例县司法局", "诉求": "1.退费；2.书面说明", "包案领导": "郑示例", **ENDED,
     "化解日期": date(2026, 8, 1)},
    {"信访人": "匿名", "概况": "匿名反映公证", "办结日期": date(2026, 7, 1)},
    {"信访人": "李示例、王示例、示例公司", "人数": 8, "联系电话": "13800000000", "证件号码": "420106195001011234",
     "住址": "示例路1号", "标记": "保密", "主要内容": "号码 420106195001011234，一再反映", "国家系统编号": "GJ7"},
    {"被反映人": "郑示例", "概况": "反映干部作风"},
    {"被反映单位": "甲示例县司法局", "概况": "反映县局", **ENDED, "处理结论": None},
    {"类别": "意见建议", "概况": "建议延长窗口时间", **ENDED, "处理结论": "采纳"},
    {"收到日期": date(2025, 12, 31), "受理日期": date(2026, 1, 4), "概况": "跨年", "四个到位": "思想教育到位"},
    {"单位": "甲示例县司法局", "概况": "县局自己登记", "办结日期": date(2026, 6, 9), "答复内容": "已经答复"},
]  # fmt: skip
MODELS = (
    *(Matter, Item, Petitioner, Personal, Demand, Accusation, Transfer, Grading, Sponsorship, Event),
    *(Numbering, Row, Due),
)
MADE_UP = {"query_code", "digest", "receipt", "search_words"}  # by chance, or from ids; digests are looked at below


def ledger_of(desk: Desk, rows: list[dict[str, Any]]) -> Any:
    heads = (*HEADINGS, *MORE)
    lines = [[*row(str(n), **facts), *(facts.get(name) for name in MORE)] for n, facts in enumerate(rows, 1)]
    return desk.workbook(heads, *lines)


def written() -> list[str]:
    """Return every row as text, ids replaced by what they are ids of."""
    called = {str(matter.pk): f"matter {matter.number}" for matter in Matter.objects.all()}
    called |= {str(item.pk): f"item {item.number}" for item in Item.objects.all()}
    called |= {str(d.pk): f"demand {called[str(d.matter_id)]}/{d.ordinal}" for d in Demand.objects.all()}
    called |= {str(p.pk): f"person {called[str(p.matter_id)]}/{p.name}" for p in Petitioner.objects.all()}
    called |= {str(t.pk): f"transfer {called[str(t.matter_id)]}/{t.sender_id}" for t in Transfer.objects.all()}
    found = []
    for model in MODELS:
        for record in serializers.serialize("python", model._default_manager.all()):
            own = called.get(str(record["pk"]), model.__name__)
            fields = {name: value for name, value in record["fields"].items() if name not in MADE_UP}
            text = json.dumps([own, fields], default=str, ensure_ascii=False, sort_keys=True)
            for pk, words in called.items():
                text = text.replace(pk, words)
            found.append(text)
    return sorted(found)


def by_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_at_once", lambda plans, importer: set())


@pytest.mark.parametrize("by", ["office", OPERATOR])
def test_the_rows_are_those_that_the_acts_write(desk: Desk, monkeypatch: pytest.MonkeyPatch, by: Any) -> None:
    ledger.rebuild(NOW.date())
    path = ledger_of(desk, ROWS)
    unit = None if by == "office" else desk.people.land.city
    with transaction.atomic(), monkeypatch.context() as patch:
        by_acts(patch)
        assert counts(desk.run(path, by, unit=unit)) == {"created": len(ROWS)}
        by_hand = written()
        transaction.set_rollback(True)
    assert not Matter.objects.exists()
    monkeypatch.setattr(running, "_carry", lambda plan: pytest.fail(f"not at once: {plan.said}"))
    assert counts(desk.run(path, by, unit=unit)) == {"created": len(ROWS)}
    assert written() == by_hand
    assert all(event.digest == events.digest(event) for event in Event.objects.all())
    first = dict(Event.objects.filter(act="register").values_list("matter", "digest"))
    assert all(item.receipt == first[item.matter_id] for item in Item.objects.all())
    assert ledger.verify(NOW.date()) == []


def test_so_they_are_for_the_web_role(desk: Desk, web_role: Web) -> None:
    with web_role():
        assert counts(desk.run(ledger_of(desk, ROWS))) == {"created": len(ROWS)}
        assert counts(desk.run(ledger_of(desk, ROWS))) == {"unchanged": len(ROWS)}
    assert Matter.objects.count() == len(ROWS)


def test_what_a_step_refuses_leaves_no_gap_in_the_numbers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: Any) -> None:
        raise NotAllowed("不能办结：示例。", field="closed_on")

    monkeypatch.setattr(ending, "closed", no)
    plans = desk.run(ledger_of(desk, [{"办结日期": date(2026, 7, 1)}, {"概况": "另一件"}]))
    assert [(plan.verdict, plan.cell) for plan in plans] == [("refused", "H2"), ("created", "")]
    assert Matter.objects.get().serial == 1
    assert Numbering.objects.get(series="matter").last == 1


def test_one_row_that_the_database_does_not_take_costs_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    write = Batch.write

    def watched(batch: Batch) -> None:
        tried.append(len(batch._fresh))
        write(batch)

    monkeypatch.setattr(Batch, "write", watched)
    rows = [{"概况": f"第{n}件", "信访人": "孙" * 101 if n == 3 else "孙示例"} for n in range(8)]
    assert counts(desk.run(ledger_of(desk, rows))) == {"created": 7, "refused": 1}
    assert tried == [8, 4, 2, 2, 1, 1, 4]
    assert sorted(Matter.objects.values_list("serial", flat=True)) == list(range(1, 8))


def test_the_statements_do_not_grow_with_the_rows(desk: Desk, django_assert_max_num_queries: Any) -> None:
    path = ledger_of(desk, [{"概况": f"第{n}件", "信访人": f"孙示例{n}", **ENDED} for n in range(60)])
    with django_assert_max_num_queries(70):
        assert counts(desk.run(path)) == {"created": 60}
