"""What is kept of visits: evidence and events."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from xiafang.visits.codes import EvidenceKind
from xiafang.visits.models.base import Recorded, among, coded
from xiafang.visits.models.letter import Letter
from xiafang.visits.models.shortlist import Shortlist
from xiafang.visits.models.visit import Visit
from xiafang.visits.querysets import EventQuerySet, OfVisitQuerySet


class Evidence(Recorded):
    """A photo or a signed sheet of a visit; the file lies under its digest and is served by evidence.serve alone."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="evidence", verbose_name="下访")
    matter = models.ForeignKey(
        "casework.Matter", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="信访事项"
    )
    kind = coded("类别", EvidenceKind)
    title = models.CharField("说明", max_length=200, blank=True, default="")
    filename = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField(max_length=64)

    objects = OfVisitQuerySet["Evidence"].as_manager()

    class Meta(Recorded.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ["recorded_at", "id"]
        constraints = [
            *Recorded.Meta.constraints,
            among("evidence", "kind", EvidenceKind),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="visits_evidence_sha256"),
        ]

    def __str__(self) -> str:
        return self.title or self.filename


class Event(models.Model):
    """One act on a visit, a shortlist or a letter, for good: by whom, for whom, when done and when entered.

    Neither changed nor removed by anybody (a trigger). What concerns one matter stands in an event of its own that
    names it, so that a matter somebody may not see does not show in the history. `digest` is the SHA-256 of the
    canonical form (events.py); `version` is the subject's after the act.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="events")
    shortlist = models.ForeignKey(Shortlist, models.PROTECT, null=True, related_name="events")
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="events")
    matter = models.ForeignKey("casework.Matter", models.PROTECT, null=True, related_name="+")
    act = models.CharField("行为", max_length=40)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    on_behalf_of = models.ForeignKey(
        "organizations.Official", models.PROTECT, null=True, related_name="+", verbose_name="代何人录入"
    )
    deed_on = models.DateField("行为日期")
    entered_at = models.DateTimeField("录入时间")
    cite = models.CharField("依据", max_length=100, blank=True)
    said = models.TextField("内容")
    told = models.TextField("告知信访人的内容", blank=True)
    facts = models.JSONField("细节", default=dict)
    origin = models.CharField("来源", max_length=300, blank=True)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "经过"
        ordering = ["version", "entered_at", "id"]
        indexes = [models.Index("entered_at", name="visits_event_entered")]  # for the audit of all that was entered
        constraints = [
            models.CheckConstraint(
                condition=Q(visit__isnull=False, shortlist=None, letter=None)
                | Q(visit=None, shortlist__isnull=False, letter=None)
                | Q(visit=None, shortlist=None, letter__isnull=False),
                name="visits_event_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deed_on} {self.said}"

    @property
    def entered_on(self) -> date:
        """The day of entry."""
        return timezone.localdate(self.entered_at)

    @property
    def days_between(self) -> int:
        """Days from the deed to its entry; 0 for a step of an imported ledger, which nobody entered late."""
        return 0 if self.origin else (self.entered_on - self.deed_on).days
