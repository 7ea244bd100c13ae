"""What a reason of the rules becomes on a page: names for ids, and never an id."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest

import cast
from casework.office import how
from web.asking import page
from web.duties import Web, signed_in_as, story
from xiafang.accounts.roles import Role
from xiafang.promises import ledger
from xiafang.promises.models import Row
from xiafang.visits import acts
from xiafang.visits.codes import DiscoveryKind
from xiafang.visits.models import Visit
from xiafang.web import reasons
from xiafang.web.subjects import Subjects

IN_WORDS = re.compile(r">[^<]*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-")


def test_what_may_not_be_seen_leaves_no_id_in_the_sentence() -> None:
    sentence = Subjects([]).sentence(f"示例局对下访{uuid4()}中发现的苗头性问题{uuid4()}，应通报。")
    assert sentence == "示例局对下访中发现的苗头性问题，应通报。"


@pytest.mark.parametrize("who", ["superior", "inspector"])
def test_a_discovery_is_told_in_words_to_whoever_sees_the_visit_or_not(
    today: None, db: None, web_role: Web, who: str
) -> None:
    people, _ = story()
    inspector = cast.user("inspector", (Role.INSPECTOR, people.land.department))
    found = {"kind": DiscoveryKind.EMERGING, "text": "同类投诉增多"}
    acts.add_discovery(visit=Visit.objects.get(status="held"), **found, **how(people.office, 10))
    ledger.rebuild(cast.DAY)
    row = Row.objects.get(duty="emerging.notify")
    client = signed_in_as(inspector if who == "inspector" else people.superior)
    with web_role():
        html = page(client, f"/duties/why/{row.pk}/")
    assert "发现的苗头性问题，应" in html
    assert not IN_WORDS.search(html)


def test_a_state_that_holds_is_said_by_its_sign_alone() -> None:
    def short(status: str) -> str:
        row = SimpleNamespace(duty="target.by_liaison", status=status, provisional=False)
        return reasons.in_short(row, cast.DAY)

    assert (short("met"), short("breached")) == ("", "未落实")
