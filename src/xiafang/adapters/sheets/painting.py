"""Workbooks of ours: a heading that stays in sight, ready to print."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from xiafang.adapters.sheets.base import Value
from xiafang.adapters.sheets.cells import harmless, plain

_FONT = "宋体"
_SIDE = Side(style="thin", color="FFB8B8B8")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_HEAD = PatternFill("solid", fgColor="FFEFEFEF")
_WIDEST = 48


def write(
    path: Path, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Value]]]], *, title: str = ""
) -> None:
    """Write sheets of (name, headings, rows), row by row. Widths follow the headings and the first rows."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, "下访 Xiafang"
    try:
        for name, headings, rows in sheets:
            _write_sheet(book, name, headings, iter(rows))
        book.save(path)
    except BaseException:
        _sweep(book)
        raise


def _sweep(book: Workbook) -> None:
    """Remove the rows that openpyxl keeps in a temporary file: else they lie there until the interpreter ends."""
    for sheet in book.worksheets:
        with suppress(Exception):  # one that is saved is swept already
            if not sheet.closed:
                sheet.close()
            sheet._writer.cleanup()


def _write_sheet(book: Workbook, name: str, headings: Sequence[str], rows: Iterator[Sequence[Value]]) -> None:
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
    first = [list(row) for row in islice(rows, 200)]
    for number, width in enumerate(_widths(headings, first), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    brush = _Brush(sheet)
    sheet.append(brush.head(heading) for heading in headings)
    for row in chain(first, rows):
        sheet.append(brush.cell(value) for value in row)


def _widths(headings: Sequence[str], rows: list[list[Value]]) -> Iterator[float]:
    for number, heading in enumerate(headings):
        texts = [heading, *(str(plain(row[number]) or "") for row in rows if number < len(row))]
        widest = max(sum(2 if ord(sign) > 255 else 1 for sign in text[:60]) for text in texts)
        yield min(max(widest + 2, 8), _WIDEST)


class _Brush:
    """Paints cells: one of each look, since each is written before the next one is asked for, and looks are dear."""

    def __init__(self, sheet: Any) -> None:
        self._head, self._text, self._day, self._moment = looks = [WriteOnlyCell(sheet) for _ in range(4)]
        for cell in looks:
            cell.font, cell.border = Font(name=_FONT), _BORDER
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        self._head.font, self._head.fill = Font(name=_FONT, bold=True), _HEAD
        self._head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self._day.number_format = "yyyy-mm-dd"
        self._moment.number_format = "yyyy-mm-dd hh:mm:ss"
        self._day.alignment = self._moment.alignment = Alignment(horizontal="center", vertical="top")

    def head(self, text: str) -> Any:
        """Return a cell of the heading."""
        self._head.value = harmless(text)
        return self._head

    def cell(self, value: Value) -> Any:
        """Return a cell with a value."""
        shown = plain(value)
        moment = isinstance(shown, datetime)
        cell = self._moment if moment else self._day if isinstance(shown, date) else self._text
        cell.value = shown
        return cell
