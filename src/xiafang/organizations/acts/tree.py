"""The tree of organizations: set up, change, move, close. Nothing is ever deleted from it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID, uuid4

from django.db import IntegrityError

from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Actor, require
from xiafang.accounts.roles import Role
from xiafang.organizations.acts.checks import change, existing, filled, in_order, kept_open, not_beyond
from xiafang.organizations.acts.keeping import keeping
from xiafang.organizations.kinds import PARENTS, Kind
from xiafang.organizations.models import Organization, Post
from xiafang.organizations.touching import Kind as Touched
from xiafang.organizations.writing import add

_CHANGEABLE = {"name", "short_name", "aliases", "from_on", "division_code", "review_authority", "ordinal"}


class Details(TypedDict, total=False):
    """What an organization may have besides its name, kind and place."""

    short_name: str
    aliases: list[str]
    division_code: str
    review_authority: str
    ordinal: int


def create_organization(
    *,
    name: str,
    kind: Kind,
    parent: Organization | None,
    by: Actor,
    at: datetime,
    from_on: date | None = None,
    to_on: date | None = None,
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
    **details: Unpack[Details],
) -> Organization:
    """Set up an organization under `parent`; only the department has none.

    Raises NotAllowed when `by` is no system administrator of the parent, the kind does not belong there, the parent
    does not exist then, the dates are reversed, or its name is taken beside it.
    """
    require(by, Role.SYSTEM_ADMIN, parent, at=at)
    name = filled(name, "名称", "name")
    in_order(from_on, to_on)
    organization = Organization(id=id or uuid4(), name=name, kind=kind, from_on=from_on, to_on=to_on, **details)
    _check_division_code(organization.division_code)
    try:
        with keeping("create_organization", Touched.ORGANIZATION, organization.pk, by=by, at=at):
            organization.parent = parent and kept_open(parent)
            _check_place(organization, organization.parent)
            _check_name(organization)
            add(organization)
            organization.refresh_from_db(fields=["above"])
    except IntegrityError as error:
        raise NotAllowed(_lost(organization)) from error
    return organization


def _lost(organization: Organization) -> str:
    return f"“{organization}”未能保存：机构刚刚被他人改动，请刷新后重试。"


def _check_division_code(code: str) -> None:
    if code and not (len(code) == 6 and code.isascii() and code.isdigit()):
        raise NotAllowed(f"行政区划代码“{code}”应为六位数字，例如 420102；没有代码的请留空。", field="division_code")


def _check_place(organization: Organization, parent: Organization | None) -> None:
    kind = Kind(organization.kind)
    if parent is None:
        if kind != Kind.PROVINCIAL_DEPARTMENT:
            raise NotAllowed(f"{kind.label}须有上级机构，请选择。", field="parent")
        if Organization.objects.filter(kind=kind).exists():
            raise NotAllowed("已有省司法厅：一个系统只有一个省司法厅，请在其下设立机构。", field="kind")
        return
    if parent.kind not in PARENTS[kind]:
        allowed = "、".join(Kind(code).label for code in PARENTS[kind])
        way_out = f"其上级应为{allowed}" if allowed else "省司法厅没有上级"
        raise NotAllowed(f"{kind.label}不能设在{Kind(parent.kind).label}“{parent}”之下：{way_out}。", field="parent")
    if organization.from_on is not None:
        existing(parent, organization.from_on, "parent")
    not_beyond(parent, organization.to_on)


def _check_name(organization: Organization) -> None:
    same = Organization.objects.filter(parent=organization.parent, name=organization.name, to_on=None)
    if organization.to_on is None and same.exclude(pk=organization.pk).exists():
        raise NotAllowed(f"“{organization.parent}”之下已有“{organization}”，请使用该机构或改用其他名称。", field="name")


def change_organization(
    *, organization: Organization, by: Actor, at: datetime, reason: str, **changes: Any
) -> Organization:
    """Change names, aliases, division code, review authority, order or the first day; history keeps what was.

    Raises NotAllowed as `create_organization` does.
    """
    require(by, Role.SYSTEM_ADMIN, organization, at=at)
    reason = filled(reason, "变更原因", "reason")
    try:
        with keeping("change_organization", Touched.ORGANIZATION, organization.pk, by=by, at=at, reason=reason):
            organization = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
            change(organization, changes, _CHANGEABLE)
            organization.name = filled(organization.name, "名称", "name")
            in_order(organization.from_on, organization.to_on)
            _check_division_code(organization.division_code)
            _check_name(organization)
            organization.save(update_fields=[*changes, "name"])
    except IntegrityError as error:
        raise NotAllowed(_lost(organization)) from error
    return organization


def move_organization(
    *, organization: Organization, parent: Organization, by: Actor, at: datetime, reason: str
) -> Organization:
    """Put an organization, with everything below it, under another parent, for all time: the tree has no dates.

    A reform that takes effect on a day is a closing and a setting up. Raises NotAllowed when `by` does not administer
    both ends, the kind does not belong there, or it would stand under itself.
    """
    require(by, Role.SYSTEM_ADMIN, organization, at=at)
    require(by, Role.SYSTEM_ADMIN, parent, at=at)
    reason = filled(reason, "变更原因", "reason")
    try:
        with keeping("move_organization", Touched.ORGANIZATION, organization.pk, by=by, at=at, reason=reason):
            both = {row.pk: row for row in _locked([organization, parent])}
            if not {organization.pk, parent.pk} <= both.keys():
                raise NotAllowed(_lost(organization))
            organization, parent = both[organization.pk], both[parent.pk]
            if organization.pk in parent.above:
                raise NotAllowed(f"不能把“{organization}”移到“{parent}”之下：后者是它自身或它的下级。", field="parent")
            organization.parent = parent
            _check_place(organization, parent)
            _check_name(organization)
            organization.save(update_fields=["parent"])
            organization.refresh_from_db(fields=["above"])
    except IntegrityError as error:
        raise NotAllowed(_lost(organization)) from error
    return organization


def _locked(organizations: list[Organization]) -> Iterable[Organization]:
    """Return them as they stand, locked in the order of their ids: two moves crossways wait and do not deadlock."""
    ids = [organization.pk for organization in organizations]
    return Organization.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")


def close_organization(
    *, organization: Organization, last_day: date, by: Actor, at: datetime, reason: str
) -> Organization:
    """Let an organization end with `last_day`.

    Raises NotAllowed while organizations below it or posts in it go on after that day.
    """
    require(by, Role.SYSTEM_ADMIN, organization, at=at)
    reason = filled(reason, "撤销依据", "reason")
    with keeping("close_organization", Touched.ORGANIZATION, organization.pk, by=by, at=at, reason=reason):
        organization = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
        in_order(organization.from_on, last_day)
        children = organization.children.exclude(to_on__lte=last_day).count()
        posts = Post.objects.filter(organization=organization).exclude(to_on__lte=last_day).count()
        if children or posts:
            raise NotAllowed(
                f"不能撤销“{organization}”：{last_day} 之后还有 {children} 个下级机构、{posts} 个任职没有结束。"
                "请先撤销或划转下级机构、办理免职。"
            )
        organization.to_on = last_day
        organization.save(update_fields=["to_on"])
    return organization
