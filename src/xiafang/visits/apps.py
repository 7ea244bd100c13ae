"""The Django app `visits`."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Visits to the people, what leads to them and what comes of them; letters to leaders."""

    name = "xiafang.visits"
    verbose_name = "下访接待"
