"""The workplace's navigation. An entry stands here only when its page exists; `roles` says who sees it."""

from typing import Any

import msgspec
from django.urls import reverse

from xiafang.accounts.roles import ADMINISTRATORS, Role
from xiafang.accounts.standing import Standing


class Entry(msgspec.Struct, frozen=True):
    """One entry, for those who hold one of `roles`; for everybody when it names none.

    `section` is the first part of the names of the pages that belong to it (`articles` of `articles-one`).
    """

    label: str
    url: str
    icon: str
    section: str
    roles: tuple[Role, ...] = ()


class Group(msgspec.Struct, frozen=True):
    """Entries under one heading; the first group has none."""

    label: str
    entries: tuple[Entry, ...]


DUTY_BOUND = tuple(role for role in Role if role not in ADMINISTRATORS)
"""Everybody but the administrators, who see nothing of what is owed."""

WORKING = (Role.LEADER, Role.PETITION_OFFICE, Role.LIAISON, Role.HANDLER)
"""Who works matters, or answers for them."""

VISITING = (Role.LEADER, Role.PETITION_OFFICE, Role.LIAISON)
"""Who plans, makes and records visits."""

GROUPS: tuple[Group, ...] = (
    Group("", (Entry("首页", "home", "home", "home"), Entry("职责台账", "duties", "board", "duties", DUTY_BOUND))),
    Group(
        "信访工作",
        (
            Entry("信访事项", "matters", "matters", "matters", WORKING),
            Entry("下访", "visits", "visits", "visits", VISITING),
            Entry("突出问题清单", "shortlists", "shortlists", "shortlists", VISITING),
            Entry("网上来信", "letters", "letters", "letters", (Role.LEADER, Role.PETITION_OFFICE)),
            Entry("台账导入", "imports", "import", "imports", (Role.PETITION_OFFICE, Role.SYSTEM_ADMIN)),
        ),
    ),
    Group(
        "督查考核",
        (
            Entry("督查考核", "supervision", "supervision", "supervision", DUTY_BOUND),
            Entry("包案台账", "sponsorships", "sponsorships", "sponsorships", DUTY_BOUND),
        ),
    ),
    Group(
        "机构与人员",
        (
            Entry("机构", "organizations", "organizations", "organizations"),
            Entry("干部与任职", "officials", "officials", "officials"),
            Entry("账号与角色", "users", "accounts", "users", ADMINISTRATORS),
            Entry("审计", "audit", "audit", "audit", (Role.AUDIT_ADMIN,)),
        ),
    ),
    Group(
        "规则",
        (
            Entry("办法条文", "articles", "articles", "articles"),
            Entry("工作日历", "calendar", "calendar", "calendar"),
        ),
    ),
)


def navigation(standing: Standing, url_name: str | None) -> list[dict[str, Any]]:
    """Return the groups that somebody of this standing sees, the entry of the page called `url_name` marked current."""
    section = (url_name or "").split("-")[0]
    groups = []
    for group in GROUPS:
        entries = [
            {
                "label": entry.label,
                "href": reverse(entry.url),
                "icon": entry.icon,
                "current": "page" if entry.url == url_name else "true" if entry.section == section else "",
            }
            for entry in group.entries
            if not entry.roles or standing.holds(*entry.roles)
        ]
        if entries:
            groups.append({"label": group.label, "entries": entries})
    return groups
