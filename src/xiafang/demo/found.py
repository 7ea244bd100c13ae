"""What visits brought to light (第十六条): told and reported in time, late, not yet, or not at all."""

from datetime import date, timedelta

from xiafang.demo.people import DIVISION
from xiafang.demo.scene import Scene
from xiafang.demo.trips import Trips
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Organization
from xiafang.visits import acts
from xiafang.visits.codes import DiscoveryKind, Mode, NotifiedRole
from xiafang.visits.models import Discovery

_TEXTS = {
    DiscoveryKind.EMERGING: (
        "多个村反映法律顾问不到位，可能引发联名信访",
        "示例小区业主因物业纠纷多次聚集，人民调解尚未介入",
        "务工人员集中反映法律援助申请材料繁琐",
    ),
    DiscoveryKind.HOT: ("公证收费公示不清，一季度同类投诉十余件", "司法鉴定超期问题集中，影响多起诉讼"),
    DiscoveryKind.MAJOR_CASE: ("原农场职工住房安置问题涉及四十余户，历史跨度长", "涉众型委托代理合同纠纷，金额较大"),
}
# days ago, days until it was told or reported (None: not at all)
_TABLE = {
    DiscoveryKind.EMERGING: ((330, 1), (250, 2), (170, 9), (90, 1), (40, None), (1, None)),
    DiscoveryKind.HOT: ((310, 6), (210, 25), (130, 8), (60, None), (4, None)),
    DiscoveryKind.MAJOR_CASE: ((290, 0), (180, 7), (110, 1), (35, None), (0, None)),
}


def build(scene: Scene, trips: Trips) -> None:
    """Let leaders of the department find them, each on a visit of its own."""
    table = [(kind, *course) for kind, courses in _TABLE.items() for course in courses]
    for number, (kind, days, then) in enumerate(table):
        unit = scene.department()
        day = scene.back(days)
        leaders = scene.leaders(unit, day)
        visit = trips.drop_in(unit, [leaders[number % (len(leaders) - 1)]], day, Mode.FIELD)
        text = _TEXTS[kind][number % len(_TEXTS[kind])]
        by = scene.user("office")
        found = acts.add_discovery(visit=visit, kind=kind, text=text, id=scene.builder.id(), **scene.how(by, day))
        if then is not None:
            _follow(scene, found, scene.working(day + timedelta(days=then)))
        elif kind == DiscoveryKind.EMERGING and days > 1:
            _tell(scene, found, unit, NotifiedRole.DEPARTMENT, scene.working(day + timedelta(days=1)))


def _follow(scene: Scene, found: Discovery, day: date) -> None:
    if day > scene.today:
        return
    if found.kind == DiscoveryKind.EMERGING:
        city = scene.dice.choice(scene.below(scene.department(), Kind.CITY_BUREAU))
        _tell(scene, found, scene.unit(DIVISION), NotifiedRole.DEPARTMENT, day)
        _tell(scene, found, city, NotifiedRole.RESPONSIBLE_UNIT, day)
    else:
        proposal = "建议专题研究，统一口径，限期整改并公开结果"
        acts.report_discovery(discovery=found, proposal=proposal, **scene.how(scene.user("office"), day))


def _tell(scene: Scene, found: Discovery, unit: Organization, role: NotifiedRole, day: date) -> None:
    acts.notify_discovery(
        discovery=found,
        organization=unit,
        role=role,
        measures="摸排同类情况，主动约谈解释，防止矛盾升级",
        id=scene.builder.id(),
        **scene.how(scene.user("office"), day),
    )
