"""What every request passes: headers, the idle clock of the session, and one transaction."""

import time
from collections.abc import Callable
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]

# Nothing inline, nothing from elsewhere. Scripts may still set styles on elements (CSSOM), which figures need.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
TOUCH_EVERY = 60  # seconds: a session is written again at most once a minute, not at every click


def security_headers(get_response: Answer) -> Answer:
    """Add the headers that Django 5.2 does not know: content security and permissions policy."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        return response

    return middleware


def keep_session(get_response: Answer) -> Answer:
    """Move the end of a signed-in session on while somebody works; it ends IDLE_SECONDS after the last request.

    What somebody sees who is signed in stays in no cache: the next one at the machine does not find it by going back.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        signed_in = bool(request.COOKIES) and request.user.is_authenticated
        if signed_in:
            now = int(time.time())
            if now - request.session.get("touched", 0) >= TOUCH_EVERY:
                request.session["touched"] = now
        response = get_response(request)
        if signed_in:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def in_utf8(get_response: Answer) -> Answer:
    """Read every form as UTF-8, as browsers send it, whatever charset is claimed.

    Django refuses a form in another one where its page for refusals reads the form again: no page at all came of it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.encoding = "utf-8"
        return get_response(request)

    return middleware


def in_words(get_response: Answer) -> Answer:
    """Answer with a page where somebody opens what is only for buttons, as when one is led there after signing in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        page = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return middleware


class one_transaction:  # noqa: N801 - stands among functions in settings.MIDDLEWARE
    """Run the rest of the request in one transaction; an error or a 5xx answer rolls it back.

    Not ATOMIC_REQUESTS: that one begins after the middleware, too late for `set_config(…, true)`.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer `request`; commits unless it failed."""
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Roll back: further in, Django has turned the exception into an answer already."""
        transaction.set_rollback(True)
