"""Posts: appoint, change, end, remove what was entered by mistake."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID, uuid4

from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Actor, require
from xiafang.accounts.roles import Role
from xiafang.organizations.acts.checks import change, existing, filled, in_order, kept_open, not_beyond, one_at_a_time
from xiafang.organizations.acts.keeping import keeping
from xiafang.organizations.kinds import LED, Kind, Rank
from xiafang.organizations.models import Official, Organization, Post
from xiafang.organizations.touching import Kind as Touched
from xiafang.organizations.writing import add

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
    require(by, Role.SYSTEM_ADMIN, organization, at=at)
    post = Post(
        id=id or uuid4(),
        official=official,
        organization=organization,
        title=filled(title, "职务", "title"),
        rank=rank,
        from_on=from_on,
        to_on=to_on,
        **details,
    )
    with keeping("appoint", Touched.OFFICIAL, official.pk, by=by, at=at):
        one_at_a_time(official)
        post.organization = kept_open(organization)
        _check(post)
        add(post)
        return Appointment(post, _warnings(post))


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
        _check(post)
        post.save(update_fields=[*changes, "title"])
        return Appointment(post, _warnings(post))


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


def _check(post: Post) -> None:
    in_order(post.from_on, post.to_on)
    existing(post.organization, post.from_on)
    not_beyond(post.organization, post.to_on)
    same = Post.objects.during(post.from_on, post.to_on).exclude(pk=post.pk)
    same = same.filter(official=post.official_id, organization=post.organization_id, title=post.title)
    if earlier := same.first():
        until = f"至 {earlier.to_on}" if earlier.to_on else "今"
        raise NotAllowed(
            f"“{post.official}”自 {earlier.from_on} {until}已任“{post.organization}{post.title}”，"
            "不能重复登记：请先免去原任职，或更正其日期。"
        )


def _warnings(post: Post) -> tuple[str, ...]:
    if not post.principal or Kind(post.organization.kind) not in LED:
        return ()
    others = Post.objects.principals().during(post.from_on, post.to_on).filter(organization=post.organization)
    names = [str(other.official) for other in others.exclude(official=post.official_id).select_related("official")]
    if not names:
        return ()
    return (
        f"“{post.organization}”在此期间的主要负责人还有{'、'.join(names)}：第五条要求一个班子一名主要负责人，"
        "请办理前任免职，否则“第一责任人”一项将不合格。",
    )
