"""A facts document with every key there is, and a way of changing it at a path."""

import copy
import re
from typing import Any

from regulation.documents import case, document, official, post, visit

ESCALATION = {"id": "e", "kind": "group", "on": "2026-03-04"}
OPINION = {"approved_by": "p", "on": "2026-03-05", "justified": True}
FULL = document(
    policy="hubei-justice",
    calendar={"holidays": ["2026-03-03"], "workdays": ["2026-03-07"]},
    officials=[
        official(
            "p",
            post("d", leadership=True, principal=False, to="2027-01-01"),
            exemptions=[{"from": "2026-01-01", "to": "2026-01-02", "reason": "学习"}],
        )
    ],
    agreements=[{"id": "x", "year": 2026, "superior": "d", "subordinate": "c", "signed_on": "2026-01-05"}],
    plans=[{"id": "x", "year": 2026, "organization": "c", "filed_on": "2026-01-05"}],
    shortlists=[{"id": "x", "organization": "c", "issued_on": "2026-03-02", "cases": ["c1"]}],
    visits=[
        visit("v", leaders=["p"], cases=["c1"], scheduled_on="2026-03-01", target_source="liaison"),
        visit("w", status="cancelled", cancelled_on="2026-03-01"),
    ],
    notices=[{"id": "x", "visit": "v", "case": "c1", "sent_on": "2026-03-01"}],
    cases=[
        case(
            "c1",
            told_on="2026-03-02",
            accepted_on="2026-03-03",
            visit="v",
            path="petition",
            grades=[{"grade": "major", "on": "2026-03-03"}],
            extension={"approved_on": "2026-03-03", "approved_by": "p", "days": 5},
            handling="deferred",
            replied_on="2026-03-03",
            closed_on="2026-03-03",
            disposition=["unlawful_handled"],
            resolved_on="2026-03-03",
            returned_on="2026-03-03",
            sponsors=[{"official": "p", "from": "2026-01-01", "to": "2026-12-31"}],
            escalations=[
                ESCALATION
                | {"opinion": OPINION, "ordered_on": "2026-03-05"}
                | {"follow_up": {"official": "p", "assigned_on": "2026-03-05"}}
            ],
        )
    ],
    discoveries=[
        {
            "id": "x",
            "visit": "v",
            "kind": "emerging",
            "found_on": "2026-03-02",
            "notified": [{"organization": "c", "role": "department", "on": "2026-03-03"}],
            "reported_on": "2026-03-01",
            "proposal": True,
        }
    ],
    letters=[
        {
            "id": "x",
            "official": "p",
            "received_on": "2026-03-02",
            "read_on": "2026-03-02",
            "replied_on": "2026-03-02",
        }
    ],
    inspections=[
        {
            "id": "x",
            "kind": "regular",
            "on": "2026-03-02",
            "organization": "c",
            "findings": [
                {
                    "official": "p",
                    "kind": "unresolved",
                    "confirmed_on": "2026-03-02",
                    "sanction": "criticism",
                    "sanctioned_on": "2026-03-02",
                }
            ],
        }
    ],
    bulletins=[{"id": "x", "half": "2026H1", "issued_on": "2026-07-02"}],
    assessments=[{"id": "x", "year": 2026, "organization": "c", "completed_on": "2026-07-02"}],
)
"""Every key there is, once."""

STEP = re.compile(r"\.([^.\[]+)|\[(\d+)\]")


def changed(*changes: tuple[str, Any]) -> dict[str, Any]:
    """`FULL` with the value at each path set, or removed where it is `...`."""
    made = copy.deepcopy(FULL)
    for path, value in changes:
        steps: list[Any] = [key or int(index) for key, index in STEP.findall(path)]
        holder: Any = made
        for step in steps[:-1]:
            holder = holder[step]
        if value is ...:
            del holder[steps[-1]]
        elif isinstance(holder, list) and steps[-1] == len(holder):
            holder.append(value)
        else:
            holder[steps[-1]] = value
    return made
