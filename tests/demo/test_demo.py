"""The demo province: invented, complete, and accepted by the regulation."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings

from demo.crawling import refusals
from xiafang.accounts.models import RoleGrant, User
from xiafang.accounts.roles import ADMINISTRATORS, Role
from xiafang.accounts.standing import asking
from xiafang.casework.codes import Channel, Grade, State
from xiafang.casework.codes import Kind as Kinds
from xiafang.casework.models import Item, Matter, Personal
from xiafang.demo import people, units
from xiafang.demo.builder import Builder
from xiafang.demo.load import NotEmptyError, clear, found, load
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Absence, ContactPoint, Official, Organization, Post
from xiafang.promises.facts import gather
from xiafang.promises.ledger import verify
from xiafang.regulation.engine import evaluate
from xiafang.regulation.reading import read_facts
from xiafang.web.navigation import navigation

TODAY = date(2026, 11, 27)

# What a duty can be within a year and the one before it, on TODAY; each not named here is a deadline of every day.
DEADLINE = {"met", "late", "pending", "breached"}
YEARLY = DEADLINE - {"pending"}  # its last day is over by TODAY
COUNTED = {"met", "pending", "breached", "exempt"}
ONE_OF_EACH_ROLE = (
    *("deputy", "county.office", "prison.office", "liaison", "handler", "inspector"),
    *("system", "security", "audit"),
)
STATES = {
    "agreement.direct": YEARLY,
    "agreement.cascade": YEARLY,
    "plan.filed": YEARLY,
    "principal.one": {"met", "breached"},
    "target.by_liaison": {"met", "breached"},
    "case.disposition": {"met", "breached"},
    "visits.half_year": COUNTED,
    "visits.quarter": COUNTED,
    "sponsored.one": COUNTED,
    "sponsored.two": COUNTED,
    "visits.unit": COUNTED - {"exempt"},
    "inspection.regular": {"met", "pending"},  # one finding a year: last year's is met, this year's is still owed
    "inspection.random": {"met", "breached"},  # and the other way round
}


@pytest.mark.django_db
def test_the_tree_stands_on_hubei() -> None:
    units.build(Builder(TODAY, 1))
    kinds = Counter(Organization.objects.values_list("kind", flat=True))
    assert kinds[Kind.CITY_BUREAU] == 17
    assert kinds[Kind.COUNTY_BUREAU] == 99 + 5
    assert Organization.objects.exclude(division_code="").count() == 13 + 103
    assert Organization.objects.filter(kind=Kind.COUNTY_BUREAU, division_code="").count() == 5
    assert Organization.objects.direct_units().count() == 18
    assert Organization.objects.called("武汉市局").get().review_authority == "示例省司法厅"


@pytest.fixture(scope="class")
def province(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> object:
    """The small one, loaded once for the class, and taken away again."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DATA=tmp_path_factory.mktemp("data")):  # type: ignore[attr-defined]
        load(today=TODAY, seed=1, small=True)
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("province", "db")
class TestProvince:
    def test_everybody_is_plainly_invented_and_has_a_name_of_their_own(self) -> None:
        names = list(Official.objects.values_list("name", flat=True))
        assert len(names) == len(set(names)) > 150
        assert all(name.endswith("示例") for name in names)
        assert not User.objects.exclude(name__endswith="示例").exists()

    def test_the_story_moves(self) -> None:
        begin = Builder(TODAY, 1).begin
        assert (TODAY - begin).days >= 540
        assert Post.objects.filter(to_on__gte=begin).count() >= 10
        assert Absence.objects.count() == 4
        assert ContactPoint.objects.count() >= 5

    def test_each_duty_is_there_in_each_state_it_can_have_and_most_are_healthy(self) -> None:
        states: defaultdict[str, set[str]] = defaultdict(set)
        count: Counter[str] = Counter()
        for year in (TODAY.year - 1, TODAY.year):
            for finding in evaluate(read_facts(json.dumps(gather(year=year, as_of=TODAY)).encode())):
                states[finding.duty].add(finding.status)
                count[finding.status] += 1
        assert {duty: found for duty, found in states.items() if found != STATES.get(duty, DEADLINE)} == {}
        assert set(states) >= set(STATES)
        assert len(states) == 31
        assert sum(count[status] for status in ("met", "pending", "exempt")) >= 0.75 * count.total()

    def test_every_state_of_a_matter_is_there(self) -> None:
        assert set(Matter.objects.values_list("state", flat=True)) == set(State)
        assert set(Matter.objects.values_list("kind", flat=True)) == set(Kinds)
        assert set(Item.objects.values_list("channel", flat=True)) == set(Channel)
        assert set(Matter.objects.exclude(grade="").values_list("grade", flat=True)) == set(Grade)
        fields = set(Matter.objects.values_list("topic", flat=True))
        assert len({topic[:2] for topic in fields}) >= 15

    def test_personal_numbers_are_plainly_nobodys(self) -> None:
        assert Personal.objects.exists()
        for row in Personal.objects.all():
            assert row.id_number.startswith("000000")
            assert row.phone.startswith("130-0000-")
            assert "示例" in row.address

    def test_the_ledger_stands(self) -> None:
        assert verify(TODAY) == []

    def test_the_accused_units_clerk_sees_nothing_of_it(self) -> None:
        clerk = User.objects.get(username="county.office")
        county = Organization.objects.get(name=people.COUNTY)
        about = Matter.objects.filter(hidden_from__contains=[county.pk])
        assert about.count() == 2
        with asking(clerk, on=TODAY):
            assert not about.visible_to(clerk).exists()
            assert Matter.objects.visible_to(clerk).count() >= 10

    @pytest.mark.repeats  # each page is proved where it stands; here only that no link leads to a refusal
    @pytest.mark.parametrize("username", ONE_OF_EACH_ROLE)
    def test_nobody_is_offered_what_is_refused(
        self, username: str, web_role: Callable[[], AbstractContextManager[None]]
    ) -> None:
        client, user = Client(), User.objects.get(username=username)
        with time_machine.travel(datetime.combine(TODAY, time(10), ZoneInfo("Asia/Shanghai")), tick=False):
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            with asking(user, on=TODAY) as standing:
                groups = navigation(standing, None)
            with web_role():
                lists = [entry["href"] for group in groups for entry in group["entries"] if entry["href"] != "/"]
                assert refusals(client, "/", lists) == []

    def test_each_role_has_an_account_that_signs_in(self) -> None:
        assert {grant.role for grant in RoleGrant.objects.on(TODAY)} == set(Role)
        printed = User.objects.filter(username__in=[account.username for account in people.accounts()])
        assert printed.count() == len(people.accounts()) < User.objects.count()
        assert not any(user.has_usable_password() for user in User.objects.exclude(pk__in=printed))
        assert User.objects.get(username="office").check_password(people.PASSWORD)
        for user in User.objects.all():
            assert user.grants.filter(role__in=ADMINISTRATORS).count() <= 1


def test_another_seed_is_another_province() -> None:
    first, again, other = Builder(TODAY, 1), Builder(TODAY, 1), Builder(TODAY, 2)
    assert first.id() == again.id() != other.id()
    assert first.between(date(2020, 1, 1), TODAY) == again.between(date(2020, 1, 1), TODAY)


@pytest.mark.django_db
def test_real_data_is_neither_mixed_nor_cleared() -> None:
    Organization.objects.create(name="某省司法厅", kind=Kind.PROVINCIAL_DEPARTMENT)
    with pytest.raises(NotEmptyError):
        found()
    with pytest.raises(NotEmptyError):
        clear()
    assert Organization.objects.exists()
