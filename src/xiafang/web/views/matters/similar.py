"""Hints of likely same matters, out of what stands in the form so far."""

import re

from xiafang.accounts.middleware import OfficialRequest
from xiafang.casework import acts
from xiafang.casework.similar import Likely, similar
from xiafang.web.signs import sign
from xiafang.web.typed import plain

_NAME = re.compile(r"petitioners-\d+-name")
MOST_NAMES, LONGEST = 20, 200


def asked(request: OfficialRequest) -> list[dict[str, object]]:
    """Return the hints as rows: the matter, why, and whether whoever asks may file the item under it."""
    sent = request.POST
    names = [value for name, value in sent.items() if _NAME.fullmatch(name) and len(str(value).strip()) > 1]
    numbers = [_clean(sent.get(name, "")) for name in ("external_number", "national_number")]
    found = similar(
        by=request.user,
        names=map(_clean, names[:MOST_NAMES]),
        numbers=numbers,
        title=_clean(sent.get("title", "")),
    )
    return [
        {
            "matter": row.matter,
            "why": row.why,
            "sign": sign(f"matter-{row.matter.state}"),
            "may_join": _may_join(request, row),
        }
        for row in found
    ]


def _clean(typed: object) -> str:
    """Return what was typed, cut, without the one character that the database does not take."""
    return plain(str(typed))[:LONGEST]


def _may_join(request: OfficialRequest, row: Likely) -> bool:
    return any(step.act == "join" for step in acts.open_steps(row.matter, request.standing))
