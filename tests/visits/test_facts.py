"""Visits as facts: the regulation reads what the acts wrote, and its findings say so."""

import json
from typing import Any

import pytest

from casework.office import paper
from visits.story import Visiting, accepted, day, how, planned, reception, record, registered, shortlisted
from xiafang.accounts import standing
from xiafang.casework import facts as casework
from xiafang.casework.acts import withdraw
from xiafang.casework.codes import Handling
from xiafang.casework.models import Matter
from xiafang.organizations import facts as organizations
from xiafang.regulation.engine import evaluate
from xiafang.regulation.facts import Facts
from xiafang.regulation.reading import read_facts
from xiafang.visits import acts, facts
from xiafang.visits.acts import Acceptance, Reception
from xiafang.visits.codes import DiscoveryKind, Format, Mailbox, Mode, NoticeChannel, NotifiedRole, TargetSource
from xiafang.visits.models import Visit


def read(people: Visiting, as_of: str = "2026-06-30") -> Facts:
    standing.identify(people.superior, on=day(29))
    document = {"year": 2026, "as_of": as_of, "cases": casework.read_cases(Matter.objects.all())}
    return read_facts(json.dumps(document | organizations.read() | facts.read()).encode())


def statuses(people: Visiting, as_of: str = "2026-06-30") -> dict[tuple[str, str], str]:
    findings = evaluate(read(people, as_of))
    return {(finding.duty, finding.subject.partition(":")[2]): finding.status for finding in findings}


def test_07_a_visit_counts_for_each_leader_who_was_there(people: Visiting) -> None:
    before = statuses(people)
    assert before["visits.quarter", str(people.deputy.pk)] == "pending"
    record(people, planned(people), received=1, groups=1)
    after = statuses(people)
    assert after["visits.quarter", str(people.deputy.pk)] == "met"
    assert after["visits.quarter", str(people.boss.pk)] == "pending"


@pytest.mark.parametrize(("received", "status"), [(0, "pending"), (1, "met")])
def test_07_where_nobody_came_it_does_not_count(people: Visiting, received: int, status: str) -> None:
    record(people, planned(people), received=received, groups=received)
    assert statuses(people)["visits.quarter", str(people.deputy.pk)] == status


@pytest.mark.parametrize(
    ("source", "target"),
    [(TargetSource.LIAISON, "met"), (TargetSource.OFFICE_TASK, "met"), (TargetSource.PETITION_OFFICE, "breached")],
)
def test_07_14_a_division_visits_and_its_target_comes_from_the_liaison(
    people: Visiting, source: TargetSource, target: str
) -> None:
    visit = acts.record_unscheduled_visit(
        organization=people.land.division,
        mode=Mode.FIELD,
        leaders=[people.head],
        received=1,
        groups=1,
        target_source=source,
        **how(people.liaison, 10),
    )
    found = statuses(people)
    assert found["visits.unit", str(people.land.division.pk)] == "met"
    assert found["target.by_liaison", str(visit.pk)] == target


def test_12_the_shortlist_comes_before_the_date(people: Visiting) -> None:
    early, late, never = accepted(people), accepted(people), accepted(people)
    shortlisted(people, early, n=2)
    shortlisted(people, late, n=3)
    found = {name: planned(people, matter, n=2) for name, matter in (("met", early), ("late", late))}
    found["breached"] = planned(people, never, n=2)
    out = statuses(people)
    assert {name: out["shortlist.before_schedule", str(visit.pk)] for name, visit in found.items()} == {
        name: name for name in found
    }


@pytest.mark.parametrize(("n", "status"), [(8, "met"), (9, "met"), (10, "late"), (None, "breached")])
def test_13_the_petitioner_is_told_the_day_before(people: Visiting, n: int | None, status: str) -> None:
    matter = accepted(people)
    visit = planned(people, matter, on=10)
    if n is not None:
        acts.give_notice(visit=visit, matter=matter, channel=NoticeChannel.MESSAGE, **how(people.office, n))
    assert statuses(people)["notice.before_visit", f"{visit.pk}/case:{matter.pk}"] == status


def test_13_another_date_moves_what_is_due_and_a_cancelled_visit_asks_nothing(people: Visiting) -> None:
    matter = accepted(people)
    visit = planned(people, matter, on=10)
    acts.change_date(visit=visit, date=day(20), reason="防汛", **how(people.office, 3))
    acts.give_notice(visit=visit, matter=matter, channel=NoticeChannel.MESSAGE, **how(people.office, 15))
    subject = f"{visit.pk}/case:{matter.pk}"
    assert statuses(people)["notice.before_visit", subject] == "met"
    acts.cancel_visit(visit=visit, reason="示例", **how(people.office, 16))
    assert ("notice.before_visit", subject) not in statuses(people)
    assert statuses(people, "2026-06-16")["notice.before_visit", subject] == "met", "before, it was planned"


@pytest.mark.parametrize(
    ("read_n", "reply_n", "read_status", "reply_status"),
    [
        # Received Mon 06-01: 5 working days are 06-08 (day 7); 15 days are 06-16 (day 15).
        (7, 15, "met", "met"),
        (8, 16, "late", "late"),
        (None, None, "breached", "breached"),
    ],
)
def test_11_letters(
    people: Visiting, read_n: int | None, reply_n: int | None, read_status: str, reply_status: str
) -> None:
    letter = acts.enter_letter(
        official=people.deputy, mailbox=Mailbox.MAILBOX, received_on=day(0), gist="示例", **how(people.office, 0)
    )
    if read_n is not None:
        acts.read_letter(letter=letter, **how(people.leader, read_n))
    if reply_n is not None:
        acts.reply_letter(letter=letter, reply="示例", **how(people.leader, reply_n))
    found = statuses(people)
    assert found["letter.read", str(letter.pk)] == read_status
    assert found["letter.reply", str(letter.pk)] == reply_status


def test_16_discoveries(people: Visiting) -> None:
    visit = record(people, planned(people, on=9))  # Wed 06-10
    emerging, half, hot, major = (
        acts.add_discovery(visit=visit, kind=kind, text="示例", **how(people.office, 9))
        for kind in (DiscoveryKind.EMERGING, DiscoveryKind.EMERGING, DiscoveryKind.HOT, DiscoveryKind.MAJOR_CASE)
    )
    tell = {"organization": people.land.division, "role": NotifiedRole.DEPARTMENT}
    acts.notify_discovery(discovery=emerging, **tell, **how(people.office, 9))
    acts.notify_discovery(discovery=half, **tell, **how(people.office, 9))
    acts.notify_discovery(
        discovery=emerging,
        organization=people.land.county,
        role=NotifiedRole.RESPONSIBLE_UNIT,
        **how(people.office, 12),
    )
    acts.report_discovery(discovery=hot, proposal="示例", **how(people.office, 20))
    acts.report_discovery(discovery=major, **how(people.office, 11))
    found = statuses(people)
    assert found["emerging.notify", str(emerging.pk)] == "met"
    assert found["emerging.notify", str(half.pk)] == "breached"
    assert found["hot.report", str(hot.pk)] == "met"
    assert found["major.report", str(major.pk)] == "late"


def test_15_17_what_was_accepted_on_the_visit_runs_under_its_limits(people: Visiting) -> None:
    matter = registered(people)
    visit = planned(people, matter)
    given = Reception(matter, Handling.DEFERRED, to_study="示例", reply_by=day(20), accept=Acceptance())
    record(people, visit, receptions=[given])
    found = statuses(people)
    assert found["case.limit", str(matter.pk)] == found["case.deferred_reply", str(matter.pk)] == "pending"


def test_what_did_not_come_about_is_in_no_facts(people: Visiting) -> None:
    """Petitioners who stayed away, matters taken back, visits and notices that were voided."""
    away, back, here = accepted(people), registered(people), accepted(people)
    shortlisted(people, away, back)
    visit = planned(people, away, back, here)
    for matter in (away, back, here):
        acts.give_notice(visit=visit, matter=matter, channel=NoticeChannel.PHONE, **how(people.office, 3))
    record(people, visit, receptions=[Reception(away, absent=True), Reception(back, absent=True), reception(here)])
    withdraw(matter=back, reason="已解决", paper=paper(11), **how(people.office, 11))
    document = read(people)
    assert [row.cases for row in document.visits] == [[str(here.pk)]]
    assert [row.cases for row in document.shortlists] == [[str(away.pk)]]
    assert {row.case for row in document.notices} == {str(away.pk), str(here.pk)}


def test_a_voided_visit_on_which_a_matter_rests_stays_in_the_facts(people: Visiting) -> None:
    """However it came about: a reference to nothing would make the whole document unusable."""
    matter = registered(people)
    visit = planned(people, matter)
    record(people, visit, receptions=[reception(matter, accept=Acceptance())])
    at = how(people.office, 11)["at"]
    standing.identify(people.office, on=day(11))
    Visit.objects.filter(pk=visit.pk).update(
        void_asked_by=people.office, void_asked_at=at, void_reason="示例", voided_by=people.second, voided_at=at
    )
    assert [row.id for row in read(people).visits] == [str(visit.pk)]


def test_the_facts_are_read_in_eight_queries(people: Visiting, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        matter = accepted(people)
        shortlisted(people, matter)
        record(
            people,
            planned(people, matter, leaders=[people.deputy, people.boss], format=Format.JOINT),
            matter,
            leaders=[people.deputy, people.boss],
        )
    with django_assert_num_queries(8):
        document = facts.read()
    assert [len(row["leaders"]) for row in document["visits"]] == [2, 2, 2]
