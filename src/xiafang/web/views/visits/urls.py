"""The addresses of 下访、清单、来信."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from xiafang.web.views.visits import (
    discoveries,
    evidence,
    listing,
    matter_choice,
    month,
    one,
    plan,
    planned_acts,
    record,
    voids,
)


def not_there(request: HttpRequest, **where: object) -> HttpResponse:
    """Answer that there is no such page yet."""
    raise Http404


urlpatterns: list[URLPattern] = [
    path("visits/", month.show, name="visits"),
    path("visits/list/", listing.index, name="visits-list"),
    path("visits/plan/", plan.plan, name="visits-plan"),
    path("visits/day/", plan.tell_day, name="visits-day"),
    path("visits/matters/", matter_choice.search, name="visits-matters"),
    path("visits/record/", record.unscheduled, name="visits-record-unscheduled"),
    path("visits/void/<str:kind>/<uuid:pk>/", voids.void, name="visits-void"),
    path("visits/evidence/<uuid:pk>/", evidence.serve, name="visits-evidence"),
    path("visits/<uuid:pk>/", one.show, name="visits-one"),
    path("visits/<uuid:pk>/record/", record.planned, name="visits-record"),
    path("visits/<uuid:pk>/date/", planned_acts.change_date, name="visits-date"),
    path("visits/<uuid:pk>/cancel/", planned_acts.cancel, name="visits-cancel"),
    path("visits/<uuid:pk>/announcement/", planned_acts.announcement, name="visits-announcement"),
    path("visits/<uuid:pk>/matters/<uuid:matter>/notice/", planned_acts.tell, name="visits-notice"),
    path("visits/<uuid:pk>/evidence/", evidence.add, name="visits-evidence-add"),
    path("visits/<uuid:pk>/discoveries/", discoveries.add, name="visits-discovery-add"),
    path("visits/<uuid:pk>/discoveries/<uuid:discovery>/notify/", discoveries.notify, name="visits-discovery-notify"),
    path("visits/<uuid:pk>/discoveries/<uuid:discovery>/report/", discoveries.report, name="visits-discovery-report"),
    path("shortlists/", not_there, name="shortlists"),
    path("shortlists/<uuid:pk>/", not_there, name="shortlists-one"),
    path("letters/", not_there, name="letters"),
    path("letters/<uuid:pk>/", not_there, name="letters-one"),
]
