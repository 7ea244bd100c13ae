"""What the parts of the demo share: its day, its dice, ids that come out the same each time, and the acts."""

import random
from collections.abc import Iterator
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


@dataclass
class Builder:
    """Makes the province as of `today`; the same day and seed make the same province, ids included."""

    today: date
    seed: int
    small: bool = False  # three cities instead of seventeen, and few direct units: for a quick look, and for tests
    units: dict[str, Organization] = field(default_factory=dict)  # by name
    posts: dict[str, list[Post]] = field(default_factory=dict)  # by name of the unit, in order of appointment
    users: dict[str, User] = field(default_factory=dict)  # by user name

    def __post_init__(self) -> None:
        """Throw the dice for this seed."""
        self.dice = random.Random(self.seed)  # noqa: S311 - a demo, not a secret
        self._names: Iterator[str] = iter(people(self.dice))
        self._count = 0

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
        """Enter somebody new."""
        return acts.create_official(name=self.name(), id=self.id(), by=OPERATOR, at=self.at)

    def post(self, unit: str, title: str, rank: Rank, *, official: Official | None = None, **facts: Any) -> Post:
        """Give a post to `official`, or to somebody new; from before the story unless `from_on` says otherwise."""
        facts.setdefault("from_on", self.between(self.begin - timedelta(days=1500), self.begin))
        given = acts.appoint(
            official=official or self.official(),
            organization=self.units[unit],
            title=title,
            rank=rank,
            ordinal=len(self.posts.get(unit, [])),
            id=self.id(),
            by=OPERATOR,
            at=self.at,
            **facts,
        )
        self.posts.setdefault(unit, []).append(given.post)
        return given.post

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
