"""Cells are read however offices write them."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiafang.casework.codes import Channel
from xiafang.ledgers import party, reading
from xiafang.ledgers.reading import Fault

DAYS = st.dates(min_value=date(1955, 1, 1), max_value=date(2099, 12, 31))
WAYS = (
    "{0.year}-{0.month}-{0.day}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}/{0.month:02}/{0.day:02}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year}{0.month:02}{0.day:02}",
    " {0.year} 年 {0.month} 月 {0.day} 日 ",
    "{0.year}-{0.month:02}-{0.day:02} 00:00:00",
)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@given(day=DAYS, way=st.sampled_from(WAYS), wide=st.booleans())
def test_a_day_is_read_however_it_is_written(day: date, way: str, wide: bool) -> None:
    text = way.format(day)
    assert reading.day(text.translate(FULL_WIDTH) if wide else text, False) == day


@given(day=DAYS, from_1904=st.booleans())
def test_a_day_is_read_from_its_serial_number(day: date, from_1904: bool) -> None:
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    serial = (day - first).days
    if 20_000 <= serial <= 73_050:
        assert reading.day(serial, from_1904) == day
        assert reading.day(str(serial), from_1904) == day
        assert reading.day(serial + 0.5, from_1904) == day


@given(day=DAYS)
def test_a_day_of_the_sheet_is_that_day(day: date) -> None:
    assert reading.day(datetime(day.year, day.month, day.day) + timedelta(hours=9), False) == day  # noqa: DTZ001
    assert reading.day(int(f"{day:%Y%m%d}"), False) == day


@pytest.mark.parametrize("cell", ["\u200b", "\ufeff\u2060", "\u3164", "'\u00ad", "\u202e", "\u0301"])
def test_a_cell_that_shows_nothing_is_empty(cell: str) -> None:
    for read in (reading.text(50), reading.bare, reading.code(20), reading.day):
        assert not read(cell, False)


def test_signs_that_turn_the_order_are_left_out_of_a_cell() -> None:
    assert reading.text(50)("\ufeff退款\u202e元001（Ａ）\u200b", False) == "退款元001（Ａ）"


@given(text=st.text(max_size=20))
def test_anything_else_is_a_fault_or_nothing_and_never_an_error(text: str) -> None:
    reads = (reading.day, reading.month_or_day, reading.count, reading.truth, reading.names, reading.lines, party.read)
    for read in reads:
        with suppress(Fault):
            read(text, False)


@pytest.mark.parametrize("text", ["2026-02-30", "20261301", "26.3.5", "三月五日", "2026-3", "1026-1-1"])
def test_what_is_no_day_says_how_to_write_one(text: str) -> None:
    with pytest.raises(Fault, match="2026-03-05"):
        reading.day(text, False)


@pytest.mark.parametrize("text", ["", " ", "/", "—", "无", None])
def test_signs_of_nothing_are_nothing(text: str | None) -> None:
    assert reading.day(text, False) is None
    assert reading.names(text, False) == []
    assert reading.count(text, False) is None


def test_a_month_is_its_first_day_for_posts_alone() -> None:
    assert reading.month_or_day("2021.03", False) == date(2021, 3, 1)
    assert reading.month_or_day(2021.3, False) == date(2021, 3, 1)
    with pytest.raises(Fault):
        reading.day("2021.03", False)


def test_names_with_spaces_and_several_of_them() -> None:
    assert reading.names("张 三、李四（代表），王　五\n赵六", False) == ["张三", "李四", "王五", "赵六"]


def test_demands_by_line_or_number() -> None:
    assert reading.lines("1.退费；2.说明理由", False) == ["退费", "说明理由"]
    assert reading.lines("退费\n说明", False) == ["退费", "说明"]
    assert reading.lines("退还 1.5 万元", False) == ["退还 1.5 万元"]


def test_a_number_that_lost_its_last_digits_is_refused() -> None:
    with pytest.raises(Fault, match="文本格式"):
        reading.code(40)(420102199001011000, False)
    assert reading.code(40)(13800000000, False) == "13800000000"
    assert reading.code(40)("４２０１02 19900101 123X", False) == "42010219900101123X"


def test_codes_by_label_code_and_the_words_of_offices() -> None:
    read = reading.choice(Channel, {"走访": "visit"})
    assert [read(word, False) for word in ("来访", "visit", "走 访", "")] == [Channel.VISIT] * 3 + [None]
