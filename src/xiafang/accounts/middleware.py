"""Each request says who asks before it touches a row."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from xiafang.accounts import standing
from xiafang.accounts.models import User

Answer = Callable[[HttpRequest], HttpResponse]


class OfficialRequest(HttpRequest):
    """A request of somebody who is signed in, as views see it."""

    user: User
    standing: standing.Standing


def say_who_asks(get_response: Answer) -> Answer:
    """Tell the database who asks, inside the request's transaction, and the views by `request.standing`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        known = standing.identify(user, on=timezone.localdate()) if isinstance(user, User) else standing.forget()
        request.standing = known  # type: ignore[attr-defined]  # OfficialRequest
        return get_response(request)

    return middleware
