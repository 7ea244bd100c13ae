"""How allauth and axes are bent to this house: nobody signs up; failed sign-ins are counted by account."""

from collections.abc import Mapping

import pghistory
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from xiafang.accounts import standing
from xiafang.accounts.models import User, as_kept


class NoSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Closes the door for sign-up."""

    def set_password(self, user: User, password: str) -> None:
        """Keep a password that somebody chose for the own account; its history says that and when, never which."""
        user.password_set_at = at = timezone.now()
        standing.name(user)  # whoever holds no role has a password all the same
        with pghistory.context(act="change_password", user=user.pk, at=at.isoformat()):
            super().set_password(user, password)

    def is_safe_url(self, url: str | None) -> bool:
        """Return whether one may go on to `url` after signing in; what cannot be read as an address is none."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False, always."""
        return False


def counted_as(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """Return the user name that a failed sign-in counts against; named by AXES_USERNAME_CALLABLE."""
    return as_kept((credentials or {}).get("username") or request.POST.get("login", ""))


def client_address(request: HttpRequest) -> str:
    """Return whose address a failed sign-in counts against; named by AXES_CLIENT_IP_CALLABLE.

    The address that connects, unless the deployment names the proxies before it (XIAFANG_TRUSTED_PROXIES): then the
    address that the outermost of them saw. What a client writes into the header itself is never reached.
    """
    connected = str(request.META.get("REMOTE_ADDR", ""))
    said = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    way = [*(step.strip() for step in said.split(",") if step.strip()), connected]
    proxies: int | frozenset[str] = settings.TRUSTED_PROXIES
    if isinstance(proxies, int):
        return way[-1 - min(proxies, len(way) - 1)]
    return next((step for step in reversed(way) if step not in proxies), connected)
