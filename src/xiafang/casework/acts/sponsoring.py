"""Sponsorship (包案): a leader answers for solving a matter to the end."""

from collections.abc import Collection
from typing import Unpack
from uuid import UUID, uuid4

from xiafang.casework.acts.doing import Doing, How, taking
from xiafang.casework.acts.people import check_free
from xiafang.casework.models import Matter, Sponsorship
from xiafang.organizations.models import Official
from xiafang.organizations.writing import add
from xiafang.words import tidy


def give_sponsor(
    *,
    matter: Matter,
    official: Official,
    crux: str = "",
    plan: str = "",
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
    **how: Unpack[How],
) -> Sponsorship:
    """Let a leader answer for the matter from the deed's day on; the leader sees it from then.

    Raises NotAllowed when the leader holds no post that day, is accused or recused, or is its sponsor already.
    """
    with taking("give_sponsor", matter, how) as doing:
        there = set(doing.matter.sponsorships.filter(to_on=None).values_list("official", flat=True))
        made = sponsored(doing, official, check_free(doing, official, "official"), there)
        made.id, made.crux, made.plan = id or made.id, tidy(crux), tidy(plan)
        add(made)
    return made


def sponsored(doing: Doing, official: Official, in_post: bool, there: Collection[UUID]) -> Sponsorship:
    """Do it to the row at hand, which those `there` sponsor; return the sponsorship, to be written.

    Raises NotAllowed.
    """
    on = doing.how["on"]
    if not in_post:
        raise doing.no(f"“{official}”在 {on} 没有任职，请核对包案领导或日期。", field="official")
    if official.pk in there:
        raise doing.no(f"“{official}”已是该事项的包案领导。", field="official")
    doing.resighted = True
    doing.said = f"确定{official}为包案领导"
    doing.facts = {"official": str(official.pk)}
    return Sponsorship(id=uuid4(), matter=doing.matter, official=official, from_on=on)


def end_sponsor(*, sponsorship: Sponsorship, reason: str, **how: Unpack[How]) -> Sponsorship:
    """End a sponsorship with the deed's day. Raises NotAllowed when it has ended, or before its first day."""
    with taking("end_sponsor", sponsorship.matter, how) as doing:
        found = doing.matter.sponsorships.select_related("official").get(pk=sponsorship.pk)
        if found.to_on:
            raise doing.no(f"该包案已于 {found.to_on} 终止。")
        doing.not_before(found.from_on, "包案开始日期")
        found.to_on = how["on"]
        found.save(update_fields=["to_on"])
        doing.resighted = True
        doing.said = f"终止{found.official}包案：{doing.filled(reason, '原因', 'reason')}"
    return found
