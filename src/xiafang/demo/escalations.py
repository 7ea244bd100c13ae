"""进京赴省访 and 集体访: the leader's own opinion, and what follows from it, in every state it can have."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from xiafang.casework import acts
from xiafang.casework.codes import EscalationKind, Handling, PaperKind
from xiafang.casework.models import Escalation
from xiafang.demo.life import Life, Tale
from xiafang.demo.people import CITY, COUNTY
from xiafang.demo.scene import Scene
from xiafang.demo.trips import Trips
from xiafang.organizations.kinds import Kind
from xiafang.visits.codes import Mode


class Course(NamedTuple):
    """How it went; days after the visit to the higher place, None for never. `leader` gives the opinion."""

    days: int
    kind: EscalationKind
    leader: str
    met: int | None = 2
    opinion: int | None = 5
    justified: bool = True
    then: int | None = 1


_K = EscalationKind
_COURSES = (
    Course(330, _K.PROVINCE, "deputy"),
    Course(290, _K.GROUP, "deputy", justified=False, then=2),
    Course(240, _K.BEIJING, "leader", met=16, opinion=25, then=9),
    Course(200, _K.PROVINCE, "deputy", met=4, opinion=8, justified=False, then=13),
    Course(160, _K.PROVINCE, "deputy", met=None, opinion=None),
    Course(120, _K.GROUP, "deputy", met=3, opinion=7, then=None),
    Course(80, _K.PROVINCE, "leader", met=4, opinion=9, justified=False, then=None),
    Course(50, _K.GROUP, "deputy"),
    Course(9, _K.GROUP, "deputy", opinion=None),
    Course(6, _K.PROVINCE, "deputy", met=2, opinion=6, then=None),
    Course(5, _K.PROVINCE, "leader", met=2, opinion=5, justified=False, then=None),
    Course(3, _K.BEIJING, "leader", met=None, opinion=None),
    Course(2, _K.PROVINCE, "deputy", met=None, opinion=None),
)


def tales(scene: Scene, trips: Trips) -> Iterator[Tale]:
    """Give each: a matter in work, the visit to the higher place, and what the leaders did."""
    cities = scene.units(Kind.CITY_BUREAU)
    for number, course in enumerate(_COURSES):
        unit = scene.unit((CITY, COUNTY)[number % 2]) if number % 3 else cities[number % len(cities)]
        life = Life(scene, unit, scene.stories.next("bureau", kind="appeal"), scene.back(course.days + 20))
        yield Tale(life.day, partial(_tell, life, trips, course))


def _tell(life: Life, trips: Trips, course: Course) -> None:
    scene = life.scene
    life.register()
    life.tell(3)
    life.accept(1)
    life.assign(1)
    user = scene.user(course.leader)
    life.day = scene.back(course.days)
    assert user.official  # noqa: S101 - a leader's account
    escalation = acts.register_escalation(
        matter=life.matter, kind=course.kind, leader=user.official, id=scene.builder.id(), **life.how()
    )
    first = life.day
    steps = [(course.met, _receive), (course.opinion, _examine)]
    for days, step in steps:
        if days is not None:
            life.day = first
            life.wait(days)
            step(life, trips, course, escalation)
    if course.opinion is not None and course.then is not None:
        life.wait(course.then)
        (_order if course.justified else _follow_up)(life, escalation)
    if course.days > 45 and course.then is not None and course.opinion is not None:
        life.finish(3)


def _receive(life: Life, trips: Trips, course: Course, escalation: Escalation) -> None:
    """The leader in charge receives those who went."""
    scene = life.scene
    leader = scene.user(course.leader).official
    assert leader  # noqa: S101 - a leader's account
    reception = trips.reception(life.matter, Handling.DEFERRED, life.day)
    trips.drop_in(scene.department(), [leader], life.day, Mode.APPOINTMENT, receptions=[reception])


def _examine(life: Life, trips: Trips, course: Course, escalation: Escalation) -> None:
    said = "部分诉求合理，由责任单位限期解决" if course.justified else "诉求已依法处理到位，做好解释和帮扶工作"
    user = life.scene.user(course.leader)
    acts.give_opinion(escalation=escalation, justified=course.justified, text=said, **life.how(user))


def _order(life: Life, escalation: Escalation) -> None:
    acts.order_unit(escalation=escalation, unit=life.unit, paper=life.paper(PaperKind.ORDER), **life.how())


def _follow_up(life: Life, escalation: Escalation) -> None:
    acts.assign_follow_up(
        escalation=escalation,
        official=life.scene.leaders(life.unit, life.day)[-1],
        help_offered="释法明理、心理疏导；协助申请法律援助和临时救助",
        until=life.day + timedelta(days=90),
        **life.how(),
    )
