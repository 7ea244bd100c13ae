"""The Django app `ledgers`."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    """Ledgers in and out."""

    name = "xiafang.ledgers"
    verbose_name = "台账"
