"""A row of the ledger as facts of a matter: units and people found, days in order, what is missing left open."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xiafang.accounts.refusals import NotAllowed
from xiafang.casework.acts.accused import Accused, Aims, settle
from xiafang.casework.codes import Channel, Flag, Kind, Outcome
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.kinds.matters.columns import TOPIC_ELSE
from xiafang.ledgers.party import Party
from xiafang.ledgers.plans import Line, No
from xiafang.ledgers.reading import same
from xiafang.organizations.acts.checks import existing
from xiafang.organizations.models import Official, Organization

ANONYMOUS = {"匿名", "匿名信", "不详", "未署名", "无名"}
_SUGGESTED = (Outcome.ADOPTED, Outcome.PARTLY_ADOPTED, Outcome.NOT_ADOPTED)
_ORDER = (
    ("received_on", "收到日期"),
    ("told_on", "告知日期"),
    ("accepted_on", "受理日期"),
    ("replied_on", "答复日期"),
    ("closed_on", "办结日期"),
    ("resolved_on", "化解日期"),
)


@dataclass
class Wanted:
    """What the ledger says about a matter."""

    line: Line
    unit: Organization
    responsible: Organization
    number: str
    national_number: str
    received_on: date
    channel: Channel
    kind: Kind
    topic: str
    party: Party
    names: list[str]
    people: int
    title: str
    summary: str
    demands: list[str]
    anonymous: bool
    accused: list[Accused] = field(default_factory=list)
    sponsors: list[Official] = field(default_factory=list)
    sponsored_on: date | None = None
    accepted_on: date | None = None

    def __getitem__(self, name: str) -> Any:
        return self.line[name]

    @property
    def joint(self) -> bool:
        """Return whether it is signed jointly: as its column says, else what is written for more than are named."""
        said: bool | None = self["joint"]
        return self.party.more and self.channel in (Channel.LETTER, Channel.ONLINE) if said is None else said

    @property
    def facts(self) -> tuple[object, ...]:
        """The four facts by which matters without a number are the same."""
        return self.unit.pk, self.received_on, frozenset(self.names), same(self.title)


def wanted(line: Line, importer: Importer) -> Wanted:
    """Return what a row says. Raises No."""
    responsible = line["responsible"]
    unit = importer.place(line["unit"] or responsible, "unit" if line["unit"] else "responsible")
    title, summary = _words(line)
    party = line["petitioners"]
    names = [name for name in party.names if name not in ANONYMOUS]
    found = Wanted(
        line,
        unit,
        importer.units.find(responsible, "responsible") if responsible else unit,
        line["number"],
        line["national_number"],
        line["received_on"],
        line["channel"] or _channel(importer),
        line["kind"] or Kind.APPEAL,
        line["topic"][0] or TOPIC_ELSE,
        party,
        names,
        _people(party, line["people"]),
        title,
        summary,
        line["demands"] or [title],
        not names,
    )
    _check_days(found, importer.today)
    _check_answer(found)
    _exists(found)
    _find_people(found, importer)
    return found


def _people(party: Party, stated: int | None) -> int:
    """Return how many people petition: as their column says, else 等…人, and never fewer than are named."""
    if party.exact and party.number is not None:
        if party.number < len(party.names):
            raise No(f"写了{len(party.names)}个姓名，又写共{party.number}人：请核对后改为一致。", field="petitioners")
        if stated and stated != party.number:
            raise No(f"“信访人”写着{party.number}人，“人数”写着{stated}人：请核对后改为一致。", field="people")
    return max(stated or party.number or 1, len(party.names))


def _words(line: Line) -> tuple[str, str]:
    """Return title and summary; of a long text alone the title is its beginning."""
    title, content = line["title"], line["content"]
    if not (title or content):
        raise No("“概况”“主要内容”都是空的：请写明反映的问题。", field="title")
    whole = " ".join((title or content).split())
    longest = 200 if title else 60
    if len(whole) <= longest and (title or len(whole) == len(content)):
        return whole, content if title and content != title else ""
    return f"{whole[: longest - 1]}…" if len(whole) > longest else whole, content or title


def _channel(importer: Importer) -> Channel:
    """Return how all people of the table came."""
    if importer.for_all and importer.for_all.value:
        return Channel(importer.for_all.value)
    raise No("没有写明信访形式：请填来信、来访、来电、网上信访等。", field="channel")


def _check_days(found: Wanted, today: date) -> None:
    found.accepted_on = found["accepted_on"]
    later = [label for name, label in _ORDER[3:] if found[name]]
    if later and not found.accepted_on:
        found.accepted_on = found["told_on"]
        if not found.accepted_on:
            raise No(f"有{later[0]}，没有受理日期：请补填；确无记载的，填收到日期。", field="accepted_on")
    if found["resolved_on"] and not found["closed_on"]:
        raise No("有化解日期，没有办结日期：请补填。", field="closed_on")
    before, before_label = date.min, ""
    for name, label in _ORDER:
        day = found.accepted_on if name == "accepted_on" else found[name]
        if day is None or (name == "accepted_on" and day == found["told_on"]):
            continue
        if day > today:
            raise No(f"{label} {day} 还没有到：请核对。", field=name)
        if name == "accepted_on" and found["told_on"]:
            before, before_label = found.received_on, "收到日期"  # 告知 may come before or after 受理
        if day < before:
            raise No(f"{label} {day} 早于{before_label} {before}：请核对。", field=name)
        before, before_label = day, label
    found.sponsored_on = found["sponsored_on"] or found.received_on
    if not found.received_on <= found.sponsored_on <= today:
        raise No(f"包案日期 {found.sponsored_on} 应在收到日期 {found.received_on} 与今天之间。", field="sponsored_on")


def _check_answer(found: Wanted) -> None:
    outcome = found["outcome"]
    if outcome and outcome != Outcome.LED_ELSEWHERE and (found.kind == Kind.SUGGESTION) != (outcome in _SUGGESTED):
        raise No(f"结论“{outcome.label}”不适用于{found.kind.label}类事项：请改填。", field="outcome")
    if outcome and not (found["replied_on"] or found["closed_on"]):
        raise No("有处理结论，没有答复日期或办结日期：请补填日期。", field="replied_on")
    if found["path"] and found.kind != Kind.APPEAL:
        raise No("办理途径只适用于申诉求决类事项（条例第三十一条）：请删去。", field="path")


def _exists(found: Wanted) -> None:
    for unit, name in ((found.unit, "unit"), (found.responsible, "responsible")):
        try:
            existing(unit, found.received_on)
        except NotAllowed as refusal:
            raise No(str(refusal), field=name) from refusal


def _find_people(found: Wanted, importer: Importer) -> None:
    line, units = found.line, importer.units
    if line["accused_unit"]:
        found.accused.append(Accused(unit=units.find(line["accused_unit"], "accused_unit", anywhere=True)))
    for name in line["accused_official"]:
        official = importer.people.find(name, found.unit, found.received_on, "accused_official", units)
        found.accused.append(Accused(official=official))
    if found.accused:
        _check_wall(found, importer)
    found.sponsors = [
        importer.people.find(name, found.responsible, found.sponsored_on or found.received_on, "sponsor", units)
        for name in line["sponsor"]
    ]


def _check_wall(found: Wanted, importer: Importer) -> None:
    """Refuse what is about the importer's own unit: the level above answers for it, and brings its row (ADR 0050)."""
    name = "accused_unit" if found["accused_unit"] else "accused_official"
    try:
        aims = settle(found.accused, unit=found.unit, asks=importer.asks, on=found.received_on)
    except NotAllowed as refusal:
        raise No(str(refusal), field=name) from refusal
    if aims.own_unit and _out_of_sight(aims, importer):
        raise No(
            f"反映的是“{found.unit}”自己或其上级：由上一级“{aims.responsible}”办理（条例第三十条第三款），您不能查看，"
            f"再次导入时也认不出，所以不导入。请把这一行交“{aims.responsible}”的信访部门导入。",
            field=name,
        )


def _out_of_sight(aims: Aims, importer: Importer) -> bool:
    """Return whether whoever imports would not see it: not of the level that answers, or of an accused unit as well."""
    asks = importer.asks
    if asks.user is None:
        return False
    own = {step for unit in asks.belongs for step in importer.units.rows[unit].above}
    return not asks.answers_for(aims.responsible.above) or not own.isdisjoint(aims.hidden_from)


def flags_of(found: Wanted) -> list[Flag]:
    """Return the flags of the row; who names nobody is anonymous."""
    more = [Flag.ANONYMOUS] if found.anonymous and Flag.ANONYMOUS not in found["flags"] else []
    return [*found["flags"], *more]
