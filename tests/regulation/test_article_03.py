"""第三条 四个到位: what a matter came to is recorded when it is closed."""

import pytest

from regulation.documents import case, judged, only, triggers

CLOSED = {"accepted_on": "2026-03-02", "closed_on": "2026-03-05"}


@pytest.mark.parametrize(
    ("disposition", "status"),
    [
        pytest.param(["reasonable_resolved"], "met", id="one of the four"),
        pytest.param(["hardship_assisted", "unlawful_handled"], "met", id="two of the four"),
        pytest.param([], "breached", id="an empty list"),
        pytest.param(None, "breached", id="no list at all"),
    ],
)
def test_03_disposition(disposition: list[str] | None, status: str) -> None:
    finding = only(judged("case.disposition", cases=[case(disposition=disposition, **CLOSED)]))
    met = status == "met"
    assert finding.status == status
    assert (finding.subject, finding.period, str(finding.due)) == ("case:c1", None, "2026-03-05")
    assert (finding.need, finding.have, finding.provisional) == (1, int(met), False)
    assert finding.completed_on == (finding.due if met else None)
    assert finding.evidence == (("case:c1",) if met else ())


@triggers
def test_03_disposition_is_due_once_closed(trigger: str, as_of: str, there: bool) -> None:
    closed = case(received_on="2025-01-06", accepted_on="2025-01-06", closed_on=trigger)
    assert bool(judged("case.disposition", cases=[closed], as_of=as_of)) is there


def test_03_a_case_that_is_open_owes_no_disposition() -> None:
    assert judged("case.disposition", cases=[case(accepted_on="2026-03-02")]) == []


def test_03_why() -> None:
    head = "示例市司法局承办的事项c1于2026-03-05办结，应写明“四个到位”的落实情况（第三条），"
    met = only(judged("case.disposition", cases=[case(disposition=["unlawful_handled"], **CLOSED)]))
    assert met.why == head + "已落实。"
    breached = only(judged("case.disposition", cases=[case(**CLOSED)]))
    assert breached.why == head + "未落实：请补录结果（合理的已解决、无理的已教育、困难的已帮扶、违法的已处理）。"
