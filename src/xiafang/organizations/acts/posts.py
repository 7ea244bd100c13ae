"""Posts: appoint, change, end, remove what was entered by mistake."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID, uuid4

from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Actor, require
from xiafang.accounts.roles import Role
from xiafang.organizations.acts.checks import (
    all_kept_open,
    change,
    existing,
    filled,
    in_order,
    kept_open,
    not_beyond,
    one_at_a_time,
)
from xiafang.organizations.acts.keeping import keeping
from xiafang.organizations.kinds import LED, Kind, Rank
from xiafang.organizations.models import Official, Organization, Post
from xiafang.organizations.touching import Kind as Touched
from xiafang.organizations.writing import insert

_CHANGEABLE = {"title", "rank", "leadership", "principal", "portfolio", "from_on", "to_on", "ordinal"}


@dataclass(frozen=True)
class Appointment:
    """A post as written, and what the clerk should look at."""

    post: Post
    warnings: tuple[str, ...] = ()


class Details(TypedDict, total=False):
    """What a post may be besides its title, rank and days."""

    leadership: bool
    principal: bool
    portfolio: str
    ordinal: int


def appoint(
    *,
    official: Official,
    organization: Organization,
    title: str,
    rank: Rank,
    from_on: date,
    by: Actor,
    at: datetime,
    to_on: date | None = None,
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
    **details: Unpack[Details],
) -> Appointment:
    """Give an official a post, both days included; without `to_on` until it is ended.

    A second principal at the same time is written with a warning: `principal.one` judges it. Raises NotAllowed when
    `by` is no system administrator there, the organization does not exist then, the dates are reversed, or the same
    post is held already.
    """
    post = Post(
        id=id or uuid4(),
        official=official,
        organization=organization,
        title=title,
        rank=rank,
        from_on=from_on,
        to_on=to_on,
        **details,
    )
    return appoint_all(posts=[post], by=by, at=at)[0]


def appoint_all(*, posts: Sequence[Post], by: Actor, at: datetime) -> list[Appointment]:
    """Give officials the posts, all of them or none; not written yet, they are what `appoint` takes.

    Raises NotAllowed as `appoint` does. A query for each organization, and five.
    """
    for organization in {post.organization_id: post.organization for post in posts}.values():
        require(by, Role.SYSTEM_ADMIN, organization, at=at)
    for post in posts:
        post.title = filled(post.title, "职务", "title")
    officials = {post.official_id: post.official for post in posts}
    with keeping("appoint", Touched.OFFICIAL, *officials, by=by, at=at):
        one_at_a_time(*officials.values())
        organizations = all_kept_open({post.organization_id for post in posts})
        for post in posts:
            post.organization = organizations[post.organization_id]
        _check(posts)
        insert(Post, posts)
        warnings = _warnings(posts)
        return [Appointment(post, warnings.get(post.pk, ())) for post in posts]


def change_post(*, post: Post, by: Actor, at: datetime, reason: str, **changes: Any) -> Appointment:
    """Change title, rank, portfolio, flags or days of a post as if it had always been so; history keeps what was.

    What changes on a day, as a promotion does, is an ending and an appointment. Raises NotAllowed as `appoint` does.
    """
    require(by, Role.SYSTEM_ADMIN, post.organization, at=at)
    reason = filled(reason, "变更原因", "reason")
    with keeping("change_post", Touched.OFFICIAL, post.official_id, by=by, at=at, reason=reason):
        one_at_a_time(post.official)
        post = Post.objects.select_related("organization", "official").get(pk=post.pk)
        post.organization = kept_open(post.organization)
        change(post, changes, _CHANGEABLE)
        post.title = filled(post.title, "职务", "title")
        _check([post])
        post.save(update_fields=[*changes, "title"])
        return Appointment(post, _warnings([post]).get(post.pk, ()))


def end_post(*, post: Post, last_day: date, by: Actor, at: datetime) -> Post:
    """Let a post end with `last_day`.

    Raises NotAllowed when that is before its first day, or it has ended already.
    """
    require(by, Role.SYSTEM_ADMIN, post.organization, at=at)
    with keeping("end_post", Touched.OFFICIAL, post.official_id, by=by, at=at):
        post = Post.objects.select_for_update(of=("self",)).select_related("organization").get(pk=post.pk)
        if post.to_on is not None:
            raise NotAllowed(f"该任职已于 {post.to_on} 结束；日期有误请用“更正任职”。", field="last_day")
        if last_day < post.from_on:
            raise NotAllowed(f"免职日期 {last_day} 早于任职日期 {post.from_on}，请核对后重填。", field="last_day")
        post.to_on = last_day
        post.save(update_fields=["to_on"])
    return post


def remove_post(*, post: Post, by: Actor, at: datetime, reason: str) -> None:
    """Remove a post that never was; history keeps it, with the reason. Raises NotAllowed."""
    require(by, Role.SYSTEM_ADMIN, post.organization, at=at)
    reason = filled(reason, "删除原因", "reason")
    with keeping("remove_post", Touched.OFFICIAL, post.official_id, by=by, at=at, reason=reason):
        post.delete()


def _check(posts: Sequence[Post]) -> None:
    """Raise NotAllowed when one of the posts cannot be, or not besides those there and the others. One query."""
    for post in posts:
        in_order(post.from_on, post.to_on)
        existing(post.organization, post.from_on)
        not_beyond(post.organization, post.to_on)
    there = Post.objects.filter(official__in={post.official_id for post in posts})
    held: defaultdict[tuple[UUID, UUID, str], list[Post]] = defaultdict(list)
    for post in [*there.exclude(pk__in=[post.pk for post in posts]), *posts]:
        held[post.official_id, post.organization_id, post.title].append(post)
    for post in posts:
        same = held[post.official_id, post.organization_id, post.title]
        if earlier := next((other for other in same if other is not post and _meet(other, post)), None):
            until = f"至 {earlier.to_on}" if earlier.to_on else "今"
            raise NotAllowed(
                f"“{post.official}”自 {earlier.from_on} {until}已任“{post.organization}{post.title}”，"
                "不能重复登记：请先免去原任职，或更正其日期。"
            )


def _meet(one: Post, other: Post) -> bool:
    """Return whether there is a day on which both are held."""
    return one.from_on <= (other.to_on or date.max) and other.from_on <= (one.to_on or date.max)


def _warnings(posts: Sequence[Post]) -> dict[UUID, tuple[str, ...]]:
    """Return what to look at in each post: who else is principal there at that time. One query, if any is principal."""
    heads = [post for post in posts if post.principal and Kind(post.organization.kind) in LED]
    if not heads:
        return {}
    there = Post.objects.principals().filter(organization__in={post.organization_id for post in heads})
    all_heads: defaultdict[UUID, list[Post]] = defaultdict(list)
    for post in there.select_related("official"):
        all_heads[post.organization_id].append(post)
    found: dict[UUID, tuple[str, ...]] = {}
    for post in heads:
        others = [other for other in all_heads[post.organization_id] if other.official_id != post.official_id]
        if names := [str(other.official) for other in others if _meet(other, post)]:
            found[post.pk] = (
                f"“{post.organization}”在此期间的主要负责人还有{'、'.join(names)}：第五条要求一个班子一名主要负责人，"
                "请办理前任免职，否则“第一责任人”一项将不合格。",
            )
    return found
