"""Visits as they are made: chosen from a shortlist, fixed, announced, held, with photos; or held without all that."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from xiafang.accounts.models import User
from xiafang.casework.codes import Grade, Handling, PaperKind
from xiafang.casework.models import Matter
from xiafang.demo import samples
from xiafang.demo.life import Life
from xiafang.demo.scene import Scene
from xiafang.organizations.models import Official, Organization
from xiafang.visits import acts
from xiafang.visits.codes import Decision, EvidenceKind, Format, Mode, NoticeChannel, TargetSource
from xiafang.visits.models import Shortlist, Visit

SAID = {
    Handling.ON_THE_SPOT: "当场核对材料，责成有关单位三个工作日内办结，信访人表示认可",
    Handling.EXPLAINED: "诉求与现行政策不符，逐条讲解政策依据，做好思想疏导工作",
    Handling.DEFERRED: "涉及多个部门和历史资料，需会商研究、查档核实后书面答复",
}
_STATEMENTS = ("信访人陈述了事情经过，提交了材料", "信访人请求尽快给出书面说法", "信访人对前期答复不理解，希望当面解释")
_NOTICES = tuple(NoticeChannel)


@dataclass
class Log:
    """Who was on a visit held, and in which quarter: (official, year, quarter)."""

    seen: set[tuple[UUID, int, int]] = field(default_factory=set)

    def note(self, officials: Sequence[Official], day: date) -> None:
        """Remember that they were."""
        self.seen |= {(official.pk, day.year, (day.month - 1) // 3) for official in officials}

    def has(self, official: Official, day: date) -> bool:
        """Return whether the official was on a visit in the quarter of `day`."""
        return (official.pk, day.year, (day.month - 1) // 3) in self.seen


@dataclass
class Trips:
    """Makes visits and keeps the log of them."""

    scene: Scene
    log: Log = field(default_factory=Log)

    def shortlist(
        self, unit: Organization, leader: Official, matters: Sequence[Matter], on: date, *, by: User | None = None
    ) -> Shortlist:
        """Give a leader a list that fits the division of work."""
        ground = "与领导分管工作相符，信访人多次提出，办理有难度"
        return acts.issue_shortlist(
            organization=unit,
            official=leader,
            proposed=[acts.Proposed(matter, ground) for matter in matters],
            id=self.scene.builder.id(),
            **self.scene.how(by or self.scene.office(unit), on),
        )

    def decide(self, shortlist: Shortlist, on: date, decision: Decision = Decision.CHOSEN, reason: str = "") -> None:
        """Let the leader decide on the whole list, as the office records it."""
        for entry in shortlist.entries.all():
            how = self.scene.how(self.scene.office(shortlist.organization), on)
            acts.decide_entry(entry=entry, decision=decision, reason=reason, **how)

    def schedule(
        self, unit: Organization, leaders: Sequence[Official], on: date, day: date, mode: Mode, **more: Any
    ) -> Visit:
        """Fix a date."""
        more.setdefault("place", self.scene.place(unit))
        by = more.pop("by", None) or self.scene.office(unit)
        return acts.schedule_visit(
            organization=unit,
            leaders=leaders,
            date=day,
            mode=mode,
            format=self.form(leaders),
            id=self.scene.builder.id(),
            **more,
            **self.scene.how(by, on),
        )

    def form(self, leaders: Sequence[Official]) -> Format:
        """Return how so many leaders go."""
        return Format.SOLO if len(leaders) == 1 else Format.JOINT if len(leaders) == 2 else Format.GROUPED

    def announce(self, visit: Visit, matter: Matter, on: date, *, by: User | None = None) -> None:
        """Tell a petitioner of the date."""
        acts.give_notice(
            visit=visit,
            matter=matter,
            channel=self.scene.dice.choice(_NOTICES),
            id=self.scene.builder.id(),
            **self.scene.how(by or self.scene.office(visit.organization), on),
        )

    def reception(self, matter: Matter, handling: Handling, day: date, grade: Grade | None = None) -> acts.Reception:
        """Return what came of a matter; with a grade it is accepted there."""
        said = SAID[handling]
        return acts.Reception(
            matter=matter,
            handling=handling,
            statement=self.scene.dice.choice(_STATEMENTS),
            decided=said if handling == Handling.ON_THE_SPOT else "",
            explained=said if handling == Handling.EXPLAINED else "",
            to_study=said if handling == Handling.DEFERRED else "",
            reply_by=day + timedelta(days=25) if handling == Handling.DEFERRED else None,
            accept=acts.Acceptance(grade=grade) if grade else None,
        )

    def hold(
        self, visit: Visit, leaders: Sequence[Official], receptions: Sequence[acts.Reception], late: int = 0
    ) -> None:
        """Record a planned visit on its day, with a photo and a signed sheet."""
        received, groups = self._people(len(receptions))
        how = self.scene.how(self.scene.office(visit.organization), visit.date, late)
        acts.record_visit(visit=visit, leaders=leaders, received=received, groups=groups, receptions=receptions, **how)
        self._held(visit, leaders, late)
        if receptions and self.scene.chance(0.2):
            sheet = self.scene.paper(PaperKind.RECORD, visit.date, receptions[0].matter.number)
            acts.attach_evidence(
                visit=visit,
                kind=EvidenceKind.SIGNED_SHEET,
                filename="示例-签字的接谈登记表.pdf",
                content=sheet.content,
                matter=receptions[0].matter,
                id=self.scene.builder.id(),
                **self.scene.how(self.scene.office(visit.organization), visit.date, late),
            )

    def drop_in(
        self,
        unit: Organization,
        leaders: Sequence[Official],
        day: date,
        mode: Mode,
        *,
        late: int = 0,
        receptions: Sequence[acts.Reception] = (),
        **more: Any,
    ) -> Visit:
        """Record a visit without a date fixed beforehand."""
        more.setdefault("place", self.scene.place(unit))
        received, groups = self._people(len(receptions))
        visit = acts.record_unscheduled_visit(
            organization=unit,
            mode=mode,
            leaders=leaders,
            format=self.form(leaders),
            received=more.pop("received", received),
            groups=more.pop("groups", groups),
            receptions=receptions,
            id=self.scene.builder.id(),
            **more,
            **self.scene.how(self.scene.office(unit), day, late),
        )
        self._held(visit, leaders, late)
        return visit

    def _people(self, matters: int) -> tuple[int, int]:
        groups = matters + self.scene.dice.randint(1, 4)
        return groups + self.scene.dice.randint(0, 6), groups

    def _held(self, visit: Visit, leaders: Sequence[Official], late: int) -> None:
        if visit.received:
            self.log.note(leaders, visit.date)
        if self.scene.chance(0.4):
            acts.attach_evidence(
                visit=visit,
                kind=EvidenceKind.PHOTO,
                filename=f"示例-现场照片-{visit.date}.png",
                content=samples.photo(visit.date, self.scene.dice.randint(0, 99)),
                id=self.scene.builder.id(),
                **self.scene.how(self.scene.office(visit.organization), visit.date, late),
            )

    def for_matter(
        self,
        life: Life,
        unit: Organization,
        leaders: Sequence[Official],
        *,
        handling: Handling,
        grade: Grade | None,
        mode: Mode = Mode.WITH_CASE,
        listed: str = "met",
        told: str = "met",
        late: int = 0,
    ) -> Visit:
        """Go to the people with a matter, from the shortlist to the record.

        `listed` and `told` say whether list and notice come in time (met), late, or never ("").
        """
        dice, matter = self.scene.dice, life.matter
        staying = self.scene.leaders(unit, life.day + timedelta(days=40))
        there = [leader for leader in self.scene.leaders(unit, life.day) if leader in staying]
        leaders = [leader for leader in leaders if leader in staying] or there[:1]
        if listed == "met":
            shortlist = self.shortlist(unit, leaders[0], [matter], life.wait(dice.randint(0, 2)))
            self.decide(shortlist, life.wait(1))
        fixed = life.wait(dice.randint(0, 2))
        day = self.scene.working(fixed + timedelta(days=dice.randint(5, 9)))
        direct = {"target_source": TargetSource.PETITION_OFFICE}
        visit = self.schedule(unit, leaders, fixed, day, mode, matters=[matter], **direct)
        if listed == "late":
            self.decide(self.shortlist(unit, leaders[0], [matter], life.wait(1)), life.day)
        if told == "met":
            self.announce(visit, matter, life.wait(1))
        life.wait((day - life.day).days)
        if told == "late":
            self.announce(visit, matter, day)
        self.hold(visit, leaders, [self.reception(matter, handling, day, grade)], late)
        matter.refresh_from_db()
        return visit
