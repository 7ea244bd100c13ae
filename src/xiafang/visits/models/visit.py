"""Visits, the matters on them, notices beforehand, and what they brought to light."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from xiafang.casework.codes import Handling
from xiafang.visits import triggers
from xiafang.visits.codes import (
    DiscoveryKind,
    Format,
    Mode,
    NoticeChannel,
    NotifiedRole,
    Status,
    TargetSource,
)
from xiafang.visits.models.base import Followed, Recorded, among, coded, not_before, unit
from xiafang.visits.querysets import NotificationQuerySet, OfVisitQuerySet, VisitQuerySet


class Visit(Followed):
    """A visit of leaders to the people, planned or held.

    `leaders` and `accompanying` are ids of officials in their order, kept in the row because its sight depends on them;
    a trigger holds them to officials that exist, each once. `place` is a district and never a private address: where a
    visit went to the petitioner's home, `at_home` says just that.
    """

    organization = unit("下访机构")
    mode = coded("方式", Mode)
    format = coded("形式", Format, default=Format.SOLO)
    leaders = ArrayField(models.UUIDField(), verbose_name="接访领导", default=list)
    accompanying = ArrayField(models.UUIDField(), verbose_name="陪同负责人", default=list)
    date = models.DateField("下访日期")
    place = models.CharField("地点（县、乡镇）", max_length=100, blank=True, default="")
    at_home = models.BooleanField("在信访人住处", default=False)
    scheduled_on = models.DateField("确定日期之日", null=True, blank=True)
    status = coded("状态", Status, default=Status.PLANNED)
    cancelled_on = models.DateField("取消日期", null=True, blank=True)
    cancel_reason = models.CharField("取消原因", max_length=500, blank=True, default="")
    received = models.PositiveIntegerField("接待人次", default=0)
    groups = models.PositiveIntegerField("接待批次", default=0)
    target_source = coded("目标来源", TargetSource, blank=True, default="")
    tags = ArrayField(models.CharField(max_length=30), verbose_name="结合活动", default=list)

    objects = VisitQuerySet.as_manager()

    class Meta(Followed.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "下访"
        ordering = ["-date", "id"]
        indexes = [
            models.Index("organization", F("date").desc(), "id", name="visits_visit_organization"),
            models.Index(F("date").desc(), "id", name="visits_visit_date"),
            GinIndex(fields=["leaders"], name="visits_visit_leaders"),  # a leader has few; they are sorted by date
        ]
        constraints = [
            *Followed.Meta.constraints,
            among("visit", "mode", Mode),
            among("visit", "format", Format),
            among("visit", "status", Status),
            among("visit", "target_source", TargetSource, blank=True),
            not_before("visit", "date", "scheduled_on"),
            not_before("visit", "cancelled_on", "scheduled_on"),
            models.CheckConstraint(
                condition=Q(status=Status.CANCELLED, cancelled_on__isnull=False) & ~Q(cancel_reason="")
                | ~Q(status=Status.CANCELLED) & Q(cancelled_on=None, cancel_reason=""),
                name="visits_visit_cancelled",
            ),
            models.CheckConstraint(condition=~Q(leaders=[]), name="visits_visit_led"),
            models.CheckConstraint(
                condition=Q(status=Status.HELD) | Q(received=0, groups=0), name="visits_visit_received_when_held"
            ),
            models.CheckConstraint(condition=Q(groups__lte=F("received")), name="visits_visit_groups"),
        ]
        triggers = triggers.VISIT

    def __str__(self) -> str:
        return f"{self.date}{self.organization}{self.get_mode_display()}"


class VisitMatter(models.Model):
    """A matter on a visit; once it is held, what came of it (第十五条), or that the petitioner did not come."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="matters", verbose_name="下访")
    matter = models.ForeignKey("casework.Matter", models.PROTECT, related_name="+", verbose_name="信访事项")
    ordinal = models.PositiveSmallIntegerField("序号")
    absent = models.BooleanField("信访人未到", default=False)
    outcome = coded("处理方式", Handling, blank=True, default="")
    statement = models.TextField("信访人陈述", blank=True, default="")
    decided = models.TextField("现场处理意见", blank=True, default="")
    explained = models.TextField("解释和思想工作", blank=True, default="")
    to_study = models.TextField("需研究的问题", blank=True, default="")
    reply_by = models.DateField("答复期限", null=True, blank=True)

    objects = OfVisitQuerySet["VisitMatter"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接待事项"
        ordering = ["ordinal"]
        constraints = [
            among("visitmatter", "outcome", Handling, blank=True),
            models.CheckConstraint(condition=Q(absent=False) | Q(outcome=""), name="visits_visitmatter_absent"),
            models.CheckConstraint(
                condition=~Q(outcome=Handling.DEFERRED) | ~Q(to_study=""),
                name="visits_visitmatter_deferred",
            ),
            models.UniqueConstraint(fields=["visit", "matter"], name="visits_visitmatter_once"),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display() or "未接待"


class Notice(Recorded):
    """A petitioner told beforehand of a visit (事先告知, 第十三条)."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="notices", verbose_name="下访")
    matter = models.ForeignKey("casework.Matter", models.PROTECT, related_name="+", verbose_name="信访事项")
    sent_on = models.DateField("告知日期")
    channel = coded("告知方式", NoticeChannel)
    note = models.CharField("告知内容", max_length=500, blank=True, default="")

    objects = OfVisitQuerySet["Notice"].as_manager()

    class Meta(Recorded.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "事先告知"
        ordering = ["sent_on", "id"]
        constraints = [*Recorded.Meta.constraints, among("notice", "channel", NoticeChannel)]

    def __str__(self) -> str:
        return f"{self.sent_on}{self.get_channel_display()}告知"


class Discovery(Recorded):
    """What a visit brought to light, and what was done about it (第十六条); perhaps in one of its matters."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="discoveries", verbose_name="下访")
    matter = models.ForeignKey(
        "casework.Matter", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="信访事项"
    )
    kind = coded("类别", DiscoveryKind)
    found_on = models.DateField("发现日期")
    text = models.TextField("情况")
    reported_on = models.DateField("上报日期", null=True, blank=True)
    proposal = models.TextField("对策建议", blank=True, default="")
    # Whether there is one, for the duty ledger, which reads no text.
    proposed = models.GeneratedField(
        expression=models.ExpressionWrapper(~Q(proposal=""), models.BooleanField()),
        output_field=models.BooleanField("附对策建议"),
        db_persist=True,
    )

    objects = OfVisitQuerySet["Discovery"].as_manager()

    class Meta(Recorded.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "下访发现"
        ordering = ["-found_on", "id"]
        indexes = [models.Index("kind", F("found_on").desc(), name="visits_discovery_found")]
        constraints = [
            *Recorded.Meta.constraints,
            among("discovery", "kind", DiscoveryKind),
            not_before("discovery", "reported_on", "found_on"),
        ]

    def __str__(self) -> str:
        return f"{self.found_on}{self.get_kind_display()}"


class Notification(models.Model):
    """An organization told of an emerging problem, with the measures to take (通报, 第十六条)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    discovery = models.ForeignKey(Discovery, models.PROTECT, related_name="notified", verbose_name="下访发现")
    organization = unit("通报对象")
    role = coded("身份", NotifiedRole)
    on = models.DateField("通报日期")
    measures = models.TextField("化解措施", blank=True, default="")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通报"
        ordering = ["on", "id"]
        constraints = [
            among("notification", "role", NotifiedRole),
            models.UniqueConstraint(fields=["discovery", "organization", "role"], name="visits_notification_once"),
        ]

    def __str__(self) -> str:
        return f"{self.on}通报{self.organization}"
