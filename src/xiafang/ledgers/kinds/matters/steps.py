"""The steps that a row of the ledger says were taken, each with its origin, on whatever takes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, Unpack

from xiafang.casework import acts
from xiafang.casework.acts import How
from xiafang.casework.codes import Disposition, Grade, Outcome, Path
from xiafang.casework.models import Matter
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.kinds.matters.wanted import Wanted
from xiafang.organizations.models import Official, Organization


class Taken(Protocol):
    """What steps are taken on: a matter that is there (`There`), or one that is being registered (`acts.Fresh`)."""

    def transfer(self, to: Organization, reason: str, **how: Unpack[How]) -> None:
        """Pass it on."""

    def take_over(self, **how: Unpack[How]) -> None:
        """Take it over."""

    def tell(self, **how: Unpack[How]) -> None:
        """Tell the petitioner."""

    def accept(self, path: Path | None, grade: Grade, **how: Unpack[How]) -> None:
        """Accept it."""

    def give_sponsor(self, official: Official, **how: Unpack[How]) -> None:
        """Let a leader answer for it."""

    def answer(self, outcome: Outcome, answer: str, **how: Unpack[How]) -> None:
        """Answer all demands that have no answer."""

    def reply(self, **how: Unpack[How]) -> None:
        """Serve the answer."""

    def close(self, disposition: Sequence[Disposition], **how: Unpack[How]) -> None:
        """Close it."""

    def resolve(self, **how: Unpack[How]) -> None:
        """Find that it is solved."""


class There:
    """A matter that is there: each step is an act on it."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter

    def transfer(self, to: Organization, reason: str, **how: Unpack[How]) -> None:
        """Pass it on."""
        acts.transfer(matter=self.matter, to=to, reason=reason, **how)

    def take_over(self, **how: Unpack[How]) -> None:
        """Take it over."""
        acts.take_over(matter=self.matter, **how)

    def tell(self, **how: Unpack[How]) -> None:
        """Tell the petitioner."""
        acts.tell(matter=self.matter, **how)

    def accept(self, path: Path | None, grade: Grade, **how: Unpack[How]) -> None:
        """Accept it."""
        acts.accept(matter=self.matter, path=path, grade=grade, **how)

    def give_sponsor(self, official: Official, **how: Unpack[How]) -> None:
        """Let a leader answer for it."""
        acts.give_sponsor(matter=self.matter, official=official, **how)

    def answer(self, outcome: Outcome, answer: str, **how: Unpack[How]) -> None:
        """Answer all demands that have no answer."""
        for demand in self.matter.demands.filter(answered_on=None):
            acts.answer_demand(demand=demand, outcome=outcome, answer=answer, **how)
        self.matter.refresh_from_db()

    def reply(self, **how: Unpack[How]) -> None:
        """Serve the answer."""
        acts.reply(matter=self.matter, **how)

    def close(self, disposition: Sequence[Disposition], **how: Unpack[How]) -> None:
        """Close it."""
        acts.close(matter=self.matter, disposition=disposition, **how)

    def resolve(self, **how: Unpack[How]) -> None:
        """Find that it is solved."""
        acts.resolve(matter=self.matter, verified="", **how)


@dataclass(frozen=True)
class Step:
    """One act to be done; `field` is the cell it comes from."""

    label: str
    field: str
    do: Callable[[Taken, Importer], None]


def passing(row: Wanted) -> list[Step]:
    """Return the transfer to the responsible unit, when that is another than the registering one."""
    if row.responsible.pk == row.unit.pk:
        return []

    def do(on: Taken, importer: Importer) -> None:
        how = importer.how(row.line, row.received_on)
        on.transfer(row.responsible, "", **how)
        on.take_over(**how)

    return [Step(f"转送{row.responsible}", "responsible", do)]


def told(row: Wanted) -> Step:
    """Return the written notice."""
    return Step("书面告知", "told_on", lambda on, i: on.tell(**i.how(row.line, row["told_on"])))


def accepted(row: Wanted) -> Step:
    """Return the acceptance."""
    day = row.accepted_on or row.received_on
    grade = row["grade"] or Grade.GENERAL
    return Step("受理", "accepted_on", lambda on, i: on.accept(row["path"], grade, **i.how(row.line, day)))


def sponsored(row: Wanted, official: Official) -> Step:
    """Return that a leader sponsors the matter."""
    day = row.sponsored_on or row.received_on
    return Step(f"{official}包案", "sponsor", lambda on, i: on.give_sponsor(official, **i.how(row.line, day)))


def answered(row: Wanted) -> Step:
    """Return the answers to all demands that have none."""
    day = row["replied_on"] or row["closed_on"]
    return Step("答复诉求", "outcome", lambda on, i: on.answer(row["outcome"], row["answer"], **i.how(row.line, day)))


def replied(row: Wanted) -> Step:
    """Return that the answer was served."""
    day = row["replied_on"]
    return Step("送达答复", "replied_on", lambda on, i: on.reply(**i.how(row.line, day, **_told(row))))


def closed(row: Wanted) -> Step:
    """Return the closing."""
    day, more = row["closed_on"], {} if row["replied_on"] else _told(row)
    return Step("办结", "closed_on", lambda on, i: on.close(row["disposition"], **i.how(row.line, day, **more)))


def resolved(row: Wanted) -> Step:
    """Return that the matter was found to be solved."""
    day = row["resolved_on"]
    return Step("认定化解", "resolved_on", lambda on, i: on.resolve(**i.how(row.line, day)))


def _told(row: Wanted) -> dict[str, str]:
    """Return what the petitioner was told, where it is not the answer to the demands already."""
    return {"told": row["answer"]} if row["answer"] and not row["outcome"] else {}
