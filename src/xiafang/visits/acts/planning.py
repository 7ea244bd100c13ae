"""Before a visit: the date is fixed, changed or given up, and the petitioners are told (第九至十四条)."""

from collections.abc import Iterator, Sequence, Sized
from datetime import date
from typing import Unpack
from uuid import UUID, uuid4

from xiafang.accounts.rights import Operator
from xiafang.casework import sight
from xiafang.casework.acts import How
from xiafang.casework.models import Matter
from xiafang.organizations.acts.checks import existing
from xiafang.organizations.models import Official, Organization
from xiafang.organizations.writing import add, insert
from xiafang.visits.acts.doing import Doing, beginning, keeps_for, taking
from xiafang.visits.acts.people import NO_LEADER, check_free, check_led, in_post, let_go, matters_of, refuse_stranger
from xiafang.visits.codes import Format, Mode, NoticeChannel, Status, TargetSource
from xiafang.visits.models import Notice, Visit, VisitMatter
from xiafang.words import tidy

NEEDS_MATTER = (Mode.WITH_CASE, Mode.APPOINTMENT)


def schedule_visit(
    *,
    organization: Organization,
    mode: Mode,
    date: date,
    leaders: Sequence[Official],
    matters: Sequence[Matter] = (),
    format: Format = Format.SOLO,  # noqa: A002 - the field's word (形式)
    accompanying: Sequence[Official] = (),
    place: str = "",
    at_home: bool = False,
    target_source: TargetSource | None = None,
    tags: Sequence[str] = (),
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
    **how: Unpack[How],
) -> Visit:
    """Fix the date of a visit; the deed's day is the day on which it was fixed. The leaders see its matters from then.

    Raises NotAllowed when `by` is neither the petition office there or above, nor the liaison, nor one of the leaders
    there; when the date lies before the deed; a leader holds no post on the date, or none of them one
    there or above; a visit with cases names none; or a
    matter is over, another unit's to work on, or about a leader or the organization.
    """
    row = Visit(
        organization=organization,
        mode=mode,
        format=format,
        date=date,
        place=tidy(place),
        at_home=at_home,
        scheduled_on=how["on"],
        target_source=target_source or "",
    )
    with beginning("schedule_visit", row, how) as doing:
        doing_date(doing, date)
        listed = prepare(doing, leaders, accompanying, matters, tags)
        if id:
            row.id = id
        add(row)
        add_matters(doing, listed)
        names = "、".join(str(leader) for leader in leaders)
        doing.said = f"安排 {date} 由{names}{Mode(mode).label}"
        doing.facts = {"date": date.isoformat(), "leaders": [str(leader.pk) for leader in leaders]}
    return row


def doing_date(doing: Doing[Visit], day: date) -> None:
    """Raise NotAllowed when a visit is fixed for a day before it was fixed."""
    if day < doing.on:
        raise doing.no(f"下访日期 {day} 早于确定日期之日 {doing.on}：已经举行的，请办理“登记临时下访”。", field="date")


def prepare(
    doing: Doing[Visit],
    leaders: Sequence[Official],
    accompanying: Sequence[Official],
    matters: Sequence[Matter],
    tags: Sequence[str],
) -> list[Matter]:
    """Complete a new visit and return its matters, locked. Raises NotAllowed, see the acts."""
    row = doing.row
    me = doing.standing.official
    led = me in {leader.pk for leader in leaders} and row.organization_id in doing.standing.belongs
    if not (isinstance(doing.how["by"], Operator) or led or keeps_for(row.organization, doing.standing)):
        raise refuse_stranger(doing, row.organization)
    existing(row.organization, row.date)
    for fact, why in lacking(row.mode, leaders, matters):
        if fact != "matters" or not doing.imported:
            raise doing.no(why, field=fact)
    posts = in_post(doing, leaders, row.date)
    check_format(doing, leaders)
    heads = {head.pk for head in accompanying}
    if not heads.isdisjoint(posts) or len(heads) < len(accompanying):
        raise doing.no("陪同负责人与接访领导重复，或选了两次，请删去重复的。", field="accompanying")
    locked = matters_of(doing, matters)
    check_free(doing, locked, posts, row.organization)
    check_led(doing, posts, row.organization, row.date)
    for name, value in doing.recorded().items():
        setattr(row, name, value)
    row.leaders = [leader.pk for leader in leaders]
    row.accompanying = [head.pk for head in accompanying]
    row.tags = list(dict.fromkeys(filter(None, map(tidy, tags))))
    return locked


def lacking(mode: str, leaders: Sized, matters: Sized) -> Iterator[tuple[str, str]]:
    """Give each fact that a visit cannot be without and that was not entered, with why it is asked for."""
    if not leaders:
        yield "leaders", NO_LEADER
    if mode in NEEDS_MATTER and not matters:
        yield "matters", f"{Mode(mode).label}应当写明信访事项（办法第九条），请选择事项。"


def check_format(doing: Doing[Visit], leaders: Sequence[Official]) -> None:
    """Raise NotAllowed when the format does not fit the number of leaders (第十条)."""
    if doing.row.format == Format.SOLO and len(leaders) > 1:
        raise doing.no(
            "单独下访只有一名接访领导；多名领导的，请选“集中会办”或“分组下访”（办法第十条）。", field="format"
        )


def add_matters(doing: Doing[Visit], matters: Sequence[Matter]) -> list[VisitMatter]:
    """List the matters on the visit and let its leaders see them."""
    row = doing.row
    first = VisitMatter.objects.filter(visit=row).count() + 1 if matters else 1
    listed = enumerate(matters, first)
    made = [VisitMatter(id=uuid4(), visit=row, matter=matter, ordinal=ordinal) for ordinal, matter in listed]
    insert(VisitMatter, made)
    for matter in matters:
        sight.let_leaders_see(matter, row.leaders, source=row.pk)
        doing.notes.append((matter, f"列为 {row.date} 下访的接待事项"))
    return made


def check_planned(doing: Doing[Visit]) -> None:
    """Raise NotAllowed when the visit was held or cancelled."""
    row = doing.row
    if row.status != Status.PLANNED:
        raise doing.no(
            f"该下访{row.get_status_display()}，只有已安排的下访可以办理；登记有误的，请提请作废后重新登记。"
        )


def change_date(*, visit: Visit, date: date, reason: str, **how: Unpack[How]) -> Visit:
    """Move a planned visit to another date; the petitioners have to be told anew.

    Raises NotAllowed when it is no longer planned, the new date lies before the deed, or a leader holds no post then.
    """
    with taking("change_date", visit, how) as doing:
        row = doing.row
        check_planned(doing)
        doing.not_before(row.scheduled_on, "确定日期之日")
        reason = doing.filled(reason, "改期原因", "reason")
        if date == row.date:
            raise doing.no(f"下访日期本来就是 {date}，没有变化。", field="date")
        if date < doing.on:
            raise doing.no(f"新日期 {date} 早于改期之日 {doing.on}，请核对日期。", field="date")
        existing(row.organization, date)
        posts = in_post(doing, list(Official.objects.filter(pk__in=row.leaders)), date)
        check_led(doing, posts, row.organization, date)
        doing.said = f"下访日期由 {row.date} 改为 {date}：{reason}"
        doing.facts = {"before": row.date.isoformat(), "after": date.isoformat()}
        row.date = date
    return visit


def cancel_visit(*, visit: Visit, reason: str, **how: Unpack[How]) -> Visit:
    """Give up a planned visit. Raises NotAllowed when it is no longer planned, or without a reason."""
    with taking("cancel_visit", visit, how) as doing:
        row = doing.row
        check_planned(doing)
        doing.not_before(row.scheduled_on, "确定日期之日")
        row.cancel_reason = doing.filled(reason, "取消原因", "reason")
        row.status, row.cancelled_on = Status.CANCELLED, doing.on
        doing.said = f"取消 {row.date} 的下访：{row.cancel_reason}"
        for line in row.matters.visible_to(how["by"]).select_related("matter"):
            let_go(doing, line.matter, source=row.pk)
    return visit


def give_notice(
    *,
    visit: Visit,
    matter: Matter,
    channel: NoticeChannel,
    note: str = "",
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
    **how: Unpack[How],
) -> Notice:
    """Record that a petitioner was told beforehand; the deed's day is the day of sending.

    Raises NotAllowed when the matter is not on the visit, the visit is cancelled, or the day lies before the date was
    fixed or after the visit.
    """
    with taking("give_notice", visit, how) as doing:
        row = doing.row
        if row.status == Status.CANCELLED:
            raise doing.no("该下访已取消，不必告知；需要说明取消情况的，请在事项中记载。")
        line = row.matters.visible_to(how["by"]).select_related("matter").filter(matter=matter).first()
        if line is None:
            raise doing.no("该事项不在这次下访的接待事项之中，请核对。", field="matter")
        if not doing.imported:
            doing.not_before(row.scheduled_on, "确定日期之日")
        if doing.on > row.date:
            raise doing.no(
                f"告知日期 {doing.on} 晚于下访日期 {row.date}：告知应当事先进行（办法第十三条），请核对日期。",
                field="on",
            )
        made = Notice(visit=row, matter=line.matter, sent_on=doing.on, channel=channel, note=tidy(note))
        for name, value in (doing.recorded() | ({"id": id} if id else {})).items():
            setattr(made, name, value)
        add(made)
        doing.matter = line.matter
        doing.said = f"{channel.label}告知信访人 {row.date} 的下访"
    return made
