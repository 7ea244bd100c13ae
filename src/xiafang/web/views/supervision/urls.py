"""The addresses of 督查考核、包案台账."""

from django.urls import URLPattern, path

from xiafang.web.views.supervision import audit, checklist, entering, hub, inspecting, lists, one, sponsorships, voiding
from xiafang.web.views.supervision.books import BOOKS

urlpatterns: list[URLPattern] = [path("supervision/", hub.overview, name="supervision")]
for book in BOOKS:
    here, name = f"supervision/{book.slug}/", f"supervision-{book.slug}"
    urlpatterns += [
        path(here, lists.index(book), name=name),
        path(f"{here}enter/", entering.enter(book), name=f"{name}-enter"),
        path(f"{here}<uuid:pk>/", one.one(book), name=f"{name}-one"),
        path(f"{here}<uuid:pk>/void/", voiding.void(book.slug.removesuffix("s")), name=f"{name}-void"),
    ]
    if book.checklist:
        urlpatterns.append(path(f"{here}checklist/", checklist.checklist(book), name=f"{name}-checklist"))
urlpatterns += [
    path("supervision/inspections/<uuid:pk>/findings/", inspecting.confirm, name="supervision-confirm"),
    path("supervision/findings/<uuid:pk>/sanction/", inspecting.sanction, name="supervision-sanction"),
    path("supervision/findings/<uuid:pk>/void/", voiding.void("finding"), name="supervision-finding-void"),
    path("supervision/sanctions/<uuid:pk>/void/", voiding.void("sanction"), name="supervision-sanction-void"),
    path("audit/", audit.index, name="audit"),
    path("sponsorships/", sponsorships.index, name="sponsorships"),
]
