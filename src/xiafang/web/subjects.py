"""What a finding speaks of, in words and with links: `case:…`, `visit:…`, `official:…` as people name them.

A page's subjects and evidence are looked up together: one query for each kind of thing that stands on it. What whoever
asks may not see is not found, and is said to be hidden, never named.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils.text import Truncator

from xiafang.casework.models import Escalation
from xiafang.organizations.models import Official, Organization
from xiafang.supervision.kinds import Fault
from xiafang.supervision.models import Agreement, Assessment, Bulletin, Inspection, Plan, Record
from xiafang.visits.models import Discovery, Letter, Shortlist, Visit

_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_REFERENCE = re.compile(rf"([a-z]+):({_ID})")

# Records of supervision: model, what one is called, the day of the deed, the page.
PAPERS: dict[str, tuple[type[Record], str, str, str]] = {
    "agreement": (Agreement, "责任书", "signed_on", "supervision-agreements-one"),
    "plan": (Plan, "计划和方案", "filed_on", "supervision-plans-one"),
    "inspection": (Inspection, "抽查记录", "on", "supervision-inspections-one"),
    "bulletin": (Bulletin, "通报", "issued_on", "supervision-bulletins-one"),
    "assessment": (Assessment, "考核记录", "completed_on", "supervision-assessments-one"),
}


class Named(NamedTuple):
    """Something as a page names it; `href` is empty where there is no page, `more` says what it is about."""

    text: str
    href: str = ""
    more: str = ""


class Subjects:
    """The names of what stands in some references."""

    def __init__(self, texts: Iterable[str]) -> None:
        wanted: defaultdict[str, set[UUID]] = defaultdict(set)
        for text in texts:
            for kind, identifier in _REFERENCE.findall(text):
                wanted[kind].add(UUID(identifier))
        self._found: dict[tuple[str, str], Named] = {}
        for kind, ids in wanted.items():
            if find := _FIND.get(kind):
                self._found |= {(kind, str(pk)): named for pk, named in find(ids)}

    def subject(self, text: str) -> Named:
        """Return a finding's subject: what it is, where its page is, and what more there is to it."""
        parts = _REFERENCE.findall(text)
        if not parts:
            return Named(text)
        names = [self._found.get(part, _HIDDEN) for part in parts]
        if parts[0][0] == "inspection":  # a fault of somebody
            fault = Fault(text.rpartition("/")[2]).label
            return names[1]._replace(more=fault) if len(names) > 1 else names[0]
        more = "；".join(filter(None, (names[0].more, *(said(name) for name in names[1:]))))
        return names[0]._replace(more=more)

    def evidence(self, references: Iterable[str]) -> tuple[list[Named], int]:
        """Return what may be seen of the evidence, and how many pieces may not."""
        shown, hidden = [], 0
        for reference in references:
            kind, _, identifier = reference.partition("/")[0].partition(":")
            if kind == "official" and (named := self._found.get((kind, identifier))):  # the post, which all may see
                shown.append(named._replace(href=reverse("officials-one", args=[identifier])))
            elif named := self._found.get((kind, identifier)):
                shown.append(named)
            else:
                hidden += 1
        return shown, hidden

    def sentence(self, text: str) -> str:
        """Return a reason of the rules with names where the rules write ids; what may not be seen has none."""
        for (kind, identifier), named in self._found.items():
            if identifier in text:
                said_so = "" if kind in _SAID else named.text if kind in _PLAIN else f"“{named.text}”"
                text = text.replace(identifier, said_so)
        return re.sub(_ID, "", text)


def said(name: Named) -> str:
    """Return the name with what it is about."""
    return f"{name.text} {name.more}".strip()


_PLAIN = ("organization", "official")  # read like words of the sentence
_SAID = ("letter", "discovery")  # the sentence says already what it is and when it came
_HIDDEN = Named("（您无权查看）")
Found = Iterable[tuple[UUID, Named]]


def _organizations(ids: set[UUID]) -> Found:
    for pk, name in Organization.objects.filter(pk__in=ids).values_list("pk", "name"):
        yield pk, Named(name, reverse("duties-unit", args=[pk]))


def _officials(ids: set[UUID]) -> Found:
    for pk, name in Official.objects.filter(pk__in=ids).values_list("pk", "name"):
        yield pk, Named(name, reverse("duties-official", args=[pk]))


# One by one: the planner would else gather all matters in sight, who may see them being a condition like any other.
_BY_ID = """
SELECT matter.* FROM unnest(%s::uuid[]) AS asked, LATERAL (
    SELECT id, number, title FROM casework_matter WHERE id = asked OFFSET 0
) AS matter
"""


def _matters(ids: set[UUID]) -> Found:
    with connection.cursor() as cursor:
        cursor.execute(_BY_ID, [list(ids)])
        for pk, number, title in cursor:
            yield pk, Named(number, reverse("matters-one", args=[pk]), title)


def _escalations(ids: set[UUID]) -> Found:
    for row in Escalation.objects.filter(pk__in=ids).only("pk", "kind", "on"):
        yield row.pk, Named(f"{row.on}{row.get_kind_display()}")


def _visits(ids: set[UUID]) -> Found:
    for row in Visit.objects.filter(pk__in=ids).select_related("organization"):
        unit = row.organization.short_name or row.organization.name
        yield row.pk, Named(f"{row.date} {unit}下访", reverse("visits-one", args=[row.pk]), row.get_mode_display())


def _discoveries(ids: set[UUID]) -> Found:
    for row in Discovery.objects.filter(pk__in=ids).only("pk", "kind", "found_on", "visit_id"):
        yield row.pk, Named(f"{row.found_on} {row.get_kind_display()}", reverse("visits-one", args=[row.visit_id]))


def _letters(ids: set[UUID]) -> Found:
    for row in Letter.objects.filter(pk__in=ids).select_related("official"):
        named = f"{row.received_on} 收到的来信"
        yield row.pk, Named(named, reverse("letters-one", args=[row.pk]), f"致{row.official.name}：{_short(row.gist)}")


def _short(text: str) -> str:
    """Return the beginning of a text, as much as fits beside a name."""
    return Truncator(" ".join(text.split())).chars(24)


def _shortlists(ids: set[UUID]) -> Found:
    for row in Shortlist.objects.filter(pk__in=ids).only("pk", "issued_on"):
        yield row.pk, Named(f"{row.issued_on} 清单", reverse("shortlists-one", args=[row.pk]))


def _papers(kind: str) -> Callable[[set[UUID]], Found]:
    model, label, day, page = PAPERS[kind]

    def find(ids: set[UUID]) -> Found:
        for pk, on in model._default_manager.filter(pk__in=ids).values_list("pk", day):
            yield pk, Named(f"{on} {label}", reverse(page, args=[pk]))

    return find


_FIND: dict[str, Callable[[set[UUID]], Found]] = {
    "organization": _organizations,
    "official": _officials,
    "case": _matters,
    "escalation": _escalations,
    "visit": _visits,
    "discovery": _discoveries,
    "letter": _letters,
    "shortlist": _shortlists,
    **{kind: _papers(kind) for kind in PAPERS},
}
