"""How people came, where a ledger's rows do not say it: told by its names, or asked once for the whole table."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from casework.office import Cast
from ledgers.files import Desk
from xiafang.adapters.sheets import open_book
from xiafang.casework.codes import Channel
from xiafang.casework.models import Item, Matter
from xiafang.cli import imports
from xiafang.cli.workplace import Refusal
from xiafang.ledgers.plans import ForAll
from xiafang.ledgers.running import parts

PLAIN = ("登记日期", "姓名", "反映问题")
ROW = ("2024.3.5", "孙示例", "反映公证收费")
Command = Callable[..., Result]


def ledger(folder: Path, title: str, heads: Sequence[str], *rows: Sequence[Any], sheet: str = "Sheet1") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in ([title], [], heads, *rows):
        book.active.append(list(row))
    book.save(folder / "台账.xlsx")
    return folder / "台账.xlsx"


def told(path: Path, filename: str = "台账.xlsx", given: str = "") -> ForAll | None:
    with open_book(path) as book:
        (part,) = parts(book)
        return part.for_all(filename, given)


@pytest.mark.parametrize(
    ("title", "sheet", "heads", "filename", "form", "where"),
    [
        pytest.param("某局2024年来访登记台账", "Sheet1", PLAIN, "a.xlsx", "来访", "表名、标题", id="title"),
        pytest.param("登记台账", "来信", PLAIN, "来访.xlsx", "来信", "表名、标题", id="sheet before file"),
        pytest.param("登记台账", "Sheet1", PLAIN, "2024年来访台账.xlsx", "来访", "文件名", id="file"),
        pytest.param("登记台账", "Sheet1", ("日期", "来信人", "事由"), "a.xlsx", "来信", "列名", id="headings"),
    ],
)
def test_one_form_named_is_that_of_all_rows(
    tmp_path: Path, title: str, sheet: str, heads: Sequence[str], filename: str, form: str, where: str
) -> None:
    found = told(ledger(tmp_path, title, heads, ROW, sheet=sheet), filename)
    assert found is not None
    assert found.value is not None
    assert (found.value.label, found.question) == (form, "")
    assert f"取自{where}" in found.said


def test_a_title_that_names_both_is_asked_of_those_two_and_one_that_names_none_of_all(tmp_path: Path) -> None:
    both = told(ledger(tmp_path, "2024年来信来访登记台账", ("日期", "来访人", "事由"), ROW))
    assert both is not None
    assert (both.value, both.choices) == (None, (Channel.VISIT, Channel.LETTER))
    assert "各行不同的，请在表中加上“信访形式”列" in both.question
    none = told(ledger(tmp_path, "信访台账", PLAIN, ROW))
    assert none is not None
    assert (none.value, none.choices) == (None, tuple(Channel))
    answered = told(ledger(tmp_path, "信访台账", PLAIN, ROW), given="letter")
    assert answered is not None
    assert answered.value == Channel.LETTER


def test_a_column_of_its_own_asks_nothing(tmp_path: Path) -> None:
    assert told(ledger(tmp_path, "来信来访登记台账", (*PLAIN, "信访形式"), (*ROW, "来访"))) is None


@pytest.fixture
def command(people: Cast, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setattr(imports, "workplace", nullcontext)
    words = ("--unit", "甲示例市局")
    return lambda *more: CliRunner().invoke(imports.command, [*words, *map(str, more)], standalone_mode=False)


def test_the_command_is_told_once_and_writes_nothing_before(command: Command, tmp_path: Path) -> None:
    path = ledger(tmp_path, "来信来访登记台账", PLAIN, ROW, ("2024.3.6", "李示例", "反映律师"))
    refusal = command(path).exception
    assert isinstance(refusal, Refusal)
    assert "写着来访、来信" in str(refusal)
    assert "--channel 来访" in str(refusal)
    assert "认不出来" in str(command(path, "--channel", "托人").exception)
    assert not Matter.objects.exists()
    done = command(path, "--channel", "走访")
    assert "信访形式：来访（所选" in done.output
    assert set(Item.objects.values_list("channel", flat=True)) == {"visit"}
    assert "无变化 2" in command(path, "--channel", "走访").output


def test_refused_rows_carry_what_the_title_said(command: Command, tmp_path: Path) -> None:
    path, out = ledger(tmp_path, "来访登记台账", PLAIN, ("2024-2-30", *ROW[1:])), tmp_path / "未导入.xlsx"
    assert command(path, "--refused", out).return_value == 1
    book = openpyxl.load_workbook(out)
    heads = [cell.value for cell in book.active[1]]
    assert book.active.cell(2, heads.index("信访形式") + 1).value == "来访"
    book.active.cell(2, heads.index("收到日期") + 1).value = "2024-2-29"
    book.save(out)
    assert command(out).return_value == 0
    assert Item.objects.get().channel == Channel.VISIT


def test_rows_of_two_sheets_keep_their_own_form(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "来信"
    for sheet in (book.active, book.create_sheet("来访")):
        sheet.append(PLAIN)
        sheet.append([ROW[0], f"{sheet.title}示例", ROW[2]])
    book.save(tmp_path / "来信来访.xlsx")
    desk.run(tmp_path / "来信来访.xlsx", unit=desk.people.land.city)
    assert dict(Item.objects.values_list("matter__petitioners__name", "channel")) == {
        "来信示例": "letter",
        "来访示例": "visit",
    }
