"""Posts, absences, contact points and the calendar: each act does it, and refuses without writing."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cast
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import OPERATOR
from xiafang.accounts.roles import Role
from xiafang.organizations import acts
from xiafang.organizations.kinds import Rank
from xiafang.organizations.models import Absence, ContactPoint, Official, Organization, Post, WorkCalendarDay

WAY = {"by": OPERATOR, "at": cast.NOW}


def post_facts(land: cast.Province, who: Official, **facts: object) -> dict[str, object]:
    return (
        {
            "official": who,
            "organization": land.city,
            "title": "局长",
            "rank": Rank.DIVISION_CHIEF,
            "from_on": cast.START,
            "leadership": True,
            "principal": True,
        }
        | facts
        | WAY
    )


def test_05_a_second_principal_is_written_with_a_warning(land: cast.Province) -> None:
    first = acts.appoint(**post_facts(land, cast.official("赵示例"), to_on=date(2026, 6, 30)))
    assert first.warnings == ()
    after = acts.appoint(**post_facts(land, cast.official("钱示例"), from_on=date(2026, 7, 1)))
    assert after.warnings == ()
    second = acts.appoint(
        **post_facts(land, cast.official("孙示例"), from_on=date(2026, 6, 30), to_on=date(2026, 6, 30))
    )
    assert second.warnings == (
        "“甲示例市司法局”在此期间的主要负责人还有赵示例：第五条要求一个班子一名主要负责人，"
        "请办理前任免职，否则“第一责任人”一项将不合格。",
    )
    assert Post.objects.principals().on(date(2026, 6, 30)).count() == 2


def test_posts_given_together_are_checked_against_each_other(land: cast.Province) -> None:
    one, other = (Official(id=uuid4(), name=name) for name in ("赵示例", "钱示例"))
    acts.create_officials(named={who.pk: who.name for who in (one, other)}, **WAY)

    def post(who: Official, **facts: object) -> Post:
        return Post(**{key: value for key, value in post_facts(land, who, **facts).items() if key not in WAY})

    with pytest.raises(NotAllowed, match="“钱示例”自 2026-01-01 今已任"):
        acts.appoint_all(posts=[post(one), post(other), post(other, from_on=date(2026, 1, 1))], **WAY)
    assert not Post.objects.exists()
    ended = post(other, to_on=date(2025, 12, 31))
    first, second, again = acts.appoint_all(posts=[post(one), ended, post(other, from_on=date(2026, 1, 1))], **WAY)
    assert Post.objects.count() == 3
    assert "主要负责人还有钱示例、钱示例" in first.warnings[0]
    assert "主要负责人还有赵示例：" in second.warnings[0]
    assert "主要负责人还有赵示例：" in again.warnings[0]
    assert acts.appoint(**post_facts(land, one, title="主任", principal=False)).warnings == ()


def test_a_name_that_shows_nothing_is_none(land: cast.Province) -> None:
    with pytest.raises(NotAllowed, match="请填写姓名"):
        acts.create_official(name="\u3164\u200b", **WAY)
    with pytest.raises(NotAllowed, match="请填写名称"):
        acts.create_organization(name="\u2060", kind=land.city.kind, parent=land.department, **WAY)


def test_a_principal_of_a_division_is_no_leading_body(land: cast.Province) -> None:
    acts.appoint(**post_facts(land, cast.official(), organization=land.division))
    again = acts.appoint(**post_facts(land, cast.official("钱示例"), organization=land.division))
    assert again.warnings == ()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        pytest.param({"to_on": date(2023, 12, 31)}, "止期 2023-12-31 早于起期 2024-01-01", id="reversed dates"),
        pytest.param({"title": " "}, "请填写职务", id="no title"),
        pytest.param({}, "已任“甲示例市司法局局长”", id="that very post again"),
    ],
)
def test_appoint_refuses_and_writes_nothing(land: cast.Province, facts: dict[str, object], said: str) -> None:
    who = cast.official()
    acts.appoint(**post_facts(land, who))
    with pytest.raises(NotAllowed, match=said):
        acts.appoint(**post_facts(land, who) | facts)
    assert Post.objects.count() == 1


def test_nobody_is_appointed_to_what_does_not_exist(land: cast.Province) -> None:
    acts.change_organization(organization=land.far, reason="补录", from_on=date(2025, 1, 1), **WAY)
    land.far.refresh_from_db()
    with pytest.raises(NotAllowed, match="于 2025-01-01 设立，2024-12-31 尚不存在"):
        acts.appoint(**post_facts(land, cast.official(), organization=land.far, from_on=date(2024, 12, 31)))


def test_posts_end_once_and_are_corrected_with_a_reason(land: cast.Province) -> None:
    post = cast.appointed(cast.official(), land.city)
    with pytest.raises(NotAllowed, match="早于任职日期 2024-01-01"):
        acts.end_post(post=post, last_day=date(2023, 12, 31), **WAY)
    ended = acts.end_post(post=post, last_day=date(2026, 3, 31), **WAY)
    assert list(Post.objects.on(date(2026, 3, 31))) == [ended]
    assert not Post.objects.on(date(2026, 4, 1)).exists()
    with pytest.raises(NotAllowed, match="已于 2026-03-31 结束"):
        acts.end_post(post=post, last_day=date(2026, 4, 30), **WAY)
    changed = acts.change_post(post=post, reason="录入有误", to_on=None, portfolio="主持全面工作", **WAY).post
    assert changed.to_on is None
    with pytest.raises(NotAllowed, match="请填写变更原因"):
        acts.change_post(post=post, reason=" ", rank=Rank.STAFF, **WAY)
    acts.remove_post(post=changed, reason="从未任职", **WAY)
    assert [event.pgh_label for event in Post.pgh_event_models["insert"].objects.order_by("pgh_id")] == [
        "insert",
        "update",
        "update",
        "delete",
    ]


def test_an_administrator_answers_for_the_posts_of_the_own_subtree(land: cast.Province) -> None:
    admin = cast.user("admin", (Role.SYSTEM_ADMIN, land.city))
    own, others = cast.appointed(cast.official(), land.county), cast.appointed(cast.official("钱示例"), land.far)
    acts.end_post(post=own, last_day=cast.DAY, by=admin, at=cast.NOW)
    with pytest.raises(NotAllowed, match="您不是“乙示例县司法局”的系统管理员"):
        acts.end_post(post=others, last_day=cast.DAY, by=admin, at=cast.NOW)
    with pytest.raises(NotAllowed, match="系统管理员"):
        acts.rename_official(official=others.official, name="他示例", reason="错", by=admin, at=cast.NOW)
    acts.rename_official(official=cast.official("新示例"), name="他示例", reason="录入有误", by=admin, at=cast.NOW)


def absence(who: Official, from_on: date, to_on: date, **facts: object) -> Absence:
    known = {"reason": "脱产学习", "approved_by": "示例市委组织部", "approved_on": date(2026, 1, 1)} | WAY
    return acts.approve_absence(official=who, from_on=from_on, to_on=to_on, **known | facts)


def test_absences_are_approved_ended_and_withdrawn(land: cast.Province) -> None:
    who = cast.official()
    first = absence(who, date(2026, 2, 1), date(2026, 4, 30))
    for facts, said in (
        ((date(2026, 4, 30), date(2026, 5, 31), {}), "2026-02-01至2026-04-30已批准离岗"),
        ((date(2026, 6, 2), date(2026, 6, 1), {}), "早于起期"),
        ((date(2026, 6, 1), date(2026, 6, 2), {"approved_on": date(2026, 6, 16)}), "尚未到来"),
        ((date(2026, 6, 1), date(2026, 6, 2), {"approved_by": ""}), "请填写批准人"),
    ):
        with pytest.raises(NotAllowed, match=said):
            absence(who, facts[0], facts[1], **facts[2])
    assert Absence.objects.count() == 1
    with pytest.raises(NotAllowed, match="最后一天应在 2026-02-01 至 2026-04-30 之间"):
        acts.end_absence(absence=first, last_day=date(2026, 5, 1), **WAY)
    assert acts.end_absence(absence=first, last_day=date(2026, 3, 15), **WAY).to_on == date(2026, 3, 15)
    absence(who, date(2026, 3, 16), date(2026, 3, 20))
    acts.withdraw_absence(absence=first, reason="未成行", **WAY)
    assert not Absence.objects.on(date(2026, 2, 1)).exists()


def test_contact_points(land: cast.Province) -> None:
    who = cast.official()
    point = acts.keep_contact_point(official=who, organization=land.office, from_on=cast.START, **WAY)
    with pytest.raises(NotAllowed, match="已是“赵示例”的联系点"):
        acts.keep_contact_point(official=who, organization=land.office, from_on=cast.DAY, **WAY)
    acts.end_contact_point(point=point, last_day=cast.DAY, **WAY)
    acts.keep_contact_point(official=who, organization=land.office, from_on=cast.DAY + timedelta(days=1), **WAY)
    assert ContactPoint.objects.on(cast.DAY).get() == point


def test_calendar_days_are_the_department_s(land: cast.Province) -> None:
    given_day = {"day": date(2027, 2, 6), "change": WorkCalendarDay.Change.WORKED, "ground": "示例通知"}
    admin = cast.user("admin", (Role.SYSTEM_ADMIN, land.city))
    with pytest.raises(NotAllowed, match="您不是“示例省司法厅”的系统管理员"):
        acts.set_calendar_day(**given_day, status=WorkCalendarDay.Status.OFFICIAL, by=admin, at=cast.NOW)
    acts.set_calendar_day(**given_day, status=WorkCalendarDay.Status.PROVISIONAL, **WAY)
    acts.set_calendar_day(**given_day, status=WorkCalendarDay.Status.OFFICIAL, **WAY)
    assert WorkCalendarDay.objects.get().status == "official"
    with pytest.raises(NotAllowed, match="不在 2000 年至 2099 年之间"):
        acts.set_calendar_day(**given_day | {"day": date(226, 2, 6)}, status=WorkCalendarDay.Status.OFFICIAL, **WAY)
    acts.clear_calendar_day(day=date(2027, 2, 6), reason="以通知为准", **WAY)
    with pytest.raises(NotAllowed, match="没有单独安排"):
        acts.clear_calendar_day(day=date(2027, 2, 6), reason="再次", **WAY)


def test_the_database_refuses_reversed_dates_and_unknown_ranks(land: cast.Province) -> None:
    post = cast.appointed(cast.official(), land.city)
    for wrong in ({"to_on": date(2020, 1, 1)}, {"rank": "emperor"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.filter(pk=post.pk).update(**wrong)


def test_nobody_sees_organizations_without_signing_in(land: cast.Province) -> None:
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415

    clerk = cast.user("clerk")
    assert Organization.objects.visible_to(clerk).count() == len(land.units)
    assert not Organization.objects.visible_to(AnonymousUser()).exists()
    clerk.is_active = False
    assert not Official.objects.visible_to(clerk).exists()


DAYS = st.dates(date(2025, 1, 1), date(2025, 3, 31))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(from_on=DAYS, to_on=st.none() | DAYS, first=DAYS, length=st.integers(0, 40))
def test_during_is_on_for_some_day(
    land: cast.Province, from_on: date, to_on: date | None, first: date, length: int
) -> None:
    if to_on is not None and to_on < from_on:
        from_on, to_on = to_on, from_on
    last = first + timedelta(days=length)
    with transaction.atomic():
        post = cast.appointed(cast.official(), land.city, from_on=from_on, to_on=to_on)
        held = Post.objects.filter(pk=post.pk)
        on_some_day = any(held.on(first + timedelta(days=n)).exists() for n in range(length + 1))
        assert held.during(first, last).exists() == on_some_day
        transaction.set_rollback(True)
