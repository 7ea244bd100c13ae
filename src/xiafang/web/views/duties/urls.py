"""The addresses of 职责台账."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path


def not_there(request: HttpRequest, **where: object) -> HttpResponse:
    """Answer that there is no such page yet."""
    raise Http404


urlpatterns: list[URLPattern] = [
    path("duties/", not_there, name="duties"),
    path("duties/organizations/<uuid:pk>/", not_there, name="duties-unit"),
    path("duties/officials/<uuid:pk>/", not_there, name="duties-official"),
]
