"""What every act on a visit, shortlist or letter shares: who does it, the lock, the checks before, the events after."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.db import IntegrityError

from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Operator
from xiafang.accounts.roles import Role
from xiafang.accounts.standing import Standing
from xiafang.casework.acts import How
from xiafang.casework.acts.checking import changed, check_happened
from xiafang.casework.acts.doing import Deed
from xiafang.casework.acts.how import ask
from xiafang.casework.acts.locking import Found
from xiafang.casework.models import Matter
from xiafang.organizations import touching
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Organization
from xiafang.organizations.writing import insert
from xiafang.visits import events
from xiafang.visits.models import Event, Letter, Shortlist, Visit
from xiafang.visits.steps import STEPS, Step
from xiafang.words import tidy

Subject = Visit | Shortlist | Letter
SubjectT = TypeVar("SubjectT", Visit, Shortlist, Letter)
_KINDS = {
    Visit: touching.Kind.VISIT,
    Shortlist: touching.Kind.SHORTLIST,
    Letter: touching.Kind.LETTER,
}


@dataclass
class Doing(Deed, Generic[SubjectT]):
    """An act being done to a row: checks that refuse, and what will be recorded.

    `said` and `facts` are read by all who see the row; what concerns a matter is said in `notes`, an event each.
    """

    step: Step
    row: SubjectT
    how: How
    standing: Standing
    said: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    notes: list[tuple[Matter, str]] = field(default_factory=list)
    matter: Matter | None = None

    @property
    def on(self) -> date:
        """The day of the deed."""
        return self.how["on"]

    def filled(self, value: str, label: str, field: str) -> str:
        """Return `value` without space around it; raise NotAllowed when nothing is left, unless it is imported."""
        if value := tidy(value):
            return value
        if self.imported:
            return "台账未载"
        raise self.no(f"请填写{label}（{self.step.cite}）。", field=field)

    def recorded(self) -> dict[str, Any]:
        """Return who records it, as a new row keeps it."""
        return {"id": uuid4(), "recorder": self.user, "recorded_at": self.how["at"]}


def keeps(row: Subject, asks: Standing, how: How) -> bool:
    """Return whether who `asks` keeps the row: petition office, liaison of a direct unit, or its leader."""
    if isinstance(how["by"], Operator):
        return True
    leaders = row.leaders if isinstance(row, Visit) else [row.official_id]
    liaison = not isinstance(row, Letter)
    return asks.official in leaders or keeps_for(row.organization, asks, liaison=liaison)


def keeps_for(organization: Organization, asks: Standing, *, liaison: bool = True) -> bool:
    """Return whether who `asks` is the petition office there or above, or the liaison of that direct unit."""
    direct = asks.roles.get(Role.LIAISON, frozenset()) if liaison else frozenset()
    of_division = organization.pk in direct and organization.kind in (Kind.DIVISION, Kind.INSTITUTION)
    return of_division or not asks.roles.get(Role.PETITION_OFFICE, frozenset()).isdisjoint(organization.above)


@contextmanager
def _new() -> Iterator[None]:
    """Refuse a row whose id is taken already, by one that is perhaps out of sight. Raises NotAllowed."""
    try:
        yield
    except IntegrityError as error:
        if "_pkey" not in str(error):
            raise
        raise NotAllowed("这一内容刚才已经登记，没有重复登记。要登记下一件，请重新打开本页。") from error


@contextmanager
def beginning(act: str, row: SubjectT, how: How) -> Iterator[Doing[SubjectT]]:
    """Make a new row: check the day, hand it over to be completed and saved, then record the event.

    The act itself checks who may. Nothing is written when NotAllowed is raised.
    """
    with _new(), touching.act():
        doing = Doing(STEPS[act], row, how, ask(how))
        check_happened(doing.step, how)
        yield doing
        touching.touch(_KINDS[type(row)], row.pk)
        _record(doing)


@contextmanager
def taking(act: str, row: SubjectT, how: How) -> Iterator[Doing[SubjectT]]:
    """Do `act` to a row that is there: lock it, check everything, hand it over; then save it and record the events.

    Raises DoesNotExist when `by` does not see it, Changed when somebody was quicker, NotAllowed otherwise. Nothing is
    written then. The caller's object is as good as the row afterwards.
    """
    with _new(), touching.act():
        touching.touch(_KINDS[type(row)], row.pk)
        asks = ask(how)
        doing = Doing(STEPS[act], _locked(row, asks, how), how, asks)
        _check_version(doing)
        check_happened(doing.step, how)
        _check_behalf(doing)
        found = Found(doing.row)
        yield doing
        doing.row.version += 1
        found.save_changed()
        _record(doing)
        found.give_to(row)


def _locked(row: SubjectT, asks: Standing, how: How) -> SubjectT:
    """Return the row, locked; row security locks only for those who keep it."""
    seen = type(row).objects.visible_to(how["by"]).select_related("organization").filter(pk=row.pk)
    found = next(iter(seen.select_for_update(of=("self",), no_key=True)), None)  # sorting one row costs more
    label = row._meta.verbose_name
    if found is None or not keeps(found, asks, how):
        found = found or seen.get()
        raise NotAllowed(f"您可以查看该{label}，但它由“{found.organization}”的信访部门或有关领导办理，请与其联系。")
    if found.voided_at:
        raise NotAllowed(f"该{label}已作废，不能再办理；请刷新后查看，确有需要的请重新登记。")
    return found


def _check_version(doing: Doing[SubjectT]) -> None:
    row, version = doing.row, doing.how.get("version")
    if version is None or version == row.version:
        return
    since = row.events.visible_to(doing.how["by"]).filter(version__gt=version).select_related("user")
    raise changed(f"该{row._meta.verbose_name}", since, STEPS, row.version)


def _check_behalf(doing: Doing[SubjectT]) -> None:
    behalf = doing.how.get("on_behalf_of")
    if behalf is None:
        return
    row = doing.row
    if behalf.pk not in (row.leaders if isinstance(row, Visit) else [row.official_id]):
        raise doing.no(f"“{behalf}”不是该{row._meta.verbose_name}的领导，不能代其录入，请核对。", field="on_behalf_of")


def for_leader(doing: Doing[Shortlist] | Doing[Letter]) -> None:
    """Let the deed be the leader's own: who else records it does so on the leader's behalf, and both are shown."""
    if doing.standing.official != doing.row.official_id:
        doing.how["on_behalf_of"] = doing.row.official


def _record(doing: Doing[SubjectT]) -> None:
    assert doing.said, doing.step.act  # noqa: S101 - every act says what it did
    written = [(doing.matter, doing.said, doing.facts), *((matter, said, {}) for matter, said in doing.notes)]
    made = [_event(doing, matter, said, facts) for matter, said, facts in written]
    for event in made:
        event.digest = events.digest(event)
    insert(Event, made)


def _event(doing: Doing[SubjectT], matter: Matter | None, said: str, facts: dict[str, Any]) -> Event:
    how, behalf = doing.how, doing.how.get("on_behalf_of")
    subjects: dict[str, UUID] = {f"{doing.row._meta.model_name}_id": doing.row.pk}
    return Event(
        id=uuid4(),
        matter_id=matter.pk if matter else None,
        act=doing.step.act,
        user_id=how["by"].pk,
        on_behalf_of_id=behalf.pk if behalf else None,
        deed_on=doing.on,
        entered_at=how["at"],
        cite=doing.step.cite,
        said=said,
        told=tidy(how.get("told", "")),
        facts=facts,
        origin=how.get("origin", ""),
        version=doing.row.version,
        **subjects,
    )
