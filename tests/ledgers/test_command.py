"""`xiafang import`, behind the console: what it prints, what it writes, how it ends."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from casework.office import Cast
from xiafang.adapters.sheets.writing import write_xlsx
from xiafang.casework.models import Matter
from xiafang.cli import imports
from xiafang.cli.workplace import Refusal
from xiafang.ledgers.models import Event

HEADS = ["编号", "单位", "收到日期", "信访形式", "信访人", "概况", "受理日期"]
ROW = ["1", "甲示例市局", "2024-03-05", "来信", "张示例", "反映律师收费", "2024-03-06"]
Command = Callable[..., Result]


@pytest.fixture
def command(people: Cast, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setattr(imports, "workplace", nullcontext)
    return lambda *words: CliRunner().invoke(imports.command, [str(word) for word in words], standalone_mode=False)


def ledger(folder: Path, *rows: list[str]) -> Path:
    write_xlsx(folder / "台账.xlsx", [("来信", HEADS, rows)])
    return folder / "台账.xlsx"


def test_preview_import_and_import_again(command: Command, tmp_path: Path) -> None:
    path = ledger(tmp_path, ROW)
    looked = command(path, "--dry-run")
    assert looked.return_value == 0, looked.output
    assert "新增 1" in looked.output
    assert "没有写入" in looked.output
    assert not Matter.objects.exists()
    assert "新增 1" in command(path, "--as", "office").output
    assert "无变化 1" in command(path).output
    entered = [(event.act, event.user and event.user.username, event.said) for event in Event.objects.all()]
    assert entered == [("imported", "office", "新增 1 行"), ("imported", None, "无变化 1 行")]


def test_rows_that_are_not_taken_come_back_as_a_workbook_that_can_be_imported(command: Command, tmp_path: Path) -> None:
    bad = ["8", ROW[1], "2024-2-30", *ROW[3:]]
    out = tmp_path / "未导入.xlsx"
    done = command(ledger(tmp_path, ROW, bad), "--refused", out)
    assert done.return_value == 1
    assert "C3" in done.output
    rows = list(openpyxl.load_workbook(out).active.values)
    assert len(rows) == 2
    assert rows[0][:3] == ("原位置", "单元格", "原因和办法")
    assert rows[1][0] == "表“来信”第 3 行"
    assert "2024-2-30" in rows[1]
    again = command(out)
    assert again.return_value == 1
    assert "不能导入 1" in again.output


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("台账.pdf", b"%PDF", "只收 .xlsx 和 .csv"),
        ("台账.csv", "甲,乙\n1,2\n".encode(), "没有找到"),
        ("台账.xlsx", b"PK\x03\x04", "损坏"),
    ],
)
def test_a_file_that_cannot_be_used_ends_with_2(
    command: Command, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    refusal = command(tmp_path / name).exception
    assert isinstance(refusal, Refusal)
    assert refusal.exit_code == 2
    assert said in str(refusal)


def test_a_file_without_headings_hears_what_each_sheet_lacks_and_how_to_get_an_empty_one(
    command: Command, tmp_path: Path
) -> None:
    sheets = [("封面", ["某局"], []), ("走访", ["日期", "领导"], []), ("空", [], [])]
    write_xlsx(tmp_path / "台账.xlsx", sheets)
    said = str(command(tmp_path / "台账.xlsx", "--kind", "visits").exception)
    assert "没有找到下访接访台账的表头" in said
    assert "表“封面”前40行中没有认出列名" in said
    assert "表“走访”第1行最像下访接访台账的表头，认出“日期”“领导”，缺“下访方式”" in said
    assert "表“空”是空的" in said
    assert "下访接访台账必须有：“下访日期”；“接访领导”；“下访方式”" in said
    assert "xiafang import 空白台账.xlsx --template" in said


def test_each_sheet_that_is_not_read_is_named_with_why(command: Command, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(ledger(tmp_path, ROW))
    book.create_sheet("汇总").append(["单位", "合计"])
    book.create_sheet("空表")
    book.create_sheet("底稿").sheet_state = "hidden"
    book.save(tmp_path / "台账.xlsx")
    said = command(tmp_path / "台账.xlsx", "--dry-run").output
    assert "没有读取：表“汇总”第1行最像" in said
    assert "没有读取：表“空表”是空的。" in said
    assert "没有读取：表“底稿”隐藏了，要导入的用 --sheet 写明表名。" in said
    assert "没有读取：表“来信”" not in said
    assert "没有读取" not in command(tmp_path / "台账.xlsx", "--dry-run", "--sheet", "来信").output


def test_hidden_rows_are_imported_and_said_with_their_places(command: Command, tmp_path: Path) -> None:
    path = ledger(tmp_path, *([str(n), *ROW[1:5], f"第{n}件", ROW[6]] for n in range(14)))
    assert "隐藏" not in command(path, "--dry-run").output
    book = openpyxl.load_workbook(path)
    for row in (2, 3, 4, 6, 8, 10, 12, 14):
        book.active.row_dimensions[row].hidden = True
    book.save(path)
    done = command(path)
    assert "隐藏的行也已读取：8行，第2至4、6、8、10、12行等" in done.output
    assert Matter.objects.count() == 14


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as", "leader"), "不是信访部门"),
        (("--as", "stranger"), "没有启用的用户"),
        (("--sheet", "某表"), "没有名为"),
        (("--unit", "某局"), "没有叫"),
        (("--as", "county", "--unit", "乙示例市局"), "不在您所在单位的范围内"),
    ],
)
def test_who_may_not_and_what_is_not_there(command: Command, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    refusal = command(ledger(tmp_path, ROW), *words).exception
    assert isinstance(refusal, Refusal)
    assert said in str(refusal)


def test_an_office_that_never_writes_its_name(command: Command, people: Cast, tmp_path: Path) -> None:
    path = ledger(tmp_path, ["1", "", *ROW[2:]])
    assert command(path, "--unit", "甲示例县局").return_value == 0
    assert Matter.objects.get().responsible == people.land.county


def test_the_empty_ledgers_can_be_imported_back(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "空白.xlsx"
    assert command(path, "--template").return_value == 0
    names = openpyxl.load_workbook(path).sheetnames
    assert names == ["机构", "干部任职", "信访事项", "下访接访", "领导包案", "说明"]
    done = command(path, "--dry-run")
    for label in names[:-1]:
        assert f"表“{label}”：{label}台账" in done.output
    assert "没有读取：表“说明”是空白台账的填写说明。" in done.output
