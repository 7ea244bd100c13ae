"""The cases of the facts document, from matters that were driven through the acts."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework import office
from casework.office import Cast, how, paper
from xiafang.accounts import standing
from xiafang.casework import acts, personal
from xiafang.casework.acts import Accused
from xiafang.casework.codes import (
    Channel,
    DeclineReason,
    Disposition,
    EscalationKind,
    Grade,
    Handling,
    Kind,
    Outcome,
    Path,
)
from xiafang.casework.facts import read_cases
from xiafang.casework.models import Matter
from xiafang.organizations import facts as organizations
from xiafang.regulation.engine import evaluate
from xiafang.regulation.policy import load_policy
from xiafang.regulation.reading import read_facts

Web = Callable[[], AbstractContextManager[None]]
VISIT = UUID(int=7)


def document(people: Cast) -> bytes:
    visit = {
        "id": str(VISIT),
        "organization": str(people.land.city.pk),
        "leaders": [str(people.boss.pk)],
        "mode": "field",
        "date": "2026-06-02",
        "status": "held",
        "received": 1,
    }
    facts = organizations.read() | {"year": 2026, "as_of": "2026-12-31", "visits": [visit]}
    return json.dumps(facts | {"cases": read_cases(Matter.objects.all())}, ensure_ascii=False).encode()


def everything(people: Cast) -> Matter:
    """One matter of each way of life; returns the fullest."""
    office.registered(people)
    full = office.registered(people)
    acts.tell(matter=full, paper=paper(), **how(people.office, 1))
    acts.accept(matter=full, grade=Grade.SIMPLE, visit=VISIT, handling=Handling.DEFERRED, **how(people.office, 1))
    acts.assign(matter=full, to=[people.handler], **how(people.office, 2))
    acts.propose_regrade(matter=full, grade=Grade.MAJOR, reason="示例", **how(people.handler, 2))
    acts.confirm_regrade(matter=full, **how(people.office, 3))
    acts.extend(matter=full, days=10, approved_by=people.boss, reason="示例", paper=paper(), **how(people.office, 3))
    ended = acts.give_sponsor(matter=full, official=people.deputy, **how(people.office, 3))
    acts.end_sponsor(sponsorship=ended, reason="示例", **how(people.office, 4))
    acts.give_sponsor(matter=full, official=people.boss, **how(people.office, 4))
    for justified in (True, False):
        escalation = acts.register_escalation(
            matter=full, kind=EscalationKind.BEIJING, leader=people.boss, **how(people.office, 4)
        )
        acts.give_opinion(escalation=escalation, justified=justified, text="示例", **how(people.principal, 5))
        if justified:
            acts.order_unit(escalation=escalation, unit=people.land.city, paper=paper(), **how(people.office, 5))
        else:
            acts.assign_follow_up(
                escalation=escalation, official=people.deputy, help_offered="法律援助", **how(people.office, 6)
            )
    for demand in full.demands.all():
        acts.answer_demand(
            demand=demand, outcome=Outcome.SUPPORTED, answer="示例", basis="示例", **how(people.handler, 6)
        )
    acts.reply(matter=full, paper=paper(), **how(people.handler, 7))
    acts.close(matter=full, disposition=[Disposition.RESOLVED], **how(people.office, 7))
    acts.resolve(matter=full, verified="示例", paper=paper(), **how(people.second, 8))
    acts.join(matter=full, channel=Channel.VISIT, received_on=office.day(9), **how(people.office, 9))
    declined = office.registered(people)
    acts.propose_decline(
        matter=declined, code=DeclineReason.LITIGATION, reason="示例", right_organ="示例法院", **how(people.office, 1)
    )
    acts.confirm_decline(matter=declined, paper=paper(), **how(people.second, 1))
    withdrawn = office.registered(people)
    acts.withdraw(matter=withdrawn, reason="示例", paper=paper(), **how(people.office, 1))
    office.registered(people, kind=Kind.SUGGESTION, topic="9001", accused=[Accused(unit=people.land.county)])
    office.accepted(people, path=Path.ARBITRATION)
    return full


def test_the_regulation_accepts_what_the_acts_made(people: Cast) -> None:
    full = everything(people)
    facts = read_facts(document(people))
    assert len(facts.cases) == 5, "the withdrawn one is no case"
    case = next(case for case in facts.cases if case.id == str(full.pk))
    assert [(g.grade, g.on) for g in case.grades] == [("simple", office.day(1)), ("major", office.day(3))]
    assert (case.told_on, case.accepted_on, case.visit) == (office.day(1), office.day(1), str(VISIT))
    assert (case.handling, case.replied_on, case.closed_on) == ("deferred", office.day(7), office.day(7))
    assert (case.resolved_on, case.returned_on) == (office.day(8), office.day(9))
    assert case.extension is not None
    assert (case.extension.days, case.extension.approved_by) == (10, str(people.boss.pk))
    assert [(s.official, s.to_day) for s in case.sponsors] == [
        (str(people.deputy.pk), office.day(4)),
        (str(people.boss.pk), None),
    ]
    by_justice = {e.opinion.justified: e for e in case.escalations if e.opinion}
    assert by_justice[True].ordered_on == office.day(5)
    assert by_justice[False].follow_up is not None
    assert sorted(case.path for case in facts.cases) == ["other", "other", "petition", "petition", "petition"]


def test_the_engine_judges_them(people: Cast) -> None:
    full = everything(people)
    facts = read_facts(document(people))
    found = {f.duty: f.status for f in evaluate(facts, load_policy()) if f.subject.startswith(f"case:{full.pk}")}
    assert found["case.told"] == found["case.limit"] == found["case.statutory_limit"] == "met"
    assert found["case.deferred_reply"] == found["case.disposition"] == "met"


def test_only_what_is_seen_is_told_and_in_few_queries(people: Cast) -> None:
    everything(people)
    standing.identify(people.neighbour, on=office.day(9))
    assert read_cases(Matter.objects.visible_to(people.neighbour)) == []
    standing.identify(people.office, on=office.day(9))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        seen = read_cases(Matter.objects.visible_to(people.office))
    assert len(seen) == len(queries) == 5
    with CaptureQueriesContext(connection) as queries:
        assert read_cases(Matter.objects.visible_to(people.office), few=True) == seen
    assert len(queries) == 1


def test_the_whole_life_runs_as_the_role_that_serves_pages(people: Cast, web_role: Web) -> None:
    """Every row that the acts write passes row security, in the name of whoever acts."""
    with web_role():
        full = everything(people)
        matter = office.in_progress(people)
        acts.unassign(matter=matter, handler=people.handler, reason="示例", **how(people.office, 3))
        asked = acts.ask_recusal(matter=matter, user=people.handler, reason="示例", **how(people.office, 3))
        acts.decide_recusal(recusal=asked, granted=True, ground="示例", **how(people.second, 3))
        acts.add_demand(matter=matter, text="示例", **how(people.office, 3))
        acts.mediate(matter=matter, result="示例", agreed=True, paper=paper(), **how(people.office, 3))
        acts.correct(matter=matter, changes={"title": "示例"}, reason="示例", **how(people.office, 3))
        later = office.registered(people, n=3)
        acts.ask_supplement(matter=later, what="示例", paper=paper(), **how(people.office, 3))
        acts.take_supplement(matter=later, what="示例", **how(people.office, 3))
        acts.merge(matter=later, into=office.accepted(people), reason="示例", **how(people.office, 4))
        wrong = office.registered(people, n=3)
        acts.propose_void(matter=wrong, reason="示例", **how(people.office, 3))
        acts.confirm_void(matter=wrong, **how(people.second, 3))
        passed = office.registered(people, n=3)
        acts.transfer(matter=passed, to=people.land.far, reason="示例", paper=paper(), **how(people.office, 3))
        acts.object_to_transfer(matter=passed, reason="示例", paper=paper(), **how(people.far, 4))
        acts.decide_ownership(matter=passed, owner=people.land.city, reason="示例", **how(people.office, 4))
        standing.identify(people.office, on=office.day(9))
        petitioner = full.petitioners.all()[0]
        assert personal.unmask(petitioner=petitioner, reason="示例", **how(people.office, 9)).phone
        standing.identify(people.far, on=office.day(9))
        assert not Matter.objects.filter(pk=passed.pk).exists(), "the objecting unit is out of it"
    assert read_facts(document(people)).cases
