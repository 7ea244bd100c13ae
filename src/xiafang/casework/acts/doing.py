"""What every act on a matter shares: the checks before, what a step says and keeps, the event after."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from django.utils import timezone

from xiafang.accounts import standing
from xiafang.accounts.models import User
from xiafang.accounts.refusals import NotAllowed
from xiafang.casework import events, files, life, search, sight
from xiafang.casework.acts.checking import check_day, check_state, check_version, check_who
from xiafang.casework.acts.how import How, Named, NewPaper, ask
from xiafang.casework.acts.locking import Found, locked
from xiafang.casework.codes import PaperKind, State
from xiafang.casework.life import Step
from xiafang.casework.models import Event, Matter, Paper
from xiafang.organizations import touching
from xiafang.organizations.writing import add
from xiafang.words import tidy


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
        row = locked(matter, how["by"])
        check_version(row, how.get("version"))
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
