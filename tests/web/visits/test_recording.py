"""A visit is recorded on a phone: nothing lost, nothing doubled, and what came of each matter shows at once."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.test import Client

from casework import office
from casework.office import how
from visits.story import Visiting, accepted, day, planned, record, registered
from web.asking import page
from xiafang.accounts.models import User
from xiafang.casework import acts
from xiafang.casework.codes import State
from xiafang.casework.models import Matter
from xiafang.visits.codes import Status
from xiafang.visits.models import Event, Visit

As = Callable[[User], Client]


def sent(people: Visiting, visit: Visit | None, *receptions: tuple[Matter, dict[str, str]], **facts: Any) -> Any:
    given: dict[str, Any] = {
        "leaders": [str(people.deputy.pk)],
        "groups": "1",
        "received": "2",
        "place": "甲示例县",
        "matters": [str(matter.pk) for matter, _ in receptions],
    }
    if visit:
        given["version"] = str(visit.version)
    for matter, entered in receptions:
        given |= {f"{matter.pk}-{name}": value for name, value in entered.items()}
    return given | facts


def unplanned(people: Visiting, *receptions: tuple[Matter, dict[str, str]], **facts: Any) -> Any:
    given = {"pk": str(uuid4()), "organization": "甲示例市司法局", "mode": "contact_point", "format": "solo"}
    return sent(people, None, *receptions, **(given | {"on": str(day(12))} | facts))


ON_THE_SPOT = {"outcome": "on_the_spot", "decided": "三日内退还", "statement": "代理费未退"}
DEFERRED = {"outcome": "deferred", "to_study": "收费标准", "reply_by": "2026-06-30"}


def test_a_leader_records_two_matters(people: Visiting, as_: As) -> None:
    first, second = accepted(people), accepted(people, n=1)
    visit = planned(people, first, second, n=2, on=12)
    answer = as_(people.leader).post(
        f"/visits/{visit.pk}/record/", sent(people, visit, (first, ON_THE_SPOT), (second, DEFERRED))
    )
    assert answer.status_code == 302
    visit.refresh_from_db()
    assert (visit.status, visit.groups, visit.received) == (Status.HELD, 1, 2)
    assert [line.outcome for line in visit.matters.order_by("ordinal")] == ["on_the_spot", "deferred"]
    html = page(as_(people.office), f"/visits/{visit.pk}/")
    assert "三日内退还" in html
    assert "答复期限 2026-06-30" in html
    assert Event.objects.filter(act="record_visit").exclude(on_behalf_of=None).count() == 0, "in person"


def test_a_clerk_records_for_the_leader_and_both_are_shown(people: Visiting, as_: As) -> None:
    visit = planned(people, n=2, on=12)
    as_(people.office).post(f"/visits/{visit.pk}/record/", sent(people, visit))
    assert Event.objects.filter(act="record_visit", on_behalf_of=people.deputy, user=people.office).exists()
    assert "钱示例代吴示例" in page(as_(people.office), f"/visits/{visit.pk}/")


def test_a_refusal_names_the_matter_and_keeps_everything(people: Visiting, as_: As) -> None:
    first, second = accepted(people), accepted(people, n=1)
    visit = planned(people, first, second, n=2, on=12)
    what = sent(people, visit, (first, ON_THE_SPOT), (second, {"outcome": "deferred", "to_study": "收费标准"}))
    answer = as_(people.leader).post(f"/visits/{visit.pk}/record/", what)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写答复期限" in html
    assert html.index("请填写答复期限") > html.index(second.number)
    for kept in ("三日内退还", "代理费未退", "收费标准", 'name="received" value="2"'):
        assert kept in html
    visit.refresh_from_db()
    assert visit.status == Status.PLANNED


def test_a_matter_without_an_outcome_is_asked_for(people: Visiting, as_: As) -> None:
    matter = accepted(people)
    visit = planned(people, matter, n=2, on=12)
    answer = as_(people.leader).post(f"/visits/{visit.pk}/record/", sent(people, visit, (matter, {})))
    assert answer.status_code == 422
    assert f"请为“{matter.number}”选择处理方式" in answer.content.decode()


def test_sending_it_twice_makes_one_record(people: Visiting, as_: As) -> None:
    visit = planned(people, n=2, on=12)
    client, what = as_(people.leader), sent(people, visit)
    assert [client.post(f"/visits/{visit.pk}/record/", what).status_code for _ in range(2)] == [302, 302]
    assert Event.objects.filter(act="record_visit").count() == 1


def test_whoever_is_slower_than_another_sees_it_and_loses_nothing(people: Visiting, as_: As) -> None:
    matter = accepted(people)
    visit = planned(people, matter, n=2, on=12)
    what = sent(people, visit, (matter, ON_THE_SPOT))
    record(people, visit, matter)
    answer = as_(people.leader).post(f"/visits/{visit.pk}/record/", what)
    assert answer.status_code == 422
    assert "在您打开之后已有变动" in answer.content.decode()
    assert "三日内退还" in answer.content.decode()


def test_a_clerk_accepts_a_matter_there_and_then(people: Visiting, as_: As) -> None:
    matter = registered(people)
    visit = planned(people, matter, n=2, on=12)
    path = f"/visits/{visit.pk}/record/"
    assert "现场受理" in page(as_(people.office), path)
    assert "现场受理，期限" not in page(as_(people.leader), path), "a leader does not accept"
    what = sent(people, visit, (matter, ON_THE_SPOT | {"accept": "on", "grade": "simple"}))
    assert as_(people.office).post(path, what).status_code == 302
    matter.refresh_from_db()
    assert (matter.state, matter.grade, matter.visit) == (State.ACCEPTED, "simple", visit.pk)


def test_a_matter_that_came_up_is_added_with_everything_kept(people: Visiting, as_: As) -> None:
    listed, new = accepted(people), accepted(people, n=1)
    visit = planned(people, listed, n=2, on=12)
    client, path = as_(people.office), f"/visits/{visit.pk}/record/"
    what = sent(people, visit, (listed, ON_THE_SPOT))
    found = client.post(path, what | {"look": "matters", "words": new.number})
    assert found.status_code == 200
    assert f'name="add" value="{new.pk}"' in found.content.decode()
    html = client.post(path, what | {"add": str(new.pk)}).content.decode()
    assert f'name="{new.pk}-outcome"' in html
    assert "三日内退还" in html
    both = sent(people, visit, (listed, ON_THE_SPOT), (new, {"outcome": "absent"}))
    assert client.post(path, both | {"drop": str(new.pk), "look": "draft"}).content.decode().count("-outcome") > 0
    assert client.post(path, both).status_code == 302
    assert visit.matters.count() == 2


def test_a_listed_matter_cannot_be_left_out_by_sending_nothing_of_it(people: Visiting, as_: As) -> None:
    matter = accepted(people)
    visit = planned(people, matter, n=2, on=12)
    answer = as_(people.office).post(f"/visits/{visit.pk}/record/", sent(people, visit, drop=str(matter.pk)))
    assert answer.status_code == 422


def test_an_unscheduled_visit_is_recorded_once(people: Visiting, as_: As) -> None:
    matter = accepted(people)
    client = as_(people.leader)
    assert "随时到联系点" in page(client, "/visits/record/")
    what = unplanned(people, (matter, ON_THE_SPOT))
    planned(people, matter, n=2, on=20)  # so that the leader sees it
    assert [client.post("/visits/record/", what).status_code for _ in range(2)] == [302, 302]
    assert Visit.objects.filter(status=Status.HELD).count() == 1


def test_a_visit_with_cases_asks_for_them_beside_everything_else(people: Visiting, as_: As) -> None:
    what = unplanned(people, mode="with_case", leaders=[], groups="")
    html = as_(people.office).post("/visits/record/", what).content.decode()
    for said in ("请填写“接待批次”", "请至少选择一名接访领导", "带案接访应当写明信访事项"):
        assert html.count(said) == 1, said


def test_a_matter_that_nobody_here_works_on_is_refused_beside_the_matters(people: Visiting, as_: As) -> None:
    visit, gone = planned(people, n=2, on=12), registered(people)
    acts.transfer(matter=gone, to=people.land.neighbour, reason="示例", paper=office.paper(1), **how(people.office, 1))
    html = as_(people.office).post(f"/visits/{visit.pk}/record/", sent(people, visit, (gone, ON_THE_SPOT)))
    assert "请由该单位安排" in html.content.decode().partition("现场新反映的事项")[2]


def test_an_unscheduled_visit_in_the_future_is_refused(people: Visiting, as_: As) -> None:
    what = unplanned(people, on=str(day(14)))
    answer = as_(people.office).post("/visits/record/", what)
    assert answer.status_code == 422
    assert "尚未到来" in answer.content.decode()
