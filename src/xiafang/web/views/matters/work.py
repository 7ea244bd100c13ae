"""What was done in a matter, read for its page: sponsors, handlers, proposals, recusals, papers, items."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from xiafang.casework.models import Assignment, Matter, Proposal, Recusal, Sponsorship
from xiafang.web.views.matters.papers import SHOWN


@dataclass
class Work:
    """The rows beside a matter that say who works it and what was decided."""

    assignments: list[Assignment]
    sponsorships: list[Sponsorship]
    proposals: list[Proposal]
    recusals: list[Recusal]


def of(matter: Matter, there: Collection[str]) -> Work:
    """Return the work on a matter; only kinds that are `there` (promises.present). Four queries at most."""
    sponsorships = matter.sponsorships.select_related("official").order_by("-from_on", "id")
    proposals = matter.proposals.select_related("proposed_by", "decided_by").order_by("-proposed_on", "id")
    recusals = matter.recusals.select_related("user", "asked_by", "decided_by").order_by("asked_on", "id")
    return Work(
        list(matter.assignments.select_related("user")),
        list(sponsorships) if "sponsorships" in there else [],
        list(proposals) if "proposals" in there else [],
        list(recusals) if "recusals" in there else [],
    )


def items(matter: Matter) -> list[dict[str, Any]]:
    """Return the items of a matter, the first one first. One query."""
    rows = matter.items.order_by("received_on", "registered_at", "id")
    return [
        {
            "pk": row.pk,
            "number": row.number,
            "channel": row.get_channel_display(),
            "received": row.received_on.isoformat(),
            "people": row.people,
            "joint": row.joint,
            "repeat": n > 0,
            "external": row.external_number,
            "content": row.content,
        }
        for n, row in enumerate(rows)
    ]


def papers(matter: Matter) -> list[dict[str, Any]]:
    """Return the papers of a matter, the newest first. One query."""
    return [
        {
            "kind": row.get_kind_display(),
            "title": row.title if row.title != row.get_kind_display() else "",
            "number": row.number,
            "dated": row.dated_on.isoformat(),
            "filename": row.filename,
            "size": _size(row.size),
            "who": row.added_by.name if row.added_by else "运维人员",
            "href": reverse("matters-paper", args=[matter.pk, row.pk]),
            "shown": row.media_type in SHOWN,
        }
        for row in matter.papers.select_related("added_by").order_by("-dated_on", "-added_at", "id")
    ]


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 2**10))} KB"
