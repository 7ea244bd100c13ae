"""Matters that other ledgers refer to by number."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from xiafang.casework.codes import State
from xiafang.casework.models import Item, Matter
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.reading import same

_OVER = (State.VOIDED, State.MERGED)


def matters_by_number(numbers: Iterable[str | None], importer: Importer) -> dict[str, list[Matter]]:
    """Return the matters that the importer sees by each of these numbers: their own, an item's, an outside one."""
    given = {number for number in numbers if number}
    if not given:
        return {}
    pairs: set[tuple[str, UUID]] = set(Matter.objects.filter(number__in=given).values_list("number", "pk"))
    pairs |= set(Matter.objects.filter(external_number__in=given).values_list("external_number", "pk"))
    for name in ("number", "external_number"):
        pairs |= set(Item.objects.filter(**{f"{name}__in": given}).values_list(name, "matter"))
    seen = Matter.objects.visible_to(importer.by).filter(pk__in={pk for _, pk in pairs}).exclude(state__in=_OVER)
    rows = {row.pk: row for row in seen.select_related("registering", "responsible").prefetch_related("sponsorships")}
    found: defaultdict[str, list[Matter]] = defaultdict(list)
    for number, pk in sorted(pairs):
        if pk in rows and importer.units.holds(rows[pk].responsible) and rows[pk] not in found[same(number)]:
            found[same(number)].append(rows[pk])
    return dict(found)
