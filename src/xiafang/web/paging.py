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

    `order` is ascending and ends with the primary key. One query, and one for the key.
    """
    backwards = "after" not in asked and "before" in asked
    key = _key(rows.model, order, asked.get("before" if backwards else "after"))
    backwards = backwards and key is not None
    if key is not None:
        rows = rows.filter(_beyond(order, key, "lt" if backwards else "gt"))
    found = list(rows.order_by(*(f"-{name}" if backwards else name for name in order))[: size + 1])
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
        return model._base_manager.filter(pk=asked).values_list(*order).first()
    except (ValidationError, ValueError):
        return None


def _beyond(order: Sequence[str], key: Sequence[Any], way: str) -> Q:
    found, same = Q(), Q()
    for name, value in zip(order, key, strict=True):
        found |= same & Q(**{f"{name}__{way}": value})
        same &= Q(**{name: value})
    return found
