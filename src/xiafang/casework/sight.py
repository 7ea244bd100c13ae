"""Whom a matter concerns, brought from its child rows into the arrays that row security reads (ADR 0031).

Every act that changes sponsors, escalations, handlers, the accused or recusals calls `refresh`; visits call
`let_leader_see`. This is the one place where people get their sight of a matter.
"""

from datetime import date
from uuid import UUID, uuid4

from xiafang.casework.models import Involvement, Matter
from xiafang.organizations.models import Official


def of_user(user: int) -> UUID:
    """Return the number of an account as it stands among ids of units and officials."""
    return UUID(int=user)


def refresh(matter: Matter) -> None:
    """Work out `leaders`, `handlers` and `hidden_from` anew; the caller saves. Five queries."""
    sponsors = matter.sponsorships.filter(to_on=None).values_list("official", flat=True)
    involved = matter.involvements.filter(ended_on=None).values_list("official", flat=True)
    matter.leaders = sorted({*sponsors, *involved})
    users = matter.assignments.filter(to_on=None).values_list("user", flat=True)
    matter.handlers = sorted({of_user(user) for user in users})
    accused = matter.accusations.values_list("official", "organization")
    recused = matter.recusals.filter(granted=True).values_list("user", "user__official")
    hidden = {who for pair in accused for who in pair if who}
    hidden |= {of_user(user) for user, _ in recused} | {official for _, official in recused if official}
    matter.hidden_from = sorted(hidden)


def let_leader_see(
    matter: Matter,
    official: Official,
    *,
    source: UUID,
    ground: Involvement.Ground = Involvement.Ground.VISIT,
) -> None:
    """Let a leader see the matter because of `source` (the visit on which they receive the petitioner).

    Idempotent. Called within an act's transaction, by somebody who may work the matter.
    """
    Involvement.objects.get_or_create(
        matter=matter, official=official, ground=ground, source=source, defaults={"id": uuid4()}
    )
    refresh(matter)
    matter.save(update_fields=["leaders", "handlers", "hidden_from"])


def let_leader_go(matter: Matter, *, source: UUID, on: date) -> None:
    """End the sight given because of `source`, for one, as when a visit is cancelled."""
    matter.involvements.filter(source=source, ended_on=None).update(ended_on=on)
    refresh(matter)
    matter.save(update_fields=["leaders", "handlers", "hidden_from"])
