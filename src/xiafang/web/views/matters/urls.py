"""The addresses of 信访事项."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path


def not_there(request: HttpRequest, **where: object) -> HttpResponse:
    """Answer that there is no such page yet."""
    raise Http404


urlpatterns: list[URLPattern] = [
    path("matters/", not_there, name="matters"),
    path("matters/<uuid:pk>/", not_there, name="matters-one"),
]
