"""Visits after which something went slowly: what was accepted there, what the petitioners were told, what was found."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from xiafang.casework.codes import Grade, Handling
from xiafang.demo.life import Life, Tale
from xiafang.demo.scene import Scene
from xiafang.demo.trips import Trips
from xiafang.organizations.kinds import Kind
from xiafang.visits.codes import Mode


class Slow(NamedTuple):
    """How many days ago it came in, how list and notice came, and how long the answer took; None: not yet."""

    days: int
    listed: str = "met"
    told: str = "met"
    answer: int | None = 5
    grade: Grade = Grade.GENERAL


_TABLE = (
    Slow(300, listed="late"),
    Slow(270, listed=""),
    Slow(230, told="late"),
    Slow(185, told=""),
    Slow(155, answer=50),
    Slow(125, answer=None, grade=Grade.SIMPLE),
    Slow(70, answer=18, grade=Grade.SIMPLE),
    Slow(27, answer=None, grade=Grade.MAJOR),
    Slow(24, answer=None),
    Slow(10),
    Slow(6),
)


def tales(scene: Scene, trips: Trips) -> Iterator[Tale]:
    """Give each, in cities in turn."""
    cities = scene.units(Kind.CITY_BUREAU)
    for number, slow in enumerate(_TABLE):
        unit = cities[number * 3 % len(cities)]
        life = Life(scene, unit, scene.stories.next("bureau", kind="appeal"), scene.back(slow.days))
        yield Tale(life.day, partial(_tell, life, trips, slow))


def _tell(life: Life, trips: Trips, slow: Slow) -> None:
    life.register()
    life.tell(1)
    trips.for_matter(
        life,
        life.unit,
        life.scene.leaders(life.unit, life.day)[:2],
        handling=Handling.DEFERRED,
        grade=slow.grade,
        mode=Mode.APPOINTMENT,
        listed=slow.listed,
        told=slow.told,
    )
    life.assign(1)
    if slow.answer is not None:
        life.finish(slow.answer)
