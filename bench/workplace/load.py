"""Load the big province: the demo's organizations and people through the acts, its matters by COPY, then check it.

COPY fires the same triggers and constraints as any INSERT; what acts alone keep (numbers without gaps, digests,
versions, the duty ledger) is made here the same way and checked afterwards by `check`.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from multiprocessing import get_context
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from workplace.aside import set_aside
from workplace.stories import Step, Story, stories
from workplace.tables import Table, new_id
from xiafang.accounts.models import RoleGrant, User
from xiafang.accounts.roles import Role
from xiafang.casework import events, files, life, numbers, search, sight
from xiafang.casework.codes import DeclineReason, Handling, PaperKind, ProposalKind, State
from xiafang.casework.models import (
    Assignment,
    Demand,
    Event,
    Grading,
    Involvement,
    Item,
    Matter,
    Numbering,
    Paper,
    Personal,
    Petitioner,
    Proposal,
    Sponsorship,
)
from xiafang.demo import people, staff, units
from xiafang.demo.builder import Builder
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Organization, Post
from xiafang.promises import ledger
from xiafang.promises.models import Row
from xiafang.visits import events as visit_events
from xiafang.visits.codes import Mode, Status, TargetSource
from xiafang.visits.models import Event as VisitEvent
from xiafang.visits.models import Visit, VisitMatter

WEIGHTS = {
    Kind.PROVINCIAL_DEPARTMENT: 60,
    Kind.CITY_BUREAU: 30,
    Kind.COUNTY_BUREAU: 12,
    Kind.PRISON: 5,
    Kind.REHAB_CENTER: 3,
    Kind.DIVISION: 3,
    Kind.INSTITUTION: 2,
    Kind.JUDICIAL_OFFICE: 1,
}
OFFICES = 1200  # judicial offices besides the demo's own, so that the tree is as large as a real one
BATCH = 5_000
PROCESSES = 2


@dataclass
class Place:
    """A unit that keeps matters, with who works there."""

    unit: Organization
    clerk: int
    handler: int
    leaders: list[str]
    prefix: dict[str, str]
    serial: dict[tuple[str, int], int] = field(default_factory=dict)
    key: str = ""

    def __post_init__(self) -> None:
        self.key = str(self.unit.pk)

    def number(self, series: Numbering.Series, year: int) -> tuple[int, str]:
        """Return the next number as `numbers.give` writes it."""
        last = self.serial[series, year] = self.serial.get((series, year), 0) + 1
        return last, f"{self.prefix['number']}{numbers._WORDS[series]}〔{year}〕{last}号"


def province(today: date, seed: int) -> list[Place]:
    """Make organizations, people and accounts; return the places that keep matters."""
    builder = Builder(today, seed)
    with transaction.atomic():
        for part in (units, staff, people):
            part.build(builder)
        counties = [unit for unit in builder.units.values() if unit.kind == Kind.COUNTY_BUREAU]
        Organization.objects.bulk_create(
            Organization(
                id=uuid4(),
                name=f"{county.name.removesuffix('司法局')}第{n}示例司法所",
                kind=Kind.JUDICIAL_OFFICE,
                parent=county,
                ordinal=2000 + n,
            )
            for n in range(1, OFFICES // len(counties) + 1)
            for county in counties
        )
        return list(_places(today))


def _places(today: date) -> Iterator[Place]:
    hashed = make_password("Bench-only-1")
    at = _at(today)
    units = list(Organization.objects.select_related("parent"))
    users = User.objects.bulk_create(
        User(username=f"{word}{n}", name=f"{word}示例", password=hashed, created_at=at)
        for n, _ in enumerate(units)
        for word in ("clerk", "handler")
    )
    roles = {"c": Role.PETITION_OFFICE, "h": Role.HANDLER}
    since = today - timedelta(days=4000)
    RoleGrant.objects.bulk_create(
        RoleGrant(
            user=user,
            role=roles[user.username[0]],
            organization=units[int(user.username.lstrip("clerkhand"))],
            from_on=since,
        )
        for user in users
    )
    ids = {user.username: user.pk for user in users}
    leaders: dict[UUID, list[str]] = {}
    for post in Post.objects.on(today).filter(leadership=True):
        leaders.setdefault(post.organization_id, []).append(str(post.official_id))
    for n, unit in enumerate(units):
        yield Place(
            unit,
            ids[f"clerk{n}"],
            ids[f"handler{n}"],
            leaders.get(unit.pk, []),
            {"number": numbers._prefix(unit)},
        )


@cache
def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


class Writer:
    """Writes stories as rows, as the acts would have."""

    def __init__(self) -> None:
        names = (Matter, Item, Petitioner, Personal, Demand, Proposal, Grading, Assignment, Sponsorship, Paper)
        self.tables = {model: Table(model) for model in (Visit, *names, Involvement, VisitMatter, Event, VisitEvent)}
        content = b"%PDF-1.4\n% bench\n"
        self.file = files.store(content, "bench.pdf")

    def flush(self) -> None:
        """Write what waits, in the order of references."""
        for table in self.tables.values():
            table.flush()

    def write(self, story: Story, place: Place) -> None:
        """Write one matter with everything that belongs to it."""
        add, key, year = self._add, new_id(), story.received_on.year
        serial, number = place.number(Numbering.Series.MATTER, year)
        item_number = place.number(Numbering.Series.ITEM, year)[1]
        leader = place.leaders[serial % len(place.leaders)] if place.leaders else None
        accepted, handled = story.days.get("accepted_on"), len(story.steps) > 3
        visit = new_id() if story.on_visit and leader and accepted else None
        sponsor = leader if story.sponsored else None
        steps = list(story.steps)
        if sponsor and accepted:
            steps.insert(3, ("give_sponsor", accepted, "确定包案领导"))
        involved = [official for official in (sponsor, leader if visit else None) if official]
        add(
            Matter,
            id=key,
            number=number,
            year=year,
            serial=serial,
            registering_id=place.key,
            responsible_id=place.key,
            state=story.state,
            version=len(steps),
            kind=story.kind,
            topic=story.topic,
            title=story.title,
            summary=story.summary,
            prominence=story.prominence,
            traits=story.traits,
            flags=story.flags,
            received_on=story.received_on,
            path=story.path,
            grade=story.grade,
            visit=visit,
            handling=Handling.DEFERRED if visit else "",
            disposition=story.disposition,
            decline_reason=DeclineReason.NOT_IN_AUTHORITY if story.state == State.DECLINED else "",
            leaders=sorted(set(involved)),
            handlers=[str(sight.of_user(place.handler))] if handled and accepted else [],
            search_text=search.text_of(
                SimpleNamespace(
                    title=story.title, summary=story.summary, number=number, external_number="", flags=story.flags
                ),
                names=[story.petitioner],
                demands=story.demands,
                numbers=[item_number],
            ),
            **{name: day for name, day in story.days.items() if name != "answered_on"},
        )
        first = self._events(key, steps, place)
        self._registration(key, story, place, first, item_number)
        self._work(key, story, place, sponsor)
        if visit and leader and accepted:
            self._visit(visit, key, place, leader, accepted)

    def _add(self, model: type[Any], **given: Any) -> Any:
        return self.tables[model].add(**given)

    def _events(self, key: str, steps: Sequence[Step], place: Place) -> str:
        """Write the history and return the digest of its first event."""
        first, add = "", self.tables[Event].add
        for version, (act, day, said) in enumerate(steps, 1):
            event: Any = SimpleNamespace(
                id=new_id(),
                matter_id=key,
                act=act,
                user_id=place.handler if act == "answer_demand" else place.clerk,
                on_behalf_of_id=None,
                deed_on=day,
                entered_at=_at(day) + timedelta(minutes=version),
                cite=life.STEPS[act].cite,
                said=said,
                told="",
                facts={},
                origin="",
                version=version,
            )
            event.digest = events.digest(event)
            first = first or event.digest
            add(**vars(event))
        return first

    def _registration(self, key: str, story: Story, place: Place, receipt: str, number: str) -> None:
        item = self._add(
            Item,
            matter_id=key,
            number=number,
            query_code=numbers.query_code(),
            channel=story.channel,
            received_on=story.received_on,
            registering_id=place.key,
            registered_at=_at(story.received_on),
            people=1,
            receipt=receipt,
        )
        person = self._add(Petitioner, matter_id=key, item_id=item, name=story.petitioner)
        self._add(Personal, petitioner_id=person, matter_id=key, phone="00000000000", address="示例省示例县")
        answered = story.days.get("answered_on")
        for ordinal, text in enumerate(story.demands, 1):
            answer = {"outcome": story.outcome, "answer": "经核查，依据有关规定答复如下。"} if answered else {}
            basis = "有关规定" if answered else ""
            self._add(Demand, matter_id=key, ordinal=ordinal, text=text, answered_on=answered, basis=basis, **answer)

    def _work(self, key: str, story: Story, place: Place, sponsor: str | None) -> None:
        for name, kind in (("told_on", PaperKind.RECEIPT), ("replied_on", PaperKind.OPINION)):
            if day := story.days.get(name):
                self._paper(key, kind, day, place)
        if story.state == State.DECLINED:
            self._add(
                Proposal,
                matter_id=key,
                kind=ProposalKind.DECLINE,
                decline_reason=DeclineReason.NOT_IN_AUTHORITY,
                right_organ="有权处理的机关",
                reason="不属于本机关职权",
                proposed_by_id=place.handler,
                proposed_on=story.days["ended_on"],
                decided_by_id=place.clerk,
                decided_on=story.days["ended_on"],
                confirmed=True,
            )
        if accepted := story.days.get("accepted_on"):
            self._add(Grading, matter_id=key, ordinal=1, grade=story.grade, on=accepted)
            if sponsor:
                self._add(Sponsorship, matter_id=key, official_id=sponsor, from_on=accepted)
            if assigned := next((day for act, day, _ in story.steps if act == "assign"), None):
                self._add(Assignment, matter_id=key, user_id=place.handler, from_on=assigned)

    def _paper(self, key: str, kind: PaperKind, day: date, place: Place) -> None:
        self._add(
            Paper,
            matter_id=key,
            kind=kind,
            title=kind.label,
            dated_on=day,
            filename=f"{kind.label}.pdf",
            media_type=self.file.media_type,
            size=self.file.size,
            sha256=self.file.sha256,
            added_by_id=place.clerk,
            added_at=_at(day),
        )

    def _visit(self, visit: str, key: str, place: Place, leader: str, day: date) -> None:
        self._add(
            Visit,
            id=visit,
            recorder_id=place.clerk,
            recorded_at=_at(day),
            organization_id=place.key,
            mode=Mode.FIELD,
            leaders=[leader],
            date=day,
            place=place.unit.name,
            status=Status.HELD,
            received=1,
            groups=1,
            target_source=TargetSource.LIAISON if place.unit.kind in (Kind.DIVISION, Kind.INSTITUTION) else "",
        )
        self._add(
            VisitMatter,
            visit_id=visit,
            matter_id=key,
            ordinal=1,
            outcome=Handling.DEFERRED,
            to_study="需研究后答复",
            reply_by=day + timedelta(days=30),
        )
        self._add(Involvement, matter_id=key, official_id=leader, ground=Involvement.Ground.VISIT, source=visit)
        event: Any = SimpleNamespace(
            **{f"{name}_id": None for name in ("shortlist", "letter", "matter", "on_behalf_of")},
            id=new_id(),
            visit_id=visit,
            act="record_unscheduled_visit",
            user_id=place.clerk,
            deed_on=day,
            entered_at=_at(day),
            cite="办法第十条、第十五条",
            said="一线走访，接待 1 批 1 人次",
            told="",
            facts={},
            origin="",
            version=1,
        )
        event.digest = visit_events.digest(event)
        self._add(VisitEvent, **vars(event))


def matters(places: Sequence[Place], count: int, today: date, seed: int) -> None:
    """Write `count` matters, and how far the numbers have come; each process has the places of its own."""
    with (
        set_aside([table.name for table in Writer().tables.values()]),
        ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as pool,
    ):
        parts = [
            pool.submit(_part, places[part::PROCESSES], count // PROCESSES, today, seed + part)
            for part in range(PROCESSES)
        ]
        for done in parts:
            done.result()


def duties(today: date) -> None:
    """Make the duty ledger."""
    with set_aside([Row._meta.db_table]):
        ledger.rebuild(today)


def _part(places: Sequence[Place], count: int, today: date, seed: int) -> None:
    writer, dice = Writer(), random.Random(seed)
    weights = [WEIGHTS.get(Kind(place.unit.kind), 0) for place in places]
    chosen = dice.choices(places, weights, k=count)
    with transaction.atomic():
        for n, (story, place) in enumerate(zip(stories(count, today, seed), chosen, strict=True), 1):
            writer.write(story, place)
            if n % BATCH == 0:
                writer.flush()
        writer.flush()
        _numbering(places)
    connection.close()


def _numbering(places: Iterable[Place]) -> None:
    Numbering.objects.bulk_create(
        Numbering(organization=place.unit, series=series, year=year, prefix=place.prefix["number"], last=last)
        for place in places
        for (series, year), last in place.serial.items()
    )


def vacuum() -> None:
    """Bring statistics and visibility up to date, as autovacuum would in time."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
