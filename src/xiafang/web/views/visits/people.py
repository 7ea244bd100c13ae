"""Officials of visits by their ids: names, and the posts they held on the day."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from xiafang.organizations.models import Official, Organization, Post


class Person(msgspec.Struct, frozen=True):
    """An official as a page names one; `posts` are written out, the first one leads."""

    pk: UUID
    name: str
    posts: tuple[str, ...] = ()
    portfolio: str = ""

    @property
    def said(self) -> str:
        """The name with the first post."""
        return f"{self.name}（{self.posts[0]}）" if self.posts else self.name


def names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of officials. One query."""
    return dict(Official.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def on_day(ids: Iterable[UUID], day: date) -> dict[UUID, Person]:
    """Return the officials with the posts they held on `day`. Two queries."""
    wanted = list(dict.fromkeys(ids))
    posts: dict[UUID, list[Post]] = {pk: [] for pk in wanted}
    held = Post.objects.on(day).filter(official__in=wanted).select_related("organization")
    for post in held.order_by("-principal", "ordinal", "from_on"):
        posts[post.official_id].append(post)
    called = names(wanted)
    return {pk: _person(pk, called[pk], posts[pk]) for pk in wanted if pk in called}


def _person(pk: UUID, name: str, posts: list[Post]) -> Person:
    said = tuple(f"{post.organization.name}{post.title}" for post in posts)
    return Person(pk, name, said, "；".join(post.portfolio for post in posts if post.portfolio))


def leading(organization: Organization, day: date) -> list[Person]:
    """Return who leads `organization` on `day` in the order of posts: its leading body, else everybody there."""
    posts = list(
        Post.objects.on(day)
        .filter(organization=organization)
        .select_related("official", "organization")
        .order_by("-principal", "-leadership", "ordinal", "from_on", "pk")
    )
    body = [post for post in posts if post.leadership or post.principal] or posts
    by_official: dict[UUID, list[Post]] = {}
    for post in body:
        by_official.setdefault(post.official_id, []).append(post)
    return [_person(pk, held[0].official.name, held) for pk, held in by_official.items()]


def choices(people: Iterable[Person]) -> list[tuple[Any, str]]:
    """Return `people` as the choices of a form."""
    return [(str(person.pk), person.said) for person in people]
