"""What ends a session for good."""

from collections.abc import Callable

import pytest
from django.test import Client

import cast
from xiafang.accounts import acts
from xiafang.accounts.models import User
from xiafang.accounts.rights import OPERATOR
from xiafang.accounts.roles import Role

WAY = {"by": OPERATOR, "at": cast.NOW}


def close_and_reopen(user: User) -> None:
    acts.deactivate(user=user, **WAY)
    acts.activate(user=user, **WAY)


def reset(user: User) -> None:
    acts.reset_password(user=user, password="Lianhua-Hupan-38", **WAY)


@pytest.fixture
def user(land: cast.Province) -> User:
    return cast.user("clerk", (Role.PETITION_OFFICE, land.city))


def begun(user: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("deed", [close_and_reopen, reset])
def test_a_session_ends_for_good(user: User, deed: Callable[[User], None]) -> None:
    before, other = begun(user), begun(user)
    assert before.get("/session/").status_code == 204

    deed(user)

    assert [client.get("/session/").status_code for client in (before, other, before)] == [401, 401, 401]
    after = begun(user)
    assert after.get("/session/").status_code == 204, "signed in anew"

    deed(user)

    assert after.get("/session/").status_code == 401, "the second time as the first"


def test_a_session_that_was_used_while_the_account_was_closed_does_not_come_back(user: User) -> None:
    client = begun(user)
    acts.deactivate(user=user, **WAY)
    assert client.get("/session/").status_code == 401

    acts.activate(user=user, **WAY)

    assert client.get("/session/").status_code == 401
