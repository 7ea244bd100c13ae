"""Petitioners as one cell names them: 李示例、王示例等五人 are two names, and five people."""

import re
from dataclasses import dataclass

from xiafang.adapters.sheets import Value
from xiafang.ledgers import reading

_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"[0-9]{1,5}|[零〇一二两三四五六七八九十百千]+"
_TAIL = re.compile(
    rf"(.*?)等(共计?|一行|约|近|上|数|几)?({_NUMBER})?(余|多|来|几|数|若干)?(?:个|名|位)?"
    r"(人员?|群众|村民|居民|业主|职工|工人|农民工|当事人|家属|户|家|代表)?"
)
_IN_BRACKETS = re.compile(rf"等?\s*\(\s*等?\s*((?:共计?|约|近|数|几)?(?:{_NUMBER})[余多]?[人名位])\s*\)")
_NO_PEOPLE = ("户", "家", "代表")
_SURE = (None, "共", "共计", "一行")


@dataclass(frozen=True)
class Party:
    """Who petitions: the names in a cell, and with 等…人 how many people they are.

    `number` is None where the cell does not say it, the least number where it is not `exact`. `written` are the names
    as they stand, with 等…人.
    """

    names: tuple[str, ...] = ()
    number: int | None = None
    exact: bool = False
    written: tuple[str, ...] = ()

    @property
    def others(self) -> str:
        """Return what is written of those who are not named, without the names: they may be confidential."""
        return "；".join(tail[0][tail.end(1) :] for part in self.written if (tail := _tail(part)))

    @property
    def more(self) -> bool:
        """Return whether there are people beside those who are named, or may be."""
        return self.names != self.written


def read(value: Value, _: bool = False) -> Party:
    """Read who petitions."""
    written = reading.names(_IN_BRACKETS.sub(r"等\1", reading.plain(value)), False)
    tails = {part: tail for part in written if (tail := _tail(part))}
    names = tuple(dict.fromkeys(name for part in written if (name := tails[part][1] if part in tails else part)))
    if len(tails) != 1:
        return Party(names, written=tuple(written))
    (tail,) = tails.values()
    near, digits, over, what = tail.groups()[1:]
    counted = bool(digits) and what not in _NO_PEOPLE
    exact = counted and not over and near in _SURE
    return Party(names, _value(digits) if counted else None, exact, tuple(written))


def _tail(part: str) -> re.Match[str] | None:
    """Return the name and what follows it, None for a name alone; 王平等 may well be somebody's."""
    tail = _TAIL.fullmatch(part)
    return None if tail and tail[0] == f"{tail[1]}等" and len(tail[1]) < 3 else tail


def _value(text: str) -> int:
    """Return the number that digits, Chinese or not, stand for."""
    if text.isascii():
        return int(text)
    total, digit = 0, 0
    for sign in text:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit
