"""The parts of an xlsx file: a zip with XML, opened with distrust.

Sizes are taken from the directory of the zip, and `zipfile` reads no more of a part than is declared there. XML comes
through expat, which is stopped at the first declaration of a document type: no office program writes one, and every
attack by entities needs one.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from xml.parsers import expat

from xiafang.adapters.sheets import limits
from xiafang.adapters.sheets.base import Unusable

BROKEN = "文件已损坏，读不出来：请在 Excel 或 WPS 中打开后另存为新的 .xlsx 再试。"
_CHUNK = 2**18
Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def open_parts(path: Path) -> zipfile.ZipFile:
    """Open the zip. Raises Unusable when it is none, holds macros, or would unpack to too much."""
    try:
        parts = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError) as error:
        raise Unusable(BROKEN) from error
    try:
        _check(parts)
    except Unusable:
        parts.close()
        raise
    return parts


def _check(parts: zipfile.ZipFile) -> None:
    entries = parts.infolist()
    if len(entries) > limits.MOST_PARTS:
        raise Unusable("文件内部的组成部分太多，不是普通的工作簿：请另存为新的 .xlsx 再试。")
    for entry in entries:
        name = entry.filename.lower()
        if name.endswith("vbaproject.bin"):
            raise Unusable("文件带有宏，出于安全不予读取：请另存为“Excel 工作簿（.xlsx）”后再试。")
        if entry.flag_bits & 1:
            raise Unusable("文件已加密：请去掉打开密码，另存后再试。")
        packed = max(entry.compress_size, 1)
        bomb = entry.file_size > limits.SMALL and entry.file_size / packed > limits.MOST_RATIO
        if bomb or entry.file_size > limits.MOST_BYTES:
            raise Unusable(
                f"文件解开后过大（一个部分达 {entry.file_size // 2**20} MB），不予读取："
                "请删去多余的空行、空列和格式，或拆成几个文件。"
            )


def chunks(parts: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Give a part piece by piece. Raises Unusable when it is missing or damaged."""
    try:
        with parts.open(name) as part:
            while piece := part.read(_CHUNK):
                yield piece
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Unusable(BROKEN) from error


class Xml:
    """An expat parser that knows no namespaces' prefixes and refuses document types."""

    def __init__(self, start: Start, end: End, text: Text) -> None:
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 2**16
        parser.StartElementHandler = lambda name, given: start(name.rpartition(":")[2], given)
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        self._fed = 0

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Take the next bytes. Raises Unusable when they are no XML, or one token has no end."""
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise Unusable(BROKEN) from error
        self._fed += len(piece)
        if self._fed - self._parser.CurrentByteIndex > limits.LONGEST_TOKEN:
            raise Unusable(BROKEN)


def _refuse(*_: object) -> None:
    raise Unusable("文件内含有外部引用或实体声明，出于安全不予读取：请在 Excel 或 WPS 中另存为新的 .xlsx 再试。")


def walk(parts: zipfile.ZipFile, name: str, start: Start, end: End, text: Text) -> None:
    """Read a small part whole."""
    xml = Xml(start, end, text)
    for piece in chunks(parts, name):
        xml.feed(piece)
    xml.feed(b"", last=True)
