"""Files that want to do harm, and broken ones: a clear refusal, soon, in little memory."""

import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from xiafang.adapters.sheets import open_book

SECONDS, BYTES = 10, 2**30
READ = """
import sys
from pathlib import Path
from xiafang.adapters.sheets import Unusable, open_book
try:
    with open_book(Path(sys.argv[1])) as book:
        for sheet in book.sheets:
            for row in sheet.rows():
                pass
except Unusable as refusal:
    print(refusal)
else:
    sys.exit("was read")
"""
SHEET = "xl/worksheets/sheet1.xml"
OPEN = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def refusal_of(path: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        preexec_fn=limited,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, (done.returncode, done.stderr[-500:])
    return done.stdout


def rewritten(path: Path, part: str, content: bytes | Callable[[bytes], bytes]) -> Path:
    """Replace or add a part of an honest workbook."""
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = content(parts[part]) if callable(content) else content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in parts.items():
            new.writestr(name, text)
    return path


def declaring(entities: str, text: str) -> str:
    rows = f'<worksheet><sheetData><row><c t="str"><v>{text}</v></c></row></sheetData></worksheet>'
    return f'<?xml version="1.0"?><!DOCTYPE x [{entities}]>{rows}'


def lol() -> str:
    lines = ['<!ENTITY l0 "ha">', *(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))]
    return declaring("".join(lines), "&l11;")


XXE = declaring('<!ENTITY f SYSTEM "file:///etc/passwd">', "&f;")
MERGED = (
    OPEN
    + "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 2000))
    + "</sheetData><mergeCells>"
    + "".join(f'<mergeCell ref="A{n}:A1000000"/>' for n in range(1, 2000))
    + "</mergeCells></worksheet>"
)
COLUMNS = OPEN + "<row>" + "<c><v>1</v></c>" * 10**6 + "</row></sheetData></worksheet>"
FAR = OPEN + '<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row></sheetData></worksheet>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(lol().encode(), "实体声明", id="billion laughs"),
        pytest.param(lol().encode("utf-16"), "实体声明", id="billion laughs in utf-16"),
        pytest.param(XXE.encode(), "实体声明", id="external entity"),
        pytest.param(COLUMNS.encode(), "列", id="a million columns"),
        pytest.param(MERGED.encode(), "重叠", id="merged cells over each other"),
        pytest.param(FAR.encode(), "列数过多", id="a column that is none"),
        pytest.param((OPEN + "<row><c").encode(), "损坏", id="cut off"),
        pytest.param(b"\0" * 600 * 2**20, "过大", id="zip bomb"),
        pytest.param(OPEN.encode() + b" " * (100 * 2**20), "过大", id="a long nothing"),
        pytest.param(
            (OPEN + '<row><c t="s"><v>99</v></c></row></sheetData></worksheet>').encode(), "损坏", id="no such text"
        ),
        pytest.param(
            (OPEN + '<row><c t="str"><v>' + "长" * 200_000 + "</v></c></row>").encode(), "过长", id="a long text"
        ),
    ],
)
def test_a_sheet_that_wants_to_do_harm(tmp_path: Path, content: bytes, said: str) -> None:
    assert said in refusal_of(rewritten(tmp_path / "台账.xlsx", SHEET, content))


BLANK = "".join(f'<c r="{letter}%d" s="1"/>' for letter in "ABCDEF")


def test_formatted_rows_down_to_the_last_are_no_rows_and_cost_little(tmp_path: Path) -> None:
    row = '<row r="%d" s="1">' + "".join(f'<c r="{letter}%d" t="str"><v>{letter}</v></c>' for letter in "AB") + "</row>"
    blank = "".join(f'<row r="{n}">{BLANK % ((n,) * 6)}</row>' for n in range(2, 60_000))
    content = OPEN + row % ((1,) * 3) + blank + row % ((60_000,) * 3) + "</sheetData></worksheet>"
    path = rewritten(tmp_path / "台账.xlsx", SHEET, content.encode())
    with open_book(path) as book:
        began = time.process_time()
        found = [row for row in book.sheets[0].rows() if row.cells]
    assert [(row.number, list(row.cells.values())) for row in found] == [(1, ["A", "B"]), (60_000, ["A", "B"])]
    assert time.process_time() - began < 2


def test_macros(tmp_path: Path) -> None:
    assert "宏" in refusal_of(rewritten(tmp_path / "台账.xlsx", "xl/vbaProject.bin", b"x"))


def test_a_reference_to_the_outside_is_not_followed(tmp_path: Path) -> None:
    def outward(text: bytes) -> bytes:
        return text.replace(
            b'Target="/xl/worksheets/sheet1.xml"', b'Target="http://127.0.0.1:9/x" TargetMode="External"'
        )

    assert "没有工作表" in refusal_of(rewritten(tmp_path / "台账.xlsx", "xl/_rels/workbook.xml.rels", outward))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param("台账.xlsx", b"PK\x03\x04 broken", "损坏", id="broken zip"),
        pytest.param("台账.xlsx", b"name,day\n", "不符", id="csv called xlsx"),
        pytest.param("台账.csv", b"PK\x03\x04", "不符", id="xlsx called csv"),
        pytest.param("台账.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "只收 .xlsx 和 .csv", id="old excel"),
        pytest.param("台账.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "密码", id="old or locked excel called xlsx"),
        pytest.param("台账.xlsm", b"PK\x03\x04", "只收 .xlsx 和 .csv", id="workbook for macros"),
        pytest.param("台账.xlsx", b"<html><table>", "网页", id="a page called xlsx"),
        pytest.param("台账.xlsx", b"", "空的", id="empty"),
        pytest.param("台账.csv", b"\xff\xfe\x00", "编码", id="half a sign"),
        pytest.param("台账.csv", bytes(range(256)) * 4, "不", id="no text"),
        pytest.param("台账.csv", b"a," * 10**6, "列|过长", id="a million columns"),
        pytest.param("台账.csv", b'a,b\n1,"2\n' + b"3,4\n" * 1000, "引号不成对", id="a quote that never ends"),
        pytest.param("台账.csv", b"x" * (30 * 2**20), "过长", id="one line"),
    ],
)
def test_a_file_that_is_not_what_it_says(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    refusal = refusal_of(path)
    assert any(word in refusal for word in said.split("|")), refusal


def test_a_missing_file(tmp_path: Path) -> None:
    assert "读不了" in refusal_of(tmp_path / "无.xlsx")
