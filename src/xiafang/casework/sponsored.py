"""包案 as a ledger: where each sponsorship stands, and whether it counts toward the year's quota (办法第七条).

In SQL, so that a list can be narrowed by it; a test holds `counted` equal to what the regulation counts.
"""

from django.db import models
from django.db.models import (
    Case,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from xiafang.casework.models import Sponsorship
from xiafang.organizations.kinds import Kind, Rank
from xiafang.organizations.models import Post
from xiafang.regulation.policy import Parameter, Policy


class Standing(models.TextChoices):
    """Where a sponsorship stands."""

    ACTIVE = "active", "包案中"
    SOLVED = "solved", "已化解"
    BACK = "back", "化解后再访"
    ENDED = "ended", "已终止"


class Counts(models.TextChoices):
    """Whether a sponsorship counts, and if not why (第七条)."""

    COUNTED = "counted", "计入"
    UNSOLVED = "unsolved", "尚未化解"
    GIVEN_UP = "given_up", "未化解，包案已终止"
    NO_LONGER = "no_longer", "化解时已不包此案"
    CAME_BACK = "came_back", "化解后短期内再访"
    NO_QUOTA = "no_quota", "化解之日所任职务不计包案"


_OVER = Q(to_on__isnull=False) | Q(matter__ended_on__isnull=False)
_DURING = Q(matter__resolved_on__gte=F("from_on")) & (Q(to_on=None) | Q(matter__resolved_on__lte=F("to_on")))


def stood(rows: QuerySet[Sponsorship]) -> QuerySet[Sponsorship]:
    """Return `rows` with `standing`."""
    solved = Q(matter__resolved_on__isnull=False) & _DURING
    standing = Case(
        When(solved & Q(matter__returned_on__isnull=False), then=Value(Standing.BACK)),
        When(solved, then=Value(Standing.SOLVED)),
        When(_OVER, then=Value(Standing.ENDED)),
        default=Value(Standing.ACTIVE),
        output_field=models.CharField(),
    )
    return rows.annotate(standing=standing)


def counted(rows: QuerySet[Sponsorship], policy: Policy) -> QuerySet[Sponsorship]:
    """Return `rows` with `counts`, as the pack `policy` has it."""
    held_until = ExpressionWrapper(F("matter__resolved_on") + _held_for(policy), output_field=DateTimeField())
    counts = Case(
        When(Q(matter__resolved_on=None) & _OVER, then=Value(Counts.GIVEN_UP)),
        When(matter__resolved_on=None, then=Value(Counts.UNSOLVED)),
        When(~_DURING, then=Value(Counts.NO_LONGER)),
        When(~Exists(_binding_posts()), then=Value(Counts.NO_QUOTA)),
        When(Q(matter__returned_on__isnull=False, matter__returned_on__lte=held_until), then=Value(Counts.CAME_BACK)),
        default=Value(Counts.COUNTED),
        output_field=models.CharField(),
    )
    return rows.annotate(counts=counts)


def _held_for(policy: Policy) -> Case:
    """Return how long a solution must hold, by the year of the solution."""
    one: Parameter | None = policy.parameters["sponsored.hold_months"]
    whens = []
    while one is not None:
        months = Func(Value(0), Value(one.value), function="make_interval", output_field=DurationField())
        whens.append(When(matter__resolved_on__year__gte=max(one.first_year, 1), then=months))
        one = one.before
    return Case(*whens, output_field=DurationField())


def _binding_posts() -> QuerySet[Post]:
    """Return the posts on the day of the solution on which a quota of cases lies (第七条第1、2项)."""
    senior = Q(rank__in=[Rank.DEPARTMENT_CHIEF, Rank.DEPARTMENT_DEPUTY])
    led = Q(leadership=True, organization__kind__in=[Kind.PROVINCIAL_DEPARTMENT, Kind.CITY_BUREAU])
    day = OuterRef("matter__resolved_on")
    held = Q(from_on__lte=day) & (Q(to_on=None) | Q(to_on__gte=day))
    return Post.objects.filter(senior | led, held, official=OuterRef("official"))
