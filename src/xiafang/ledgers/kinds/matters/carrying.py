"""The acts by which a row of the ledger becomes a matter and its steps, each with its origin."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiafang.casework import acts
from xiafang.casework.acts import Person
from xiafang.casework.models import Matter
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.kinds.matters.wanted import Wanted, flags_of
from xiafang.ledgers.reading import same
from xiafang.organizations.models import Official

REASON = "台账更正"


@dataclass(frozen=True)
class Step:
    """One act to be done to the matter; `field` is the cell it comes from."""

    label: str
    field: str
    do: Callable[[Matter, Importer], Any]


def create(row: Wanted, steps: Sequence[Step], importer: Importer) -> Matter:
    """Register the matter and take it as far as the ledger does."""
    line = row.line
    private = {name: row[name] for name in ("id_number", "phone", "address")}
    people = [
        Person(name, organization=len(name) > 4 and name.endswith(_ORGANS), **(private if number == 0 else {}))
        for number, name in enumerate(row.names)
    ]
    matter = acts.register(
        unit=row.unit,
        kind=row.kind,
        topic=row.topic,
        title=row.title,
        channel=row.channel,
        received_on=row.received_on,
        demands=row.demands,
        petitioners=people,
        accused=row.accused,
        purpose=row["purpose"],
        summary=row.summary,
        content=_content(row),
        people=max(row["people"] or 1, len(people)),
        joint=bool(row["joint"]),
        external_number=row.number,
        national_number=row.national_number,
        place=row["place"],
        flags=flags_of(row),
        **importer.how(line, row.received_on),
    ).matter
    importer.made.add(matter.pk)
    _take(matter, steps, importer)
    return matter


_ORGANS = ("公司", "厂", "局", "院", "所", "会", "村", "社", "中心", "单位", "学校", "集团")


def _content(row: Wanted) -> str:
    words = row["topic"][1]
    return f"{row.summary}\n台账内容分类：{words}".strip() if words else row.summary


def change(
    row: Wanted, matter: Matter, changes: Mapping[str, Any], steps: Sequence[Step], importer: Importer
) -> Matter:
    """Correct what the ledger says otherwise and take the steps that are missing."""
    if changes:
        how = importer.how(row.line, importer.today)
        acts.correct(matter=matter, changes=changes, reason=REASON, **how)
    _take(matter, steps, importer)
    return matter


def _take(matter: Matter, steps: Sequence[Step], importer: Importer) -> None:
    for step in steps:
        step.do(matter, importer)


def corrections(row: Wanted, matter: Matter) -> dict[str, Any]:
    """Return what of the registration the ledger has otherwise; its empty cells say nothing."""
    found: dict[str, Any] = {}
    if same(row.title) != same(matter.title):
        found["title"] = row.title
    if row.summary and same(row.summary) != same(matter.summary):
        found["summary"] = row.summary
    if row["topic"][0] and row["topic"][0] != matter.topic:
        found["topic"] = row["topic"][0]
    if row["kind"] and row["kind"] != matter.kind and not matter.accepted_on:
        found["kind"] = row["kind"]
    if row["purpose"] and row["purpose"] != matter.purpose:
        found["purpose"] = row["purpose"]
    if row.national_number and not matter.external_number:
        found["external_number"] = row.national_number
    if row["place"] and row["place"] != matter.place:
        found["place"] = row["place"]
    return found


def passing(row: Wanted) -> list[Step]:
    """Return the transfer to the responsible unit, when that is another than the registering one."""
    if row.responsible.pk == row.unit.pk:
        return []

    def do(matter: Matter, importer: Importer) -> None:
        how = importer.how(row.line, row.received_on)
        acts.transfer(matter=matter, to=row.responsible, reason="", **how)
        acts.take_over(matter=matter, **how)

    return [Step(f"转送{row.responsible}", "responsible", do)]


def told(row: Wanted) -> Step:
    """Return the written notice."""
    return Step("书面告知", "told_on", lambda m, i: acts.tell(matter=m, **i.how(row.line, row["told_on"])))


def accepted(row: Wanted) -> Step:
    """Return the acceptance."""
    on = row.accepted_on or row.received_on
    grade = {"grade": row["grade"]} if row["grade"] else {}
    return Step(
        "受理", "accepted_on", lambda m, i: acts.accept(matter=m, path=row["path"], **grade, **i.how(row.line, on))
    )


def sponsored(row: Wanted, official: Official) -> Step:
    """Return that a leader sponsors the matter."""
    on = row.sponsored_on or row.received_on
    return Step(
        f"{official}包案", "sponsor", lambda m, i: acts.give_sponsor(matter=m, official=official, **i.how(row.line, on))
    )


def answered(row: Wanted) -> Step:
    """Return the answers to all demands that have none."""
    on = row["replied_on"] or row["closed_on"]

    def do(matter: Matter, importer: Importer) -> None:
        for demand in matter.demands.filter(answered_on=None):
            how = importer.how(row.line, on)
            acts.answer_demand(demand=demand, outcome=row["outcome"], answer=row["answer"], **how)
        matter.refresh_from_db()

    return Step("答复诉求", "outcome", do)


def replied(row: Wanted) -> Step:
    """Return that the answer was served."""
    return Step(
        "送达答复", "replied_on", lambda m, i: acts.reply(matter=m, **i.how(row.line, row["replied_on"], **_told(row)))
    )


def closed(row: Wanted) -> Step:
    """Return the closing."""

    def do(matter: Matter, importer: Importer) -> None:
        more = {} if row["replied_on"] else _told(row)
        acts.close(matter=matter, disposition=row["disposition"], **importer.how(row.line, row["closed_on"], **more))

    return Step("办结", "closed_on", do)


def resolved(row: Wanted) -> Step:
    """Return that the matter was found to be solved."""
    on = row["resolved_on"]
    return Step("认定化解", "resolved_on", lambda m, i: acts.resolve(matter=m, verified="", **i.how(row.line, on)))


def _told(row: Wanted) -> dict[str, str]:
    """Return what the petitioner was told, where it is not the answer to the demands already."""
    return {"told": row["answer"]} if row["answer"] and not row["outcome"] else {}
