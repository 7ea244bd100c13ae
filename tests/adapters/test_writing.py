"""What is written is typed, stays in sight, prints, and holds no formulas."""

import io
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from xiafang.adapters.sheets import open_book
from xiafang.adapters.sheets.cells import harmless
from xiafang.adapters.sheets.writing import write_csv, write_xlsx


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"])
def test_no_text_begins_as_a_formula(text: str, tmp_path: Path) -> None:
    assert harmless(text) == f"'{text}"
    write_xlsx(tmp_path / "表.xlsx", [("表", ["列"], [[text]])])
    cell = openpyxl.load_workbook(tmp_path / "表.xlsx").active["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")
    out = io.StringIO()
    write_csv(out, ["列"], [[text]])
    assert out.getvalue().splitlines()[1].lstrip('"').startswith("'")


def test_cells_are_typed_and_the_heading_stays(tmp_path: Path) -> None:
    rows = [[number, date(2026, 1, 2), "文字", True, None] for number in range(300)]
    write_xlsx(tmp_path / "表.xlsx", [("表/一", ["数", "日", "文", "是否", "空"], rows)], title="一览")
    sheet = openpyxl.load_workbook(tmp_path / "表.xlsx").active
    assert sheet.max_row == 301
    assert [cell.data_type for cell in sheet[2]] == ["n", "d", "s", "s", "n"]
    assert sheet["B301"].number_format == "yyyy-mm-dd"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    with open_book(tmp_path / "表.xlsx") as book:
        assert sum(1 for _ in book.sheets[0].rows()) == 301


def test_signs_that_a_file_cannot_hold_are_left_out(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "表.xlsx", [("表", ["列"], [["a\x00\x0bb" + "长" * 40_000]])])
    assert openpyxl.load_workbook(tmp_path / "表.xlsx").active["A2"].value.startswith("ab")


def test_what_is_not_written_to_its_end_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = tmp_path / "beside"
    beside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(beside))
    lay: list[int] = []

    def rows() -> Iterator[list[str]]:
        for number in range(3000):
            yield [f"示例{number}"]
        lay.extend(file.stat().st_size for file in beside.iterdir())
        raise KeyError

    whole = ("先", ["甲"], [["一"]] * 300)
    with pytest.raises(KeyError):
        write_xlsx(tmp_path / "a.xlsx", [whole, ("后", ["甲"], rows())])
    assert max(lay) > 0
    assert list(beside.iterdir()) == []
    assert not (tmp_path / "a.xlsx").exists()
