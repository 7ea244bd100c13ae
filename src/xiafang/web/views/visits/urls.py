"""The addresses of 下访、清单、来信."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path


def not_there(request: HttpRequest, **where: object) -> HttpResponse:
    """Answer that there is no such page yet."""
    raise Http404


urlpatterns: list[URLPattern] = [
    path("visits/", not_there, name="visits"),
    path("visits/<uuid:pk>/", not_there, name="visits-one"),
    path("shortlists/", not_there, name="shortlists"),
    path("shortlists/<uuid:pk>/", not_there, name="shortlists-one"),
    path("letters/", not_there, name="letters"),
    path("letters/<uuid:pk>/", not_there, name="letters-one"),
]
