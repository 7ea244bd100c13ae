"""The cells of a sheet of an xlsx file, read as a stream: what is in memory is a row and the texts."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from xiafang.adapters.sheets import limits
from xiafang.adapters.sheets.base import Broken, Row, Unusable, Value
from xiafang.adapters.sheets.parts import BROKEN, Xml, chunks
from xiafang.adapters.sheets.workbook import Workbook

_MERGE = re.compile(rb'mergeCell\s[^>]*?ref="\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})"')
_HIDDEN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')
_REFERENCE = re.compile(r"([A-Za-z]{1,7})([0-9]{1,9})")
_EMPTY_CELL = re.compile(rb"<c\s(?=[^<>]*\br=)[^<>]*(?:/>|></c>)")
_EMPTY_ROW = re.compile(rb"<row\s(?=[^<>]*\br=)[^<>]*(?:/>|>\s*</row>)")
_HELD_BACK = 2**22
_DAY_0 = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - days of a sheet have no zone

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column


def column_number(name: str) -> int:
    """Return the number of a column by its letters."""
    number = 0
    for sign in name.upper():
        number = number * 26 + ord(sign) - 64
    return number


def survey(parts: zipfile.ZipFile, name: str) -> tuple[list[Merge], frozenset[int]]:
    """Return what stands around the cells: merged ranges by their first row, and hidden columns.

    Merged ranges come after the cells in the file, so it is gone through once for them, as bytes.
    """
    merges: set[Merge] = set()
    hidden: set[int] = set()
    rest, begun = b"", False
    for piece in chunks(parts, name):
        text = rest + piece
        for match in _MERGE.finditer(text):
            first, top, last, bottom = (group.decode() for group in match.groups())
            merges.add((int(top), column_number(first), int(bottom), column_number(last)))
        if len(merges) > limits.MOST_MERGES:
            raise Unusable("合并单元格太多，不能读取：请取消合并后再试。")
        if not begun:
            for match in _HIDDEN.finditer(text):
                hidden.update(_hidden(dict(_ATTRIBUTE.findall(match.group()))))
            begun = b"sheetData" in text
        rest = text[-300:]
    return sorted(merges), frozenset(hidden)


def _hidden(given: dict[bytes, bytes]) -> range:
    if given.get(b"hidden") not in (b"1", b"true"):
        return range(0)
    first, last = (_whole(given.get(name, b"1").decode("ascii", "replace")) or 1 for name in (b"min", b"max"))
    return range(first, min(last, limits.MOST_COLUMNS) + 1)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


class _Reader:
    """Takes the events of expat and gives rows."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.done: list[Row] = []
        self.row = Row(0, {})
        self.column = 0
        self.kind = ""
        self.dated = False
        self.reading = False
        self.formula = self.stored = False
        self.text: list[str] = []
        self.length = 0
        self.cells = 0
        self.ended = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "c":
            self._start_cell(given)
        elif name in ("v", "t"):
            self.reading = self.stored = True
        elif name == "f":
            self.formula = True
        elif name == "row":
            number = _whole(given.get("r", "")) or self.row.number + 1
            self.row = Row(number, {}, hidden=given.get("hidden") in ("1", "true"))
            self.column = 0
            if self.row.number > 2 * limits.MOST_ROWS:
                raise Unusable("表格的行数过多，不能读取：请拆成几个文件。")

    def _start_cell(self, given: Mapping[str, str]) -> None:
        match = _REFERENCE.fullmatch(given.get("r", ""))
        self.column = column_number(match.group(1)) if match else self.column + 1
        if self.column > 16384:
            raise Unusable(f"第 {self.row.number} 行的列数过多，不是普通的表格：请删去右侧多余的列后再试。")
        self.kind = given.get("t", "n")
        style = _whole(given.get("s", "0"))
        self.dated = style is not None and style < len(self.book.dated) and self.book.dated[style]
        self.formula = self.stored = False
        self.text, self.length = [], 0
        self.cells += 1
        if self.cells > limits.MOST_CELLS:
            raise Unusable("单元格过多，不能一次读取：请按年份或单位拆成几个文件。")

    def characters(self, piece: str) -> None:
        if self.reading:
            self.text.append(piece)
            self.length += len(piece)
            if self.length > limits.LONGEST_TEXT:
                raise Unusable(f"第 {self.row.number} 行有单元格的文字过长，不能读取：请把内容移到附件中。")

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.reading = False
        elif name == "c":
            value = self._value("".join(self.text))
            if value is not None:
                self.row.cells[self.column] = value
                if len(self.row.cells) > limits.MOST_COLUMNS:
                    raise Unusable(
                        f"第 {self.row.number} 行的内容超过 {limits.MOST_COLUMNS} 列，不是普通的台账：请核对文件。"
                    )
        elif name == "row":
            self.done.append(self.row)
            self.column = 0
        elif name == "sheetData":
            self.ended = True

    def _value(self, text: str) -> Value:
        if not text:
            lost = self.formula and not (self.stored and self.kind == "str")  # an empty text is a result
            return Broken("公式没有保存计算结果，请在 Excel 或 WPS 中打开并保存") if lost else None
        try:
            return self._typed(text)
        except (ValueError, IndexError, OverflowError) as error:
            raise Unusable(BROKEN) from error

    def _typed(self, text: str) -> Value:
        match self.kind:
            case "s":
                return self.book.texts[int(text)] or None
            case "str" | "inlineStr":
                return text
            case "b":
                return text == "1"
            case "e":
                return Broken(f"公式出错（{text}），请改正")
            case "d":
                return datetime.fromisoformat(text.removesuffix("Z"))
        number = float(text)
        if self.dated and 1 <= number < 2_958_466:
            return from_serial(number, self.book.from_1904)
        return int(number) if number.is_integer() and abs(number) < 10**18 else number


def from_serial(number: float, from_1904: bool) -> datetime:
    """Return the moment of a serial number; before March 1900 Excel counts a day that never was."""
    if not from_1904 and number < 60:
        number += 1
    return _DAY_0[from_1904] + timedelta(days=number)


def read_rows(parts: zipfile.ZipFile, name: str, book: Workbook, merges: list[Merge]) -> Iterator[Row]:
    """Give the rows that hold anything, merged cells spread over what they cover. Raises Unusable."""
    reader = _Reader(book)
    xml = Xml(reader.start, reader.end, reader.characters)
    spread = _Spread(merges)
    for piece in _without_blanks(chunks(parts, name)):
        xml.feed(piece)
        yield from map(spread.over, reader.done)
        reader.done.clear()
        if reader.ended:
            return
    xml.feed(b"", last=True)


def _without_blanks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Give the bytes without numbered cells and rows that only have a format: a million of them cost next to nothing.

    The first piece stays as it is: whoever looks for the headings alone has enough rows in it and reads no further.
    """
    yield next(pieces, b"")
    rest = b""
    for piece in pieces:
        text = rest + piece
        cut = text.rfind(b"<row")
        cut = cut if cut > 0 or len(text) < _HELD_BACK else len(text)
        whole, rest = text[: max(cut, 0)], text[max(cut, 0) :]
        yield _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", whole))
    yield rest


class _Spread:
    """Gives the value of a merged cell to all rows and columns it covers; ranges are taken as their rows come."""

    def __init__(self, merges: list[Merge]) -> None:
        self._coming = list(reversed(merges))
        self._open: list[tuple[Merge, Value]] = []
        self._covered = 0

    def over(self, row: Row) -> Row:
        if self._open:
            self._open = [(merge, value) for merge, value in self._open if merge[2] >= row.number]
        while self._coming and self._coming[-1][0] <= row.number:
            merge = self._coming.pop()
            value = row.cells.get(merge[1]) if merge[0] == row.number else None
            if value is not None and merge[2] >= row.number:
                self._open.append((merge, value))
        if len(self._open) > limits.MOST_COLUMNS or self._covered > limits.MOST_CELLS:
            raise Unusable("合并单元格太多或互相重叠，不能读取：请取消合并后再试。")
        for (top, left, _, right), value in self._open:
            across = range(left, min(right, left + 60) + 1)
            self._covered += len(across)
            for column in across:
                if (row.number, column) != (top, left):
                    row.cells[column] = value
                    row.origins[column] = (top, left)
        return row
