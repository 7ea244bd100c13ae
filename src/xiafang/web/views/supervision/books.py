"""The five books of 督查考核: what each holds, and which duties of the regulation stand on it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from xiafang.regulation.outline import NUMBERS
from xiafang.supervision import owed
from xiafang.supervision.models import Agreement, Assessment, Bulletin, Inspection, Plan, Record


@dataclass(frozen=True)
class Book:
    """Records of one kind. `unit` is the way to the organization a record is about, `day` the day of the deed."""

    slug: str
    label: str
    icon: str
    model: type[Record]
    article: int
    duties: tuple[str, ...]
    day: str
    unit: str = "organization"
    year: str = "year"
    order: tuple[str, ...] = ()
    related: tuple[str, ...] = ("organization",)
    owe: str = ""  # what a unit owes, as in 应签
    done: str = ""
    missing: str = ""  # what to say of a unit without one
    checklist: bool = False

    @property
    def article_number(self) -> str:
        """Return the number of the article as it is written: 六, 十九."""
        return NUMBERS[self.article - 1].removeprefix("第").removesuffix("条")

    @property
    def href(self) -> str:
        """Return the address of the list."""
        return reverse(f"supervision-{self.slug}")

    def one(self, row: Record) -> str:
        """Return the address of a record."""
        return reverse(f"supervision-{self.slug}-one", args=[row.pk])

    @property
    def records(self) -> Any:
        """Return the manager of the records."""
        return self.model._default_manager


AGREEMENTS = Book(
    "agreements",
    "目标管理责任书",
    "agreement",
    Agreement,
    6,
    owed.AGREEMENTS,
    "signed_on",
    unit="subordinate",
    order=("subordinate__ordinal", "subordinate__name", "pk"),
    related=("subordinate", "superior"),
    owe="应签",
    done="已签",
    missing="未签",
    checklist=True,
)
PLANS = Book(
    "plans",
    "工作计划报备",
    "documents",
    Plan,
    6,
    owed.PLANS,
    "filed_on",
    order=("organization__ordinal", "organization__name", "version", "pk"),
    owe="应报",
    done="已报",
    missing="未报",
    checklist=True,
)
INSPECTIONS = Book(
    "inspections",
    "抽查",
    "supervision",
    Inspection,
    19,
    owed.INSPECTIONS,
    "on",
    year="on__year",
    order=("-on", "pk"),
)
BULLETINS = Book(
    "bulletins",
    "抽查通报",
    "bulletin",
    Bulletin,
    19,
    owed.BULLETINS,
    "issued_on",
    unit="",
    year="half__startswith",
    order=("-issued_on", "pk"),
    related=(),
)
ASSESSMENTS = Book(
    "assessments",
    "履职尽责考核",
    "assessment",
    Assessment,
    20,
    owed.ASSESSMENTS,
    "completed_on",
    order=("organization__ordinal", "organization__name", "pk"),
    owe="应考核",
    done="已考核",
    missing="未考核",
    checklist=True,
)
BOOKS = (AGREEMENTS, PLANS, INSPECTIONS, BULLETINS, ASSESSMENTS)
