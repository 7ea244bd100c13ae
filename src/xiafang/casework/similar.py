"""Matters that are likely the same as one being registered: of the same petitioner, of the same outside number.

Read under row security as whoever registers: what is out of their sight is not found, and nothing tells of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, QuerySet, Value

from xiafang.accounts.models import User
from xiafang.casework.models import Item, Matter, Petitioner

SHOWN = 6
_LOOKED_AT = 60  # of one ground: more than that, and the name says nothing
NAME, NUMBER = "同名信访人", "编号相同"


@dataclass(frozen=True)
class Likely:
    """A matter, and what it has in common with what was entered."""

    matter: Matter
    why: str


def similar(*, by: User, names: Iterable[str], numbers: Iterable[str]) -> list[Likely]:
    """Return the latest matters that `by` sees and that share a name or an outside number. Two queries."""
    names = sorted({name.strip() for name in names} - {""})
    numbers = sorted({number.strip() for number in numbers} - {""})
    if not names and not numbers:
        return []
    grounds: dict[UUID, list[str]] = {}
    for pk, why in _candidates(names, numbers):
        if why not in grounds.setdefault(pk, []):
            grounds[pk].append(why)
    found = Matter.objects.visible_to(by).filter(pk__in=grounds).select_related("responsible", "registering")
    rows = sorted(found, key=lambda row: (len(grounds[row.pk]), row.received_on), reverse=True)
    return [Likely(row, "、".join(sorted(grounds[row.pk]))) for row in rows[:SHOWN]]


def _candidates(names: list[str], numbers: list[str]) -> QuerySet[Matter, tuple[UUID, str]]:
    of_name = Petitioner.objects.filter(name__in=names).values_list("matter", _said(NAME))[:_LOOKED_AT]
    of_item = Item.objects.filter(external_number__in=numbers).values_list("matter", _said(NUMBER))[:_LOOKED_AT]
    of_matter = Matter.objects.filter(external_number__in=numbers).values_list("pk", _said(NUMBER))[:_LOOKED_AT]
    return of_name.union(of_item, of_matter)  # type: ignore[return-value]


def _said(why: str) -> Value:
    return Value(why, CharField())
