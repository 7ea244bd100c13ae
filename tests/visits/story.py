"""The story of visits: the cast of casework, and short ways to a shortlist, a visit and a record."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps

import cast
from again import again
from casework.office import Cast, accepted, day, how, registered
from xiafang.accounts.models import User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.roles import Role
from xiafang.casework import acts as casework
from xiafang.casework.codes import Handling
from xiafang.casework.models import Matter
from xiafang.visits import acts
from xiafang.visits.acts import Proposed, Reception
from xiafang.visits.codes import Mode
from xiafang.visits.models import Visit

__all__ = ["Visiting", "accepted", "day", "held", "how", "planned", "reception", "refused", "registered"]


class Visiting(Cast):
    """The cast of casework with a division that has a head and a liaison of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.retired = cast.official("卫示例")
        cast.appointed(self.retired, self.land.city, to_on=day(4))
        self.stranger = cast.official("褚示例")
        cast.appointed(self.stranger, self.land.neighbour, leadership=True)
        self.moving = cast.official("沈示例")
        cast.appointed(self.moving, self.land.city, leadership=True, to_on=day(11))
        cast.appointed(self.moving, self.land.neighbour, leadership=True, from_on=day(12))
        self.head = cast.official("冯示例")
        cast.appointed(self.head, self.land.division, principal=True)
        self.division_head = cast.user("divisionhead", (Role.LEADER, self.land.division), official=self.head)


visitors = again(Visiting)


def recused(people: Visiting, matter: Matter, user: User) -> Matter:
    recusal = casework.ask_recusal(matter=matter, user=user, reason="亲属", **how(people.office, 1))
    casework.decide_recusal(recusal=recusal, granted=True, ground="属实", **how(people.office, 1))
    return matter


def shortlisted(people: Visiting, *matters: Matter, n: int = 1, by: User | None = None) -> Any:
    return acts.issue_shortlist(
        organization=people.land.city,
        official=people.deputy,
        proposed=[Proposed(matter, "时间长、涉及面广") for matter in matters],
        **how(by or people.office, n),
    )


def planned(
    people: Visiting, *matters: Matter, n: int = 2, on: int = 10, by: User | None = None, **facts: Any
) -> Visit:
    """A visit of the deputy, fixed on day `n` for day `on`."""
    given: dict[str, Any] = {
        "organization": people.land.city,
        "mode": Mode.WITH_CASE if matters else Mode.FIELD,
        "date": day(on),
        "leaders": [people.deputy],
        "matters": matters,
    }
    return acts.schedule_visit(**given | facts, **how(by or people.office, n))


def reception(matter: Matter, **facts: Any) -> Reception:
    given: dict[str, Any] = {"handling": Handling.ON_THE_SPOT, "decided": "三日内退还", "statement": "代理费未退"}
    return Reception(matter, **given | facts)


def held(people: Visiting, *matters: Matter, on: int = 10, by: User | None = None, **facts: Any) -> Visit:
    """A visit of the deputy on day `on`, fixed before, at which those of `matters` were received."""
    visit = planned(people, *matters, on=on)
    return record(people, visit, *matters, by=by, **facts)


def record(people: Visiting, visit: Visit, *matters: Matter, by: User | None = None, **facts: Any) -> Visit:
    given: dict[str, Any] = {
        "leaders": [people.deputy],
        "received": 2,
        "groups": 1,
        "receptions": [reception(matter) for matter in matters],
    }
    on = (visit.date - day(0)).days
    return acts.record_visit(visit=visit, **given | facts, **how(by or people.office, on))


@contextmanager
def refused(said: str) -> Iterator[None]:
    """What is done inside is refused with these words, and writes nothing; both as far as one may see."""
    tables = [model for app in ("casework", "visits") for model in apps.get_app_config(app).get_models()]
    before = {model: model._default_manager.count() for model in tables}
    with pytest.raises(NotAllowed, match=said):
        yield
    assert {model: model._default_manager.count() for model in tables} == before
