"""A visit is planned, moved, cancelled, its petitioners told; what is refused keeps what was entered."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from visits.story import Visiting, accepted, day, held, how, planned, recused, shortlisted
from web.asking import page, queries
from xiafang.accounts.models import User
from xiafang.casework import acts as casework
from xiafang.visits import acts
from xiafang.visits.codes import Decision, NoticeChannel, Status
from xiafang.visits.models import Notice, Visit

As = Callable[[User], Client]


def sent(people: Visiting, **facts: Any) -> dict[str, Any]:
    given = {
        "pk": str(uuid4()),
        "organization": "甲示例市司法局",
        "mode": "field",
        "format": "solo",
        "date": str(day(20)),
        "on": str(day(12)),
        "leaders": [str(people.deputy.pk)],
        "place": "甲示例县示例镇",
    }
    return given | facts


def test_a_visit_is_planned_with_its_matters(people: Visiting, as_: As) -> None:
    matter = accepted(people)
    answer = as_(people.office).post("/visits/plan/", sent(people, mode="with_case", matters=[str(matter.pk)]))
    visit = Visit.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/visits/{visit.pk}/"
    assert visit.date == day(20)
    assert visit.leaders == [people.deputy.pk]
    assert [line.matter_id for line in visit.matters.all()] == [matter.pk]


def test_sending_it_twice_plans_one_visit(people: Visiting, as_: As) -> None:
    client, what = as_(people.office), sent(people)
    assert [client.post("/visits/plan/", what).status_code for _ in range(2)] == [302, 302]
    assert Visit.objects.count() == 1


def test_a_refusal_keeps_what_was_entered(people: Visiting, as_: As) -> None:
    matter = accepted(people)
    what = sent(people, mode="with_case", date=str(day(3)), matters=[str(matter.pk)], tags="三万")
    answer = as_(people.office).post("/visits/plan/", what)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "早于确定日期之日" in html
    assert f'value="{matter.pk}" checked' in html
    assert f'value="{people.deputy.pk}" checked' in html
    assert 'value="三万"' in html
    assert what["pk"] in html
    assert not Visit.objects.exists()


def test_what_is_left_out_is_said_with_what_has_a_wrong_shape(people: Visiting, as_: As) -> None:
    what = sent(people, mode="with_case", date="2026年13月1日", leaders=[])
    html = as_(people.office).post("/visits/plan/", what).content.decode()
    for said in ("不是有效日期", "请至少选择一名接访领导", "带案接访应当写明信访事项"):
        assert html.count(said) == 1, said


def test_looking_for_matters_and_leaders_saves_nothing(people: Visiting, as_: As) -> None:
    first, second = accepted(people), accepted(people, n=1)
    what = sent(people, look="matters", words=second.number, matters=[str(first.pk)])
    html = as_(people.office).post("/visits/plan/", what).content.decode()
    assert f'value="{first.pk}" checked' in html
    assert f'value="{second.pk}">' in html
    html = as_(people.superior).post("/visits/plan/", sent(people, look="unit")).content.decode()
    assert "周示例" in html, "the leaders of the unit that was named"
    assert not Visit.objects.exists()


def test_only_matters_that_one_works_on_are_offered(people: Visiting, as_: As) -> None:
    ours, hidden = accepted(people), accepted(people, n=1)
    recused(people, hidden, people.second)
    html = page(as_(people.second), "/visits/matters/?words=退费")
    assert ours.number in html
    assert hidden.number not in html
    assert ours.number not in page(as_(people.neighbour), "/visits/matters/")


def test_a_matter_out_of_sight_is_not_taken(people: Visiting, as_: As) -> None:
    hidden = accepted(people)
    recused(people, hidden, people.second)
    as_(people.second).post("/visits/plan/", sent(people, mode="with_case", matters=[str(hidden.pk)]))
    assert not Visit.objects.exists()


def test_what_was_chosen_from_a_shortlist_is_ticked_at_once(people: Visiting, as_: As) -> None:
    chosen, declined = accepted(people), accepted(people, n=1)
    shortlist = shortlisted(people, chosen, declined, n=10)
    for entry in shortlist.entries.all():
        decision = Decision.CHOSEN if entry.matter_id == chosen.pk else Decision.DECLINED
        acts.decide_entry(entry=entry, decision=decision, reason="已另行安排", **how(people.leader, 11))
    html = page(as_(people.office), f"/visits/plan/?shortlist={shortlist.pk}")
    assert f'value="{chosen.pk}" checked' in html
    assert f'value="{declined.pk}" checked' not in html
    assert f'value="{people.deputy.pk}" checked' in html


def test_a_day_says_what_kind_of_day_it_is(people: Visiting, as_: As) -> None:
    client = as_(people.office)
    assert "2026年10月1日 星期四，国庆" in page(client, "/visits/day/?date=2026-10-01")
    assert "工作日" in page(client, "/visits/day/?date=2026-10-10")
    assert page(client, "/visits/day/?date=soon").strip() == ""


def test_somebody_without_such_a_role_is_told_who_plans(people: Visiting, as_: As) -> None:
    answer = as_(people.nobody).get("/visits/plan/")
    assert answer.status_code == 403
    assert "请与本单位信访部门联系" in answer.content.decode()


def test_a_petitioner_is_told_and_the_visit_says_so(people: Visiting, as_: As) -> None:
    matter = accepted(people)
    visit = planned(people, matter, n=8, on=20)
    client, path = as_(people.office), f"/visits/{visit.pk}/matters/{matter.pk}/notice/"
    assert "2026年6月20日" in page(client, path), "the last day in time"
    what = {"channel": "phone", "note": "已说明时间地点", "on": str(day(12))}
    assert [client.post(path, what).status_code for _ in range(2)] == [302, 302]
    assert Notice.objects.count() == 1, "sent twice, told once"
    html = page(client, f"/visits/{visit.pk}/")
    assert "已事先告知" in html
    assert "待告知" not in html


def test_a_visit_is_moved_and_its_petitioners_are_to_be_told_anew(people: Visiting, as_: As) -> None:
    matter = accepted(people)
    visit = planned(people, matter, n=8, on=20)
    acts.give_notice(visit=visit, matter=matter, channel=NoticeChannel.PHONE, **how(people.office, 9))
    client, path = as_(people.office), f"/visits/{visit.pk}/date/"
    version = re.search(r'name="version" value="(\d+)"', page(client, path))
    assert version
    what = {"date": str(day(22)), "reason": "道路不通", "on": str(day(12)), "version": version[1]}
    assert client.post(path, what).status_code == 302
    assert "改期以后还没有重新告知" in page(client, f"/visits/{visit.pk}/")


def test_whoever_was_slower_is_shown_what_changed_and_loses_nothing(people: Visiting, as_: As) -> None:
    visit = planned(people, n=8, on=20)
    version = visit.version
    acts.change_date(visit=visit, date=day(21), reason="会议", **how(people.second, 12))
    what = {"reason": "领导出差", "on": str(day(12)), "version": str(version)}
    client, path = as_(people.office), f"/visits/{visit.pk}/cancel/"
    answer = client.post(path, what)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "改期" in html
    assert "领导出差" in html
    assert f'name="version" value="{visit.version}"' in html
    assert client.post(path, what | {"version": str(visit.version)}).status_code == 302
    visit.refresh_from_db()
    assert visit.status == Status.CANCELLED


def test_the_announcement_names_no_home_and_no_petitioner(people: Visiting, as_: As) -> None:
    visit = planned(people, accepted(people), n=8, on=20, place="甲示例县", at_home=True)
    html = page(as_(people.office), f"/visits/{visit.pk}/announcement/")
    assert "吴示例" in html
    assert "甲示例县" in html
    assert "住处" not in html
    assert "孙示例" not in html


def test_two_people_void_a_visit(people: Visiting, as_: As) -> None:
    visit = held(people)
    path = f"/visits/void/visit/{visit.pk}/"
    assert as_(people.office).post(path, {"reason": "重复登记", "on": str(day(12))}).status_code == 302
    assert as_(people.office).get(path).status_code == 302, "not by the same person"
    answer = as_(people.second).post(path, {"decision": "confirm", "on": str(day(12))})
    assert answer.status_code == 302
    assert "已作废" in page(as_(people.office), f"/visits/{visit.pk}/")
    assert as_(people.neighbour).get(path).status_code == 404
    assert as_(people.office).get(f"/visits/void/nothing/{UUID(int=7)}/").status_code == 404


def test_whoever_only_reads_a_visit_is_told_who_does_it(people: Visiting, as_: As) -> None:
    visit = planned(people, n=8, on=20)
    for what in ("date", "cancel", "record"):
        answer = as_(people.principal).get(f"/visits/{visit.pk}/{what}/")
        assert answer.status_code == 403
        assert "信访部门或有关领导办理" in answer.content.decode()


def test_planning_costs_the_same_however_many_matters_there_are(people: Visiting, as_: As) -> None:
    accepted(people)
    client = as_(people.office)
    few = queries(client, "/visits/plan/")
    for n in range(6):
        accepted(people, n=n)
    assert queries(client, "/visits/plan/") == few


@pytest.mark.parametrize("address", ["/visits/plan/", "/visits/record/", "/shortlists/new/"])
def test_a_unit_without_leaders_is_told_what_to_do(people: Visiting, as_: As, address: str) -> None:
    look = sent(people, organization=str(people.land.far), leaders=[], look="unit")
    html = as_(people.superior).post(address, look).content.decode()
    assert "请系统管理员在“干部与任职”中登记" in html
    assert "请系统管理员在“干部与任职”中登记" not in page(as_(people.office), address)


def test_of_a_matter_that_was_voided_nobody_has_to_be_told(people: Visiting, as_: As) -> None:
    matter = accepted(people)
    address = f"/visits/{planned(people, matter).pk}/"
    assert "待告知" in page(as_(people.office), address) or "未事先告知" in page(as_(people.office), address)
    casework.propose_void(matter=matter, reason="重复登记", **how(people.office, 13))
    casework.confirm_void(matter=matter, **how(people.second, 13))
    html = page(as_(people.office), address)
    assert matter.number in html
    assert "告知" not in html.partition('id="matters"')[2].partition("</section>")[0].replace("告知信访人", "")
