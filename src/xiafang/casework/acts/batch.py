"""Many matters of a ledger, registered and taken through their steps in memory, then written at once.

What a step does and refuses is said by the acts' own functions (`told`, `accepted`, `closed` …); here is only what an
act asks the database about a matter that is there, and which is known of one that is not there yet. Nothing is written
before `write`, so whoever is refused can be taken to the acts one by one. What is written is what the acts write
(tests/ledgers/test_at_once.py).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Unpack
from uuid import UUID

from django.db.models import Model

from xiafang.accounts.refusals import NotAllowed
from xiafang.casework import life, numbers
from xiafang.casework.acts import ending, passing, people, receiving, sponsoring, working
from xiafang.casework.acts.checking import check_day, check_state, check_who, not_worked
from xiafang.casework.acts.doing import Doing, new_event
from xiafang.casework.acts.how import How, ask
from xiafang.casework.acts.opening import works
from xiafang.casework.acts.registering import Registration, filed, register
from xiafang.casework.codes import Disposition, Grade, Outcome, Path
from xiafang.casework.models import (
    Accusation,
    Demand,
    Event,
    Grading,
    Item,
    Matter,
    Numbering,
    Personal,
    Petitioner,
    Sponsorship,
    Transfer,
)
from xiafang.organizations import touching
from xiafang.organizations.models import Official, Organization, Post
from xiafang.organizations.writing import insert

_SIZE = 500
_ORDER: tuple[type[Model], ...] = (
    *(Matter, Item, Petitioner, Personal, Demand, Accusation, Transfer, Grading, Sponsorship, Event),
)

Held = list[tuple[list[UUID], date, date | None]]


class Fresh:
    """A matter that is being registered, and the rows that its steps have made. Steps raise NotAllowed."""

    def __init__(self, batch: "Batch", made: Registration) -> None:
        self._batch, self.made, self.matter = batch, made, made.matter
        self.transfers: list[Transfer] = []
        self.gradings: list[Grading] = []
        self.sponsorships: list[Sponsorship] = []
        self.events: list[Event] = []

    @contextmanager
    def _taking(self, act: str, how: How) -> Iterator[Doing]:
        """Take a step as `doing.taking` does, on a row that nobody else has."""
        step, row, asks = life.STEPS[act], self.matter, self._batch.asks
        check_state(step, row, imported=bool(how.get("origin")))
        row.worked_by = [*row.responsible.above, *row.leaders]  # as the table's trigger will say
        if asks.user and not works(row, asks):
            raise not_worked(row)
        check_who(step, row, asks, how)
        check_day(step, how, not_before=row.received_on)
        doing = Doing(step, row, how, asks)
        yield doing
        if doing.resighted:
            row.leaders = sorted({given.official_id for given in self.sponsorships})
        row.version += 1
        self.events.append(new_event(row, step, how, said=doing.said, facts=doing.facts))

    def transfer(self, to: Organization, reason: str, **how: Unpack[How]) -> None:
        """Pass it on."""
        with self._taking("transfer", how) as doing:
            self.transfers.append(passing.passed_on(doing, to, reason))

    def take_over(self, **how: Unpack[How]) -> None:
        """Take it over from the sender."""
        with self._taking("take_over", how) as doing:
            passing.taken_over(doing, self.transfers[-1])

    def tell(self, **how: Unpack[How]) -> None:
        """Tell the petitioner."""
        with self._taking("tell", how) as doing:
            receiving.told(doing)

    def accept(self, path: Path | None, grade: Grade, **how: Unpack[How]) -> None:
        """Accept it."""
        with self._taking("accept", how) as doing:
            last = self.transfers[-1] if self.transfers else None
            self.gradings.append(receiving.accepted(doing, last, path, grade))

    def give_sponsor(self, official: Official, **how: Unpack[How]) -> None:
        """Let a leader answer for it."""
        with self._taking("give_sponsor", how) as doing:
            in_post = people.free(doing, official, self._batch.ways_to_posts(official, how["on"]), "official")
            there = [given.official_id for given in self.sponsorships]
            self.sponsorships.append(sponsoring.sponsored(doing, official, in_post, there))

    def answer(self, outcome: Outcome, answer: str, **how: Unpack[How]) -> None:
        """Answer all demands alike."""
        for demand in self.made.demands:
            with self._taking("answer_demand", how) as doing:
                working.answered(doing, demand, self.made.demands, outcome, answer)

    def reply(self, **how: Unpack[How]) -> None:
        """Serve the answer."""
        with self._taking("reply", how) as doing:
            ending.replied(doing, self.made.demands)

    def close(self, disposition: Sequence[Disposition], **how: Unpack[How]) -> None:
        """Close it."""
        with self._taking("close", how) as doing:
            ending.closed(doing, self.made.demands, disposition)

    def resolve(self, **how: Unpack[How]) -> None:
        """Find that it is solved."""
        with self._taking("resolve", how) as doing:
            ending.resolved(doing, [given.official_id for given in self.sponsorships], ())


class Batch:
    """Matters that somebody (`how`) registers together."""

    def __init__(self, how: How) -> None:
        self.asks = ask(how)
        self._fresh: list[Fresh] = []
        self._posts: dict[UUID, Held] = {}

    def register(self, **facts: Any) -> Fresh:
        """Begin a matter, with what the act takes. Raises NotAllowed, for what goes out of sight as well."""
        made = register(**facts, later=self)
        if made.out_of_sight:
            raise NotAllowed("反映登记单位的事项应当逐件登记。")
        return Fresh(self, made)

    def keep(self, fresh: Fresh) -> None:
        """Have it written with the others, once all its steps were taken."""
        self._fresh.append(fresh)

    def ways_to_posts(self, official: Official, on: date) -> list[list[UUID]]:
        """Return the ways to the posts that the official holds on a day. One query for each official."""
        if official.pk not in self._posts:
            held = Post.objects.filter(official=official).values_list("organization__above", "from_on", "to_on")
            self._posts[official.pk] = list(held)
        return [way for way, begun, end in self._posts[official.pk] if begun <= on and (end is None or on <= end)]

    def write(self) -> None:
        """Number and write them, in the order in which they were kept."""
        if not self._fresh:
            return
        with touching.act():
            rows: defaultdict[type[Model], list[Any]] = defaultdict(list)
            for fresh, matter_number, item_number in self._numbered():
                touching.touch(touching.Kind.MATTER, fresh.matter.pk)
                rows[Matter].append(fresh.matter)
                mine = [fresh.transfers, fresh.gradings, fresh.sponsorships, fresh.events]
                for children in (*filed(fresh.made, matter_number, item_number).values(), *mine):
                    if children:
                        rows[type(children[0])] += children  # type: ignore[index, arg-type]  # models, all of them
            for model in _ORDER:
                for start in range(0, len(rows[model]), _SIZE):
                    insert(model, rows[model][start : start + _SIZE])

    def _numbered(self) -> Iterator[tuple[Fresh, tuple[int, str], str]]:
        series: defaultdict[tuple[UUID, int], list[Fresh]] = defaultdict(list)
        for fresh in self._fresh:
            series[fresh.matter.registering_id, fresh.matter.received_on.year].append(fresh)
        given: dict[UUID, tuple[tuple[int, str], str]] = {}
        for (_, year), some in sorted(series.items()):  # one order for all who write, so that none waits in a circle
            unit = some[0].matter.registering
            matters = numbers.give_many(unit, Numbering.Series.MATTER, year, len(some))
            items = numbers.give_many(unit, Numbering.Series.ITEM, year, len(some))
            given |= {f.matter.pk: (matter, item[1]) for f, matter, item in zip(some, matters, items, strict=True)}
        return ((fresh, *given[fresh.matter.pk]) for fresh in self._fresh)
