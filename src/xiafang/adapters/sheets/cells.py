"""What stands in a cell of a file of ours: typed, and no formula, whatever somebody wrote into a field."""

import re
from datetime import datetime
from typing import Any

from xiafang.adapters.sheets.base import Broken, Value

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 32_000


def harmless(text: str) -> str:
    """Return a text that no program takes for a formula, without signs that a file cannot hold."""
    text = _UNPRINTABLE.sub("", text)[:_LONGEST]
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def plain(value: Value) -> Any:
    """Return a value as a cell holds it: text that is harmless, days and numbers as they are."""
    if isinstance(value, Broken):
        return value.why
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else value.replace(tzinfo=None)
    return harmless(value) if isinstance(value, str) else value
