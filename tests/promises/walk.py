"""A random walk through the workplace: any act by anybody, in any order, while the clock moves on.

What is refused is refused and leaves nothing behind; what is done must leave the ledger as judging everything anew
would. By hand over many seeds: `WALKS=200 make test ARGS="tests/promises/test_walk.py"`.
"""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error, IntegrityError, transaction

import cast
from casework.office import SHANGHAI
from visits.story import visitors
from xiafang.accounts import standing
from xiafang.accounts.models import User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import OPERATOR
from xiafang.accounts.roles import Role
from xiafang.casework import acts as casework
from xiafang.casework import codes
from xiafang.casework.models import Demand, Escalation, Matter, Sponsorship
from xiafang.organizations import acts as organizations
from xiafang.organizations.kinds import Kind, Rank
from xiafang.organizations.models import Absence, Official, Organization, Post, WorkCalendarDay
from xiafang.promises import ledger
from xiafang.supervision import acts as supervision
from xiafang.supervision.kinds import Fault, InspectionKind, SanctionKind
from xiafang.supervision.models import (
    Agreement,
    Assessment,
    Bulletin,
    Inspection,
    InspectionFinding,
    Plan,
    Sanction,
)
from xiafang.visits import acts as visits
from xiafang.visits.acts import Acceptance, Proposed, Reception
from xiafang.visits.codes import (
    Decision,
    DiscoveryKind,
    Format,
    Mailbox,
    Mode,
    NoticeChannel,
    NotifiedRole,
    TargetSource,
)
from xiafang.visits.models import Discovery, Entry, Letter, Notice, Shortlist, Visit

Web = Callable[[], AbstractContextManager[None]]
T = TypeVar("T")
STARTS = (date(2025, 9, 20), date(2025, 12, 18), date(2026, 3, 24), date(2026, 6, 18))
BETWEEN = (0, 0, 0, 1, 1, 3, 8, 20)
USERS = ("office", "second", "superior", "county", "handler", "principal", "leader", "liaison", "admin", "senior")


class Walk:
    """One walk: its dice, its clock and its people. `web` steps down to the web role for whoever has an account."""

    def __init__(self, seed: int, web: Web | None = None) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - a walk, not a secret
        self.web = web
        self.people = people = visitors()
        self.done: list[str] = []
        self.refused: list[str] = []
        people.admin = cast.user("admin", (Role.SYSTEM_ADMIN, people.land.department))
        people.vice = cast.official("陈示例")
        cast.appointed(people.vice, people.land.department, leadership=True)
        people.senior = cast.user("senior", (Role.LEADER, people.land.department), official=people.vice)
        people.warden = cast.official("褚示例")
        cast.appointed(people.warden, people.land.prison_administration, principal=True)
        self.today = self.dice.choice(STARTS)
        ledger.roll(self.today)
        names = [name for name in dir(self) if name.startswith("do_")]
        self.moves = {name: self.dice.choice((1, 2, 3)) for name in names} | {"do_register": 5, "do_escalate": 4}
        for name in ("register", "accept", "sponsor", "work", "resolve", "return"):
            for _ in range(3):
                self.move(f"do_{name}", OPERATOR)

    def step(self) -> None:
        """Let some time pass, and somebody do something."""
        self.pass_time()
        for _ in range(8):
            by = OPERATOR if self.dice.random() < 0.5 else self.people[self.dice.choice(USERS)]
            if self.move(self.dice.choices(list(self.moves), list(self.moves.values()))[0], by):
                return

    def move(self, name: str, by: Any) -> bool:
        """Let `by` try something, and return whether it was done."""
        self.by = by
        stepped = self.web() if self.web and self.by is not OPERATOR else nullcontext()
        try:
            with transaction.atomic(), stepped:
                if isinstance(by, User):
                    standing.identify(by, on=self.today)  # as each request does
                getattr(self, name)()
        except (NotAllowed, ObjectDoesNotExist, IndexError) as error:
            self.refused.append(f"{self.today} {name}: {error}")
        except Error as error:
            # Nobody writes a row out of their own sight, and the database says no to a few orders of dates.
            if not ("row-level security" in str(error) or isinstance(error, IntegrityError)):
                raise
            self.refused.append(f"{self.today} {name}: {error}")
        else:
            self.done.append(f"{self.today} {name[3:]} by {getattr(self.by, 'username', 'console')}")
            return True
        return False

    def pass_time(self) -> None:
        before = self.today
        self.today += timedelta(days=self.dice.choice(BETWEEN))
        if self.today.year != before.year:
            ledger.roll(self.today)  # as the server does at start and daily

    def how(self, **more: Any) -> Any:
        """Done by whoever's turn it is, today or some days ago, entered at once; as from a ledger: without papers."""
        on = self.today - timedelta(days=self.dice.choice((0, 0, 0, 1, 4)))
        return {"by": self.by, "on": on, "at": self.at, "origin": "台账", **more}

    @property
    def at(self) -> datetime:
        return datetime.combine(self.today, time(15), SHANGHAI)

    def kept(self, **more: Any) -> Any:
        return {"by": self.by, "at": self.at, **more}

    # What there is

    def one(self, rows: Any) -> Any:
        """Return some row; raises IndexError when there is none."""
        return self.dice.choice(list(rows.order_by("pk")))

    def matter(self, *states: codes.State) -> Matter:
        rows = Matter.objects.exclude(state__in=["voided", "merged"])
        return self.one(rows.filter(state__in=states)) if states and self.dice.random() < 0.9 else self.one(rows)

    def unit(self) -> Organization:
        return self.one(Organization.objects.filter(to_on=None))

    def official(self) -> Official:
        return self.one(Official.objects.filter(posts__isnull=False).distinct())

    def visit(self, *statuses: str) -> Visit:
        rows = Visit.objects.filter(voided_at=None)
        return self.one(rows.filter(status__in=statuses) if statuses else rows)

    def some(self, rows: Any, most: int = 2) -> list[Any]:
        found = list(rows.order_by("pk"))
        return self.dice.sample(found, min(len(found), self.dice.randint(0, most)))

    # Matters

    def do_register(self) -> None:
        received = self.today - timedelta(days=self.dice.choice((0, 0, 2, 15, 70, 400)))
        casework.register(
            unit=self.dice.choice([self.people.land.city, self.people.land.county, self.people.land.department]),
            kind=self.dice.choice([codes.Kind.APPEAL, codes.Kind.APPEAL, codes.Kind.SUGGESTION]),
            topic="0501",
            title="反映律师收费退费问题",
            channel=codes.Channel.VISIT,
            received_on=received,
            demands=["退还代理费"],
            flags=[codes.Flag.ANONYMOUS],
            **self.how(on=self.today),
        )

    def do_tell(self) -> None:
        casework.tell(matter=self.one(Matter.objects.exclude(flags__contains=["anonymous"])), **self.how())

    def do_accept(self) -> None:
        grade = self.dice.choice(list(codes.Grade))
        on_visit: dict[str, Any] = {}
        if Visit.objects.exists() and self.dice.random() < 0.5:
            handling = self.dice.choice([None, *codes.Handling])
            on_visit = {"visit": self.one(Visit.objects.all()).pk, "handling": handling}
        casework.accept(matter=self.matter(codes.State.RECEIVED), grade=grade, **on_visit, **self.how())

    def do_work(self) -> None:
        """Answer what is open and go on to the end, or some way."""
        matter = self.matter(codes.State.ACCEPTED, codes.State.IN_PROGRESS, codes.State.RETURNED)
        for demand in Demand.objects.filter(matter=matter, answered_on=None):
            outcome = codes.Outcome.SUPPORTED if matter.kind == codes.Kind.APPEAL else codes.Outcome.ADOPTED
            casework.answer_demand(demand=demand, outcome=outcome, answer="应当退还", basis="示例规定", **self.how())
        if self.dice.random() < 0.5:
            casework.reply(matter=matter, **self.how(on=self.today))
        if self.dice.random() < 0.6:
            disposition = self.some_codes(codes.Disposition)
            casework.close(matter=matter, disposition=disposition, **self.how(on=self.today))

    def some_codes(self, of: Any) -> list[Any]:
        return self.dice.sample(list(of), self.dice.randint(0, 2))

    def do_close(self) -> None:
        matter = self.matter(codes.State.ANSWERED)
        casework.close(matter=matter, disposition=self.some_codes(codes.Disposition), **self.how())

    def do_resolve(self) -> None:
        casework.resolve(matter=self.matter(codes.State.CLOSED), verified="已回访", **self.how())

    def do_return(self) -> None:
        matter = self.matter(codes.State.RESOLVED)
        casework.join(matter=matter, channel=codes.Channel.LETTER, received_on=self.today, **self.how(on=self.today))

    def do_transfer(self) -> None:
        casework.transfer(matter=self.matter(codes.State.RECEIVED), to=self.unit(), reason="属其职权", **self.how())

    def do_pass_on(self) -> None:
        if self.dice.random() < 0.5:
            casework.take_over(matter=self.matter(codes.State.TRANSFERRED), **self.how())
        else:
            casework.object_to_transfer(matter=self.matter(codes.State.TRANSFERRED), reason="不属", **self.how())

    def do_decide_ownership(self) -> None:
        casework.decide_ownership(
            matter=self.matter(codes.State.OBJECTED), owner=self.unit(), reason="裁定", **self.how()
        )

    def do_regrade(self) -> None:
        matter = self.matter(codes.State.ACCEPTED, codes.State.IN_PROGRESS)
        grade = self.dice.choice(list(codes.Grade))
        casework.propose_regrade(matter=matter, grade=grade, reason="复杂", **self.how() | {"by": self.people.second})
        casework.confirm_regrade(matter=matter, **self.how())

    def do_extend(self) -> None:
        matter = self.matter(codes.State.ACCEPTED, codes.State.IN_PROGRESS)
        casework.extend(matter=matter, days=20, approved_by=self.people.boss, reason="复杂", **self.how())

    def do_sponsor(self) -> None:
        matter = self.matter(codes.State.ACCEPTED, codes.State.IN_PROGRESS, codes.State.CLOSED)
        casework.give_sponsor(matter=matter, official=self.official(), **self.how())

    def do_end_sponsor(self) -> None:
        casework.end_sponsor(
            sponsorship=self.one(Sponsorship.objects.filter(to_on=None)), reason="调整", **self.how(on=self.today)
        )

    def do_escalate(self) -> None:
        kind = self.dice.choice(list(codes.EscalationKind))
        leader = self.people.boss if self.dice.random() < 0.7 else self.official()
        casework.register_escalation(matter=self.matter(), kind=kind, leader=leader, **self.how(on=self.today))

    def do_opinion(self) -> None:
        escalation = self.one(Escalation.objects.all())
        justified = self.dice.random() < 0.5
        leader = self.people.boss if self.dice.random() < 0.7 else self.official()
        casework.give_opinion(
            escalation=escalation, justified=justified, text="意见", approved_by=leader, **self.how(on=self.today)
        )

    def do_order(self) -> None:
        casework.order_unit(escalation=self.one(Escalation.objects.all()), unit=self.unit(), **self.how(on=self.today))

    def do_follow_up(self) -> None:
        escalation = self.one(Escalation.objects.all())
        casework.assign_follow_up(
            escalation=escalation, official=self.official(), help_offered="帮扶", **self.how(on=self.today)
        )

    def do_void_matter(self) -> None:
        matter = self.matter(codes.State.RECEIVED, codes.State.ACCEPTED)
        casework.propose_void(matter=matter, reason="误登记", **self.how(on=self.today) | {"by": self.people.second})
        casework.confirm_void(matter=matter, **self.how(on=self.today))

    def do_withdraw(self) -> None:
        casework.withdraw(matter=self.matter(codes.State.ACCEPTED), reason="自愿", **self.how(on=self.today))

    def do_merge(self) -> None:
        matter, into = self.matter(codes.State.RECEIVED), self.matter(codes.State.RECEIVED)
        casework.merge(matter=matter, into=into, reason="同一事项", **self.how(on=self.today))

    # Visits

    def leaders(self) -> list[Official]:
        people = self.people
        known = [people.boss, people.deputy, people.county_boss, people.head, people.vice, people.warden]
        return self.dice.sample(known, self.dice.choice((1, 1, 2)))

    def open_matters(self, most: int = 2) -> list[Matter]:
        return self.some(Matter.objects.exclude(state__in=["voided", "merged", "withdrawn", "declined"]), most)

    def do_schedule(self) -> None:
        places = self.people.land.units
        visits.schedule_visit(
            organization=places[self.dice.choice(["city", "city", "division", "department", "prison_administration"])],
            mode=self.dice.choice(list(Mode)),
            date=self.today + timedelta(days=self.dice.choice((0, 1, 2, 6, 30))),
            leaders=self.leaders(),
            matters=self.open_matters(),
            format=Format.JOINT,
            target_source=self.dice.choice([None, *TargetSource]),
            **self.how(),
        )

    def do_change_date(self) -> None:
        visit = self.visit("planned")
        visits.change_date(visit=visit, date=self.today + timedelta(days=3), reason="天气", **self.how(on=self.today))

    def do_cancel(self) -> None:
        visits.cancel_visit(visit=self.visit("planned"), reason="天气", **self.how(on=self.today))

    def do_record(self) -> None:
        """Record a planned visit, on its day: the clock moves there."""
        visit = self.visit("planned")
        if visit.date > self.today:
            before, self.today = self.today, visit.date
            if before.year != self.today.year:
                raise IndexError("not over the year's end within an act")
        listed = list(Matter.objects.filter(pk__in=visit.matters.values("matter")))
        leaders = self.leaders() if self.dice.random() < 0.4 else list(Official.objects.filter(pk__in=visit.leaders))
        received = self.dice.choice((0, 2, 5))
        visits.record_visit(
            visit=visit,
            leaders=leaders,
            received=received,
            groups=min(received, 1),
            receptions=[self.reception(matter, came=received > 0) for matter in listed],
            **self.how(on=visit.date),
        )

    def reception(self, matter: Matter, *, came: bool) -> Reception:
        if not came or self.dice.random() < 0.2:
            return Reception(matter, absent=True)
        handling = self.dice.choice(list(codes.Handling))
        accept = Acceptance(self.dice.choice(list(codes.Grade))) if matter.state == codes.State.RECEIVED else None
        return Reception(matter, handling=handling, decided="退还", explained="解释", to_study="研究", accept=accept)

    def do_unscheduled(self) -> None:
        places = self.people.land.units
        visits.record_unscheduled_visit(
            organization=places[self.dice.choice(["city", "division", "county", "prison_administration"])],
            mode=self.dice.choice([Mode.FIELD, Mode.CONTACT_POINT]),
            leaders=self.leaders(),
            received=3,
            groups=1,
            receptions=[self.reception(matter, came=True) for matter in self.open_matters()],
            format=Format.JOINT,
            **self.how(on=self.today - timedelta(days=self.dice.choice((0, 1, 40)))),
        )

    def do_notice(self) -> None:
        visit = self.visit("planned")
        matter = self.one(Matter.objects.filter(pk__in=visit.matters.values("matter")))
        visits.give_notice(visit=visit, matter=matter, channel=self.dice.choice(list(NoticeChannel)), **self.how())

    def do_shortlist(self) -> None:
        city, deputy = self.people.land.city, self.people.deputy
        proposed = [Proposed(matter, "时间长") for matter in self.open_matters(3)]
        visits.issue_shortlist(organization=city, official=deputy, proposed=proposed, **self.how())

    def do_decide_entry(self) -> None:
        decision = self.dice.choice(list(Decision))
        visits.decide_entry(entry=self.one(Entry.objects.all()), decision=decision, reason="情况", **self.how())

    def do_discover(self) -> None:
        kind = self.dice.choice(list(DiscoveryKind))
        visits.add_discovery(visit=self.visit("held"), kind=kind, text="情况", **self.how(on=self.today))

    def do_notify(self) -> None:
        role = self.dice.choice(list(NotifiedRole))
        discovery = self.one(Discovery.objects.filter(kind=DiscoveryKind.EMERGING))
        visits.notify_discovery(discovery=discovery, organization=self.unit(), role=role, **self.how(on=self.today))

    def do_report(self) -> None:
        discovery = self.one(Discovery.objects.filter(reported_on=None).exclude(kind=DiscoveryKind.EMERGING))
        visits.report_discovery(discovery=discovery, proposal="对策", **self.how(on=self.today))

    def do_letter(self) -> None:
        received = self.today - timedelta(days=self.dice.choice((0, 3, 30)))
        mailbox = self.dice.choice(list(Mailbox))
        visits.enter_letter(
            official=self.official(), mailbox=mailbox, received_on=received, gist="来信", **self.how(on=self.today)
        )

    def do_answer_letter(self) -> None:
        letter = self.one(Letter.objects.filter(replied_on=None))
        if letter.read_on is None and self.dice.random() < 0.7:
            visits.read_letter(letter=letter, **self.how())
        else:
            visits.reply_letter(letter=letter, reply="答复", **self.how())

    def do_void_of_visit(self) -> None:
        row = self.one(self.dice.choice([Visit, Shortlist, Letter, Notice, Discovery]).objects.filter(voided_at=None))
        asked = self.how(on=self.today) | {"by": OPERATOR}
        with transaction.atomic():
            visits.ask_void(row=row, reason="误登记", **asked | {"by": self.people.superior})
            visits.confirm_void(row=row, **self.how(on=self.today))

    # Organizations

    def do_appoint(self) -> None:
        from_on = self.today - timedelta(days=self.dice.choice((-30, 0, 20, 300)))
        organizations.appoint(
            official=self.official() if self.dice.random() < 0.7 else cast.official(),
            organization=self.unit(),
            title=self.dice.choice(["局长", "副局长", "主任"]),
            rank=self.dice.choice(list(Rank)),
            from_on=from_on,
            leadership=self.dice.random() < 0.6,
            principal=self.dice.random() < 0.3,
            **self.kept(),
        )

    def do_end_post(self) -> None:
        organizations.end_post(post=self.one(Post.objects.filter(to_on=None)), last_day=self.today, **self.kept())

    def do_change_post(self) -> None:
        changes = self.dice.choice(
            [
                {"leadership": self.dice.random() < 0.5},
                {"principal": self.dice.random() < 0.5},
                {"rank": self.dice.choice(list(Rank))},
                {"from_on": self.today - timedelta(days=self.dice.choice((5, 100, 500)))},
            ]
        )
        organizations.change_post(post=self.one(Post.objects.all()), reason="更正", **changes, **self.kept())

    def do_remove_post(self) -> None:
        organizations.remove_post(post=self.one(Post.objects.all()), reason="误登记", **self.kept())

    def do_absence(self) -> None:
        from_on = self.today - timedelta(days=self.dice.choice((0, 50)))
        organizations.approve_absence(
            official=self.official(),
            from_on=from_on,
            to_on=from_on + timedelta(days=self.dice.choice((10, 100))),
            reason="学习",
            approved_by="示例省司法厅",
            approved_on=self.today,
            **self.kept(),
        )

    def do_end_absence(self) -> None:
        absence = self.one(Absence.objects.all())
        if self.dice.random() < 0.5:
            organizations.end_absence(absence=absence, last_day=absence.from_on + timedelta(days=5), **self.kept())
        else:
            organizations.withdraw_absence(absence=absence, reason="未离岗", **self.kept())

    def do_create_organization(self) -> None:
        kind, parent = self.dice.choice(
            [
                (Kind.COUNTY_BUREAU, "city"),
                (Kind.DIVISION, "department"),
                (Kind.INSTITUTION, "city"),
                (Kind.PRISON, "prison_administration"),
                (Kind.CITY_BUREAU, "department"),
            ]
        )
        from_on = self.dice.choice([None, self.today, self.today - timedelta(days=200)])
        organizations.create_organization(
            name=f"新设示例单位{len(self.done)}",
            kind=kind,
            parent=self.people.land.units[parent],
            from_on=from_on,
            **self.kept(),
        )

    def do_move(self) -> None:
        moved = self.one(Organization.objects.filter(kind__in=[Kind.COUNTY_BUREAU, Kind.INSTITUTION, Kind.DIVISION]))
        organizations.move_organization(organization=moved, parent=self.unit(), reason="调整", **self.kept())

    def do_close_organization(self) -> None:
        moved = self.one(Organization.objects.filter(name__startswith="新设", to_on=None))
        organizations.close_organization(organization=moved, last_day=self.today, reason="撤销", **self.kept())

    def do_change_organization(self) -> None:
        from_on = self.today - timedelta(days=self.dice.choice((10, 400)))
        organizations.change_organization(
            organization=self.one(Organization.objects.filter(name__startswith="新设")),
            reason="更正",
            from_on=from_on,
            **self.kept(),
        )

    def do_calendar(self) -> None:
        change = self.dice.choice(list(WorkCalendarDay.Change))
        status = self.dice.choice(list(WorkCalendarDay.Status))
        day = self.today + timedelta(days=self.dice.randint(-40, 60))
        organizations.set_calendar_day(day=day, change=change, status=status, ground="通知", **self.kept())

    def do_clear_calendar(self) -> None:
        day = self.one(WorkCalendarDay.objects.all()).day
        organizations.clear_calendar_day(day=day, reason="更正", **self.kept())

    # Supervision

    def do_agreement(self) -> None:
        below = self.one(Organization.objects.exclude(parent=None))
        year = self.today.year + self.dice.choice((0, 0, -1, 1))
        supervision.record_agreement(year=year, superior=below.parent, subordinate=below, on=self.today, **self.kept())

    def do_plan(self) -> None:
        filed = self.dice.choice(("", "增加一次"))
        supervision.file_plan(
            year=self.today.year,
            organization=self.unit(),
            on=self.today,
            title="计划",
            amended_because=filed,
            **self.kept(),
        )

    def do_inspect(self) -> None:
        kind = self.dice.choice(list(InspectionKind))
        supervision.record_inspection(
            kind=kind, on=self.today, organization=self.unit(), scope="下访记录", **self.kept()
        )

    def do_find(self) -> None:
        supervision.confirm_finding(
            inspection=self.one(Inspection.objects.filter(voided_at=None)),
            official=self.official(),
            kind=self.dice.choice(list(Fault)),
            on=self.today,
            evidence="记录",
            **self.kept(),
        )

    def do_sanction(self) -> None:
        finding = self.one(InspectionFinding.objects.filter(voided_at=None))
        kind = self.dice.choice(list(SanctionKind))
        supervision.sanction_finding(finding=finding, kind=kind, on=self.today, **self.kept())

    def do_bulletin(self) -> None:
        half = f"{self.today.year}H{1 if self.today.month < 7 else 2}"
        supervision.issue_bulletin(half=half, on=self.today, number=f"{len(self.done)}号", **self.kept())

    def do_assess(self) -> None:
        year = self.today.year - self.dice.choice((0, 1))
        supervision.complete_assessment(year=year, organization=self.unit(), on=self.today, **self.kept())

    def do_void_record(self) -> None:
        acts: list[tuple[Any, str, Any]] = [
            (Agreement, "agreement", supervision.void_agreement),
            (Plan, "plan", supervision.void_plan),
            (Inspection, "inspection", supervision.void_inspection),
            (InspectionFinding, "finding", supervision.void_finding),
            (Sanction, "sanction", supervision.void_sanction),
            (Bulletin, "bulletin", supervision.void_bulletin),
            (Assessment, "assessment", supervision.void_assessment),
        ]
        model, name, act = self.dice.choice(acts)
        act(**{name: self.one(model.objects.filter(voided_at=None))}, reason="误登记", **self.kept())
