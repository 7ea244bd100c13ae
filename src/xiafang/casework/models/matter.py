"""Items, matters, their demands and their numbers."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from xiafang.casework import triggers
from xiafang.casework.codes import (
    Channel,
    DeclineReason,
    Disposition,
    Flag,
    Grade,
    Handling,
    Kind,
    Outcome,
    Path,
    Prominence,
    Purpose,
    State,
    Trait,
)
from xiafang.casework.life import OPEN
from xiafang.casework.querysets import MatterQuerySet


def coded(label: str, choices: type[models.TextChoices], **more: Any) -> "models.CharField[Any, Any]":
    """Return a field that holds a code of `choices`."""
    return models.CharField(label, max_length=24, choices=choices.choices, **more)


def several(label: str, choices: type[models.TextChoices]) -> "ArrayField[Any, Any]":
    """Return a field that holds any number of codes of `choices`."""
    return ArrayField(models.CharField(max_length=24, choices=choices.choices), verbose_name=label, default=list)


def among(name: str, field: str, choices: type[models.TextChoices], *, blank: bool = False) -> models.CheckConstraint:
    """Return the constraint that a field holds a code of `choices`."""
    values = [*choices.values, ""] if blank else choices.values
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=f"casework_{name}_{field}")


def not_before(name: str, later: str, earlier: str, *, needs: bool) -> models.CheckConstraint:
    """Return the constraint that `later` is not before `earlier`; with `needs` not without it either."""
    absent = Q(**{later: None}) if needs else Q(**{later: None}) | Q(**{earlier: None})
    return models.CheckConstraint(
        condition=absent | Q(**{f"{later}__gte": F(earlier)}), name=f"casework_{name}_{later}_order"
    )


def uuids(label: str) -> "ArrayField[Any, Any]":
    """Return a field of ids, empty at first."""
    return ArrayField(models.UUIDField(), verbose_name=label, editable=False, default=list)


class Numbering(models.Model):
    """How far the gapless numbers of a unit have come in a year; one row is locked while a number is given."""

    class Series(models.TextChoices):
        """What is numbered."""

        MATTER = "matter", "信访事项"
        ITEM = "item", "信访件"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    series = models.CharField(max_length=10, choices=Series.choices)
    year = models.PositiveSmallIntegerField()
    prefix = models.CharField(max_length=120)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号"
        constraints = [
            models.UniqueConstraint(fields=["organization", "series", "year"], name="casework_numbering_once"),
            models.UniqueConstraint(fields=["prefix", "series", "year"], name="casework_numbering_prefix"),
        ]
        triggers = triggers.NUMBERING

    def __str__(self) -> str:
        return f"{self.prefix}〔{self.year}〕{self.last}号"


class Matter(models.Model):
    """A matter (信访事项, the `case` of the regulation).

    `home`, `registering` and the number never change (a trigger refuses). `seen_by`, `worked_by` are who may read and
    who may change it, written by a trigger alone from the units, `senders`, `leaders` and `handlers`; `hidden_from` are
    the units and people it is about or who are recused (sight.py, ADR 0031). `version` counts the steps.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("编号", max_length=140, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    home = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+", editable=False)
    registering = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name="登记单位", editable=False
    )
    responsible = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="matters", verbose_name="责任单位"
    )
    state = coded("状态", State, default=State.RECEIVED)
    version = models.PositiveIntegerField(default=0, editable=False)

    kind = coded("类别", Kind)
    purpose = coded("信访目的", Purpose, blank=True, default="")
    topic = models.CharField("内容分类", max_length=4)
    external_topic = models.CharField("国家系统内容分类", max_length=12, blank=True, default="")
    external_number = models.CharField("国家系统编号", max_length=40, blank=True, default="")
    title = models.CharField("概况", max_length=200)
    summary = models.TextField("主要内容", blank=True, default="")
    place = models.CharField("问题属地代码", max_length=6, blank=True, default="")
    prominence = several("第八条六类", Prominence)
    traits = several("第三条特征", Trait)
    flags = several("标记", Flag)

    received_on = models.DateField("收到日期")
    told_on = models.DateField("书面告知日期", null=True, blank=True)
    supplement_asked_on = models.DateField("要求补正日期", null=True, blank=True)
    supplemented_on = models.DateField("补正日期", null=True, blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    visit = models.UUIDField("在哪次下访中受理", null=True, blank=True)
    path = coded("办理途径", Path, blank=True, default="")
    grade = coded("现等级", Grade, blank=True, default="")
    handling = coded("下访处理方式", Handling, blank=True, default="")
    replied_on = models.DateField("答复日期", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    disposition = several("四个到位", Disposition)
    resolved_on = models.DateField("化解日期", null=True, blank=True)
    returned_on = models.DateField("再访日期", null=True, blank=True)
    ended_on = models.DateField("不予受理、撤回、作废或并案日期", null=True, blank=True)
    decline_reason = coded("不予受理原因", DeclineReason, blank=True, default="")
    right_organ = models.CharField("应向何机关提出", max_length=200, blank=True, default="")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    senders = uuids("转送单位")
    leaders = uuids("包案和接访领导")
    handlers = uuids("承办人")
    hidden_from = uuids("不可见")
    seen_by = uuids("可见")
    worked_by = uuids("可办")
    # What it is found by (search.py); a trigger keeps its index in a column that only the database knows, search_words.
    search_text = models.TextField(editable=False, default="")

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "信访事项"
        indexes = [
            GinIndex(fields=["seen_by"], name="casework_matter_seen_by", fastupdate=False),
            models.Index(F("received_on").desc(), "id", name="casework_matter_received"),
            models.Index("responsible", F("received_on").desc(), "id", name="casework_matter_responsible"),
            models.Index("registering", F("received_on").desc(), "id", name="casework_matter_registering"),
            models.Index("home", F("received_on").desc(), "id", name="casework_matter_home"),
            models.Index("external_number", name="casework_matter_external", condition=~Q(external_number="")),
            models.Index(F("year").desc(), F("serial").desc(), "id", name="casework_matter_numbered"),
            models.Index("visit", name="casework_matter_visit", condition=Q(visit__isnull=False)),
            models.Index(
                F("received_on").desc(),
                "id",
                condition=Q(state__in=[str(state) for state in OPEN]),
                name="casework_matter_open",
            ),
        ]
        constraints = [
            among("matter", "state", State),
            among("matter", "kind", Kind),
            among("matter", "path", Path, blank=True),
            among("matter", "grade", Grade, blank=True),
            not_before("matter", "told_on", "received_on", needs=True),
            not_before("matter", "accepted_on", "received_on", needs=True),
            not_before("matter", "replied_on", "accepted_on", needs=True),
            not_before("matter", "closed_on", "accepted_on", needs=True),
            not_before("matter", "resolved_on", "accepted_on", needs=True),
            not_before("matter", "returned_on", "resolved_on", needs=True),
        ]
        triggers = triggers.MATTER

    def __str__(self) -> str:
        return self.number


class Due(models.Model):
    """The limit that binds an open matter now: the earliest promise of the duty ledger that is not kept yet.

    Written by a trigger on the ledger alone (promises); a matter without a limit that runs has no row.
    """

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="due")
    due_on = models.DateField("期限")
    duty = models.CharField("职责", max_length=40)
    provisional = models.BooleanField("暂定", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "现行期限"
        indexes = [models.Index("due_on", "matter", name="casework_due_soonest")]

    def __str__(self) -> str:
        return f"{self.due_on} {self.duty}"


class Item(models.Model):
    """One registered contact (信访件): a letter, a visit, a call; repeated ones join one matter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="items", verbose_name="信访事项")
    number = models.CharField("信访件编号", max_length=140, unique=True, editable=False)
    query_code = models.CharField("查询码", max_length=12, unique=True, editable=False)
    channel = coded("信访形式", Channel)
    received_on = models.DateField("信访日期")
    registering = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("登记时间", editable=False)
    external_number = models.CharField("外部编号", max_length=40, blank=True, default="")
    people = models.PositiveIntegerField("信访人数", default=1)
    joint = models.BooleanField("联名", default=False)
    repeat_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeats")
    content = models.TextField("投诉内容", blank=True, default="")
    receipt = models.CharField("登记凭证", max_length=64, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "信访件"
        indexes = [models.Index("external_number", name="casework_item_external", condition=~Q(external_number=""))]
        constraints = [
            among("item", "channel", Channel),
            models.CheckConstraint(condition=Q(people__gte=1), name="casework_item_people"),
        ]

    def __str__(self) -> str:
        return self.number


class Demand(models.Model):
    """One demand (诉求) with its own answer and reasons; without all of them a matter is not closed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="demands", verbose_name="信访事项")
    ordinal = models.PositiveSmallIntegerField("序号")
    text = models.TextField("诉求")
    outcome = coded("处理结论", Outcome, blank=True, default="")
    answer = models.TextField("答复", blank=True, default="")
    basis = models.TextField("依据", blank=True, default="")
    answered_on = models.DateField("答复日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "诉求"
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "ordinal"], name="casework_demand_ordinal"),
            models.CheckConstraint(
                condition=Q(answered_on=None, outcome="", answer="")
                | (Q(answered_on__isnull=False, outcome__in=Outcome.values) & ~Q(answer="")),
                name="casework_demand_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:30]
