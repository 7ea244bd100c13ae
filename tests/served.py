"""Settings of the site that journeys look at: the product's own, but passwords are hashed in no time."""

from xiafang.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
