"""What people come with: invented matters about the system's real business, with their demands and answers."""

import random
from dataclasses import dataclass
from importlib.resources import files

import msgspec

from xiafang.casework import taxonomy
from xiafang.casework.codes import Grade, Kind, Outcome, Path, Prominence, Trait


@dataclass(frozen=True)
class Ask:
    """A demand and how it is answered in the end."""

    text: str
    outcome: Outcome
    answer: str
    basis: str = ""


@dataclass(frozen=True)
class Story:
    """A matter as it is told; `{place}` stands for where it happened, `where` for the sort of unit it concerns."""

    where: str
    topic: str
    kind: Kind
    grade: Grade
    title: str
    summary: str
    demands: list[Ask]
    prominence: list[Prominence]
    traits: list[Trait]

    @property
    def petition(self) -> bool:
        """Whether it is handled by the petition procedure, which alone has the statutory limit."""
        topic = taxonomy.topics()[self.topic]
        return self.kind == Kind.APPEAL and topic.default_path == Path.PETITION


def shelf() -> list[Story]:
    """Return all stories, in the order of the file."""
    return msgspec.json.decode(files("xiafang.demo").joinpath("data/stories.json").read_bytes(), type=list[Story])


class Stories:
    """The stories of each sort of unit in an order of their own; each is told before one is told again."""

    def __init__(self, dice: random.Random) -> None:
        """Shuffle them."""
        self._dice = dice
        self._all = shelf()
        self._left: dict[str, list[Story]] = {}

    def next(self, where: str, **wanted: object) -> Story:
        """Return the next story of a sort, of those whose fields are as `wanted`."""
        key = f"{where}{sorted(wanted.items())}"
        if not self._left.get(key):
            fit = [s for s in self._all if s.where == where and all(getattr(s, n) == v for n, v in wanted.items())]
            self._dice.shuffle(fit)
            self._left[key] = fit
        return self._left[key].pop()
