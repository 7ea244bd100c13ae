"""What an xlsx file says about its sheets: names, where they lie, texts, and which formats show a date."""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from xiafang.adapters.sheets import limits
from xiafang.adapters.sheets.base import Unusable
from xiafang.adapters.sheets.parts import BROKEN, walk

_DATES = {*range(14, 23), *range(27, 37), *range(50, 59)}  # built-in formats of dates, the Chinese ones among them
_PLAIN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


@dataclass
class Workbook:
    """The sheets of a file, in order: name, part, whether hidden; the texts; the styles that show dates."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    dated: list[bool] = field(default_factory=list)
    from_1904: bool = False


def _nothing(_: str) -> None:
    pass


def read_workbook(parts: zipfile.ZipFile) -> Workbook:
    """Read everything but the cells. Raises Unusable when it is no workbook."""
    book = Workbook()
    main = _main(parts)
    targets = _relations(parts, main)
    names: list[tuple[str, str, bool]] = []

    def start(name: str, given: Mapping[str, str]) -> None:
        if name == "workbookPr":
            book.from_1904 = given.get("date1904") in ("1", "true")
        elif name == "sheet":
            relation = next((value for key, value in given.items() if key.rpartition(":")[2] == "id"), "")
            target = targets.get(relation, ("", ""))
            if target[0].endswith("/worksheet"):
                names.append((given.get("name", ""), target[1], given.get("state", "visible") != "visible"))

    walk(parts, main, start, _nothing, _nothing)
    if not names:
        raise Unusable("工作簿里没有工作表：请核对文件。")
    book.sheets = names
    for kind, target in targets.values():
        if kind.endswith("/sharedStrings"):
            book.texts = _texts(parts, target)
        elif kind.endswith("/styles"):
            book.dated = _dated(parts, target)
    return book


def _main(parts: zipfile.ZipFile) -> str:
    for kind, target in _relations(parts, "").values():
        if kind.endswith("/officeDocument"):
            return target
    raise Unusable(BROKEN)


def _relations(parts: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return id → kind and target of what `part` refers to; a target outside of the file is never followed."""
    folder, name = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, given: Mapping[str, str]) -> None:
        if element == "Relationship" and given.get("TargetMode") != "External":
            target = given.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[given.get("Id", "")] = (given.get("Type", ""), path)

    walk(parts, posixpath.join(folder, "_rels", f"{name}.rels"), start, _nothing, _nothing)
    return found


def _texts(parts: zipfile.ZipFile, name: str) -> list[str]:
    """Return the table of strings; phonetic readings beside them are left out."""
    try:
        size = parts.getinfo(name).file_size
    except KeyError:
        return []
    if size > limits.MOST_STRING_BYTES:
        raise Unusable("文件里的文字过多，不能一次读入：请按年份或单位拆成几个文件。")
    texts: list[str] = []
    now: list[str] = []
    state = {"text": False, "phonetic": False}

    def start(element: str, _: Mapping[str, str]) -> None:
        state["text"] = element == "t" and not state["phonetic"]
        if element == "rPh":
            state["phonetic"] = True

    def end(element: str) -> None:
        state["text"] = False
        if element == "rPh":
            state["phonetic"] = False
        elif element == "si":
            texts.append("".join(now))
            now.clear()
            if len(texts) > limits.MOST_STRINGS:
                raise Unusable("文件里的文字过多，不能一次读入：请按年份或单位拆成几个文件。")

    def text(piece: str) -> None:
        if state["text"]:
            now.append(piece)

    walk(parts, name, start, end, text)
    return texts


def _dated(parts: zipfile.ZipFile, name: str) -> list[bool]:
    """Return for each style of cells whether it shows a date."""
    formats: dict[str, bool] = {}
    found: list[bool] = []
    inside = {"cellXfs": False}

    def start(element: str, given: Mapping[str, str]) -> None:
        if element == "numFmt":
            formats[given.get("numFmtId", "")] = shows_date(given.get("formatCode", ""))
        elif element == "cellXfs":
            inside["cellXfs"] = True
        elif element == "xf" and inside["cellXfs"]:
            number = given.get("numFmtId", "0")
            found.append(formats.get(number, number.isdigit() and int(number) in _DATES))

    def end(element: str) -> None:
        if element == "cellXfs":
            inside["cellXfs"] = False

    walk(parts, name, start, end, _nothing)
    return found


def shows_date(code: str) -> bool:
    """Return whether a number format shows a day."""
    plain = _PLAIN.sub("", code.split(";", maxsplit=1)[0]).lower()
    return "general" not in plain and any(sign in plain for sign in "yd年日") and not any(s in plain for s in "0#?")
