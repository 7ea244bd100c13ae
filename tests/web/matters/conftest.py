"""The cast of casework, with clients that are signed in, on a day of its story."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from casework.office import SHANGHAI, Cast, day, everybody
from web.conftest import BACKEND

As = Callable[[str], Client]


@pytest.fixture
def people(db: None, tmp_path: Path, settings: Settings) -> Iterator[Cast]:
    settings.DATA = tmp_path
    on = day(21)  # a Monday
    with time_machine.travel(datetime(on.year, on.month, on.day, 10, tzinfo=SHANGHAI), tick=False):
        yield everybody()


@pytest.fixture
def client_of(people: Cast) -> As:
    """`client_of("office")`: a client of somebody of the cast."""

    def client(name: str) -> Client:
        made = Client()
        made.force_login(people[name], backend=BACKEND)
        return made

    return client
