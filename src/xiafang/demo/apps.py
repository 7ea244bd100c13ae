"""The Django app `demo`."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Remembers that this database holds the demo province."""

    name = "xiafang.demo"
    verbose_name = "演示"
