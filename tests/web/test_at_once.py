"""A form that is sent twice at the same time does its act once, and both answers lead to the same page."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from xiafang.accounts.roles import Role
from xiafang.organizations import acts
from xiafang.organizations.models import Official, Post

AsRole = Callable[..., Client]


def at_once(client: Client, path: str, what: dict[str, Any]) -> list[tuple[int, str]]:
    """Return status and address of two answers."""
    answers: list[tuple[int, str]] = []

    def send() -> None:
        mine = Client(raise_request_exception=False)
        mine.cookies = client.cookies
        answer = mine.post(path, what)
        answers.append((answer.status_code, answer.headers.get("Location", "")))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_clicks_appoint_once(as_role: AsRole, monkeypatch: pytest.MonkeyPatch) -> None:
    both, create = threading.Barrier(2), acts.create_official

    def slow(**facts: Any) -> Official:
        with suppress(threading.BrokenBarrierError):
            both.wait(1)  # neither goes on before the other has come as far, should it come at all
        return create(**facts)

    monkeypatch.setattr("xiafang.web.views.post_acts.acts.create_official", slow)
    what = {"pk": str(uuid4()), "official": "新示例", "new": "on", "organization": "甲示例县司法局", "title": "副局长"}
    what |= {"rank": "section_chief", "from_on": "2026-06-01"}
    answers = at_once(as_role(Role.SYSTEM_ADMIN), "/officials/appoint/", what)
    person = Official.objects.get(name="新示例")
    assert answers == [(302, f"/officials/{person.pk}/")] * 2
    assert Post.objects.filter(official=person).count() == 1
