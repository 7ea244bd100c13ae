"""What becomes of rows of a ledger of matters: compared with the register, and the steps that are missing there."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from xiafang.casework.codes import State
from xiafang.casework.models import Matter
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.kinds.matters import carrying
from xiafang.ledgers.kinds.matters import steps as steps_of
from xiafang.ledgers.kinds.matters.known import Found, Known, Register
from xiafang.ledgers.kinds.matters.steps import Step
from xiafang.ledgers.kinds.matters.wanted import Wanted, wanted
from xiafang.ledgers.plans import Answer, Line, No, Plan, Verdict, refused
from xiafang.ledgers.reading import same

_OVER = (State.VOIDED, State.MERGED, State.WITHDRAWN, State.DECLINED)
_DAYS = (
    ("told_on", "告知日期"),
    ("accepted_on", "受理日期"),
    ("replied_on", "答复日期"),
    ("closed_on", "办结日期"),
    ("resolved_on", "化解日期"),
)


def plan(lines: Sequence[Line], importer: Importer) -> list[Plan]:
    """Return what becomes of each row, in order. Some ten queries, however many rows."""
    plans: list[Plan] = []
    rows: list[tuple[Plan, Wanted]] = []
    for line in lines:
        made = refused(line) or Plan([line], Verdict.CREATED)
        plans.append(made)
        if made.verdict == Verdict.REFUSED:
            continue
        try:
            rows.append((made, wanted(line, importer)))
        except No as no:
            made.refuse(str(no), no.field)
    register = Register([row for _, row in rows], importer)
    for made, row in rows:
        try:
            _decide(made, row, register, importer)
        except No as no:
            made.refuse(str(no), no.field)
    return plans


def _decide(made: Plan, row: Wanted, register: Register, importer: Importer) -> None:
    key = ("number", row.unit.pk, same(row.number)) if row.number else ("facts", *row.facts)
    if earlier := importer.first_time(key, _content(row), row.line):
        made.verdict, made.said = Verdict.UNCHANGED, f"与表“{earlier[0]}”第 {earlier[1]} 行相同"
        return
    found = register.find(row)
    if found.known and found.near:
        answer = importer.answer(row.line)
        if answer is None:
            _question(made, row, found.known.matter, found)
            return
        if answer == Answer.ANOTHER:
            found = Found()
    if found.known is None:
        steps = [*steps_of.passing(row), *_missing(row, None)]
        labels = [f"登记“{row.title[:40]}”", *_party(row), *(step.label for step in steps)]
        made.verdict, made.said = Verdict.CREATED, _said(labels)
        made.carry = lambda: carrying.create(row, steps, importer)
        made.compose = lambda batch: carrying.compose(row, steps, importer, batch)
        return
    _compare(made, row, found.known, importer, loose=found.near)


def _party(row: Wanted) -> list[str]:
    """Return how 等…人 was understood, where it is written."""
    if not row.party.more:
        return []
    sure, known = row["people"] or row.party.exact, row.party.number
    how_many = f"共{row.people}人" if sure else f"至少{row.people}人" if known else "没有写明人数"
    return [f"信访人{'、'.join(row.names) or '匿名'}等（{how_many}）"]


def _content(row: Wanted) -> object:
    return tuple(sorted((name, repr(value)) for name, value in row.line.values.items()))


def _question(made: Plan, row: Wanted, matter: Matter, found: Found) -> None:
    made.verdict = Verdict.ASKED
    made.cell = row.line.record.address("number" if row.number else "petitioners")
    made.said = (
        f"与“{matter}”（{matter.received_on}收到，{matter.title[:30]}）{found.common}相同："
        "是同一事项的请答“同一”，不是的请答“另立”。"
    )


def _compare(made: Plan, row: Wanted, known: Known, importer: Importer, *, loose: bool) -> None:
    matter = known.matter
    if matter.state in _OVER:
        raise No(f"“{matter}”{matter.get_state_display()}，不能再由台账更新：请在网页上核对。", field="number")
    if not loose:
        _check_same(row, known)
    _check_days(row, matter)
    changes = carrying.corrections(row, matter) if not loose else {}
    steps = _missing(row, matter)
    labels = [*(["更正登记内容"] if changes else []), *(step.label for step in steps)]
    if not labels:
        made.verdict, made.said = Verdict.UNCHANGED, f"已有“{matter}”"
        return
    made.verdict, made.said = Verdict.CHANGED, f"“{matter}”：{_said(labels)}"
    made.carry = lambda: carrying.change(row, matter, changes, steps, importer)


def _said(labels: Sequence[str]) -> str:
    return "、".join(labels)


def _check_same(row: Wanted, known: Known) -> None:
    matter = known.matter
    way_out = "请核对台账；登记有误的，请在网页上更正。"
    if row.received_on != matter.received_on:
        raise No(f"“{matter}”登记的收到日期是 {matter.received_on}，与台账不同：{way_out}", field="received_on")
    names = frozenset(same(name) for name in row.names)
    if names and names != known.names:
        said = "、".join(sorted(person.name for person in matter.petitioners.all() if person.name)) or "匿名"
        raise No(f"“{matter}”登记的信访人是{said}，与台账不同：{way_out}", field="petitioners")


def _check_days(row: Wanted, matter: Matter) -> None:
    for name, label in _DAYS:
        stands: date | None = getattr(matter, name)
        said = row.accepted_on if name == "accepted_on" and row["accepted_on"] else row[name]
        if stands and said and stands != said:
            raise No(
                f"“{matter}”登记的{label}是 {stands}，与台账的 {said} 不同：请核对台账；登记有误的，请在网页上更正。",
                field=name,
            )


def _missing(row: Wanted, matter: Matter | None) -> list[Step]:
    """Return the steps that the ledger holds and the register does not, in the order of a matter's life."""

    def lacks(name: str) -> bool:
        return matter is None or getattr(matter, name) is None

    steps: list[Step] = []
    if row["told_on"] and lacks("told_on"):
        steps.append(steps_of.told(row))
    if row.accepted_on and lacks("accepted_on"):
        steps.append(steps_of.accepted(row))
    sponsors: set[Any] = {given.official_id for given in matter.sponsorships.all()} if matter else set()
    steps += [steps_of.sponsored(row, official) for official in row.sponsors if official.pk not in sponsors]
    ends = (row["replied_on"] and lacks("replied_on")) or (row["closed_on"] and lacks("closed_on"))
    if ends and row["outcome"]:
        steps.append(steps_of.answered(row))
    if row["replied_on"] and lacks("replied_on"):
        steps.append(steps_of.replied(row))
    if row["closed_on"] and lacks("closed_on"):
        steps.append(steps_of.closed(row))
    if row["resolved_on"] and lacks("resolved_on"):
        steps.append(steps_of.resolved(row))
    return steps
