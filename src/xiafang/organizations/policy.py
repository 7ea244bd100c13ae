"""The policy pack that judges in this workplace: the built-in one, or with the changes of the file in `POLICY`."""

from django.conf import settings

from xiafang.regulation.policy import Policy, load_pack


def in_force() -> Policy:
    """Return it, for all years; raises PolicyError when the file cannot be used, which stops every start (apps.py)."""
    return load_pack(settings.POLICY)
