"""The cast of casework: who works the matters of the story, and short ways to bring one to a point of its life."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps

import cast
from again import again
from xiafang.accounts.models import User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.roles import Role
from xiafang.casework import acts
from xiafang.casework.acts import NewPaper, Person
from xiafang.casework.codes import Channel, Disposition, Kind, Outcome
from xiafang.casework.models import Demand, Matter

SHANGHAI = ZoneInfo("Asia/Shanghai")
D0 = date(2026, 6, 1)  # a Monday


def day(n: int) -> date:
    return D0 + timedelta(days=n)


class Cast:
    """The people: clerks of the city (the office), the county, the neighbour and the department, handlers, leaders."""

    def __init__(self) -> None:
        self.land = land = cast.province()
        self.boss = cast.official("周示例")
        cast.appointed(self.boss, land.city, principal=True, leadership=True)
        self.deputy = cast.official("吴示例")
        cast.appointed(self.deputy, land.city, leadership=True)
        self.county_boss = cast.official("郑示例")
        cast.appointed(self.county_boss, land.county, principal=True, leadership=True)
        clerk = (Role.PETITION_OFFICE,)
        self.office = cast.user("office", (*clerk, land.city))
        self.second = cast.user("second", (*clerk, land.city))
        self.superior = cast.user("superior", (*clerk, land.department))
        self.county = cast.user("county", (*clerk, land.county))
        self.neighbour = cast.user("neighbour", (*clerk, land.neighbour))
        self.far = cast.user("far", (*clerk, land.far))
        self.handler = cast.user("handler", (Role.HANDLER, land.city))
        self.other_handler = cast.user("otherhandler", (Role.HANDLER, land.city))
        self.principal = cast.user("principal", (Role.LEADER, land.city), official=self.boss)
        self.leader = cast.user("leader", (Role.LEADER, land.city), official=self.deputy)
        self.accused = cast.user("accused", (Role.LEADER, land.county), official=self.county_boss)
        self.liaison = cast.user("liaison", (Role.LIAISON, land.division))
        self.nobody = cast.user("nobody")

    def __getitem__(self, name: str) -> User:
        found = getattr(self, name)
        assert isinstance(found, User)
        return found


everybody = again(Cast)


def how(by: User, n: int = 0, **more: Any) -> Any:
    """Done on day `n` of the story and entered at once."""
    on = day(n)
    return {"by": by, "on": on, "at": datetime(on.year, on.month, on.day, 15, 0, tzinfo=SHANGHAI), **more}


def paper(n: int = 0, name: str = "文书.pdf", content: bytes = b"%PDF-1.7 ", **more: Any) -> NewPaper:
    return NewPaper(filename=name, content=content, dated_on=day(n), **more)


def registered(people: Cast, /, by: str = "office", n: int = 0, **facts: Any) -> Matter:
    given: dict[str, Any] = {
        "unit": people.land.city if by == "office" else people.land.units.get(by, people.land.city),
        "kind": Kind.APPEAL,
        "topic": "0501",
        "title": "反映律师收费退费问题",
        "channel": Channel.LETTER,
        "received_on": day(n),
        "demands": ["退还代理费", "书面说明理由"],
        "petitioners": [
            Person("孙示例", phone="13800000000", id_number="420102199001011234", address="武汉市江岸区示例路1号")
        ],
    }
    return acts.register(**given | facts, **how(people[by], n)).matter


def accepted(people: Cast, by: str = "office", n: int = 0, **facts: Any) -> Matter:
    matter = registered(people, by, n)
    return acts.accept(matter=matter, **facts, **how(people[by], n + 1))


def in_progress(people: Cast) -> Matter:
    return acts.assign(matter=accepted(people), to=[people.handler], **how(people.office, 2))


def answered(people: Cast) -> Matter:
    matter = in_progress(people)
    for demand in Demand.objects.filter(matter=matter):
        acts.answer_demand(
            demand=demand, outcome=Outcome.SUPPORTED, answer="应当退还", basis="示例规定", **how(people.handler, 3)
        )
    matter.refresh_from_db()
    return matter


def closed(people: Cast) -> Matter:
    matter = answered(people)
    acts.reply(matter=matter, paper=paper(4), **how(people.handler, 4))
    return acts.close(matter=matter, disposition=[Disposition.RESOLVED], **how(people.office, 5))


def resolved(people: Cast) -> Matter:
    return acts.resolve(matter=closed(people), verified="已退还并回访", paper=paper(6), **how(people.second, 6))


@contextmanager
def refused(said: str) -> Iterator[None]:
    """What is done inside is refused with these words, and writes nothing."""
    before = {model: model._default_manager.count() for model in apps.get_app_config("casework").get_models()}
    with pytest.raises(NotAllowed, match=said):
        yield
    after = {model: model._default_manager.count() for model in apps.get_app_config("casework").get_models()}
    assert after == before
