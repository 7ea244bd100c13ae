"""The facts document: what happened, as `xiafang check` reads it and the workplace writes it.

Shapes only; `reading` reports what is wrong with a document, with the path of each fault. Absent keys are None (or the
default): JSON's null is never accepted in their place.
"""

from datetime import date
from typing import Annotated, Literal

import msgspec

Day = date  # a visit has a field called `date`
Id = Annotated[str, msgspec.Meta(min_length=1)]
Count = Annotated[int, msgspec.Meta(ge=0)]
Year = Annotated[int, msgspec.Meta(ge=1, le=9998)]
Half = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{4}H[12]\Z")]

OrganizationKind = Literal[
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
Rank = Literal[
    "ministry",
    "department_chief",
    "department_deputy",
    "division_chief",
    "division_deputy",
    "section_chief",
    "section_deputy",
    "staff",
]
Grade = Literal["simple", "general", "major"]
Disposition = Literal["reasonable_resolved", "unreasonable_educated", "hardship_assisted", "unlawful_handled"]


class _Fact(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """A fact of the document; keys that are not declared are faults, and defaults need not be written."""


class Organization(_Fact, frozen=True):
    """An organ of the system; `from_day`…`to_day` is when it exists, both included, None unbounded."""

    id: Id
    name: str
    kind: OrganizationKind
    parent: str | None = None
    from_day: date | None = msgspec.field(name="from", default=None)
    to_day: date | None = msgspec.field(name="to", default=None)


class Post(_Fact, frozen=True):
    """A post held from `from_day` to `to_day`, both included; without `to_day` it is still held."""

    organization: str
    title: str
    rank: Rank
    from_day: date = msgspec.field(name="from")
    leadership: bool = False
    principal: bool = False
    to_day: date | None = msgspec.field(name="to", default=None)


class Exemption(_Fact, frozen=True):
    """An approved absence: leave, study, secondment."""

    from_day: date = msgspec.field(name="from")
    to_day: date = msgspec.field(name="to")
    reason: str


class Official(_Fact, frozen=True):
    """A person in office, with every post and approved absence."""

    id: Id
    name: str
    posts: list[Post] = []
    exemptions: list[Exemption] = []


class Agreement(_Fact, frozen=True):
    """A responsibility agreement of a year (目标管理责任书, 第六条)."""

    id: Id
    year: int
    superior: str
    subordinate: str
    signed_on: date


class Plan(_Fact, frozen=True):
    """A visiting plan filed for the record (第六条第3款)."""

    id: Id
    year: int
    organization: str
    filed_on: date


class Shortlist(_Fact, frozen=True):
    """A list of prominent matters given to leaders to choose from (第十二条)."""

    id: Id
    organization: str
    issued_on: date
    cases: list[str] = []


class Visit(_Fact, frozen=True):
    """A visit to the people (下访接待); a cancelled one counts as planned before `cancelled_on`."""

    id: Id
    organization: str
    mode: Literal["with_case", "appointment", "field", "contact_point"]
    date: Day
    status: Literal["planned", "held", "cancelled"]
    leaders: list[str] = []
    cancelled_on: Day | None = None
    scheduled_on: Day | None = None
    received: Count = 0
    cases: list[str] = []
    target_source: Literal["petition_office", "liaison", "office_task"] | None = None


class Notice(_Fact, frozen=True):
    """A petitioner told beforehand of a visit (第十三条)."""

    id: Id
    visit: str
    case: str
    sent_on: date


class Grading(_Fact, frozen=True):
    """A grade of 第十七条 given to a case on a day."""

    grade: Grade
    on: date


class Extension(_Fact, frozen=True):
    """An extension of the statutory limit (条例第三十四条), in days."""

    approved_on: date
    approved_by: str
    days: Count


class Sponsor(_Fact, frozen=True):
    """A leader who answers for solving a case (包案), both days included."""

    official: str
    from_day: date = msgspec.field(name="from")
    to_day: date | None = msgspec.field(name="to", default=None)


class Opinion(_Fact, frozen=True):
    """The opinion on an escalated case, examined by the leader in person (第十八条)."""

    approved_by: str
    on: date
    justified: bool


class FollowUp(_Fact, frozen=True):
    """The person who answers for help and explanation to the end (第十八条)."""

    official: str
    assigned_on: date


class Escalation(_Fact, frozen=True):
    """A visit to Beijing or to the province, or a group visit (第十八条)."""

    id: Id
    kind: Literal["beijing", "province", "group"]
    on: date
    opinion: Opinion | None = None
    ordered_on: date | None = None
    follow_up: FollowUp | None = None


class Case(_Fact, frozen=True):
    """A matter (信访事项); `organization` is the responsible unit, `visit` the visit in which it was accepted."""

    id: Id
    organization: str
    received_on: date
    told_on: date | None = None
    accepted_on: date | None = None
    visit: str | None = None
    path: Literal["petition", "other"] = "petition"
    grades: list[Grading] = []
    extension: Extension | None = None
    handling: Literal["on_the_spot", "explained", "deferred"] | None = None
    replied_on: date | None = None
    closed_on: date | None = None
    disposition: list[Disposition] = []
    resolved_on: date | None = None
    returned_on: date | None = None
    sponsors: list[Sponsor] = []
    escalations: list[Escalation] = []


class Notification(_Fact, frozen=True):
    """Somebody told of an emerging issue (第十六条)."""

    organization: str
    role: Literal["department", "responsible_unit"]
    on: date


class Discovery(_Fact, frozen=True):
    """What a visit brought to light (第十六条)."""

    id: Id
    visit: str
    kind: Literal["emerging", "hot", "major_case"]
    found_on: date
    notified: list[Notification] = []
    reported_on: date | None = None
    proposal: bool = False


class Letter(_Fact, frozen=True):
    """An online letter to a leader (第十一条)."""

    id: Id
    official: str
    received_on: date
    read_on: date | None = None
    replied_on: date | None = None


class InspectionFinding(_Fact, frozen=True):
    """A fault of a leader confirmed by an inspection, and its sanction (第二十条)."""

    official: str
    kind: Literal["perfunctory", "unresolved", "harmful_escalation"]
    confirmed_on: date
    sanction: Literal["criticism", "accountability"] | None = None
    sanctioned_on: date | None = None


class Inspection(_Fact, frozen=True):
    """A regular or random inspection (第十九条)."""

    id: Id
    kind: Literal["regular", "random"]
    on: date
    organization: str
    findings: list[InspectionFinding] = []


class Bulletin(_Fact, frozen=True):
    """The half-year bulletin on the inspections (第十九条)."""

    id: Id
    half: Half
    issued_on: date


class Assessment(_Fact, frozen=True):
    """The yearly assessment of a leading body (第二十条)."""

    id: Id
    year: int
    organization: str
    completed_on: date


class CalendarOverrides(_Fact, frozen=True):
    """Single days that the document declares off or worked."""

    holidays: list[date] = []
    workdays: list[date] = []


class Facts(_Fact, frozen=True):
    """The whole document; `office` is the organization that the leading group's office belongs to."""

    year: Year
    as_of: date
    office: str
    policy: str = "hubei-justice"
    calendar: CalendarOverrides = CalendarOverrides()
    organizations: list[Organization] = []
    officials: list[Official] = []
    agreements: list[Agreement] = []
    plans: list[Plan] = []
    shortlists: list[Shortlist] = []
    visits: list[Visit] = []
    notices: list[Notice] = []
    cases: list[Case] = []
    discoveries: list[Discovery] = []
    letters: list[Letter] = []
    inspections: list[Inspection] = []
    bulletins: list[Bulletin] = []
    assessments: list[Assessment] = []
