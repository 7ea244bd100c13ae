"""Behind a proxy that ends TLS (XIAFANG_HTTPS=1): what the browser is told to keep to HTTPS."""

import runpy
from http.cookies import Morsel
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from xiafang.accounts.models import User

ROOT = Path(__file__).resolve().parents[2]
HERE, PASSWORD = "/accounts/login/", "Hulan-Yanzi-27"
BY_HTTPS, YEAR = {"x-forwarded-proto": "https", "host": "testserver"}, 365 * 24 * 3600


def deployed(flag: str, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Client:
    """Return a browser before a site that was started with XIAFANG_HTTPS as `flag`."""
    monkeypatch.setenv("XIAFANG_HTTPS", flag)
    for name, value in runpy.run_path(str(ROOT / "src/xiafang/config/settings.py")).items():
        if name.startswith(("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_")):
            setattr(settings, name, value)
    user = User(username="zhoushili", name="周示例", created_at=timezone.now())
    user.set_password(PASSWORD)
    user.save()
    return Client(enforce_csrf_checks=True)


def sign_in(client: Client, **headers: str) -> HttpResponse:
    token = client.get(HERE, headers=headers).context["csrf_token"]
    sent = {"login": "zhoushili", "password": PASSWORD, "csrfmiddlewaretoken": token}
    return client.post(HERE, sent, headers=headers | {"referer": f"https://testserver{HERE}"})


def said(cookie: "Morsel[str]") -> tuple[object, ...]:
    return bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"], cookie["domain"]


@pytest.mark.django_db
def test_cookies_go_by_https_alone_and_no_script_reads_them(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    client = deployed("1", monkeypatch, settings)
    answer = sign_in(client, **BY_HTTPS)
    assert answer.status_code == 302
    assert set(client.cookies) == {"sessionid", "csrftoken"}
    for name in client.cookies:
        assert said(client.cookies[name]) == (True, True, "Lax", ""), name
    assert client.cookies["sessionid"]["max-age"] == "", "gone with the browser; the site ends it when nobody works"
    assert answer.headers["Strict-Transport-Security"] == f"max-age={YEAR}"


@pytest.mark.django_db
def test_plain_http_is_sent_to_https_and_sets_nothing(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    client = deployed("1", monkeypatch, settings)
    for headers in ({}, {"x-forwarded-proto": "http"}):
        answer = client.get(f"{HERE}?next=/matters/", headers=headers)
        assert (answer.status_code, answer.headers["Location"]) == (301, f"https://testserver{HERE}?next=/matters/")
    assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200, "probes come without TLS"
    assert not client.cookies


@pytest.mark.django_db
def test_without_it_nobody_is_believed_who_says_https(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    client = deployed("0", monkeypatch, settings)
    answer = sign_in(client, **BY_HTTPS)
    assert answer.status_code == 302
    assert "Strict-Transport-Security" not in answer.headers
    assert [said(client.cookies[name]) for name in ("sessionid", "csrftoken")] == [(False, True, "Lax", "")] * 2
