"""Whose promise it is: on which unit's board it stands, who owes it, which matter it is about."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple, get_args

from xiafang.regulation.engine import situation
from xiafang.regulation.facts import Facts, Post, Rank
from xiafang.regulation.findings import Finding
from xiafang.regulation.periods import first_day
from xiafang.regulation.promise import HORIZON, Promise
from xiafang.regulation.registry import DUTIES, Binds
from xiafang.regulation.situation import held_on

_RANKS = get_args(Rank)


class Owner(NamedTuple):
    """Ids as the facts write them."""

    organization: str | None = None
    official: str | None = None
    matter: str | None = None


def owners(facts: Facts, found_in: Mapping[str, str] | None = None) -> Callable[[Promise | Finding], Owner]:
    """Return the function from a promise, or a finding, to its owner.

    `found_in` are the matters that discoveries were made in, which no fact says: their rows are seen with the matter.

    What an official owes stands on the board of the unit of a post that the duty binds (`home`). A letter stands where
    its leader was in post when it came. A sanction stands on the board of the office alone: a finding about somebody is
    not for that person's colleagues.
    """
    now = situation(facts, as_of=HORIZON)
    cases = {case.id: case.organization for case in facts.cases}
    visits = {visit.id: visit.organization for visit in facts.visits}
    discoveries = {discovery.id: visits[discovery.visit] for discovery in facts.discoveries}
    found_in = found_in or {}
    letters = {letter.id: letter for letter in facts.letters}

    def of_official(official: str, first: date, last: date, binds: Binds | None = None) -> Owner:
        posts = now.officials[official].posts
        bound = [post for post in posts if binds is None or binds(now, post)]
        return Owner(home(bound or posts, first, last), official)

    def owner(promise: Promise | Finding) -> Owner:
        subject = promise.subject
        kind, _, identifier = subject.partition("/")[0].partition(":")
        match kind:
            case "organization":
                return Owner(identifier)
            case "official":
                begins = first_day(promise.period) if promise.period else promise.due
                return of_official(identifier, begins, promise.due, DUTIES[promise.duty].binds)
            case "case":
                return Owner(cases[identifier], matter=identifier)
            case "visit":
                about = subject.partition("/case:")[2]
                return Owner(visits[identifier], matter=about or None)
            case "discovery":
                return Owner(discoveries[identifier], matter=found_in.get(identifier))
            case "letter":
                letter = letters[identifier]
                return of_official(letter.official, letter.received_on, letter.received_on)
        return Owner(facts.office, subject.partition("/official:")[2].partition("/")[0])

    return owner


def home(posts: list[Post], first: date, last: date) -> str | None:
    """Return the unit of the post that counts for `first`…`last`; None without posts.

    It is one held on the last day; else the one that ended last within those days; else the nearest in time, an earlier
    before a later one. Of several: a principal's, a leading body's, the higher rank, the longest held, the smaller id.
    """

    def order(post: Post) -> tuple[object, ...]:
        touches = post.from_day <= last and (post.to_day is None or first <= post.to_day)
        if held_on(post, last):
            apart = 0
        else:
            apart = (post.from_day - last).days if post.from_day > last else (last - (post.to_day or last)).days
        return (
            not touches,
            apart,
            post.from_day > last,
            not post.principal,
            not post.leadership,
            _RANKS.index(post.rank),
            post.from_day,
            post.organization,
        )

    return min(posts, key=order).organization if posts else None
