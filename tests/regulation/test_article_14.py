"""第十四条 联络员: where the target of a direct unit's visit came from."""

from typing import Any

import pytest

from regulation.documents import PROVINCE, judged, only, organization, triggers, visit


def held(day: str = "2026-03-02", **more: Any) -> dict[str, Any]:
    return visit("v", day, **({"organization": "u"} | more))


@pytest.mark.parametrize(
    ("source", "status"),
    [("liaison", "met"), ("office_task", "met"), ("petition_office", "breached"), (None, "breached")],
)
def test_14_source_of_the_target(source: str | None, status: str) -> None:
    finding = only(judged("target.by_liaison", visits=[held(target_source=source)]))
    met = status == "met"
    assert (finding.subject, finding.period, str(finding.due)) == ("visit:v", None, "2026-03-02")
    assert (finding.status, finding.need, finding.have) == (status, 1, int(met))
    assert finding.completed_on == (finding.due if met else None)
    assert finding.evidence == (("visit:v",) if met else ())


@triggers
def test_14_owed_once_held(trigger: str, as_of: str, there: bool) -> None:
    assert bool(judged("target.by_liaison", visits=[held(trigger)], as_of=as_of)) is there


@pytest.mark.parametrize(
    ("more", "there"),
    [
        pytest.param({"organization": "i"}, True, id="an institution of the department"),
        pytest.param({"organization": "x"}, False, id="a division lower down"),
        pytest.param({"organization": "a"}, False, id="an administration"),
        pytest.param({"organization": "d"}, False, id="the department"),
        pytest.param({"received": 0}, True, id="nobody received"),
        pytest.param({"mode": "contact_point"}, True, id="in any mode"),
        pytest.param({"status": "planned"}, False, id="planned"),
        pytest.param({"status": "cancelled", "cancelled_on": "2027-01-01"}, False, id="cancelled after as_of"),
    ],
)
def test_14_which_visits(more: dict[str, Any], there: bool) -> None:
    province = [*PROVINCE, organization("x", "division", "c")]
    assert bool(judged("target.by_liaison", visits=[held(**more)], organizations=province)) is there


def test_14_why() -> None:
    head = "示例处的下访v（2026-03-02），对象应由本单位信访联络员提供或由领导小组办公室安排（第十四条），"
    assert only(judged("target.by_liaison", visits=[held(target_source="liaison")])).why == head + "已落实。"
    assert only(judged("target.by_liaison", visits=[held()])).why == (head + "未落实：请核实并补录下访对象的来源。")
