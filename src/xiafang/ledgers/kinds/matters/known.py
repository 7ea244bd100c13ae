"""The matters that rows of a ledger may be: by number, or by unit, day, petitioner and summary; or nearly."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from xiafang.casework.codes import State
from xiafang.casework.models import Item, Matter, Petitioner
from xiafang.ledgers import party
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.kinds.matters.wanted import Wanted
from xiafang.ledgers.plans import No
from xiafang.ledgers.reading import same

_OVER = (State.VOIDED, State.MERGED)


@dataclass
class Known:
    """A matter as it is compared with a row."""

    matter: Matter
    names: frozenset[str]
    external: frozenset[str]
    numbers: frozenset[str]


@dataclass
class Found:
    """What a row is: the same as `known`, or only near it; `common` says in what the two are equal."""

    known: Known | None = None
    near: bool = False
    common: str = ""


class Register:
    """The matters that any of some rows may be, found by six queries."""

    def __init__(self, rows: Sequence[Wanted], importer: Importer) -> None:
        self._made = importer.made
        self._by_number: defaultdict[str, list[Known]] = defaultdict(list)
        self._by_national: defaultdict[str, list[Known]] = defaultdict(list)
        self._by_name: defaultdict[str, list[Known]] = defaultdict(list)
        self._nameless: defaultdict[str, list[Known]] = defaultdict(list)
        people = Prefetch("petitioners", Petitioner.objects.only("matter_id", "name"))
        items = Prefetch("items", Item.objects.only("matter_id", "number", "external_number"))
        seen = Matter.objects.visible_to(importer.by).filter(pk__in=_candidates(rows))
        matters = seen.select_related("registering", "responsible").prefetch_related(people, items, "sponsorships")
        matters = matters.defer("search_text")
        for matter in matters.order_by("received_on", "number"):
            self._keep(matter)

    def _keep(self, matter: Matter) -> None:
        items = list(matter.items.all())
        known = Known(
            matter,
            frozenset(same(name) for person in matter.petitioners.all() for name in party.read(person.name).names),
            frozenset(same(item.external_number) for item in items if item.external_number),
            frozenset({same(matter.number), *(same(item.number) for item in items)}),
        )
        for number in known.numbers | known.external:
            self._by_number[number].append(known)
        if matter.external_number:
            self._by_national[same(matter.external_number)].append(known)
        if matter.state in _OVER:
            return
        for name in known.names:
            self._by_name[name].append(known)
        if not known.names:
            self._nameless[same(matter.title)].append(known)

    def find(self, row: Wanted) -> Found:
        """Return which matter the row is, if any. Raises No when a number is that of two."""
        if numbered := self._numbered(row):
            return numbered
        names = frozenset(same(name) for name in row.names)
        pool = [known for name in names for known in self._by_name[name]]
        pool = pool or ([] if names else self._nameless[same(row.title)])
        best = Found()
        for known in {known.matter.pk: known for known in pool}.values():
            common = _common(row, known, names)
            if len(common) == 4:
                other = _other_number(row, known)
                if not (other and known.matter.pk in self._made):
                    return Found(known, other, "、".join(common))
            alike = len(common) == 3 and "信访人" in common and known.matter.pk not in self._made
            if alike and best.known is None and not _other_number(row, known):
                best = Found(known, True, "、".join(common))
        return best

    def _numbered(self, row: Wanted) -> Found | None:
        hits: dict[UUID, Known] = {}
        strangers: dict[UUID, Known] = {}
        if row.national_number:
            hits |= {known.matter.pk: known for known in self._by_national[same(row.national_number)]}
        if row.number:
            said = same(row.number)
            for known in self._by_number[said]:
                mine = said in known.numbers or known.matter.registering_id == row.unit.pk
                (hits if mine else strangers)[known.matter.pk] = known
        if len(hits) > 1:
            said = "、".join(str(known.matter) for known in hits.values())
            raise No(f"编号对应 {len(hits)} 件事项（{said}）：请核对编号。", field="number")
        if hits:
            return Found(next(iter(hits.values())), False, "编号")
        likely = [known for known in strangers.values() if same(known.matter.title) == same(row.title)]
        return Found(likely[0], True, "本单位编号、概况") if likely else None


def _other_number(row: Wanted, known: Known) -> bool:
    """Return whether the two have different numbers of the same office's ledger."""
    given = known.external and row.number and known.matter.registering_id == row.unit.pk
    return bool(given) and same(row.number) not in known.external


def _common(row: Wanted, known: Known, names: frozenset[str]) -> list[str]:
    matter = known.matter
    units = {row.unit.pk, row.responsible.pk}
    found = []
    if units & {matter.registering_id, matter.responsible_id}:
        found.append("单位")
    if matter.received_on == row.received_on:
        found.append("收到日期")
    if names == known.names or (names & known.names and len(names | known.names) > 1):
        found.append("信访人")
    if same(matter.title) == same(row.title):
        found.append("概况")
    return found if len(found) < 4 or names == known.names else found[:3]


def _candidates(rows: Sequence[Wanted]) -> set[UUID]:
    """Return the ids of what shares a number with a row or is like one; of nameless ones unit, day and title."""
    numbers = {row.number for row in rows if row.number}
    national = {row.national_number for row in rows if row.national_number}
    nameless = [row for row in rows if not row.names]
    found = _namesakes(rows)
    if numbers:
        found |= _ids(Matter.objects.filter(number__in=numbers).values_list("pk", flat=True))
        found |= _ids(Item.objects.filter(number__in=numbers).values_list("matter", flat=True))
        found |= _ids(Item.objects.filter(external_number__in=numbers).values_list("matter", flat=True))
    if national:
        found |= _ids(Matter.objects.filter(external_number__in=national).values_list("pk", flat=True))
    if nameless:
        units = {row.unit.pk for row in nameless} | {row.responsible.pk for row in nameless}
        days = {row.received_on for row in nameless}
        alike = Matter.objects.filter(responsible__in=units, received_on__in=days)
        found |= _ids(alike.filter(title__in={row.title for row in nameless}).values_list("pk", flat=True))
    return found


def _namesakes(rows: Sequence[Wanted]) -> set[UUID]:
    """Return the matters of people of the same names that have two of the other facts in common with a row.

    Some names are those of hundreds of people: their matters are compared before they are loaded.
    """
    called: defaultdict[str, list[tuple[set[UUID], date, str]]] = defaultdict(list)
    for row in rows:
        for name in {*row.names, *row.party.written}:
            called[name].append(({row.unit.pk, row.responsible.pk}, row.received_on, same(row.title)))
    if not called:
        return set()
    facts = ("name", "matter", "matter__registering", "matter__responsible", "matter__received_on", "matter__title")
    found = set()
    for name, matter, registering, responsible, day, title in Petitioner.objects.filter(
        name__in=list(called)
    ).values_list(*facts):
        for units, received_on, words in called[name]:
            if (not units.isdisjoint((registering, responsible))) + (day == received_on) + (same(title) == words) > 1:
                found.add(matter)
    return found


def _ids(rows: Iterable[UUID]) -> set[UUID]:
    return set(rows)
