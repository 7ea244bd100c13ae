"""The addresses of 职责台账."""

from django.urls import URLPattern, path

from xiafang.web.views.duties import article, board, findings, person, unit

urlpatterns: list[URLPattern] = [
    path("duties/", board.show, name="duties"),
    path("duties/list/", findings.index, name="duties-list"),
    path("duties/articles/<int:number>/", article.live, name="duties-article"),
    path("duties/why/<uuid:pk>/", findings.why, name="duties-why"),
    path("duties/organizations/<uuid:pk>/", unit.show, name="duties-unit"),
    path("duties/officials/<uuid:pk>/", person.show, name="duties-official"),
]
