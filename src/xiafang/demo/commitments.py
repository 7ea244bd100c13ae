"""What is promised and judged year by year: agreements, plans, and the assessment of the year before."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from xiafang.demo.scene import Scene
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Organization
from xiafang.supervision import acts

_LED = (
    Kind.PROVINCIAL_DEPARTMENT,
    Kind.CITY_BUREAU,
    Kind.COUNTY_BUREAU,
    Kind.PRISON_ADMINISTRATION,
    Kind.REHAB_ADMINISTRATION,
)
_SENIOR = (Kind.CITY_BUREAU, Kind.PRISON_ADMINISTRATION, Kind.REHAB_ADMINISTRATION)
_DIRECT = (Kind.DIVISION, Kind.INSTITUTION)

Done = tuple[Organization, date, UUID]
Enter = Callable[[list[Done], datetime], None]


def build(scene: Scene) -> None:
    """Tell each year from its first to its last paper; a year is owed whole, though the story begins in its midst."""
    for year in range(scene.begin.year, scene.today.year + 1):
        _plans(scene, year)
        _agreements(scene, year)
        if year > scene.begin.year:
            _assessments(scene, year - 1)


def _on_time(scene: Scene, units: list[Organization], first: date, due: date, enter: Enter) -> None:
    """Let most do it before it is due, two late and one not at all; nobody before it happens.

    What was done in a month is entered together, on its last day that something was done.
    """
    late = scene.dice.sample(range(len(units)), min(3, len(units)))
    done: defaultdict[tuple[int, int], list[Done]] = defaultdict(list)
    for place, unit in enumerate(units):
        day = scene.builder.between(first, due)
        while not scene.calendar.is_working(day):
            day -= timedelta(days=1)
        if place in late[:2]:
            day = scene.working(due + timedelta(days=scene.dice.randint(2, 20)))
        if place not in late[2:] and day <= scene.today:
            done[day.year, day.month].append((unit, day, scene.builder.id()))
    for _, lot in sorted(done.items()):
        enter(lot, scene.at(max(day for _, day, _ in lot)))


def _plans(scene: Scene, year: int) -> None:
    title, by = f"{year}年领导干部下访接访工作计划", scene.user("office")

    def file(lot: list[Done], at: datetime) -> None:
        acts.file_plans(year=year, filed=[acts.Filed(unit, day, title, id=pk) for unit, day, pk in lot], by=by, at=at)

    units = scene.units(*_SENIOR, Kind.COUNTY_BUREAU, *_DIRECT)
    _on_time(scene, units, date(year, 1, 4), date(year, 1, 20), file)
    for unit in scene.units(Kind.CITY_BUREAU)[2:5]:
        day = scene.working(date(year, 7, 3) + timedelta(days=scene.dice.randint(0, 20)))
        if day <= scene.today:
            acts.file_plan(
                year=year,
                organization=unit,
                on=day,
                title=f"{title}（修订）",
                amended_because="班子成员分工调整，下半年接访安排相应变更",
                by=by,
                at=scene.at(day),
                id=scene.builder.id(),
            )


def _agreements(scene: Scene, year: int) -> None:
    def sign(lot: list[Done], at: datetime) -> None:
        signed = [acts.Signed(_superior(scene, unit), unit, day, id=pk) for unit, day, pk in lot]
        acts.record_agreements(year=year, signed=signed, by=scene.user("office"), at=at)

    _on_time(scene, scene.units(*_SENIOR, *_DIRECT), date(year, 1, 5), date(year, 1, 31), sign)
    below = scene.units(Kind.COUNTY_BUREAU, Kind.PRISON, Kind.REHAB_CENTER)
    _on_time(scene, below, date(year, 2, 3), date(year, 3, 31), sign)


def _superior(scene: Scene, unit: Organization) -> Organization:
    return scene.unit(unit.parent.name) if unit.parent else scene.department()


def _assessments(scene: Scene, year: int) -> None:
    def assess(lot: list[Done], at: datetime) -> None:
        note = "经自查、实地核查和民主测评，履职情况总体较好"
        completed = [acts.Completed(unit, day, note, pk) for unit, day, pk in lot]
        acts.complete_assessments(year=year, completed=completed, by=scene.user("inspector"), at=at)

    _on_time(scene, scene.units(*_LED), date(year + 1, 1, 15), date(year + 1, 3, 31), assess)
