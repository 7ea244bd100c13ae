"""Whom a matter concerns, brought from its child rows into the arrays that row security reads (ADR 0031).

Every act that changes sponsors, escalations, handlers, the accused or recusals calls `refresh`; visits call
`let_leaders_see`. This is the one place where people get their sight of a matter.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from django.db import connection

from xiafang.casework.models import Involvement, Matter


def of_user(user: int) -> UUID:
    """Return the number of an account as it stands among ids of units and officials."""
    return UUID(int=user)


_CONCERNED = """
SELECT ARRAY(SELECT official_id FROM casework_sponsorship WHERE matter_id = %(matter)s AND to_on IS NULL
             UNION SELECT official_id FROM casework_involvement WHERE matter_id = %(matter)s AND ended_on IS NULL),
       ARRAY(SELECT user_id FROM casework_assignment WHERE matter_id = %(matter)s AND to_on IS NULL),
       ARRAY(SELECT unnest(ARRAY[official_id, organization_id]) FROM casework_accusation WHERE matter_id = %(matter)s
             UNION SELECT official_id FROM casework_recusal JOIN accounts_user ON accounts_user.id = user_id
                    WHERE matter_id = %(matter)s AND granted),
       ARRAY(SELECT user_id FROM casework_recusal WHERE matter_id = %(matter)s AND granted)
"""


def refresh(matter: Matter) -> None:
    """Work out `leaders`, `handlers` and `hidden_from` anew; the caller saves. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_CONCERNED, {"matter": matter.pk})
        leaders, users, hidden, recused = cursor.fetchone()
    matter.leaders = sorted(leaders)
    matter.handlers = sorted(of_user(user) for user in set(users))
    matter.hidden_from = sorted({who for who in hidden if who} | {of_user(user) for user in recused})


def let_leaders_see(matter: Matter, officials: Iterable[UUID], *, source: UUID) -> None:
    """Let leaders see the matter because of `source` (the visit on which they receive the petitioner).

    Idempotent. Called within an act's transaction, by somebody who may work the matter. Three queries, none for nobody.
    """
    ground = Involvement.Ground.VISIT
    given = [
        Involvement(id=uuid4(), matter=matter, official_id=official, ground=ground, source=source)
        for official in officials
    ]
    if not given:
        return
    Involvement.objects.bulk_create(given, ignore_conflicts=True)
    refresh(matter)
    matter.save(update_fields=["leaders", "handlers", "hidden_from"])


def let_leader_go(matter: Matter, *, source: UUID, on: date) -> None:
    """End the sight given because of `source`, for one, as when a visit is cancelled."""
    matter.involvements.filter(source=source, ended_on=None).update(ended_on=on)
    refresh(matter)
    matter.save(update_fields=["leaders", "handlers", "hidden_from"])
