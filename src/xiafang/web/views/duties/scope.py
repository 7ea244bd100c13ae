"""What part of the ledger an address asks for, and who may look at a unit's board at all."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from xiafang.accounts.roles import Role
from xiafang.accounts.standing import Standing
from xiafang.organizations.models import Organization, Post
from xiafang.promises.board import STATUSES, Scope
from xiafang.regulation.outline import NUMBERS
from xiafang.regulation.periods import halves_of, quarters_of
from xiafang.regulation.registry import DUTIES
from xiafang.web import rules
from xiafang.web.typed import whole

PERIODS = {
    "": "全年",
    "H1": "上半年",
    "H2": "下半年",
    "Q1": "一季度",
    "Q2": "二季度",
    "Q3": "三季度",
    "Q4": "四季度",
}
_HERE = (Role.LEADER, Role.LIAISON, Role.HANDLER)
STATUTE = "statute"
DUE = {"overdue": "已逾期", "today": "今天到期", "week": "本周到期", "next": "接下来"}


@dataclass(frozen=True)
class Asked:
    """What an address asks for, with everything unknown in it left out."""

    day: date
    year: int
    period: str = ""
    duty: str = ""
    status: str = ""
    sort: str = ""
    own: bool = False
    work: bool = False
    due: str = ""

    def scope(self) -> Scope:
        """Return it as the ledger is asked."""
        spans = {span.label[4:]: span for span in (*halves_of(self.year), *quarters_of(self.year))}
        span = spans.get(self.period)
        first, last = (span.first, span.last) if span else (None, None)
        return Scope(self.day, self.year, first, last, duties_of(self.duty))

    def query(self, **changes: Any) -> str:
        """Return the query of an address that asks for the same with `changes`, without what is so by default."""
        named: dict[str, Any] = {name: changes.pop(name) for name in ("unit", "official") if name in changes}
        changed = replace(self, **changes)
        said: dict[str, Any] = {
            **named,
            "year": changed.year if changed.year != changed.day.year else "",
            "period": changed.period,
            "duty": changed.duty,
            "status": changed.status,
            "sort": changed.sort,
            "own": "1" if changed.own else "",
            "work": "1" if changed.work else "",
            "due": changed.due,
        }
        found = urlencode({name: value for name, value in said.items() if value})
        return f"?{found}" if found else ""


def duties_of(asked: str) -> tuple[str, ...]:
    """Return the duties that `asked` names: one, those of an article (its number), those of the statute; else none."""
    if asked in DUTIES:
        return (asked,)
    if asked == STATUTE:
        return tuple(name for name, duty in DUTIES.items() if rules.article_of(duty) not in NUMBERS)
    if 1 <= (ordinal := whole(asked) or 0) <= len(NUMBERS):
        number = NUMBERS[ordinal - 1]
        return tuple(name for name, duty in DUTIES.items() if rules.article_of(duty) == number)
    return ()


def read(asked: QueryDict) -> Asked:
    """Return what the address asks for, today's year and everything in it by default."""
    today = timezone.localdate()
    year = whole(asked.get("year", "")) or 0
    duty = asked.get("duty", "")
    return Asked(
        today,
        year if 2000 <= year <= 2100 else today.year,
        asked.get("period", "") if asked.get("period") in PERIODS else "",
        duty if duties_of(duty) else "",
        asked.get("status", "") if asked.get("status") in STATUSES else "",
        "order" if asked.get("sort") == "order" else "",
        asked.get("own") == "1",
        asked.get("work") == "1",
        asked.get("due", "") if asked.get("due") in DUE else "",
    )


def due_in(span: str, day: date) -> Q:
    """Return the condition for what is due in one of the spans DUE, seen from `day`; a week ends on Sunday."""
    week = day + timedelta(days=6 - day.weekday())
    return {
        "overdue": Q(due__lt=day),
        "today": Q(due=day),
        "week": Q(due__gt=day, due__lte=week),
        "next": Q(due__gt=week),
    }[span]


def covered(standing: Standing) -> frozenset[UUID]:
    """Return the units whose whole subtree whoever asks oversees."""
    return standing.units | standing.roles.get(Role.INSPECTOR, frozenset())


def at_home(standing: Standing) -> frozenset[UUID]:
    """Return the units that whoever asks oversees or works in."""
    here = (standing.roles.get(role, frozenset()) for role in _HERE)
    return covered(standing).union(*here)


def may_look(standing: Standing, unit: Organization) -> bool:
    """Return whether whoever asks may open the unit's own page, on which all that it owes is judged."""
    return not covered(standing).isdisjoint(unit.above) or unit.pk in at_home(standing)


def may_list(standing: Standing, unit: Organization) -> bool:
    """Return whether whoever asks may open the unit's board and lists; what is on them is for row security to say.

    A leader who sponsors a matter of a unit below finds it there, without overseeing that unit.
    """
    return not at_home(standing).isdisjoint(unit.above)


def open_to(standing: Standing, officials: Iterable[UUID]) -> set[UUID]:
    """Return those of the `officials` whose pages whoever asks may open: oneself, and with a post that is overseen.

    One query.
    """
    asked = set(officials)
    posts = Post.objects.filter(official__in=asked).values_list("official", "organization__above")
    overseen = {official for official, above in posts if not covered(standing).isdisjoint(above)}
    return overseen | (asked & {standing.official})


def start(standing: Standing) -> list[Organization]:
    """Return the units at which whoever asks begins to look, the highest first. One query."""
    found = Organization.objects.filter(pk__in=at_home(standing))
    return sorted(found, key=lambda unit: (len(unit.above), unit.ordinal, unit.name))
