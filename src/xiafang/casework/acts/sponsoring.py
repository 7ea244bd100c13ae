"""Sponsorship (包案): a leader answers for solving a matter to the end."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Unpack
from uuid import UUID, uuid4

from xiafang.casework.acts.doing import Doing, taking
from xiafang.casework.acts.how import How
from xiafang.casework.acts.people import free
from xiafang.casework.models import Matter, Sponsorship
from xiafang.organizations.models import Official, Post
from xiafang.organizations.writing import insert
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
    """Let a leader answer for the matter. Raises NotAllowed as `give_sponsors` does."""
    return give_sponsors(matter=matter, officials={id or uuid4(): official}, crux=crux, plan=plan, **how)[0]


def give_sponsors(
    *, matter: Matter, officials: Mapping[UUID, Official], crux: str = "", plan: str = "", **how: Unpack[How]
) -> list[Sponsorship]:
    """Let leaders, by ids for their sponsorships, answer for the matter from the deed's day on; they see it from then.

    Raises NotAllowed when there is none, or one holds no post that day, is accused or recused, or is its sponsor
    already.
    """
    with taking("give_sponsor", matter, how) as doing:
        if not officials:
            raise doing.no("请选择包案领导。", field="official")
        there = set(doing.matter.sponsorships.filter(to_on=None).values_list("official", flat=True))
        ways: defaultdict[UUID, list[list[UUID]]] = defaultdict(list)
        posts = Post.objects.on(how["on"]).filter(official__in=list(officials.values()))
        for who, way in posts.values_list("official", "organization__above"):
            ways[who].append(way)
        given = []
        for pk, official in officials.items():
            in_post = free(doing, official, ways[official.pk], "official")
            made = sponsored(doing, official, in_post, there)
            made.id, made.crux, made.plan = pk, tidy(crux), tidy(plan)
            there.add(official.pk)
            given.append(made)
        insert(Sponsorship, given)
        doing.said = f"确定{'、'.join(str(official) for official in officials.values())}为包案领导"
        doing.facts = {"officials": [str(official.pk) for official in officials.values()]}
    return given


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
    doing.facts = {"officials": [str(official.pk)]}
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
