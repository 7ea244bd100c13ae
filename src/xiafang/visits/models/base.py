"""What the rows of visits have in common."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

VALID = Q(voided_at=None)


def coded(label: str, choices: type[models.TextChoices], **more: Any) -> "models.CharField[Any, Any]":
    """Return a field that holds a code of `choices`."""
    return models.CharField(label, max_length=24, choices=choices.choices, **more)


def among(name: str, field: str, choices: type[models.TextChoices], *, blank: bool = False) -> models.CheckConstraint:
    """Return the constraint that a field holds a code of `choices`."""
    values = [*choices.values, ""] if blank else choices.values
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=f"visits_{name}_{field}")


def not_before(name: str, later: str, earlier: str) -> models.CheckConstraint:
    """Return the constraint that `later`, if there is one, is not before `earlier`."""
    return models.CheckConstraint(
        condition=Q(**{later: None}) | Q(**{f"{later}__gte": F(earlier)}), name=f"visits_{name}_{later}_order"
    )


def official(label: str) -> "models.ForeignKey[Any, Any]":
    """Return a reference to an official."""
    return models.ForeignKey("organizations.Official", models.PROTECT, related_name="+", verbose_name=label)


def unit(label: str) -> "models.ForeignKey[Any, Any]":
    """Return a reference to an organization."""
    return models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+", verbose_name=label)


def user(label: str) -> "models.ForeignKey[Any, Any]":
    """Return a reference to an account; none where it was done on the console."""
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label, editable=False
    )


class Recorded(models.Model):
    """What is recorded, by whom and when; voided with a reason by two people when it was wrong, and kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recorder = user("录入人")
    recorded_at = models.DateTimeField("录入时间", editable=False)
    void_reason = models.CharField("作废原因", max_length=200, blank=True, default="", editable=False)
    void_asked_by = user("提请作废人")
    void_asked_at = models.DateTimeField("提请作废时间", null=True, blank=True, editable=False)
    voided_by = user("复核作废人")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(void_asked_at=None, void_asked_by=None, void_reason="", voided_at=None, voided_by=None)
                | (Q(void_asked_at__isnull=False) & ~Q(void_reason="")),
                name="%(app_label)s_%(class)s_void_asked",
            ),
            models.CheckConstraint(
                condition=Q(voided_by=None) | Q(void_asked_by=None) | ~Q(voided_by=F("void_asked_by")),
                name="%(app_label)s_%(class)s_void_two_people",
            ),
        ]


class Followed(Recorded):
    """What has a history of its own; `version` counts the steps, so that nobody overwrites unseen."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Recorded.Meta):
        abstract = True
