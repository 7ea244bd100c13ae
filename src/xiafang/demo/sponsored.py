"""包案: each year the leaders of a body take up some matters between them, go to the people and see them solved."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from xiafang.casework import acts
from xiafang.casework.codes import Channel, Grade, Handling
from xiafang.demo.life import Life, Tale, people
from xiafang.demo.scene import Scene
from xiafang.demo.trips import Trips
from xiafang.demo.units import PRISONS
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Official, Organization
from xiafang.visits.codes import Mode

_MONTHS = (2, 6)


class Case(NamedTuple):
    """A matter to be told: when it came in, who took it up, and which of the year it is."""

    received_on: date
    name: str
    number: int


def tales(scene: Scene, trips: Trips) -> Iterator[Tale]:
    """Give them body by body."""
    bodies = [scene.department(), *scene.units(Kind.CITY_BUREAU)]
    for year in range(scene.begin.year, scene.today.year + 1):
        for unit in bodies:
            for number, month in enumerate(_MONTHS):
                day = scene.working(date(year, month, 1) + timedelta(days=scene.dice.randint(0, 27)))
                if scene.begin <= day <= scene.today:
                    yield Tale(day, partial(_tell, scene, trips, Case(day, unit.name, number)))


def _tell(scene: Scene, trips: Trips, case: Case) -> None:
    dice, body = scene.dice, scene.unit(case.name)
    unit = _responsible(scene, body)
    where = "prison" if unit.kind == Kind.PRISON else "bureau"
    story = scene.stories.next(where, **({} if where == "prison" else {"kind": "appeal"}))
    life = Life(scene, body, story, case.received_on)
    life.place = (unit.short_name or unit.name).removesuffix("局")
    life.register(late=2 if scene.chance(0.1) else 0, petitioners=people(scene, life.place, dice.choice((1, 1, 1, 2))))
    if unit.pk != body.pk:
        life.transfer(dice.randint(0, 2), unit)
        life.take_over(dice.randint(1, 3))
    life.tell(dice.randint(1, 4))
    sponsors = _sponsors(scene, body, case.number, life.day)
    grade = Grade.GENERAL if story.grade == Grade.SIMPLE else Grade(story.grade)
    if case.number:
        life.accept(dice.randint(0, 2), grade)
    else:
        _go(scene, trips, life, body, sponsors, grade)
    still = scene.leaders(body, life.day)
    life.sponsor([leader for leader in sponsors if leader in still])
    life.assign(dice.randint(0, 1))
    life.answer(dice.randint(3, 9) + (25 if scene.chance(0.05) else 0))
    life.reply(dice.randint(0, 2))
    life.close(dice.randint(0, 3))
    if not _left_open(scene, body, case) and scene.chance(0.95):
        life.resolve(dice.randint(10, 30))
        if scene.chance(0.07):
            _return(life)


def _left_open(scene: Scene, body: Organization, case: Case) -> bool:
    """Return whether it is never found solved: one city's second matter of last year, another's of this year."""
    cities = scene.units(Kind.CITY_BUREAU)
    return case.number > 0 and body in cities[case.received_on.year - scene.today.year + 2 :][:1]


def _sponsors(scene: Scene, body: Organization, number: int, day: date) -> list[Official]:
    """Return who takes it up: all of a city's leading body, of the department's one half and then the other."""
    leaders = scene.leaders(body, day)
    return leaders if body.kind == Kind.CITY_BUREAU else leaders[number :: len(_MONTHS)]


def _go(scene: Scene, trips: Trips, life: Life, body: Organization, sponsors: Sequence[Official], grade: Grade) -> None:
    """Let one or two of the sponsors go to the people with the year's first matter, where it is accepted."""
    dice = scene.dice
    trips.for_matter(
        life,
        body,
        sponsors[: dice.choice((1, 2, 2))],
        handling=dice.choice((Handling.DEFERRED, Handling.DEFERRED, Handling.ON_THE_SPOT)),
        grade=grade,
        mode=dice.choice((Mode.WITH_CASE, Mode.WITH_CASE, Mode.APPOINTMENT)),
        listed="" if scene.chance(0.04) else "late" if scene.chance(0.05) else "met",
        told="" if scene.chance(0.04) else "late" if scene.chance(0.05) else "met",
        late=dice.choice((0, 0, 0, 0, 1, 2, 5)),
    )


def _responsible(scene: Scene, body: Organization) -> Organization:
    """Return who answers for it: the body itself, or a unit below it."""
    if body.kind == Kind.PROVINCIAL_DEPARTMENT:
        return scene.dice.choice(scene.below(scene.unit(PRISONS), Kind.PRISON))
    below = scene.below(body, Kind.COUNTY_BUREAU)
    return scene.dice.choice([body, body, *below[:2]]) if below else body


def _return(life: Life) -> None:
    life.wait(life.scene.dice.randint(30, 120))
    acts.join(
        matter=life.matter,
        channel=Channel.VISIT,
        received_on=life.day,
        content="信访人称答复的事项没有完全落实，再次来访。",
        petitioners=people(life.scene, life.place),
        **life.how(),
    )
