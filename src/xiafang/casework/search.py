"""What a matter is found by: one text beside it, whose pairs of characters are indexed (ADR 0042).

The text is kept by the acts that register, join, correct, merge and add demands; `find.py` asks for it. A pair of
characters finds two-character words, names and parts of words, which segmentation misses; what is found is compared
with the text itself, so nothing is found that is not there.

Numbers of identity papers and telephones never go in, whoever wrote them into a summary: runs of seven digits and more
are left out. The names of petitioners who asked for confidentiality are left out as well.
"""

import re
import unicodedata
from collections.abc import Iterable

from xiafang.casework.codes import Flag
from xiafang.casework.models import Matter
from xiafang.words import tidy

LONGEST = 20_000  # characters of a text: enough for any petition, and far below what an index can take
_LONG_NUMBER = re.compile(r"\d[\d\s-]{5,}[\dxX]")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return `text` as it is compared: half width, lower case, one space at most."""
    return _SPACE.sub(" ", tidy(unicodedata.normalize("NFKC", text))).lower()


def text_of(matter: Matter, *, names: Iterable[str], demands: Iterable[str], numbers: Iterable[str]) -> str:
    """Return what `matter` is found by: its parts, a line each, so that no word is found across two of them."""
    if Flag.CONFIDENTIAL in matter.flags:
        names = ()
    free = [_LONG_NUMBER.sub(" ", plain(text)) for text in (matter.title, matter.summary, *demands)]
    named = [plain(text) for text in (matter.number, matter.external_number, *numbers, *names)]
    return "\n".join(dict.fromkeys(filter(None, [*named, *free])))[:LONGEST]


def refresh(matter: Matter) -> None:
    """Work the text out anew from the matter's rows; the caller saves. Three queries."""
    items = matter.items.exclude(external_number="").values_list("external_number", flat=True)
    matter.search_text = text_of(
        matter,
        names=matter.petitioners.order_by("representative", "id").values_list("name", flat=True),
        demands=matter.demands.order_by("ordinal").values_list("text", flat=True),
        numbers=[*items, *matter.items.values_list("number", flat=True)],
    )
