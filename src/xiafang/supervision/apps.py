"""The Django app `supervision`."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Agreements, plans, inspections, bulletins and assessments."""

    name = "xiafang.supervision"
    verbose_name = "督查考核"
