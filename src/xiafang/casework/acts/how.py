"""In which words an act is asked for: who does it, when and for whom, and the paper that comes with it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NotRequired, Protocol, TypedDict

from django.utils import timezone

from xiafang.accounts import standing
from xiafang.accounts.rights import Actor, Operator
from xiafang.casework.codes import PaperKind
from xiafang.organizations.models import Official


class How(TypedDict):
    """Who does an act, when it was done (`on`), when it is entered (`at`), and for whom.

    `version` is the matter's as the writer saw it; when it has changed since, the act is refused and says by what.
    `told` is what the petitioner was told. `origin` names the row of an imported ledger: what the ledger does not hold
    (papers, grounds) is then not asked for.
    """

    by: Actor
    at: datetime
    on: date
    on_behalf_of: NotRequired[Official | None]
    version: NotRequired[int | None]
    told: NotRequired[str]
    origin: NotRequired[str]


@dataclass(frozen=True)
class NewPaper:
    """A paper to be uploaded with a step; `kind` only where the step takes several."""

    filename: str
    content: bytes
    dated_on: date
    number: str = ""
    title: str = ""
    kind: PaperKind | None = None


class Named(Protocol):
    """What a step is called and on what it rests."""

    @property
    def label(self) -> str:
        """Its name."""

    @property
    def cite(self) -> str:
        """The article."""


def ask(how: How) -> standing.Standing:
    """Tell the database who asks, on the day of entry, and return what they are; nobody's standing for the operator."""
    by = how["by"]
    return standing.NOBODY if isinstance(by, Operator) else standing.identify(by, on=timezone.localdate(how["at"]))
