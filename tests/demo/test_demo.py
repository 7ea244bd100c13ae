"""The demo province: invented, complete, the same each time, and accepted by the regulation."""

import json
from collections import Counter
from datetime import date

import pytest
from django.db import connection, transaction

from xiafang.accounts.models import RoleGrant, User
from xiafang.accounts.roles import ADMINISTRATORS, Role
from xiafang.demo import people
from xiafang.demo.builder import Builder
from xiafang.demo.load import NotEmptyError, clear, found, load
from xiafang.organizations import facts
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Absence, ContactPoint, Official, Organization, Post
from xiafang.regulation.engine import evaluate
from xiafang.regulation.reading import read_facts

TODAY = date(2026, 6, 30)


@pytest.fixture(scope="class")
def province(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> object:
    """Loaded once for the class, and taken away again."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        load(today=TODAY, seed=1)
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("province", "db")
class TestProvince:
    def test_the_tree_stands_on_hubei(self) -> None:
        kinds = Counter(Organization.objects.values_list("kind", flat=True))
        assert kinds[Kind.CITY_BUREAU] == 17
        assert kinds[Kind.COUNTY_BUREAU] == 99 + 5
        assert Organization.objects.exclude(division_code="").count() == 13 + 103
        assert Organization.objects.filter(kind=Kind.COUNTY_BUREAU, division_code="").count() == 5
        assert Organization.objects.direct_units().count() == 18
        assert Organization.objects.called("武汉市局").get().review_authority == "示例省司法厅"

    def test_everybody_is_plainly_invented_and_has_a_name_of_their_own(self) -> None:
        names = list(Official.objects.values_list("name", flat=True))
        assert len(names) == len(set(names)) > 500
        assert all(name.endswith("示例") for name in names)
        assert not User.objects.exclude(name__endswith="示例").exists()

    def test_the_story_moves(self) -> None:
        begin = Builder(TODAY, 1).begin
        assert Post.objects.filter(to_on__gte=begin).count() >= 15
        assert Post.objects.filter(from_on__gt=begin).count() >= 15
        assert Absence.objects.count() == 12
        assert ContactPoint.objects.count() >= 15

    def test_the_regulation_accepts_it_and_most_is_healthy(self) -> None:
        document = {"year": 2026, "as_of": TODAY.isoformat()} | facts.read()
        found_ones = evaluate(read_facts(json.dumps(document).encode()))
        principals = Counter(finding.status for finding in found_ones if finding.duty == "principal.one")
        assert principals == {"met": 123, "breached": 1}
        assert {finding.duty for finding in found_ones} > {"visits.half_year", "visits.quarter", "sponsored.two"}
        assert any(finding.status == "exempt" for finding in found_ones if finding.duty == "visits.quarter")

    def test_each_role_has_an_account_that_signs_in(self) -> None:
        assert {grant.role for grant in RoleGrant.objects.on(TODAY)} == set(Role)
        printed = User.objects.filter(username__in=[account.username for account in people.accounts()])
        assert printed.count() == len(people.accounts()) < User.objects.count()
        assert not any(user.has_usable_password() for user in User.objects.exclude(pk__in=printed))
        assert User.objects.get(username="office").check_password(people.PASSWORD)
        for user in User.objects.all():
            assert user.grants.filter(role__in=ADMINISTRATORS).count() <= 1

    def test_it_is_the_same_each_time(self) -> None:
        first = json.dumps(facts.read(), sort_keys=True)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # all in one transaction here, which TRUNCATE minds
        clear()
        assert found() is None
        load(today=TODAY, seed=1)
        assert json.dumps(facts.read(), sort_keys=True) == first


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
