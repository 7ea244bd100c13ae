"""第五条 第一责任人: exactly one principal in every organ."""

import pytest

from regulation.documents import PROVINCE, judged, official, only, organization, post, subjects


def principal(identifier: str, **more: str) -> dict[str, object]:
    return official(identifier, post("c", principal=True, **more), name=f"{identifier}示例")


def test_05_which_organs() -> None:
    """Not the judicial office, the prison, the rehab centre, the division, the institution."""
    assert subjects(judged("principal.one")) == {"d", "c", "k", "a", "r"}


@pytest.mark.parametrize(
    ("holders", "status"),
    [
        pytest.param([], "breached", id="nobody"),
        pytest.param(["x"], "met", id="one"),
        pytest.param(["y", "x"], "breached", id="two"),
    ],
)
def test_05_exactly_one(holders: list[str], status: str) -> None:
    finding = only(judged("principal.one", officials=[principal(x) for x in holders]), "organization:c")
    assert (finding.status, finding.need, finding.have) == (status, 1, len(holders))
    assert (finding.period, str(finding.due), finding.completed_on) == ("2026", "2026-12-31", None)
    assert finding.evidence == tuple(f"official:{x}" for x in sorted(holders))


@pytest.mark.parametrize(
    ("from_", "to", "have"),
    [
        pytest.param("2026-06-15", None, 1, id="from that very day"),
        pytest.param("2026-06-16", None, 0, id="from the day after"),
        pytest.param("2020-01-01", "2026-06-14", 0, id="to the day before"),
        pytest.param("2020-01-01", "2026-06-15", 1, id="to that very day"),
    ],
)
def test_05_on_as_of(from_: str, to: str | None, have: int) -> None:
    found = judged("principal.one", officials=[principal("x", from_=from_, to=to)], as_of="2026-06-15")
    assert only(found, "organization:c").have == have


def test_05_after_the_year_on_its_last_day() -> None:
    people = [principal("x", from_="2027-01-01")]
    finding = only(judged("principal.one", officials=people, as_of="2027-02-01"), "organization:c")
    assert (str(finding.due), finding.have) == ("2026-12-31", 0)


def test_05_one_person_with_two_principal_posts_there_is_one() -> None:
    both = official("x", post("c", principal=True), post("c", principal=True, rank="staff"))
    assert only(judged("principal.one", officials=[both]), "organization:c").status == "met"


def test_05_a_leader_who_is_no_principal_is_none() -> None:
    assert only(judged("principal.one"), "organization:c").have == 0


@pytest.mark.parametrize(
    ("from_", "to", "there"),
    [
        ("2026-06-15", None, True),
        ("2026-06-16", None, False),
        (None, "2026-06-15", True),
        (None, "2026-06-14", False),
    ],
)
def test_05_an_organ_exists_from_its_first_to_its_last_day(from_: str | None, to: str | None, there: bool) -> None:
    organs = [*PROVINCE, organization("x", "county_bureau", "c", from_=from_, to=to)]
    assert ("x" in subjects(judged("principal.one", organizations=organs, as_of="2026-06-15"))) is there


@pytest.mark.parametrize(
    ("holders", "rest"),
    [
        ([], "现无人任主要负责人：请登记任职。"),
        (["x"], "现为x示例。"),
        (["x", "y"], "现有2人（x示例、y示例）：请核对并结束多余的任职。"),
    ],
)
def test_05_why(holders: list[str], rest: str) -> None:
    finding = only(judged("principal.one", officials=[principal(x) for x in holders]), "organization:c")
    assert finding.why == "示例市司法局在2026-12-31应有且只有一名主要负责人（第五条），" + rest
