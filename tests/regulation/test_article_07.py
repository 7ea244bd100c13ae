"""第七条 次数: who is bound, which visits count, how long a tenure binds. Sponsored cases have a file of their own."""

from typing import Any

import pytest

from regulation.documents import PROVINCE, judged, official, only, organization, post, subjects, visit


def leader(**more: Any) -> dict[str, Any]:
    """The leading body of the department."""
    return official("x", post("d", leadership=True, **more), name="周示例")


def bureau_leader(**more: Any) -> dict[str, Any]:
    return official("x", post("c", leadership=True, **more), name="吴示例")


@pytest.mark.parametrize(
    ("held", "half_year", "quarter"),
    [
        pytest.param(post("d", leadership=True), True, False, id="leading body of the department"),
        pytest.param(post("d"), False, False, id="a clerk of the department"),
        pytest.param(post("d", principal=True), False, False, id="principal but not in the leading body"),
        pytest.param(post("d", "department_chief"), True, False, id="a chief of department rank"),
        pytest.param(post("g", "department_deputy"), True, False, id="deputy of department rank in a prison"),
        pytest.param(post("d", "ministry"), False, False, id="above 厅级 without leadership"),
        pytest.param(post("g", "division_chief", leadership=True), False, False, id="leading body of a prison"),
        pytest.param(post("c", leadership=True), False, True, id="leading body of a city bureau"),
        pytest.param(post("c", principal=True), False, False, id="principal of a city bureau, not leading"),
        pytest.param(post("c", "department_deputy", leadership=True), True, True, id="both rows: owes both"),
        pytest.param(post("k", leadership=True), False, False, id="leading body of a county bureau"),
    ],
)
def test_07_which_posts_bind(held: dict[str, Any], half_year: bool, quarter: bool) -> None:
    people = [official("x", held)]
    for duty, binds, periods in [
        ("visits.half_year", half_year, ["2026H1", "2026H2"]),
        ("visits.quarter", quarter, ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]),
        ("sponsored.one", half_year, ["2026"]),
        ("sponsored.two", quarter, ["2026"]),
    ]:
        found = judged(duty, officials=people)
        assert [finding.period for finding in found] == (periods if binds else [])


@pytest.mark.parametrize(
    ("days", "as_of", "status", "completed"),
    [
        pytest.param([], "2026-06-29", "pending", None, id="none the day before the last"),
        pytest.param([], "2026-06-30", "pending", None, id="none on the last day"),
        pytest.param([], "2026-07-01", "breached", None, id="none the day after"),
        pytest.param(["2025-12-31"], "2026-07-01", "breached", None, id="the day before the half"),
        pytest.param(["2026-01-01"], "2026-07-01", "met", "2026-01-01", id="on the first day"),
        pytest.param(["2026-06-30"], "2026-07-01", "met", "2026-06-30", id="on the last day"),
        pytest.param(["2026-07-01"], "2026-07-01", "breached", None, id="the day after the half"),
        pytest.param(["2026-05-04"], "2026-05-03", "pending", None, id="planned for the day after as_of"),
        pytest.param(["2026-05-04"], "2026-05-04", "met", "2026-05-04", id="on as_of"),
    ],
)
def test_07_half_year_around_its_ends(days: list[str], as_of: str, status: str, completed: str | None) -> None:
    visits = [visit(f"v{n}", day, leaders=["x"]) for n, day in enumerate(days)]
    finding = only(judged("visits.half_year", officials=[leader()], visits=visits, as_of=as_of), period="2026H1")
    assert (finding.subject, str(finding.due), finding.status) == ("official:x", "2026-06-30", status)
    assert (finding.need, finding.have) == (1, int(status == "met"))
    assert finding.completed_on == (None if completed is None else type(finding.due).fromisoformat(completed))
    assert finding.evidence == (("visit:v0",) if completed else ())


@pytest.mark.parametrize(
    ("as_of", "periods"),
    [
        ("2025-12-31", []),
        ("2026-01-01", ["2026Q1"]),
        ("2026-03-31", ["2026Q1"]),
        ("2026-04-01", ["2026Q1", "2026Q2"]),
        ("2026-09-30", ["2026Q1", "2026Q2", "2026Q3"]),
        ("2026-10-01", ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]),
    ],
)
def test_07_a_quarter_that_has_not_begun_gives_nothing(as_of: str, periods: list[str]) -> None:
    found = judged("visits.quarter", officials=[bureau_leader()], as_of=as_of)
    assert [finding.period for finding in found] == periods


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        pytest.param({}, True, id="held, one received"),
        pytest.param({"received": 0}, False, id="nobody received"),
        pytest.param({"received": None}, False, id="not said how many were received"),
        pytest.param({"status": "planned"}, False, id="planned"),
        pytest.param({"status": "cancelled", "cancelled_on": "2026-03-01"}, False, id="cancelled"),
        pytest.param({"leaders": ["y"]}, False, id="under another leader"),
        pytest.param({"leaders": ["y", "x"]}, True, id="with another leader"),
        pytest.param({"mode": "contact_point", "organization": "k"}, True, id="in any mode, of any organization"),
    ],
)
def test_07_which_visits_count(more: dict[str, Any], counts: bool) -> None:
    visits = [visit("v", "2026-03-02", **({"leaders": ["x"]} | more))]
    people = [leader(), official("y")]
    finding = only(judged("visits.half_year", officials=people, visits=visits), "official:x", "2026H1")
    assert finding.have == int(counts)


@pytest.mark.parametrize(
    ("from_", "to", "have"),
    [
        ("2026-03-02", None, 1),
        ("2026-03-03", None, 0),
        ("2020-01-01", "2026-03-02", 1),
        ("2020-01-01", "2026-03-01", 0),
    ],
)
def test_07_a_visit_counts_on_a_day_in_a_post_that_binds(from_: str, to: str | None, have: int) -> None:
    visits = [visit("v", "2026-03-02", leaders=["x"])]
    finding = only(judged("visits.half_year", officials=[leader(from_=from_, to=to)], visits=visits), period="2026H1")
    assert finding.have == have


def test_07_a_visit_in_a_post_of_another_row_counts_only_for_that_row() -> None:
    """First in a city bureau, then in the department's leading body."""
    person = official("x", post("c", leadership=True, to="2026-01-31"), post("d", leadership=True, from_="2026-02-01"))
    visits = [visit("v1", "2026-01-31", leaders=["x"]), visit("v2", "2026-02-01", leaders=["x"])]
    assert only(judged("visits.half_year", officials=[person], visits=visits), period="2026H1").evidence == (
        "visit:v2",
    )
    assert only(judged("visits.quarter", officials=[person], visits=visits), period="2026Q1").evidence == ("visit:v1",)


@pytest.mark.parametrize(
    ("need", "completed"),
    [(1, "2026-02-02"), (2, "2026-02-02"), (3, "2026-03-02"), (4, None)],
)
def test_07_completed_on_the_day_of_the_need_th(need: int, completed: str | None) -> None:
    """By (date, id): v9 and v10 on 02-02, v1 on 03-02; the evidence is all of them as text."""
    visits = [
        visit("v1", "2026-03-02", leaders=["x"]),
        visit("v9", "2026-02-02", leaders=["x"]),
        visit("v10", "2026-02-02", leaders=["x"]),
    ]
    finding = only(
        judged("visits.half_year", officials=[leader()], visits=visits, pack={"visits.half_year.need": need}),
        period="2026H1",
    )
    assert (finding.need, finding.have) == (need, 3)
    assert finding.evidence == ("visit:v1", "visit:v10", "visit:v9")
    assert (str(finding.completed_on) if finding.completed_on else None) == completed
    assert finding.status == ("met" if completed else "breached")


@pytest.mark.parametrize(
    "name", ["visits.half_year", "visits.quarter", "visits.unit", "sponsored.one", "sponsored.two"]
)
def test_07_need_0_gives_nothing(name: str) -> None:
    assert judged(name) != []
    assert judged(name, pack={f"{name}.need": 0}) == []


# H1 of 2026: 31 + 28 + 31 + 30 + 31 + 30 = 181 days, so 90 are less than half and 91 are more.
# Q1 of 2026: 31 + 28 + 31 = 90 days: 45 are exactly half. Q1 of 2024: 91. H2: 184, 92 are exactly half.


@pytest.mark.parametrize(
    ("from_", "to", "status"),
    [
        pytest.param("2026-02-15", None, "breached", id="14 + 31 = 45 of 90 days: exactly half binds"),
        pytest.param("2026-02-16", None, "exempt", id="44 of 90 days"),
        pytest.param("2020-01-01", "2026-02-14", "breached", id="31 + 14 = 45 of 90 days"),
        pytest.param("2020-01-01", "2026-02-13", "exempt", id="31 + 13 = 44 of 90 days"),
        pytest.param("2020-01-01", "2026-01-01", "exempt", id="one day"),
        pytest.param("2026-03-31", None, "exempt", id="the last day alone"),
    ],
)
def test_07_tenure_half_of_a_quarter(from_: str, to: str | None, status: str) -> None:
    finding = only(judged("visits.quarter", officials=[bureau_leader(from_=from_, to=to)]), period="2026Q1")
    assert finding.status == status


@pytest.mark.parametrize(
    ("from_", "to", "period", "status"),
    [
        pytest.param("2020-01-01", "2026-04-01", "2026H1", "breached", id="91 of 181"),
        pytest.param("2020-01-01", "2026-03-31", "2026H1", "exempt", id="90 of 181"),
        pytest.param("2020-01-01", "2026-09-30", "2026H2", "pending", id="92 of 184: exactly half binds"),
        pytest.param("2020-01-01", "2026-09-29", "2026H2", "exempt", id="91 of 184"),
    ],
)
def test_07_tenure_half_of_a_half_year(from_: str, to: str, period: str, status: str) -> None:
    found = judged("visits.half_year", officials=[leader(from_=from_, to=to)])
    assert only(found, period=period).status == status


@pytest.mark.parametrize(("from_", "there"), [("2026-03-31", True), ("2026-04-01", False)])
def test_07_no_day_in_post_gives_no_finding(from_: str, there: bool) -> None:
    found = judged("visits.quarter", officials=[bureau_leader(from_=from_)])
    assert ("2026Q1" in {finding.period for finding in found}) is there


def test_07_a_post_that_ended_before_the_period_gives_no_finding() -> None:
    assert judged("visits.half_year", officials=[leader(to="2025-12-31")]) == []


def absence(from_: str, to: str) -> dict[str, str]:
    return {"from": from_, "to": to, "reason": "学习"}


@pytest.mark.parametrize(
    ("absences", "status"),
    [
        pytest.param([absence("2026-01-01", "2026-02-14")], "breached", id="away 45 of 90: half is left"),
        pytest.param([absence("2026-01-01", "2026-02-15")], "exempt", id="away 46 of 90"),
        pytest.param(
            [absence("2026-01-01", "2026-01-31"), absence("2026-01-10", "2026-02-14")],
            "breached",
            id="overlapping absences count a day once",
        ),
        pytest.param([absence("2025-01-01", "2025-12-31")], "breached", id="away before the period"),
        pytest.param([absence("2026-01-01", "2026-12-31")], "exempt", id="away throughout: exempt, not nothing"),
    ],
)
def test_07_approved_absence_shortens_tenure(absences: list[dict[str, str]], status: str) -> None:
    person = official("x", post("c", leadership=True), exemptions=absences)
    assert only(judged("visits.quarter", officials=[person]), period="2026Q1").status == status


@pytest.mark.parametrize(
    ("second", "status"),
    [
        pytest.param(("2026-02-15", "2026-03-31"), "breached", id="31 + 45: two stretches add up"),
        pytest.param(("2026-01-15", "2026-02-13"), "exempt", id="overlapping: 31 + 13 = 44 days, each once"),
        pytest.param(("2026-01-15", "2026-02-14"), "breached", id="overlapping: 31 + 14 = 45 days, each once"),
    ],
)
def test_07_two_posts_count_a_day_once(second: tuple[str, str], status: str) -> None:
    person = official(
        "x",
        post("c", leadership=True, from_="2026-01-01", to="2026-01-31"),
        post("c", "section_deputy", leadership=True, from_=second[0], to=second[1]),
    )
    assert only(judged("visits.quarter", officials=[person]), period="2026Q1").status == status


def test_07_posts_are_taken_as_written_past_as_of() -> None:
    """On 10 January the post already known to end on 13 February makes the quarter exempt."""
    found = judged("visits.quarter", officials=[bureau_leader(to="2026-02-13")], as_of="2026-01-10")
    assert only(found).status == "exempt"


def test_07_exempt_shows_what_was_done_all_the_same() -> None:
    person = official("x", post("c", leadership=True), exemptions=[absence("2026-01-01", "2026-03-30")])
    visits = [visit("v", "2026-02-02", leaders=["x"])]
    finding = only(judged("visits.quarter", officials=[person], visits=visits), period="2026Q1")
    assert (finding.status, finding.have, str(finding.completed_on)) == ("exempt", 1, "2026-02-02")
    assert finding.evidence == ("visit:v",)


@pytest.mark.parametrize(
    ("share", "to", "status"),
    [
        pytest.param(0, "2026-01-01", "breached", id="0: one day binds"),
        pytest.param(1, "2026-03-30", "exempt", id="1: 89 of 90 days"),
        pytest.param(1, "2026-03-31", "breached", id="1: all days"),
    ],
)
def test_07_min_share_is_a_parameter(share: int, to: str, status: str) -> None:
    found = judged("visits.quarter", officials=[bureau_leader(to=to)], pack={"tenure.min_share": share})
    assert only(found, period="2026Q1").status == status


# 第3项: administrations and direct units


def test_07_which_units_visit() -> None:
    more = [organization("x", "division", "c"), organization("y", "prison")]
    assert subjects(judged("visits.unit", organizations=[*PROVINCE, *more])) == {"a", "r", "u", "i"}


@pytest.mark.parametrize(
    ("from_", "to", "there"),
    [
        ("2026-12-31", None, True),
        ("2027-01-01", None, False),
        (None, "2026-12-31", True),
        (None, "2026-12-30", False),
    ],
)
def test_07_units_that_exist_on_the_years_last_day(from_: str | None, to: str | None, there: bool) -> None:
    new = organization("x", "division", from_=from_, to=to)
    assert ("x" in subjects(judged("visits.unit", organizations=[*PROVINCE, new], as_of="2026-05-01"))) is there


@pytest.mark.parametrize(
    ("held", "more", "have"),
    [
        pytest.param(post("u", principal=True), {}, 1, id="its principal"),
        pytest.param(post("u", leadership=True), {}, 1, id="a member of its leading body"),
        pytest.param(post("u"), {}, 0, id="a clerk"),
        pytest.param(post("d", leadership=True), {}, 0, id="a leader of the department"),
        pytest.param(post("u", principal=True, from_="2026-03-03"), {}, 0, id="in post only the day after"),
        pytest.param(post("u", principal=True, to="2026-03-02"), {}, 1, id="in post to that day"),
        pytest.param(post("u", principal=True), {"organization": "d"}, 0, id="a visit of the department"),
        pytest.param(post("u", principal=True), {"received": 0}, 0, id="nobody received"),
        pytest.param(post("u", principal=True), {"leaders": []}, 0, id="nobody led it"),
    ],
)
def test_07_which_visits_of_a_unit_count(held: dict[str, Any], more: dict[str, Any], have: int) -> None:
    visits = [visit("v", "2026-03-02", **({"organization": "u", "leaders": ["x"]} | more))]
    finding = only(judged("visits.unit", officials=[official("x", held)], visits=visits), "organization:u")
    assert (finding.have, finding.period, str(finding.due)) == (have, "2026", "2026-12-31")
    assert finding.evidence == (("visit:v",) if have else ())


@pytest.mark.parametrize(
    ("as_of", "status"), [("2026-12-30", "pending"), ("2026-12-31", "pending"), ("2027-01-01", "breached")]
)
def test_07_units_have_the_whole_year(as_of: str, status: str) -> None:
    assert only(judged("visits.unit", as_of=as_of), "organization:u").status == status


def test_07_why_visits() -> None:
    head = "周示例应在2026-01-01至2026-06-30期间下访接待群众至少1次（第七条第1项），"
    visits = [visit("v", "2026-03-02", leaders=["x"])]

    def why(as_of: str, *visits: dict[str, Any], **more: Any) -> str:
        found = judged("visits.half_year", officials=[leader(**more)], visits=list(visits), as_of=as_of)
        return only(found, period="2026H1").why

    assert why("2026-06-01", *visits) == head + "已完成1次，于2026-03-02达标。"
    assert why("2026-06-01") == head + "已完成0次，还差1次，还剩29天：请安排下访并登记接待情况。"
    assert why("2026-06-30") == head + "已完成0次，还差1次，当日到期：请安排下访并登记接待情况。"
    assert why("2026-07-01") == head + "已完成0次，缺1次，期限已过：如有漏登请补录，确未完成的请说明原因。"
    assert why("2026-07-01", to="2026-03-31") == (
        head + "已完成0次；本期免计：扣除经批准的离岗后在任90天，不足本期181天的50%。"
    )


def test_07_why_quarter() -> None:
    assert only(judged("visits.quarter", as_of="2026-05-01"), "official:q", "2026Q2").why == (
        "钱示例应在2026-04-01至2026-06-30期间下访接待群众至少1次（第七条第2项），"
        "已完成0次，还差1次，还剩60天：请安排下访并登记接待情况。"
    )


def test_07_why_unit() -> None:
    assert only(judged("visits.unit", as_of="2026-12-01"), "organization:a").why == (
        "示例省监狱管理局应在2026-01-01至2026-12-31期间由本单位领导带队下访接待群众至少1次（第七条第3项），"
        "已完成0次，还差1次，还剩30天：请组织下访工作组并登记接待情况。"
    )
