"""Leaders and the matters they receive: who may receive whom, and the sight that goes with it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from xiafang.accounts.refusals import NotAllowed
from xiafang.casework import sight
from xiafang.casework.life import DONE, OPEN
from xiafang.casework.models import Matter
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Official, Organization, Post
from xiafang.visits.acts.doing import Doing

NO_LEADER = "请至少选择一名接访领导（办法第七条）。"


class Place(NamedTuple):
    """Where somebody holds a post: the organization, its kind, what it belongs to, and the way down to it."""

    pk: UUID
    kind: str
    parent: UUID | None
    above: list[UUID]


def in_post(doing: Doing[Any], leaders: Sequence[Official], day: date) -> dict[UUID, list[Place]]:
    """Return where each leader holds posts on `day`. Raises NotAllowed: one holds none or is named twice. One query."""
    if not leaders:
        raise doing.no(NO_LEADER, field="leaders")
    if len({leader.pk for leader in leaders}) < len(leaders):
        raise doing.no("同一名领导选了两次，请删去重复的。", field="leaders")
    posts: dict[UUID, list[Place]] = {leader.pk: [] for leader in leaders}
    held = Post.objects.on(day).filter(official__in=leaders).order_by()
    for who, *place in held.values_list("official", *(f"organization__{name}" for name in Place._fields)):
        posts[who].append(Place(*place))
    for leader in leaders:
        if not posts[leader.pk]:
            raise doing.no(f"“{leader}”在 {day} 没有任职，不能接访，请核对领导或日期。", field="leaders")
    return posts


def check_led(doing: Doing[Any], posts: dict[UUID, list[Place]], organization: Organization, day: date) -> None:
    """Raise NotAllowed when none of the leaders is of the organization, or of one above it (docs/readings/0032)."""
    places = [place for held in posts.values() for place in held]
    organs = {place.parent for place in places if place.kind == Kind.DIVISION}  # whose inner part the division is
    if organs.union(place.pk for place in places).isdisjoint(organization.above):
        leaders = "、".join(str(leader) for leader in Official.objects.filter(pk__in=posts).order_by("name"))
        raise doing.no(
            f"“{leaders}”在 {day} 不在“{organization}”或其上级单位任职：下访至少要有一名本单位或者上级单位的领导"
            "（办法第七条、第九条）。请加选本单位领导，或者把下访单位改为接访领导的任职单位。",
            field="leaders",
        )


def matters_of(doing: Doing[Any], named: Sequence[Matter]) -> list[Matter]:
    """Return the matters, locked, in their order.

    Raises NotAllowed when one is named twice, is over, or is not the asker's to work on; Matter.DoesNotExist when it is
    out of sight.
    """
    if not named:
        return []
    if len({matter.pk for matter in named}) < len(named):
        raise doing.no("同一信访事项选了两次，请删去重复的。", field="matters")
    seen = Matter.objects.visible_to(doing.how["by"])
    rows = seen.select_for_update(of=("self",), no_key=True).filter(pk__in=[matter.pk for matter in named])
    locked = {row.pk: row for row in rows.order_by("id")}
    for matter in named:
        row = locked.get(matter.pk)
        if row is None:
            row = seen.select_related("responsible").get(pk=matter.pk)
            raise doing.no(
                f"“{row}”现由“{row.responsible}”办理，请由该单位安排，或者先按规定转送（办法第九条）。", field="matters"
            )
        if row.state not in (*OPEN, *DONE):
            raise doing.no(f"“{row}”{row.get_state_display()}，不能再列入，请改选其他事项。", field="matters")
    return [locked[matter.pk] for matter in named]


def check_free(
    doing: Doing[Any], matters: Iterable[Matter], posts: dict[UUID, list[Place]], organization: Organization
) -> None:
    """Raise NotAllowed when a matter is about one of the leaders, a unit of theirs, or the organization; or recused."""
    for matter in matters:
        hidden = set(matter.hidden_from)
        if not hidden.isdisjoint(organization.above):
            raise doing.no(
                f"“{matter}”反映的是“{organization}”或其上级的问题，不能由其接待，应由上一级机关办理（条例第三十条）。",
                field="matters",
            )
        for official, held in posts.items():
            if official in hidden or any(not hidden.isdisjoint(place.above) for place in held):
                leader = Official.objects.get(pk=official)
                raise doing.no(
                    f"“{matter}”反映的是“{leader}”或其所在单位的问题，或者“{leader}”已回避，不能由其接待，"
                    "请另选领导（条例第二十八条、第三十条）。",
                    field="leaders",
                )


def let_go(doing: Doing[Any], matter: Matter, *, source: UUID, officials: Iterable[UUID] | None = None) -> None:
    """End the sight given because of `source`, to all or to some.

    Nobody can write a row out of their own sight, so for a leader who does it in person the arrays of the matter follow
    with the next step that another takes on it. A matter that has passed to another unit is left to that unit.
    """
    row = Matter.objects.select_for_update(of=("self",), no_key=True).filter(pk=matter.pk).first()
    if row is None:
        return
    given = row.involvements.filter(source=source, ended_on=None)
    if officials is not None:
        given = given.filter(official__in=list(officials))
    gone = set(given.values_list("official", flat=True))
    given.update(ended_on=doing.on)
    if gone and doing.standing.official not in gone:
        sight.refresh(row)
        row.save(update_fields=["leaders", "handlers", "hidden_from"])


def refuse_stranger(doing: Doing[Any], organization: Organization) -> NotAllowed:
    """Return the refusal of whoever keeps nothing there."""
    return doing.no(f"您不是“{organization}”或其上级的信访部门，也不是该单位的信访联络员，请与其联系。")
