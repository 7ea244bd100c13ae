"""Organizations, officials, their posts and absences, contact points, and days of the working calendar.

None of it is case data: everybody who is signed in may read it, and only system administrators change it, through the
acts. Ids are made in the application (ADR 0015). Days are included at both ends. Histories are kept by triggers.
"""

import uuid
from datetime import date

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from xiafang.organizations import triggers
from xiafang.organizations.kinds import Kind, Rank
from xiafang.organizations.querysets import (
    AbsenceQuerySet,
    ContactPointQuerySet,
    OfficialQuerySet,
    OrganizationQuerySet,
    PostQuerySet,
)


def _kept() -> tuple[pghistory.Tracker, ...]:
    """Return what history keeps; made anew for each model, because a tracker remembers the first one's fields."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()


def _from_to(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(from_on=None) | Q(to_on=None) | Q(to_on__gte=F("from_on")), name=f"organizations_{name}_from_to"
    )


@pghistory.track(*_kept(), exclude=["above"], append_only=True)
class Organization(models.Model):
    """An organ, division, institution or office of the system; unbounded where `from_on` or `to_on` is None.

    `above` is the way from the department down to the organization, itself included. A trigger keeps it; nobody writes
    it. "X is Y or below Y" is thus `Y = any(X.above)`, without walking the tree.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("简称", max_length=50, blank=True, default="")
    aliases = ArrayField(models.CharField(max_length=100), verbose_name="别名", blank=True, default=list)
    kind = models.CharField("类别", max_length=30, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级机构"
    )
    above = ArrayField(models.UUIDField(), editable=False, default=list)
    from_on = models.DateField("设立日期", null=True, blank=True)
    to_on = models.DateField("撤销日期", null=True, blank=True)
    division_code = models.CharField("行政区划代码", max_length=6, blank=True, default="")
    review_authority = models.CharField("复查机关", max_length=100, blank=True, default="")
    ordinal = models.PositiveIntegerField("排序", default=0)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "机构"
        ordering = ["ordinal", "name", "id"]
        indexes = [GinIndex(fields=["above"], name="organizations_above")]
        constraints = [
            _from_to("organization"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="organizations_organization_kind"),
            models.CheckConstraint(
                condition=Q(kind=Kind.PROVINCIAL_DEPARTMENT, parent=None)
                | (~Q(kind=Kind.PROVINCIAL_DEPARTMENT) & Q(parent__isnull=False)),
                name="organizations_organization_root",
            ),
            models.CheckConstraint(
                condition=Q(division_code="") | Q(division_code__regex=r"^\d{6}$"),
                name="organizations_organization_division_code",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind=Kind.PROVINCIAL_DEPARTMENT),
                name="organizations_organization_one_department",
            ),
            models.UniqueConstraint(
                fields=["parent", "name"], condition=Q(to_on=None), name="organizations_organization_name"
            ),
        ]
        triggers = triggers.TREE

    def __str__(self) -> str:
        return self.name

    def exists_on(self, day: date) -> bool:
        """Return whether it exists on `day`."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day <= self.to_on)


@pghistory.track(*_kept(), append_only=True)
class Official(models.Model):
    """A person in office."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("姓名", max_length=50)

    objects = OfficialQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "干部"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(*_kept(), append_only=True)
class Post(models.Model):
    """A post that an official holds; the portfolio is what the official answers for (分工)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    official = models.ForeignKey(Official, models.PROTECT, related_name="posts", verbose_name="干部")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="posts", verbose_name="机构")
    title = models.CharField("职务", max_length=100)
    rank = models.CharField("职级", max_length=20, choices=Rank.choices)
    leadership = models.BooleanField("领导班子成员", default=False)
    principal = models.BooleanField("主要负责人", default=False)
    portfolio = models.TextField("分工", blank=True, default="")
    from_on = models.DateField("任职日期")
    to_on = models.DateField("免职日期", null=True, blank=True)
    ordinal = models.PositiveIntegerField("排序", default=0)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["ordinal", "from_on", "id"]
        constraints = [
            _from_to("post"),
            models.CheckConstraint(condition=Q(rank__in=Rank.values), name="organizations_post_rank"),
            models.UniqueConstraint(
                fields=["official", "organization", "title", "from_on"], name="organizations_post_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official} {self.organization}{self.title}"


@pghistory.track(*_kept(), append_only=True)
class Absence(models.Model):
    """An approved absence: leave, study, secondment. It shortens the tenure that quotas are counted on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    official = models.ForeignKey(Official, models.PROTECT, related_name="absences", verbose_name="干部")
    from_on = models.DateField("自")
    to_on = models.DateField("至")
    reason = models.CharField("事由", max_length=200)
    approved_by = models.CharField("批准人或批准机关", max_length=100)
    approved_on = models.DateField("批准日期")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批准的离岗"
        ordering = ["from_on", "id"]
        constraints = [_from_to("absence")]

    def __str__(self) -> str:
        return f"{self.official} {self.from_on}至{self.to_on}"


@pghistory.track(*_kept(), append_only=True)
class ContactPoint(models.Model):
    """A grass-roots unit that an official keeps in touch with and may visit at any time (联系点, 第十条)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    official = models.ForeignKey(Official, models.PROTECT, related_name="contact_points", verbose_name="干部")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="contact_points", verbose_name="联系单位"
    )
    from_on = models.DateField("自")
    to_on = models.DateField("至", null=True, blank=True)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联系点"
        ordering = ["from_on", "id"]
        constraints = [
            _from_to("contact_point"),
            models.UniqueConstraint(
                fields=["official", "organization", "from_on"], name="organizations_contact_point_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official} → {self.organization}"


@pghistory.track(*_kept(), append_only=True)
class WorkCalendarDay(models.Model):
    """A day on which the office's calendar differs from the shipped table.

    Official days overrule the table and count as published. Provisional ones are shown and count in no deadline: a date
    must not move on a rumour.
    """

    class Change(models.TextChoices):
        """What the day is."""

        OFF = "off", "放假"
        WORKED = "worked", "上班"

    class Status(models.TextChoices):
        """Whether the arrangement is published."""

        OFFICIAL = "official", "正式"
        PROVISIONAL = "provisional", "暂定"

    day = models.DateField("日期", primary_key=True)
    change = models.CharField("安排", max_length=10, choices=Change.choices)
    status = models.CharField("状态", max_length=20, choices=Status.choices)
    ground = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(condition=Q(change__in=["off", "worked"]), name="organizations_calendar_change"),
            models.CheckConstraint(
                condition=Q(status__in=["official", "provisional"]), name="organizations_calendar_status"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_change_display()}"
