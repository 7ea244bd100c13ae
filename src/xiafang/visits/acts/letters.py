"""Online letters to leaders: entered by a clerk, read and answered by the leader (第十一条)."""

from datetime import date
from typing import Unpack
from uuid import UUID

from xiafang.accounts.rights import Operator
from xiafang.casework.acts import How
from xiafang.organizations.models import Official, Organization, Post
from xiafang.visits.acts.doing import Doing, beginning, for_leader, keeps_for, taking
from xiafang.visits.codes import Mailbox
from xiafang.visits.models import Letter
from xiafang.words import tidy


def enter_letter(
    *,
    official: Official,
    mailbox: Mailbox,
    received_on: date,
    gist: str,
    organization: Organization | None = None,
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
    **how: Unpack[How],
) -> Letter:
    """Enter a letter to a leader. `organization` need be said only when the leader holds posts in several.

    Raises NotAllowed when `by` is neither the leader nor the petition office of the leader's organization or above, the
    leader holds no post (there) on the day of receipt, or that day lies after the deed.
    """
    row = Letter(official=official, mailbox=mailbox, received_on=received_on)
    with beginning("enter_letter", row, how) as doing:
        if received_on > doing.on:
            raise doing.no(f"收到日期 {received_on} 晚于登记日期 {doing.on}，请核对日期。", field="received_on")
        row.organization = _unit(doing, official, organization)
        if not (
            isinstance(how["by"], Operator)
            or doing.standing.official == official.pk
            or keeps_for(row.organization, doing.standing, liaison=False)
        ):
            raise doing.no(f"来信由领导本人或“{row.organization}”及其上级的信访部门登记，请与其联系。")
        row.gist = doing.filled(gist, "来信要点", "gist")
        for name, value in (doing.recorded() | ({"id": id} if id else {})).items():
            setattr(row, name, value)
        row.save(force_insert=True)
        doing.said = f"登记 {received_on} 收到的致{official}的来信（{mailbox.label}）"
    return row


def _unit(doing: Doing[Letter], official: Official, named: Organization | None) -> Organization:
    day = doing.row.received_on
    posts = Post.objects.on(day).filter(official=official).select_related("organization").order_by("ordinal", "from_on")
    held = {post.organization_id: post.organization for post in posts}
    if named is not None and named.pk not in held:
        raise doing.no(f"“{official}”在 {day} 不在“{named}”任职，请核对。", field="organization")
    if named is not None:
        return held[named.pk]
    if not held:
        raise doing.no(f"“{official}”在 {day} 没有任职，请核对收信领导或日期。", field="official")
    if len(held) > 1:
        names = "、".join(f"“{unit}”" for unit in held.values())
        raise doing.no(f"“{official}”同时在{names}任职，请选择来信对应的机构。", field="organization")
    return next(iter(held.values()))


def read_letter(*, letter: Letter, remark: str = "", **how: Unpack[How]) -> Letter:
    """Record that the leader read the letter (阅批); who else records it does so on the leader's behalf.

    Raises NotAllowed when it was read before, or the day lies before the receipt.
    """
    with taking("read_letter", letter, how) as doing:
        row = doing.row
        if row.read_on:
            raise doing.no(f"该来信已于 {row.read_on} 阅批。")
        doing.not_before(row.received_on, "收到日期")
        for_leader(doing)
        row.read_on, row.remark = doing.on, tidy(remark)
        doing.said = "阅批来信" + (f"：{row.remark}" if row.remark else "")
    return letter


def reply_letter(*, letter: Letter, reply: str, **how: Unpack[How]) -> Letter:
    """Record the answer to the letter. Raises NotAllowed when it was answered before, or not read yet."""
    with taking("reply_letter", letter, how) as doing:
        row = doing.row
        if row.replied_on:
            raise doing.no(f"该来信已于 {row.replied_on} 答复。")
        if not row.read_on and not doing.imported:
            raise doing.no("该来信还没有阅批：领导应当先阅批再答复（办法第十一条），请先登记阅批。")
        doing.not_before(row.read_on or row.received_on, "阅批日期" if row.read_on else "收到日期")
        for_leader(doing)
        row.reply = doing.filled(reply, "答复要点", "reply")
        row.replied_on = doing.on
        doing.said = f"答复来信：{row.reply}"
    return letter
