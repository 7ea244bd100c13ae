"""What the quotas of 第七条 still need: visits of those leaders who were not yet among the people in a quarter."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from xiafang.demo.scene import Scene
from xiafang.demo.trips import Trips
from xiafang.demo.units import PRISONS, REHAB
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Official, Organization
from xiafang.visits.codes import Mode, TargetSource

_MISSED = 6
_TAGS = ("“三万”活动", "精准扶贫")


def build(scene: Scene, trips: Trips) -> None:
    """Make them quarter by quarter, for the department half-year by half-year."""
    for number, first in enumerate(_quarters(scene)):
        for unit in scene.units(Kind.CITY_BUREAU):
            _round(scene, trips, unit, first, months=3)
        if first.month in (1, 7):
            _round(scene, trips, scene.department(), first, months=6)
            _round(scene, trips, scene.unit(PRISONS), first, months=6)
        _direct(scene, trips, first, number)


def _quarters(scene: Scene) -> Iterator[date]:
    for year in range(scene.begin.year, scene.today.year + 1):
        for month in (1, 4, 7, 10):
            if scene.begin <= date(year, month, 1) <= scene.today:
                yield date(year, month, 1)


def _last(first: date, months: int) -> date:
    month = first.month + months
    return date(first.year + month // 13, (month - 1) % 12 + 1, 1) - timedelta(days=1)


def _round(scene: Scene, trips: Trips, unit: Organization, first: date, *, months: int) -> None:
    """Let those who still owe a visit in the period go in ones to fours; a few do not."""
    last = _last(first, months)
    body = scene.leaders(unit, min(last, scene.today))
    owing = [leader for leader in body if not _went(trips, leader, first, months) and scene.chance(0.96)]
    if months == 6 and unit.parent is None and body[-1] in owing:
        if first <= scene.today <= last:
            owing.remove(body[-1])
            _planned(scene, trips, unit, [body[-1]], scene.ahead(11))
        elif first == date(scene.today.year - 1, 1, 1):
            owing.remove(body[-1])  # somebody stayed at home for half a year
    if months == 3 and first == date(scene.today.year - 1, 4, 1) and unit in scene.units(Kind.CITY_BUREAU)[:1]:
        owing = owing[:-1]  # and somebody for a quarter
    while owing:
        count = scene.dice.choice((1, 2, 4, 4, 4))
        group, owing = owing[:count], owing[count:]
        day = scene.working(scene.builder.between(first + timedelta(days=5), last - timedelta(days=9)))
        if day > scene.today:
            if day <= scene.today + timedelta(days=35):
                _planned(scene, trips, unit, group, day)
            continue
        present = [leader for leader in group if leader in scene.leaders(unit, day)]
        if present:
            _go(scene, trips, unit, present, day)


def _went(trips: Trips, leader: Official, first: date, months: int) -> bool:
    return any(trips.log.has(leader, first + timedelta(days=45 + 92 * n)) for n in range(months // 3))


def _go(scene: Scene, trips: Trips, unit: Organization, leaders: Sequence[Official], day: date) -> None:
    dice = scene.dice
    late = dice.choice((0, 0, 0, 0, 0, 1, 3, 8))
    tags = [dice.choice(_TAGS)] if scene.chance(0.25) else []
    if len(leaders) == 1 and scene.chance(0.4):
        trips.drop_in(unit, leaders, day, Mode.CONTACT_POINT, late=late, tags=tags)
    elif scene.chance(0.8):
        trips.drop_in(unit, leaders, day, Mode.FIELD, late=late, tags=tags, at_home=scene.chance(0.2))
    else:
        fixed = scene.working(day - timedelta(days=dice.randint(4, 9)))
        visit = trips.schedule(unit, leaders, fixed, day, Mode.FIELD, tags=tags)
        trips.hold(visit, leaders, [], late)


def _planned(scene: Scene, trips: Trips, unit: Organization, leaders: Sequence[Official], day: date) -> None:
    fixed = scene.back(scene.dice.randint(1, 9))
    trips.schedule(unit, leaders, fixed, day, Mode.FIELD)


def _direct(scene: Scene, trips: Trips, first: date, number: int) -> None:
    """Each quarter a quarter of the divisions and institutions sends its group; so each goes once a year."""
    direct = scene.units(Kind.DIVISION, Kind.INSTITUTION) + scene.units(Kind.REHAB_ADMINISTRATION)
    assert REHAB in scene.builder.units  # noqa: S101 - it is among them
    for place, unit in enumerate(direct):
        day = scene.working(scene.builder.between(first + timedelta(days=8), _last(first, 3) - timedelta(days=9)))
        missed = place == _MISSED and day.year < scene.today.year  # by one of them, for all of last year
        if place % 4 != number % 4 or day > scene.today or missed or scene.chance(0.04):
            continue
        leaders = scene.leaders(unit, day)[:2]
        if leaders:
            source = TargetSource.LIAISON if scene.chance(0.75) else TargetSource.OFFICE_TASK
            named = None if place == number % 4 + 8 else source  # now and then it is not recorded who chose
            trips.drop_in(unit, leaders, day, Mode.FIELD, tags=[_TAGS[place % 2]], target_source=named)
