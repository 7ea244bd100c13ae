"""What a request costs: CPU of the application and of its database session, each time; bytes and queries.

Run in a process of its own that connects as the role to be measured (bench/pages.py does). Sessions, sign-in, row
security, the transaction and the layout are all in it; the yardstick is an empty view behind the same middleware.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from xiafang.accounts.models import User

EMPTY = "/empty/"
WARM = 4

Ask = Callable[[Client, int], HttpResponse]


@login_required
def _empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path(EMPTY.strip("/") + "/", _empty), path("", include("xiafang.config.urls"))]


@dataclass(frozen=True)
class Cost:
    """What a page cost each time; milliseconds of CPU."""

    application: list[float]
    database: list[float]
    queries: int
    bytes: int


def client(username: str) -> Client:
    """Return a client signed in as `username`, on the addresses of the workplace and the empty view."""
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["testserver"]
    made = Client()
    made.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return made


def cost(signed_in: Client, ask: Ask, *, expected: tuple[int, ...], times: int) -> Cost:
    """Return what `ask` costs; it is asked with a running number, so that a form can be sent anew each time."""
    with CaptureQueriesContext(connection) as captured:
        answer = ask(signed_in, 0)
        queries = len(captured)
    assert answer.status_code in expected, (answer.status_code, answer.content[:2000].decode())
    application, database = [], []
    for number in range(1, WARM + times + 1):
        spent, before = time.process_time_ns(), _database_ns()
        answer = ask(signed_in, number)
        spent, after = time.process_time_ns() - spent, _database_ns()
        assert answer.status_code in expected, answer.status_code
        if number > WARM:
            application.append(spent / 1e6)
            database.append((after - before) / 1e6)
    return Cost(application, database, queries, len(answer.content))


def _database_ns() -> int:
    """Return the CPU time of the session's own server process; parallel workers are switched off by the caller."""
    info: Any = connection.connection
    return int(Path(f"/proc/{info.info.backend_pid}/schedstat").read_text().split()[0])
