"""包案台账: where a sponsorship stands, and that what counts in SQL is what the regulation counts (第七条)."""

from datetime import date
from typing import Any

import pytest

import cast
from casework.office import Cast, accepted, everybody
from xiafang.casework.codes import Disposition, State
from xiafang.casework.models import Matter, Petitioner, Sponsorship
from xiafang.casework.personal import called
from xiafang.casework.sponsored import Counts, Standing, counted, stood
from xiafang.organizations.kinds import Rank
from xiafang.organizations.models import Official
from xiafang.promises.facts import facts
from xiafang.regulation.engine import evaluate
from xiafang.regulation.policy import load_policy

DAY = date(2026, 12, 31)


@pytest.fixture
def people(db: None) -> Cast:
    return everybody()


def sponsored(people: Cast, official: Official, **days: date | None) -> Sponsorship:
    """A sponsored matter with the days as they are given; `from_on` and `to_on` are the sponsor's."""
    matter = accepted(people, n=0)
    own = {name: days.pop(name) for name in ("from_on", "to_on") if name in days}
    on = days.get("resolved_on")
    closed: dict[str, Any] = {"closed_on": on, "disposition": [Disposition.RESOLVED]} if on else {}
    Matter.objects.filter(pk=matter.pk).update(state=State.RESOLVED if closed else State.ACCEPTED, **days, **closed)
    return Sponsorship.objects.create(matter=matter, official=official, from_on=date(2026, 6, 2), **own)


def test_what_counts_is_what_the_regulation_counts(people: Cast) -> None:
    clerk = cast.official("冯示例")
    cast.appointed(clerk, people.land.county, leadership=True)
    late = cast.official("陈示例")
    cast.appointed(late, people.land.city, leadership=True, from_on=date(2026, 9, 1))
    june, august = date(2026, 6, 30), date(2026, 8, 31)
    told = {
        "active": sponsored(people, people.deputy),
        "solved": sponsored(people, people.deputy, resolved_on=june),
        "ended before": sponsored(people, people.deputy, resolved_on=june, to_on=date(2026, 6, 29)),
        "ended that day": sponsored(people, people.deputy, resolved_on=june, to_on=june),
        "begun after": sponsored(people, people.boss, resolved_on=date(2026, 6, 2)),
        "back on the last day": sponsored(people, people.boss, resolved_on=june, returned_on=date(2026, 12, 30)),
        "back the day after": sponsored(people, people.boss, resolved_on=june, returned_on=date(2026, 12, 31)),
        "back soon": sponsored(people, people.boss, resolved_on=august, returned_on=date(2026, 9, 30)),
        "no quota": sponsored(people, clerk, resolved_on=june),
        "not yet in post": sponsored(people, late, resolved_on=august),
        "given up": sponsored(people, people.boss, to_on=june),
    }
    Sponsorship.objects.filter(pk=told["begun after"].pk).update(from_on=date(2026, 6, 3))
    rows = {row.pk: row for row in counted(stood(Sponsorship.objects.all()), load_policy())}
    said = {name: (rows[row.pk].standing, rows[row.pk].counts) for name, row in told.items()}
    assert said == {
        "active": (Standing.ACTIVE, Counts.UNSOLVED),
        "solved": (Standing.SOLVED, Counts.COUNTED),
        "ended before": (Standing.ENDED, Counts.NO_LONGER),
        "ended that day": (Standing.SOLVED, Counts.COUNTED),
        "begun after": (Standing.ACTIVE, Counts.NO_LONGER),
        "back on the last day": (Standing.BACK, Counts.CAME_BACK),
        "back the day after": (Standing.BACK, Counts.COUNTED),
        "back soon": (Standing.BACK, Counts.CAME_BACK),
        "no quota": (Standing.SOLVED, Counts.NO_QUOTA),
        "not yet in post": (Standing.SOLVED, Counts.NO_QUOTA),
        "given up": (Standing.ENDED, Counts.GIVEN_UP),
    }
    judged = evaluate(facts(year=2026, as_of=DAY), only=["sponsored.one", "sponsored.two"])
    by_the_rules = {(f.subject, case) for f in judged for case in f.evidence}
    in_sql = {
        (f"official:{row.official_id}", f"case:{row.matter_id}")
        for row in rows.values()
        if row.counts == Counts.COUNTED
    }
    assert in_sql == by_the_rules
    assert len(in_sql) == 3


def test_how_long_a_solution_must_hold_is_asked_of_the_pack_for_its_year(people: Cast) -> None:
    pack = load_policy().overlaid({"sponsored.hold_months": {"value": 1, "valid_from": date(2026, 7, 1)}}, "own")
    for year, counts in ((2026, Counts.CAME_BACK), (2027, Counts.COUNTED)):
        back = sponsored(people, people.boss, resolved_on=date(year, 8, 31), returned_on=date(year, 11, 1))
        assert counted(Sponsorship.objects.filter(pk=back.pk), pack).get().counts == counts  # type: ignore[attr-defined]
        judged = evaluate(facts(year=year, as_of=date(year, 12, 31)), pack, only=["sponsored.two"], year=year)
        assert any(f"case:{back.matter_id}" in found.evidence for found in judged) == (counts == Counts.COUNTED)


def test_rank_alone_carries_a_quota(people: Cast) -> None:
    chief = cast.official("卫示例")
    post = cast.appointed(chief, people.land.county)
    row = sponsored(people, chief, resolved_on=date(2026, 6, 30))
    assert counted(Sponsorship.objects.filter(pk=row.pk), load_policy()).get().counts == Counts.NO_QUOTA  # type: ignore[attr-defined]
    type(post).objects.filter(pk=post.pk).update(rank=Rank.DEPARTMENT_DEPUTY)
    assert counted(Sponsorship.objects.filter(pk=row.pk), load_policy()).get().counts == Counts.COUNTED  # type: ignore[attr-defined]


def test_a_petitioner_is_called_by_the_first_sign() -> None:
    assert called(Petitioner(name="孙示例")) == "孙＊＊"
    assert called(Petitioner(name="孙")) == "孙＊"
    assert called(Petitioner(name="")) == "（匿名）"
    assert called(Petitioner(name="示例公司", organization=True)) == "示例公司"
