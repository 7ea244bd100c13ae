"""Who asks: what the database is told, and that it forgets."""

from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.db import connection
from django.test import RequestFactory

import cast
from xiafang.accounts import standing
from xiafang.accounts.adapter import NoSignUp
from xiafang.accounts.middleware import say_who_asks
from xiafang.accounts.roles import Role


def told(name: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [f"xiafang.{name}"])
        found: str | None = cursor.fetchone()[0]
        return found


def test_a_petition_office_answers_for_its_subtree_a_handler_does_not(
    land: cast.Province, django_assert_num_queries: Any
) -> None:
    user = cast.user("clerk", (Role.PETITION_OFFICE, land.city), (Role.HANDLER, land.far))
    with django_assert_num_queries(1):
        known = standing.identify(user, on=cast.DAY)
    assert known.units == {land.city.pk}
    assert known.belongs == {land.city.pk, land.far.pk}
    assert known.roles[Role.HANDLER] == {land.far.pk}
    assert known.holds(Role.HANDLER)
    assert not known.holds(Role.INSPECTOR)
    assert known.answers_for(land.office.above)
    assert not known.answers_for(land.far.above)
    assert not known.answers_for(land.department.above)
    assert told("user") == str(user.pk)
    assert told("units") == f"{{{land.city.pk}}}"
    assert told("as_inspector") == "{}"


def test_05_a_principal_answers_for_the_subtree_a_deputy_does_not(land: cast.Province) -> None:
    chief, deputy = cast.official("赵示例"), cast.official("钱示例")
    cast.appointed(chief, land.city, leadership=True, principal=True, to_on=cast.DAY)
    cast.appointed(deputy, land.city, leadership=True)
    first = cast.user("first", (Role.LEADER, land.city), official=chief)
    second = cast.user("second", (Role.LEADER, land.city), official=deputy)
    assert standing.identify(first, on=cast.DAY).units == {land.city.pk}
    assert told("official") == str(chief.pk)
    known = standing.identify(first, on=cast.DAY + timedelta(days=1))
    assert known.units == frozenset()
    assert known.official == chief.pk
    assert standing.identify(second, on=cast.DAY).units == frozenset()
    assert standing.identify(second, on=cast.DAY).belongs == {land.city.pk}


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        pytest.param(date(2024, 1, 14), False, id="the day before"),
        pytest.param(date(2024, 1, 15), True, id="the first day"),
        pytest.param(date(2024, 2, 15), True, id="the last day"),
        pytest.param(date(2024, 2, 16), False, id="the day after"),
    ],
)
def test_roles_hold_from_day_to_day(land: cast.Province, day: date, holds: bool) -> None:
    user = cast.user("clerk", (Role.PETITION_OFFICE, land.city))
    user.grants.update(from_on=date(2024, 1, 15), to_on=date(2024, 2, 15))
    assert standing.identify(user, on=day).holds(Role.PETITION_OFFICE) is holds


def test_a_closed_account_is_nobody(land: cast.Province) -> None:
    user = cast.user("clerk", (Role.PETITION_OFFICE, land.city))
    user.is_active = False
    assert standing.identify(user, on=cast.DAY) == standing.NOBODY
    user.is_active = True  # somebody closed it meanwhile
    type(user).objects.update(is_active=False)
    assert not standing.identify(user, on=cast.DAY).belongs


def test_whose_last_role_has_ended_is_nobody_to_the_database(land: cast.Province) -> None:
    boss = cast.official("周示例")
    cast.appointed(boss, land.city, principal=True)
    user = cast.user("boss", (Role.LEADER, land.city), official=boss)
    assert standing.identify(user, on=cast.DAY).official == boss.pk
    assert (told("user"), told("official")) == (str(user.pk), str(boss.pk))
    user.grants.update(to_on=cast.DAY - timedelta(days=1))
    known = standing.identify(user, on=cast.DAY)
    assert (known.user, known.official, known.units) == (user.pk, None, frozenset())
    assert (told("user"), told("official"), told("units")) == ("", "", "{}")


@pytest.mark.django_db(transaction=True)
def test_the_database_forgets_with_the_transaction() -> None:
    land = cast.province()
    user = cast.user("clerk", (Role.PETITION_OFFICE, land.city))
    with standing.asking(user, on=cast.DAY) as known:
        assert known.user == user.pk
        assert told("units") != ""
    assert not told("user")
    assert not told("units")


def test_within_another_transaction_asking_ends_with_its_block(land: cast.Province) -> None:
    user = cast.user("clerk", (Role.PETITION_OFFICE, land.city))
    with standing.asking(user, on=cast.DAY):
        assert told("user") == str(user.pk)
    assert not told("user")


def test_each_request_says_who_asks(land: cast.Province) -> None:
    user = cast.user("clerk", (Role.PETITION_OFFICE, land.city))
    seen: list[object] = []

    def view(request: Any) -> Any:
        seen.append((request.standing.user, told("user")))

    request = RequestFactory().get("/")
    request.user = user
    say_who_asks(view)(request)
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415

    request.user = AnonymousUser()
    say_who_asks(view)(request)
    assert seen == [(user.pk, str(user.pk)), (None, "")]


def test_nobody_signs_up(rf: RequestFactory) -> None:
    assert isinstance(get_adapter(), NoSignUp)
    assert not get_adapter().is_open_for_signup(rf.get("/"))
