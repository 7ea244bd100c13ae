"""Failed sign-ins are counted by account, however its name is typed."""

import pytest
from django.conf import LazySettings, settings
from django.test import Client

import cast


@pytest.fixture
def outside(client: Client, land: cast.Province, settings: LazySettings) -> Client:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # many tries, quickly
    for name in ("zhoushili", "wushili"):
        user = cast.user(name)
        user.set_password(cast.PASSWORD)
        user.save()
    return client


def sign_in(client: Client, name: str, password: str = cast.PASSWORD) -> int:
    return client.post("/accounts/login/", {"login": name, "password": password}).status_code


def lock(client: Client, *spellings: str) -> None:
    for count in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, spellings[count % len(spellings)], "wrong")


def test_five_wrong_passwords_suspend_signing_in_to_that_account_alone(outside: Client) -> None:
    lock(outside, "zhoushili")

    assert sign_in(outside, "zhoushili") == 429
    assert sign_in(outside, "wushili") == 302


@pytest.mark.parametrize("spelling", ["Zhoushili", " zhoushili", "ZHOUSHILI\t", "zhoushili\N{IDEOGRAPHIC SPACE}"])
def test_a_suspended_account_opens_under_no_other_spelling(outside: Client, spelling: str) -> None:
    lock(outside, "zhoushili")

    assert sign_in(outside, spelling) == 429


def test_tries_under_several_spellings_are_counted_together(outside: Client) -> None:
    lock(outside, "zhoushili", "Zhoushili", "ZHOUSHILI ")

    assert sign_in(outside, "zhoushili") == 429


def test_a_success_sets_the_count_back(outside: Client) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        sign_in(outside, "zhoushili", "wrong")

    assert sign_in(outside, "ZhouShili") == 302
    outside.logout()
    sign_in(outside, "zhoushili", "wrong")

    assert sign_in(outside, "zhoushili") == 302
