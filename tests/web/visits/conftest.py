"""The cast of visits, signed in, on day 12 of the story; pages are asked as the web role."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from casework.office import SHANGHAI, day
from visits.conftest import people
from web.conftest import BACKEND
from xiafang.accounts.models import User

__all__ = ["people"]


@pytest.fixture(autouse=True)
def day_twelve() -> Iterator[None]:
    on = day(12)
    with time_machine.travel(datetime(on.year, on.month, on.day, 16, 0, tzinfo=SHANGHAI), tick=False):
        yield


@pytest.fixture
def as_(db: None) -> Callable[[User], Client]:
    """`as_(people.office)`: a client of that user."""

    def client(user: User) -> Client:
        made = Client()
        made.force_login(user, backend=BACKEND)
        return made

    return client
