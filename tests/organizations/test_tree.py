"""The tree: each act does it, refuses and writes nothing, and the database refuses too."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cast
from at_once import at_once
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import OPERATOR
from xiafang.accounts.roles import Role
from xiafang.organizations import acts
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Organization

WAY = {"by": OPERATOR, "at": cast.NOW}


def ways() -> None:
    """Each way is the parent's way and oneself."""
    above = dict(Organization.objects.values_list("id", "above"))
    for row in Organization.objects.all():
        assert row.above == [*(above[row.parent_id] if row.parent_id else []), row.pk]


def test_the_way_leads_from_the_department(land: cast.Province) -> None:
    assert land.office.above == [land.department.pk, land.city.pk, land.county.pk, land.office.pk]
    assert set(Organization.objects.subtree(land.city)) == {land.city, land.county, land.office}
    assert list(Organization.objects.way_to(land.county)) == [land.department, land.city, land.county]
    assert set(Organization.objects.direct_units()) == {land.division, land.institution}
    ways()


@pytest.mark.parametrize(
    ("kind", "parent", "said"),
    [
        pytest.param(Kind.PROVINCIAL_DEPARTMENT, None, "已有省司法厅", id="a second department"),
        pytest.param(Kind.CITY_BUREAU, None, "须有上级机构", id="no parent"),
        pytest.param(
            Kind.PRISON,
            "city",
            "不能设在市州司法局“甲示例市司法局”之下：其上级应为监狱管理局",
            id="a prison under a city",
        ),
        pytest.param(Kind.PROVINCIAL_DEPARTMENT, "city", "省司法厅没有上级", id="a department under a city"),
        pytest.param(Kind.DIVISION, "office", "不能设在司法所", id="a division of an office"),
    ],
)
def test_create_refuses_a_wrong_place(land: cast.Province, kind: Kind, parent: str | None, said: str) -> None:
    before = Organization.objects.count()
    with pytest.raises(NotAllowed, match=said):
        acts.create_organization(name="新示例", kind=kind, parent=parent and getattr(land, parent), **WAY)
    assert Organization.objects.count() == before


def test_create_refuses_reversed_dates_a_taken_name_and_a_bad_code(land: cast.Province) -> None:
    new = {"kind": Kind.COUNTY_BUREAU, "parent": land.city} | WAY
    with pytest.raises(NotAllowed, match="止期 2024-01-01 早于起期 2025-01-01"):
        acts.create_organization(name="新示例", from_on=date(2025, 1, 1), to_on=date(2024, 1, 1), **new)
    with pytest.raises(NotAllowed, match="之下已有“甲示例县司法局”"):
        acts.create_organization(name=" 甲示例县司法局 ", **new)
    with pytest.raises(NotAllowed, match="应为六位数字"):
        acts.create_organization(name="新示例", division_code="42010", **new)
    with pytest.raises(NotAllowed, match="请填写名称"):
        acts.create_organization(name="  ", **new)
    assert acts.create_organization(name="经济开发区示例司法局", **new).division_code == ""


def test_only_a_system_administrator_above_may_write(land: cast.Province) -> None:
    admin = cast.user("admin", (Role.SYSTEM_ADMIN, land.city))
    new = {"name": "新示例所", "kind": Kind.JUDICIAL_OFFICE, "by": admin, "at": cast.NOW}
    assert acts.create_organization(parent=land.county, **new).above[:2] == [land.department.pk, land.city.pk]
    with pytest.raises(NotAllowed, match="您不是“乙示例县司法局”的系统管理员"):
        acts.create_organization(parent=land.far, **new)
    clerk = cast.user("clerk", (Role.PETITION_OFFICE, land.department))
    with pytest.raises(NotAllowed, match="系统管理员"):
        acts.create_organization(parent=land.county, **new | {"by": clerk, "name": "又一示例所"})


def test_change_keeps_history_with_who_and_why(land: cast.Province) -> None:
    admin = cast.user("admin", (Role.SYSTEM_ADMIN, land.department))
    acts.change_organization(
        organization=land.city, by=admin, at=cast.NOW, reason="更名", name="丙示例市司法局", aliases=["丙局"]
    )
    *_, last = land.city.events.order_by("pgh_id")
    assert [event.name for event in land.city.events.order_by("pgh_id")] == ["甲示例市司法局", "丙示例市司法局"]
    assert last.pgh_context.metadata == {
        "act": "change_organization",
        "user": admin.pk,
        "at": cast.NOW.isoformat(),
        "reason": "更名",
    }
    assert Organization.objects.called("丙局").get() == land.city
    with pytest.raises(TypeError, match="above"):
        acts.change_organization(organization=land.city, reason="不可", above=[], **WAY)


def test_moving_takes_everything_below_along(land: cast.Province) -> None:
    acts.move_organization(organization=land.county, parent=land.neighbour, reason="区划调整", **WAY)
    land.office.refresh_from_db()
    assert land.office.above == [land.department.pk, land.neighbour.pk, land.county.pk, land.office.pk]
    ways()


def test_a_circle_is_refused_by_the_act_and_by_the_database(land: cast.Province) -> None:
    division = acts.create_organization(name="示例科", kind=Kind.DIVISION, parent=land.county, **WAY)
    with pytest.raises(NotAllowed, match="它自身或它的下级"):
        acts.move_organization(organization=land.county, parent=division, reason="错", **WAY)
    for parent in (land.county, division):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organization.objects.filter(pk=land.county.pk).update(parent=parent)
    ways()


def test_what_was_removed_meanwhile_is_not_moved(land: cast.Province) -> None:
    gone = acts.create_organization(name="示例科", kind=Kind.DIVISION, parent=land.county, **WAY)
    Organization.objects.filter(pk=gone.pk).delete()
    with pytest.raises(NotAllowed, match="刚刚被他人改动"):
        acts.move_organization(organization=gone, parent=land.city, reason="示例", **WAY)


def test_the_way_cannot_be_written_by_hand(land: cast.Province) -> None:
    Organization.objects.filter(pk=land.far.pk).update(above=[land.far.pk])
    ways()


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"kind": "palace"}, id="an unknown kind"),
        pytest.param({"parent": None}, id="a second root"),
        pytest.param({"from_on": "2025-01-01", "to_on": "2024-12-31"}, id="reversed dates"),
        pytest.param({"division_code": "武汉"}, id="a division code in words"),
    ],
)
def test_the_database_refuses_what_the_acts_refuse(land: cast.Province, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.filter(pk=land.county.pk).update(**wrong)


def test_closing_waits_for_everything_below(land: cast.Province) -> None:
    last = date(2026, 6, 30)
    post = cast.appointed(cast.official(), land.county)
    with pytest.raises(NotAllowed, match="还有 1 个下级机构、1 个任职没有结束"):
        acts.close_organization(organization=land.county, last_day=last, reason="撤并", **WAY)
    acts.end_post(post=post, last_day=last, **WAY)
    acts.close_organization(organization=land.office, last_day=last, reason="撤并", **WAY)
    closed = acts.close_organization(organization=land.county, last_day=last, reason="撤并", **WAY)
    assert closed.exists_on(last)
    assert not closed.exists_on(date(2026, 7, 1))
    assert land.county not in Organization.objects.on(date(2026, 7, 1))
    with pytest.raises(NotAllowed, match="已于 2026-06-30 撤销"):
        acts.create_organization(
            name="迟示例所", kind=Kind.JUDICIAL_OFFICE, parent=closed, from_on=date(2026, 7, 1), **WAY
        )


MOVES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_whatever_is_written_the_tree_stays_a_tree(land: cast.Province, moves: list[tuple[int, int]]) -> None:
    point = transaction.savepoint()
    units = [unit for name, unit in land.units.items() if name != "department"][:8]
    for child, parent in moves:
        try:
            with transaction.atomic():
                Organization.objects.filter(pk=units[child].pk).update(parent=units[parent])
        except IntegrityError:
            continue
    ways()
    assert set(Organization.objects.subtree(land.department)) == set(Organization.objects.all())
    transaction.savepoint_rollback(point)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(3))
def test_two_people_at_once_cannot_close_a_circle(_again: int) -> None:
    land = cast.province()
    one, two = (
        acts.create_organization(name=f"示例中心{n}", kind=Kind.INSTITUTION, parent=land.city, **WAY) for n in "一二"
    )

    def under(child: Organization, parent: Organization) -> None:
        Organization.objects.filter(pk=child.pk).update(parent=parent)

    refusals = at_once(lambda: under(one, two), lambda: under(two, one), refused=IntegrityError)
    assert len(refusals) == 1
    ways()


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_cannot_make_the_same_organization() -> None:
    land = cast.province()

    def make() -> None:
        acts.create_organization(name="新示例县司法局", kind=Kind.COUNTY_BUREAU, parent=land.city, **WAY)

    refusals = at_once(make, make, refused=NotAllowed)
    assert len(refusals) == 1
    assert Organization.objects.filter(name="新示例县司法局").count() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_is_appointed_while_the_organization_is_being_closed() -> None:
    land = cast.province()
    who = cast.official()

    def close() -> None:
        acts.close_organization(organization=land.far, last_day=cast.DAY, reason="撤并", **WAY)

    refusals = at_once(close, lambda: cast.appointed(who, land.far), refused=NotAllowed)
    assert len(refusals) == 1
    land.far.refresh_from_db()
    assert (land.far.to_on is None) == who.posts.exists()


@pytest.mark.django_db(transaction=True)
def test_two_moves_crossways_wait_for_one_another() -> None:
    land = cast.province()
    one, two = (
        acts.create_organization(name=f"示例中心{n}", kind=Kind.INSTITUTION, parent=land.city, **WAY) for n in "一二"
    )
    for inner in ("甲科", "乙科"):
        acts.create_organization(name=inner, kind=Kind.DIVISION, parent=one, **WAY)
    refusals = at_once(
        lambda: acts.move_organization(organization=one, parent=two, reason="并入", **WAY),
        lambda: acts.move_organization(organization=two, parent=one, reason="并入", **WAY),
        refused=NotAllowed,
    )
    assert refusals
    ways()
