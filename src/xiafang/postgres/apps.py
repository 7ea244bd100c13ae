"""The Django app that carries the rights of the web role as a migration."""

from django.apps import AppConfig


class PostgresConfig(AppConfig):
    """No models: only the migration that gives the web role its rights."""

    name = "xiafang.postgres"
    label = "postgres"
