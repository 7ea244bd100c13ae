"""The Django app `casework`."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Items and matters, the people in them, and their life."""

    name = "xiafang.casework"
    verbose_name = "信访事项"
