"""Open a file by what it is, whatever it is called."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from xiafang.adapters.sheets.base import Sheet, Unusable
from xiafang.adapters.sheets.grid import read_rows, survey
from xiafang.adapters.sheets.parts import open_parts
from xiafang.adapters.sheets.text import read_text
from xiafang.adapters.sheets.workbook import read_workbook

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
LARGEST = 200 * 2**20


@dataclass(frozen=True)
class Book:
    """An opened file: its digest and its sheets; hidden ones come last in no special way but say so."""

    digest: str
    sheets: tuple[Sheet, ...]


@contextmanager
def open_book(path: Path, *, name: str = "") -> Iterator[Book]:
    """Open a workbook or a csv file, called `name` by whoever brought it. Raises Unusable with what is wrong."""
    ending = Path(name or path).suffix.lower()
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
            file.seek(0)
            digest = sha256()
            while piece := file.read(2**20):
                digest.update(piece)
    except OSError as error:
        raise Unusable(f"读不了文件 {path.name}：请核对路径和权限。") from error
    _check(ending, size, head)
    if not head.startswith(_ZIP):
        yield Book(digest.hexdigest(), tuple(read_text(path, Path(name or path).stem)))
        return
    with open_parts(path) as parts:
        yield Book(digest.hexdigest(), tuple(_sheets(parts)))


def _check(ending: str, size: int, head: bytes) -> None:
    if ending not in (".xlsx", ".csv", ".txt"):
        raise Unusable(f"不能导入“{ending or '没有扩展名'}”文件：只收 .xlsx 和 .csv，请在 Excel 或 WPS 中另存后再试。")
    if not size:
        raise Unusable("文件是空的：请核对后重新选择。")
    if size > LARGEST:
        raise Unusable(f"文件有 {size // 2**20} MB，超过 {LARGEST // 2**20} MB：请按年份或单位拆成几个文件。")
    if head.startswith(_OLD):
        raise Unusable("文件是旧版 .xls 或者加了密码，不能读取：请在 Excel 或 WPS 中去掉密码，另存为 .xlsx。")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise Unusable("文件内容是网页而不是表格：请在 Excel 或 WPS 中打开，另存为 .xlsx。")
    if (ending == ".xlsx") != head.startswith(_ZIP):
        raise Unusable(f"文件内容与扩展名“{ending}”不符，可能改过扩展名：请在 Excel 或 WPS 中打开后另存为 .xlsx。")


def _sheets(parts: zipfile.ZipFile) -> Iterator[Sheet]:
    book = read_workbook(parts)
    for name, part, hidden in book.sheets:
        merges, columns = survey(parts, part)
        yield Sheet(name, partial(read_rows, parts, part, book, merges), hidden, columns, book.from_1904)
