"""Shortlists, visits, notices, discoveries and letters as facts of the regulation (`xiafang check`)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiafang.casework.facts import NO_CASE
from xiafang.casework.models import Matter
from xiafang.visits.codes import Status
from xiafang.visits.models import Discovery, Entry, Letter, Notice, Notification, Shortlist, Visit, VisitMatter

Fact = dict[str, Any]
ALL = Q()

IS_CASE = ~Q(matter__state__in=NO_CASE)


def read() -> Fact:
    """Return `shortlists`, `visits`, `notices`, `discoveries` and `letters` of a facts document, everything ever known.

    As far as row security lets whoever asks see them. What was voided is left out, and so are matters that are no
    cases. Eight queries.
    """
    return {
        "shortlists": shortlists(),
        "visits": visits(),
        "notices": notices(),
        "discoveries": discoveries(),
        "letters": letters(),
    }


def _grouped(pairs: Iterable[tuple[UUID, Any]]) -> dict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _days(**days: date | None) -> Fact:
    return {name: day.isoformat() for name, day in days.items() if day}


def shortlists(among: Q = ALL) -> list[Fact]:
    """Return the shortlists, all or those `among`. Two queries."""
    found = Shortlist.objects.valid().filter(among)
    entries = Entry.objects.filter(IS_CASE).order_by("ordinal").values_list("shortlist", "matter")
    if among:
        entries = entries.filter(shortlist__in=found.values("pk"))
    cases = _grouped((shortlist, str(matter)) for shortlist, matter in entries)
    rows = found.order_by("issued_on", "id").values_list("id", "organization", "issued_on")
    return [
        {
            "id": str(id_),
            "organization": str(organization),
            "issued_on": issued_on.isoformat(),
            "cases": cases.get(id_, []),
        }
        for id_, organization, issued_on in rows
    ]


def _told() -> Q:
    """Visits that count, and those on which a matter rests although they were voided: it must not refer to nothing."""
    return Q(voided_at=None) | Q(Exists(Matter.objects.filter(visit=OuterRef("pk"))))


def visits(chosen: QuerySet[VisitMatter] | None = None, *, among: Q = ALL) -> list[Fact]:
    """Return the visits, all or those `among`, or those of the `chosen` entries with these cases alone. Two queries.

    A petitioner who did not come was not received: that case is none of a visit once held.
    """
    entries = VisitMatter.objects.all() if chosen is None else chosen
    listed = entries.filter(IS_CASE, absent=False).order_by("ordinal").values_list("visit", "matter")
    fields = ("id", "organization_id", "leaders", "mode", "date", "status", "cancelled_on", "scheduled_on")
    told = Visit.objects.filter(_told(), among)
    if among:
        listed = listed.filter(visit__in=told.values("pk"))
    cases = _grouped((visit, str(matter)) for visit, matter in listed)
    if chosen is not None:
        told = told.filter(pk__in=list(cases))
    rows = told.order_by("date", "id").values(*fields, "received", "target_source")
    found = []
    for row in rows if among else rows.iterator(chunk_size=5000):
        visit: Fact = {
            "id": str(row["id"]),
            "organization": str(row["organization_id"]),
            "leaders": [str(leader) for leader in row["leaders"]],
            "mode": row["mode"],
            "date": row["date"].isoformat(),
            "status": row["status"],
        }
        visit |= _days(cancelled_on=row["cancelled_on"], scheduled_on=row["scheduled_on"])
        if row["status"] == Status.HELD:
            visit["received"] = row["received"]
        if row["id"] in cases:
            visit["cases"] = cases[row["id"]]
        if row["target_source"]:
            visit["target_source"] = row["target_source"]
        found.append(visit)
    return found


def notices(among: Q = ALL) -> list[Fact]:
    """Return the notices of visits that are given, all or those `among`."""
    rows = Notice.objects.valid().filter(IS_CASE, among, visit__voided_at=None).order_by("sent_on", "id")
    return [
        {"id": str(id_), "visit": str(visit), "case": str(matter), "sent_on": sent_on.isoformat()}
        for id_, visit, matter, sent_on in rows.values_list("id", "visit", "matter", "sent_on")
    ]


def discoveries(among: Q = ALL) -> list[Fact]:
    """Return the discoveries with whom was told of them, all or those `among`. Two queries."""
    chosen = Discovery.objects.valid().filter(among, visit__voided_at=None)
    told = Notification.objects.order_by("on", "id").values_list("discovery", "organization", "role", "on")
    if among:
        told = told.filter(discovery__in=chosen.values("pk"))
    notified = _grouped(
        (discovery, {"organization": str(organization), "role": role, "on": on.isoformat()})
        for discovery, organization, role, on in told
    )
    found = []
    fields = ("id", "visit_id", "kind", "found_on", "reported_on", "proposed")
    for row in chosen.order_by("found_on", "id").values(*fields):
        fact: Fact = {"id": str(row["id"]), "visit": str(row["visit_id"]), "kind": row["kind"]}
        fact |= _days(found_on=row["found_on"], reported_on=row["reported_on"])
        if row["id"] in notified:
            fact["notified"] = notified[row["id"]]
        if row["proposed"]:
            fact["proposal"] = True
        found.append(fact)
    return found


def found_in(discoveries: Collection[str]) -> dict[str, str]:
    """Return the matters that `discoveries` were made in, by their ids; no fact says so. At most one query."""
    if not discoveries:
        return {}
    rows = Discovery.objects.exclude(matter=None).filter(pk__in=discoveries).values_list("pk", "matter")
    return {str(discovery): str(matter) for discovery, matter in rows}


def letters(among: Q = ALL) -> list[Fact]:
    """Return the letters to leaders, all or those `among`."""
    rows = Letter.objects.valid().filter(among).order_by("received_on", "id")
    return [
        {"id": str(id_), "official": str(official)}
        | _days(received_on=received_on, read_on=read_on, replied_on=replied_on)
        for id_, official, received_on, read_on, replied_on in rows.values_list(
            "id", "official", "received_on", "read_on", "replied_on"
        )
    ]
