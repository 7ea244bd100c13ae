"""Random facts documents for comparing programs: valid ones that crowd the boundaries, and broken ones.

`facts_document(rng)` and `break_document(document, rng)` depend on nothing but the given `random.Random`: a seed names
a document for good. `facts_documents()` is the same as a hypothesis strategy; its smaller sizes come first.
"""

# ruff: noqa: S311 (nothing here is a secret)

import json
import random
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from oracle.oracle import DEFAULTS, ORGANIZATION_KINDS, RANKS, Days, check, plus_months

# Sorted as text these surprise: numbers in text, capitals, width, planes beyond the first (UTF-16 sorts those wrongly).
IDS = [
    "a",
    "a1",
    "a10",
    "a2",
    "A",
    "B2",
    "b",
    "_",
    "-1",
    "a b",
    "a/b",
    "é",
    "e\u0301",
    "张",
    "案件二",
    "案件十",
    "０",
    "～",
    "😀",
]

DELTAS = [0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16, 21, 28, 29, 30, 31, 32, 59, 60, 61, 62, 89, 90, 91, 120]

HOLIDAY_EDGES = [
    "2023-12-31", "2024-02-04", "2024-02-09", "2024-02-18", "2024-02-29", "2024-05-11", "2024-09-14", "2024-10-12",
    "2025-01-26", "2025-01-27", "2025-02-04", "2025-02-08", "2025-04-27", "2025-09-28", "2025-09-30", "2025-10-08",
    "2025-10-11", "2026-01-03", "2026-01-04", "2026-02-13", "2026-02-14", "2026-02-24", "2026-02-28", "2026-04-06",
    "2026-04-30", "2026-05-09", "2026-09-20", "2026-09-30", "2026-10-08", "2026-10-10", "2026-12-25", "2027-01-01",
    "2027-02-05", "2027-02-09", "2027-02-10", "2027-04-05", "2027-05-03", "2027-10-05", "2027-12-31", "2028-01-03",
    "2028-01-24", "2028-02-29", "2028-05-29", "2028-10-04", "2028-12-29",
]  # fmt: skip

PERIOD_EDGES = [
    "01-01",
    "01-20",
    "01-31",
    "02-28",
    "03-31",
    "04-01",
    "06-30",
    "07-01",
    "08-31",
    "09-30",
    "10-01",
    "12-31",
]


class Maker:
    """One document in the making."""

    def __init__(self, rng: random.Random, size: int) -> None:
        self.rng = rng
        self.size = size
        self.year = rng.choice([2024, 2025, 2026, 2026, 2026, 2027, 2028])
        self.pool = [
            date(self.year + shift, int(one[:2]), int(one[3:])) for shift in (-1, 0, 0, 1) for one in PERIOD_EDGES
        ]
        self.pool += [date.fromisoformat(one) for one in HOLIDAY_EDGES if abs(int(one[:4]) - self.year) <= 1]
        self.days = Days({})

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def day(self) -> date:
        """Give a day near an edge, mostly of the year."""
        if self.chance(0.35):
            return date(self.year, 1, 1) + timedelta(days=self.rng.randrange(365))
        return self.rng.choice(self.pool) + timedelta(days=self.rng.choice([-1, 0, 0, 0, 1]))

    def after(self, day: date) -> date:
        """Give a day on or after that day, often just where a period that began there ends, or one off it."""
        if self.chance(0.4):
            return day + timedelta(days=self.rng.choice(DELTAS))
        kind = self.rng.choice(["working", "days", "months"])
        if kind == "working":
            end = self.days.working_days_from(day, self.rng.choice([1, 3, 5, 10]))
        elif kind == "days":
            end = self.days.days_from(day, self.rng.choice([15, 30, 60, 61, 75, 90]))
        else:
            end = plus_months(day, self.rng.choice([1, 2, 6]))
            if self.chance(0.5):
                end = self.days.moved(end)
        return max(day, end + timedelta(days=self.rng.choice([-1, 0, 0, 1])))

    def answer(self, day: date, working_days: int) -> date:
        """Give a day on or after that day, mostly the last of so many working days, or one off it."""
        if self.chance(0.3):
            return self.after(day)
        end = self.days.working_days_from(day, working_days)
        return max(day, end + timedelta(days=self.rng.choice([-2, -1, 0, 0, 0, 1])))

    def ids(self, most: int) -> list[str]:
        count = self.rng.randint(0, min(most, self.size + 1))
        return self.rng.sample(IDS, count)

    def some(self, values: list, most: int) -> list:
        return self.rng.sample(values, self.rng.randint(0, min(most, len(values))))

    def maybe(self, entry: dict, share: float, **more: object) -> None:
        for key, value in more.items():
            if self.chance(share):
                entry[key] = text(value)

    def span(self, share: float = 0.5) -> dict:
        """Give from and to, each with that share, often the first or last half of a period, or a day off it."""
        if self.chance(0.5):
            start, end = self.period()
            length = (end - start).days + 1
            off = self.rng.choice([-1, 0, 0, 1])
            if self.chance(0.5):
                start += timedelta(days=length // 2 + off)
            else:
                end = start + timedelta(days=length // 2 - 1 + off)
            if self.chance(0.3):
                start -= timedelta(days=400)
        else:
            start, end = sorted([self.day(), self.day()])
        span = {}
        self.maybe(span, share, **{"from": start, "to": end})
        return span

    def period(self) -> tuple[date, date]:
        first = self.rng.choice([1, 4, 7, 10])
        length = self.rng.choice([3, 3, 6, 12])
        if first + length > 13:
            length = 3
        start = date(self.year, first, 1)
        return start, plus_months(start, length) - timedelta(days=1)

    # -- the lists ---------------------------------------------------------------------------------------------------

    def make(self) -> dict:
        rng = self.rng
        self.organizations = self.make_organizations()
        organization_ids = [one["id"] for one in self.organizations]
        self.organization_ids = organization_ids
        officials = [self.make_official(one) for one in rng.sample(IDS, rng.randint(1, min(6, self.size + 2)))]
        self.official_ids = [one["id"] for one in officials]
        self.posts = [(one["id"], post) for one in officials for post in one.get("posts", [])]
        self.case_ids = self.ids(6)
        self.visit_ids = self.ids(8)
        cases = [self.make_case(one) for one in self.case_ids]
        visits = [self.make_visit(one) for one in self.visit_ids]
        for visit in visits:
            self.call_for_appointment(visit, cases)
        document: dict = {
            "year": self.year,
            "as_of": "",
            "office": rng.choice(organization_ids),
            "organizations": self.organizations,
            "officials": officials,
            "cases": cases,
            "visits": visits,
            "agreements": [self.make_agreement(one) for one in self.ids(6)],
            "plans": [
                {
                    "id": one,
                    "year": self.some_year(),
                    "organization": self.organization(),
                    "filed_on": text(self.near(1, 20)),
                }
                for one in self.ids(6)
            ],
            "shortlists": [self.make_shortlist(one, visits) for one in self.ids(4)],
            "notices": self.make_notices(visits),
            "discoveries": [self.make_discovery(one) for one in self.ids(5)] if self.visit_ids else [],
            "letters": [self.make_letter(one) for one in self.ids(4)],
            "inspections": [self.make_inspection(one) for one in self.ids(4)],
            "bulletins": [self.make_bulletin(one) for one in self.ids(3)],
            "assessments": [
                {
                    "id": one,
                    "year": self.some_year(),
                    "organization": self.organization(),
                    "completed_on": text(
                        date(self.year + 1, 3, 31) + timedelta(days=rng.choice([-400, -90, -1, 0, 1, 9]))
                    ),
                }
                for one in self.ids(5)
            ],
        }
        if self.chance(0.2):
            document["policy"] = "hubei-justice"
        if self.chance(0.4):
            document["calendar"] = self.make_calendar()
        for key in list(document):
            if document[key] == [] and self.chance(0.5):
                del document[key]  # Every list may be absent.
        document["as_of"] = text(self.as_of(document))
        items = list(document.items())
        rng.shuffle(items)
        return dict(items)

    def as_of(self, document: dict) -> date:
        """Choose the day of judgement: where something happens or falls due, or one off; seldom before the year."""
        way = self.rng.random()
        off = timedelta(days=self.rng.choice([-1, 0, 0, 1]))
        if way < 0.05:
            return date(self.year, 1, 1) + timedelta(days=self.rng.choice([-300, -1]))
        if way < 0.25:
            return self.rng.choice(self.pool) + off
        if way < 0.45:
            return date(self.year + 1, 12, 31)
        if way < 0.7:
            days = [date.fromisoformat(one) for one in dates_of(document)]
        else:
            late = check(json.dumps({**document, "as_of": f"{self.year + 2}-12-31"}))
            days = [date.fromisoformat(one["due"]) for one in late.findings]
        days = [one for one in days if abs(one.year - self.year) <= 1] or [date(self.year, 12, 31)]
        return self.rng.choice(days) + off

    def near(self, month: int, number: int) -> date:
        return date(self.year, month, number) + timedelta(days=self.rng.choice([-40, -20, -1, 0, 0, 1, 1, 30]))

    def some_year(self) -> int:
        return self.rng.choice([self.year, self.year, self.year, self.year, self.year - 1, self.year + 1])

    def organization(self) -> str:
        return self.rng.choice(self.organization_ids)

    def official(self) -> str:
        return self.rng.choice(self.official_ids)

    def make_calendar(self) -> dict:
        days = sorted({self.day() + timedelta(days=self.rng.choice([0, 5, 6, 7])) for _ in range(10)})
        self.rng.shuffle(days)
        cut = self.rng.randrange(len(days))
        calendar = {"holidays": [text(one) for one in days[:cut]], "workdays": [text(one) for one in days[cut:]]}
        if self.chance(0.3):
            del calendar[self.rng.choice(["holidays", "workdays"])]
        return calendar

    def make_organizations(self) -> list[dict]:
        rng = self.rng
        ids = rng.sample(IDS, rng.randint(1, min(9, self.size + 2)))
        likely = [
            "city_bureau",
            "city_bureau",
            "prison_administration",
            "rehab_administration",
            "division",
            "institution",
            "county_bureau",
        ]
        organizations = []
        for index, one in enumerate(ids):
            organization = {"id": one, "name": "示例" + one}
            if index == 0:
                organization["kind"] = "provincial_department"
            else:
                organization["kind"] = rng.choice(likely if self.chance(0.7) else ORGANIZATION_KINDS[1:])
                organization["parent"] = ids[0] if self.chance(0.5) else rng.choice(ids[:index])
            if self.chance(0.4):
                start, end = sorted([self.edge_of_existence(), self.edge_of_existence()])
                self.maybe(organization, 0.6, **{"from": start})
                self.maybe(organization, 0.3, to=end)
            organizations.append(organization)
        rng.shuffle(organizations)
        return organizations

    def edge_of_existence(self) -> date:
        month, number = self.rng.choice([(1, 20), (1, 31), (3, 31), (12, 31), (1, 1)])
        return date(self.year, month, number) + timedelta(days=self.rng.choice([-400, -1, 0, 0, 1]))

    def make_official(self, one: str) -> dict:
        official: dict = {"id": one, "name": "示例"}
        if self.chance(0.95):
            official["posts"] = [self.make_post() for _ in range(self.rng.choice([0, 1, 1, 1, 2, 2, 3]))]
        if self.chance(0.4):
            official["exemptions"] = [self.make_exemption() for _ in range(self.rng.choice([0, 1, 1, 2, 3]))]
        return official

    def make_post(self) -> dict:
        span = self.span(0.6)
        if "from" not in span:
            span["from"] = text(date(self.year - self.rng.choice([1, 2, 5]), 1, 1))
            if "to" in span and span["to"] < span["from"]:
                del span["to"]
        kinds = ["provincial_department", "city_bureau"]
        good = [one["id"] for one in self.organizations if one["kind"] in kinds]
        post = {
            "organization": self.rng.choice(good) if self.chance(0.6) else self.organization_any(),
            "title": "",
            "rank": self.rng.choice(RANKS if self.chance(0.5) else ["department_chief", "division_chief", "staff"]),
            **span,
        }
        if self.chance(0.7):
            post["leadership"] = self.chance(0.8)
        if self.chance(0.5):
            post["principal"] = self.chance(0.8)
        return post

    def organization_any(self) -> str:
        return self.rng.choice([one["id"] for one in self.organizations])

    def make_exemption(self) -> dict:
        span = self.span(1)
        return {"from": span["from"], "to": span["to"], "reason": "学习"}

    def make_agreement(self, one: str) -> dict:
        child = self.rng.choice(self.organizations)
        superior = child.get("parent", child["id"]) if self.chance(0.8) else self.organization()
        signed_on = self.near(*self.rng.choice([(1, 31), (3, 31)]))
        return {
            "id": one,
            "year": self.some_year(),
            "superior": superior,
            "subordinate": child["id"],
            "signed_on": text(signed_on),
        }

    def make_visit(self, one: str) -> dict:
        rng = self.rng
        day = self.day()
        visit: dict = {
            "id": one,
            "organization": self.organization(),
            "mode": rng.choice(["with_case", "appointment", "with_case", "appointment", "field", "contact_point"]),
            "date": text(day),
            "status": rng.choice(["planned", "held", "held", "held", "held", "cancelled"]),
        }
        if self.posts and self.chance(0.7):
            official, post = rng.choice(self.posts)
            visit["leaders"] = [official]
            edges = [date.fromisoformat(post[key]) for key in ("from", "to") if key in post]
            if self.chance(0.4):  # On the post's first or last day, or a day off.
                visit["date"] = text(rng.choice(edges) + timedelta(days=rng.choice([-1, 0, 0, 1])))
            if self.chance(0.5):
                visit["organization"] = post["organization"]
            visit["leaders"] += [other for other in self.some(self.official_ids, 2) if other != official]
        elif self.chance(0.8):
            visit["leaders"] = self.some(self.official_ids, 3)
        if visit["status"] == "cancelled":
            visit["cancelled_on"] = text(self.day())
        if self.chance(0.6):
            visit["scheduled_on"] = text(
                date.fromisoformat(visit["date"]) - timedelta(days=rng.choice([-3, 0, 1, 2, 9]))
            )
        if self.chance(0.85):
            visit["received"] = rng.choice([0, 1, 1, 2, 7])
        if self.chance(0.75):
            visit["cases"] = self.some(self.case_ids, 3)
        if self.chance(0.6):
            visit["target_source"] = rng.choice(["petition_office", "liaison", "office_task"])
        return visit

    def call_for_appointment(self, visit: dict, cases: list[dict]) -> None:
        """Let some visits answer an escalation: on its day, on the last day of the limit, or one off either."""
        answered = [case for case in cases if case.get("escalations")]
        if answered and self.chance(0.3):
            case = self.rng.choice(answered)
            on = date.fromisoformat(self.rng.choice(case["escalations"])["on"])
            limit = self.days.working_days_from(on, self.rng.choice([0, 5]))
            visit["date"] = text(limit + timedelta(days=self.rng.choice([-1, 0, 0, 1])))
            if case["id"] not in visit.get("cases", []):
                visit["cases"] = [*visit.get("cases", []), case["id"]]

    def make_shortlist(self, one: str, visits: list[dict]) -> dict:
        shortlist = {"id": one, "organization": self.organization(), "issued_on": text(self.day())}
        if self.chance(0.9):
            shortlist["cases"] = self.some(self.case_ids, 3)
        scheduled = [visit for visit in visits if "scheduled_on" in visit]
        if scheduled and self.chance(0.8):
            visit = self.rng.choice(scheduled)
            day = date.fromisoformat(visit["scheduled_on"]) + timedelta(days=self.rng.choice([-9, -1, 0, 0, 1]))
            shortlist.update(organization=visit["organization"], issued_on=text(day))
            if visit.get("cases"):
                shortlist["cases"] = [*shortlist.get("cases", []), self.rng.choice(visit["cases"])]
        return shortlist

    def make_notices(self, visits: list[dict]) -> list[dict]:
        notices = []
        if not self.case_ids or not self.visit_ids:
            return notices
        for one in self.ids(6):
            visit = self.rng.choice(visits)
            case = self.rng.choice(visit["cases"]) if visit.get("cases") else self.rng.choice(self.case_ids)
            sent_on = date.fromisoformat(visit["date"]) + timedelta(days=self.rng.choice([-9, -2, -1, -1, 0, 1]))
            notices.append({"id": one, "visit": visit["id"], "case": case, "sent_on": text(sent_on)})
        return notices

    def make_case(self, one: str) -> dict:
        rng = self.rng
        received_on = self.day()
        case: dict = {"id": one, "organization": self.organization(), "received_on": text(received_on)}
        self.maybe(case, 0.7, told_on=self.after(received_on))
        if self.chance(0.3):
            case["path"] = rng.choice(["petition", "other"])
        if self.visit_ids and self.chance(0.8):
            case["visit"] = rng.choice(self.visit_ids)
        if self.chance(0.5):
            case["handling"] = rng.choice(["on_the_spot", "explained", "deferred", "deferred"])
        if self.chance(0.5):
            case["disposition"] = rng.choices(["reasonable_resolved", "unlawful_handled"], k=rng.choice([0, 1, 1, 2]))
        if self.chance(0.9):
            accepted_on = rng.choice([received_on, received_on, self.after(received_on)])
            case["accepted_on"] = text(accepted_on)
            self.maybe(case, 0.5, replied_on=self.after(accepted_on), closed_on=self.after(accepted_on))
            if self.chance(0.5):
                days = rng.choice([0, 1, 10, 29, 30, 31, 45])
                if self.chance(0.6):
                    limit = self.days.days_from(accepted_on, 60)
                    approved_on = max(accepted_on, limit + timedelta(days=rng.choice([-3, -2, -1, 0, 0, 1])))
                else:
                    approved_on = self.after(accepted_on)
                case["extension"] = {"approved_on": text(approved_on), "approved_by": self.official(), "days": days}
                if self.chance(0.5):
                    late = self.days.days_from(accepted_on, 60 + min(days, 30))
                    case["closed_on"] = text(max(accepted_on, late + timedelta(days=rng.choice([-1, 0, 1]))))
            self.resolve(case, accepted_on)
            if self.chance(0.6):
                case["grades"] = self.make_grades(accepted_on)
        if self.chance(0.6):
            case["escalations"] = [self.make_escalation(each, received_on) for each in self.ids(3)]
        return case

    def resolve(self, case: dict, accepted_on: date) -> None:
        resolved_on = self.after(accepted_on)
        if self.posts and self.chance(0.75):
            # Mostly one of the first, so that somebody has several.
            official, post = self.posts[min(self.rng.randrange(len(self.posts)), self.rng.randrange(len(self.posts)))]
            edge = self.rng.choice([date.fromisoformat(post[key]) for key in ("from", "to") if key in post])
            if edge >= accepted_on and self.chance(0.5):
                resolved_on = edge + timedelta(days=self.rng.choice([0, 0, 1]))
        else:
            official = self.official()
        if self.chance(0.7):
            case["resolved_on"] = text(resolved_on)
            if self.chance(0.4):
                limit = plus_months(resolved_on, 6) + timedelta(days=self.rng.choice([-90, -1, 0, 0, 1]))
                case["returned_on"] = text(limit)
        sponsors = []
        for who in [official, *self.some(self.official_ids, 2)]:
            start = min(accepted_on, resolved_on) - timedelta(days=self.rng.choice([0, 30]))
            sponsor = {"official": who, "from": text(start)}
            if self.chance(0.15):
                sponsor["from"] = text(resolved_on + timedelta(days=self.rng.choice([0, 1])))
            if self.chance(0.3):
                end = resolved_on + timedelta(days=self.rng.choice([-1, 0, 0, 1]))
                sponsor["to"] = max(sponsor["from"], text(end))
            sponsors.append(sponsor)
        if self.chance(0.85):
            case["sponsors"] = sponsors

    def make_grades(self, accepted_on: date) -> list[dict]:
        grades = []
        on = accepted_on
        for _ in range(self.rng.choice([1, 2, 2, 3, 4])):
            way = self.rng.random()
            if way < 0.3:
                on = accepted_on - timedelta(days=self.rng.choice([0, 0, 0, 1, 5]))
            elif way < 0.8:
                limits = [
                    self.days.working_days_from(accepted_on, 5),
                    self.days.months_from(accepted_on, 1),
                    self.days.months_from(accepted_on, 2),
                ]
                on = self.rng.choice(limits) + timedelta(days=self.rng.choice([-2, -1, 0, 0, 0, 1]))
            # Else several grades on the same day.
            grades.append({"grade": self.rng.choice(["simple", "general", "major"]), "on": text(on)})
        if self.chance(0.3):
            self.rng.shuffle(grades)
        return grades

    def make_escalation(self, one: str, received_on: date) -> dict:
        rng = self.rng
        on = received_on + timedelta(days=rng.choice([-1, 0, 5, 30, 100])) if self.chance(0.6) else self.day()
        escalation: dict = {"id": one, "kind": rng.choice(["beijing", "province", "group"]), "on": text(on)}
        if self.chance(0.75):
            opinion_on = self.answer(on, 10)
            justified = self.chance(0.5)
            approver = rng.choice(self.posts)[0] if self.posts and self.chance(0.7) else self.official()
            escalation["opinion"] = {"approved_by": approver, "on": text(opinion_on), "justified": justified}
            self.maybe(escalation, 0.5, ordered_on=self.answer(opinion_on, 1))
            if self.chance(0.5):
                escalation["follow_up"] = {"official": self.official(), "assigned_on": text(self.answer(opinion_on, 3))}
        return escalation

    def make_discovery(self, one: str) -> dict:
        rng = self.rng
        found_on = self.day()
        discovery: dict = {
            "id": one,
            "visit": rng.choice(self.visit_ids),
            "kind": rng.choice(["emerging", "emerging", "hot", "major_case"]),
            "found_on": text(found_on),
        }
        if self.chance(0.7):
            discovery["notified"] = [
                {
                    "organization": self.organization(),
                    "role": rng.choice(["department", "responsible_unit"]),
                    "on": text(found_on - timedelta(days=2) if self.chance(0.1) else self.answer(found_on, 3)),
                }
                for _ in range(rng.choice([0, 1, 2, 2, 3, 4]))
            ]
        self.maybe(
            discovery, 0.6, reported_on=found_on - timedelta(days=1) if self.chance(0.1) else self.after(found_on)
        )
        if self.chance(0.6):
            discovery["proposal"] = self.chance(0.75)
        return discovery

    def make_letter(self, one: str) -> dict:
        received_on = self.day()
        letter = {"id": one, "official": self.official(), "received_on": text(received_on)}
        self.maybe(letter, 0.6, read_on=self.answer(received_on, 5), replied_on=self.after(received_on))
        return letter

    def make_inspection(self, one: str) -> dict:
        rng = self.rng
        inspection: dict = {
            "id": one,
            "kind": rng.choice(["regular", "random"]),
            "on": text(self.day()),
            "organization": self.organization(),
        }
        findings = {}
        for _ in range(rng.choice([0, 1, 2, 3])):
            confirmed_on = self.day()
            finding = {
                "official": self.official(),
                "kind": rng.choice(["perfunctory", "unresolved", "harmful_escalation"]),
                "confirmed_on": text(confirmed_on),
            }
            if self.chance(0.7):
                finding["sanction"] = rng.choice(["criticism", "accountability"])
            self.maybe(finding, 0.7, sanctioned_on=self.after(confirmed_on))
            findings[finding["official"], finding["kind"]] = finding
        if findings or self.chance(0.5):
            inspection["findings"] = list(findings.values())
        return inspection

    def make_bulletin(self, one: str) -> dict:
        year, half = self.some_year(), self.rng.choice([1, 2])
        end = date(year, 7, 31) if half == 1 else date(year + 1, 1, 31)
        return {
            "id": one,
            "half": f"{year}H{half}",
            "issued_on": text(end + timedelta(days=self.rng.choice([-60, -1, 0, 0, 1]))),
        }


def text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def dates_of(value: object) -> list[str]:
    """Every date of a valid document, in its order."""
    if isinstance(value, dict):
        return [one for key, inner in value.items() if key not in ("id", "name") for one in dates_of(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in dates_of(inner)]
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return [value]
    return []


def facts_document(rng: random.Random, size: int = 8) -> dict:
    """Make a valid facts document; `size` (0…8) bounds how long its lists are."""
    return Maker(rng, size).make()


def facts_documents() -> st.SearchStrategy[dict]:
    """Give valid facts documents; shrinks towards short ones."""
    return st.builds(
        lambda size, seed: facts_document(random.Random(seed), size), st.integers(0, 8), st.integers(0, 2**32 - 1)
    )


def random_pack(rng: random.Random) -> dict:
    """Make a policy pack that changes a few parameters, plain or as a whole table; nested as TOML gives it."""
    pack: dict = {}
    for name in rng.sample(list(DEFAULTS), rng.randint(0, 8)):
        if name.endswith(".due"):
            value: object = rng.choice(["01-01", "01-20", "02-28", "03-31", "06-30", "12-31"])
        elif name == "tenure.min_share":
            value = rng.choice(
                [0, 1, *map(Decimal, ["0.1", "0.3", "0.25", "0.49", "0.5", "0.51", "0.7", "0.9", "1.0"])]
            )
        else:
            value = rng.choice([0, 0, 1, 2, 3, 7, 12, 45])
        if rng.random() < 0.3:
            value = {
                "value": value,
                "article": "第一条",
                "basis": rng.choice(["stated", "interpreted"]),
                "note": "试验",
            }
        table = pack
        *parents, last = name.split(".")
        for one in parents:
            table = table.setdefault(one, {})
        table[last] = value
    return pack


# ---------------------------------------------------------------------------------------------------------------------
# Breaking
# ---------------------------------------------------------------------------------------------------------------------


class Twice(dict):
    """An object that is written with further pairs before its own, so that keys stand there more than once."""

    def __init__(self, pairs: dict, before: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        self.before = before


class Raw(str):
    """JSON text that is written as it stands."""

    __slots__ = ()


def write(value: object) -> str:
    """Write JSON, repeated keys and raw text included."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        pairs = [*getattr(value, "before", []), *value.items()]
        return "{" + ", ".join(json.dumps(key, ensure_ascii=False) + ": " + write(one) for key, one in pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(write(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


NOT_DATES = [
    "",
    "2026-6-30",
    "2026-02-30",
    "20260630",
    "2026-W01-1",
    " 2026-06-30",
    "2026-06-30\n",
    "2026-06-30T00:00:00",
]
NOT_DATES += ["２０２６-06-30", "0000-01-01", "2026-00-10", "2026/06/30", "2025-02-29", "+026-01-01"]
WRONG = [
    None,
    True,
    False,
    0,
    1,
    -1,
    1.0,
    2026.0,
    0.5,
    Raw("1e0"),
    Raw("-0"),
    Raw("1e999"),
    "",
    "x",
    "1",
    [],
    {},
    [[]],
    [None],
]


def objects(value: object) -> list[dict]:
    """Every object within."""
    found = []
    if isinstance(value, dict):
        found.append(value)
        for inner in value.values():
            found += objects(inner)
    if isinstance(value, list):
        for inner in value:
            found += objects(inner)
    return found


def lists(document: dict, key: str) -> list[dict]:
    found = document.get(key, [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def places(value: object) -> list[tuple]:
    """Every (container, key) within."""
    found = []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += [(value, key), *places(inner)]
    if isinstance(value, list):
        for index, inner in enumerate(value):
            found += [(value, index), *places(inner)]
    return found


def is_day(value: object) -> bool:
    return isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-"


def unknown_key(document: dict, rng: random.Random) -> None:
    rng.choice(objects(document))[rng.choice(["colour", "Id", "from_", "备注", "id ", "why"])] = rng.choice(WRONG)


def missing_key(document: dict, rng: random.Random) -> None:
    holders = [one for one in objects(document) if one]
    holder = rng.choice(holders)
    del holder[rng.choice(list(holder))]


def wrong_value(document: dict, rng: random.Random) -> None:
    holder, key = rng.choice(places(document))
    holder[key] = deepcopy(rng.choice(WRONG))


def wrong_number(document: dict, rng: random.Random) -> None:
    found = [one for one in places(document) if isinstance(one[0][one[1]], int)]
    holder, key = rng.choice(found)
    numbers = [-1, 1.0, True, False, "1", None, Raw("1e0"), Raw("1.5"), Raw("-0.0"), 0, 1]
    if holder is not document:
        numbers.append(3)
    holder[key] = rng.choice(numbers)


def wrong_date(document: dict, rng: random.Random) -> None:
    found = [one for one in places(document) if is_day(one[0][one[1]])]
    holder, key = rng.choice(found)
    holder[key] = rng.choice([*NOT_DATES, None, 20260630])


def wrong_word(document: dict, rng: random.Random) -> None:
    words = ("kind", "rank", "mode", "status", "target_source", "path", "grade", "handling", "role", "sanction", "half")
    found = [one for one in places(document) if one[1] in words]
    if found:
        holder, key = rng.choice(found)
        holder[key] = rng.choice(["", "X", "Held", "2026H3", "2026h1", "2026H1 ", "26H1", None, 1, ["held"], {}])
    else:
        document["policy"] = rng.choice(["", "hubei", None, 1])


def repeated_key(document: dict, rng: random.Random) -> None:
    """Write a key twice or thrice; what stands first is dropped, repeated keys within it included."""
    found = [one for one in places(document) if isinstance(one[0][one[1]], dict) and one[0][one[1]]]
    if found and rng.random() < 0.8:
        holder, key = rng.choice(found)
        inner = holder[key]
        name = rng.choice(list(inner))
        first = deepcopy(rng.choice([inner[name], *WRONG, Twice({"a": 1}, [("a", 2)])]))
        holder[key] = Twice(inner, [(name, first)] * rng.choice([1, 1, 2]))
    else:
        document["calendar"] = Twice({"holidays": []}, [("holidays", ["x"])])


def repeated_key_in_unknown(document: dict, rng: random.Random) -> None:
    rng.choice(objects(document))["extra"] = [Twice({"a": {"b": 1}}, [("a", 2)])]


def repeated_id(document: dict, rng: random.Random) -> None:
    groups = [lists(document, key) for key in document]
    groups += [lists(case, "escalations") for case in lists(document, "cases")]
    groups = [[one for one in group if "id" in one] for group in groups]
    groups = [group for group in groups if len(group) > 1]
    if groups:
        group = rng.choice(groups)
        first, second = rng.sample(group, 2)
        second["id"] = first["id"]
        if rng.random() < 0.2:
            rng.choice(group)["id"] = first["id"]


def wrong_id(document: dict, rng: random.Random) -> None:
    found = [one for one in objects(document) if "id" in one]
    rng.choice(found)["id"] = rng.choice(["", None, 5, "nobody", ["a"]])


REFERENCES = ("office", "organization", "parent", "superior", "subordinate", "official", "visit", "case", "approved_by")


def dangling(document: dict, rng: random.Random) -> None:
    found = [one for one in places(document) if one[1] in REFERENCES]
    for key in ("visits", "shortlists"):
        for one in lists(document, key):
            for inner in ("cases", "leaders"):
                if isinstance(one.get(inner), list):
                    found += [(one[inner], index) for index in range(len(one[inner]))]
    holder, key = rng.choice(found)
    holder[key] = rng.choice(["nobody", "nobody", "organization:a", 7, None, "A "])


def turned_span(document: dict, rng: random.Random) -> None:
    found = [one for one in objects(document) if is_day(one.get("from"))]
    if found:
        holder = rng.choice(found)
        day = date.fromisoformat(holder["from"]) if is_real(holder["from"]) else date(2026, 1, 1)
        holder["to"] = text(day - timedelta(days=rng.choice([0, 1, 400])))


def is_real(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


ACTS = [
    *("told_on", "accepted_on", "closed_on", "resolved_on", "replied_on", "approved_on", "returned_on", "read_on"),
    *("on", "ordered_on", "assigned_on", "sanctioned_on", "cancelled_on"),
]


def early_act(document: dict, rng: random.Random) -> None:
    """Move or add an act: long ago, or anywhere."""
    adding = [(case, key) for case in lists(document, "cases") for key in ACTS[:5]]
    adding += [(case, "returned_on") for case in lists(document, "cases")]
    adding += [(letter, key) for letter in lists(document, "letters") for key in ("read_on", "replied_on")]
    for case in lists(document, "cases"):
        adding += [(one, "ordered_on") for one in lists(case, "escalations")]
        for one in lists(case, "escalations"):
            adding += [
                (one[key], inner) for key, inner in (("opinion", "on"), ("follow_up", "assigned_on")) if key in one
            ]
    for inspection in lists(document, "inspections"):
        adding += [(one, "sanctioned_on") for one in lists(inspection, "findings")]
    found = [one for one in places(document) if one[1] in ACTS]
    adding = [one for one in adding if isinstance(one[0], dict)]
    chosen = rng.choice(adding) if adding and rng.random() < 0.7 else (rng.choice(found) if found else None)
    if chosen:
        holder, key = chosen
        holder[key] = rng.choice(["2020-01-01", "2020-01-01", "2020-01-02", "2026-03-31", "2030-01-01", None])


def act_without(document: dict, rng: random.Random) -> None:
    """Take away what an act answers."""
    keys = ("accepted_on", "resolved_on", "received_on", "opinion", "confirmed_on", "cancelled_on", "on", "extension")
    found = [one for one in places(document) if one[1] in keys]
    if found:
        holder, key = rng.choice(found)
        if rng.random() < 0.75:
            del holder[key]
        else:
            holder[key] = rng.choice([None, "2026-6-30", 5, {}, []])


def wrong_status(document: dict, rng: random.Random) -> None:
    visits = lists(document, "visits")
    if visits:
        visit = rng.choice(visits)
        if rng.random() < 0.5:
            visit["cancelled_on"] = rng.choice(["2026-01-01", "2026-1-1", None])
        visit["status"] = rng.choice(["planned", "held", "cancelled", "cancelled", "gone", None])


def torn_calendar(document: dict, rng: random.Random) -> None:
    days = ["2026-05-09", "2026-05-10", "2026-5-9", "2026-05-09", None]
    document["calendar"] = {
        "holidays": rng.choices(days, k=rng.randint(0, 3)),
        "workdays": rng.choices(days, k=rng.randint(1, 3)),
    }


def repetition(document: dict, rng: random.Random) -> None:
    found = [
        one[key]
        for one in lists(document, "visits")
        for key in ("cases", "leaders")
        if isinstance(one.get(key), list) and one[key]
    ]
    found += [
        one["findings"]
        for one in lists(document, "inspections")
        if isinstance(one.get("findings"), list) and one["findings"]
    ]
    if found:
        chosen = rng.choice(found)
        for _ in range(rng.choice([1, 1, 2])):
            chosen.insert(rng.randint(0, len(chosen)), deepcopy(rng.choice(chosen)))


def torn_tree(document: dict, rng: random.Random) -> None:
    organizations = lists(document, "organizations")
    if not organizations:
        return
    ids = [one["id"] for one in organizations if isinstance(one.get("id"), str)] or ["nobody"]
    for _ in range(rng.choice([1, 1, 2, 4])):
        one = rng.choice(organizations)
        way = rng.randrange(6)
        if way == 0:
            one.pop("parent", None)
        elif way == 1:
            one["kind"] = rng.choice(["provincial_department", "division", "prison"])
        elif way == 2:
            one["parent"] = one.get("id", "nobody")
        elif way == 3:
            document["organizations"].append(
                {"id": f"n{len(ids)}", "name": "", "kind": "city_bureau", "parent": ids[-1]}
            )
            ids.append(f"n{len(ids)}")
        else:
            one["parent"] = rng.choice(ids)


def wrong_entry(document: dict, rng: random.Random) -> None:
    """Put something that is no entry in the place of one, or no list in the place of a list."""
    found = [one for one in places(document) if isinstance(one[0][one[1]], dict | list)]
    holder, key = rng.choice(found)
    holder[key] = deepcopy(rng.choice(WRONG))


BREAKS = [
    unknown_key,
    missing_key,
    wrong_value,
    wrong_number,
    wrong_date,
    wrong_word,
    repeated_key,
    repeated_key_in_unknown,
    repeated_id,
    wrong_id,
    dangling,
    turned_span,
    early_act,
    act_without,
    wrong_status,
    torn_calendar,
    repetition,
    torn_tree,
    wrong_entry,
]


def tear(whole: str, rng: random.Random) -> str:
    """Make the text unreadable as JSON."""
    cut = rng.randrange(len(whole))
    return rng.choice(
        [
            "",
            " ",
            whole[:cut],
            whole + "}",
            whole + " 1",
            whole.replace(":", "", 1),
            whole[:-1] + ",}",
            whole.replace("{", '{"policy": NaN, ', 1),
            whole.replace("{", '{"year": Infinity, ', 1),
            whole.replace("{", "{'year': 1, ", 1),
            whole.replace("{", '{"year": 02026, ', 1),
            whole.replace("{", '{"name": "\t", ', 1),
            "// note\n" + whole,
        ]
    )


def break_document(document: dict, rng: random.Random) -> str:
    """Give the document as JSON text with one to three faults (a break may, seldom, happen to do no harm)."""
    broken = deepcopy(document)
    if rng.random() < 0.04:
        return tear(write(broken), rng)
    if rng.random() < 0.02:
        return write(rng.choice([[broken], "x", None, 1, True, []]))
    for _ in range(rng.choice([1, 1, 2, 3])):
        rng.choice(BREAKS)(broken, rng)
    return write(broken)
