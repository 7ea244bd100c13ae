"""What every request passes: probes, headers, the idle clock, one transaction, logs without personal data."""

import json
import logging
import time
from types import SimpleNamespace

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from xiafang.config import logs, middleware


def test_the_process_answers_without_a_database(client: Client) -> None:
    assert client.get("/healthz", headers={"host": "anything"}).content == b"ok"


@pytest.mark.django_db
def test_ready(client: Client) -> None:
    assert client.get("/readyz").content == b"ok"


def test_nothing_inline_and_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("status", "kept"), [(200, True), (422, True), (500, False)])
def test_one_transaction(rf: RequestFactory, status: int, kept: bool) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS kept ()")
        return HttpResponse(status=status)

    middleware.one_transaction(view)(rf.get("/"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('kept') IS NOT NULL")
        assert cursor.fetchone() == (kept,)
        cursor.execute("DROP TABLE IF EXISTS kept")


def test_an_idle_session_is_touched_once_a_minute(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES["sessionid"] = "x"
    request.user = SimpleNamespace(is_authenticated=True)
    request.session = {}
    answer = middleware.keep_session(lambda request: HttpResponse())
    answer(request)
    first = request.session["touched"]
    assert abs(first - time.time()) < 5
    request.session["touched"] = first - 1
    answer(request)
    assert request.session["touched"] == first - 1
    request.session["touched"] = first - middleware.TOUCH_EVERY
    answer(request)
    assert request.session["touched"] >= first


@pytest.mark.parametrize(("signed_in", "kept"), [(True, "private, no-store"), (False, None)])
def test_what_is_seen_signed_in_stays_in_no_cache(rf: RequestFactory, signed_in: bool, kept: str | None) -> None:
    request = rf.get("/")
    request.COOKIES["sessionid"] = "x"
    request.user = SimpleNamespace(is_authenticated=signed_in)
    request.session = {}
    answer = middleware.keep_session(lambda request: HttpResponse())(request)
    assert answer.headers.get("Cache-Control") == kept


def test_logs_hold_no_words_of_an_error() -> None:
    try:
        raise ValueError("王伟 110101199003070000")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "f", 1, "%s failed", ("王伟",), (type(error), error, error.__traceback__)
        )
    said = logs.Line().format(record)
    assert "王伟" not in said
    assert json.loads(said)["error"] == "ValueError"
    assert json.loads(said)["event"] == "%s failed"
