"""Register: an item comes in and becomes a matter."""

from collections.abc import Collection, Iterator, Sequence, Sized
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, Unpack
from uuid import UUID, uuid4

from django.db.models import Model

from xiafang.accounts import standing
from xiafang.accounts.models import User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.roles import Role
from xiafang.casework import life, numbers, search, taxonomy
from xiafang.casework.acts.accused import Accused, settle
from xiafang.casework.acts.checking import check_day
from xiafang.casework.acts.doing import new_event
from xiafang.casework.acts.how import How, ask
from xiafang.casework.acts.own_unit import register_about_own_unit
from xiafang.casework.codes import Channel, Flag, Kind, Prominence, Purpose, State, Trait
from xiafang.casework.models import Accusation, Demand, Item, Matter, Numbering, Petitioner
from xiafang.casework.models.people import MOST_REPRESENTATIVES, Personal
from xiafang.organizations import touching
from xiafang.organizations.acts.checks import existing
from xiafang.organizations.kinds import Kind as UnitKind
from xiafang.organizations.models import Organization
from xiafang.organizations.writing import add, insert
from xiafang.words import tidy


@dataclass(frozen=True)
class Person:
    """Who petitions; personal data as far as it was given."""

    name: str
    organization: bool = False
    representative: bool = False
    id_number: str = ""
    phone: str = ""
    address: str = ""
    bank_account: str = ""

    @property
    def private(self) -> dict[str, str]:
        """The personal data that is there."""
        names = ("id_number", "phone", "address", "bank_account")
        return {name: value for name in names if (value := tidy(getattr(self, name)))}


@dataclass
class Registration:
    """What was registered. `out_of_sight`: it is about the registrar's own unit, and has gone to the level above."""

    matter: Matter
    item: Item
    how: How
    out_of_sight: bool = False
    people: Sequence[Person] = ()
    demands: list[Demand] = field(default_factory=list)
    accusations: list[Accusation] = field(default_factory=list)


class Later(Protocol):
    """What writes a registration later, with many others (batch.py): `asks` is who does."""

    asks: standing.Standing


def register(
    *,
    unit: Organization,
    kind: Kind,
    topic: str,
    title: str,
    channel: Channel,
    received_on: date,
    demands: Sequence[str],
    petitioners: Sequence[Person] = (),
    accused: Sequence[Accused] = (),
    purpose: Purpose | None = None,
    summary: str = "",
    content: str = "",
    people: int = 1,
    joint: bool = False,
    external_number: str = "",
    national_number: str = "",
    external_topic: str = "",
    place: str = "",
    flags: Sequence[Flag] = (),
    prominence: Sequence[Prominence] = (),
    traits: Sequence[Trait] = (),
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
    later: Later | None = None,
    **how: Unpack[How],
) -> Registration:
    """Register an item with `unit` as a new matter, which `unit` answers for until it is passed on.

    A matter about the unit itself or a unit above it goes to the next level that is not concerned, out of the
    registrar's sight (条例第三十条), and has its numbers from there. Raises NotAllowed when `by` does not keep the
    unit's register, a required fact is missing, dates are out of order, or more than five representatives are named.
    With `later` nothing is written yet.
    """
    step = life.STEPS["register"]
    with touching.act() if later is None else nullcontext():
        asks = ask(how) if later is None else later.asks
        may_register(unit, asks, how)
        check_day(step, how, not_before=received_on)
        existing(unit, received_on)
        texts = list(filter(None, map(tidy, demands)))
        _check(kind, topic, title, texts, petitioners, flags, how)
        aims = settle(accused, unit=unit, asks=asks, on=how["on"])
        matter = Matter(
            id=id or uuid4(),
            registering=unit,
            responsible=aims.responsible,
            state=State.RECEIVED,
            version=1,
            kind=kind,
            purpose=purpose or "",
            topic=topic,
            external_topic=external_topic,
            external_number=tidy(national_number),
            title=tidy(title),
            summary=tidy(summary),
            place=tidy(place),
            prominence=list(prominence),
            traits=list(traits),
            flags=list(flags),
            received_on=received_on,
            hidden_from=aims.hidden_from,
        )
        item = Item(
            id=uuid4(),
            channel=channel,
            content=tidy(content),
            people=max(people, 1),
            joint=joint,
            external_number=tidy(external_number),
        )
        made = Registration(matter, item, how, aims.own_unit, list(petitioners), accusations=aims.rows)
        made.demands = [Demand(matter=matter, ordinal=n, text=text) for n, text in enumerate(texts, 1)]
        if later is None:
            touching.touch(touching.Kind.MATTER, matter.pk)
            _write(made)
    return made


def may_register(unit: Organization, asks: standing.Standing, how: How) -> None:
    """Raise NotAllowed when whoever `asks` does not keep the register of `unit`."""
    if not isinstance(how["by"], User):
        return
    offices = asks.roles.get(Role.PETITION_OFFICE, frozenset())
    direct = asks.roles.get(Role.LIAISON, frozenset())
    of_division = unit.pk in direct and unit.kind in (UnitKind.DIVISION, UnitKind.INSTITUTION)
    if offices.isdisjoint(unit.above) and not of_division:
        raise NotAllowed(f"您不能在“{unit}”登记信访事项：应由该单位或其上级的信访部门登记，请与其联系。", field="unit")


def _check(
    kind: Kind, topic: str, title: str, demands: list[str], people: Sequence[Person], flags: Sequence[Flag], how: How
) -> None:
    cite = life.STEPS["register"].cite
    if topic not in taxonomy.topics():
        raise NotAllowed(f"不能登记：没有内容分类“{topic}”，请从分类表中选择二级分类。", field="topic")
    if not tidy(title):
        raise NotAllowed(f"不能登记：请填写概况（{cite}）。", field="title")
    for refusal in lacking(demands, people, flags):
        if refusal.field != "petitioners" or not how.get("origin"):
            raise refusal
    check_people(people)


def lacking(demands: Sized, people: Sized, flags: Collection[str]) -> Iterator[NotAllowed]:
    """Give a refusal for each part that an item cannot be without, and of which nothing was entered."""
    cite = life.STEPS["register"].cite
    if not demands:
        yield NotAllowed(f"不能登记：请至少写明一项诉求（{cite}）；每项诉求都要分别答复。", field="demands")
    if not people and Flag.ANONYMOUS not in flags:
        yield NotAllowed(f"不能登记：请填写信访人（{cite}）；不愿具名的请标记“匿名”。", field="petitioners")


def check_people(people: Sequence[Person]) -> None:
    """Raise NotAllowed when somebody has no name, or there are more representatives than the law allows."""
    if not all(tidy(person.name) for person in people):
        raise NotAllowed("请填写每名信访人的姓名；不愿具名的请删去该行并标记“匿名”。", field="petitioners")
    if (named := sum(person.representative for person in people)) > MOST_REPRESENTATIVES:
        raise NotAllowed(
            f"不能登记 {named} 名代表：多人走访应推选代表，代表不得超过{MOST_REPRESENTATIVES}人（条例第二十条第三款），"
            "其余人员请登记为信访人。",
            field="petitioners",
        )


def _write(made: Registration) -> None:
    matter = made.matter
    year = matter.received_on.year
    above = made.out_of_sight and isinstance(made.how["by"], User)

    def numbered(series: Numbering.Series) -> tuple[int, str]:
        if above:
            return numbers.give_above(matter.responsible, matter.registering, series, year)
        return numbers.give(matter.responsible if made.out_of_sight else matter.registering, series, year)

    rows = filed(made, numbered(Numbering.Series.MATTER), numbered(Numbering.Series.ITEM)[1])
    if above:
        register_about_own_unit(matter, rows)
        return
    add(matter)
    for children in rows.values():
        if children:
            insert(type(children[0]), children)
    matter.refresh_from_db(fields=["home", "seen_by", "worked_by"])


def filed(made: Registration, numbered: tuple[int, str], item_number: str) -> dict[str, list[Model]]:
    """Give what was registered its numbers, serial and as written; return its rows besides the matter, to be written.

    The event is that of the first step, whatever steps were taken since.
    """
    matter, item, how = made.matter, made.item, made.how
    matter.year = matter.received_on.year
    matter.serial, matter.number = numbered
    event = new_event(
        matter,
        life.STEPS["register"],
        how,
        said=f"登记：{matter.title}（{Channel(item.channel).label}，{matter.received_on}收到）",
        facts={"number": matter.number, "received_on": matter.received_on.isoformat()},
        version=1,
    )
    fill_item(item, matter, matter.registering, matter.received_on, number=item_number, receipt=event.digest, how=how)
    named, private = petitioners_of(item, made.people)
    for accusation in made.accusations:
        accusation.matter = matter
    matter.search_text = search.text_of(
        matter,
        names=[person.name for person in named],
        demands=[demand.text for demand in made.demands],
        numbers=[item.external_number, item.number],
    )
    return {
        "item": [item],
        "petitioner": list(named),
        "personal": list(private),
        "demand": list(made.demands),
        "accusation": list(made.accusations),
        "event": [event],
    }


def fill_item(
    item: Item, matter: Matter, unit: Organization, day: date, *, number: str, receipt: str, how: How
) -> None:
    """Give an item its matter, its number, its query code and its receipt: the digest of the event that files it."""
    item.matter, item.registering, item.received_on = matter, unit, day
    item.registered_at, item.receipt = how["at"], receipt
    item.query_code, item.number = numbers.query_code(), number


def petitioners_of(item: Item, people: Sequence[Person]) -> tuple[list[Petitioner], list[Personal]]:
    """Return the rows of who came with an item, representatives numbered, and of their personal data."""
    named: list[Petitioner] = []
    private: list[Personal] = []
    place = 0
    for person in people:
        place += person.representative
        row = Petitioner(
            id=uuid4(),
            matter=item.matter,
            item=item,
            name=tidy(person.name),
            organization=person.organization,
            representative=place if person.representative else None,
        )
        named.append(row)
        if person.private:
            private.append(Personal(petitioner=row, matter=item.matter, **person.private))
    return named, private
