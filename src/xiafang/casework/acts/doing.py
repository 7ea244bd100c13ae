"""What every act on a matter shares: who does it, the lock, the checks before, the event after."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NotRequired, Protocol, TypedDict
from uuid import uuid4

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from xiafang.accounts import standing
from xiafang.accounts.models import User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Actor, Operator
from xiafang.accounts.roles import Role
from xiafang.casework import events, files, life, predicates, search, sight
from xiafang.casework.codes import PaperKind, State
from xiafang.casework.life import Step, Who
from xiafang.casework.models import Event, Matter, Paper
from xiafang.organizations import touching
from xiafang.organizations.models import Official
from xiafang.organizations.writing import add, write_columns
from xiafang.postgres.row_security import ASKING_USER
from xiafang.words import tidy

_SIGHT = ("leaders", "handlers", "hidden_from")  # written by more than steps: a visit, a merge (casework.sight)
_FROM_LOCKED = f"SELECT version, state, {', '.join(_SIGHT)} FROM casework_matter WHERE id = %s"  # noqa: S608 - our own words
_LOCK = f"{_FROM_LOCKED} FOR NO KEY UPDATE"
# As `visible_to` has it: the owner of the tables, who makes the demo, is not under row security.
_LOCK_SEEN = f"{_FROM_LOCKED} AND {ASKING_USER} = %s AND {predicates.sees('casework_matter')} FOR NO KEY UPDATE"


class How(TypedDict):
    """Who does an act, when it was done (`on`), when it is entered (`at`), and for whom.

    `version` is the matter's as the writer saw it; when it has changed since, the act is refused and says by what.
    `told` is what the petitioner was told. `origin` names the row of an imported ledger: what the ledger does not hold
    (papers, grounds) is then not asked for.
    """

    by: Actor
    at: datetime
    on: date
    on_behalf_of: NotRequired[Official | None]
    version: NotRequired[int | None]
    told: NotRequired[str]
    origin: NotRequired[str]


class Changed(NotAllowed):
    """Somebody else changed the matter in between; the message says how, `version` is what stands now."""

    def __init__(self, message: str, version: int) -> None:
        super().__init__(message)
        self.version = version


@dataclass(frozen=True)
class NewPaper:
    """A paper to be uploaded with a step; `kind` only where the step takes several."""

    filename: str
    content: bytes
    dated_on: date
    number: str = ""
    title: str = ""
    kind: PaperKind | None = None


class Named(Protocol):
    """What a step is called and on what it rests."""

    @property
    def label(self) -> str:
        """Its name."""

    @property
    def cite(self) -> str:
        """The article."""


class Deed:
    """What is being done, whatever it is done to: who does it, and how it is refused."""

    step: Named
    how: How

    @property
    def user(self) -> User | None:
        """Who does it; None for the operator."""
        by = self.how["by"]
        return by if isinstance(by, User) else None

    @property
    def imported(self) -> bool:
        """Whether the step comes out of a ledger: what it does not hold is not asked for."""
        return bool(self.how.get("origin"))

    def no(self, why: str, *, field: str = "") -> NotAllowed:
        """Return the refusal of this step for the reason `why`, which says the rule and the way out."""
        return NotAllowed(f"不能办理“{self.step.label}”：{why}", field=field)

    def not_before(self, day: date | None, label: str) -> None:
        """Raise NotAllowed when the deed lies before `day`."""
        if day is not None and self.how["on"] < day:
            raise self.no(f"日期 {self.how['on']} 早于{label} {day}，请核对日期。", field="on")


@dataclass
class Doing(Deed):
    """A step being taken on a locked matter: checks that refuse, and what will be recorded."""

    step: Step
    matter: Matter
    how: How
    standing: standing.Standing
    said: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    resighted: bool = False
    reworded: bool = False  # what the matter is found by has changed

    def filled(self, value: str, label: str, field: str) -> str:
        """Return `value` without space around it; raise NotAllowed when nothing is left and it is not imported."""
        value = tidy(value)
        if not value and not self.imported:
            raise self.no(f"请填写{label}（{self.step.cite}）。", field=field)
        return value

    def paper(self, given: NewPaper | None) -> Paper | None:
        """Keep the paper that is due with this step; raises NotAllowed when it is missing. None for imported steps."""
        kinds = self.step.papers
        if given is None:
            if self.imported:
                return None
            names = "或".join(kind.label for kind in kinds)
            raise self.no(f"此步须有{names}（{self.step.cite}），请上传后再办。", field="paper")
        kind = given.kind or kinds[0]
        if kind not in kinds:
            raise self.no(f"此步应附{'或'.join(k.label for k in kinds)}，不是{kind.label}。", field="paper")
        return keep_paper(self.matter, given, kind, self.how)

    def move(self, state: State) -> None:
        """Let the matter come into `state`, one that the table allows for this step."""
        assert state in self.step.to, (self.step.act, state)  # noqa: S101 - the table binds the act
        self.matter.state = state


def keep_paper(matter: Matter, given: NewPaper, kind: PaperKind, how: How) -> Paper:
    """Store the file and write its row. Raises NotAllowed when the file is not usable or dated in the future."""
    if given.dated_on > timezone.localdate(how["at"]):
        raise NotAllowed(f"{kind.label}的成文日期 {given.dated_on} 尚未到来，请核对。", field="paper")
    stored = files.store(given.content, given.filename)
    paper = Paper(
        id=uuid4(),
        matter=matter,
        kind=kind,
        title=tidy(given.title) or kind.label,
        number=tidy(given.number),
        dated_on=given.dated_on,
        filename=tidy(given.filename)[:200],
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        added_by=how["by"] if isinstance(how["by"], User) else None,
        added_at=how["at"],
    )
    add(paper)
    return paper


@contextmanager
def taking(act: str, matter: Matter, how: How) -> Iterator[Doing]:
    """Take the step `act`: lock the matter, check everything, hand it over; then save it and record the event.

    Raises Matter.DoesNotExist when `by` does not see it, Changed when somebody was quicker, NotAllowed otherwise.
    Nothing is written then.
    """
    step = life.STEPS[act]
    with touching.act():
        touching.touch(touching.Kind.MATTER, matter.pk)
        asks = ask(how)
        row = _locked(matter, how["by"])
        _check_version(row, how.get("version"))
        check_state(step, row, imported=bool(how.get("origin")))
        check_who(step, row, asks, how)
        check_day(step, how, not_before=row.received_on)
        doing = Doing(step, row, how, asks)
        found = Found(row)
        yield doing
        if doing.resighted:
            sight.refresh(row)
        if doing.reworded:
            search.refresh(row)
        row.version += 1
        found.save_changed()
        record(row, step, how, said=doing.said, facts=doing.facts)
        found.give_to(matter)


class Found:
    """A locked row as it was found, of which only what an act changed is written: triggers work for nothing else."""

    def __init__(self, row: Model) -> None:
        """Remember its values; lists are compared with what they held."""
        self.row = row
        self._names = [column.attname for column in row._meta.concrete_fields]
        self._before = {name: self._value(name) for name in self._names}

    def _value(self, name: str) -> object:
        value = getattr(self.row, name)
        return list(value) if isinstance(value, list) else value

    def save_changed(self) -> None:
        """Write the columns whose values are no longer as they were found."""
        write_columns(self.row, [name for name in self._names if getattr(self.row, name) != self._before[name]])

    def give_to(self, other: Model) -> None:
        """Make the caller's object as good as the row, with what the row's foreign keys are known to lead to."""
        for name in self._names:
            setattr(other, name, getattr(self.row, name))
        known = self.row._state.fields_cache
        keys = [column.name for column in self.row._meta.concrete_fields if column.name in known]
        other._state.fields_cache.update({key: known[key] for key in keys})


def ask(how: How) -> standing.Standing:
    """Tell the database who asks, on the day of entry, and return what they are; nobody's standing for the operator."""
    by = how["by"]
    return standing.NOBODY if isinstance(by, Operator) else standing.identify(by, on=timezone.localdate(how["at"]))


def _locked(matter: Matter, by: Actor) -> Matter:
    """Return the row as it now stands, locked; row security locks only for those who may change it.

    Every step counts up `version`, so what the caller read of this version still stands but for `_SIGHT`: reading two
    dozen columns anew, and two units with them, would be the dearest part of a step.
    """
    operator = isinstance(by, Operator)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK if operator else _LOCK_SEEN, [matter.pk] if operator else [matter.pk, by.pk])
        found = cursor.fetchone()
    if found is None:
        raise not_worked(_read(matter, by))
    version, state, *sight_now = found
    if (version, state) != (matter.version, matter.state) or matter.home_id is None or matter.get_deferred_fields():
        return _read(matter, by)
    row = _copy(matter)
    for name, value in zip(_SIGHT, sight_now, strict=True):
        setattr(row, name, value)
    return row


def _read(matter: Matter, by: Actor) -> Matter:
    return Matter.objects.visible_to(by).select_related("responsible", "registering").get(pk=matter.pk)


def _copy(matter: Matter) -> Matter:
    """Return the same row apart, so that a step that fails leaves the caller's as it was; with its units, if known."""
    names = [column.attname for column in Matter._meta.concrete_fields]
    values = [getattr(matter, name) for name in names]
    apart = [list(value) if isinstance(value, list) else value for value in values]
    row = Matter.from_db(matter._state.db, names, apart)
    known = matter._state.fields_cache
    row._state.fields_cache.update({name: known[name] for name in ("responsible", "registering") if name in known})
    return row


def not_worked(row: Matter) -> NotAllowed:
    """Return the refusal for who may read the matter and not change it."""
    return NotAllowed(f"您可以查看“{row}”，但它现由“{row.responsible}”办理，请与该单位联系。")


def _check_version(row: Matter, version: int | None) -> None:
    if version is None or version == row.version:
        return
    since = row.events.filter(version__gt=version).select_related("user")
    raise changed(f"“{row}”", since, life.STEPS, row.version)


def changed(what: str, since: Iterable[Any], steps: Mapping[str, Named], version: int) -> Changed:
    """Return the refusal of who wrote without having seen the events `since`, told one by one."""
    lines = "；".join(f"{event.user or '命令行'}办理“{steps[event.act].label}”（{event.said}）" for event in since)
    return Changed(f"{what}在您打开之后已有变动：{lines}。您的内容没有保存，请核对新情况后重新提交。", version)


def check_state(step: Step, row: Matter, *, imported: bool = False) -> None:
    """Raise NotAllowed when the table does not allow the step in the matter's state; more are for `imported` steps."""
    if row.state not in step.sources and not (imported and row.state in step.imported):
        allowed = "、".join(f"“{state.label}”" for state in step.sources)
        raise NotAllowed(
            f"“{row}”现为“{row.get_state_display()}”，不能办理“{step.label}”：按{step.cite}，只有{allowed}的事项可以办理。"
        )


def relations(row: Matter, asks: standing.Standing) -> set[Who]:
    """Return what whoever `asks` is to the matter."""
    offices = asks.roles.get(Role.PETITION_OFFICE, frozenset())
    direct = asks.roles.get(Role.LIAISON, frozenset())
    me = {asks.official, sight.of_user(asks.user) if asks.user else None}
    found = {Who.READER}
    way = row.responsible.above
    if not offices.isdisjoint(way) or row.responsible_id in direct:
        found.add(Who.OFFICE)
    if not offices.isdisjoint(row.registering.above) or row.registering_id in direct:
        found.add(Who.REGISTRY)
    if not offices.isdisjoint(way[:-1]):
        found.add(Who.ABOVE)
    if not offices.isdisjoint(row.senders):
        found.add(Who.SENDER)
    if not me.isdisjoint(row.handlers):
        found.add(Who.HANDLER)
    if not me.isdisjoint(row.leaders) or (asks.holds(Role.LEADER) and not (asks.units - offices).isdisjoint(way)):
        found.add(Who.LEADER)
    return found


def check_who(step: Step, row: Matter, asks: standing.Standing, how: How) -> None:
    """Raise NotAllowed when the table does not give the step to whoever `asks`."""
    if step.in_person and how.get("on_behalf_of") is not None:
        raise NotAllowed(f"不能代为办理“{step.label}”：{step.cite}要求领导亲自审定，请由其本人登录后办理。")
    if isinstance(how["by"], Operator):
        return
    if relations(row, asks).isdisjoint(step.who):
        may = "、".join(who.label for who in step.who)
        raise NotAllowed(f"您不能对“{row}”办理“{step.label}”：按{step.cite}，应由{may}办理。")


def check_happened(step: Named, how: How) -> None:
    """Raise NotAllowed when the deed lies after the day of entry."""
    if how["on"] > timezone.localdate(how["at"]):
        raise NotAllowed(f"不能办理“{step.label}”：日期 {how['on']} 尚未到来，请在办理之后登记。", field="on")


def check_day(step: Step, how: How, *, not_before: date) -> None:
    """Raise NotAllowed when the deed lies in the future, or before the matter came in."""
    check_happened(step, how)
    on = how["on"]
    if on < not_before:
        raise NotAllowed(f"不能办理“{step.label}”：日期 {on} 早于收到日期 {not_before}，请核对日期。", field="on")


def new_event(
    matter: Matter, step: Step, how: How, *, said: str, facts: dict[str, Any], version: int | None = None
) -> Event:
    """Return the event of a step with its digest, not yet written; `version` when the matter's is another by now."""
    by, behalf = how["by"], how.get("on_behalf_of")
    event = Event(
        id=uuid4(),
        matter_id=matter.pk,
        act=step.act,
        user_id=by.pk,
        on_behalf_of_id=behalf.pk if behalf else None,
        deed_on=how["on"],
        entered_at=how["at"],
        cite=step.cite,
        said=said,
        told=tidy(how.get("told", "")),
        facts=facts,
        origin=how.get("origin", ""),
        version=matter.version if version is None else version,
    )
    event.digest = events.digest(event)
    return event


def record(matter: Matter, step: Step, how: How, *, said: str, facts: dict[str, Any]) -> Event:
    """Write the event of a step."""
    assert said, step.act  # noqa: S101 - every act says what it did
    event = new_event(matter, step, how, said=said, facts=facts)
    add(event)
    return event
