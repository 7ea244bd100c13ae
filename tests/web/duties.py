"""The story of the duty pages: the cast of visits on the day of the story, the ledger made, people who look."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.test import Client

import cast
from casework.office import accepted, registered
from visits.story import Visiting, held, planned, visitors
from web.conftest import BACKEND
from xiafang.accounts.models import User
from xiafang.casework.acts.accused import Accused
from xiafang.casework.models import Matter
from xiafang.promises import ledger
from xiafang.promises.facts import facts
from xiafang.promises.owners import owners
from xiafang.regulation.engine import evaluate
from xiafang.regulation.promise import promises

Web = Callable[[], AbstractContextManager[None]]


def signed_in_as(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def story() -> tuple[Visiting, dict[str, Matter]]:
    """One matter received by the deputy on a visit, one to be received on a planned one, one about the county."""
    people = visitors()
    matters = {
        "received": registered(people),
        "planned": accepted(people),
        "accused": registered(people, accused=[Accused(unit=people.land.county)], title="反映县局有关问题"),
    }
    held(people, matters["received"], on=10)
    planned(people, matters["planned"], n=3, on=25)
    ledger.rebuild(cast.DAY)
    return people, matters


def judged(year: int = 2026) -> Counter[tuple[str | None, str]]:
    """How many findings the rules give, by organization and state, on all that is known."""
    known = facts(year=year, as_of=cast.DAY)
    owner = owners(known)
    states = {(found.duty, found.subject, found.period): found.status for found in evaluate(known)}
    promised = ((promise, (promise.duty, promise.subject, promise.period)) for promise in promises(known, year))
    return Counter((owner(promise).organization, states[key]) for promise, key in promised if key in states)
