"""The visit itself: who received whom, and what came of each matter (第十五条)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Unpack
from uuid import UUID

from xiafang.casework import acts as casework
from xiafang.casework import sight
from xiafang.casework.acts import How
from xiafang.casework.codes import Grade, Handling, Path, State
from xiafang.casework.models import Matter
from xiafang.organizations.models import Official, Organization
from xiafang.organizations.writing import add
from xiafang.visits.acts.doing import Doing, beginning, keeps, taking
from xiafang.visits.acts.people import check_free, check_led, in_post, let_go, matters_of
from xiafang.visits.acts.planning import add_matters, check_format, check_planned, prepare
from xiafang.visits.codes import Format, Mode, Status, TargetSource
from xiafang.visits.models import Visit, VisitMatter
from xiafang.words import tidy


@dataclass(frozen=True)
class Acceptance:
    """That the matter is accepted on the visit (受理), along which path and how hard it is."""

    grade: Grade = Grade.GENERAL
    path: Path | None = None


@dataclass(frozen=True)
class Reception:
    """What came of a matter: `handling` with the words it needs, or that the petitioner did not come (`absent`)."""

    matter: Matter
    handling: Handling | None = None
    absent: bool = False
    statement: str = ""
    decided: str = ""
    explained: str = ""
    to_study: str = ""
    reply_by: date | None = None
    accept: Acceptance | None = None


# What an outcome must say: the field, and its name.
_WORDS = {
    Handling.ON_THE_SPOT: ("decided", "现场处理意见"),
    Handling.EXPLAINED: ("explained", "解释和思想工作"),
    Handling.DEFERRED: ("to_study", "需研究的问题"),
}


def record_visit(
    *,
    visit: Visit,
    leaders: Sequence[Official],
    received: int,
    groups: int,
    receptions: Sequence[Reception] = (),
    accompanying: Sequence[Official] | None = None,
    place: str | None = None,
    at_home: bool | None = None,
    **how: Unpack[How],
) -> Visit:
    """Record that a planned visit was held: leaders present, people received, and what came of each matter.

    Matters that came up on the visit are added; `accept` accepts one there and then, as casework.acts.accept does and
    for those whom it allows. Leaders who stayed away lose the sight that the visit gave them. Raises NotAllowed when
    the visit is no longer planned, the deed's day is not its date, a leader records what others did, a listed matter
    has no outcome, an outcome lacks its words, or the numbers do not fit together.
    """
    with taking("record_visit", visit, how) as doing:
        row = doing.row
        check_planned(doing)
        if doing.on != row.date:
            raise doing.no(
                f"下访安排在 {row.date}，登记的举行日期是 {doing.on}：日期有变的，请先办理“改期”。", field="on"
            )
        posts = in_post(doing, leaders, doing.on)
        check_format(doing, leaders)
        planned = {line.matter_id: line for line in row.matters.visible_to(how["by"]).select_related("matter")}
        new = matters_of(doing, [given.matter for given in receptions if given.matter.pk not in planned])
        known = [line.matter for line in planned.values()]
        check_free(doing, [*known, *new], posts, row.organization)
        check_led(doing, posts, row.organization, doing.on)
        row.leaders = [leader.pk for leader in leaders]
        if not keeps(row, doing.standing, how):  # a leader who planned it, and others went
            raise doing.no("您没有参加这次下访，请由信访部门或者参加的领导登记。", field="leaders")
        if accompanying is not None:
            row.accompanying = [head.pk for head in accompanying if head.pk not in posts]
        row.place = row.place if place is None else tidy(place)
        row.at_home = row.at_home if at_home is None else at_home
        _change_sight(doing, known)
        _hold(doing, receptions, received, groups)
        _settle(doing, [*planned.values(), *add_matters(doing, new)], receptions)
        _accept(row, receptions, how)
    return visit


def record_unscheduled_visit(
    *,
    organization: Organization,
    mode: Mode,
    leaders: Sequence[Official],
    received: int,
    groups: int,
    receptions: Sequence[Reception] = (),
    format: Format = Format.SOLO,  # noqa: A002 - the field's word (形式)
    accompanying: Sequence[Official] = (),
    place: str = "",
    at_home: bool = False,
    target_source: TargetSource | None = None,
    tags: Sequence[str] = (),
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
    **how: Unpack[How],
) -> Visit:
    """Record a visit that was held without a date fixed beforehand, as to a contact point at any time (第十条).

    Raises NotAllowed as `schedule_visit` and `record_visit` do.
    """
    row = Visit(
        organization=organization,
        mode=mode,
        format=format,
        date=how["on"],
        place=tidy(place),
        at_home=at_home,
        target_source=target_source or "",
    )
    with beginning("record_unscheduled_visit", row, how) as doing:
        listed = prepare(doing, leaders, accompanying, [given.matter for given in receptions], tags)
        if id:
            row.id = id
        _hold(doing, receptions, received, groups)
        add(row)
        _settle(doing, add_matters(doing, listed), receptions)
        _accept(row, receptions, how)
    return row


def _change_sight(doing: Doing[Visit], known: Sequence[Matter]) -> None:
    """Let who came in a planned leader's place see the matters, and who stayed away no longer."""
    row = doing.row
    for matter in known:
        given = matter.involvements.filter(source=row.pk, ended_on=None)
        seeing = set(given.values_list("official", flat=True))
        sight.let_leaders_see(matter, set(row.leaders) - seeing, source=row.pk)
        if stayed := seeing - set(row.leaders):
            let_go(doing, matter, source=row.pk, officials=stayed)


def _hold(doing: Doing[Visit], receptions: Sequence[Reception], received: int, groups: int) -> None:
    """Let the visit be held. Raises NotAllowed when the numbers do not fit together."""
    row = doing.row
    came = [reception for reception in receptions if not reception.absent]
    if received < 0 or groups < 0 or groups > received or (received > 0) != (groups > 0):
        raise doing.no(
            f"接待 {groups} 批 {received} 人次不合理：批次不多于人次，有人来访时都至少为 1（人次与批次分别统计）。",
            field="received",
        )
    if came and not received:
        raise doing.no("有事项的信访人到场，接待人次不能为 0，请核对；未到场的请标明“信访人未到”。", field="received")
    row.status, row.received, row.groups = Status.HELD, received, groups
    doing.said = f"{Mode(row.mode).label}，接待 {groups} 批 {received} 人次"
    doing.facts = {"received": received, "groups": groups, "leaders": [str(leader) for leader in row.leaders]}


def _settle(doing: Doing[Visit], lines: Sequence[VisitMatter], receptions: Sequence[Reception]) -> None:
    """Write what came of each matter. Raises NotAllowed when that is missing."""
    given = {reception.matter.pk: reception for reception in receptions}
    for line in lines:
        reception = given.get(line.matter_id)
        if reception is None:
            raise doing.no(
                f"“{line.matter}”没有处理方式：每个接待事项都应写明结果，信访人没有来的请标明“信访人未到”（办法第十五条）。",
                field="receptions",
            )
        _settle_one(doing, line, reception)


def _settle_one(doing: Doing[Visit], line: VisitMatter, given: Reception) -> None:
    """Write what came of a matter. Raises NotAllowed when its words are missing."""
    line.absent, line.statement = given.absent, tidy(given.statement)
    if given.absent:
        if given.handling or given.accept:
            raise doing.no(f"“{line.matter}”的信访人未到，不能填写处理方式或者受理，请核对。", field="receptions")
        doing.notes.append((line.matter, "信访人未到"))
    elif given.handling is None:
        if not doing.imported:
            raise doing.no(f"请为“{line.matter}”选择处理方式（办法第十五条）。", field="receptions")
        doing.notes.append((line.matter, "台账未载处理方式"))
    else:
        line.outcome = given.handling
        line.decided, line.explained, line.to_study = (
            tidy(text) for text in (given.decided, given.explained, given.to_study)
        )
        name, label = _WORDS[given.handling]
        setattr(line, name, doing.filled(getattr(line, name), f"“{line.matter}”的{label}", "receptions"))
        line.reply_by = _reply_by(doing, line, given)
        doing.notes.append((line.matter, f"{given.handling.label}：{getattr(line, name)}"))
    line.save(
        update_fields=["absent", "outcome", "statement", "decided", "explained", "to_study", "reply_by"],
    )


def _reply_by(doing: Doing[Visit], line: VisitMatter, given: Reception) -> date | None:
    if given.handling != Handling.DEFERRED:
        return None
    if given.reply_by is None:
        if doing.imported:
            return None
        raise doing.no(f"“{line.matter}”需研究后答复，请填写答复期限（办法第十五条）。", field="receptions")
    if given.reply_by < doing.on:
        raise doing.no(
            f"“{line.matter}”的答复期限 {given.reply_by} 早于下访日期 {doing.on}，请核对。", field="receptions"
        )
    return given.reply_by


def _accept(visit: Visit, receptions: Sequence[Reception], how: How) -> None:
    """Accept the matters that were accepted on the visit."""
    for given in receptions:
        if given.accept is None:
            continue
        matter = Matter.objects.get(pk=given.matter.pk)
        step: How = {**how, "version": None}
        casework.accept(
            matter=matter,
            path=given.accept.path,
            grade=given.accept.grade,
            visit=visit.pk,
            handling=given.handling,
            **step,
        )
        assert matter.state == State.ACCEPTED  # noqa: S101 - accept refuses or accepts
