import pytest
from django.conf import LazySettings

import cast


@pytest.fixture(autouse=True)
def quickly(settings: LazySettings) -> None:
    """Hash in no time: the hasher of real use, which takes long on purpose, is met where journeys sign in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def land(db: None) -> cast.Province:
    return cast.province()
