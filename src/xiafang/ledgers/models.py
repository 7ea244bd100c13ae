"""The files that somebody brought to be imported, seen by whoever brought them alone, and what was done with them."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q


class Upload(models.Model):
    """A file kept for its preview; `answers` are those to its questions, `counts` what became of its rows once done.

    The file itself goes when it is done with; what was done stands in events for good.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="导入人")
    digest = models.CharField(max_length=64)
    filename = models.CharField("文件名", max_length=200)
    unit = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField("上传时间")
    answers = models.JSONField(default=dict)
    done_at = models.DateTimeField("导入时间", null=True)
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "台账导入"
        ordering = ["-uploaded_at", "id"]
        indexes = [models.Index("user", models.F("uploaded_at").desc(), name="ledgers_upload_user")]
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="ledgers_upload_digest"),
        ]

    def __str__(self) -> str:
        return self.filename


class Act(models.TextChoices):
    """What is done with a file."""

    BROUGHT = "brought", "上传台账"
    IMPORTED = "imported", "导入台账"
    CLEARED = "cleared", "删除台账文件"


class Event(models.Model):
    """That a file was brought, imported or cleared, for good; read by whoever did it and by the audit (ADR 0048).

    `file` is its digest, by which the steps that came out of it name their origin; `upload` is none for a file that
    was imported on the console. Nobody's user is the console's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    act = models.CharField("行为", max_length=10, choices=Act.choices)
    upload = models.UUIDField("上传", null=True)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="经办人")
    unit = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    filename = models.CharField("文件名", max_length=200)
    file = models.CharField("文件摘要", max_length=64)
    said = models.CharField("内容", max_length=200, blank=True)
    entered_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "台账导入经过"
        ordering = ["entered_at", "id"]
        indexes = [models.Index("entered_at", name="ledgers_event_entered")]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=Act.values), name="ledgers_event_act"),
            models.CheckConstraint(condition=Q(file__regex=r"^[0-9a-f]{64}$"), name="ledgers_event_file"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.filename}"
