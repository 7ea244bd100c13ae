"""What keeping the duty ledger costs an act: milliseconds and queries, in a large province, as the web role.

By hand, on an empty migrated database of its own (DATABASE_URL, as its owner):

    python bench/acts.py 100000

loads 1,500 organizations, 3,000 officials and so many matters, begins the ledger (both only once), and does each act 20
times with the ledger kept and 20 times without; the shortest counts.
"""
# ruff: noqa: E402 - Django is set up before its models are imported

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

os.environ["XIAFANG_DATABASE_ROLE"] = "owner"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiafang.config.settings")
import django

django.setup()

from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from xiafang.accounts import acts as accounts
from xiafang.accounts.models import User
from xiafang.accounts.rights import OPERATOR
from xiafang.accounts.roles import Role
from xiafang.casework import acts as casework
from xiafang.casework import codes
from xiafang.casework.models import Matter
from xiafang.organizations import touching
from xiafang.organizations.kinds import Kind, Rank
from xiafang.organizations.models import Official, Organization, Post
from xiafang.promises import ledger
from xiafang.promises.models import Row
from xiafang.visits import acts as visits
from xiafang.visits.codes import Mode

TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TIMES = 20


def province() -> list[Organization]:
    """17 cities with 6 counties and 12 offices each, and 3,000 officials with a post each."""
    made: list[Organization] = []

    def unit(name: str, kind: Kind, parent: Organization | None) -> Organization:
        row = Organization(id=uuid4(), name=name, kind=kind, parent=parent)
        row.save(force_insert=True)
        made.append(row)
        return row

    root = unit("示例省司法厅", Kind.PROVINCIAL_DEPARTMENT, None)
    for c in range(17):
        city = unit(f"示例{c}市司法局", Kind.CITY_BUREAU, root)
        for k in range(6):
            county = unit(f"示例{c}市{k}县司法局", Kind.COUNTY_BUREAU, city)
            for o in range(13):
                unit(f"示例{c}市{k}县{o}所", Kind.JUDICIAL_OFFICE, county)
    people = [Official(id=uuid4(), name=f"赵示例{n}") for n in range(3000)]
    Official.objects.bulk_create(people)
    Post.objects.bulk_create(
        Post(
            id=uuid4(),
            official=who,
            organization=made[n % len(made)],
            title="局长",
            rank=Rank.DIVISION_CHIEF,
            leadership=True,
            principal=n < len(made),
            from_on=date(2024, 1, 1),
        )
        for n, who in enumerate(people)
    )
    return made


def matters(count: int, places: list[Organization]) -> None:
    """Matters of one and a half years, three quarters of them accepted, half closed."""
    cities = [place for place in places if place.kind in (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU)]
    for start in range(0, count, 2000):
        rows = []
        for n in range(start, min(start + 2000, count)):
            received = TODAY - timedelta(days=10 + n % 540)
            place, year = cities[n % len(cities)], received.year
            accepted = received + timedelta(days=2) if n % 4 else None
            closed = received + timedelta(days=9) if n % 4 > 1 else None
            state = codes.State.CLOSED if closed else codes.State.ACCEPTED if accepted else codes.State.RECEIVED
            rows.append(
                Matter(
                    id=uuid4(),
                    number=f"{place.name}信〔{year}〕{n + 1000}号",
                    year=year,
                    serial=n + 1000,
                    registering=place,
                    responsible=place,
                    state=state,
                    kind=codes.Kind.APPEAL,
                    topic="0501",
                    title="反映律师收费退费问题",
                    received_on=received,
                    accepted_on=accepted,
                    closed_on=closed,
                    path=codes.Path.PETITION if accepted else "",
                )
            )
        Matter.objects.bulk_create(rows)


@contextmanager
def as_web() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.WEB_ROLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def cost(act: Callable[[Any], object], prepare: Callable[[], Any]) -> tuple[float, int]:
    """Return the shortest of milliseconds and the queries of an act, each time on something prepared before."""
    took, asked = [], 0
    for _ in range(TIMES):
        with transaction.atomic():
            given = prepare()
            with as_web(), CaptureQueriesContext(connection) as queries:
                began = time.perf_counter()
                act(given)
                took.append(1000 * (time.perf_counter() - began))
            asked = len(queries)
            transaction.set_rollback(True)
    return min(took), asked


def load(count: int) -> None:
    """Fill an empty database and begin its ledger."""
    places = province()
    began = time.perf_counter()
    matters(count, places)
    print(f"loaded {Matter.objects.count()} matters in {time.perf_counter() - began:.0f} s")
    began = time.perf_counter()
    print(f"began the ledger, {ledger.rebuild(TODAY)} rows in {time.perf_counter() - began:.0f} s", flush=True)
    clerk = User.objects.create(username="clerk", name="钱示例", password="!", created_at=NOW)  # noqa: S106
    accounts.grant_role(
        user=clerk, role=Role.PETITION_OFFICE, organization=places[1], from_on=date(2024, 1, 1), by=OPERATOR, at=NOW
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main() -> None:
    if not Organization.objects.exists():
        load(int(sys.argv[1]))
    print(f"{Matter.objects.count()} matters, {Row.objects.count()} rows of the ledger", flush=True)
    clerk = User.objects.get(username="clerk")
    city = Organization.objects.get(pk=clerk.grants.first().organization_id)
    leader = Post.objects.filter(organization=city).first().official
    how: Any = {"by": clerk, "on": TODAY, "at": NOW, "origin": "台账"}

    def register(_: Any) -> Matter:
        return casework.register(
            unit=city,
            kind=codes.Kind.APPEAL,
            topic="0501",
            title="反映律师收费退费问题",
            channel=codes.Channel.LETTER,
            received_on=TODAY,
            demands=["退还", "说明", "道歉"],
            flags=[codes.Flag.ANONYMOUS],
            **how,
        ).matter

    def accepted() -> Matter:
        return casework.accept(matter=register(None), **how)

    def answered() -> Matter:
        matter = accepted()
        for demand in matter.demands.all():
            casework.answer_demand(
                demand=demand, outcome=codes.Outcome.SUPPORTED, answer="退还", basis="示例规定", **how
            )
        matter.refresh_from_db()
        return matter

    def planned() -> Any:
        return visits.schedule_visit(
            organization=city, mode=Mode.WITH_CASE, date=TODAY, leaders=[leader], matters=[accepted()], **how
        )

    def record(visit: Any) -> object:
        came = [visits.Reception(line.matter, handling=None) for line in visit.matters.select_related("matter")]
        return visits.record_visit(visit=visit, leaders=[leader], received=2, groups=1, receptions=came, **how)

    acts: list[tuple[str, Callable[[Any], object], Callable[[], Any]]] = [
        ("register", register, lambda: None),
        ("accept", lambda matter: casework.accept(matter=matter, **how), lambda: register(None)),
        ("close", lambda matter: casework.close(matter=matter, disposition=[], **how), answered),
        ("record_visit", record, planned),
    ]
    kept = list(touching._handlers)
    print(f"{'act':14}{'without':>18}{'with the ledger':>22}")
    for name, act, prepare in acts:
        touching._handlers[:] = []
        bare, few = cost(act, prepare)
        touching._handlers[:] = kept
        ms, asked = cost(act, prepare)
        print(f"{name:14}{bare:9.1f} ms {few:3} q   {ms:12.1f} ms {asked:3} q", flush=True)
    assert Row.objects.exists()


if __name__ == "__main__":
    main()
