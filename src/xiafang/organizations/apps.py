"""The Django app `organizations`."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Units, officials and posts."""

    name = "xiafang.organizations"
    verbose_name = "机构与人员"
