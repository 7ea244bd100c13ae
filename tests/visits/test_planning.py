"""第九、十、十三、十四条: a date is fixed, changed or given up, and the petitioners are told."""

import pytest
from django.db import IntegrityError, transaction

from visits.story import Visiting, accepted, day, how, planned, recused, refused, registered
from xiafang.accounts import standing
from xiafang.casework.acts import Accused, Changed
from xiafang.casework.models import Matter
from xiafang.visits import acts
from xiafang.visits.codes import Format, Mode, NoticeChannel, Status, TargetSource
from xiafang.visits.models import Event, Notice, Visit, VisitMatter


def test_09_a_visit_is_fixed_and_its_leaders_see_the_matters(people: Visiting) -> None:
    matter = accepted(people)
    visit = planned(people, matter, place="江岸区", tags=["三万", "三万", " "], accompanying=[people.boss])
    assert (visit.status, visit.scheduled_on, visit.tags) == (Status.PLANNED, day(2), ["三万"])
    assert (visit.leaders, visit.accompanying) == ([people.deputy.pk], [people.boss.pk])
    standing.identify(people.leader, on=day(3))
    assert list(Matter.objects.all()) == [matter]
    assert VisitMatter.objects.get().matter == matter
    assert {event.matter_id for event in Event.objects.all()} == {None, matter.pk}


def test_10_formats(people: Visiting) -> None:
    both = [people.boss, people.deputy]
    with refused("单独下访只有一名接访领导"):
        planned(people, leaders=both)
    visit = planned(people, leaders=both, format=Format.JOINT)
    assert visit.leaders == [people.boss.pk, people.deputy.pk], "in their order"
    with refused("陪同负责人与接访领导重复"):
        planned(people, accompanying=[people.deputy])


def test_09_what_cannot_be_planned(people: Visiting) -> None:
    with refused("应当写明信访事项"):
        planned(people, mode=Mode.APPOINTMENT)
    with refused("请至少选择一名接访领导"):
        planned(people, leaders=[])
    with refused("同一名领导选了两次"):
        planned(people, leaders=[people.deputy] * 2, format=Format.JOINT)
    with refused("没有任职"):
        planned(people, leaders=[people.retired])
    with refused("早于确定日期之日"):
        planned(people, on=1)
    with refused("尚未到来"):
        acts.schedule_visit(
            organization=people.land.city,
            mode=Mode.FIELD,
            date=day(10),
            leaders=[people.deputy],
            **how(people.office, 2) | {"on": day(3)},
        )
    for who in ("neighbour", "county", "liaison", "nobody", "division_head"):
        with refused("请与其联系"):
            planned(people, by=people[who])


def test_09_one_leader_at_least_is_of_the_organization_or_of_one_above_it(people: Visiting) -> None:
    county = {"by": people.county, "organization": people.land.county}
    with refused("不在“甲示例县司法局”或其上级单位任职"):
        planned(people, leaders=[people.stranger], **county)
    with refused("请加选本单位领导，或者把下访单位改为接访领导的任职单位"):
        planned(people, leaders=[people.county_boss])  # from below
    assert planned(people, leaders=[people.county_boss, people.stranger], format=Format.JOINT, **county)
    visit = planned(people, leaders=[people.moving], **county)
    assert visit.leaders == [people.moving.pk], "a leader of the city goes down to the county"
    with refused("“沈示例”在 2026-06-13 不在“甲示例县司法局”"):
        acts.change_date(visit=visit, date=day(12), reason="防汛", **how(people.county, 3))
    acts.change_date(visit=visit, date=day(11), reason="防汛", **how(people.county, 3))


def test_09_an_inner_division_is_its_organ(people: Visiting) -> None:
    assert planned(people, by=people.superior, organization=people.land.department, leaders=[people.head])
    assert planned(people, leaders=[people.head]), "somebody of the department goes down to the city"
    with refused("不在“示例处”或其上级单位任职"):
        planned(people, by=people.liaison, organization=people.land.division, leaders=[people.boss])


def test_30_nobody_receives_a_matter_about_themselves_or_their_unit(people: Visiting) -> None:
    about = registered(people, accused=[Accused(people.deputy)])
    with refused("反映的是“甲示例市司法局”"):
        planned(people, about, by=people.superior)
    other = recused(people, registered(people), people.leader)
    with refused("“吴示例”已回避"):
        planned(people, other)
    about = registered(people, "county", accused=[Accused(unit=people.land.county)])
    with refused("反映的是“甲示例县司法局”"):
        planned(people, about, organization=people.land.county)
    with refused("反映的是“郑示例”"):
        planned(people, about, leaders=[people.county_boss])


def test_09_a_leader_plans_a_visit_of_the_own_unit(people: Visiting) -> None:
    visit = planned(people, by=people.leader)
    assert visit.recorder == people.leader
    with refused("请与其联系"):
        planned(people, by=people.leader, leaders=[people.boss])
    with refused("请与其联系"):
        planned(people, by=people.leader, organization=people.land.county)


def test_14_the_liaison_plans_the_visits_of_the_division(people: Visiting) -> None:
    visit = planned(
        people,
        by=people.liaison,
        organization=people.land.division,
        leaders=[people.head],
        target_source=TargetSource.LIAISON,
    )
    assert visit.target_source == "liaison"
    with refused("请与其联系"):
        planned(people, by=people.liaison, organization=people.land.institution, leaders=[people.head])


def test_13_another_date(people: Visiting) -> None:
    visit = planned(people)
    with refused("请填写改期原因"):
        acts.change_date(visit=visit, date=day(12), reason="", **how(people.office, 3))
    with refused("没有变化"):
        acts.change_date(visit=visit, date=day(10), reason="示例", **how(people.office, 3))
    with refused("早于改期之日"):
        acts.change_date(visit=visit, date=day(2), reason="示例", **how(people.office, 3))
    with refused("早于确定日期之日 2026-06-03"):
        acts.change_date(visit=visit, date=day(12), reason="示例", **how(people.office, 3) | {"on": day(1)})
    acts.change_date(visit=visit, date=day(12), reason="防汛", **how(people.office, 3))
    assert (visit.date, visit.scheduled_on, visit.version) == (day(12), day(2), 2)
    assert Event.objects.get(act="change_date").said == "下访日期由 2026-06-11 改为 2026-06-13：防汛"


def test_two_people_at_one_visit_never_lose_an_edit(people: Visiting) -> None:
    visit = planned(people)
    acts.change_date(visit=visit, date=day(12), reason="防汛", **how(people.office, 3, version=1))
    with pytest.raises(Changed, match=r"“改期”（下访日期由 2026-06-11 改为 2026-06-13：防汛）"):
        acts.cancel_visit(visit=visit, reason="示例", **how(people.second, 3, version=1))


def test_13_a_cancelled_visit_takes_its_sight_along(people: Visiting) -> None:
    matter = accepted(people)
    visit = planned(people, matter)
    with refused("请填写取消原因"):
        acts.cancel_visit(visit=visit, reason="", **how(people.office, 3))
    acts.cancel_visit(visit=visit, reason="领导出差", **how(people.office, 3))
    assert (visit.status, visit.cancelled_on) == (Status.CANCELLED, day(3))
    for again in (
        lambda: acts.cancel_visit(visit=visit, reason="示例", **how(people.office, 4)),
        lambda: acts.change_date(visit=visit, date=day(12), reason="示例", **how(people.office, 4)),
    ):
        with refused("该下访已取消"):
            again()
    standing.identify(people.leader, on=day(4))
    assert not Matter.objects.exists()
    assert Visit.objects.get() == visit, "the visit itself is still theirs to see"


def test_13_notices(people: Visiting) -> None:
    matter, other = accepted(people), accepted(people)
    visit = planned(people, matter)
    with refused("不在这次下访的接待事项之中"):
        acts.give_notice(visit=visit, matter=other, channel=NoticeChannel.PHONE, **how(people.office, 3))
    with refused("告知应当事先进行"):
        acts.give_notice(visit=visit, matter=matter, channel=NoticeChannel.PHONE, **how(people.office, 11))
    with refused("早于确定日期之日"):
        acts.give_notice(
            visit=visit, matter=matter, channel=NoticeChannel.PHONE, **how(people.office, 11) | {"on": day(1)}
        )
    notice = acts.give_notice(
        visit=visit, matter=matter, channel=NoticeChannel.PHONE, **how(people.office, 11) | {"on": day(5)}
    )
    assert (notice.sent_on, notice.recorder) == (day(5), people.office)
    assert Event.objects.get(act="give_notice").days_between == 6, "a back-dated entry shows the days between"
    acts.cancel_visit(visit=visit, reason="示例", **how(people.office, 11))
    with refused("该下访已取消"):
        acts.give_notice(visit=visit, matter=matter, channel=NoticeChannel.PHONE, **how(people.office, 11))
    assert Notice.objects.count() == 1


def test_the_database_holds_to_the_lists_of_people(people: Visiting) -> None:
    visit = planned(people)
    for wrong in ([people.deputy.pk] * 2, [people.land.city.pk], []):
        with pytest.raises(IntegrityError), transaction.atomic():
            Visit.objects.filter(pk=visit.pk).update(leaders=wrong)
