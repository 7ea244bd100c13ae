"""How long a limit still runs, as people see it: a sign and a word, red when it is over, amber when it is near."""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.safestring import SafeString

from xiafang.regulation.calendar import Calendar
from xiafang.web.signs import sign

NEAR = 3  # working days within which a limit counts as near


class Left(NamedTuple):
    """What is left of a limit: the state (`breached`, `soon`, `pending`) and the words."""

    state: str
    words: str

    @property
    def sign(self) -> SafeString:
        """The sign of it."""
        return sign(self.state, None, self.words)


def left(due: date, today: date, calendar: Calendar) -> Left:
    """Return what is left at the beginning of `today` of a limit that ends with `due`."""
    days = (due - today).days
    if days < 0:
        return Left("breached", f"逾期{-days}天")
    if days == 0:
        return Left("soon", "今日到期")
    if days <= 3 * NEAR + 9:  # no rest is longer than the nine days around a festival
        working = sum(calendar.is_working(today + timedelta(days=n)) for n in range(1, days + 1))
        if working <= NEAR:
            return Left("soon", f"剩{working}个工作日" if working else "期内无工作日")
    return Left("pending", f"剩{days}天")
