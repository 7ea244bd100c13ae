"""第十四条 联络员: direct units' visiting targets come from their liaisons, or from a task of the office."""

from collections.abc import Iterator

from xiafang.regulation.facts import Visit
from xiafang.regulation.findings import WRITTEN, Finding
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Situation


def visits_of_direct_units(now: Situation) -> Iterator[Visit]:
    """Give the visits that direct units held in the year by now."""
    for visit in now.facts.visits:
        held = visit.status == "held" and now.triggered(visit.date)
        if held and now.is_direct_unit(now.organizations[visit.organization]):
            yield visit


@duty(
    "target.by_liaison",
    article="第十四条",
    title="下访对象由联络员提供",
    subject="visit",
    subjects=visits_of_direct_units,
    way="state",
)
def take_the_liaisons_target(this: Duty, visit: Visit, now: Situation) -> Finding:
    """Judge whether the target of a direct unit's visit came from its liaison or from a task of the office."""
    return this.state(
        now,
        f"visit:{visit.id}",
        visit.date,
        holds=visit.target_source in ("liaison", "office_task"),
        who=f"{now.organization_name(visit.organization)}的下访{visit.id}（{WRITTEN[visit.date]}），",
        act="对象应由本单位信访联络员提供或由领导小组办公室安排",
        missing="请核实并补录下访对象的来源",
    )
