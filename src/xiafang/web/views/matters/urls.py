"""The addresses of 信访事项."""

from django.urls import URLPattern, path

from xiafang.web.views.matters import assign, index, join, one, papers, people, register, sheets, step

urlpatterns: list[URLPattern] = [
    path("matters/", index.index, name="matters"),
    path("matters/register/", register.register, name="matters-register"),
    path("matters/register/similar/", register.hints, name="matters-register-similar"),
    path("matters/<uuid:pk>/registered/", register.registered, name="matters-registered"),
    path("matters/assign/", assign.assign, name="matters-assign"),
    path("matters/sheets/<str:sheet>/", sheets.blank, name="matters-sheet-blank"),
    path("matters/<uuid:pk>/", one.one, name="matters-one"),
    path("matters/<uuid:pk>/people/<uuid:petitioner>/", people.unmask, name="matters-unmask"),
    path("matters/<uuid:pk>/join/", join.join, name="matters-join"),
    path("matters/<uuid:pk>/steps/<str:act>/", step.step, name="matters-step"),
    path("matters/<uuid:pk>/sheets/<str:sheet>/", sheets.filled, name="matters-sheet"),
    path("matters/<uuid:pk>/papers/<uuid:paper>/", papers.show, name="matters-paper"),
]
