"""Whom a matter is about, and therefore who answers for it and who must not see it (条例第三十条第三款, ADR 0032)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from xiafang.accounts import standing
from xiafang.accounts.refusals import NotAllowed
from xiafang.casework.models import Accusation
from xiafang.organizations.models import Official, Organization, Post


@dataclass(frozen=True)
class Accused:
    """An official, a unit, or an official of a unit."""

    official: Official | None = None
    unit: Organization | None = None


@dataclass
class Aims:
    """What follows from the accused. `own_unit`: the registering unit is among them or below one of them."""

    responsible: Organization
    rows: list[Accusation] = field(default_factory=list)
    hidden_from: list[UUID] = field(default_factory=list)
    own_unit: bool = False


def settle(accused: Sequence[Accused], *, unit: Organization, asks: standing.Standing, on: date) -> Aims:
    """Return what follows when a matter about `accused` is registered with `unit` on `on`.

    With an official, the units that he leads count as well: those who serve below him there shall not see it either.
    Raises NotAllowed when the registrar is concerned, or there is no level above within the system.
    """
    aims = Aims(unit)
    units: dict[UUID, Organization] = {}
    for whom in accused:
        led = _led(whom.official, on) if whom.official else []
        about = [*([whom.unit] if whom.unit else []), *led]
        places: list[Organization | None] = [*about] or [None]
        aims.rows += [Accusation(id=uuid4(), official=whom.official, organization=told) for told in places]
        units |= {organization.pk: organization for organization in about}
        if whom.official and whom.official.pk == asks.official:
            raise NotAllowed(
                "不能登记：您是被反映人，应当回避（条例第二十八条第三款），请交由其他人员登记。", field="accused"
            )
    aims.hidden_from = sorted({*units, *(whom.official.pk for whom in accused if whom.official)})
    way = _free_way(unit, units)
    aims.own_unit = len(way) < len(unit.above)
    if aims.own_unit:
        aims.responsible = Organization.objects.get(pk=way[-1])
    elif asks.user and _concerned(asks, units):
        raise NotAllowed(
            "不能登记：您在被反映单位任职，应当回避（条例第二十八条第三款），请交由其他人员登记。", field="accused"
        )
    return aims


def _led(official: Official, on: date) -> list[Organization]:
    """Return the units in whose leading body the official is, but the department: nobody would be left to answer."""
    posts = Post.objects.on(on).filter(official=official).select_related("organization")
    led = {post.organization for post in posts if post.leadership or post.principal}
    return sorted((unit for unit in led if unit.parent_id), key=lambda unit: unit.above)


def _free_way(unit: Organization, units: dict[UUID, Organization]) -> list[UUID]:
    """Return the way down to `unit`, as far as it is free of accused units."""
    way: list[UUID] = []
    for step in unit.above:
        if step in units:
            break
        way.append(step)
    if not way:
        raise NotAllowed(
            "不能登记：被反映的是省司法厅本身，应由其上一级机关受理。请告知信访人向省级信访工作机构或者纪检监察机关提出，"
            "并按规定移送材料；反映厅领导个人的，请只填写被反映人。",
            field="accused",
        )
    return way


def _concerned(asks: standing.Standing, units: dict[UUID, Organization]) -> bool:
    if not units:
        return False
    return any(not units.keys().isdisjoint(way) for way in _ways(asks.belongs))


def _ways(organizations: frozenset[UUID]) -> list[list[UUID]]:
    return list(Organization.objects.filter(pk__in=organizations).values_list("above", flat=True))
