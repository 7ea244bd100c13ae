"""Somebody signed in, for the tests of the pages."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from xiafang.accounts.models import User


@pytest.fixture
def clerk(db: None) -> "User":
    """Somebody who may sign in."""
    from django.utils import timezone  # noqa: PLC0415 - this file is read before Django is set up

    from xiafang.accounts.models import User  # noqa: PLC0415

    user = User(username="zhoushili", name="周示例", created_at=timezone.now())
    user.set_password("Hulan-Yanzi-27")
    user.save()
    return user


@pytest.fixture
def signed_in(clerk: "User") -> Client:
    """A client that is signed in."""
    client = Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return client
