"""Everything that was done to a matter, newest first: who, for whom, when it was done and when entered, and what."""

import re
from typing import Any

from django.utils import timezone

from xiafang.accounts.models import User
from xiafang.casework import life
from xiafang.casework.models import Event, Matter

_DIGEST = re.compile(r"^台账 sha256:([0-9a-f]{12})[0-9a-f]*")
SHOWN = 30  # the latest; all of them on request


def timeline(matter: Matter, *, everything: bool) -> dict[str, Any]:
    """Return `lines` and how many there are in all (`total`). Two queries, one more when there are others."""
    rows = matter.events.select_related("user", "on_behalf_of").order_by("-version", "-entered_at", "-id")
    found = list(rows if everything else rows[: SHOWN + 1])
    more = len(found) > SHOWN and not everything
    return {
        "lines": [_line(event) for event in (found[:SHOWN] if more else found)],
        "total": matter.events.count() if more else len(found),
        "more": more,
    }


def _line(event: Event) -> dict[str, Any]:
    user: User | None = event.user
    return {
        "day": event.deed_on.isoformat(),
        "entered": f"{timezone.localtime(event.entered_at):%Y-%m-%d %H:%M}",
        "days_between": event.days_between,
        "label": life.STEPS[event.act].label if event.act in life.STEPS else event.act,
        "who": user.name if user else "台账导入" if event.origin else "运维人员",
        "behalf": event.on_behalf_of.name if event.on_behalf_of else "",
        "said": event.said,
        "told": event.told,
        "cite": event.cite,
        "origin": _DIGEST.sub(r"\1", event.origin),
        "digest": event.digest[:12],
        "look": event.act == "unmask",
    }
