"""The test oracle: the regulation made executable, read a second time, apart from the product's core.

Naive, literal, slow on purpose: plain dicts, straight loops. Every rule quotes the sentence of the specification
("The regulation, made executable") that it came from; numbers in section signs (S1…S6) are that page's sections.
Nothing here imports the product.
"""

# ruff: noqa: ERA001, PERF401, PLR0912 (quoted sentences are no code; straight loops are the point)

import json
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache

import holidays

# S1: "Official arrangements are known through 2026" … "A later year is *provisional*".
LAST_OFFICIAL_YEAR = 2026

# S6: the parameters, with the numbers that stand in S4, S5 and in the definitions below the table of S4.
DEFAULTS = {
    "agreement.direct.due": "01-31",
    "agreement.cascade.due": "03-31",
    "plan.filed.due": "01-20",
    "assessment.year.due": "03-31",
    "visits.half_year.need": 1,
    "visits.quarter.need": 1,
    "visits.unit.need": 1,
    "sponsored.one.need": 1,
    "sponsored.two.need": 2,
    "sponsored.hold_months": 6,
    "inspection.regular.need": 1,
    "inspection.random.need": 1,
    "letter.read.working_days": 5,
    "letter.reply.days": 15,
    "case.told.days": 15,
    "case.limit.simple_working_days": 5,
    "case.limit.general_months": 1,
    "case.limit.major_months": 2,
    "case.statutory_limit.days": 60,
    "case.statutory_limit.max_extension_days": 30,
    "emerging.notify.working_days": 3,
    "hot.report.working_days": 10,
    "major.report.working_days": 1,
    "escalated.appointment.working_days": 5,
    "escalated.opinion.working_days": 10,
    "escalated.order.working_days": 1,
    "escalated.follow_up.working_days": 3,
    "notice.before_visit.days": 1,
    "bulletin.half_year.days": 31,
    "sanction.days": 30,
    "tenure.min_share": Decimal("0.5"),
}

# S4, the column "article".
ARTICLES = {
    "agreement.direct": "第六条第1款",
    "agreement.cascade": "第六条第2款",
    "plan.filed": "第六条第3款",
    "principal.one": "第五条",
    "visits.half_year": "第七条第1项",
    "visits.quarter": "第七条第2项",
    "sponsored.one": "第七条第1项",
    "sponsored.two": "第七条第2项",
    "visits.unit": "第七条第3项",
    "shortlist.before_schedule": "第十二条",
    "target.by_liaison": "第十四条",
    "notice.before_visit": "第十三条",
    "letter.read": "第十一条",
    "letter.reply": "第十一条",
    "case.told": "条例第二十三条",
    "case.limit": "第十七条",
    "case.statutory_limit": "条例第三十四条",
    "case.deferred_reply": "第十五条",
    "case.disposition": "第三条",
    "emerging.notify": "第十六条",
    "hot.report": "第十六条",
    "major.report": "第十六条",
    "escalated.appointment": "第十八条",
    "escalated.opinion": "第十八条",
    "escalated.order": "第十八条",
    "escalated.follow_up": "第十八条",
    "inspection.regular": "第十九条",
    "inspection.random": "第十九条",
    "bulletin.half_year": "第十九条",
    "assessment.year": "第二十条",
    "sanction": "第二十条",
}


@dataclass
class Result:
    """Either the paths of the faults (then there are no findings) or the findings, every key but `why`."""

    faults: list[str] = field(default_factory=list)
    findings: list[dict] = field(default_factory=list)


class PackError(ValueError):
    """S6: "an unknown or ill-typed parameter is an error (exit 2) that names it"."""


def check(text: str | bytes, pack: dict | None = None, year: int | None = None, as_of: str | None = None) -> Result:
    """Judge one facts document; `year` and `as_of` override the document's own."""
    policy = overlay(pack or {})
    document, faults = read(text)
    if faults:
        return Result(faults=sorted(faults))
    evaluation = Evaluation(
        document,
        policy,
        document["year"] if year is None else year,
        date.fromisoformat(document["as_of"] if as_of is None else as_of),
    )
    return Result(findings=evaluation.findings())


# ---------------------------------------------------------------------------------------------------------------------
# The policy pack (S6)
# ---------------------------------------------------------------------------------------------------------------------


def overlay(pack: dict) -> dict:
    """S6: "A pack given with `--policy` needs to name only what it changes"."""
    policy = dict(DEFAULTS)
    for name, value in flatten(pack, "").items():
        if name not in DEFAULTS:
            raise PackError(name)
        if not well_typed(name, value):
            raise PackError(name)
        policy[name] = value
    return policy


def flatten(table: dict, prefix: str) -> dict:
    """S6: "a plain value or a table `{value, article, basis, note}`"; "`[letter.read]` means nested tables"."""
    flat = {}
    for key, value in table.items():
        name = prefix + key
        if name in DEFAULTS and isinstance(value, dict) and "value" in value:
            flat[name] = value["value"]
        elif isinstance(value, dict) and name not in DEFAULTS:
            flat.update(flatten(value, name + "."))
        else:
            flat[name] = value
    return flat


def well_typed(name: str, value: object) -> bool:
    """S6: "Counts are integers ≥ 0; "MM-DD" must exist in every year; `min_share` is a number 0…1"."""
    if name.endswith(".due"):
        if not isinstance(value, str) or not re.fullmatch("[0-9]{2}-[0-9]{2}", value):
            return False
        try:
            date.fromisoformat("2023-" + value)  # A common year: what exists there exists in every year.
        except ValueError:
            return False
        return True
    if isinstance(value, bool):
        return False
    if name == "tenure.min_share":
        return isinstance(value, int | float | Decimal) and 0 <= value <= 1
    return isinstance(value, int) and value >= 0


# ---------------------------------------------------------------------------------------------------------------------
# Reading and its faults (S2)
# ---------------------------------------------------------------------------------------------------------------------

ORGANIZATION_KINDS = [
    "provincial_department",
    "city_bureau",
    "county_bureau",
    "judicial_office",
    "prison_administration",
    "prison",
    "rehab_administration",
    "rehab_center",
    "division",
    "institution",
]
FINDING_KINDS = ["perfunctory", "unresolved", "harmful_escalation"]
RANKS = [
    "ministry",
    "department_chief",
    "department_deputy",
    "division_chief",
    "division_deputy",
    "section_chief",
    "section_deputy",
    "staff",
]


@dataclass
class Shape:
    """What a value must be. `kind`: string id date half count integer year boolean enum reference list object…"""

    kind: str
    of: object = None


STRING, ID, DATE, HALF = Shape("string"), Shape("id"), Shape("date"), Shape("half")
COUNT, INTEGER, YEAR = Shape("count"), Shape("integer"), Shape("year")
BOOLEAN, POLICY = Shape("boolean"), Shape("policy")


def enum(*values):
    return Shape("enum", list(values))


def ref(collection):
    return Shape("reference", collection)


def listing(item):
    return Shape("list", item)


def obj(**keys):
    """An object. A trailing underscore marks an optional key, written `key?` on the page.

    `from` is a word of Python: it is written `from_day` here.
    """
    shape = {}
    for key, value in keys.items():
        optional = key.endswith("_")
        name = key[:-1] if optional else key
        name = {"from_day": "from"}.get(name, name)
        # "every list may be absent, marked or not, and is then empty"
        shape[name] = (value, optional or value.kind == "list")
    return Shape("object", shape)


ORGANIZATION, OFFICIAL, CASE, VISIT = ref("organizations"), ref("officials"), ref("cases"), ref("visits")

DOCUMENT = obj(
    policy_=POLICY,
    year=YEAR,
    as_of=DATE,
    calendar_=obj(holidays_=listing(DATE), workdays_=listing(DATE)),
    office=ORGANIZATION,
    organizations=listing(
        obj(id=ID, name=STRING, kind=enum(*ORGANIZATION_KINDS), parent_=ORGANIZATION, from_day_=DATE, to_=DATE)
    ),
    officials=listing(
        obj(
            id=ID,
            name=STRING,
            posts=listing(
                obj(
                    organization=ORGANIZATION,
                    title=STRING,
                    rank=enum(*RANKS),
                    leadership_=BOOLEAN,
                    principal_=BOOLEAN,
                    from_day=DATE,
                    to_=DATE,
                )
            ),
            exemptions_=listing(obj(from_day=DATE, to=DATE, reason=STRING)),
        )
    ),
    agreements=listing(obj(id=ID, year=INTEGER, superior=ORGANIZATION, subordinate=ORGANIZATION, signed_on=DATE)),
    plans=listing(obj(id=ID, year=INTEGER, organization=ORGANIZATION, filed_on=DATE)),
    shortlists=listing(obj(id=ID, organization=ORGANIZATION, issued_on=DATE, cases=listing(CASE))),
    visits=listing(
        obj(
            id=ID,
            organization=ORGANIZATION,
            leaders=listing(OFFICIAL),
            mode=enum("with_case", "appointment", "field", "contact_point"),
            date=DATE,
            status=enum("planned", "held", "cancelled"),
            cancelled_on_=DATE,
            scheduled_on_=DATE,
            received_=COUNT,
            cases_=listing(CASE),
            target_source_=enum("petition_office", "liaison", "office_task"),
        )
    ),
    notices=listing(obj(id=ID, visit=VISIT, case=CASE, sent_on=DATE)),
    cases=listing(
        obj(
            id=ID,
            organization=ORGANIZATION,
            received_on=DATE,
            told_on_=DATE,
            accepted_on_=DATE,
            visit_=VISIT,
            path_=enum("petition", "other"),
            grades_=listing(obj(grade=enum("simple", "general", "major"), on=DATE)),
            extension_=obj(approved_on=DATE, approved_by=OFFICIAL, days=COUNT),
            handling_=enum("on_the_spot", "explained", "deferred"),
            replied_on_=DATE,
            closed_on_=DATE,
            disposition_=listing(
                enum("reasonable_resolved", "unreasonable_educated", "hardship_assisted", "unlawful_handled")
            ),
            resolved_on_=DATE,
            returned_on_=DATE,
            sponsors_=listing(obj(official=OFFICIAL, from_day=DATE, to_=DATE)),
            escalations_=listing(
                obj(
                    id=ID,
                    kind=enum("beijing", "province", "group"),
                    on=DATE,
                    opinion_=obj(approved_by=OFFICIAL, on=DATE, justified=BOOLEAN),
                    ordered_on_=DATE,
                    follow_up_=obj(official=OFFICIAL, assigned_on=DATE),
                )
            ),
        )
    ),
    discoveries=listing(
        obj(
            id=ID,
            visit=VISIT,
            kind=enum("emerging", "hot", "major_case"),
            found_on=DATE,
            notified_=listing(obj(organization=ORGANIZATION, role=enum("department", "responsible_unit"), on=DATE)),
            reported_on_=DATE,
            proposal_=BOOLEAN,
        )
    ),
    letters=listing(obj(id=ID, official=OFFICIAL, received_on=DATE, read_on_=DATE, replied_on_=DATE)),
    inspections=listing(
        obj(
            id=ID,
            kind=enum("regular", "random"),
            on=DATE,
            organization=ORGANIZATION,
            findings_=listing(
                obj(
                    official=OFFICIAL,
                    kind=enum(*FINDING_KINDS),
                    confirmed_on=DATE,
                    sanction_=enum("criticism", "accountability"),
                    sanctioned_on_=DATE,
                )
            ),
        )
    ),
    bulletins=listing(obj(id=ID, half=HALF, issued_on=DATE)),
    assessments=listing(obj(id=ID, year=INTEGER, organization=ORGANIZATION, completed_on=DATE)),
)


class JsonObject(dict):
    """A JSON object that remembers which of its keys stood there more than once (the last value is kept)."""

    def __init__(self, pairs):
        super().__init__()
        self.repeated = set()
        for key, value in pairs:
            if key in self:
                self.repeated.add(key)
            self[key] = value


def no_constant(name):
    raise ValueError(name + " is no JSON")


def read(text):
    """Give the document and the set of the paths of its faults."""
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
        document = json.loads(text, object_pairs_hook=JsonObject, parse_constant=no_constant)
    except (ValueError, RecursionError):
        return None, {"$"}  # "unreadable JSON: `$`"
    faults = set()
    find_repeated_keys(document, "$", faults)
    ids = {}
    for collection in ("organizations", "officials", "cases", "visits"):
        ids[collection] = set()
        for _, entry in entries(document, "$", collection):
            if isinstance(entry.get("id"), str) and entry["id"] != "":
                ids[collection].add(entry["id"])
    judge(document, DOCUMENT, "$", ids, faults)
    if isinstance(document, dict):
        judge_repeated_ids(document, faults)
        judge_order_of_dates(document, faults)
        judge_repetitions(document, faults)
        judge_tree(document, faults)
    return document, faults


def find_repeated_keys(value, path, faults):
    """S2: "duplicate key of a JSON object (that key's path; the last value is judged further)"."""
    if isinstance(value, dict):
        for key in value.repeated:
            faults.add(f"{path}.{key}")
        for key, inner in value.items():
            find_repeated_keys(inner, f"{path}.{key}", faults)
    if isinstance(value, list):
        for index, inner in enumerate(value):
            find_repeated_keys(inner, f"{path}[{index}]", faults)


def is_date(value):
    """S1: "Dates are calendar dates …, written exactly `YYYY-MM-DD`"."""
    if not isinstance(value, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_integer(value):
    """S2: "booleans and 1.0 are no integers"."""
    return isinstance(value, int) and not isinstance(value, bool)


def fits(value, shape, ids):
    """Whether a plain value (no list, no object) is what the page says."""
    if shape.kind == "string":
        return isinstance(value, str)
    if shape.kind == "id":
        return isinstance(value, str) and value != ""  # "an id that is empty"
    if shape.kind == "date":
        return is_date(value)
    if shape.kind == "half":
        return isinstance(value, str) and bool(re.fullmatch("[0-9]{4}H[12]", value))
    if shape.kind == "count":
        return is_integer(value) and value >= 0  # "counts ≥ 0"
    if shape.kind == "integer":
        return is_integer(value)
    if shape.kind == "year":
        return is_integer(value) and 1 <= value <= 9998  # It and the next, where assessments fall due, have dates.
    if shape.kind == "boolean":
        return isinstance(value, bool)
    if shape.kind == "policy":
        return value == "hubei-justice"  # "a built-in policy pack; … an unknown name is a fault"
    if shape.kind == "enum":
        return isinstance(value, str) and value in shape.of
    if shape.kind == "reference":
        return isinstance(value, str) and value in ids[shape.of]  # "a reference to nothing (path of the reference)"
    raise AssertionError(shape.kind)


def judge(value, shape, path, ids, faults):
    """S2: "unknown or missing key (`$.cases[3].colour`, `$.cases[3].id`); wrong type or value"."""
    if shape.kind == "object":
        if not isinstance(value, dict):
            faults.add(path)
            return
        for key in value:
            if key not in shape.of:
                faults.add(f"{path}.{key}")
        for key, (inner, optional) in shape.of.items():
            if key in value:
                judge(value[key], inner, f"{path}.{key}", ids, faults)
            elif not optional:
                faults.add(f"{path}.{key}")
    elif shape.kind == "list":
        if not isinstance(value, list):
            faults.add(path)
            return
        for index, item in enumerate(value):
            judge(item, shape.of, f"{path}[{index}]", ids, faults)
    elif not fits(value, shape, ids):
        faults.add(path)


def entries(holder, path, key):
    """The usable entries (objects) of a list of objects, each with its path."""
    found = []
    if isinstance(holder, dict) and isinstance(holder.get(key), list):
        for index, entry in enumerate(holder[key]):
            if isinstance(entry, dict):
                found.append((f"{path}.{key}[{index}]", entry))
    return found


def judge_repeated_ids(document, faults):
    """S2: "an id that is … used before in its list (path of the later `.id`)"; "unique within its case"."""
    lists = []
    for key, (shape, _) in DOCUMENT.of.items():
        if shape.kind == "list" and "id" in shape.of.of:
            lists.append(entries(document, "$", key))
    for path, case in entries(document, "$", "cases"):
        lists.append(entries(case, path, "escalations"))
    for one_list in lists:
        used = set()
        for path, entry in one_list:
            if isinstance(entry.get("id"), str):
                if entry["id"] in used:
                    faults.add(path + ".id")
                used.add(entry["id"])


def later_act(path, holder, key, before, before_key, faults, without=False):
    """The act `key` must not be before `before_key`; with `without`, it must not be given where that key is absent.

    S2: "path of the later act; judged only between usable dates, and "without it" means the key is absent".
    """
    if not isinstance(holder, dict) or key not in holder:
        return
    if before_key not in before:
        if without:
            faults.add(f"{path}.{key}")
        return
    if is_date(holder[key]) and is_date(before[before_key]) and holder[key] < before[before_key]:
        faults.add(f"{path}.{key}")


def judge_order_of_dates(document, faults):
    """S2: "`from` later than `to` (path of `.to`); an act before what it answers: …"."""
    spans = entries(document, "$", "organizations")
    for path, official in entries(document, "$", "officials"):
        spans += entries(official, path, "posts")
        spans += entries(official, path, "exemptions")
    for path, case in entries(document, "$", "cases"):
        spans += entries(case, path, "sponsors")
    for path, span in spans:
        if is_date(span.get("from")) and is_date(span.get("to")) and span["from"] > span["to"]:
            faults.add(path + ".to")

    for path, case in entries(document, "$", "cases"):
        # "`told_on`, `accepted_on` before `received_on`"
        later_act(path, case, "told_on", case, "received_on", faults)
        later_act(path, case, "accepted_on", case, "received_on", faults)
        # "`closed_on`, `resolved_on`, `replied_on`, `extension.approved_on` before `accepted_on` (or given without it)"
        later_act(path, case, "closed_on", case, "accepted_on", faults, without=True)
        later_act(path, case, "resolved_on", case, "accepted_on", faults, without=True)
        later_act(path, case, "replied_on", case, "accepted_on", faults, without=True)
        extension = case.get("extension")
        later_act(path + ".extension", extension, "approved_on", case, "accepted_on", faults, without=True)
        # "`returned_on` before `resolved_on` (or given without it)"
        later_act(path, case, "returned_on", case, "resolved_on", faults, without=True)
        for inner, escalation in entries(case, path, "escalations"):
            # "`opinion.on` before the escalation's `on`"
            later_act(inner + ".opinion", escalation.get("opinion"), "on", escalation, "on", faults)
            # "`ordered_on`, `follow_up.assigned_on` before `opinion.on` (or given without it)". No opinion: no
            # `opinion.on`. An opinion that is no object is unusable: not judged.
            opinion = escalation.get("opinion", {})
            if isinstance(opinion, dict):
                later_act(inner, escalation, "ordered_on", opinion, "on", faults, without=True)
                follow_up = escalation.get("follow_up")
                later_act(inner + ".follow_up", follow_up, "assigned_on", opinion, "on", faults, without=True)

    for path, letter in entries(document, "$", "letters"):
        # "a letter's `read_on`, `replied_on` before its `received_on`"
        later_act(path, letter, "read_on", letter, "received_on", faults)
        later_act(path, letter, "replied_on", letter, "received_on", faults)

    for path, inspection in entries(document, "$", "inspections"):
        for inner, finding in entries(inspection, path, "findings"):
            # "`sanctioned_on` before `confirmed_on`"
            later_act(inner, finding, "sanctioned_on", finding, "confirmed_on", faults)

    for path, visit in entries(document, "$", "visits"):
        # "status: … cancelled (then cancelled_on is required …)"
        if visit.get("status") == "cancelled" and "cancelled_on" not in visit:
            faults.add(path + ".cancelled_on")
        # "`cancelled_on` on a visit that is not cancelled". A status that is no status says neither.
        if visit.get("status") in ("planned", "held") and "cancelled_on" in visit:
            faults.add(path + ".cancelled_on")


def judge_repetitions(document, faults):
    """S2: "a day both in `holidays` and `workdays` (path of the `workdays` entry); the same case twice …"."""
    calendar = document.get("calendar")
    if isinstance(calendar, dict):
        off = calendar.get("holidays")
        worked = calendar.get("workdays")
        if isinstance(off, list) and isinstance(worked, list):
            for index, day in enumerate(worked):
                if is_date(day) and day in off:
                    faults.add(f"$.calendar.workdays[{index}]")
    for path, visit in entries(document, "$", "visits"):
        for key in ("cases", "leaders"):
            seen = set()
            if isinstance(visit.get(key), list):
                for index, item in enumerate(visit[key]):
                    if isinstance(item, str):
                        if item in seen:
                            faults.add(f"{path}.{key}[{index}]")
                        seen.add(item)
    for path, inspection in entries(document, "$", "inspections"):
        seen = set()
        for inner, finding in entries(inspection, path, "findings"):
            official, kind = finding.get("official"), finding.get("kind")
            if isinstance(official, str) and kind in FINDING_KINDS:
                if (official, kind) in seen:
                    faults.add(inner)
                seen.add((official, kind))


def judge_tree(document, faults):
    """S2: "not exactly one provincial_department (`$.organizations`); parents that make no tree rooted there …"."""
    organizations = entries(document, "$", "organizations")
    roots = 0
    first_with_id = {}
    for _, organization in organizations:
        if organization.get("kind") == "provincial_department":
            roots += 1
        if isinstance(organization.get("id"), str):
            first_with_id.setdefault(organization["id"], organization)
    if roots != 1:
        faults.add("$.organizations")
    # "(each `.parent` that is missing, on the root, or on a circle)"
    for path, organization in organizations:
        kind = organization.get("kind")
        if kind == "provincial_department":
            if "parent" in organization:
                faults.add(path + ".parent")
        elif kind in ORGANIZATION_KINDS and "parent" not in organization:
            # Of an organization whose kind is unusable nobody knows whether it should be the root: not judged.
            faults.add(path + ".parent")
        here = organization
        for _ in organizations:
            parent = here.get("parent")
            here = first_with_id.get(parent) if isinstance(parent, str) else None
            if here is None:
                break
            if here["id"] == organization.get("id"):  # By id: a later entry with a used id stands for it as well.
                faults.add(path + ".parent")
                break


# ---------------------------------------------------------------------------------------------------------------------
# Days (S1)
# ---------------------------------------------------------------------------------------------------------------------


@cache
def china(year):
    return holidays.China(years=year, observed=True)


def plus_months(day, months):
    """S1: "the same day number `n` months later in one step, or that month's last day where there is none"."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1
            if number == 0:
                raise


class Days:
    """Working days with the overrides of one document, remembering whether a provisional day was asked for."""

    def __init__(self, calendar):
        self.off = set(calendar.get("holidays", []))
        self.worked = set(calendar.get("workdays", []))
        self.provisional = False

    def is_working(self, day):
        if day.isoformat() in self.off:  # "A facts document may override single days (`calendar`)"
            return False
        if day.isoformat() in self.worked:
            return True
        if day.year > LAST_OFFICIAL_YEAR:
            # "A finding is `"provisional": true` when computing its `due` … asked whether a day is a working day,
            # that day lies in a provisional year, and `calendar` does not name it."
            self.provisional = True
            # "weekends and the statutory festivals with their days in lieu, no make-up days"
            return day.weekday() < 5 and day not in china(day.year)
        # "Monday–Friday that is no day off by the State Council's yearly arrangement, or a make-up day of it"
        if day in china(day.year).weekend_workdays:
            return True
        return day.weekday() < 5 and day not in china(day.year)

    def moved(self, day):
        """S1: "where that day is no working day, the next working day"."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def working_days_from(self, day, count):
        """S1: "the n-th working day strictly after `d`"; "0 working days from `d` is `d`"."""
        while count > 0:
            day += timedelta(days=1)
            if self.is_working(day):
                count -= 1
        return day

    def days_from(self, day, count):
        """S1: "`d + n`; where that day is no working day, the next working day"; 0 is `d`, moved as well."""
        return self.moved(day + timedelta(days=count))

    def months_from(self, day, count):
        """S1: "`n` months from `d`", moved to a working day; 0 is `d`, moved as well."""
        return self.moved(plus_months(day, count))


# ---------------------------------------------------------------------------------------------------------------------
# The duties (S3, S4, S5)
# ---------------------------------------------------------------------------------------------------------------------


def day_of(holder, key):
    return date.fromisoformat(holder[key]) if key in holder else None


def covers(span, day):
    """`from`…`to` inclusive; "to absent = still in post"; for an organization "absent = unbounded"."""
    if "from" in span and day < date.fromisoformat(span["from"]):
        return False
    return not ("to" in span and day > date.fromisoformat(span["to"]))


class Evaluation:
    """The duties of one year on one document that has no faults."""

    def __init__(self, document, policy, year, as_of):
        self.document = document
        self.policy = policy
        self.year = year
        self.as_of = as_of
        self.first_day = date(year, 1, 1)
        self.last_day = date(year, 12, 31)
        self.organizations = {one["id"]: one for one in self.all("organizations")}
        self.officials = {one["id"]: one for one in self.all("officials")}
        self.found = []

    def all(self, collection):
        return self.document.get(collection, [])

    def findings(self):
        # S3: "Before the year's first day nothing of it is evaluated".
        if self.as_of < self.first_day:
            return []
        self.agreements()
        self.plans()
        self.principals()
        self.visits_of_officials()
        self.sponsored_cases()
        self.visits_of_units()
        self.shortlists()
        self.targets()
        self.notices()
        self.letters()
        self.cases()
        self.discoveries()
        self.escalations()
        self.inspections()
        self.bulletins()
        self.assessments()
        self.sanctions()
        # S3: "Findings are sorted by (duty, subject, period or "", due)." "text is compared by code point".
        return sorted(self.found, key=lambda one: (one["duty"], one["subject"], one["period"] or "", one["due"]))

    # -- what the duties have in common ------------------------------------------------------------------------------

    def department(self):
        for organization in self.all("organizations"):
            if organization["kind"] == "provincial_department":
                return organization["id"]
        raise AssertionError

    def is_direct_unit(self, organization):
        """S3: "*Direct unit* below = a division or institution whose parent is the provincial department."."""
        return organization["kind"] in ("division", "institution") and organization["parent"] == self.department()

    def is_cancelled(self, visit):
        """S2: "cancelled (then cancelled_on is required; on an earlier as_of it counts as planned)"."""
        return visit["status"] == "cancelled" and date.fromisoformat(visit["cancelled_on"]) <= self.as_of

    def add(self, duty, subject, period, due, status, need, have, completed_on, evidence, provisional=False):
        self.found.append(
            {
                "duty": duty,
                "article": ARTICLES[duty],
                "subject": subject,
                "period": period,
                "due": due.isoformat(),
                "status": status,
                "need": need,
                "have": have,
                "completed_on": completed_on.isoformat() if completed_on else None,
                "evidence": sorted(evidence),  # "`evidence` is sorted"
                "provisional": provisional,
            }
        )

    def count(self, duty, subject, period, start, end, need, events, exempt=False):
        """S3, "Count duty": `events` are (date, id, evidence)."""
        if need == 0:  # S6: "A duty whose `need` is 0 gives no finding."
            return
        if start > self.as_of:  # "A period that starts after as_of gives no finding."
            return
        # "take the qualifying events dated in `[s, min(e, as_of)]` by (date, id)"
        taken = sorted(one for one in events if start <= one[0] <= min(end, self.as_of))
        completed_on = None
        if len(taken) >= need:  # "`have ≥ need` → `met`, `completed_on` = date of the need-th"
            status = "met"
            completed_on = taken[need - 1][0]
        elif self.as_of <= end:  # "Else `completed_on` null and `pending` while as_of ≤ e, `breached` after."
            status = "pending"
        else:
            status = "breached"
        if exempt:  # "`exempt` (…; all other keys as if it did …)"
            status = "exempt"
        self.add(duty, subject, period, end, status, need, len(taken), completed_on, [one[2] for one in taken])

    def deadline(self, duty, subject, due, acts, period=None, provisional=False):
        """S3, "Deadline duty": `acts` are (date, id, evidence). Trigger and year are the caller's."""
        # "the act is the earliest qualifying one dated ≤ as_of (ties: smaller id)"
        done = sorted(one for one in acts if one[0] is not None and one[0] <= self.as_of)
        if done:
            status = "met" if done[0][0] <= due else "late"
            self.add(duty, subject, period, due, status, 1, 1, done[0][0], [done[0][2]], provisional)
        else:
            status = "pending" if self.as_of <= due else "breached"
            self.add(duty, subject, period, due, status, 1, 0, None, [], provisional)

    def state(self, duty, subject, due, holds):
        """S3, "State duty"."""
        if holds:
            self.add(duty, subject, None, due, "met", 1, 1, due, [subject])
        else:
            self.add(duty, subject, None, due, "breached", 1, 0, None, [])

    def triggered(self, trigger):
        """S3: "A duty whose trigger is dated after as_of gives no finding."; "belongs to `year` when …"."""
        return trigger is not None and trigger <= self.as_of and trigger.year == self.year

    def fixed(self, parameter, year):
        """S1: "a fixed date": "it is not moved when it is a day off"."""
        return date.fromisoformat(f"{year:04d}-{self.policy[parameter]}")

    def days(self):
        return Days(self.document.get("calendar", {}))

    # -- second chapter: agreements, plans, principals ----------------------------------------------------------------

    def agreements(self):
        period = str(self.year)
        # "`organization:ID`: each organization whose parent is the provincial department and whose kind is city_bureau,
        # prison_administration, rehab_administration, division or institution, existing on due"
        due = self.fixed("agreement.direct.due", self.year)
        kinds = ("city_bureau", "prison_administration", "rehab_administration", "division", "institution")
        for organization in self.all("organizations"):
            if organization["kind"] not in kinds or organization["parent"] != self.department():
                continue
            if not covers(organization, due):
                continue
            # "deadline: an agreement of the year, superior = the department, `signed_on`"
            acts = self.agreements_between(self.department(), organization["id"])
            self.deadline("agreement.direct", "organization:" + organization["id"], due, acts, period)

        # "each organization whose parent is a city_bureau, prison_administration or rehab_administration, kind not
        # judicial_office, existing on due"
        due = self.fixed("agreement.cascade.due", self.year)
        for organization in self.all("organizations"):
            if "parent" not in organization or organization["kind"] == "judicial_office":
                continue
            parent = self.organizations[organization["parent"]]
            if parent["kind"] not in ("city_bureau", "prison_administration", "rehab_administration"):
                continue
            if not covers(organization, due):
                continue
            # "deadline: an agreement of the year with superior = its parent"
            acts = self.agreements_between(parent["id"], organization["id"])
            self.deadline("agreement.cascade", "organization:" + organization["id"], due, acts, period)

    def agreements_between(self, superior, subordinate):
        acts = []
        for one in self.all("agreements"):
            if one["year"] == self.year and one["superior"] == superior and one["subordinate"] == subordinate:
                acts.append((day_of(one, "signed_on"), one["id"], "agreement:" + one["id"]))
        return acts

    def plans(self):
        # "each city_bureau, county_bureau, prison_administration, rehab_administration and direct unit, existing on
        # due"
        due = self.fixed("plan.filed.due", self.year)
        kinds = ("city_bureau", "county_bureau", "prison_administration", "rehab_administration")
        for organization in self.all("organizations"):
            if organization["kind"] not in kinds and not self.is_direct_unit(organization):
                continue
            if not covers(organization, due):
                continue
            # "deadline: a plan of the year, `filed_on`. due ■ 01-20. period = year"
            acts = []
            for one in self.all("plans"):
                if one["year"] == self.year and one["organization"] == organization["id"]:
                    acts.append((day_of(one, "filed_on"), one["id"], "plan:" + one["id"]))
            self.deadline("plan.filed", "organization:" + organization["id"], due, acts, str(self.year))

    PRINCIPAL_KINDS = (
        "provincial_department",
        "city_bureau",
        "county_bureau",
        "prison_administration",
        "rehab_administration",
    )

    def principals(self):
        # "existing on the day: as_of, or the year's last day if as_of is later"
        day = min(self.as_of, self.last_day)
        for organization in self.all("organizations"):
            if organization["kind"] not in self.PRINCIPAL_KINDS or not covers(organization, day):
                continue
            # "exactly one official holds a principal post there that day: `met`, else `breached`"
            holders = []
            for official in self.all("officials"):
                posts = [
                    post
                    for post in official.get("posts", [])
                    if post["organization"] == organization["id"] and post.get("principal", False) and covers(post, day)
                ]
                if posts:
                    holders.append("official:" + official["id"])
            # "`need` 1, `have` = how many, due = that day, completed_on null, evidence their `official:ID`s"
            status = "met" if len(holders) == 1 else "breached"
            subject = "organization:" + organization["id"]
            self.add("principal.one", subject, str(self.year), day, status, 1, len(holders), None, holders)

    # -- article seven ------------------------------------------------------------------------------------------------

    def binds(self, duty, post):
        if duty in ("visits.half_year", "sponsored.one"):
            # "officials: leadership in the provincial_department, or any post anywhere of rank 厅级"
            if post.get("leadership", False) and post["organization"] == self.department():
                return True
            return post["rank"] in ("department_chief", "department_deputy")
        # "officials: leadership in a city_bureau"
        kind = self.organizations[post["organization"]]["kind"]
        return post.get("leadership", False) and kind == "city_bureau"

    def holds_binding_post(self, duty, official, day):
        return any(self.binds(duty, post) and covers(post, day) for post in official.get("posts", []))

    def tenure(self, duty, official, start, end):
        """S3, "Tenure": None (no finding), "exempt" or "bound"."""
        posts = [post for post in official.get("posts", []) if self.binds(duty, post)]
        if not posts:  # "No day of the period in such a post → no finding."
            return None
        exemptions = official.get("exemptions", [])
        in_post = 0
        served = 0
        length = 0
        day = start
        while day <= end:
            length += 1
            if any(covers(post, day) for post in posts):
                in_post += 1
                # "the days of the period on which the official holds a post that the duty binds and is under no
                # exemption"
                if not any(covers(exemption, day) for exemption in exemptions):
                    served += 1
            day += timedelta(days=1)
        if in_post == 0:  # "No day of the period in such a post → no finding."
            return None
        # "generally days / length < `tenure.min_share`, compared exactly with the decimal as written"
        if Fraction(served, length) < Fraction(str(self.policy["tenure.min_share"])):
            return "exempt"
        return "bound"

    def periods(self, name):
        year = self.year
        if name == "half":
            return [
                (f"{year}H1", date(year, 1, 1), date(year, 6, 30)),
                (f"{year}H2", date(year, 7, 1), date(year, 12, 31)),
            ]
        if name == "quarter":
            return [
                (f"{year}Q1", date(year, 1, 1), date(year, 3, 31)),
                (f"{year}Q2", date(year, 4, 1), date(year, 6, 30)),
                (f"{year}Q3", date(year, 7, 1), date(year, 9, 30)),
                (f"{year}Q4", date(year, 10, 1), date(year, 12, 31)),
            ]
        return [(str(year), self.first_day, self.last_day)]

    def on_officials(self, duty, period_name, events_of):
        """A count duty on officials."""
        for official in self.all("officials"):
            events = events_of(duty, official)
            for period, start, end in self.periods(period_name):
                tenure = self.tenure(duty, official, start, end)
                if tenure is None:
                    continue
                need = self.policy[duty + ".need"]
                subject = "official:" + official["id"]
                self.count(duty, subject, period, start, end, need, events, exempt=tenure == "exempt")

    def visits_of_officials(self):
        self.on_officials("visits.half_year", "half", self.visits_that_count)  # "count ■ 1 visit each half-year"
        self.on_officials("visits.quarter", "quarter", self.visits_that_count)  # "count ■ 1 visit each quarter"

    def visits_that_count(self, duty, official):
        """S4: "A **visit counts** for an official … when it is held, `received` ≥ 1, the official is among its
        `leaders`, and on its date holds a post that the duty binds."
        """
        events = []
        for visit in self.all("visits"):
            if visit["status"] != "held" or visit.get("received", 0) < 1:
                continue
            if official["id"] not in visit.get("leaders", []):
                continue
            if not self.holds_binding_post(duty, official, day_of(visit, "date")):
                continue
            events.append((day_of(visit, "date"), visit["id"], "visit:" + visit["id"]))
        return events

    def sponsored_cases(self):
        self.on_officials("sponsored.one", "year", self.sponsored_that_count)  # "count ■ 1 sponsored case in the year"
        self.on_officials("sponsored.two", "year", self.sponsored_that_count)  # "count ■ 2 sponsored cases in the year"

    def sponsored_that_count(self, duty, official):
        """S4: "A **sponsored case counts** on `resolved_on`, …"."""
        events = []
        for case in self.all("cases"):
            resolved_on = day_of(case, "resolved_on")
            if resolved_on is None:
                continue
            # "when the official is a sponsor whose `from…to` covers that date" … "once a case"
            sponsored = False
            for sponsor in case.get("sponsors", []):
                if sponsor["official"] == official["id"] and covers(sponsor, resolved_on):
                    sponsored = True
            # "and who on that date holds a post that the duty binds"
            if not sponsored or not self.holds_binding_post(duty, official, resolved_on):
                continue
            # "not when `returned_on` is ≤ as_of and within 6 months of resolved_on (`returned_on ≤` same day number
            # 6 months later, month end as above, not moved)"
            returned_on = day_of(case, "returned_on")
            limit = plus_months(resolved_on, self.policy["sponsored.hold_months"])
            if returned_on is not None and returned_on <= self.as_of and returned_on <= limit:
                continue
            events.append((resolved_on, case["id"], "case:" + case["id"]))
        return events

    def visits_of_units(self):
        # "each prison_administration, rehab_administration and direct unit existing on the year's last day"
        for organization in self.all("organizations"):
            administration = organization["kind"] in ("prison_administration", "rehab_administration")
            if not administration and not self.is_direct_unit(organization):
                continue
            if not covers(organization, self.last_day):
                continue
            # "count ◇ 1 visit in the year with that `organization`, held, received ≥ 1, and a leader who on its date
            # has a post there with leadership or principal"
            events = []
            for visit in self.all("visits"):
                if visit["organization"] != organization["id"]:
                    continue
                if visit["status"] != "held" or visit.get("received", 0) < 1:
                    continue
                day = day_of(visit, "date")
                if any(self.leads(leader, [organization["id"]], day) for leader in visit.get("leaders", [])):
                    events.append((day, visit["id"], "visit:" + visit["id"]))
            subject = "organization:" + organization["id"]
            need = self.policy["visits.unit.need"]
            self.count("visits.unit", subject, str(self.year), self.first_day, self.last_day, need, events)

    def leads(self, official_id, organization_ids, day):
        """Whether the official holds on that day a leadership or principal post in one of the organizations."""
        for post in self.officials[official_id].get("posts", []):
            leading = post.get("leadership", False) or post.get("principal", False)
            if leading and post["organization"] in organization_ids and covers(post, day):
                return True
        return False

    # -- visits: shortlist, target, notice ---------------------------------------------------------------------------

    def shortlists(self):
        # "each visit not cancelled, mode with_case or appointment, with scheduled_on and ≥ 1 case, whose organization
        # is no direct unit"
        for visit in self.all("visits"):
            if self.is_cancelled(visit) or visit["mode"] not in ("with_case", "appointment"):
                continue
            if "scheduled_on" not in visit or not visit.get("cases", []):
                continue
            if self.is_direct_unit(self.organizations[visit["organization"]]):
                continue
            # "due = trigger = scheduled_on"
            due = day_of(visit, "scheduled_on")
            if not self.triggered(due):
                continue
            # "deadline: a shortlist of the visit's organization holding at least one of its cases"
            acts = []
            for one in self.all("shortlists"):
                if one["organization"] != visit["organization"]:
                    continue
                if any(case in visit["cases"] for case in one.get("cases", [])):
                    acts.append((day_of(one, "issued_on"), one["id"], "shortlist:" + one["id"]))
            self.deadline("shortlist.before_schedule", "visit:" + visit["id"], due, acts)

    def targets(self):
        # "each held visit whose organization is a direct unit"
        for visit in self.all("visits"):
            if visit["status"] != "held" or not self.is_direct_unit(self.organizations[visit["organization"]]):
                continue
            # "state: target_source is liaison or office_task. due = trigger = date"
            due = day_of(visit, "date")
            if self.triggered(due):
                holds = visit.get("target_source") in ("liaison", "office_task")
                self.state("target.by_liaison", "visit:" + visit["id"], due, holds)

    def notices(self):
        # "`visit:ID/case:ID`: each case of a visit not cancelled, mode with_case or appointment, with scheduled_on"
        for visit in self.all("visits"):
            if self.is_cancelled(visit) or visit["mode"] not in ("with_case", "appointment"):
                continue
            if not self.triggered(day_of(visit, "scheduled_on")):  # "trigger = scheduled_on"
                continue
            # "due ◇ = visit date − 1 day"
            due = day_of(visit, "date") - timedelta(days=self.policy["notice.before_visit.days"])
            for case in visit.get("cases", []):
                # "deadline: a notice for that visit and case"
                acts = []
                for one in self.all("notices"):
                    if one["visit"] == visit["id"] and one["case"] == case:
                        acts.append((day_of(one, "sent_on"), one["id"], "notice:" + one["id"]))
                self.deadline("notice.before_visit", f"visit:{visit['id']}/case:{case}", due, acts)

    # -- letters -----------------------------------------------------------------------------------------------------

    def letters(self):
        for letter in self.all("letters"):
            received_on = day_of(letter, "received_on")
            if not self.triggered(received_on):  # "trigger = received_on"
                continue
            subject = "letter:" + letter["id"]
            # "deadline: read_on. due ◇ 5 working days from received_on"
            days = self.days()
            due = days.working_days_from(received_on, self.policy["letter.read.working_days"])
            acts = [(day_of(letter, "read_on"), letter["id"], subject)]
            self.deadline("letter.read", subject, due, acts, provisional=days.provisional)
            # "deadline: replied_on. due ◇ 15 days from received_on"
            days = self.days()
            due = days.days_from(received_on, self.policy["letter.reply.days"])
            acts = [(day_of(letter, "replied_on"), letter["id"], subject)]
            self.deadline("letter.reply", subject, due, acts, provisional=days.provisional)

    # -- cases ---------------------------------------------------------------------------------------------------------

    def cases(self):
        for case in self.all("cases"):
            subject = "case:" + case["id"]
            received_on = day_of(case, "received_on")
            accepted_on = day_of(case, "accepted_on")
            closed_on = day_of(case, "closed_on")

            if self.triggered(received_on):
                # "deadline: told_on. due ■ 15 days from received_on; trigger = received_on"
                days = self.days()
                due = days.days_from(received_on, self.policy["case.told.days"])
                acts = [(day_of(case, "told_on"), case["id"], subject)]
                self.deadline("case.told", subject, due, acts, provisional=days.provisional)

            if self.triggered(accepted_on) and "visit" in case:
                # "each case with `visit` and accepted_on, whatever its path": "deadline: closed_on. due: section 5"
                days = self.days()
                due = self.limit_of_article_17(case, days)
                acts = [(closed_on, case["id"], subject)]
                self.deadline("case.limit", subject, due, acts, provisional=days.provisional)
                # "each case with `visit`, accepted_on and handling deferred": "deadline: replied_on. due and trigger as
                # `case.limit`"
                if case.get("handling") == "deferred":
                    acts = [(day_of(case, "replied_on"), case["id"], subject)]
                    self.deadline("case.deferred_reply", subject, due, acts, provisional=days.provisional)

            if self.triggered(accepted_on) and case.get("path", "petition") == "petition":
                # "each case with accepted_on, path petition": "deadline: closed_on"
                days = self.days()
                due = self.statutory_limit(case, days)
                acts = [(closed_on, case["id"], subject)]
                self.deadline("case.statutory_limit", subject, due, acts, provisional=days.provisional)

            if self.triggered(closed_on):
                # "state: disposition is not empty; due = trigger = closed_on"
                self.state("case.disposition", subject, closed_on, case.get("disposition", []) != [])

    def limit_of_grade(self, grade, accepted_on, days):
        """S5: "simple: 5 working days; general: 1 month; major: 2 months, from `accepted_on`"."""
        if grade == "simple":
            return days.working_days_from(accepted_on, self.policy["case.limit.simple_working_days"])
        if grade == "general":
            return days.months_from(accepted_on, self.policy["case.limit.general_months"])
        return days.months_from(accepted_on, self.policy["case.limit.major_months"])

    def limit_of_article_17(self, case, days):
        accepted_on = day_of(case, "accepted_on")
        closed_on = day_of(case, "closed_on")
        # "Grades dated after as_of, or after closed_on, are ignored."
        grades = []
        for grade in case.get("grades", []):
            on = day_of(grade, "on")
            if on <= self.as_of and (closed_on is None or on <= closed_on):
                grades.append((on, grade["grade"]))
        # "A case is of the latest grade dated on or before `accepted_on` (ties: later in the list), and general if
        # there is none: `due` is the limit of that grade."
        present, present_on = "general", None
        for on, grade in grades:
            if on <= accepted_on and (present_on is None or on >= present_on):
                present, present_on = grade, on
        due = self.limit_of_grade(present, accepted_on, days)
        # "Then each grade dated after acceptance, by (date, list order)" (the sort is stable)
        for on, grade in sorted((one for one in grades if one[0] > accepted_on), key=lambda one: one[0]):
            # "if its date ≤ the present `due`, then `due = max(limit of the new grade from accepted_on, its date moved
            # to a working day)`; otherwise it changes nothing"
            if on <= due:
                due = max(self.limit_of_grade(grade, accepted_on, days), days.moved(on))
        return due

    def statutory_limit(self, case, days):
        accepted_on = day_of(case, "accepted_on")
        # "due ■ 60 days from accepted_on"
        length = self.policy["case.statutory_limit.days"]
        due = days.days_from(accepted_on, length)
        # "with an `extension` approved on or before that due and ≤ as_of: accepted_on + 60 + min(days, 30), moved once
        # to a working day"
        if "extension" in case:
            approved_on = day_of(case["extension"], "approved_on")
            if approved_on <= due and approved_on <= self.as_of:
                longer = min(case["extension"]["days"], self.policy["case.statutory_limit.max_extension_days"])
                due = days.days_from(accepted_on, length + longer)
        return due

    # -- discoveries -------------------------------------------------------------------------------------------------

    def discoveries(self):
        for discovery in self.all("discoveries"):
            found_on = day_of(discovery, "found_on")
            if not self.triggered(found_on):  # "trigger = found_on"
                continue
            subject = "discovery:" + discovery["id"]
            if discovery["kind"] == "emerging":
                duty = "emerging.notify"
                # "the first day by which a department and a responsible_unit have both been notified"
                first = {}
                for notified in discovery.get("notified", []):
                    on = day_of(notified, "on")
                    first[notified["role"]] = min(first.get(notified["role"], on), on)
                act = max(first.values()) if len(first) == 2 else None
            elif discovery["kind"] == "hot":
                duty = "hot.report"
                # "deadline: reported_on, counts only with proposal true"
                act = day_of(discovery, "reported_on") if discovery.get("proposal", False) else None
            else:
                duty = "major.report"
                act = day_of(discovery, "reported_on")
            # "due ◇ 3 working days", "10 working days", "1 working day from found_on"
            days = self.days()
            due = days.working_days_from(found_on, self.policy[duty + ".working_days"])
            acts = [(act, discovery["id"], subject)]
            self.deadline(duty, subject, due, acts, provisional=days.provisional)

    # -- escalations -------------------------------------------------------------------------------------------------

    def organization_and_above(self, organization_id):
        chain = [organization_id]
        while "parent" in self.organizations[chain[-1]]:
            chain.append(self.organizations[chain[-1]]["parent"])
        return chain

    def escalations(self):
        for case in self.all("cases"):
            chain = self.organization_and_above(case["organization"])
            for escalation in case.get("escalations", []):
                self.escalation(case, escalation, chain)

    def escalation(self, case, escalation, chain):
        subject = f"case:{case['id']}/escalation:{escalation['id']}"
        evidence = "case:" + case["id"]  # "where the act is a field of the subject itself: `case:ID`, …"
        on = day_of(escalation, "on")

        if self.triggered(on):
            # "deadline: earliest held visit, in any mode, received ≥ 1, dated ≥ the escalation, listing the case, with
            # a leader who on its date holds a leadership or principal post in the case's organization or one above it"
            acts = []
            for visit in self.all("visits"):
                day = day_of(visit, "date")
                if visit["status"] != "held" or visit.get("received", 0) < 1 or day < on:
                    continue
                if case["id"] not in visit.get("cases", []):
                    continue
                if any(self.leads(leader, chain, day) for leader in visit.get("leaders", [])):
                    acts.append((day, visit["id"], "visit:" + visit["id"]))
            days = self.days()
            due = days.working_days_from(on, self.policy["escalated.appointment.working_days"])
            self.deadline("escalated.appointment", subject, due, acts, provisional=days.provisional)

        # "deadline: opinion.on, counts only if approved_by holds on that day such a post"
        opinion = escalation.get("opinion")
        opinion_on = None
        if opinion is not None and self.leads(opinion["approved_by"], chain, day_of(opinion, "on")):
            opinion_on = day_of(opinion, "on")

        if self.triggered(on):
            days = self.days()
            due = days.working_days_from(on, self.policy["escalated.opinion.working_days"])
            acts = [(opinion_on, case["id"], evidence)]
            self.deadline("escalated.opinion", subject, due, acts, provisional=days.provisional)

        # "with a counting opinion, justified true": "deadline: ordered_on. due ◇ 1 working day from opinion.on;
        # trigger = opinion.on"
        if self.triggered(opinion_on) and opinion["justified"]:
            days = self.days()
            due = days.working_days_from(opinion_on, self.policy["escalated.order.working_days"])
            acts = [(day_of(escalation, "ordered_on"), case["id"], evidence)]
            self.deadline("escalated.order", subject, due, acts, provisional=days.provisional)

        # "likewise, justified false": "deadline: follow_up.assigned_on. due ◇ 3 working days from opinion.on"
        if self.triggered(opinion_on) and not opinion["justified"]:
            days = self.days()
            due = days.working_days_from(opinion_on, self.policy["escalated.follow_up.working_days"])
            acts = [(day_of(escalation.get("follow_up", {}), "assigned_on"), case["id"], evidence)]
            self.deadline("escalated.follow_up", subject, due, acts, provisional=days.provisional)

    # -- fourth chapter: inspections, bulletins, assessments, sanctions ------------------------------------------------

    def inspections(self):
        # "`organization:` office": "count ◇ 1 inspection of that kind (`on`) in the year. period = year"
        for kind in ("regular", "random"):
            duty = "inspection." + kind
            events = []
            for one in self.all("inspections"):
                if one["kind"] == kind:
                    events.append((day_of(one, "on"), one["id"], "inspection:" + one["id"]))
            subject = "organization:" + self.document["office"]
            need = self.policy[duty + ".need"]
            self.count(duty, subject, str(self.year), self.first_day, self.last_day, need, events)

    def bulletins(self):
        for half, start, end in self.periods("half"):
            if start > self.as_of:  # "given once the half has started"
                continue
            # "due ◇ 31 days after the half's last day, not moved"
            due = end + timedelta(days=self.policy["bulletin.half_year.days"])
            # "deadline: a bulletin for that half, issued_on"
            acts = []
            for one in self.all("bulletins"):
                if one["half"] == half:
                    acts.append((day_of(one, "issued_on"), one["id"], "bulletin:" + one["id"]))
            self.deadline("bulletin.half_year", "organization:" + self.document["office"], due, acts, half)

    def assessments(self):
        # "due ◇ 03-31 of the next year"
        due = self.fixed("assessment.year.due", self.year + 1)
        # "kinds of `principal.one`, existing on the year's last day"
        for organization in self.all("organizations"):
            if organization["kind"] not in self.PRINCIPAL_KINDS or not covers(organization, self.last_day):
                continue
            # "deadline: an assessment of the year"
            acts = []
            for one in self.all("assessments"):
                if one["year"] == self.year and one["organization"] == organization["id"]:
                    acts.append((day_of(one, "completed_on"), one["id"], "assessment:" + one["id"]))
            self.deadline("assessment.year", "organization:" + organization["id"], due, acts, str(self.year))

    def sanctions(self):
        # "`inspection:ID/official:ID/KIND`: each inspection finding"
        for inspection in self.all("inspections"):
            for finding in inspection.get("findings", []):
                confirmed_on = day_of(finding, "confirmed_on")
                if not self.triggered(confirmed_on):  # "trigger = confirmed_on"
                    continue
                # "counts only when the sanction fits: perfunctory, unresolved → criticism or accountability;
                # harmful_escalation → accountability"
                fitting = {
                    "perfunctory": ("criticism", "accountability"),
                    "unresolved": ("criticism", "accountability"),
                    "harmful_escalation": ("accountability",),
                }[finding["kind"]]
                act = day_of(finding, "sanctioned_on") if finding.get("sanction") in fitting else None
                # "due ◇ 30 days from confirmed_on"
                days = self.days()
                due = days.days_from(confirmed_on, self.policy["sanction.days"])
                subject = f"inspection:{inspection['id']}/official:{finding['official']}/{finding['kind']}"
                acts = [(act, inspection["id"], "inspection:" + inspection["id"])]
                self.deadline("sanction", subject, due, acts, provisional=days.provisional)
