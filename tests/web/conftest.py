"""Somebody signed in, for the tests of the pages."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

if TYPE_CHECKING:
    from pytest_django import Settings

    from casework.office import Cast
    from cast import Province
    from xiafang.accounts.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def clerk(db: None) -> "User":
    """Somebody who may sign in."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 - this file is read before Django is set up
    from django.utils import timezone  # noqa: PLC0415

    from xiafang.accounts.models import User  # noqa: PLC0415

    kept = make_password("Hulan-Yanzi-27")
    return User.objects.create(username="zhoushili", name="周示例", created_at=timezone.now(), password=kept)


@pytest.fixture
def signed_in(clerk: "User") -> Client:
    """A client that is signed in."""
    client = Client()
    client.force_login(clerk, backend=BACKEND)
    return client


@pytest.fixture
def today() -> Iterator[None]:
    """The day of the cast."""
    with time_machine.travel(datetime(2026, 6, 15, 10, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        yield


@pytest.fixture
def land(db: None, today: None) -> "Province":
    """The province of the cast, on its day."""
    import cast  # noqa: PLC0415

    return cast.province()


@pytest.fixture
def as_role(land: "Province") -> Callable[..., Client]:
    """`as_role(Role.SYSTEM_ADMIN, "city")`: a client of somebody who holds that role there; nobody's without one."""
    import cast  # noqa: PLC0415

    def client(role: str = "", where: str = "department") -> Client:
        user = cast.user(f"{role or 'none'}.{where}", *([(role, getattr(land, where))] if role else []))  # type: ignore[arg-type]
        made = Client()
        made.force_login(user, backend=BACKEND)
        return made

    return client


@pytest.fixture
def people(db: None, tmp_path: Path, settings: "Settings") -> "Cast":
    """The cast of casework, with a folder for the files of papers."""
    from casework.office import everybody  # noqa: PLC0415

    settings.DATA = tmp_path
    return everybody()
