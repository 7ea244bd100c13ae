"""What handlers and inspectors have to do next."""

from datetime import date
from uuid import UUID

from django.db.models import Min, Q
from django.urls import reverse

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.standing import Standing
from xiafang.casework.models import Assignment, Matter
from xiafang.promises.board import open_rows
from xiafang.web.views.duties.person import OVER
from xiafang.web.views.home import due, nexts
from xiafang.web.views.home.items import Section
from xiafang.web.views.home.leader import matters

SHOWN = 15
NO_MATTER = "您没有在办的事项；信访部门交给您以后，会按最先到期的排在这里。"
INSPECTING = ("inspection.regular", "inspection.random", "bulletin.half_year", "sanction", "assessment.year")


def handler(standing: Standing, day: date) -> list[Section]:
    """Return a handler's matters, the one whose limit binds first on top. Three queries."""
    mine = Assignment.objects.filter(user=standing.user, to_on=None).values("matter")
    assigned = Matter.objects.filter(pk__in=mine).exclude(state__in=OVER)
    limits = open_rows(day).filter(matter__in=assigned.values("pk"), duty__startswith="case.")
    first = limits.order_by().values_list("matter").annotate(first=Min("due")).order_by("first", "matter")
    ids = [matter for matter, _ in first[:SHOWN]]
    found = nexts.of(ids)
    rows = [found[pk] for pk in ids if pk in found]
    shown = list(matters(rows, day, standing))
    return [Section("mine", "我承办的事项", shown, assigned.count(), reverse("matters"), NO_MATTER)]


def inspector(request: OfficialRequest, units: frozenset[UUID], day: date) -> list[Section]:
    """Return what inspections, bulletins, assessments and findings without a sanction are owed."""
    rows = open_rows(day).filter(Q(duty__in=INSPECTING), organization__in=units)
    return due.sections(rows, day, "duty=19", request)
