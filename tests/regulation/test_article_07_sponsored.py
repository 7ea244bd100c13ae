"""第七条 包案: one or two sponsored cases solved in the year, which must stay solved for six months."""

from typing import Any

import pytest

from regulation.documents import case, day_of, judged, official, only, post


def sponsored(identifier: str = "c1", resolved_on: str = "2026-03-02", **more: Any) -> dict[str, Any]:
    usual = {"accepted_on": "2024-06-03", "sponsors": [{"official": "x", "from": "2024-06-03"}]}
    return case(identifier, "2024-06-03", resolved_on=resolved_on, **(usual | more))


def judge(*cases: dict[str, Any], duty: str = "sponsored.one", people: list[Any] | None = None, **more: Any) -> Any:
    usual = post("d", leadership=True) if duty == "sponsored.one" else post("c", leadership=True)
    return only(judged(duty, cases=list(cases), officials=people or [official("x", usual, name="郑示例")], **more))


@pytest.mark.parametrize(
    ("resolved_on", "as_of", "status"),
    [
        pytest.param("2025-12-31", "2027-01-01", "breached", id="resolved the day before the year"),
        pytest.param("2026-01-01", "2027-01-01", "met", id="on the first day"),
        pytest.param("2026-12-31", "2027-01-01", "met", id="on the last day"),
        pytest.param("2027-01-01", "2027-01-01", "breached", id="the day after the year"),
        pytest.param("2026-06-02", "2026-06-01", "pending", id="the day after as_of"),
        pytest.param("2026-06-02", "2026-06-02", "met", id="on as_of"),
        pytest.param("2027-01-01", "2026-12-31", "pending", id="nothing yet on the last day"),
    ],
)
def test_07_sponsored_case_of_the_year(resolved_on: str, as_of: str, status: str) -> None:
    finding = judge(sponsored(resolved_on=resolved_on), as_of=as_of)
    met = status == "met"
    assert (finding.status, finding.period, str(finding.due)) == (status, "2026", "2026-12-31")
    assert (finding.need, finding.have) == (1, int(met))
    assert finding.evidence == (("case:c1",) if met else ())
    assert (str(finding.completed_on) if met else finding.completed_on) == (resolved_on if met else None)


def test_07_leaders_of_city_bureaus_owe_two() -> None:
    """By (date, id): the second by date completes it."""
    cases = [sponsored("c2", "2026-08-03"), sponsored("c10", "2026-02-02")]
    assert judge(cases[0], duty="sponsored.two", as_of="2026-12-31").status == "pending"
    finding = judge(*cases, duty="sponsored.two")
    assert (finding.status, finding.need, finding.have) == ("met", 2, 2)
    assert (str(finding.completed_on), finding.evidence) == ("2026-08-03", ("case:c10", "case:c2"))


@pytest.mark.parametrize(
    ("from_", "to", "have"),
    [
        pytest.param("2026-03-02", None, 1, id="sponsor from that day"),
        pytest.param("2026-03-03", None, 0, id="sponsor from the day after"),
        pytest.param("2026-01-01", "2026-03-02", 1, id="sponsor to that day"),
        pytest.param("2026-01-01", "2026-03-01", 0, id="sponsor to the day before"),
    ],
)
def test_07_sponsor_on_the_day_of_resolution(from_: str, to: str | None, have: int) -> None:
    span = {"official": "x", "from": from_} | ({"to": to} if to else {})
    assert judge(sponsored(sponsors=[span])).have == have


def test_07_the_same_sponsor_twice_counts_a_case_once() -> None:
    twice = [{"official": "x", "from": "2026-01-01"}, {"official": "x", "from": "2026-02-01"}]
    assert judge(sponsored(sponsors=twice)).have == 1


def test_07_two_sponsors_both_count_the_case() -> None:
    people = [official(x, post("d", leadership=True)) for x in "xy"]
    both = sponsored(sponsors=[{"official": x, "from": "2026-01-01"} for x in "xy"])
    assert [finding.have for finding in judged("sponsored.one", cases=[both], officials=people)] == [1, 1]


@pytest.mark.parametrize(("from_", "have"), [("2026-03-02", 1), ("2026-03-03", 0)])
def test_07_in_a_post_that_binds_on_the_day_of_resolution(from_: str, have: int) -> None:
    assert judge(sponsored(), people=[official("x", post("d", leadership=True, from_=from_))]).have == have


def test_07_a_case_nobody_sponsors_counts_for_nobody() -> None:
    assert judge(sponsored(sponsors=[])).have == 0


@pytest.mark.parametrize(
    ("resolved_on", "last"),
    [
        pytest.param("2026-03-02", "2026-09-02", id="the same day number six months later"),
        pytest.param("2026-08-31", "2027-02-28", id="no 31 February"),
        pytest.param("2025-08-31", "2026-02-28", id="not moved though that is a Saturday"),
    ],
)
def test_07_returned_within_six_months_does_not_count(resolved_on: str, last: str) -> None:
    year = int(resolved_on[:4])
    for returned_on, as_of, have in [
        (day_of(last, -1), "2027-12-31", 0),
        (last, "2027-12-31", 0),
        (day_of(last, 1), "2027-12-31", 1),
        (last, last, 0),
        (last, day_of(last, -1), 1),  # returned after as_of: it still holds
    ]:
        returned = sponsored(resolved_on=resolved_on, returned_on=returned_on)
        assert judge(returned, as_of=as_of, year=year).have == have


def test_07_the_months_a_solution_must_hold_are_a_parameter() -> None:
    returned = sponsored(resolved_on="2026-03-02", returned_on="2026-03-03")
    assert judge(returned, pack={"sponsored.hold_months": 0}).have == 1
    returned = sponsored(resolved_on="2026-03-02", returned_on="2026-03-02")
    assert judge(returned, pack={"sponsored.hold_months": 0}).have == 0


@pytest.mark.parametrize(
    ("to", "status"),
    [
        # 2026 has 365 days: 31 + 28 + 31 + 30 + 31 + 30 = 181 to 06-30, so 07-02 makes 183, the first above a half.
        pytest.param("2026-07-01", "exempt", id="182 of 365 days"),
        pytest.param("2026-07-02", "breached", id="183 of 365 days"),
    ],
)
def test_07_sponsoring_tenure_over_the_year(to: str, status: str) -> None:
    people = [official("x", post("d", leadership=True, to=to))]
    assert judge(people=people, as_of="2027-01-01").status == status


def test_07_exactly_half_of_a_leap_year_binds() -> None:
    """2024 has 366 days: 182 to 06-30, 183 to 07-01."""
    people = [official("x", post("d", leadership=True, to="2024-07-01"))]
    assert judge(people=people, year=2024).status == "breached"
    people = [official("x", post("d", leadership=True, to="2024-06-30"))]
    assert judge(people=people, year=2024).status == "exempt"


def test_07_no_binding_post_in_the_year_gives_no_finding() -> None:
    people = [official("x", post("d", leadership=True, to="2025-12-31"))]
    assert judged("sponsored.one", officials=people) == []


def test_07_why_sponsored() -> None:
    head = "郑示例应在2026-01-01至2026-12-31期间包案化解信访事项至少1件（第七条第1项），"
    assert judge(sponsored()).why == head + "已完成1件，于2026-03-02达标。"
    assert judge(as_of="2026-12-01").why == head + "已完成0件，还差1件，还剩30天：请包案并推动化解。"
    assert judge(sponsored(), duty="sponsored.two", as_of="2027-01-01").why == (
        "郑示例应在2026-01-01至2026-12-31期间包案化解信访事项至少2件（第七条第2项），"
        "已完成1件，缺1件，期限已过：如有漏登请补录，确未完成的请说明原因。"
    )
