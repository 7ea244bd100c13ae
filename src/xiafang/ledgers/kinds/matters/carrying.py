"""How a row of the ledger becomes a matter or changes one: by the acts, or with many others at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from xiafang.casework import acts
from xiafang.casework.acts import Person
from xiafang.casework.models import Matter
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.kinds.matters.steps import Step, Taken, There
from xiafang.ledgers.kinds.matters.wanted import Wanted, flags_of
from xiafang.ledgers.reading import same

REASON = "台账更正"


def create(row: Wanted, steps: Sequence[Step], importer: Importer) -> Matter:
    """Register the matter and take it as far as the ledger does, by the acts."""
    matter = acts.register(**_facts(row, importer)).matter
    importer.made.add(matter.pk)
    _take(There(matter), steps, importer)
    return matter


def compose(row: Wanted, steps: Sequence[Step], importer: Importer, batch: acts.Batch) -> None:
    """Have the same written with others. Raises NotAllowed."""
    fresh = batch.register(**_facts(row, importer))
    _take(fresh, steps, importer)
    importer.made.add(fresh.matter.pk)
    batch.keep(fresh)


def _facts(row: Wanted, importer: Importer) -> dict[str, Any]:
    """Return what the matter is registered with."""
    private = {name: row[name] for name in ("id_number", "phone", "address")}
    people = [
        Person(name, organization=len(name) > 4 and name.endswith(_ORGANS), **(private if number == 0 else {}))
        for number, name in enumerate(row.names)
    ]
    return {
        "unit": row.unit,
        "kind": row.kind,
        "topic": row.topic,
        "title": row.title,
        "channel": row.channel,
        "received_on": row.received_on,
        "demands": row.demands,
        "petitioners": people,
        "accused": row.accused,
        "purpose": row["purpose"],
        "summary": row.summary,
        "content": _content(row),
        "people": row.people,
        "joint": row.joint,
        "external_number": row.number,
        "national_number": row.national_number,
        "place": row["place"],
        "flags": flags_of(row),
        **importer.how(row.line, row.received_on),
    }


_ORGANS = ("公司", "厂", "局", "院", "所", "会", "村", "社", "中心", "单位", "学校", "集团")


def _content(row: Wanted) -> str:
    """Return what was said, and words of the ledger for which the register has no place."""
    words, party = row["topic"][1], row.party
    found = [row.summary, f"台账内容分类：{words}" if words else ""]
    found.append(f"台账信访人另有：{party.others}" if party.more and not party.exact else "")
    return "\n".join(filter(None, found))


def change(
    row: Wanted, matter: Matter, changes: Mapping[str, Any], steps: Sequence[Step], importer: Importer
) -> Matter:
    """Correct what the ledger says otherwise and take the steps that are missing."""
    if changes:
        how = importer.how(row.line, importer.today)
        acts.correct(matter=matter, changes=changes, reason=REASON, **how)
    _take(There(matter), steps, importer)
    return matter


def _take(on: Taken, steps: Sequence[Step], importer: Importer) -> None:
    for step in steps:
        step.do(on, importer)


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
