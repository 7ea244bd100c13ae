"""Pages by key: the next page begins behind the last row shown, however many come before it."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

Row = TypeVar("Row", bound=Model)
SIZE = 50


class Page(Generic[Row]):
    """Some rows, and the keys from which the pages before and after go on; None where there is none."""

    def __init__(self, rows: list[Row], before: object, after: object) -> None:
        self.rows, self.before, self.after = rows, before, after

    @property
    def several(self) -> bool:
        """Return whether there is any other page."""
        return self.before is not None or self.after is not None


def page(rows: QuerySet[Row], order: Sequence[str], asked: QueryDict, size: int = SIZE) -> Page[Row]:
    """Return the page that `after` or `before` in the address asks for; the first one for a key that is not there.

    `order` ends with the primary key; a name with a minus before it runs downwards. One query, and one for the key.
    """
    backwards = "after" not in asked and "before" in asked
    key = _key(rows.model, order, asked.get("before" if backwards else "after"))
    backwards = backwards and key is not None
    way = [_turned(name) for name in order] if backwards else list(order)
    if key is not None:
        rows = rows.filter(_beyond(way, key))
    found = list(rows.order_by(*way)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    first, last = (found[0].pk, found[-1].pk) if found else (None, None)
    return Page(
        found,
        first if (more if backwards else key is not None) else None,
        last if (key is not None if backwards else more) else None,
    )


def _key(model: type[Row], order: Sequence[str], asked: str | None) -> tuple[Any, ...] | None:
    if not asked:
        return None
    try:
        return model._base_manager.filter(pk=asked).values_list(*(name.lstrip("-") for name in order)).first()
    except (ValidationError, ValueError):
        return None


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(way: Sequence[str], key: Sequence[Any]) -> Q:
    found, same = Q(), Q()
    for step, value in zip(way, key, strict=True):
        name = step.lstrip("-")
        found |= same & Q(**{f"{name}__{'lt' if step.startswith('-') else 'gt'}": value})
        same &= Q(**{name: value})
    return found
