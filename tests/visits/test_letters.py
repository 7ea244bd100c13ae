"""第十一条: online letters are entered by a clerk, read and answered by the leader."""

from typing import Any

import pytest

from visits.story import Visiting, day, how, refused
from xiafang.accounts import standing
from xiafang.accounts.models import User
from xiafang.visits import acts
from xiafang.visits.codes import Mailbox
from xiafang.visits.models import Event, Letter


def entered(people: Visiting, by: User | None = None, n: int = 0, **facts: Any) -> Letter:
    given = {"official": people.deputy, "mailbox": Mailbox.MAILBOX, "received_on": day(n), "gist": "反映公证收费"}
    return acts.enter_letter(**given | facts, **how(by or people.office, n))


def test_11_a_letter_is_entered_read_and_answered(people: Visiting) -> None:
    letter = entered(people)
    assert (letter.organization, letter.recorder) == (people.land.city, people.office)
    with refused("还没有阅批"):
        acts.reply_letter(letter=letter, reply="示例", **how(people.leader, 1))
    acts.read_letter(letter=letter, remark="请公证科研究", **how(people.leader, 2))
    acts.reply_letter(letter=letter, reply="已按标准退还", **how(people.office, 5))
    assert (letter.read_on, letter.replied_on, letter.version) == (day(2), day(5), 3)
    read, reply = Event.objects.filter(act__in=["read_letter", "reply_letter"])
    assert (read.user, read.on_behalf_of) == (people.leader, None)
    assert (reply.user, reply.on_behalf_of) == (people.office, people.deputy), "a clerk answers for the leader"
    with refused("已于 2026-06-03 阅批"):
        acts.read_letter(letter=letter, **how(people.leader, 6))
    with refused("已于 2026-06-06 答复"):
        acts.reply_letter(letter=letter, reply="示例", **how(people.leader, 6))


def test_11_dates_in_order(people: Visiting) -> None:
    with refused("晚于登记日期"):
        entered(people, received_on=day(1))
    letter = entered(people, n=3)
    with refused("早于收到日期 2026-06-04"):
        acts.read_letter(letter=letter, **how(people.leader, 4) | {"on": day(2)})
    acts.read_letter(letter=letter, **how(people.leader, 5))
    with refused("早于阅批日期 2026-06-06"):
        acts.reply_letter(letter=letter, reply="示例", **how(people.leader, 6) | {"on": day(4)})
    with refused("请填写答复要点"):
        acts.reply_letter(letter=letter, reply="", **how(people.leader, 6))


def test_11_who_enters_it(people: Visiting) -> None:
    for who in ("neighbour", "county", "liaison", "principal"):
        with refused("来信由领导本人或"):
            entered(people, people[who])
    with refused("没有任职"):  # whoever holds no role reads nothing of anybody
        entered(people, people.nobody)
    with refused("没有任职"):
        entered(people, n=6, official=people.retired)
    with refused("不在“示例处”任职"):
        entered(people, organization=people.land.division)
    with refused("请填写来信要点"):
        entered(people, gist=" ")
    assert entered(people, people.leader).recorder == people.leader


@pytest.mark.parametrize(
    ("who", "sees"),
    [("office", 1), ("superior", 1), ("leader", 1), ("principal", 0), ("neighbour", 0), ("county", 0), ("nobody", 0)],
)
def test_11_a_letter_is_the_leaders_and_the_petition_offices(people: Visiting, who: str, sees: int) -> None:
    letter = entered(people)
    standing.identify(people[who], on=day(1))
    assert Letter.objects.count() == Letter.objects.visible_to(people[who]).count() == sees
    assert Event.objects.count() == Event.objects.visible_to(people[who]).count() == sees
    if not sees:
        with pytest.raises(Letter.DoesNotExist):
            acts.read_letter(letter=letter, **how(people[who], 1))
