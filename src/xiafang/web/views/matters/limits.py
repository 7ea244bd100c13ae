"""The clocks of a matter as its page shows them: sign, day, what is left, and on request why."""

import re
from datetime import date
from typing import Any

from django.urls import reverse

from xiafang.promises.clocks import Clock
from xiafang.regulation.calendar import Calendar
from xiafang.web.limits import left
from xiafang.web.signs import sign

_NUMBERS = {word: number for number, word in enumerate("一二三四五六七八九", 1)}


NOBODY_TO_TELL = (
    "匿名的，或者姓名、住址不清的，《信访工作条例》第二十三条第二款不要求书面告知，不必补办。"
    "判定所用的事实中没有这种情形，所以仍按收到后的期限计列；核对、考核时请据此说明。"
)


def shown(found: list[Clock], today: date, calendar: Calendar, *, anonymous: bool = False) -> list[dict[str, Any]]:
    """Return each clock ready to be shown; the first one that runs binds. Nobody can tell who is `anonymous`."""
    rows = [_shown(clock, today, calendar, binding=clock.runs and n == 0) for n, clock in enumerate(found)]
    for row, clock in zip(rows, found, strict=True):
        row["note"] = NOBODY_TO_TELL if anonymous and clock.runs and clock.duty == "case.told" else ""
    return rows


def _shown(clock: Clock, today: date, calendar: Calendar, *, binding: bool) -> dict[str, Any]:
    return {
        "title": clock.title,
        "article": clock.article,
        "href": _article(clock.article),
        "due": clock.due.isoformat(),
        "sign": left(clock.due, today, calendar).sign if clock.runs else sign(clock.status),
        "done": f"{clock.completed_on} 完成" if clock.completed_on else "",
        "why": clock.why,
        "steps": clock.steps,
        "binding": binding,
        "over": clock.runs and clock.due < today,
        "provisional": clock.provisional,
    }


def _article(cite: str) -> str:
    """Return the page of an article of the regulation; none for the statute's."""
    match = re.fullmatch(r"第([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)条", cite)
    if match is None:
        return ""
    tens, ten, ones = match.groups()
    number = (_NUMBERS.get(tens, 1) * 10 if ten else _NUMBERS.get(tens, 0)) + _NUMBERS.get(ones, 0)
    return reverse("articles-one", args=[number])
