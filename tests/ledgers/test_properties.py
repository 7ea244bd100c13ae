"""Whatever stands in a ledger: what the preview says is what is done, and the second time nothing is."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from ledgers.files import HEADINGS, Desk, counts
from xiafang.casework.models import Demand, Event, Matter
from xiafang.visits.models import Visit

MORE = (*HEADINGS, "答复日期", "化解日期", "处理结论", "类别", "包案领导")
WAYS = ("{0:%Y-%m-%d}", "{0.year}.{0.month}.{0.day}", "{0:%Y%m%d}", "{0.year}年{0.month}月{0.day}日", "{0:%Y/%m/%d}")


def any_day(dice: random.Random) -> Any:
    day = date(2026, 1, 1) + timedelta(days=dice.randrange(240))
    written = dice.choice(WAYS).format(day)
    return dice.choices([day, written, (day - date(1899, 12, 30)).days, None, "2026-2-31"], [4, 8, 2, 5, 1])[0]


def any_row(dice: random.Random) -> list[Any]:
    return [
        dice.choice(["", "", "A1", "A2", "A3", "Ａ４"]),
        dice.choice(["市局", "甲示例县局", "", "乙示例市司法局"]),
        any_day(dice),
        dice.choice(["来信", "走访", "电话", "", "托人"]),
        dice.choice(["孙示例", "孙 示例、李示例", "匿名", ""]),
        dice.choice(["反映收费", "反映 收费", "反映拖延", ""]),
        any_day(dice),
        any_day(dice),
        any_day(dice),
        dice.choice([None, None, any_day(dice)]),
        dice.choice(["", "支持", "采纳", "解释"]),
        dice.choice(["", "建议", "申诉", "举报"]),
        dice.choice(["", "", "吴示例", "某某"]),
    ]


def everything() -> list[int]:
    return [model._default_manager.count() for model in (Matter, Event, Demand, Visit)]


@pytest.mark.parametrize("seed", range(3))
def test_the_preview_is_what_is_done_and_the_second_time_nothing_is(desk: Desk, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - rows that can be had again
    path = desk.workbook(MORE, *(any_row(dice) for _ in range(60)))
    looked = [(plan.verdict, plan.said) for plan in desk.run(path, write=False)]
    assert everything() == [0, 0, 0, 0]
    done = [(plan.verdict, plan.said) for plan in desk.run(path)]
    assert done == looked
    assert counts(desk.run(path)).keys() <= {"unchanged", "refused"}, "nothing is new, changed or asked"
    stands = everything()
    assert stands[0] == sum(verdict == "created" for verdict, _ in done)
    desk.run(path)
    assert everything() == stands
