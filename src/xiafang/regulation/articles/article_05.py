"""第五条 第一责任人: every organ has exactly one principal, who answers first for petition work."""

from collections.abc import Iterator
from datetime import date

import msgspec

from xiafang.regulation.calendar import judged_on
from xiafang.regulation.facts import Organization
from xiafang.regulation.findings import Finding
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Situation, exists_on, held_on

ORGANS = frozenset(
    {"provincial_department", "city_bureau", "county_bureau", "prison_administration", "rehab_administration"}
)
"""The kinds of organization with a leading body that answers for petition work."""


def day_of_judgement(now: Situation) -> date:
    """Return as_of, or the year's last day if as_of is later."""
    return min(now.as_of, now.whole_year.last)


def organs(now: Situation) -> Iterator[Organization]:
    """Give the organs that exist on the day of judgement."""
    day = day_of_judgement(now)
    return (o for o in now.facts.organizations if o.kind in ORGANS and exists_on(o, day))


def principals(now: Situation, organization: str, day: date) -> list[str]:
    """Return the ids of the officials who hold a principal post there on `day`, sorted."""
    posts = ((official.id, post) for official, post in now.principal_posts.get(organization, ()))
    return sorted({identifier for identifier, post in posts if held_on(post, day)})


@duty("principal.one", article="第五条", title="明确第一责任人", subject="organization", subjects=organs, way="today")
def have_one_principal(this: Duty, organization: Organization, now: Situation) -> Finding:
    """Judge whether exactly one official holds a principal post in the organ."""
    day = day_of_judgement(now)
    found = principals(now, organization.id, day)
    who = f"{now.organization_name(organization.id)}在{day}应有且只有一名主要负责人（{this.article}）"
    names = "、".join(now.official_name(identifier) for identifier in found)
    if len(found) == 1:
        why = f"{who}，现为{names}。"
    elif not found:
        why = f"{who}，现无人任主要负责人：请登记任职。"
    else:
        why = f"{who}，现有{len(found)}人（{names}）：请核对并结束多余的任职。"
    return Finding(
        this.name,
        this.article,
        f"organization:{organization.id}",
        now.whole_year.label,
        day,
        "met" if len(found) == 1 else "breached",
        1,
        len(found),
        None,
        tuple(f"official:{identifier}" for identifier in found),
        why,
        False,
        judged_on(day) if now.explaining else msgspec.UNSET,
    )
