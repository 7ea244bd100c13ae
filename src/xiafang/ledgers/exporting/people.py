"""Organizations, officials and accounts as tables."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from xiafang.accounts.models import RoleGrant, User
from xiafang.adapters.sheets import Value
from xiafang.ledgers.exporting import Exported, exported
from xiafang.organizations.models import Official, Organization, Post

_UNITS = ["机构名称", "简称", "别名", "机构类别", "上级机构", "行政区划代码", "复查机关", "设立日期", "撤销日期"]


def organizations(found: QuerySet[Organization]) -> Exported:
    """Return the organizations in the order of the tree. One query a piece."""
    rows = found.select_related("parent").order_by("above", "ordinal", "name")
    return exported("机构", _UNITS, rows, lambda some: [_organization(row) for row in some])


def _organization(row: Organization) -> list[Value]:
    return [
        row.name,
        row.short_name,
        "、".join(row.aliases),
        row.get_kind_display(),
        row.parent.name if row.parent else None,
        row.division_code,
        row.review_authority,
        row.from_on,
        row.to_on,
    ]


_POSTS = ["姓名", "任职单位", "职务", "职级", "领导班子成员", "主要负责人", "分工", "任职日期", "免职日期"]


def officials(found: QuerySet[Official]) -> Exported:
    """Return the posts of the officials, one a row. One query a piece."""
    posts = Post.objects.filter(official__in=found).select_related("official", "organization")
    rows = posts.order_by("official__name", "official", "from_on", "pk")
    return exported("干部任职", _POSTS, rows, lambda some: [_post(row) for row in some])


def _post(row: Post) -> list[Value]:
    return [
        row.official.name,
        row.organization.name,
        row.title,
        row.get_rank_display(),
        row.leadership,
        row.principal,
        row.portfolio,
        row.from_on,
        row.to_on,
    ]


_ACCOUNTS = ["用户名", "姓名", "对应干部", "状态", "角色", "角色所在机构", "角色自", "角色至"]


def accounts(found: QuerySet[User], day: date) -> Exported:
    """Return the accounts, a row for each role that is held on `day`. Two queries a piece."""
    grants = RoleGrant.objects.on(day).select_related("organization").order_by("role", "pk")
    users = found.select_related("official").prefetch_related(Prefetch("grants", grants, to_attr="held"))
    rows = users.order_by("username")
    return exported("账号与角色", _ACCOUNTS, rows, lambda some: [line for row in some for line in _account(row)])


def _account(row: User) -> list[list[Value]]:
    first: list[Value] = [row.username, row.name]
    first += [row.official.name if row.official else None, "启用" if row.is_active else "停用"]
    held: list[RoleGrant] = row.held  # type: ignore[attr-defined]
    lines: list[list[Value]] = [
        [*first, grant.get_role_display(), grant.organization.name, grant.from_on, grant.to_on] for grant in held
    ]
    return lines or [[*first, None, None, None, None]]
