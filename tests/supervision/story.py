"""The leading group's office at work: what it records unless a test says otherwise, and everything that is recorded."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import cast
from xiafang.accounts.models import User
from xiafang.accounts.rights import OPERATOR, Actor
from xiafang.accounts.roles import Role
from xiafang.organizations.models import Official, Organization
from xiafang.supervision import acts
from xiafang.supervision.kinds import Fault, InspectionKind, SanctionKind
from xiafang.supervision.models import (
    Agreement,
    Assessment,
    Bulletin,
    Event,
    Inspection,
    InspectionFinding,
    Plan,
    Record,
    Sanction,
)

MODELS: list[type[Record]] = [Agreement, Plan, Inspection, InspectionFinding, Sanction, Bulletin, Assessment]


def written() -> int:
    """How many rows stand in all tables of supervision."""
    return sum(model._default_manager.count() for model in (*MODELS, Event))


@dataclass
class Office:
    """Records what the story needs; `by` is who does it."""

    land: cast.Province
    by: Actor = OPERATOR
    accused: Official = field(init=False)

    def __post_init__(self) -> None:
        self.accused = cast.official("孙示例")
        cast.appointed(self.accused, self.land.county, leadership=True)

    def _said(self, facts: dict[str, Any], **defaults: Any) -> dict[str, Any]:
        return {"by": self.by, "at": cast.NOW} | defaults | facts

    def agree(self, **facts: Any) -> Agreement:
        said = self._said(facts, year=2026, superior=self.land.city, subordinate=self.land.county, on=date(2026, 3, 10))
        return acts.record_agreement(**said)

    def plan(self, **facts: Any) -> Plan:
        said = self._said(
            facts, year=2026, organization=self.land.county, on=date(2026, 1, 15), title="2026年下访工作计划"
        )
        return acts.file_plan(**said)

    def inspect(self, **facts: Any) -> Inspection:
        said = self._said(
            facts,
            kind=InspectionKind.REGULAR,
            on=date(2026, 4, 8),
            organization=self.land.county,
            scope="一季度下访记录",
        )
        return acts.record_inspection(**said)

    def find(self, inspection: Inspection, **facts: Any) -> InspectionFinding:
        said = self._said(
            facts,
            inspection=inspection,
            official=self.accused,
            kind=Fault.PERFUNCTORY,
            on=date(2026, 4, 20),
            evidence="接访登记表三份未签字",
        )
        return acts.confirm_finding(**said)

    def sanction(self, finding: InspectionFinding, **facts: Any) -> Sanction:
        said = self._said(facts, finding=finding, kind=SanctionKind.CRITICISM, on=date(2026, 5, 6))
        return acts.sanction_finding(**said)

    def bulletin(self, **facts: Any) -> Bulletin:
        said = self._said(facts, half="2025H2", on=date(2026, 1, 20), number="示司信领办〔2026〕1号")
        return acts.issue_bulletin(**said)

    def assess(self, **facts: Any) -> Assessment:
        said = self._said(facts, year=2025, organization=self.land.county, on=date(2026, 3, 2))
        return acts.complete_assessment(**said)

    def everything(self) -> dict[str, Record]:
        """One record of each kind, all about the county, and the accused's."""
        inspection = self.inspect()
        finding = self.find(inspection)
        return {
            "agreement": self.agree(),
            "plan": self.plan(),
            "inspection": inspection,
            "finding": finding,
            "sanction": self.sanction(finding),
            "bulletin": self.bulletin(),
            "assessment": self.assess(),
        }


VOID: dict[str, Any] = {
    "agreement": acts.void_agreement,
    "plan": acts.void_plan,
    "inspection": acts.void_inspection,
    "finding": acts.void_finding,
    "sanction": acts.void_sanction,
    "bulletin": acts.void_bulletin,
    "assessment": acts.void_assessment,
}


def void(name: str, row: Record, by: Actor = OPERATOR, reason: str = "登记到了别的单位") -> Record:
    voided: Record = VOID[name](**{name: row}, by=by, at=cast.NOW, reason=reason)
    return voided


def clerk(land: cast.Province, where: str) -> User:
    """The petition office of a unit."""
    unit: Organization = getattr(land, where)
    return cast.user(f"clerk-{where.replace('_', '-')}", (Role.PETITION_OFFICE, unit))
