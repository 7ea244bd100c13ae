"""What the parts of the demo share: its day, its dice, ids that come out the same each time, and the acts."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from xiafang.accounts.models import User
from xiafang.accounts.rights import OPERATOR
from xiafang.demo.names import people
from xiafang.organizations import acts
from xiafang.organizations.kinds import Kind, Rank
from xiafang.organizations.models import Official, Organization, Post
from xiafang.promises.ledger import quiet


@dataclass
class Builder:
    """Makes the province as of `today`; the same day and seed make the same province, ids included."""

    today: date
    seed: int
    small: bool = False  # three cities instead of seventeen, and few direct units: for a quick look, and for tests
    done: Callable[[int], None] = quiet  # is told of each record
    units: dict[str, Organization] = field(default_factory=dict)  # by name
    posts: dict[str, list[Post]] = field(default_factory=dict)  # by name of the unit, in order of appointment
    users: dict[str, User] = field(default_factory=dict)  # by user name

    def __post_init__(self) -> None:
        """Throw the dice for this seed."""
        self.dice = random.Random(self.seed)  # noqa: S311 - a demo, not a secret
        self._names: Iterator[str] = iter(people(self.dice))
        self._count = 0
        self._officials: list[Official] = []
        self._coming: list[Post] = []
        self._gathers = False

    @property
    def at(self) -> datetime:
        """The moment at which everything is entered: the morning of the demo's day."""
        return timezone.make_aware(datetime.combine(self.today, time(9)))

    @property
    def begin(self) -> date:
        """The first day of the demo's story: a half-year begins, one and a half to two years ago."""
        year, half = self.today.year, self.today.month > 6
        return date(year - 1, 1, 1) if half else date(year - 2, 7, 1)

    def id(self) -> UUID:
        """Return the next id of this seed."""
        self._count += 1
        self.done(1)
        return uuid5(NAMESPACE_URL, f"xiafang-demo:{self.seed}:{self._count}")

    def between(self, first: date, last: date) -> date:
        """Return some day from `first` to `last`."""
        return first + timedelta(days=self.dice.randint(0, max(0, (last - first).days)))

    def unit(self, name: str, kind: Kind, parent: str | None, **facts: Any) -> Organization:
        """Set up an organization, in the order of calling."""
        made = acts.create_organization(
            name=name,
            kind=kind,
            parent=self.units[parent] if parent else None,
            ordinal=len(self.units),
            id=self.id(),
            by=OPERATOR,
            at=self.at,
            **facts,
        )
        self.units[name] = made
        return made

    def name(self) -> str:
        """Return a name that nobody has yet."""
        return next(self._names)

    def official(self) -> Official:
        """Let somebody new be entered, with the next posts."""
        official = Official(id=self.id(), name=self.name())
        self._officials.append(official)
        return official

    def post(self, unit: str, title: str, rank: Rank, *, official: Official | None = None, **facts: Any) -> Post:
        """Give a post to `official`, or to somebody new; from before the story unless `from_on` says otherwise."""
        facts.setdefault("from_on", self.between(self.begin - timedelta(days=1500), self.begin))
        there = self.posts.setdefault(unit, [])
        post = Post(
            official=official or self.official(),
            id=self.id(),
            organization=self.units[unit],
            title=title,
            rank=rank,
            ordinal=len(there),
            **facts,
        )
        there.append(post)
        self._coming.append(post)
        if not self._gathers:
            self._enter()
        return post

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Enter all posts that are given meanwhile at once, at the end."""
        self._gathers = True
        yield
        self._gathers = False
        self._enter()

    def _enter(self) -> None:
        """Enter the people and their posts that are coming."""
        named = {official.pk: official.name for official in self._officials}
        acts.create_officials(named=named, by=OPERATOR, at=self.at)
        acts.appoint_all(posts=self._coming, by=OPERATOR, at=self.at)
        self._officials.clear()
        self._coming.clear()

    def succeed(self, post: Post, first_day: date) -> Post:
        """Let somebody new take over `post` on `first_day`."""
        ended = acts.end_post(post=post, last_day=first_day - timedelta(days=1), by=OPERATOR, at=self.at)
        return self.post(
            ended.organization.name,
            ended.title,
            Rank(ended.rank),
            leadership=ended.leadership,
            principal=ended.principal,
            portfolio=ended.portfolio,
            from_on=first_day,
        )
