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


def shown(found: list[Clock], today: date, calendar: Calendar) -> list[dict[str, Any]]:
    """Return each clock ready to be shown; the first one that runs binds."""
    return [_shown(clock, today, calendar, binding=clock.runs and n == 0) for n, clock in enumerate(found)]


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
