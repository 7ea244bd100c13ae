"""The rows of the duty ledger."""

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from xiafang.promises.querysets import PromiseQuerySet
from xiafang.regulation.findings import Status
from xiafang.regulation.promise import Promise, status_on
from xiafang.regulation.registry import DUTIES


class Row(models.Model):
    """One promise: a duty, its subject and, where it has one, its period.

    There is no status: it follows from the day on which the row is read (`status_on`). `organization` is the unit on
    whose board the row stands, `official` the person who owes it, `matter` the matter it is about. `root` is the id the
    subject begins with: by it the rows of a matter, a visit, an official are found when something happens to them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField("年度")
    duty = models.CharField("职责", max_length=40)
    subject = models.CharField("对象", max_length=200)
    root = models.UUIDField("对象编号", editable=False)
    period = models.CharField("期间", max_length=6, blank=True, default="")
    begins = models.DateField("自", null=True, blank=True)
    due = models.DateField("期限")
    exempt = models.BooleanField("免计", default=False)
    need = models.PositiveIntegerField("应办")
    have = models.PositiveIntegerField("已办")
    completed_on = models.DateField("完成日期", null=True, blank=True)
    evidence = ArrayField(models.CharField(max_length=200), verbose_name="依据", default=list)
    provisional = models.BooleanField("暂定", default=False)

    organization = models.ForeignKey("organizations.Organization", models.CASCADE, related_name="+", null=True)
    official = models.ForeignKey("organizations.Official", models.CASCADE, related_name="+", null=True)
    matter = models.UUIDField("信访事项", null=True, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "职责台账"
        constraints = [
            models.UniqueConstraint(fields=["duty", "subject", "period", "year"], name="promises_row_once"),
            models.CheckConstraint(
                condition=Q(completed_on=None) | Q(have__gte=F("need")) | Q(exempt=True), name="promises_row_completed"
            ),
        ]
        indexes = [
            models.Index("organization", "year", "due", name="promises_row_organization"),
            models.Index("official", "year", "due", name="promises_row_official"),
            models.Index("root", name="promises_row_root"),
            models.Index("matter", name="promises_row_matter", condition=Q(matter__isnull=False)),
            models.Index("due", name="promises_row_open", condition=Q(completed_on=None, exempt=False)),
            models.Index("year", "due", "id", name="promises_row_due"),
            models.Index(
                "organization", "year", "due", name="promises_row_undone", condition=Q(completed_on=None, exempt=False)
            ),
            models.Index(
                "organization",
                "year",
                "due",
                name="promises_row_rare",
                condition=Q(exempt=True) | Q(completed_on__gt=F("due")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.subject} {self.period}".strip()

    @property
    def promise(self) -> Promise:
        """The row as the regulation knows it."""
        duty = DUTIES[self.duty]
        return Promise(
            self.duty,
            duty.article,
            self.subject,
            self.period or None,
            self.begins,
            self.due,
            duty.way,
            self.exempt,
            self.need,
            self.have,
            self.completed_on,
            tuple(self.evidence),
            self.provisional,
        )

    def status_on(self, day: date) -> Status | None:
        """Return the status at the end of `day`, None while the period has not begun."""
        return status_on(self.promise, day)


class Basis(models.Model):
    """The policy pack that the ledger was made by, one row: another pack asks for the ledger to be made anew."""

    only = models.BooleanField(primary_key=True, default=True)
    pack = models.CharField("参数包", max_length=255)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "台账所据参数包"
        constraints = [models.CheckConstraint(condition=Q(only=True), name="promises_basis_one_row")]

    def __str__(self) -> str:
        return self.pack
