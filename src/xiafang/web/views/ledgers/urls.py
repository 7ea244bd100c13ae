"""The addresses of 台账导入导出."""

from django.urls import URLPattern, path

from xiafang.web.views.ledgers import bringing, exporting, looking, working

urlpatterns: list[URLPattern] = [
    path("imports/", bringing.index, name="imports"),
    path("imports/template.xlsx", bringing.template, name="imports-template"),
    path("imports/<uuid:pk>/", looking.one, name="imports-one"),
    path("imports/<uuid:pk>/answer/", looking.answer, name="imports-answer"),
    path("imports/<uuid:pk>/again/", looking.again, name="imports-again"),
    path("imports/<uuid:pk>/carry/", looking.carry, name="imports-carry"),
    path("imports/<uuid:pk>/discard/", looking.discard, name="imports-discard"),
    path("jobs/<uuid:pk>/stop/", working.stop, name="jobs-stop"),
    path("exports/job/<uuid:pk>/", exporting.one, name="exports-one"),
    path("exports/job/<uuid:pk>/file/", exporting.file, name="exports-file"),
    path("exports/<str:name>/", exporting.export, name="exports"),
    path("imports/<uuid:pk>/refused.xlsx", looking.refused, name="imports-refused"),
]
