"""One matter: what its page says, what it offers, who sees it, and what it costs."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from hashlib import sha256
from uuid import uuid4

import pytest
from django.test import Client

from casework import office
from casework.office import Cast, how, paper
from casework.test_row_security import full
from web.asking import page, queries
from xiafang.casework import acts, files
from xiafang.casework.codes import Channel, EscalationKind, Flag, Grade, Kind, PaperKind
from xiafang.casework.facts import case_of, read_cases
from xiafang.casework.models import Event, Matter, Paper, Petitioner
from xiafang.promises import ledger
from xiafang.promises.clocks import beside, clocks

As = Callable[[str], Client]
Web = Callable[[], AbstractContextManager[None]]
PNG = bytes.fromhex(  # one grey dot
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63600000000200"
    "0148afa4710000000049454e44ae426082"
)


def at(matter: Matter, more: str = "") -> str:
    return f"/matters/{matter.pk}/{more}"


def test_the_page_shows_clocks_with_their_reasons_and_everything_that_was_done(people: Cast, client_of: As) -> None:
    matter = full(people)
    html = page(client_of("office"), at(matter))
    for said in (
        matter.number,
        "办理中",
        "逾期6天",
        "书面告知受理情况",
        "法定办理期限",
        "主管领导约访",
        "自 2026-06-01 起 15 日，当日不计，期满日为 2026-06-16。",
        "退还代理费",
        "待答复",
        "待复核：改级为“重大疑难复杂”",
        "集体访",
        "吴示例",
        "延期",
        "示例处",
        "回避",
        "被反映对象",
        "摘要",
    ):
        assert said in html, said
    assert str(matter.pk) not in re.sub(r'(href|action)="[^"]*"', "", html), "ids are for machines"


def test_the_binding_clock_comes_first_and_those_that_ended_last(people: Cast) -> None:
    matter = office.accepted(people)
    acts.tell(matter=matter, paper=paper(2), **how(people.office, 2))
    found = clocks(Matter.objects.get(pk=matter.pk), as_of=office.day(21))
    assert [(clock.title, clock.due, clock.status) for clock in found] == [
        ("法定办理期限", date(2026, 8, 3), "pending"),
        ("书面告知受理情况", date(2026, 6, 16), "met"),
    ]
    assert found[0].steps[0] == "自 2026-06-02 起 60 日，当日不计，期满日为 2026-08-01。"
    assert matter.number in found[0].why


def test_the_rows_at_hand_make_the_same_case_as_the_facts(people: Cast) -> None:
    for matter in (full(people), office.registered(people)):
        row, known = Matter.objects.get(pk=matter.pk), beside(matter)
        (case,) = read_cases(Matter.objects.filter(pk=matter.pk))
        case.pop("sponsors", None)
        made = case_of(row, known.gradings, known.extension, known.escalations)
        assert made == {"grades": [], "escalations": []} | case


def test_a_transfer_sets_clocks_of_its_own(people: Cast) -> None:
    matter = office.registered(people)
    acts.transfer(
        matter=matter,
        to=people.land.county,
        reason="示例",
        feedback_due=date(2026, 7, 1),
        paper=paper(1, kind=PaperKind.ASSIGNMENT),
        **how(people.office, 1),
    )
    matter = Matter.objects.get(pk=matter.pk)
    titles = [clock.title for clock in clocks(matter, as_of=office.day(3))]
    assert titles == ["接收或者提出异议", "书面告知受理情况", "反馈交办结果"]
    assert "接收或者提出异议" not in [clock.title for clock in clocks(matter, as_of=office.day(21))]


def test_the_clocks_agree_with_the_ledger(people: Cast) -> None:
    matter = full(people)
    ledger.rebuild(office.day(21))
    first = clocks(Matter.objects.get(pk=matter.pk), as_of=office.day(21))[0]
    assert first.due == Matter.objects.get(pk=matter.pk).due.due_on


def status(client: Client, path: str) -> int:
    answer = client.get(path)
    if answer.streaming:
        b"".join(answer)  # type: ignore[arg-type]
    return answer.status_code


def steps(html: str) -> list[str]:
    return re.findall(r"/steps/(\w+)/", html)


@pytest.mark.parametrize(
    ("who", "primary", "offered", "never"),
    [
        pytest.param("office", "assign", ["transfer", "give_sponsor", "correct"], ["take_over", "reply"], id="office"),
        pytest.param("handler", "answer_demand", ["mediate", "add_paper"], ["give_sponsor", "assign"], id="handler"),
        pytest.param("leader", "give_opinion", ["mediate"], ["assign", "correct"], id="sponsor"),
    ],
)
def test_the_next_step_is_a_button_and_nobody_is_offered_what_they_cannot_do(
    people: Cast, client_of: As, who: str, primary: str, offered: list[str], never: list[str]
) -> None:
    matter = office.registered(people)
    if who == "office":
        assert steps(page(client_of("office"), at(matter)))[0] == "accept"
    acts.accept(matter=matter, **how(people.office, 1))
    acts.tell(matter=matter, paper=paper(1), **how(people.office, 1))
    if who != "office":
        acts.assign(matter=matter, to=[people.handler], **how(people.office, 2))
        acts.give_sponsor(matter=matter, official=people.deputy, **how(people.office, 2))
        acts.register_escalation(
            matter=matter, kind=EscalationKind.GROUP, leader=people.deputy, **how(people.office, 2)
        )
    found = steps(page(client_of(who), at(matter)))
    assert found[0] == primary
    assert set(offered) - {"transfer"} <= set(found)
    assert not set(never) & set(found)


def test_a_visit_about_the_matter_is_planned_from_its_page_by_who_plans_visits(people: Cast, client_of: As) -> None:
    matter = office.in_progress(people)
    plan = f"/visits/plan/?matter={matter.pk}"
    assert plan in page(client_of("office"), at(matter))
    assert plan not in page(client_of("handler"), at(matter))
    assert f'value="{matter.pk}" checked' in page(client_of("office"), plan)


def test_who_proposed_does_not_confirm(people: Cast, client_of: As) -> None:
    matter = office.in_progress(people)
    acts.propose_regrade(matter=matter, grade=Grade.MAJOR, reason="示例", **how(people.office, 3))
    mine, other = (steps(page(client_of(name), at(matter))) for name in ("office", "second"))
    assert "confirm_regrade" not in mine
    assert other[0] == "confirm_regrade"
    assert "propose_regrade" not in other


def test_particulars_are_masked_and_seen_in_full_only_with_a_reason_and_a_trace(people: Cast, client_of: As) -> None:
    matter = office.registered(people, flags=[Flag.CONFIDENTIAL])
    clerk, petitioner = client_of("office"), Petitioner.objects.get()
    html = page(clerk, at(matter))
    assert "孙＊＊" in html
    assert "138" in html
    assert "13800000000" not in html + page(clerk, at(matter, f"people/{petitioner.pk}/"))
    address = at(matter, f"people/{petitioner.pk}/")
    refused = clerk.post(address, {"reason": " "})
    assert refused.status_code == 422
    assert not Event.objects.filter(act="unmask").exists()
    answer = clerk.post(address, {"reason": "电话核实"})
    assert answer.status_code == 200
    assert "13800000000" in answer.content.decode()
    assert "孙示例" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert Event.objects.get(act="unmask").said == "查看信访人个人信息：电话核实"
    assert client_of("neighbour").post(address, {"reason": "好奇"}).status_code == 404


def test_a_paper_is_served_as_what_it_is_and_never_run(people: Cast, client_of: As) -> None:
    matter = office.registered(people)
    for name, content in (("来信 扫描.png", PNG), ("告知书.pdf", b"%PDF-1.7 <script>")):
        acts.add_paper(
            matter=matter, kind=PaperKind.OTHER, paper=paper(name=name, content=content), **how(people.office, 1)
        )
    clerk = client_of("office")
    for row in Paper.objects.all():
        answer = clerk.get(at(matter, f"papers/{row.pk}/"))
        assert sha256(b"".join(answer)).hexdigest() == row.sha256  # type: ignore[arg-type]
        assert answer.headers["Content-Type"] == row.media_type
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        shown = clerk.get(at(matter, f"papers/{row.pk}/?show"))
        b"".join(shown)  # type: ignore[arg-type]
        assert shown.headers["Content-Disposition"].startswith(
            "inline" if row.media_type == "image/png" else "attachment"
        )
    files.path_of(Paper.objects.first().sha256).write_bytes(b"other")  # type: ignore[union-attr]
    assert clerk.get(at(matter, f"papers/{Paper.objects.first().pk}/")).status_code == 404  # type: ignore[union-attr]
    files.path_of(Paper.objects.first().sha256).unlink()  # type: ignore[union-attr]
    assert clerk.get(at(matter, f"papers/{Paper.objects.first().pk}/")).status_code == 404  # type: ignore[union-attr]


def test_nothing_of_a_matter_is_there_for_who_must_not_see_it(people: Cast, client_of: As, web_role: Web) -> None:
    matter = full(people)
    row, other = Paper.objects.filter(matter=matter)[0], office.registered(people, "far")
    paths = [at(matter), at(matter, f"papers/{row.pk}/"), at(matter, f"people/{matter.petitioners.all()[0].pk}/")]
    away = ("county", "accused", "neighbour", "far", "other_handler", "liaison", "nobody")
    clients = {name: client_of(name) for name in (*away, "office", "handler", "principal", "leader", "superior")}
    with web_role():
        for name, client in clients.items():
            expected = 404 if name in away else 200
            assert [status(client, path) for path in paths] == [expected] * 3, name
        assert clients["far"].get(at(other, f"papers/{row.pk}/")).status_code == 404, "of another matter"
        assert clients["office"].get(at(matter, f"papers/{uuid4()}/")).status_code == 404
    assert Client().get(paths[0]).status_code == 302


def test_a_matter_with_much_behind_it_costs_no_more(people: Cast, client_of: As) -> None:
    matter = full(people)
    clerk = client_of("office")
    few = queries(clerk, at(matter))
    for n in range(8):
        acts.add_demand(matter=matter, text=f"第{n}项", **how(people.office, 4))
        acts.join(matter=matter, channel=Channel.CALL, received_on=office.day(5), **how(people.office, 5))
        acts.add_paper(matter=matter, kind=PaperKind.OTHER, paper=paper(), **how(people.office, 5))
        acts.register_escalation(
            matter=matter, kind=EscalationKind.PROVINCE, leader=people.boss, **how(people.office, 5)
        )
    assert queries(clerk, at(matter)) <= few + 1, "one more: the count of a long history"


def test_a_matter_that_was_merged_leads_to_the_other(people: Cast, client_of: As) -> None:
    first, second = office.registered(people), office.registered(people, n=1, kind=Kind.APPEAL)
    acts.merge(matter=second, into=first, reason="同一事项", **how(people.office, 2))
    clerk = client_of("office")
    assert at(first) in page(clerk, at(second))
    assert at(second) in page(clerk, at(first))
    assert not steps(page(clerk, at(second)))
    assert page(clerk, at(second)).count("已随并案转出") == 2


def test_nobody_can_be_told_who_is_anonymous_and_the_page_says_why_the_limit_stands(
    people: Cast, client_of: As
) -> None:
    anonymous = office.registered(people, flags=[Flag.ANONYMOUS], petitioners=[])
    html = page(client_of("office"), at(anonymous))
    assert html.count("不要求书面告知") == 1
    assert html.index("书面告知受理情况") < html.index("不要求书面告知")
    assert "不要求书面告知" not in page(client_of("office"), at(office.registered(people, title="有名有姓")))
