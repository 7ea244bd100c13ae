"""What lies on the desks today, so that each printed account finds something to decide, to do, or overdue."""

from datetime import timedelta

from xiafang.casework.codes import State
from xiafang.casework.models import Matter
from xiafang.demo.people import CITY, COUNTY, DIVISION
from xiafang.demo.scene import Scene
from xiafang.demo.trips import Trips
from xiafang.demo.units import DEPARTMENT
from xiafang.organizations.models import Official, Organization
from xiafang.visits import acts
from xiafang.visits.codes import Decision, Mode, TargetSource
from xiafang.visits.models import Entry, VisitMatter

_WORKED = (State.RECEIVED, State.ACCEPTED, State.IN_PROGRESS)


def build(scene: Scene, trips: Trips) -> None:
    """Lay it there."""
    _moved(scene, trips)
    _coming(scene, trips)
    for name, user in ((CITY, "city.leader"), (DEPARTMENT, "leader"), (DEPARTMENT, "deputy")):
        official = scene.user(user).official
        assert official  # noqa: S101 - a leader's account
        _waiting(scene, trips, scene.unit(name), official)
    _of_division(scene, trips)


def _open(scene: Scene, unit: Organization, count: int, days: int) -> list[Matter]:
    """Return open matters of a unit's area that concern nobody in office and are on no list or visit, the latest first.

    They were there `days` ago.
    """
    found = Matter.objects.filter(responsible__above__contains=[unit.pk], state__in=_WORKED, hidden_from=[], visit=None)
    unlisted = found.exclude(pk__in=Entry.objects.values("matter").union(VisitMatter.objects.values("matter")))
    unlisted = unlisted.filter(received_on__lte=scene.back(days))
    return list(unlisted.order_by("-received_on", "number")[:count])


def _waiting(scene: Scene, trips: Trips, unit: Organization, leader: Official) -> None:
    """One list waits whole; of another one matter was chosen, one put off, one declined, and one is left."""
    matters = _open(scene, unit, 6, 6)
    if len(matters) < 2:
        return
    trips.shortlist(unit, leader, matters[:2], scene.back(1))
    half = trips.shortlist(unit, leader, matters[1:], scene.back(6))
    decisions = (
        (Decision.CHOSEN, ""),
        (Decision.DEFERRED, "待责任单位先行答复后再定"),
        (Decision.DECLINED, "不在分管范围，建议由分管领导接访"),
    )
    for entry, (decision, reason) in zip(half.entries.order_by("ordinal"), decisions, strict=False):
        how = scene.how(scene.office(unit), scene.back(4))
        acts.decide_entry(entry=entry, decision=decision, reason=reason, **how)


def _coming(scene: Scene, trips: Trips) -> None:
    """Visits of this week and the next, two of them with a notice still to be given; one was fixed just today."""
    for user, name, fixed, ahead in (
        ("city.leader", CITY, 0, 12),
        ("leader", DEPARTMENT, 3, 3),
        ("deputy", DEPARTMENT, 2, 6),
        ("city.leader", CITY, 4, 2),
    ):
        unit = scene.unit(name)
        leader = scene.user(user).official
        assert leader  # noqa: S101 - a leader's account
        matters = _open(scene, unit, 2, fixed + 2)
        if not matters or leader not in scene.leaders(unit, scene.today):
            continue
        day, on = scene.ahead(ahead), scene.back(fixed)
        if fixed:
            trips.decide(trips.shortlist(unit, leader, matters, scene.back(fixed + 2)), scene.back(fixed + 1))
        visit = trips.schedule(unit, [leader], on, day, Mode.APPOINTMENT, matters=matters)
        if fixed > 2:
            trips.announce(visit, matters[0], scene.back(1))


def _moved(scene: Scene, trips: Trips) -> None:
    """One visit was put off, another given up."""
    city = scene.unit(CITY)
    leaders = scene.leaders(city, scene.today)
    clerk = scene.office(city)
    moved = trips.schedule(city, leaders[1:3], scene.back(8), scene.ahead(1), Mode.FIELD)
    reason = "接访领导参加全省会议，顺延"
    acts.change_date(visit=moved, date=scene.ahead(8), reason=reason, **scene.how(clerk, scene.back(2)))
    matters = _open(scene, city, 1, 16)
    if matters:
        trips.decide(trips.shortlist(city, leaders[1], matters, scene.back(16)), scene.back(15))
        given_up = trips.schedule(city, leaders[1:2], scene.back(14), scene.back(7), Mode.APPOINTMENT, matters=matters)
        reason = "信访人因病住院，另行约定时间"
        acts.cancel_visit(visit=given_up, reason=reason, **scene.how(clerk, scene.back(9)))


def _of_division(scene: Scene, trips: Trips) -> None:
    """The liaison has planned the division's next visit, and the county's leader goes to a contact point."""
    unit, liaison = scene.unit(DIVISION), scene.user("liaison")
    leaders = scene.leaders(unit, scene.today)[:1]
    if leaders:
        source = TargetSource.LIAISON
        day = scene.ahead(5)
        trips.schedule(unit, leaders, scene.back(1), day, Mode.FIELD, by=liaison, target_source=source)
    county = scene.unit(COUNTY)
    heads = scene.leaders(county, scene.today)
    trips.schedule(county, heads[:1], scene.back(3), scene.working(scene.today + timedelta(days=2)), Mode.FIELD)
    trips.drop_in(county, heads[1:2], scene.back(5), Mode.FIELD)
