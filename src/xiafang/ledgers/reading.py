"""How the cells of a ledger are read: text, days, numbers and codes, however offices write them."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models

from xiafang.adapters.sheets import Broken, Value
from xiafang.words import tidy

_NOTHING = {"", "/", "\\", "-", "--", "—", "——", "无", "暂无", "未", "空", "null", "none", "n/a", "○", "×"}
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(?:[ T].*|\s*[上中下早晚][午上].*)?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?")
_SERIAL = range(20_000, 73_051)  # 1954 to 2099
_FIRST, _LAST = date(1950, 1, 1), date(2099, 12, 31)
_WRITE = "请改为 2026-03-05 这样的写法"
_SPLIT = re.compile(r"[、,，;；/\n]+")
_BRACKETS = re.compile(r"[（(【\[].*?[)）】\]]")


class Fault(Exception):  # noqa: N818 - said to whoever keeps the ledger
    """A cell cannot be read; the message is Chinese and says what is wrong and what to write instead."""


Read = Callable[[Value, bool], Any]
"""Takes the value of a cell and whether its file counts days from 1904; gives None or something empty when blank."""


def plain(value: Value) -> str:
    """Return the cell as text: full-width signs made plain, spaces at the ends gone; nothing for signs of nothing."""
    if isinstance(value, Broken):
        raise Fault(value.why)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return f"{value:.10g}"
    text = tidy(tidy(unicodedata.normalize("NFKC", str(value))).lstrip("'"))
    return "" if text.lower() in _NOTHING else text


def bare(value: Value, _: bool = False) -> str:
    """Return the same without any space in it: names, numbers, units."""
    return re.sub(r"\s+", "", plain(value))


def same(text: str) -> str:
    """Return a text as two are compared: signs made plain, without spaces and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def text(longest: int = 0) -> Read:
    """Return a reader of text with its own signs kept; longer than `longest` is a fault."""

    def read(value: Value, _: bool) -> str:
        if not plain(value):
            return ""
        found = plain(value) if not isinstance(value, str) else tidy(tidy(value).removeprefix("'"))
        if longest and len(found) > longest:
            raise Fault(f"有 {len(found)} 个字，超过 {longest} 个：请缩短，详细内容写入“主要内容”。")
        return found

    return read


def code(longest: int) -> Read:
    """Return a reader of numbers as signs: file numbers, phones, identity numbers."""

    def read(value: Value, _: bool) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 10**15:
            raise Fault("号码被存成了数字，末几位已经丢失：请把单元格改为文本格式后重新填写。")
        found = bare(value)
        if len(found) > longest:
            raise Fault(f"“{found[:20]}…”超过 {longest} 个字符：请核对。")
        return found

    return read


def day(value: Value, from_1904: bool) -> date | None:
    """Read a day: a date of the sheet, a serial number, or one of the ways in which days are written."""
    found = _day(value, from_1904)
    if found is not None and not _FIRST <= found <= _LAST:
        raise Fault(f"{found} 的年份不对：{_WRITE}。")
    return found


def _day(value: Value, from_1904: bool) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    said = plain(value)
    if not said:
        return None
    if re.fullmatch(r"\d{5}(\.\d+)?", said) and int(float(said)) in _SERIAL:
        first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
        return first + timedelta(days=int(float(said)))
    match = _DAY.fullmatch(said) or _EIGHT.fullmatch(said)
    if match is None:
        raise Fault(f"“{said[:30]}”不是完整的日期：{_WRITE}。")
    return _valid(said, *map(int, match.groups()))


def _valid(said: str, year: int, month: int, of_month: int) -> date:
    try:
        return date(year, month, of_month)
    except ValueError as error:
        raise Fault(f"“{said[:30]}”不是有效日期：{_WRITE}。") from error


def month_or_day(value: Value, from_1904: bool) -> date | None:
    """Read a day; of a month alone, as posts are dated, its first day."""
    if isinstance(value, float | str) and (match := _MONTH.fullmatch(plain(value))):
        return _valid(plain(value), int(match.group(1)), int(match.group(2)), 1)
    return day(value, from_1904)


def count(value: Value, _: bool) -> int | None:
    """Read how many."""
    said = plain(value)
    if not said:
        return None
    match = re.fullmatch(r"(\d{1,6})(?:\.0+)?\s*[人次件批余个]*", said)
    if match is None:
        raise Fault(f"“{said[:20]}”不是数目：请填阿拉伯数字，例如 3。")
    return int(match.group(1))


def truth(value: Value, _: bool) -> bool | None:
    """Read yes or no; any sign of a mark is yes."""
    said = bare(value)
    if said in ("是", "有", "√", "✓", "✔", "1", "y", "Y", "yes", "true", "TRUE", "对"):
        return True
    if said in ("", "否", "不是", "没有", "0", "n", "N", "no", "false", "FALSE"):
        return False if said else None
    raise Fault(f"“{said[:20]}”不明确：请填“是”或“否”。")


def names(value: Value, _: bool) -> list[str]:
    """Read several names; spaces within a name and what stands in brackets do not count."""
    said = _BRACKETS.sub("", plain(value))
    found = [re.sub(r"\s+", "", part) for part in _SPLIT.split(said)]
    return list(dict.fromkeys(name for name in found if name))


def lines(value: Value, _: bool) -> list[str]:
    """Read several texts, one in a line or numbered 1. 2. or （1）（2）."""
    said = plain(value)
    if not said:
        return []
    parts = re.split(r"\n+|(?:(?<=[。；;])|^)\s*[(（]?\d{1,2}[)）.、]\s*", said)
    return [part.strip(" ；;") for part in parts if part and part.strip(" ；;。")]


def choice(codes: type[models.TextChoices], more: Mapping[str, str]) -> Read:
    """Return a reader of one of `codes`, by its code, its label, or one of the words in `more` (word → code)."""
    known = _known(codes, more)

    def read(value: Value, _: bool) -> models.TextChoices | None:
        said = same(plain(value))
        if not said:
            return None
        if said in known:
            return known[said]
        allowed = "、".join(str(label) for label in codes.labels)
        raise Fault(f"“{plain(value)[:20]}”认不出来：请填{allowed}之一。")

    return read


def choices(codes: type[models.TextChoices], more: Mapping[str, str]) -> Read:
    """Return a reader of several of them."""
    one = choice(codes, more)

    def read(value: Value, from_1904: bool) -> list[models.TextChoices]:
        parts = [part for part in _SPLIT.split(plain(value)) if part.strip()]
        return list(dict.fromkeys(found for part in parts if (found := one(part, from_1904)) is not None))

    return read


def _known(codes: type[models.TextChoices], more: Mapping[str, str]) -> dict[str, models.TextChoices]:
    known: dict[str, models.TextChoices] = {}
    for item in codes:
        known[same(item.value)] = item
        known[same(str(item.label))] = item
        known.setdefault(same(re.sub(r"^[\d（(一二三四五六）).、\s]+", "", str(item.label))), item)
    return known | {same(word): codes(value) for word, value in more.items()}
