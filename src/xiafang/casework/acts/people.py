"""Who holds a post that an act asks for."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from xiafang.casework.acts.doing import Doing
from xiafang.organizations.models import Official, Post


def holds(official: Official, units: Iterable[UUID], *, on: date, principal: bool = False) -> bool:
    """Return whether the official leads one of `units` on a day: in its leading body or its principal.

    With `principal`, only as its principal. One query.
    """
    posts = Post.objects.on(on).filter(official=official, organization__in=list(units))
    heads = posts.filter(principal=True)
    return heads.exists() if principal else (heads | posts.filter(leadership=True)).exists()


def check_free(doing: Doing, official: Official, field: str) -> bool:
    """Return whether the official holds any post on the day.

    Raises NotAllowed when the official is accused, leads or serves an accused unit, or is recused. One query.
    """
    posts = Post.objects.on(doing.how["on"]).filter(official=official)
    return free(doing, official, posts.values_list("organization__above", flat=True), field)


def free(doing: Doing, official: Official, ways_to_posts: Iterable[list[UUID]], field: str) -> bool:
    """Return whether there are posts, given the ways (`Organization.above`) to those of the day. Raises NotAllowed."""
    hidden = set(doing.matter.hidden_from)
    ways = {step for way in ways_to_posts for step in way}
    if official.pk in hidden or hidden & ways:
        raise doing.no(
            f"“{official}”是被反映人、任职于被反映单位或者应当回避（条例第二十八条、第三十条），请改选他人。",
            field=field,
        )
    return bool(ways)
