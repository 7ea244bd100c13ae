"""Failed sign-ins are counted by account, however its name is typed."""

import pytest
from axes.models import AccessAttempt
from django.conf import LazySettings, settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

import cast
from xiafang.accounts import acts
from xiafang.accounts.adapter import client_address
from xiafang.accounts.models import User
from xiafang.accounts.rights import OPERATOR


@pytest.fixture
def outside(client: Client, land: cast.Province) -> Client:
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


def test_a_reset_password_ends_the_suspension(outside: Client) -> None:
    lock(outside, "zhoushili")
    user = User.objects.get(username="zhoushili")

    acts.reset_password(user=user, password="Lianhua-Hupan-38", by=OPERATOR, at=cast.NOW)

    assert sign_in(outside, "zhoushili", "Lianhua-Hupan-38") == 302


def change_password(client: Client, current: str = cast.PASSWORD) -> HttpResponse:
    new = {"oldpassword": current, "password1": "Lianhua-Hupan-38", "password2": "Lianhua-Hupan-38"}
    return client.post("/accounts/password/", new)


def test_the_current_password_is_tried_no_more_often_than_at_signing_in(outside: Client) -> None:
    assert sign_in(outside, "zhoushili") == 302
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert "当前密码不正确" in change_password(outside, "wrong").content.decode()
    last = change_password(outside, "wrong")

    assert last.status_code == change_password(outside).status_code == 429
    assert "请15分钟后再试" in last.content.decode()
    assert "暂停修改密码" in last.content.decode()
    assert User.objects.get(username="zhoushili").check_password(cast.PASSWORD), "the right one is refused as well"
    assert outside.get("/accounts/password/").status_code == 200, "the session itself goes on"
    outside.logout()
    assert sign_in(outside, "zhoushili") == 429
    assert sign_in(outside, "wushili") == 302


def test_tries_at_signing_in_and_at_the_current_password_are_counted_together(outside: Client) -> None:
    assert sign_in(outside, "zhoushili") == 302
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        sign_in(Client(), "zhoushili", "wrong")

    assert change_password(outside, "wrong").status_code == 429


def test_the_right_current_password_sets_the_count_back(outside: Client) -> None:
    assert sign_in(outside, "zhoushili") == 302
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        change_password(outside, "wrong")
    assert change_password(outside).status_code == 302

    assert change_password(outside, "wrong").status_code == 200


def test_no_password_is_kept_with_a_failed_try(outside: Client) -> None:
    assert sign_in(outside, "zhoushili") == 302
    change_password(outside, "Hulan-Yanzi-27")

    kept = AccessAttempt.objects.get().post_data
    assert "oldpassword" in kept
    assert "Hulan-Yanzi-27" not in kept
    assert "Lianhua-Hupan-38" not in kept


@pytest.mark.parametrize(
    ("proxies", "way", "counted"),
    [
        pytest.param(0, "6.6.6.6, 7.7.7.7", "10.0.0.1", id="no proxy is named: what the header says is nobody's word"),
        pytest.param(1, "6.6.6.6, 7.7.7.7", "7.7.7.7", id="one proxy: whom it saw, not what the client wrote"),
        pytest.param(2, "6.6.6.6, 7.7.7.7, 10.0.0.2", "7.7.7.7", id="two proxies"),
        pytest.param(2, "7.7.7.7", "7.7.7.7", id="fewer steps than proxies"),
        pytest.param(1, "", "10.0.0.1", id="no header at all"),
        pytest.param({"10.0.0.1", "10.0.0.2"}, "6.6.6.6, 7.7.7.7, 10.0.0.2", "7.7.7.7", id="proxies by address"),
        pytest.param({"10.0.0.9"}, "6.6.6.6", "10.0.0.1", id="the one who connects is no proxy of ours"),
        pytest.param({"10.0.0.1"}, "10.0.0.1", "10.0.0.1", id="nobody but proxies"),
    ],
)
def test_whose_address_counts(
    settings: LazySettings, proxies: int | set[str], way: str, counted: str, rf: RequestFactory
) -> None:
    settings.TRUSTED_PROXIES = proxies
    more = {"HTTP_X_FORWARDED_FOR": way} if way else {}

    assert client_address(rf.get("/", REMOTE_ADDR="10.0.0.1", **more)) == counted


def test_behind_a_proxy_one_client_does_not_lock_out_another(outside: Client, settings: LazySettings) -> None:
    settings.TRUSTED_PROXIES = 1
    for _ in range(settings.AXES_FAILURE_LIMIT):
        outside.post(
            "/accounts/login/", {"login": "zhoushili", "password": "wrong"}, HTTP_X_FORWARDED_FOR="203.0.113.7"
        )

    there = {"login": "zhoushili", "password": cast.PASSWORD}
    assert outside.post("/accounts/login/", there, HTTP_X_FORWARDED_FOR="203.0.113.7").status_code == 429
    assert outside.post("/accounts/login/", there, HTTP_X_FORWARDED_FOR="203.0.113.8").status_code == 302
