"""The Django app `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who may sign in."""

    name = "xiafang.accounts"
    verbose_name = "用户"
