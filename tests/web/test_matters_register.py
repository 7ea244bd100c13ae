"""登记: what a clerk enters becomes one matter; refused with everything kept; hints only of what the clerk may see."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework import office
from casework.office import Cast
from web.asking import page
from web.conftest import BACKEND
from xiafang.accounts.models import User
from xiafang.casework import acts
from xiafang.casework.acts import Accused, Person
from xiafang.casework.codes import Flag
from xiafang.casework.models import Item, Matter

Web = Callable[[], AbstractContextManager[None]]
REGISTER, HINTS = "/matters/register/", "/matters/register/similar/"


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 6, 15, 10, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        yield


def client(user: User) -> Client:
    made = Client()
    made.force_login(user, backend=BACKEND)
    return made


def entered(**more: Any) -> dict[str, Any]:
    return {
        "pk": str(uuid4()),
        "unit": "甲示例市司法局",
        "received_on": "2026-06-12",
        "channel": "visit",
        "kind": "appeal",
        "title": "反映律师收费退费问题",
        "topic": "0501",
        "petitioners-TOTAL_FORMS": "2",
        "petitioners-INITIAL_FORMS": "0",
        "petitioners-0-name": "孙示例",
        "petitioners-0-phone": "13800000000",
        "petitioners-0-id_number": "11010519491231002x",
        "petitioners-0-representative": "on",
        "demands-TOTAL_FORMS": "3",
        "demands-INITIAL_FORMS": "0",
        "demands-0-text": "退还代理费",
        "demands-2-text": "书面说明理由",
        "accused-TOTAL_FORMS": "1",
        "accused-INITIAL_FORMS": "0",
    } | more


def test_19_a_registration_becomes_a_matter_with_its_demands_and_people(people: Cast, web_role: Web) -> None:
    clerk = client(people.office)
    sent = entered(flags=["urgent"], traits=["complex"], people="12", joint="on", national_number="国信1")
    with web_role():
        answer = clerk.post(REGISTER, sent)
        assert answer.status_code == 302
        html = page(clerk, answer["Location"])
    matter = Matter.objects.get(pk=sent["pk"])
    item = matter.items.get()
    assert (matter.title, matter.topic, matter.flags, matter.traits) == (
        "反映律师收费退费问题",
        "0501",
        ["urgent"],
        ["complex"],
    )
    assert [demand.text for demand in matter.demands.all()] == ["退还代理费", "书面说明理由"]
    assert (item.people, item.joint, matter.external_number) == (12, True, "国信1")
    assert matter.petitioners.get().representative == 1
    assert matter.number in html
    assert item.query_code in html
    assert f"/matters/{matter.pk}/steps/tell/" in html


def test_sent_twice_it_is_one_matter(people: Cast, web_role: Web) -> None:
    clerk, sent = client(people.office), entered()
    with web_role():
        first, second = clerk.post(REGISTER, sent), clerk.post(REGISTER, sent)
    assert first["Location"] == second["Location"]
    assert Matter.objects.count() == Item.objects.count() == 1


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"title": ""}, "请填写“概况”"),
    ({"title": "\u200b\u3164\u202e"}, "请填写“概况”"),
    ({"topic": "收费"}, "对应“"),
    ({"topic": "没有"}, "没有内容分类“没有”"),
    ({"demands-0-text": "", "demands-2-text": " "}, "请至少写明一项诉求"),
    ({"petitioners-0-name": ""}, "请填写“姓名或名称”"),
    ({"petitioners-0-name": "\u2060\u0301"}, "请填写“姓名或名称”"),
    ({"demands-0-text": "\u200b", "demands-2-text": "\u00ad"}, "请至少写明一项诉求"),
    ({"petitioners-0-id_number": "110105194912310021"}, "校验位不对"),
    ({"petitioners-0-phone": "没有"}, "电话应为数字"),
    ({"received_on": "2026-06-16"}, "尚未到来"),
    ({"unit": "乙示例市司法局"}, "您不能在“乙示例市司法局”登记"),
    ({"accused-0-unit": "示例省司法厅"}, "被反映的是省司法厅本身"),
    ({"place": "武汉"}, "应为6位行政区划代码"),
]


def test_signs_that_show_nothing_or_turn_the_order_are_not_kept(people: Cast) -> None:
    clerk = client(people.office)
    sent = entered(**{"title": "\u202e反映\u200b收费\u2060", "petitioners-0-name": "孙\u200d示例\ufeff"})
    assert clerk.post(REGISTER, sent).status_code == 302
    matter = Matter.objects.get(pk=sent["pk"])
    assert (matter.title, matter.petitioners.get().name) == ("反映收费", "孙示例")


def test_a_refusal_writes_nothing_and_keeps_what_was_entered(people: Cast, web_role: Web) -> None:
    clerk = client(people.office)
    for more, said in REFUSED:
        with web_role():
            answer = clerk.post(REGISTER, entered(summary="很长的经过", **more))
        html = answer.content.decode()
        assert answer.status_code == 422, more
        assert said in html, more
        assert "很长的经过" in html, more
        assert "13800000000" in html or "petitioners-0-phone" in more
    assert not Matter.objects.exists()


def test_what_is_left_out_is_said_with_what_has_a_wrong_shape(people: Cast) -> None:
    sent = entered(title="", **{"demands-0-text": "", "demands-2-text": ""}) | {"petitioners-TOTAL_FORMS": "0"}
    html = client(people.office).post(REGISTER, sent).content.decode()
    for said in ("请填写“概况”", "请至少写明一项诉求", "请填写信访人"):
        assert html.count(said) == 1, said


def test_more_than_five_representatives_are_refused(people: Cast) -> None:
    folk = {"petitioners-TOTAL_FORMS": "6"} | {
        f"petitioners-{n}-{name}": value
        for n in range(6)
        for name, value in (("name", f"孙{n}示例"), ("representative", "on"))
    }
    answer = client(people.office).post(REGISTER, entered(**folk))
    assert answer.status_code == 422
    assert "代表不得超过5人" in answer.content.decode()


def test_without_scripts_another_row_is_asked_for_and_nothing_lost(people: Cast) -> None:
    html = client(people.office).post(REGISTER, entered(more="demands", title="")).content.decode()
    assert html.count('name="demands-') == 2 + 4 + 1 + 2  # management form, rows, the row to copy
    assert "退还代理费" in html
    assert "field-error" not in html


def test_an_anonymous_matter_needs_no_petitioner(people: Cast) -> None:
    sent = entered(anonymous="on") | {"petitioners-TOTAL_FORMS": "0"}
    assert client(people.office).post(REGISTER, sent).status_code == 302
    assert Matter.objects.get().flags == [Flag.ANONYMOUS]


def test_30_a_matter_about_ones_own_unit_is_shown_once_and_never_again(people: Cast, web_role: Web) -> None:
    clerk, sent = client(people.county), entered(unit="甲示例县司法局", **{"accused-0-unit": "甲示例县司法局"})
    with web_role():
        html = clerk.post(REGISTER, sent).content.decode()
        again = clerk.post(REGISTER, sent)
        page(clerk, f"/matters/{sent['pk']}/registered/", 404)
    matter = Matter.objects.get()
    assert "本页只显示这一次" in html
    assert matter.items.get().query_code in html
    assert matter.responsible == people.land.city
    assert again.status_code == 422
    assert "没有重复登记" in again.content.decode()
    assert Matter.objects.count() == 1


def test_whoever_keeps_no_register_is_told_who_does(people: Cast) -> None:
    for who in (people.handler, people.leader, people.nobody):
        assert "登记信访事项由信访部门办理" in page(client(who), REGISTER, 403)
        assert client(who).post(HINTS, {}).status_code == 403


def test_21_hints_name_what_is_likely_the_same_and_never_what_is_out_of_sight(people: Cast, web_role: Web) -> None:
    known = office.registered(people, external_number="来函7", title="市里的事")
    office.registered(people, "county", title="县里的事")
    office.registered(people, "far", title="别处的事")
    about = office.registered(people, "county", title="反映县局的事", accused=[Accused(unit=people.land.county)])
    typed = {"petitioners-0-name": "孙示例", "external_number": "来函7"}
    with web_role():
        city = client(people.office).post(HINTS, typed).content.decode()
        county = client(people.county).post(HINTS, typed).content.decode()
        far = client(people.far).post(HINTS, typed).content.decode()
    assert known.number in city
    assert "同名信访人、编号相同" in city
    assert f"/matters/{known.pk}/join/" in city
    assert about.number in city
    assert "别处的事" not in city
    assert "县里的事" in county
    assert "市里的事" not in county
    assert "反映县局的事" not in county, "what is about one's unit is not hinted at"
    assert "别处的事" in far
    assert "县" not in re.sub(r"<[^>]+>", "", far).replace("乙示例县", "")


def test_hints_by_words_and_confidential_petitioners_are_not_given_away(people: Cast, web_role: Web) -> None:
    same = office.registered(people, title="要求律师收费退还")
    secret = office.registered(people, title="狱内会见受限", petitioners=[Person("李示例")], flags=[Flag.CONFIDENTIAL])
    clerk = client(people.office)
    with web_role():
        html = clerk.post(HINTS, {"title": "反映律师收费过高的问题"}).content.decode()
        by_name = clerk.post(HINTS, {"petitioners-0-name": "李示例"}).content.decode()
        both = clerk.post(HINTS, {"petitioners-0-name": "李示例", "title": "会见受限"}).content.decode()
        assert clerk.post(HINTS, {"title": "\x00律师收费", "petitioners-0-name": "孙\x00示例"}).status_code == 200
    assert same.number in html
    assert "概况相近" in html
    assert secret.number not in html + by_name
    assert secret.number in both
    assert "同名信访人" not in both, "found by its words; whose it is stays a secret"


def test_hints_cost_two_queries_however_many_there_are(people: Cast, web_role: Web) -> None:
    clerk = client(people.office)

    def cost() -> int:
        with web_role(), CaptureQueriesContext(connection) as said:
            assert clerk.post(HINTS, {"petitioners-0-name": "孙示例"}).status_code == 200
        return len([query for query in said if "casework_" in query["sql"]])

    office.registered(people)
    assert cost() == 2
    for _ in range(10):
        office.registered(people)
    assert cost() == 2


def test_a_begun_registration_goes_over_into_a_repeated_item(people: Cast, web_role: Web) -> None:
    matter = office.registered(people)
    clerk, join = client(people.office), f"/matters/{matter.pk}/join/"
    with web_role():
        carried = clerk.post(join, entered(carried="1", title="又来反映", external_number="来函9"))
        html = carried.content.decode()
    assert carried.status_code == 200
    for kept in ("又来反映", "退还代理费", "来函9", "13800000000", "2026-06-12"):
        assert kept in html
    assert matter.items.count() == 1, "nothing is filed before it is sent"
    sent = {
        "version": "1",
        "unit": "甲示例市司法局",
        "received_on": "2026-06-12",
        "channel": "call",
        "petitioners-TOTAL_FORMS": "1",
        "petitioners-INITIAL_FORMS": "0",
        "petitioners-0-name": "孙示例",
    }
    with web_role():
        assert clerk.post(join, sent | {"received_on": "2026-05-01"}).status_code == 422
        assert clerk.post(join, sent)["Location"] == f"/matters/{matter.pk}/"
        again = clerk.post(join, sent)
    assert again.status_code == 422
    assert "在您打开之后已有变动" in again.content.decode()
    assert matter.items.count() == 2


def test_whoever_may_not_join_is_told_so_or_finds_nothing(people: Cast, web_role: Web) -> None:
    matter = office.registered(people, petitioners=[Person("孙示例")], accused=[Accused(people.county_boss)])
    acts.accept(matter=matter, **office.how(people.office, 1))
    acts.assign(matter=matter, to=[people.handler], **office.how(people.office, 1))
    with web_role():
        html = page(client(people.handler), f"/matters/{matter.pk}/join/", 403)
        for who in (people.county, people.neighbour, people.accused, people.nobody):
            page(client(who), f"/matters/{matter.pk}/join/", 404)
            page(client(who), f"/matters/{matter.pk}/registered/", 404)
    assert "应由登记单位信访部门、责任单位或其上级的信访部门办理" in html


def test_on_the_way_from_a_visits_record_one_goes_back_with_the_matter(people: Cast, web_role: Web) -> None:
    clerk, visit = client(people.office), str(uuid4())
    with web_role():
        for came in (visit, "unscheduled"):
            record = f"/visits/{visit}/record/" if came == visit else "/visits/record/"
            form = page(clerk, f"{REGISTER}?visit={came}")
            assert f'name="visit" value="{came}"' in form
            assert f'href="{record}"' in form
            sent = entered(visit=came)
            answer = clerk.post(REGISTER, sent)
            assert answer["Location"] == f"/matters/{sent['pk']}/registered/?visit={came}"
            assert f'href="{record}?matter={sent["pk"]}"' in page(clerk, answer["Location"])
        for odd in ("//example.org", "1", ""):
            assert 'name="visit"' not in page(clerk, f"{REGISTER}?visit={odd}")
