"""The facts of the register as one document, from all apps: what `xiafang check` reads and the ledger is made of."""

from datetime import date
from typing import Any

import msgspec

from xiafang.casework.facts import read_cases
from xiafang.casework.models import Matter
from xiafang.organizations import facts as organizations
from xiafang.regulation.facts import Facts
from xiafang.regulation.reading import read_facts
from xiafang.supervision import facts as supervision
from xiafang.visits import facts as visits


def _casework() -> dict[str, Any]:
    return {"cases": read_cases(Matter.objects.all())}


SOURCES = (organizations.read, _casework, visits.read, supervision.read)
"""Each app's share of the document; apps that lie lower come first."""


def gather(*, year: int, as_of: date) -> dict[str, Any]:
    """Return the facts document of everything that whoever asks may see, for `year` at the end of `as_of`.

    The owner sees everything. A dozen queries. Raises Organization.DoesNotExist while there is no department.
    """
    document: dict[str, Any] = {"year": year, "as_of": as_of.isoformat()}
    for read in SOURCES:
        document |= read()
    return document


def facts(*, year: int, as_of: date) -> Facts:
    """Return the same as `Facts`; raises FactsError should the register contradict itself."""
    return read_facts(msgspec.json.encode(gather(year=year, as_of=as_of)))
