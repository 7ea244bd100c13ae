"""办理: every step of the life has a page that opens where the table allows it, does its act, or says why not."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from casework import office
from casework.office import Cast, how
from web.asking import opened, page
from web.test_matters_register import client
from xiafang.accounts.models import User
from xiafang.casework import acts, life
from xiafang.casework.acts import Accused
from xiafang.casework.codes import Channel, DeclineReason, Grade, State
from xiafang.casework.life import Who
from xiafang.casework.models import Escalation, Event, Matter, Opinion, Proposal, Recusal, Sponsorship, Transfer
from xiafang.web.views.matters.steps.table import ELSEWHERE, PAGES

PASSWORD = "Hulan-Yanzi-27"
Web = Callable[[], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 6, 15, 10, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        yield


def at(matter: Matter, act: str) -> str:
    return f"/matters/{matter.pk}/steps/{act}/"


def pdf(name: str = "文书.pdf", content: bytes = b"%PDF-1.7 ") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def send(who: User, matter: Matter, act: str, **entered: Any) -> HttpResponse:
    """Send the form of a step, dated today unless said otherwise, in the version that stands."""
    matter.refresh_from_db()
    common = {"version": matter.version, "on": "2026-06-15", "paper_dated_on": "2026-06-15", "sure": "on"}
    return client(who).post(at(matter, act), common | entered)  # type: ignore[return-value]


def done(answer: HttpResponse) -> None:
    assert answer.status_code == 302, re.findall(r"<span>(.*?)</span>|<p>(.*?)</p>", answer.content.decode())


def refused(answer: HttpResponse, said: str) -> str:
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    return html


def furnished(people: Cast) -> Matter:
    """A matter in which every step finds what it is about; the states are written over it."""
    matter = office.registered(people)
    acts.accept(matter=matter, **how(people.office, 1))
    acts.assign(matter=matter, to=[people.handler], **how(people.office, 1))
    acts.give_sponsor(matter=matter, official=people.deputy, **how(people.office, 1))
    for kind in ("regrade", "void"):
        Proposal.objects.create(
            matter=matter,
            kind=kind,
            grade=Grade.MAJOR,
            reason="示例",
            proposed_by=people.second,
            proposed_on=office.day(1),
        )
    Proposal.objects.create(
        matter=matter,
        kind="decline",
        decline_reason=DeclineReason.LITIGATION,
        reason="示例",
        proposed_by=people.second,
        proposed_on=office.day(1),
    )
    for justified in (None, True, False):
        row = Escalation.objects.create(id=uuid4(), matter=matter, kind="group", on=office.day(1), leader=people.boss)
        if justified is not None:
            Opinion.objects.create(
                escalation=row,
                matter=matter,
                approved_by=people.boss,
                on=office.day(1),
                justified=justified,
                text="示例",
            )
    Recusal.objects.create(id=uuid4(), matter=matter, user=people.other_handler, asked_on=office.day(1), reason="示例")
    Transfer.objects.create(
        id=uuid4(),
        matter=matter,
        sender=people.land.neighbour,
        receiver=people.land.city,
        on=office.day(8),
        reason="示例",
    )
    return matter


WHO: dict[Who, str] = {
    Who.OFFICE: "office",
    Who.REGISTRY: "office",
    Who.READER: "office",
    Who.LEADER: "principal",
    Who.ABOVE: "superior",
}


def test_every_step_of_the_life_has_a_page() -> None:
    assert set(PAGES) | set(ELSEWHERE) | {"register"} == set(life.STEPS)


@pytest.mark.repeats
def test_every_page_opens_in_every_state_that_its_step_allows_and_not_in_another(people: Cast, web_role: Web) -> None:
    matter = furnished(people)
    clients = {name: client(people[name]) for name in set(WHO.values())}
    refused_once: set[str] = set()
    for state in State:
        Matter.objects.filter(pk=matter.pk).update(state=state)
        with web_role():
            for act, here in PAGES.items():
                allowed = state in here.step.sources
                if not allowed and act in refused_once:
                    continue
                refused_once |= set() if allowed else {act}
                who = next(WHO[who] for who in here.step.who if who in WHO)
                answer = clients[who].get(at(matter, act))
                assert answer.status_code == (200 if allowed else 403), (act, state, answer.content.decode()[-1500:])
                said = here.step.cite if allowed else f"不能办理“{here.step.label}”"
                assert said in answer.content.decode(), (act, state)
    assert refused_once == set(PAGES)


def test_30_the_accused_and_everybody_outside_find_no_page(people: Cast, web_role: Web) -> None:
    matter = office.registered(people, "county", accused=[Accused(unit=people.land.county)])
    sent = {"version": "1", "on": "2026-06-15"}
    with web_role():
        for name in ("county", "accused", "neighbour", "nobody", "handler"):
            who = client(people[name])
            for act in PAGES if name == "county" else ("accept", "correct"):
                assert who.get(at(matter, act)).status_code == 404, (name, act)
                assert who.post(at(matter, act), sent).status_code == 404, (name, act)
            assert who.get(at(matter, "join"), follow=True).status_code == 404
            assert who.get(at(matter, "nothing")).status_code == 404
    assert matter.events.count() == 1


def test_a_step_that_is_anothers_says_whose_it_is(people: Cast, web_role: Web) -> None:
    matter = office.in_progress(people)
    with web_role():
        html = page(client(people.handler), at(matter, "assign"), 403)
        assert "应由责任单位或其上级的信访部门办理" in html
        assert f'href="/matters/{matter.pk}/"' in html
    sent = office.registered(people)
    acts.transfer(matter=sent, to=people.land.neighbour, reason="示例", paper=office.paper(1), **how(people.office, 1))
    with web_role():
        html = page(client(people.office), at(sent, "add_paper"), 403)
    assert "现由“乙示例市司法局”办理" in html


def test_a_matter_is_worked_from_the_register_to_its_resolution(people: Cast, web_role: Web) -> None:
    matter = office.registered(people, n=9)
    with web_role():
        done(send(people.office, matter, "tell", file=pdf(), paper_number="甲司信告〔2026〕1号", told="当面告知"))
        assert "已于 2026-06-15 书面告知" in page(client(people.office), at(matter, "tell"), 403)
        done(send(people.office, matter, "ask_supplement", what="代理合同", file=pdf()))
        done(send(people.office, matter, "take_supplement", what="代理合同"))
        done(send(people.office, matter, "accept", grade="simple", path="petition_procedure"))
        done(send(people.office, matter, "assign", to=[people.handler.pk, people.other_handler.pk]))
        done(send(people.handler, matter, "add_demand", text="赔偿损失"))
        done(send(people.office, matter, "give_sponsor", official="吴示例", crux="症结", plan="措施"))
        done(send(people.leader, matter, "mediate", agreed="no", result="未谈拢"))
        done(send(people.handler, matter, "propose_regrade", grade="major", reason="牵涉面广"))
        done(send(people.office, matter, "confirm_regrade"))
        entered = {f"{name}_{n}": value for n in (1, 2) for name, value in ANSWER.items()}
        done(send(people.handler, matter, "answer_demand", **entered))
        done(send(people.handler, matter, "answer_demand", **{f"{name}_3": value for name, value in ANSWER.items()}))
        done(send(people.handler, matter, "reply", file=pdf()))
        refused(send(people.office, matter, "close"), "请选择“四个到位（办法第三条）”")
        refused(send(people.office, matter, "close", disposition=["reasonable_resolved"], sure=""), "勾选确认")
        done(send(people.office, matter, "close", disposition=["reasonable_resolved"], on_behalf_of="周示例"))
        done(send(people.second, matter, "resolve", verified="已回访", file=pdf(), paper_kind="follow_up"))
    matter.refresh_from_db()
    assert (matter.state, matter.grade) == (State.RESOLVED, Grade.MAJOR)
    told = matter.events.get(act="tell")
    assert (told.told, matter.papers.get(kind="receipt").number) == ("当面告知", "甲司信告〔2026〕1号")
    closing = matter.events.get(act="close")
    assert (closing.user, closing.on_behalf_of) == (people.office, people.boss)
    assert matter.events.filter(act="answer_demand").count() == 3


ANSWER = {"outcome": "supported", "answer": "应当退还", "basis": "示例规定"}


def test_a_refusal_keeps_what_was_entered_and_writes_nothing(people: Cast, web_role: Web) -> None:
    matter = office.registered(people)
    before = Event.objects.count()
    with web_role():
        html = refused(send(people.office, matter, "ask_supplement", what="代理合同"), "请上传“补正告知书”")
        assert "代理合同" in html
        refused(
            send(people.office, matter, "accept", grade="simple", path="petition_procedure", on="2026-06-16"),
            "尚未到来",
        )
        html = refused(
            send(people.office, matter, "accept", grade="simple", path="petition_procedure", on="2026-05-01"),
            "早于收到日期",
        )
        assert 'value="2026-05-01"' in html
        html = refused(send(people.office, matter, "tell", file=pdf(), on="2026-05-01"), "早于收到日期")
        assert "文件“文书.pdf”没有保存，请重新选择" in html
        refused(send(people.office, matter, "tell", file=pdf("文书.exe")), "不能上传“文书.exe”")
        refused(send(people.office, matter, "tell", file=pdf(content=b"not a pdf")), "的内容不是 pdf 文件")
        refused(send(people.office, matter, "tell", file=pdf(content=b"")), "这是空文件")
        large = pdf(content=b"%PDF-1.7 " + b"0" * (21 * 2**20))
        refused(send(people.office, matter, "tell", file=large), "“文书.pdf”有 21.0 MB，超过 20 MB")
        refused(
            send(
                people.office, matter, "transfer", to="甲示例市司法局", reason="示例", file=pdf(), paper_kind="transfer"
            ),
            "已是责任单位",
        )
        refused(
            send(
                people.office,
                matter,
                "correct",
                title="反映律师收费退费问题",
                topic="0501",
                kind="appeal",
                reason="示例",
            ),
            "内容没有变化",
        )
    assert Event.objects.count() == before
    assert not matter.papers.exists()


def test_what_another_changed_is_shown_and_nothing_lost(people: Cast, web_role: Web) -> None:
    matter = office.registered(people)
    stale = {"version": 1, "what": "代理合同"}
    acts.correct(matter=matter, changes={"title": "改了概况"}, reason="核实", **how(people.second, 1))
    with web_role():
        answer = client(people.office).post(
            at(matter, "ask_supplement"), stale | {"on": "2026-06-15", "paper_dated_on": "2026-06-15", "file": pdf()}
        )
        html = refused(answer, "在您打开之后已有变动")  # type: ignore[arg-type]
        assert "更正概况：核实" in html
        assert "代理合同" in html
        assert 'name="version" value="2"' in html
        done(send(people.office, matter, "ask_supplement", what="代理合同", file=pdf()))


def test_whose_role_has_ended_is_out_at_the_next_click(people: Cast, web_role: Web) -> None:
    matter, handler = office.in_progress(people), client(people.handler)
    with web_role():
        page(handler, at(matter, "answer_demand"))
    people.handler.grants.update(to_on=office.day(0))
    with web_role():
        page(handler, at(matter, "answer_demand"), 404)
        page(handler, f"/matters/{matter.pk}/", 404)
        assert matter.number not in page(handler, "/matters/?state=all")
        new = {"oldpassword": PASSWORD, "password1": "Hulan-Yanzi-28", "password2": "Hulan-Yanzi-28"}
        people.handler.set_password(PASSWORD)
        people.handler.save(update_fields=["password"])
        mine = client(people.handler)
        assert mine.post("/accounts/password/", new).status_code == 302, "the own password is changed all the same"


def test_what_another_corrected_stays(people: Cast, web_role: Web) -> None:
    """Another field than mine: I am told of it, and sending again takes nothing of it back."""
    matter, mine = office.registered(people), client(people.office)
    path = at(matter, "correct")
    with web_role():
        sent = opened(page(mine, path)) | {"summary": ["代理合同约定不明"], "reason": ["补充"]}
    changes = {"title": "改了概况", "flags": ["confidential"], "topic": "0502"}
    acts.correct(matter=matter, changes=changes, reason="核实", **how(people.second, 1))
    with web_role():
        answer = mine.post(path, sent)
        assert answer.status_code == 422
        assert mine.post(path, opened(answer.content.decode())).status_code == 302
    matter.refresh_from_db()
    assert (matter.title, matter.flags, matter.topic) == ("改了概况", ["confidential"], "0502")
    assert matter.summary == "代理合同约定不明"


def test_32_all_demands_are_answered_on_one_page_all_or_nothing(people: Cast, web_role: Web) -> None:
    matter = office.in_progress(people)
    with web_role():
        refused(send(people.handler, matter, "answer_demand"), "没有答复任何一项诉求")
        refused(send(people.handler, matter, "answer_demand", answer_1="应当退还"), "请选择结论")
        entered = {f"{name}_1": value for name, value in ANSWER.items()} | {
            "outcome_2": "supported",
            "answer_2": "示例",
        }
        html = refused(send(people.handler, matter, "answer_demand", **entered), "请填写法律法规政策依据")
        assert 'id="id_basis_2_error"' in html
        assert matter.demands.filter(answered_on=None).count() == 2, "the first one is not written either"
        done(send(people.handler, matter, "answer_demand", **entered, basis_2="示例规定"))
        page(client(people.handler), at(matter, "answer_demand"), 403)
    matter.refresh_from_db()
    assert matter.state == State.ANSWERED


def test_transfer_objection_and_decision(people: Cast, web_role: Web) -> None:
    matter = office.registered(people, n=14)
    with web_role():
        done(
            send(
                people.office,
                matter,
                "transfer",
                to="乙示例市司法局",
                reason="属地",
                feedback_due="2026-07-15",
                file=pdf(),
                paper_kind="assignment",
            )
        )
        html = page(client(people.neighbour), at(matter, "object_to_transfer"))
        assert "可提出异议至" in html
        assert "2026-06-23" in html, "five working days, the dragon boat festival between"
        done(send(people.neighbour, matter, "object_to_transfer", reason="不属本单位", file=pdf()))
        refused(send(people.superior, matter, "decide_ownership", owner="third", reason="示例"), "请填写第三个单位")
        done(send(people.office, matter, "decide_ownership", owner="sender", reason="同意"))
    matter.refresh_from_db()
    assert (matter.state, matter.responsible) == (State.RECEIVED, people.land.city)


def test_18_the_leader_examines_in_person_and_the_unit_is_ordered(people: Cast, web_role: Web) -> None:
    matter = office.accepted(people)
    with web_role():
        assert "请先由信访部门" in page(client(people.principal), at(matter, "give_opinion"), 403)
        done(
            send(people.office, matter, "register_escalation", kind="group", leader="周示例", happened_on="2026-06-10")
        )
        escalation = matter.escalations.get()
        html = page(client(people.principal), at(matter, "give_opinion"))
        assert "on_behalf_of" not in html
        assert f'value="{escalation.pk}" selected' in html
        done(send(people.principal, matter, "give_opinion", escalation=escalation.pk, justified="yes", text="限期解决"))
        done(send(people.office, matter, "order_unit", escalation=escalation.pk, unit="甲示例县司法局", file=pdf()))
        page(client(people.office), at(matter, "order_unit"), 403)
    escalation.refresh_from_db()
    assert escalation.ordered_unit == people.land.county


def test_the_other_steps_of_two_people_and_of_the_end(people: Cast, web_role: Web) -> None:
    matter, double = office.registered(people), office.registered(people)
    with web_role():
        done(
            send(
                people.office,
                double,
                "propose_decline",
                code="litigation_related",
                reason="示例",
                right_organ="示例法院",
            )
        )
        assert "由您提请" in page(client(people.office), at(double, "confirm_decline"), 403)
        done(send(people.second, double, "refuse_proposal", kind="decline", reason="属于职权"))
        done(send(people.office, double, "propose_void", reason="重复录入"))
        done(send(people.second, double, "refuse_proposal", kind="void", reason="并案即可"))
        refused(send(people.office, double, "merge", into="没有", reason="同一事项"), "没有找到“没有”")
        html = page(client(people.office), at(double, "merge") + f"?of={matter.pk}")
        assert f'value="{matter.number}"' in html
        page(client(people.office), at(double, "merge") + "?of=没有")
        done(send(people.office, double, "merge", into=matter.number, reason="同一事项"))
        assert client(people.office).get(f"/matters/{double.pk}/registered/")["Location"] == f"/matters/{double.pk}/"
        refused(send(people.office, matter, "ask_recusal", user="0", reason="亲属"), "已不在可选范围内")
        done(send(people.office, matter, "ask_recusal", user=people.second.pk, reason="亲属"))
        recusal = matter.recusals.get()
        assert str(people.second) in page(client(people.office), at(matter, "decide_recusal"))
        done(send(people.office, matter, "decide_recusal", recusal=recusal.pk, granted="yes", ground="属实"))
        page(client(people.second), at(matter, "correct"), 404)
        done(
            send(
                people.office,
                matter,
                "correct",
                title="改",
                topic="律师 收费",
                kind="appeal",
                flags=["urgent"],
                reason="核实",
            )
        )
        done(send(people.office, matter, "add_paper", paper_kind="hearing", file=pdf()))
        done(send(people.office, matter, "withdraw", reason="已自行解决", file=pdf()))
    matter.refresh_from_db()
    assert (matter.state, matter.title, matter.flags) == (State.WITHDRAWN, "改", ["urgent"])
    assert matter.papers.get(kind="hearing").title == "听证笔录"


def test_whoever_lets_a_matter_go_out_of_sight_is_led_to_the_list(people: Cast, web_role: Web) -> None:
    matter = office.in_progress(people)
    acts.ask_recusal(matter=matter, user=people.second, reason="亲属", **how(people.second, 3))
    with web_role():
        answer = send(people.second, matter, "end_sponsor", sponsorship="", reason="示例")
        assert answer.status_code == 403, "nobody sponsors it"
        assert "现在没有包案领导" in answer.content.decode()


def test_a_page_costs_the_same_however_many_rows_the_matter_has(people: Cast) -> None:
    matter = furnished(people)
    clerk = client(people.office)

    def costs() -> dict[str, int]:
        found = {}
        for act in ("assign", "answer_demand", "end_sponsor", "ask_recusal", "correct"):
            with CaptureQueriesContext(connection) as said:
                assert clerk.get(at(matter, act)).status_code == 200
            found[act] = len(said)
        return found

    costs()  # the first request of a session writes it
    few = costs()
    for n in range(10):
        acts.add_demand(matter=matter, text=f"诉求{n}", **how(people.office, 2))
        acts.join(
            matter=matter,
            channel=Channel.CALL,
            received_on=office.day(2),
            petitioners=[acts.Person(f"孙{n}示例")],
            **how(people.office, 2),
        )
        Sponsorship.objects.create(id=uuid4(), matter=matter, official=people.boss, from_on=office.day(n - 20))
    assert costs() == few
    assert max(few.values()) <= 14, few


def test_what_was_told_is_not_offered_again(people: Cast) -> None:
    matter = office.registered(people)
    clerk = client(people.office)
    assert at(matter, "tell") in page(clerk, f"/matters/{matter.pk}/")
    acts.tell(matter=matter, paper=office.paper(), **how(people.office))
    assert at(matter, "tell") not in page(clerk, f"/matters/{matter.pk}/")


def test_what_was_answered_is_not_offered_again(people: Cast) -> None:
    matter = office.answered(people)
    clerk = client(people.office)
    assert at(matter, "reply") in page(clerk, f"/matters/{matter.pk}/")
    acts.reply(matter=matter, paper=office.paper(4), **how(people.handler, 4))
    assert at(matter, "reply") not in page(clerk, f"/matters/{matter.pk}/")


def test_what_is_missing_or_too_long_is_said_in_plain_words(people: Cast) -> None:
    matter = office.registered(people)
    html = send(people.office, matter, "tell").content.decode()
    assert "请上传“受理告知书”。" in html
    html = send(people.office, matter, "propose_void", reason="字" * 20001).content.decode()
    assert re.search(r"最多\d+个字，现有20001个字，请删减后再次提交。", html)
