"""The addresses of 督查考核、包案台账."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path


def not_there(request: HttpRequest, **where: object) -> HttpResponse:
    """Answer that there is no such page yet."""
    raise Http404


urlpatterns: list[URLPattern] = [
    path("supervision/", not_there, name="supervision"),
    path("sponsorships/", not_there, name="sponsorships"),
]
