"""The Django app `web`."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The workplace."""

    name = "xiafang.web"
    verbose_name = "工作台"
