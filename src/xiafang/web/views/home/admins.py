"""What the three administrators have to look after."""

from datetime import date, timedelta

from axes.models import AccessFailureLog
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.models import RoleGrant, User
from xiafang.accounts.roles import Role
from xiafang.organizations.kinds import LED
from xiafang.organizations.models import Organization, Post, WorkCalendarDay
from xiafang.regulation.calendar import shipped_table
from xiafang.web.signs import sign
from xiafang.web.subjects import Named
from xiafang.web.views.home.items import Item, Section
from xiafang.web.views.home.nexts import act

SHOWN = 8
SOON = timedelta(days=30)


def system(day: date) -> list[Section]:
    """Return units without a principal, and years whose days off are not official yet. Five queries."""
    posts = Post.objects.on(day).principals().filter(organization=OuterRef("pk"))
    vacant = Organization.objects.on(day).filter(~Exists(posts), kind__in=LED).order_by("ordinal", "name")
    items = [
        Item(
            "主要负责人空缺",
            Named(row.name, reverse("organizations-one", args=[row.pk])),
            "没有第一责任人（第五条）",
            sign=sign("vacant"),
            act=act("任命", "officials-appoint"),
        )
        for row in vacant[:SHOWN]
    ]
    return [
        *_beginning(),
        Section(
            "vacant",
            "主要负责人空缺",
            items,
            vacant.count(),
            reverse("organizations"),
            "每个机构都有主要负责人。",
        ),
        _calendar(day),
    ]


def _beginning() -> list[Section]:
    """Return how a province begins that is still nothing but its department. Two queries."""
    if Organization.objects.count() > 1 and Post.objects.exists():
        return []
    steps = (
        ("一、机构", "导入机构名册，或者逐个设立", act("导入", "imports")),
        ("二、干部任职", "机构有了以后，导入领导班子名册，或者逐人任命", act("导入", "imports")),
        ("三、账号", "开立账号，再由安全管理员授予角色", act("开立账号", "users-create")),
    )
    items = [Item(what, short=short, act=step) for what, short, step in steps]
    return [Section("begin", "从这里开始", items, len(items))]


def _calendar(day: date) -> Section:
    years = shipped_table().years
    items = []
    for year in (day.year, day.year + 1):
        known = year in years and years[year].status == "official"
        own = WorkCalendarDay.objects.filter(day__year=year, status=WorkCalendarDay.Status.OFFICIAL).exists()
        if not known and not own:
            page = reverse("calendar-year", args=[year])
            short = "国务院办公厅公布以后请登记，期限随之重算"
            items.append(
                Item(
                    f"{year}年放假安排", Named("工作日历", page), short, sign=sign("provisional"),
                    act=act("登记", "calendar-add"),
                )
            )  # fmt: skip
    return Section("calendar", "放假安排", items, len(items), reverse("calendar"), "本年和下一年的安排均已公布。")


def security(day: date) -> list[Section]:
    """Return accounts without a role, and roles that end soon. Four queries."""
    granted = RoleGrant.objects.on(day).filter(user=OuterRef("pk"))
    idle = User.objects.filter(~Exists(granted), is_active=True).order_by("username")
    ending = RoleGrant.objects.on(day).filter(to_on__lte=day + SOON).select_related("user", "organization")
    without = [
        Item(row.name, _account(row), "启用但没有任何角色", act=act("授予角色", "users-grant", row.pk))
        for row in idle[:SHOWN]
    ]
    soon = [
        Item(
            row.get_role_display(),
            _account(row.user),
            f"{row.organization}，{row.to_on} 到期",
            row.to_on,
            act=act("查看", "users-one", row.user_id),
        )
        for row in ending.order_by("to_on", "pk")[:SHOWN]
    ]
    return [
        Section("idle", "没有角色的账号", without, idle.count(), reverse("users"), "启用的账号都有角色。"),
        Section("ending", "30天内到期的角色", soon, ending.count(), reverse("users"), "30天内没有角色到期。"),
    ]


def _account(user: User) -> Named:
    return Named(user.username, reverse("users-one", args=[user.pk]), user.name)


def audit(day: date) -> list[Section]:
    """Return the roles granted and the sign-ins that failed in the last seven days. Four queries."""
    since = day - timedelta(days=7)
    granted = RoleGrant.objects.filter(from_on__gte=since, from_on__lte=day).select_related("user", "organization")
    failed = AccessFailureLog.objects.filter(attempt_time__date__gte=since)
    roles = [
        Item(
            Role(row.role).label,
            _account(row.user),
            str(row.organization),
            row.from_on,
            act=act("查看", "users-one", row.user_id),
        )
        for row in granted.order_by("-from_on", "-pk")[:SHOWN]
    ]
    tries = [
        Item(
            "登录失败",
            Named(row.username or "（未填）"),
            str(row.ip_address or ""),
            timezone.localdate(row.attempt_time),
        )
        for row in failed.order_by("-attempt_time")[:SHOWN]
    ]
    return [
        Section("granted", "7天内起算的角色", roles, granted.count(), reverse("users"), "7天内没有新的角色。"),
        Section("failed", "7天内的登录失败", tries, failed.count(), "", "7天内没有登录失败。"),
    ]
