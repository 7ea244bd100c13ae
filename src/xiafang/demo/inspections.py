"""抽查: what inspections found, what was done about it, and the half-years' bulletins."""

from datetime import date, timedelta
from typing import NamedTuple

from xiafang.demo.scene import Scene
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Official
from xiafang.supervision import acts
from xiafang.supervision.kinds import Fault, InspectionKind, SanctionKind
from xiafang.supervision.models import Inspection


class Found(NamedTuple):
    """A fault of the `number`-th leader, and what was done about it how many days later."""

    fault: Fault
    number: int
    sanction: SanctionKind | None = None
    then: int = 0


class Looked(NamedTuple):
    """An inspection of a city, days before today; `last_year`: counted back from last year's last day instead."""

    days: int
    kind: InspectionKind
    city: int
    found: tuple[Found, ...] = ()
    last_year: bool = False


_TABLE = (
    Looked(200, InspectionKind.REGULAR, 1, (Found(Fault.PERFUNCTORY, 1, SanctionKind.CRITICISM, 12),), last_year=True),
    Looked(195, InspectionKind.REGULAR, 2, last_year=True),
    Looked(60, InspectionKind.REGULAR, 0, (Found(Fault.UNRESOLVED, 2, SanctionKind.CRITICISM, 45),), last_year=True),
    Looked(150, InspectionKind.RANDOM, 2, (Found(Fault.HARMFUL_ESCALATION, 1, SanctionKind.CRITICISM, 10),)),
    Looked(100, InspectionKind.RANDOM, 1, (Found(Fault.UNRESOLVED, 2, SanctionKind.ACCOUNTABILITY, 20),)),
    Looked(60, InspectionKind.RANDOM, 0, (Found(Fault.PERFUNCTORY, 3),)),
    Looked(15, InspectionKind.RANDOM, 1, (Found(Fault.PERFUNCTORY, 1), Found(Fault.UNRESOLVED, 2))),
)
_EVIDENCE = "接访记录缺少签字和现场照片，回访群众称未见到接访领导"


def build(scene: Scene) -> None:
    """Let the inspector look, confirm and propose; then issue the bulletins."""
    cities = scene.units(Kind.CITY_BUREAU)
    for looked in _TABLE:
        end = date(scene.today.year - 1, 12, 31) if looked.last_year else scene.today
        day = scene.back((scene.today - end).days + looked.days)
        if day < scene.begin:
            continue
        unit, by = cities[looked.city], scene.user("inspector")
        inspection = acts.record_inspection(
            kind=looked.kind,
            on=day,
            organization=unit,
            scope="近半年领导干部下访接访记录、包案事项办理情况，抽取样本二十件",
            by=by,
            at=scene.at(day),
            id=scene.builder.id(),
        )
        leaders = scene.leaders(unit, day)
        for found in looked.found:
            _confirm(scene, inspection, leaders[found.number % len(leaders)], found, day)
    _bulletins(scene)


def _confirm(scene: Scene, inspection: Inspection, official: Official, found: Found, day: date) -> None:
    """Confirm a fault three days later; what is done about it follows, if it does."""
    on, by = scene.working(day + timedelta(days=3)), scene.user("inspector")
    confirmed = acts.confirm_finding(
        inspection=inspection,
        official=official,
        kind=found.fault,
        on=on,
        evidence=_EVIDENCE,
        by=by,
        at=scene.at(on),
        id=scene.builder.id(),
    )
    then = scene.working(on + timedelta(days=found.then))
    if found.sanction and then <= scene.today:
        acts.sanction_finding(
            finding=confirmed, kind=found.sanction, on=then, by=by, at=scene.at(then), id=scene.builder.id()
        )


def _bulletins(scene: Scene) -> None:
    """The first of last year's was never issued, the second late; this year's came in time."""
    year, at = scene.today.year, scene.at
    for half, day, number in (
        (f"{year - 1}H2", date(year, 2, 20), f"示例司信督〔{year}〕1号"),
        (f"{year}H1", date(year, 7, 15), f"示例司信督〔{year}〕2号"),
    ):
        on = scene.working(day)
        if on <= scene.today:
            by = scene.user("inspector")
            acts.issue_bulletin(half=half, on=on, number=number, by=by, at=at(on), id=scene.builder.id())
