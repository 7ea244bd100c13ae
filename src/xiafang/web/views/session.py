"""Around signing in: staying, being locked out, a new password."""

from typing import Any

from allauth.account.views import PasswordChangeView
from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache

from xiafang.web.forms import NewPasswordForm


@never_cache
def keep(request: HttpRequest) -> HttpResponse:
    """Answer 204 to somebody who stays, with who that is and a new token for forms; 401 where the session has ended."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    return HttpResponse(status=204, headers={"X-Who": str(request.user.pk), "X-CSRFToken": get_token(request)})


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """Say that signing in, or changing the password, is suspended and for how long; named by AXES_LOCKOUT_CALLABLE."""
    context = {"limit": settings.AXES_FAILURE_LIMIT, "minutes": round(settings.AXES_COOLOFF_TIME * 60)}
    return render(request, "lockout.html", context, status=429)


class ChangePassword(LoginRequiredMixin, PasswordChangeView):  # type: ignore[misc]
    """A new password, for whoever knows the current one."""

    form_class = NewPasswordForm
    success_url = reverse_lazy("home")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return what the form is made of; who asks from where is counted."""
        known: dict[str, Any] = super().get_form_kwargs()
        return known | {"request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form and the way back."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"crumbs": [("首页", reverse("home")), ("修改密码", "")]}
