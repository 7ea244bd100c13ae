"""第十六条: what a visit brought to light is told or reported."""

from visits.story import Visiting, accepted, day, held, how, planned, refused, registered
from xiafang.casework.acts import Accused
from xiafang.visits import acts
from xiafang.visits.codes import DiscoveryKind, NotifiedRole
from xiafang.visits.models import Discovery, Event, Notification


def test_16_an_emerging_problem_is_told_to_those_concerned(people: Visiting) -> None:
    visit = held(people)
    found = acts.add_discovery(visit=visit, kind=DiscoveryKind.EMERGING, text="同类投诉增多", **how(people.office, 10))
    for unit, role in (
        (people.land.division, NotifiedRole.DEPARTMENT),
        (people.land.county, NotifiedRole.RESPONSIBLE_UNIT),
    ):
        acts.notify_discovery(
            discovery=found, organization=unit, role=role, measures="排查化解", **how(people.office, 11)
        )
    assert Notification.objects.count() == 2
    with refused("已于 2026-06-12 通报"):
        acts.notify_discovery(
            discovery=found,
            organization=people.land.county,
            role=NotifiedRole.RESPONSIBLE_UNIT,
            **how(people.office, 12),
        )
    with refused("早于发现日期"):
        acts.notify_discovery(
            discovery=found,
            organization=people.land.city,
            role=NotifiedRole.DEPARTMENT,
            **how(people.office, 12) | {"on": day(9)},
        )
    with refused("应当通报相关部门和责任单位"):
        acts.report_discovery(discovery=found, **how(people.office, 12))


def test_16_a_hot_issue_is_reported_with_a_proposal_and_a_major_case_at_once(people: Visiting) -> None:
    visit = held(people)
    hot = acts.add_discovery(visit=visit, kind=DiscoveryKind.HOT, text="示例", **how(people.office, 10))
    major = acts.add_discovery(visit=visit, kind=DiscoveryKind.MAJOR_CASE, text="示例", **how(people.leader, 10))
    with refused("请填写对策建议"):
        acts.report_discovery(discovery=hot, **how(people.office, 11))
    with refused("应当上报"):
        acts.notify_discovery(
            discovery=hot, organization=people.land.county, role=NotifiedRole.DEPARTMENT, **how(people.office, 11)
        )
    acts.report_discovery(discovery=hot, proposal="修订收费办法", **how(people.office, 11))
    acts.report_discovery(discovery=major, **how(people.office, 10))
    assert {(row.kind, row.reported_on) for row in Discovery.objects.all()} == {
        ("hot", day(11)),
        ("major_case", day(10)),
    }
    with refused("已于 2026-06-11 上报"):
        acts.report_discovery(discovery=major, **how(people.office, 11))


def test_16_what_cannot_be_a_discovery(people: Visiting) -> None:
    matter, only_planned = accepted(people), planned(people)
    with refused("请先登记下访记录"):
        acts.add_discovery(visit=only_planned, kind=DiscoveryKind.HOT, text="示例", **how(people.office, 10))
    visit = held(people)
    add = {"visit": visit, "kind": DiscoveryKind.HOT}
    with refused("请填写发现的情况"):
        acts.add_discovery(**add, text="", **how(people.office, 10))
    with refused("早于下访日期"):
        acts.add_discovery(**add, text="示例", **how(people.office, 11) | {"on": day(9)})
    with refused("不在这次下访的接待事项之中"):
        acts.add_discovery(**add, text="示例", matter=matter, **how(people.office, 11))


def test_30_the_accused_unit_is_not_told(people: Visiting) -> None:
    matter = registered(people, accused=[Accused(unit=people.land.county)])
    visit = held(people, matter)
    found = acts.add_discovery(
        visit=visit, kind=DiscoveryKind.EMERGING, text="示例", matter=matter, **how(people.office, 10)
    )
    assert Event.objects.get(act="add_discovery").matter == matter
    with refused("不能向其通报"):
        acts.notify_discovery(
            discovery=found, organization=people.land.county, role=NotifiedRole.DEPARTMENT, **how(people.office, 10)
        )
