"""第十五条 现场处理: what was deferred on a visit is answered within the limit of 第十七条."""

from typing import Any

import pytest

from regulation.documents import assert_edge, case, edges, judged, only, triggers, visit

VISITS = [visit("v")]


def deferred(accepted_on: str = "2026-03-02", **more: Any) -> dict[str, Any]:
    return case("c1", "2025-01-06", **({"accepted_on": accepted_on, "visit": "v", "handling": "deferred"} | more))


def judge(*cases: dict[str, Any], **more: Any) -> Any:
    return judged("case.deferred_reply", cases=list(cases), visits=VISITS, **more)


@edges("2026-04-02")
def test_15_reply_around_the_last_day(act: str | None, as_of: str, status: str) -> None:
    """A month from 03-02 is Thursday 04-02."""
    finding = only(judge(deferred(replied_on=act), as_of=as_of))
    assert (finding.subject, finding.period) == ("case:c1", None)
    assert_edge(finding, "2026-04-02", act, status, "case:c1")


@triggers
def test_15_owed_once_accepted(trigger: str, as_of: str, there: bool) -> None:
    assert bool(judge(deferred(trigger), as_of=as_of)) is there


@pytest.mark.parametrize(
    ("more", "there"),
    [
        pytest.param({"handling": "on_the_spot"}, False, id="settled on the spot"),
        pytest.param({"handling": "explained"}, False, id="explained"),
        pytest.param({"handling": None}, False, id="not said"),
        pytest.param({"visit": None}, False, id="not on a visit"),
        pytest.param({"accepted_on": None}, False, id="not accepted"),
        pytest.param({"path": "other"}, True, id="whatever its path"),
        pytest.param({"closed_on": "2026-03-03"}, True, id="closed"),
    ],
)
def test_15_which_cases(more: dict[str, Any], there: bool) -> None:
    assert bool(judge(deferred(**more))) is there


def test_15_the_grade_moves_the_last_day() -> None:
    """Simple from 03-02: 3(1) 4(2) 5(3) 6(4) 9(5). Major: Saturday 05-02, off to 05, so 05-06."""
    for grade, due in [("simple", "2026-03-09"), ("major", "2026-05-06")]:
        finding = only(judge(deferred(grades=[{"grade": grade, "on": "2026-03-02"}])))
        assert str(finding.due) == due


def test_15_closing_does_not_answer() -> None:
    assert only(judge(deferred(closed_on="2026-03-05"))).status == "breached"


def test_15_why() -> None:
    head = "示例市司法局对下访中待研究的事项c1，应不晚于2026-04-02研究后答复信访人（第十五条），"
    assert only(judge(deferred(replied_on="2026-04-02"))).why == head + "已于2026-04-02按期完成。"
    assert only(judge(deferred(), as_of="2026-04-12")).why == (
        head + "至2026-04-12仍未完成，已逾期10天：请研究答复并登记答复日期。"
    )
