"""Letters in the browser: what waits comes first, by its last day; read and answered by the leader (第十一条)."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.test import Client

from visits.story import Visiting, day, how
from web.asking import page, queries
from xiafang.accounts.models import User
from xiafang.visits import acts
from xiafang.visits.codes import Mailbox
from xiafang.visits.models import Event, Letter

As = Callable[[User], Client]


def letter(people: Visiting, n: int = 1, gist: str = "反映司法所无人值守") -> Letter:
    return acts.enter_letter(
        official=people.deputy, mailbox=Mailbox.SUNSHINE, received_on=day(n), gist=gist, **how(people.office, n)
    )


def test_what_is_overdue_comes_first_with_its_last_day(people: Visiting, as_: As) -> None:
    # Received on Monday 1 June, to be read by Monday the 8th; the story is on Saturday the 13th.
    letter(people, 11, "不急的来信")
    letter(people, 0, "过期的来信")
    html = page(as_(people.office), "/letters/")
    assert html.index("过期的来信") < html.index("不急的来信")
    assert "1封来信已过期限" in html
    assert "最迟 06-08" in html
    assert "最迟 06-16" in html


def test_a_letter_is_entered_once(people: Visiting, as_: As) -> None:
    what = {
        "pk": str(uuid4()),
        "official": "吴示例",
        "mailbox": "wechat",
        "received_on": str(day(11)),
        "gist": "建议夜间办理公证",
        "on": str(day(12)),
    }
    client = as_(people.office)
    assert [client.post("/letters/enter/", what).status_code for _ in range(2)] == [302, 302]
    assert Letter.objects.get().gist == "建议夜间办理公证"
    refused = client.post("/letters/enter/", what | {"pk": str(uuid4()), "received_on": str(day(14))})
    assert refused.status_code == 422
    assert "建议夜间办理公证" in refused.content.decode()


def test_the_leader_reads_and_answers(people: Visiting, as_: As) -> None:
    row = letter(people)
    client = as_(people.leader)

    def send(what: str, **entered: Any) -> int:
        path = f"/letters/{row.pk}/{what}/"
        version = re.search(r'name="version" value="(\d+)"', page(client, path))
        assert version
        return client.post(path, entered | {"version": version[1], "on": str(day(12))}).status_code

    assert send("reply", reply="先答复") == 422, "read first"
    assert send("read", remark="请基层处核实") == 302
    assert send("reply", reply="已安排轮流值守") == 302
    html = page(as_(people.office), f"/letters/{row.pk}/")
    assert "请基层处核实" in html
    assert "已安排轮流值守" in html
    assert "逾期阅批" in html
    assert "已答复" in html
    assert not Event.objects.filter(act__in=["read_letter", "reply_letter"]).exclude(on_behalf_of=None).exists()
    assert "反映司法所无人值守" in page(client, "/letters/?done=1")


def test_a_clerk_reads_on_behalf_and_both_are_shown(people: Visiting, as_: As) -> None:
    row = letter(people)
    client, path = as_(people.office), f"/letters/{row.pk}/read/"
    assert "您代吴示例登记" in page(client, path)
    what = {"version": "1", "remark": "已阅", "on": str(day(12))}
    assert [client.post(path, what).status_code for _ in range(2)] == [302, 302], "sent twice, read once"
    assert "钱示例代吴示例" in page(client, f"/letters/{row.pk}/")


def test_nobody_else_sees_a_letter(people: Visiting, as_: As) -> None:
    row = letter(people)
    for user in (people.neighbour, people.county, people.principal, people.handler):
        assert as_(user).get(f"/letters/{row.pk}/").status_code == 404
        assert "司法所无人值守" not in page(as_(user), "/letters/")
    assert as_(people.handler).get("/letters/enter/").status_code == 403


def test_the_list_costs_the_same_however_many_wait(people: Visiting, as_: As) -> None:
    letter(people)
    client = as_(people.office)
    few = queries(client, "/letters/")
    for n in range(2, 8):
        letter(people, n)
    assert queries(client, "/letters/") == few
