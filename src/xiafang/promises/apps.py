"""The Django app `promises`."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """The duty ledger."""

    name = "xiafang.promises"
    verbose_name = "职责台账"
