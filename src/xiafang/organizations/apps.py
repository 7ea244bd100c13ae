"""The Django app `organizations`."""

from django.apps import AppConfig

from xiafang.organizations import policy


class OrganizationsConfig(AppConfig):
    """Units, officials and posts."""

    name = "xiafang.organizations"
    verbose_name = "机构与人员"

    def ready(self) -> None:
        """Refuse to start with a policy pack that cannot be used. Raises PolicyError."""
        policy.in_force()
