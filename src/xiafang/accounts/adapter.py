"""How allauth and axes are bent to this house: nobody signs up; failed sign-ins are counted by account."""

from collections.abc import Mapping

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from xiafang.accounts.models import as_kept


class NoSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Closes the door for sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False, always."""
        return False


def counted_as(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """Return the user name that a failed sign-in counts against; named by AXES_USERNAME_CALLABLE."""
    return as_kept((credentials or {}).get("username") or request.POST.get("login", ""))
