"""What is kept of every step: papers and events."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from xiafang.casework.codes import PaperKind
from xiafang.casework.models.matter import Item, Matter, coded


class Paper(models.Model):
    """An uploaded paper (文书); the file itself lies under its digest (files.py) and is served to who sees this row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="papers")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="papers")
    kind = coded("文种", PaperKind)
    title = models.CharField("题名", max_length=200)
    number = models.CharField("文号", max_length=60, blank=True, default="")
    dated_on = models.DateField("成文日期")
    filename = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ["dated_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="casework_paper_sha256"),
        ]

    def __str__(self) -> str:
        return self.title


class Event(models.Model):
    """One act on a matter, for good: by whom, for whom, when done and when entered, on what ground, what was said.

    Neither changed nor removed by anybody (a trigger). `digest` is the SHA-256 of its canonical form (events.py);
    `origin` says where an imported step stood; `version` is the matter's after the act.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="events")
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

    class Meta:
        verbose_name = verbose_name_plural = "经过"
        ordering = ["version", "entered_at", "id"]
        indexes = [
            models.Index("matter", "version", name="casework_event_matter"),
            models.Index("entered_at", name="casework_event_entered"),  # for the audit of all that was entered
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
