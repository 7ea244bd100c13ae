"""Who imports, what they may import for, and the names by which a ledger calls units and people."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from xiafang.accounts import standing
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Actor, Operator
from xiafang.accounts.roles import Role
from xiafang.ledgers.plans import Answer, ForAll, Line, No
from xiafang.ledgers.reading import same
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Official, Organization, Post

_OWN = {same(word) for word in ("本局", "本单位", "我局", "本级", "本部门", "局机关", "本所", "本院", "本处室")}
_LEVELS = {
    "省厅": Kind.PROVINCIAL_DEPARTMENT,
    "厅": Kind.PROVINCIAL_DEPARTMENT,
    "厅机关": Kind.PROVINCIAL_DEPARTMENT,
    "市局": Kind.CITY_BUREAU,
    "州局": Kind.CITY_BUREAU,
    "市司法局": Kind.CITY_BUREAU,
    "州司法局": Kind.CITY_BUREAU,
    "县局": Kind.COUNTY_BUREAU,
    "区局": Kind.COUNTY_BUREAU,
    "县司法局": Kind.COUNTY_BUREAU,
    "区司法局": Kind.COUNTY_BUREAU,
}


class Units:
    """Organizations by every name that an office may use for them."""

    def __init__(self, roots: Iterable[UUID] | None) -> None:
        self.rows = {unit.pk: unit for unit in Organization.objects.select_related("parent")}
        self.roots = set(roots) if roots is not None else {u.pk for u in self.rows.values() if u.parent_id is None}
        self._called: defaultdict[str, list[Organization]] = defaultdict(list)
        for unit in self.rows.values():
            self.add(unit)

    def add(self, unit: Organization) -> None:
        """Know a unit, for one that has just been set up."""
        self.rows[unit.pk] = unit
        for name in _names(unit):
            self._called[name].append(unit)

    def holds(self, unit: Organization) -> bool:
        """Return whether the unit is one of the importer's, or below one."""
        return not self.roots.isdisjoint(unit.above)

    @property
    def own(self) -> Organization | None:
        """The importer's unit, when it is one."""
        return self.rows[next(iter(self.roots))] if len(self.roots) == 1 else None

    def find(self, words: str, name: str, *, anywhere: bool = False) -> Organization:
        """Return the unit that `words` mean to the importer. Raises No.

        `anywhere` is for whom a matter is about: then units outside the importer's tree are found as well.
        """
        said = same(words)
        if self.own is not None and said in _OWN:
            return self.own
        if (level := _LEVELS.get(said)) and (found := self._level(level)):
            return found
        known = list({unit.pk: unit for unit in self._called.get(said, ())}.values())
        mine = [unit for unit in known if self.holds(unit)]
        chosen = mine or (known if anywhere else [])
        exact = [unit for unit in chosen if same(unit.name) == said]
        if len(exact or chosen) == 1:
            return (exact or chosen)[0]
        if chosen:
            names = "、".join(str(unit.parent or "") + str(unit) for unit in chosen[:4])
            raise No(f"“{words}”可以指{names}等 {len(chosen)} 个单位：请写全称。", field=name)
        if known:
            raise No(f"“{known[0]}”不在您所在单位的范围内，不能为其导入：请由该单位或其上级导入。", field=name)
        raise No(f"没有叫“{words}”的单位：请写全称，或先在“机构”中补上简称。", field=name)

    def _level(self, kind: Kind) -> Organization | None:
        """Return the one unit of a kind among the importer's own and those above; those below are many."""
        ways = {step for root in self.roots for step in self.rows[root].above}
        found = [unit for unit in (self.rows[step] for step in ways) if unit.kind == kind]
        return found[0] if len(found) == 1 and self.holds(found[0]) else None


def _names(unit: Organization) -> set[str]:
    """Return the names of a unit, and those names without the place of the unit above it."""
    given = {unit.name, unit.short_name, *unit.aliases} - {""}
    place = re.sub("(司法局|司法厅)$", "", unit.parent.name) if unit.parent else ""
    if place:
        given |= {name.removeprefix(place) for name in given if len(name) > len(place)}
    if unit.kind in (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU):
        places = {re.sub("(司法)?局$", "", name) for name in given}
        short = {re.sub("[市县区州]$", "", name) for name in places if len(name) > 2}
        given |= {f"{name}{word}" for name in places for word in ("司法局", "局", "")}
        given |= {f"{name}{word}" for name in short for word in ("司法局", "局")}
    return {same(name) for name in given if name}


class People:
    """Officials by name, with the posts that tell them apart."""

    def __init__(self) -> None:
        self._posts: defaultdict[str, list[tuple[UUID, list[UUID], date, date | None]]] = defaultdict(list)
        self._found: dict[UUID, Official] = {}
        rows = Post.objects.values_list("official__name", "official_id", "organization__above", "from_on", "to_on")
        for name, official, above, from_on, to_on in rows:
            self._posts[same(name)].append((official, above, from_on, to_on))

    def find(self, name: str, unit: Organization, on: date, field: str, units: Units) -> Official:
        """Return who of that name is in post on the day: at the unit, on its way up or down, or else anywhere of ours.

        Raises No when there is nobody, or more than one.
        """
        held = [
            post for post in self._posts.get(same(name), ()) if post[2] <= on and (post[3] is None or on <= post[3])
        ]
        if not held:
            raise No(f"{on} 没有名叫“{name}”的在职领导：请核对姓名，或先导入干部任职台账。", field=field)
        near = (
            [post for post in held if post[1][-1] == unit.pk],
            [post for post in held if unit.pk in post[1] or post[1][-1] in unit.above],
            [post for post in held if not units.roots.isdisjoint(post[1])],
            held,
        )
        found = {post[0] for post in next(group for group in near if group)}
        if len(found) > 1:
            raise No(f"{on} 在职的“{name}”有 {len(found)} 人，分不清是哪一位：请在网页上办理这一行。", field=field)
        pk = found.pop()
        if pk not in self._found:
            self._found[pk] = Official.objects.get(pk=pk)
        return self._found[pk]


@dataclass
class Importer:
    """Who imports, when, out of which file; what was answered to questions; what the file has said before."""

    by: Actor
    at: datetime
    digest: str
    filename: str
    asks: standing.Standing
    units: Units
    people: People
    unit: Organization | None = None
    for_all: ForAll | None = None  # of the table at hand
    answers: dict[tuple[str, int], Answer] = field(default_factory=dict)
    seen: dict[int, tuple[tuple[str, int], int]] = field(default_factory=dict)
    made: set[UUID] = field(default_factory=set)  # rows of one file are told apart by whoever keeps it

    @property
    def today(self) -> date:
        """The day of entry."""
        return timezone.localdate(self.at)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Open a transaction in which the importer asks, as what it was at the beginning. Raises NotAllowed."""
        if isinstance(self.by, Operator):
            with transaction.atomic():
                yield
            return
        with standing.asking(self.by, on=timezone.localdate()) as known:
            if known.roles != self.asks.roles:
                raise NotAllowed(
                    "您的账号或者角色在导入中有了变化，没有继续：请核对权限后重新上传，已写入的行没有变化。"
                )
            yield

    def how(self, line: Line, on: date, **more: Any) -> Any:
        """Return who does an act, on which day, and out of which row."""
        return {"by": self.by, "at": self.at, "on": on, "origin": self.origin(line), **more}

    def origin(self, line: Line) -> str:
        """Return where a row stands: the digest of its file, its sheet and its number."""
        sheet, row = line.place
        return f"台账 sha256:{self.digest} 表“{sheet[:60]}” 第{row}行"

    def answer(self, line: Line) -> Answer | None:
        """Return what was said to the question of a row: in the browser, or in its own column."""
        return self.answers.get(line.place) or line["same_or_not"]

    def place(self, words: str, name: str) -> Organization:
        """Return the unit of a row; without words the one that the whole file is for. Raises No."""
        if words:
            return self.units.find(words, name)
        if chosen := self.unit or self.units.own:
            return chosen
        raise No("没有写明单位，而您管理多个单位：请补填，或在导入时指定单位。", field=name)

    def first_time(self, key: object, said: object, line: Line) -> tuple[str, int] | None:
        """Return where the file has said the same before; None the first time. Raises No when it said otherwise."""
        # Hashes, so that what is remembered of a hundred thousand rows stays small.
        place, earlier = self.seen.setdefault(hash(key), (line.place, hash(said)))
        if place == line.place:
            return None
        if earlier != hash(said):
            raise No(f"与表“{place[0]}”第 {place[1]} 行是同一件，但内容不同：请核对后只保留一行。")
        return place


def begin(
    by: Actor, at: datetime, *, digest: str, filename: str, roles: Iterable[Role], unit: Organization | None = None
) -> Importer:
    """Return the importer; the database is told who asks. `roles` are those that let somebody import this.

    With `unit` the file is that unit's, and short names are understood from there. Raises No when it is out of reach.
    """
    roots: set[UUID] | None
    if isinstance(by, Operator):
        asks, roots = standing.NOBODY, None
    else:
        asks = standing.identify(by, on=timezone.localdate(at))
        roots = {pk for role in roles for pk in asks.roles.get(role, frozenset())}
        if unit is not None and roots.isdisjoint(unit.above):
            raise No(f"“{unit}”不在您所在单位的范围内，不能为其导入：请由该单位或其上级导入。", field="unit")
    roots = {unit.pk} if unit is not None else roots
    return Importer(by, at, digest, filename, asks, Units(roots), People(), unit)
