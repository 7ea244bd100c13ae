"""How passwords are kept in real use; all other tests hash in no time (conftest.py, served.py)."""

from django.conf import global_settings
from django.contrib.auth.hashers import check_password, make_password
from pytest_django import Settings

from xiafang.config import settings as deployed

PASSWORD = "Hulan-Yanzi-27"


def test_passwords_are_kept_the_slow_way_of_django(settings: Settings) -> None:
    assert not hasattr(deployed, "PASSWORD_HASHERS")  # so that Django's own stand
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    kept = make_password(PASSWORD)
    way, rounds, _ = kept.split("$", 2)
    assert way == "pbkdf2_sha256"
    assert int(rounds) >= 1_000_000
    assert check_password(PASSWORD, kept)
