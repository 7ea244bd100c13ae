"""The addresses of 台账导入导出."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path


def not_there(request: HttpRequest, **where: object) -> HttpResponse:
    """Answer that there is no such page yet."""
    raise Http404


urlpatterns: list[URLPattern] = [
    path("imports/", not_there, name="imports"),
]
