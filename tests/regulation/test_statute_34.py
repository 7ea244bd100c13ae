"""条例第三十四条 法定办理期限: sixty days, extended once by at most thirty."""

from typing import Any

import pytest

from regulation.documents import assert_edge, case, edges, judged, only, triggers


def accepted(accepted_on: str = "2026-03-02", extension: tuple[str, int] | None = None, **more: Any) -> Any:
    if extension:
        more["extension"] = {"approved_on": extension[0], "approved_by": "q", "days": extension[1]}
    return case("c1", "2024-01-08", **({"accepted_on": accepted_on} | more))


def judge(matter: Any, **more: Any) -> Any:
    return judged("case.statutory_limit", cases=[matter], **more)


@edges("2026-05-06")
def test_statute_34_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    """03-02 + 60 = 05-01, off to 05-05, so Wednesday 05-06."""
    finding = only(judge(accepted(closed_on=act), as_of=as_of))
    assert (finding.subject, finding.period, finding.article) == ("case:c1", None, "条例第三十四条")
    assert_edge(finding, "2026-05-06", act, status, "case:c1")


@triggers
def test_statute_34_owed_once_accepted(trigger: str, as_of: str, there: bool) -> None:
    assert bool(judge(accepted(trigger), as_of=as_of)) is there


@pytest.mark.parametrize(
    ("more", "there"),
    [({"path": "other"}, False), ({"path": "petition"}, True), ({"accepted_on": None}, False)],
)
def test_statute_34_which_cases(more: dict[str, Any], there: bool) -> None:
    assert bool(judge(accepted(**more) if "accepted_on" not in more else case(**more))) is there


@pytest.mark.parametrize(
    ("accepted_on", "due"),
    [
        pytest.param("2024-01-31", "2024-04-01", id="over a leap February, ends on Sunday 03-31"),
        pytest.param("2025-01-31", "2025-04-01", id="over a plain February"),
        pytest.param("2025-03-02", "2025-05-06", id="ends on 05-01"),
        pytest.param("2026-07-01", "2026-08-31", id="ends on Sunday 08-30: a day before two months"),
    ],
)
def test_statute_34_sixty_days(accepted_on: str, due: str) -> None:
    assert str(only(judge(accepted(accepted_on), year=int(accepted_on[:4]))).due) == due


@pytest.mark.parametrize(
    ("approved_on", "due"),
    [
        # 03-02 + 60 = 05-01 → 05-06; + 90 = Sunday 05-31 → 06-01
        pytest.param("2026-03-02", "2026-06-01", id="approved on the day of acceptance"),
        pytest.param("2026-05-05", "2026-06-01", id="approved the day before the moved last day"),
        pytest.param("2026-05-06", "2026-06-01", id="approved on the moved last day"),
        pytest.param("2026-05-07", "2026-05-06", id="approved the day after: nothing"),
    ],
)
def test_statute_34_extension_approved_in_time(approved_on: str, due: str) -> None:
    assert str(only(judge(accepted(extension=(approved_on, 30)))).due) == due


@pytest.mark.parametrize(("as_of", "due"), [("2026-04-09", "2026-05-06"), ("2026-04-10", "2026-06-01")])
def test_statute_34_an_extension_after_as_of_is_ignored(as_of: str, due: str) -> None:
    assert str(only(judge(accepted(extension=("2026-04-10", 30)), as_of=as_of)).due) == due


@pytest.mark.parametrize(
    ("days", "due"),
    [
        pytest.param(0, "2026-05-06", id="no days"),
        pytest.param(1, "2026-05-06", id="61 days: 05-02, off, moved once"),
        pytest.param(10, "2026-05-11", id="70 days: Monday 05-11, from the unmoved 60th"),
        pytest.param(29, "2026-06-01", id="89 days: Saturday 05-30"),
        pytest.param(30, "2026-06-01", id="90 days: Sunday 05-31"),
        pytest.param(31, "2026-06-01", id="at most thirty"),
        pytest.param(10**30, "2026-06-01", id="however many"),
    ],
)
def test_statute_34_extension_days(days: int, due: str) -> None:
    assert str(only(judge(accepted(extension=("2026-04-10", days)))).due) == due


def test_statute_34_the_numbers_are_parameters() -> None:
    """30 days: 04-01; and 5 more: 04-06, off, so 04-07."""
    matter = accepted(extension=("2026-03-10", 30))
    assert str(only(judge(accepted(), pack={"case.statutory_limit.days": 30})).due) == "2026-04-01"
    found = judge(matter, pack={"case.statutory_limit.days": 30} | {"case.statutory_limit.max_extension_days": 5})
    assert str(only(found).due) == "2026-04-07"
    assert str(only(judge(matter, pack={"case.statutory_limit.max_extension_days": 0})).due) == "2026-05-06"


@pytest.mark.parametrize(
    ("accepted_on", "extension", "due", "provisional"),
    [
        pytest.param("2026-11-01", None, "2026-12-31", False, id="ends on the last day of 2026"),
        pytest.param("2026-11-02", None, "2027-01-04", True, id="ends on 2027-01-01"),
        pytest.param("2026-10-12", ("2026-12-11", 30), "2027-01-11", True, id="extended into 2027 (01-10 is a Sunday)"),
    ],
)
def test_statute_34_provisional(
    accepted_on: str, extension: tuple[str, int] | None, due: str, provisional: bool
) -> None:
    finding = only(judge(accepted(accepted_on, extension)))
    assert (str(finding.due), finding.provisional) == (due, provisional)


def test_statute_34_runs_beside_article_17() -> None:
    """Neither is always the earlier one."""
    matter = accepted("2026-07-01", visit="v", grades=[{"grade": "major", "on": "2026-07-01"}])
    visits = [{"id": "v", "organization": "c", "mode": "field", "date": "2026-07-01", "status": "held"}]
    assert str(only(judged("case.limit", cases=[matter], visits=visits)).due) == "2026-09-01"
    assert str(only(judge(matter, visits=visits)).due) == "2026-08-31"


def test_statute_34_why() -> None:
    head = "示例市司法局对2026-03-02受理的事项c1，应不晚于2026-05-06依法办结（条例第三十四条），"
    assert only(judge(accepted(closed_on="2026-05-08"))).why == head + "已于2026-05-08完成，逾期2天。"
    assert only(judge(accepted(), as_of="2026-05-04")).why == (
        head + "尚未完成，还剩2天：请办结，或在期限内报批延期并告知信访人。"
    )
    assert only(judge(accepted(), as_of="2026-05-10")).why == (
        head + "至2026-05-10仍未完成，已逾期4天：期限已过，不能再报批延期，请尽快办结并说明原因。"
    )
    assert only(judge(accepted(extension=("2026-04-10", 10)), as_of="2026-05-10")).why == (
        head.replace("05-06", "05-11") + "尚未完成，还剩1天：已延期一次，请在期限内办结。"
    )
