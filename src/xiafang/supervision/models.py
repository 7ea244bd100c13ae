"""Agreements, plans, inspections, findings, sanctions, bulletins, assessments, and what was done to them.

A record is written once. What was wrong is voided with a reason and kept, and entered anew; triggers hold even the
owner of the tables to that (ADR 0035). Ids are made in the application (ADR 0015).
"""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from xiafang.organizations.models import Official, Organization
from xiafang.supervision.kinds import Act, Fault, InspectionKind, RecordKind, SanctionKind
from xiafang.supervision.querysets import EventQuerySet, RecordQuerySet

VALID = Q(voided_at=None)


def _kept() -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.ReadOnly(name="only_voided", exclude=["voided_at", "void_reason"]),
        pgtrigger.Protect(
            name="voided_for_good", operation=pgtrigger.Update, condition=pgtrigger.Q(old__voided_at__isnull=False)
        ),
        pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
    ]


def _voided_with_reason() -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(voided_at=None, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
        name="%(app_label)s_%(class)s_voided_with_reason",
    )


def _year() -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(year__range=(2000, 2099)), name="%(app_label)s_%(class)s_year")


class Record(models.Model):
    """What every record has; one that is voided counts for nothing and stays to be seen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)
    void_reason = models.CharField("作废原因", max_length=200, blank=True, default="", editable=False)

    class Meta:
        abstract = True
        constraints = [_voided_with_reason()]
        triggers = _kept()


class Agreement(Record):
    """A responsibility agreement of a year between two levels (信访工作目标管理责任书, 第六条)."""

    year = models.PositiveSmallIntegerField("年度")
    superior = models.ForeignKey(Organization, models.PROTECT, related_name="agreements_below", verbose_name="上级机构")
    subordinate = models.ForeignKey(
        Organization, models.PROTECT, related_name="agreements_above", verbose_name="下级机构"
    )
    signed_on = models.DateField("签订日期")
    note = models.CharField("备注", max_length=500, blank=True, default="")

    objects = RecordQuerySet["Agreement"].as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "目标管理责任书"
        ordering = ["-year", "signed_on", "id"]
        indexes = [models.Index(fields=["year", "superior"], name="supervision_agreement_year")]
        constraints = [
            *Record.Meta.constraints,
            _year(),
            models.CheckConstraint(condition=~Q(superior=F("subordinate")), name="supervision_agreement_two_sides"),
            models.UniqueConstraint(
                fields=["year", "subordinate", "superior"], condition=VALID, name="supervision_agreement_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.superior}与{self.subordinate}{self.year}年度责任书"


class Plan(Record):
    """A year's visiting plan filed for the record (第六条第3款). An amended one is filed anew; the earliest counts."""

    year = models.PositiveSmallIntegerField("年度")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="plans", verbose_name="机构")
    filed_on = models.DateField("报备日期")
    title = models.CharField("名称", max_length=200)
    version = models.PositiveSmallIntegerField("版本", default=1)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="所修订的计划"
    )
    amended_because = models.CharField("修订原因", max_length=200, blank=True, default="")

    objects = RecordQuerySet["Plan"].as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "工作计划"
        ordering = ["-year", "version", "id"]
        constraints = [
            *Record.Meta.constraints,
            _year(),
            models.CheckConstraint(
                condition=Q(replaces=None, amended_because="")
                | (Q(replaces__isnull=False, version__gt=1) & ~Q(amended_because="")),
                name="supervision_plan_amended_because",
            ),
            models.UniqueConstraint(fields=["year", "organization", "version"], name="supervision_plan_version"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}{self.year}年度计划（第{self.version}版）"


class Inspection(Record):
    """A regular or random inspection of an organization's visits by the leading group's office (第十九条)."""

    kind = models.CharField("类别", max_length=10, choices=InspectionKind.choices)
    on = models.DateField("抽查日期")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="inspections", verbose_name="被抽查机构"
    )
    scope = models.TextField("抽查范围")

    objects = RecordQuerySet["Inspection"].as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "抽查"
        ordering = ["-on", "id"]
        indexes = [models.Index(fields=["on", "kind"], name="supervision_inspection_on")]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=InspectionKind.values), name="supervision_inspection_kind"),
            models.UniqueConstraint(
                fields=["organization", "on", "kind"], condition=VALID, name="supervision_inspection_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}对{self.organization}的{self.get_kind_display()}"


class InspectionFinding(Record):
    """A fault of a leader that an inspection confirmed (第二十条).

    `organization` is where the official was in post on the day of the inspection: it says who may see the finding.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings", verbose_name="抽查")
    official = models.ForeignKey(Official, models.PROTECT, related_name="inspection_findings", verbose_name="干部")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="inspection_findings", verbose_name="任职机构"
    )
    kind = models.CharField("问题类别", max_length=20, choices=Fault.choices)
    confirmed_on = models.DateField("认定日期")
    evidence = models.TextField("事实和证据")

    objects = RecordQuerySet["InspectionFinding"].as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "抽查认定"
        ordering = ["-confirmed_on", "id"]
        indexes = [models.Index(fields=["confirmed_on"], name="supervision_finding_confirmed")]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=Fault.values), name="supervision_finding_kind"),
            models.UniqueConstraint(
                fields=["inspection", "official", "kind"], condition=VALID, name="supervision_finding_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official}{self.get_kind_display()}"


class Sanction(Record):
    """What was done about a confirmed fault: criticism, or accountability (第二十条)."""

    finding = models.ForeignKey(InspectionFinding, models.PROTECT, related_name="sanctions", verbose_name="抽查认定")
    kind = models.CharField("处理方式", max_length=20, choices=SanctionKind.choices)
    sanctioned_on = models.DateField("处理日期")
    note = models.CharField("文号或说明", max_length=500, blank=True, default="")

    objects = RecordQuerySet["Sanction"].as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "抽查处理"
        ordering = ["sanctioned_on", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=SanctionKind.values), name="supervision_sanction_kind"),
            models.UniqueConstraint(fields=["finding", "kind"], condition=VALID, name="supervision_sanction_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sanctioned_on}{self.get_kind_display()}"


class Bulletin(Record):
    """The bulletin on a half-year's inspections (抽查通报, 第十九条); supplements to it are bulletins too."""

    half = models.CharField("半年", max_length=6)
    issued_on = models.DateField("印发日期")
    number = models.CharField("文号", max_length=50)

    objects = RecordQuerySet["Bulletin"].as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "抽查通报"
        ordering = ["-half", "issued_on", "id"]
        indexes = [models.Index(fields=["half", "issued_on"], name="supervision_bulletin_half")]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(half__regex=r"^20\d\dH[12]$"), name="supervision_bulletin_half_form"),
            models.UniqueConstraint(fields=["number"], condition=VALID, name="supervision_bulletin_number"),
        ]

    def __str__(self) -> str:
        return self.number


class Assessment(Record):
    """The yearly assessment of a leading body (履职尽责管理考核, 第二十条)."""

    year = models.PositiveSmallIntegerField("年度")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="assessments", verbose_name="机构")
    completed_on = models.DateField("完成日期")
    note = models.CharField("备注", max_length=500, blank=True, default="")

    objects = RecordQuerySet["Assessment"].as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "履职尽责考核"
        ordering = ["-year", "completed_on", "id"]
        constraints = [
            *Record.Meta.constraints,
            _year(),
            models.UniqueConstraint(
                fields=["year", "organization"], condition=VALID, name="supervision_assessment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}{self.year}年度考核"


class Event(models.Model):
    """What somebody did to a record: appended, never changed; seen by whoever sees the record.

    `digest` is the SHA-256 of its canonical form (events.py). Without `user` it was done on the
    console.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField("记录类别", max_length=20, choices=RecordKind.choices)
    subject = models.UUIDField("记录")
    act = models.CharField("行为", max_length=20, choices=Act.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="录入人"
    )
    deed_on = models.DateField("行为日期")
    entered_at = models.DateTimeField("录入时间")
    said = models.TextField("内容")
    facts = models.JSONField("细节")
    digest = models.CharField("摘要", max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "经过"
        ordering = ["entered_at", "act", "id"]
        indexes = [models.Index("entered_at", name="supervision_event_entered")]
        constraints = [
            models.CheckConstraint(condition=Q(about__in=RecordKind.values), name="supervision_event_about"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="supervision_event_digest"),
            models.UniqueConstraint(fields=["subject", "act"], name="supervision_event_once"),
        ]

    def __str__(self) -> str:
        return self.said

    @property
    def entered_on(self) -> date:
        """Return the day of entry."""
        return timezone.localdate(self.entered_at)

    @property
    def days_between(self) -> int:
        """Return how many days after the deed it was entered: 0 on the day, more when back-dated."""
        return (self.entered_on - self.deed_on).days
