"""Comma-separated files in the encodings that offices meet: UTF-8, UTF-16 and GB18030, told apart by strict reading."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from xiafang.adapters.sheets import limits
from xiafang.adapters.sheets.base import Row, Sheet, Unusable

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHUNK = 2**18


def encoding_of(path: Path) -> str:
    """Return in which encoding the file is written. Raises Unusable when it is in none of ours."""
    with path.open("rb") as file:
        head = file.read(4096)
    for bom, name in _BOMS:
        if head.startswith(bom):
            return _sure(path, name)
    if zeros := head.count(0):
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) < zeros or zeros < 2:
            raise Unusable("文件不是文本，读不出来：请在 Excel 或 WPS 中另存为“CSV UTF-8”或 .xlsx。")
        return _sure(path, "utf-16-be" if even > odd else "utf-16-le")
    return "utf-8" if _decodes(path, "utf-8") else _sure(path, "gb18030")


def _sure(path: Path, name: str) -> str:
    if not _decodes(path, name):
        raise Unusable("认不出文件的编码：请在 Excel 或 WPS 中另存为“CSV UTF-8（逗号分隔）”或 .xlsx。")
    return name


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                if "\0" in decoder.decode(piece):
                    return False
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def read_text(path: Path, called: str) -> list[Sheet]:
    """Return the file as one sheet, called as the file is by whoever brought it. Raises Unusable."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = _delimiter(file.read(20_000))
    return [Sheet(called, lambda: _rows(path, encoding, delimiter))]


def _delimiter(head: str) -> str:
    """Return what stands most often in the lines at the top."""
    return max(",\t;，", key=lambda sign: (head.count(sign), sign == ","))


def _rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(limits.LONGEST_TEXT)
    with path.open(encoding=encoding, newline="") as file:
        lines = csv.reader(_lines(file), delimiter=delimiter, strict=True)
        number = 1
        try:
            for cells in lines:
                if len(cells) > limits.MOST_COLUMNS:
                    raise Unusable(f"第 {number} 行超过 {limits.MOST_COLUMNS} 列，不是普通的台账：请核对文件。")
                yield Row(number, {column: text for column, text in enumerate(cells, 1) if text.strip()})
                number = lines.line_num + 1
        except csv.Error as error:
            raise Unusable(f"第 {number} 行读不出来（引号不成对，或文字过长）：请核对，或另存为 .xlsx。") from error


def _lines(file: TextIO) -> Iterator[str]:
    while line := file.readline(4 * limits.LONGEST_TEXT):
        if len(line) == 4 * limits.LONGEST_TEXT:
            raise Unusable("文件有过长的行，不是普通的台账：请核对文件，或另存为 .xlsx。")
        yield line
