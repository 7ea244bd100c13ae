"""Officials, their approved absences and their contact points."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils import timezone

from xiafang.accounts.acts import recorded
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Actor, Operator, require
from xiafang.accounts.roles import Role
from xiafang.organizations.acts.checks import existing, filled, in_order, one_at_a_time
from xiafang.organizations.acts.keeping import keeping
from xiafang.organizations.models import Absence, ContactPoint, Official, Organization, Post
from xiafang.organizations.touching import Kind
from xiafang.organizations.writing import insert


def _require_over(by: Actor, official: Official, at: datetime) -> None:
    """Let pass a system administrator where `official` has or had a post; any of them for a newcomer."""
    if isinstance(by, Operator):
        return None
    posts = Post.objects.filter(official=official).select_related("organization")
    refusal: NotAllowed | None = None
    for post in posts:
        try:
            return require(by, Role.SYSTEM_ADMIN, post.organization, at=at)
        except NotAllowed as error:
            refusal = error
    if refusal:
        raise refusal
    return require(by, Role.SYSTEM_ADMIN, None, at=at)


def create_official(*, name: str, by: Actor, at: datetime, id: UUID | None = None) -> Official:  # noqa: A002
    """Enter a person in office, without posts yet. Raises NotAllowed when `by` is no system administrator."""
    return create_officials(named={id or uuid4(): name}, by=by, at=at)[0]


def create_officials(*, named: Mapping[UUID, str], by: Actor, at: datetime) -> list[Official]:
    """Enter people by their ids and names, without posts yet. Raises NotAllowed as `create_official` does."""
    require(by, Role.SYSTEM_ADMIN, None, at=at)
    officials = [Official(id=pk, name=filled(name, "姓名", "name")) for pk, name in named.items()]
    with recorded("create_official", by=by, at=at):
        insert(Official, officials)
    return officials


def rename_official(*, official: Official, name: str, by: Actor, at: datetime, reason: str) -> Official:
    """Correct the name. Raises NotAllowed."""
    _require_over(by, official, at)
    with recorded("rename_official", by=by, at=at, reason=filled(reason, "变更原因", "reason")):
        official = Official.objects.select_for_update(no_key=True).get(pk=official.pk)
        official.name = filled(name, "姓名", "name")
        official.save(update_fields=["name"])
    return official


def approve_absence(
    *,
    official: Official,
    from_on: date,
    to_on: date,
    reason: str,
    approved_by: str,
    approved_on: date,
    by: Actor,
    at: datetime,
    id: UUID | None = None,  # noqa: A002
) -> Absence:
    """Record an approved absence, both days included.

    Raises NotAllowed when the dates are reversed, the approval lies in the future, or it meets another absence.
    """
    _require_over(by, official, at)
    in_order(from_on, to_on)
    if approved_on > timezone.localdate(at):
        raise NotAllowed(f"批准日期 {approved_on} 尚未到来，请在批准后登记。", field="approved_on")
    absence = Absence(
        id=id or uuid4(),
        official=official,
        from_on=from_on,
        to_on=to_on,
        reason=filled(reason, "事由", "reason"),
        approved_by=filled(approved_by, "批准人或批准机关", "approved_by"),
        approved_on=approved_on,
    )
    with keeping("approve_absence", Kind.OFFICIAL, official.pk, by=by, at=at):
        one_at_a_time(official)
        if other := official.absences.during(from_on, to_on).first():
            raise NotAllowed(
                f"“{official}”{other.from_on}至{other.to_on}已批准离岗（{other.reason}），时间重叠："
                "请改填不重叠的起止日期，或先撤回原记录。",
                field="from_on",
            )
        absence.save(force_insert=True)
    return absence


def end_absence(*, absence: Absence, last_day: date, by: Actor, at: datetime) -> Absence:
    """Let an absence end early, with `last_day` (销假). Raises NotAllowed when that lies outside of it."""
    _require_over(by, absence.official, at)
    with keeping("end_absence", Kind.OFFICIAL, absence.official_id, by=by, at=at):
        absence = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
        if not absence.from_on <= last_day <= absence.to_on:
            raise NotAllowed(
                f"最后一天应在 {absence.from_on} 至 {absence.to_on} 之间；延长请另行报批，从未离岗请撤回。",
                field="last_day",
            )
        absence.to_on = last_day
        absence.save(update_fields=["to_on"])
    return absence


def withdraw_absence(*, absence: Absence, by: Actor, at: datetime, reason: str) -> None:
    """Remove an absence that was not taken or never approved; history keeps it, with the reason. Raises NotAllowed."""
    _require_over(by, absence.official, at)
    reason = filled(reason, "撤回原因", "reason")
    with keeping("withdraw_absence", Kind.OFFICIAL, absence.official_id, by=by, at=at, reason=reason):
        absence.delete()


def keep_contact_point(
    *,
    official: Official,
    organization: Organization,
    from_on: date,
    by: Actor,
    at: datetime,
    to_on: date | None = None,
    id: UUID | None = None,  # noqa: A002
) -> ContactPoint:
    """Make `organization` a contact point of `official` (联系点, 第十条).

    Raises NotAllowed when it does not exist then, the dates are reversed, or it is one already.
    """
    _require_over(by, official, at)
    in_order(from_on, to_on)
    existing(organization, from_on)
    point = ContactPoint(id=id or uuid4(), official=official, organization=organization, from_on=from_on, to_on=to_on)
    with recorded("keep_contact_point", by=by, at=at):
        one_at_a_time(official)
        periods = official.contact_points.filter(organization=organization)
        if any(p.from_on <= (to_on or date.max) and from_on <= (p.to_on or date.max) for p in periods):
            raise NotAllowed(f"“{organization}”在此期间已是“{official}”的联系点，无需重复登记。", field="organization")
        point.save(force_insert=True)
    return point


def end_contact_point(*, point: ContactPoint, last_day: date, by: Actor, at: datetime) -> ContactPoint:
    """Let a contact point end with `last_day`. Raises NotAllowed when that is before its first day."""
    _require_over(by, point.official, at)
    with recorded("end_contact_point", by=by, at=at):
        point = ContactPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
        in_order(point.from_on, last_day)
        point.to_on = last_day
        point.save(update_fields=["to_on"])
    return point
