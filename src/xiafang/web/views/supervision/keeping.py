"""Who may keep a book, and whose records somebody answers for: as the acts and row security say it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.roles import Role
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Organization
from xiafang.supervision.models import Agreement, Plan, Record
from xiafang.web.views.supervision.books import AGREEMENTS, PLANS, Book

Units = frozenset[UUID]
DIRECT = (Kind.DIVISION, Kind.INSTITUTION)
NOT_THE_OFFICE = (
    "您不是省厅信访工作领导小组办公室的人员：抽查、认定和处理、通报、考核由省厅的信访部门和督查人员登记"
    "（第十九条、第二十条），请与其联系。"
)
_NOT_A_CLERK = {
    AGREEMENTS.slug: "责任书由上一级的信访部门登记（第六条），请与其联系。",
    PLANS.slug: "工作计划由本单位或其上级的信访部门、处室和直属机构的信访联络员登记（第六条），请与其联系。",
}


def held(request: OfficialRequest, *roles: Role) -> Units:
    """Return where whoever asks holds one of `roles` today."""
    return frozenset().union(*(request.standing.roles.get(role, frozenset()) for role in roles))


def of_the_office(request: OfficialRequest) -> bool:
    """Return whether whoever asks is of the leading group's office. One query, kept for the request."""
    known: bool | None = getattr(request, "of_the_office", None)
    if known is None:
        units = held(request, Role.PETITION_OFFICE, Role.INSPECTOR)
        known = bool(units) and Organization.objects.filter(parent=None, pk__in=units).exists()
        request.of_the_office = known  # type: ignore[attr-defined]
    return known


def answered_for(request: OfficialRequest) -> QuerySet[Organization]:
    """Return the organizations whose records whoever asks oversees, and the asker's own."""
    roots = request.standing.units | held(request, Role.INSPECTOR)
    own = held(request, Role.LEADER, Role.LIAISON)
    return Organization.objects.filter(Q(above__overlap=list(roots)) | Q(pk__in=own))


def keeps(request: OfficialRequest, book: Book) -> bool:
    """Return whether whoever asks may enter anything into the book."""
    clerk = held(request, Role.PETITION_OFFICE)
    if book == AGREEMENTS:
        return bool(clerk)
    if book == PLANS:
        return bool(clerk) or bool(held(request, Role.LIAISON))
    return of_the_office(request)


def demand_keeper(request: OfficialRequest, book: Book) -> None:
    """Answer 403 with the way out to whoever may not."""
    if not keeps(request, book):
        raise PermissionDenied(refusal(book))


def refusal(book: Book) -> str:
    """Return who keeps the book, for somebody who does not."""
    return _NOT_A_CLERK.get(book.slug, NOT_THE_OFFICE)


def may_void(request: OfficialRequest, row: Record) -> bool:
    """Return whether whoever asks may void the record, as far as its unit decides."""
    clerk = held(request, Role.PETITION_OFFICE)
    if isinstance(row, Agreement):
        return not clerk.isdisjoint(row.superior.above)
    if isinstance(row, Plan):
        return may_file(request, row.organization)
    return of_the_office(request)


def may_file(request: OfficialRequest, organization: Organization) -> bool:
    """Return whether whoever asks may file the plan of `organization`."""
    own = organization.kind in DIRECT and organization.pk in held(request, Role.LIAISON)
    return own or not held(request, Role.PETITION_OFFICE).isdisjoint(organization.above)


def about_oneself(request: OfficialRequest, official: Any) -> bool:
    """Return whether `official` is whoever asks: then somebody else of the office must act."""
    return official is not None and official == request.standing.official
