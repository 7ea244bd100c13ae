"""Candidates for a shortlist: which open matters speak for a leader's visit, and why, in words (第八、十二条).

What is shown are reasons that lie in the matter; nobody is scored, and the office chooses.
"""

import re
from collections import Counter
from datetime import date
from itertools import pairwise
from uuid import UUID

import msgspec
from django.db.models import Q
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.casework import taxonomy
from xiafang.casework.codes import Flag, Prominence, Trait
from xiafang.casework.find import WORDS
from xiafang.casework.life import OPEN
from xiafang.casework.models import Escalation, Item, Matter
from xiafang.organizations.models import Organization
from xiafang.promises.models import Row
from xiafang.regulation.registry import DUTIES
from xiafang.visits.codes import Decision
from xiafang.visits.models import Entry
from xiafang.web.typed import plain
from xiafang.web.views.visits.matter_choice import workable

POOL = 300  # the open matters that came in first
SHOWN = 40
OLD = 60  # days
_APART = re.compile(r"[、，,；;。和与及]|分管|负责|主管|协助|工作|业务|等")


class Candidate(msgspec.Struct, frozen=True):
    """A matter with the reasons for putting it on the list, and on which list of this leader it stands already."""

    matter: Matter
    reasons: tuple[str, ...]
    listed: str

    @property
    def ground(self) -> str:
        """The reasons as the list gives them."""
        return "；".join(self.reasons)


def candidates(
    request: OfficialRequest, organization: Organization, official: UUID | None, portfolio: str, words: str
) -> list[Candidate]:
    """Return the candidates below `organization`, most reasons first, then the oldest. Five queries."""
    rows = workable(request).filter(state__in=OPEN, responsible__above__overlap=[organization.pk])
    for word in plain(words).split()[:WORDS]:
        rows = rows.filter(Q(number__contains=word) | Q(title__contains=word))
    pool = list(rows.order_by("received_on", "id")[:POOL])
    today, keys = timezone.localdate(), [matter.pk for matter in pool]
    late, repeated, escalated = _late(keys, today), _repeated(keys), _escalated(keys)
    listed = _listed(request, official, keys)
    terms = terms_of(portfolio)
    found = [
        Candidate(
            matter,
            (
                *_own(matter, today),
                *late.get(matter.pk, ()),
                *repeated.get(matter.pk, ()),
                *escalated.get(matter.pk, ()),
                *_fitting(matter, terms),
            ),
            listed.get(matter.pk, ""),
        )
        for matter in pool
    ]
    found.sort(key=lambda one: (bool(one.listed), -len(one.reasons), one.matter.received_on))
    return found[:SHOWN]


def _own(matter: Matter, today: date) -> list[str]:
    reasons = [f"第八条第{Prominence(code).label.replace('. ', '类：')}" for code in matter.prominence]
    if matter.traits:
        reasons.append(f"第三条特征：{'、'.join(Trait(code).label for code in matter.traits)}")
    if Flag.GROUP in matter.flags:
        reasons.append("集体访")
    if (days := (today - matter.received_on).days) >= OLD:
        reasons.append(f"收到已{days}天")
    return reasons


def _late(keys: list[UUID], today: date) -> dict[UUID, tuple[str, ...]]:
    rows = Row.objects.filter(matter__in=keys, due__lt=today, completed_on=None, exempt=False).order_by("due")
    found: dict[UUID, tuple[str, ...]] = {}
    for row in rows:
        if row.matter and row.matter not in found:
            found[row.matter] = (f"“{DUTIES[row.duty].title}”已过期限 {row.due}",)
    return found


def _repeated(keys: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    items = Counter(Item.objects.filter(matter__in=keys).values_list("matter", flat=True))
    return {key: (f"信访人先后提出{count}次",) for key, count in items.items() if count > 1}


def _escalated(keys: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    rows = Escalation.objects.filter(matter__in=keys).order_by("on", "id")
    return {row.matter_id: (f"{row.on} {row.get_kind_display()}（第十八条）",) for row in rows}


def _listed(request: OfficialRequest, official: UUID | None, keys: list[UUID]) -> dict[UUID, str]:
    rows = Entry.objects.visible_to(request.user).filter(
        matter__in=keys, shortlist__official=official, shortlist__voided_at=None
    )
    rows = rows.exclude(decision=Decision.DECLINED).order_by("issued_on")
    return {row.matter_id: f"{row.issued_on} 已列入清单" for row in rows}


def terms_of(portfolio: str) -> list[str]:
    """Return the words of a division of work (分工) that can be looked for: at least two characters."""
    return [word for word in map(str.strip, _APART.split(portfolio)) if len(word) > 1]


def _fitting(matter: Matter, terms: list[str]) -> list[str]:
    about = f"{matter.title}{taxonomy.name(matter.topic)}"
    fits = [term for term in terms if _alike(term, about)]
    return [f"与分工“{'、'.join(fits)}”相符"] if fits else []


def _alike(term: str, about: str) -> bool:
    """Return whether a term, or each half of a longer one, stands in the text."""
    if term in about:
        return True
    halves = [first + second for first, second in pairwise(term)][::2]
    return len(term) >= 4 and all(half in about for half in halves)
