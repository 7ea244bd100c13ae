"""Shortlists: the petition office proposes, the leader decides (第十二条)."""

import uuid

from django.db import models
from django.db.models import F, Q

from xiafang.visits.codes import Decision
from xiafang.visits.models.base import Followed, among, coded, not_before, official, unit
from xiafang.visits.querysets import EntryQuerySet, ShortlistQuerySet


class Shortlist(Followed):
    """A list of prominent matters given to a leader to choose from (突出问题清单)."""

    organization = unit("提供清单的机构")
    official = official("领导")
    issued_on = models.DateField("提供日期")
    note = models.CharField("说明", max_length=500, blank=True, default="")

    objects = ShortlistQuerySet.as_manager()

    class Meta(Followed.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "突出问题清单"
        ordering = ["-issued_on", "id"]
        constraints = [*Followed.Meta.constraints]
        indexes = [
            models.Index("organization", F("issued_on").desc(), name="visits_shortlist_organization"),
            models.Index("official", F("issued_on").desc(), name="visits_shortlist_official"),
        ]

    def __str__(self) -> str:
        return f"{self.issued_on}提供给{self.official}的清单"


class Entry(models.Model):
    """A matter on a shortlist with the reason for proposing it, and what the leader decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shortlist = models.ForeignKey(Shortlist, models.PROTECT, related_name="entries", verbose_name="清单")
    matter = models.ForeignKey("casework.Matter", models.PROTECT, related_name="+", verbose_name="信访事项")
    ordinal = models.PositiveSmallIntegerField("序号")
    ground = models.CharField("推荐理由", max_length=500)
    issued_on = models.DateField(editable=False)  # the shortlist's, for the order of dates
    decision = coded("领导意见", Decision, blank=True, default="")
    decided_on = models.DateField("决定日期", null=True, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True, default="")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "清单事项"
        ordering = ["ordinal"]
        constraints = [
            among("entry", "decision", Decision, blank=True),
            not_before("entry", "decided_on", "issued_on"),
            models.CheckConstraint(
                condition=Q(decision="", decided_on=None)
                | (Q(decided_on__isnull=False) & (Q(decision=Decision.CHOSEN) | ~Q(reason="") & ~Q(decision=""))),
                name="visits_entry_decided",
            ),
            models.UniqueConstraint(fields=["shortlist", "matter"], name="visits_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}. {self.ground[:30]}"
