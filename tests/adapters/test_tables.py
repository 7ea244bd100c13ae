"""Sheets as offices keep them: the table is found wherever it stands, and what is no record is passed over."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from xiafang.adapters.sheets import Broken, Heading, Record, Table, open_book
from xiafang.adapters.sheets.tables import find

DAY = datetime(2026, 1, 2)  # noqa: DTZ001 - days of a sheet have no zone
WANTED = (
    Heading("name", "信访人", ("姓名", "信访人姓名")),
    Heading("leader", "包案领导", ("包案领导姓名",)),
    Heading("phone", "联系电话", ("电话",)),
    Heading("unit", "责任单位"),
    Heading("received", "收到日期", ("来访日期",)),
    Heading("closed", "办结日期"),
    Heading("people", "人数"),
)


def workbook(folder: Path, rows: Sequence[Sequence[Any]], *, merged: Sequence[str] = (), hidden: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    if hidden:
        sheet.column_dimensions[hidden].hidden = True
    path = folder / "台账.xlsx"
    book.save(path)
    return path


def read(path: Path) -> tuple[Table, list[Record]]:
    with open_book(path) as book:
        table = find(book.sheets[0], WANTED)
        assert table is not None
        return table, list(table.records())


def test_headings_below_a_title_with_spaces_breaks_and_full_width_signs(tmp_path: Path) -> None:
    rows = [
        ["某局２０２６年来访登记台账"],
        [],
        ["序 号", "信 访\n人", "联系电话（手机）", "＊来访日期"],
        [1, "甲示例", "１３８", "x"],
    ]
    table, (record,) = read(workbook(tmp_path, rows, merged=["A1:D1"]))
    assert set(table.columns) == {"name", "phone", "received"}
    assert "来访登记台账" in table.title
    assert record.values["name"] == "甲示例"
    assert record.addresses["name"] == "B4"


def test_rows_hidden_by_hand_or_by_a_filter_are_records_and_known_as_hidden(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["信访人", "电话"], *([f"甲示例{n}", n] for n in range(5)), ["合计", "5件"]])
    book = openpyxl.load_workbook(path)
    for row in (3, 5, 7, 8):
        book.active.row_dimensions[row].hidden = True
    book.active.auto_filter.ref = "A1:B7"
    book.save(path)
    with open_book(path) as opened:
        table = find(opened.sheets[0], WANTED)
        assert table is not None
        for _ in range(2):  # read again, nothing counts twice
            assert len(list(table.records())) == 5
            assert table.unseen == [3, 5]


def test_headings_over_two_rows_are_joined(tmp_path: Path) -> None:
    rows = [
        ["序号", "信访人", None, "包案领导", "办理情况", None],
        [None, "姓名", "电话", "姓名", "收到日期", "办结日期"],
        [1, "甲示例", "138", "乙示例", date(2026, 1, 2), None],
    ]
    table, (record,) = read(workbook(tmp_path, rows, merged=["A1:A2", "B1:C1", "E1:F1"]))
    assert record.values["name"] == "甲示例"
    assert record.values["leader"] == "乙示例"
    assert record.values["received"] == DAY
    assert "closed" in table.columns


def test_headings_over_two_rows_without_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text("信访人,,办理情况,\n姓名,电话,收到日期,办结日期\n甲示例,138,2026-1-2,\n", "utf-8")
    _, (record,) = read(path)
    assert dict(record.values) == {"name": "甲示例", "phone": "138", "received": "2026-1-2"}


def test_a_merged_cell_speaks_for_all_rows_it_covers_and_says_where_it_stands(tmp_path: Path) -> None:
    rows = [["信访人", "责任单位"], ["甲示例", "市局"], ["乙示例", None], ["丙示例", "县局"]]
    _, records = read(workbook(tmp_path, rows, merged=["B2:B3"]))
    assert [record.values["unit"] for record in records] == ["市局", "市局", "县局"]
    assert [record.addresses["unit"] for record in records] == ["B2", "B2", "B4"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        pytest.param(["合计", None, None, 12], "合计行", id="total"),
        pytest.param(["小 计", None, None, 3], "合计行", id="subtotal with a space"),
        pytest.param([None, "总计", None, 3], "合计行", id="total in the second column"),
        pytest.param(["填表人：某某", None, "联系电话：138", None], "说明行", id="who filled it in"),
        pytest.param(["制表人：某某", None, "审核人：某某", None], "说明行", id="who drew it up and who checked"),
        pytest.param(["注：本表每月五日前报送", None, None, None], "说明行", id="note"),
        pytest.param(["信访人", "责任单位", "收到日期", "人数"], "重复的表头", id="heading again on the next page"),
        pytest.param([1, 2, 3, 4], "列号行", id="numbers of columns"),
    ],
)
def test_what_is_no_record_is_passed_over_and_counted(tmp_path: Path, row: list[Any], why: str) -> None:
    rows = [
        ["信访人", "责任单位", "收到日期", "人数"],
        ["甲示例", "市局", "2026-1-2", 1],
        [],
        row,
        ["乙示例", "市局", "x", 2],
    ]
    table, records = read(workbook(tmp_path, rows))
    assert [record.row for record in records] == [2, 5]
    assert table.skipped == {4: why}


def test_a_group_heading_over_the_whole_width_is_passed_over(tmp_path: Path) -> None:
    rows = [["信访人", "责任单位", "收到日期"], ["一、来访", None, None], ["甲示例", "市局", "x"]]
    table, records = read(workbook(tmp_path, rows, merged=["A2:C2"]))
    assert [record.row for record in records] == [3]
    assert table.skipped == {2: "说明行"}


def test_hidden_columns_are_read_and_named_but_a_visible_one_of_the_same_heading_counts(tmp_path: Path) -> None:
    rows = [["信访人", "电话", "收到日期"], ["甲示例", "138", "x"]]
    table, (record,) = read(workbook(tmp_path, rows, hidden="B"))
    assert table.hidden == ["电话"]
    assert record.values["phone"] == "138"
    rows = [["信访人", "电话", "收到日期", "电话"], ["甲示例", "138", "x", "139"]]
    table, (record,) = read(workbook(tmp_path, rows, hidden="B"))
    assert record.values["phone"] == "139"


def test_a_formula_gives_its_stored_value_and_says_when_it_has_none(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["信访人", "人数"], ["甲示例", "=1+1"]])
    _, (record,) = read(path)
    assert isinstance(record.values["people"], Broken)


def test_several_sheets_hidden_ones_say_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "来信"
    book.create_sheet("旧").sheet_state = "hidden"
    book.save(tmp_path / "台账.xlsx")
    with open_book(tmp_path / "台账.xlsx") as opened:
        assert [(sheet.name, sheet.hidden) for sheet in opened.sheets] == [("来信", False), ("旧", True)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("comma", [",", "\t", ";"])
def test_text_in_the_encodings_and_with_the_commas_of_offices(tmp_path: Path, encoding: str, comma: str) -> None:
    path = tmp_path / "台账.csv"
    lines = [["信访人", "责任单位", "收到日期"], ["甲示例", "市局㐂", "2026-1-2"], ["乙示例", '"县\n局"', "x"]]
    path.write_bytes("\r\n".join(comma.join(line) for line in lines).encode(encoding))
    _, records = read(path)
    assert [record.values["unit"] for record in records] == ["市局㐂", "县\n局"]
    assert records[1].row == 3


def test_days_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["信访人", "收到日期"])
    book.active.append(["甲示例", date(2026, 1, 2)])
    book.save(tmp_path / "台账.xlsx")
    with open_book(tmp_path / "台账.xlsx") as opened:
        assert opened.sheets[0].from_1904
    _, (record,) = read(tmp_path / "台账.xlsx")
    assert record.values["received"] == DAY
