"""The Django app `promises`."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """The duty ledger."""

    name = "xiafang.promises"
    verbose_name = "职责台账"

    def ready(self) -> None:
        """Hear what acts touch."""
        from xiafang.organizations import touching  # noqa: PLC0415 - models exist only now
        from xiafang.promises.keeping import keep  # noqa: PLC0415

        touching.when_touched(keep)
