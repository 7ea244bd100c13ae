"""How the people of a whole ledger came (信访形式), where its rows do not say it."""

import re

from xiafang.adapters.sheets import Table
from xiafang.casework.codes import Channel
from xiafang.ledgers import reading
from xiafang.ledgers.kinds.matters.columns import CHANNELS
from xiafang.ledgers.plans import ForAll

_WORDS = (("来访", Channel.VISIT), ("来信", Channel.LETTER), ("来电", Channel.CALL), ("网上", Channel.ONLINE),
          ("网信", Channel.ONLINE), ("12345", Channel.HOTLINE))  # fmt: skip
_TELLING = ("received_on", "petitioners", "number", "title", "content", "people")
_READ = reading.choice(Channel, CHANNELS)
LABEL = "信访形式"


def for_all(table: Table, filename: str, given: str) -> ForAll | None:
    """Return the one form that the ledger's name tells, or that was `given`; else the question; None with a column.

    Its sheet and title are asked first, then the name of the file, then headings such as 来访人: the first that names a
    form counts. When it names several, nobody can say which row is which but whoever keeps the ledger.
    """
    headings = " ".join(table.headings[table.columns[name]] for name in _TELLING if name in table.columns)
    sources = ((table.title, "表名、标题"), (re.sub(r"\.\w+$", "", filename), "文件名"), (headings, "列名"))
    named, where = next(((found, place) for text, place in sources if (found := _named(text))), ([], ""))
    if len(named) == 1:
        return ForAll("channel", LABEL, named[0], f"{named[0].label}（取自{where}，没有填写的行都按此登记）")
    choices = tuple(named or Channel)
    if given:
        channel = Channel(given)
        return ForAll("channel", LABEL, channel, f"{channel.label}（所选，没有填写的行都按此登记）", choices=choices)
    if "channel" in table.columns:
        return None
    labels = "、".join(channel.label for channel in choices)
    why = f"{where}写着{labels}" if named else "表名、标题也没有写"
    question = f"没有“{LABEL}”列，{why}：整张表是同一种的，请选定；各行不同的，请在表中加上“{LABEL}”列后重新导入。"
    return ForAll("channel", LABEL, None, "", question, choices)


def channel_of(words: str) -> str:
    """Return the code of the form that somebody calls so. Raises Fault."""
    return str(_READ(words, False))


def _named(text: str) -> list[Channel]:
    return list(dict.fromkeys(channel for word, channel in _WORDS if word in text))
