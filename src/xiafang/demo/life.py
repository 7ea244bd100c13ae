"""One matter as it goes through its life: each step waits some days, and the story stands where today is reached."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, NamedTuple

from xiafang.accounts.models import User
from xiafang.casework import acts
from xiafang.casework.codes import Channel, Disposition, Flag, Grade, Kind, Outcome, PaperKind
from xiafang.casework.models import Matter
from xiafang.demo.scene import Scene, TomorrowError
from xiafang.demo.stories import Story
from xiafang.organizations.models import Official, Organization

_CHANNELS = (
    *[Channel.VISIT] * 5,
    *[Channel.LETTER] * 3,
    *[Channel.ONLINE] * 5,
    *[Channel.CALL] * 2,
    *[Channel.HOTLINE] * 3,
    Channel.FAX,
)


class Tale(NamedTuple):
    """A story to be told, and the day on which it begins."""

    day: date
    tell: Callable[[], None]


def tell_all(tales: Iterable[Tale]) -> None:
    """Tell each as far as it has come, in the order in which they begin: so numbers follow the days."""
    for tale in sorted(tales, key=lambda tale: tale.day):
        with suppress(TomorrowError):
            tale.tell()


class Life:
    """A matter and the day its story has come to."""

    matter: Matter

    def __init__(self, scene: Scene, unit: Organization, story: Story, received_on: date) -> None:
        """Begin on the day of receipt, with the unit that registers it."""
        self.scene, self.unit, self.story = scene, unit, story
        self.day = self.received_on = received_on
        self.clerk: User = scene.office(unit)
        self.handler: User | None = None
        self.place = unit.short_name.removesuffix("局") or unit.name

    def wait(self, days: int) -> date:
        """Let some days pass, on to a working day. Raises TomorrowError when that is not yet."""
        day = self.scene.working(self.day + timedelta(days=days))
        if day > self.scene.today:
            raise TomorrowError
        self.day = day
        return day

    def how(self, by: User | None = None, late: int = 0, told: str = "", origin: str = "") -> acts.How:
        """Return how a deed of the present day is entered, by the clerk unless somebody else does it."""
        how = self.scene.how(by or self.clerk, self.day, late)
        how["told"], how["origin"] = told, origin
        return how

    def paper(self, kind: PaperKind) -> acts.NewPaper:
        """Return a sample paper of today's story."""
        return self.scene.paper(kind, self.day, self.matter.number)

    def register(self, *, late: int = 0, origin: str = "", **more: Any) -> Matter:
        """Register it, as the story has it unless `more` says otherwise."""
        story, facts = self.story, dict(more)
        facts.setdefault("petitioners", people(self.scene, self.place))
        facts.setdefault("channel", self.scene.dice.choice(_CHANNELS))
        facts.setdefault("prominence", story.prominence)
        facts.setdefault("title", story.title.format(place=self.place))
        made = acts.register(
            unit=self.unit,
            kind=story.kind,
            topic=story.topic,
            received_on=self.received_on,
            summary=story.summary,
            content=f"{story.summary}请依法处理并答复。",
            demands=[ask.text for ask in story.demands],
            traits=story.traits,
            place=self.unit.division_code or "",
            id=self.scene.builder.id(),
            **facts,
            **self.how(late=late, origin=origin),
        )
        self.matter = made.matter
        return self.matter

    def tell(self, days: int) -> None:
        """Tell the petitioner in writing, unless nobody is known."""
        self.wait(days)
        if Flag.ANONYMOUS not in self.matter.flags:
            acts.tell(matter=self.matter, paper=self.paper(PaperKind.RECEIPT), **self.how(told="已书面告知"))

    def accept(self, days: int, grade: Grade | None = None, **more: Any) -> None:
        """Accept it."""
        self.wait(days)
        acts.accept(matter=self.matter, grade=grade or self.story.grade, **more, **self.how())

    def transfer(self, days: int, to: Organization) -> None:
        """Pass it on; from there the receiver's clerk works it."""
        self.wait(days)
        acts.transfer(
            matter=self.matter,
            to=to,
            reason="属地管理、分级负责，请依法办理并答复信访人",
            paper=self.paper(PaperKind.TRANSFER),
            **self.how(),
        )
        self.clerk = self.scene.office(to)

    def take_over(self, days: int) -> None:
        """Take it over from the sender."""
        self.wait(days)
        acts.take_over(matter=self.matter, **self.how())

    def assign(self, days: int, handler: User | None = None) -> None:
        """Give it to a handler of the responsible unit."""
        self.wait(days)
        self.handler = handler or self.scene.handler(self.matter.responsible)
        acts.assign(matter=self.matter, to=[self.handler], **self.how())

    def answer(self, days: int, count: int | None = None) -> None:
        """Let the handler answer the demands that are open, or the first `count` of them, some days apart."""
        for demand in self.matter.demands.filter(answered_on=None)[:count]:
            self.wait(days)
            ask = self.story.demands[demand.ordinal - 1]
            acts.answer_demand(
                demand=demand,
                outcome=Outcome(ask.outcome),
                answer=ask.answer,
                basis=ask.basis,
                **self.how(self.handler),
            )
            days = self.scene.dice.randint(0, 4)

    def reply(self, days: int) -> None:
        """Serve the answer."""
        self.wait(days)
        acts.reply(matter=self.matter, paper=self.paper(PaperKind.OPINION), **self.how(told="处理意见书已送达"))

    def close(self, days: int) -> None:
        """Close it with what was done to the end."""
        self.wait(days)
        acts.close(matter=self.matter, disposition=dispositions(self.story), **self.how())

    def resolve(self, days: int) -> None:
        """Find it solved, after a call on the petitioner."""
        self.wait(days)
        acts.resolve(
            matter=self.matter,
            verified="电话回访并上门核实，信访人表示问题已经解决，书面承诺息诉息访",
            paper=self.paper(PaperKind.FOLLOW_UP),
            **self.how(self.scene.second(self.matter.responsible)),
        )

    def sponsor(self, officials: Sequence[Official]) -> None:
        """Let leaders answer for it; entered when the last of them has agreed."""
        agreed = [self.how() for _ in officials]
        if agreed:
            acts.give_sponsors(
                matter=self.matter,
                officials={self.scene.builder.id(): official for official in officials},
                crux="政策理解有分歧，前期解释不够",
                plan="带案下访、会商研究、限期答复、回访问效",
                **max(agreed, key=lambda how: how["at"]),
            )

    def ordinary(self) -> None:
        """Run on to the closing at an office's usual pace."""
        dice = self.scene.dice
        self.tell(dice.randint(1, 9))
        self.accept(dice.randint(0, 3))
        self.assign(dice.randint(0, 2))
        self.finish(dice.randint(6, 20))

    def finish(self, days: int) -> None:
        """Answer what is open, serve the answer, close."""
        self.answer(days)
        self.reply(self.scene.dice.randint(0, 2))
        self.close(self.scene.dice.randint(0, 3))


def dispositions(story: Story) -> list[Disposition]:
    """Return what was done to the end, as the answers have it."""
    outcomes = {Outcome(ask.outcome) for ask in story.demands}
    found = []
    if outcomes & {Outcome.SUPPORTED, Outcome.ADOPTED, Outcome.PARTLY_ADOPTED}:
        found.append(Disposition.RESOLVED)
    if outcomes & {Outcome.NOT_SUPPORTED, Outcome.EXPLAINED, Outcome.LED_ELSEWHERE, Outcome.NOT_ADOPTED}:
        found.append(Disposition.EDUCATED)
    if any("救助" in ask.text or "低保" in ask.text for ask in story.demands):
        found.append(Disposition.ASSISTED)
    if story.kind == Kind.ACCUSATION:
        found.append(Disposition.HANDLED)
    return found


def people(scene: Scene, place: str, count: int = 1, representatives: int = 0) -> list[acts.Person]:
    """Return petitioners whose numbers are plainly nobody's; the first ones represent the others."""
    found = []
    for number in range(count):
        digits = scene.dice.randint(0, 9999)
        found.append(
            acts.Person(
                name=scene.builder.name(),
                representative=number < representatives,
                id_number=f"00000019000000{digits:04d}",
                phone=f"130-0000-{digits:04d}",
                address=f"示例省{place}示例街道{digits % 300 + 1}号",
            )
        )
    return found
