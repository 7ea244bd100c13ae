"""The everyday of the offices: matters of every kind and unit that go the ordinary way."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from xiafang.casework import acts
from xiafang.casework.codes import Channel, Flag
from xiafang.demo.life import Life, Tale, people
from xiafang.demo.people import COUNTY, DIVISION
from xiafang.demo.scene import Scene
from xiafang.demo.units import DEPARTMENT
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Organization

_LAST = (1, 2, 4, 6, 9, 13, 24, 40)  # the last weeks are full, the time before is thinner
_MANY = 14


def tales(scene: Scene) -> Iterator[Tale]:
    """Give them from the first to the last."""
    span = (scene.today - scene.begin).days - 10
    earlier = [41 + number * (span - 41) // (_MANY - len(_LAST)) for number in range(_MANY - len(_LAST))]
    for number, days in enumerate(sorted([*_LAST, *earlier], reverse=True)):
        unit = _unit(scene, number)
        life = Life(scene, unit, scene.stories.next(_where(unit)), scene.back(days))
        yield Tale(life.day, partial(_tell, life, number))


def _unit(scene: Scene, number: int) -> Organization:
    match number % 9:
        case 0 | 4:
            return scene.unit(COUNTY)
        case 1:
            return scene.dice.choice(scene.below(scene.department(), Kind.CITY_BUREAU))
        case 2:
            return scene.dice.choice(scene.units(Kind.PRISON))
        case 3 if number % 2:
            return scene.dice.choice(scene.units(Kind.REHAB_CENTER))
        case 6:
            return scene.unit(DIVISION)
        case 7:
            return scene.unit(DEPARTMENT)
        case _:
            return scene.dice.choice(scene.units(Kind.COUNTY_BUREAU))


def _where(unit: Organization) -> str:
    match unit.kind:
        case Kind.PRISON:
            return "prison"
        case Kind.REHAB_CENTER:
            return "rehab"
        case Kind.DIVISION:
            return "division"
        case _:
            return "bureau"


def _tell(life: Life, number: int) -> None:
    flags: list[Flag] = []
    more: dict[str, Any] = {}
    match number % 12:
        case 3:
            flags, more = [Flag.ANONYMOUS], {"petitioners": (), "channel": Channel.LETTER}
        case 5:
            flags = [Flag.CONFIDENTIAL]
        case 8:
            flags = [Flag.GROUP]
            more = {
                "petitioners": people(life.scene, life.place, 7, representatives=5),
                "people": 23,
                "joint": True,
                "channel": Channel.VISIT,
            }
        case 10:
            flags = [Flag.NATIONAL]
            more = {"national_number": f"示例{life.received_on:%Y%m%d}000{number}", "channel": Channel.ONLINE}
    by = life.scene.user("liaison") if life.unit.name == DIVISION else None
    life.clerk = by or life.clerk
    life.register(flags=flags, late=2 if number % 7 == 0 else 0, **more)
    if Flag.GROUP in flags:
        life.wait(1)
        acts.correct(
            matter=life.matter, changes={"flags": [*flags, Flag.URGENT]}, reason="人数较多，补充标记", **life.how()
        )
    if Flag.ANONYMOUS in flags:
        life.accept(3)
        life.assign(1)
        life.answer(12)
        life.close(2)
    else:
        life.ordinary()
