"""The files that somebody brought to be imported, the work on them and on exports, and what was done with them."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5, Cast


class Upload(models.Model):
    """A file kept for its preview; `answers` are those to its questions, `counts` what became of its rows once done.

    `found` is what its rows would become, as they were `looked` at (the job that did); see preview.Preview. The file
    itself goes when it is done with; what was done stands in events for good.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="导入人")
    digest = models.CharField(max_length=64)
    filename = models.CharField("文件名", max_length=200)
    unit = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField("上传时间")
    answers = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    looked = models.UUIDField(null=True)
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


class Work(models.TextChoices):
    """What a job does."""

    LOOK = "look", "核对台账"
    CARRY = "carry", "导入台账"
    EXPORT = "export", "导出列表"


class Outcome(models.TextChoices):
    """How a job ended."""

    DONE = "done", "已完成"
    STOPPED = "stopped", "已停止"
    REFUSED = "refused", "不能办理"
    FAILED = "failed", "出错中止"


class Job(models.Model):
    """Work that somebody asked for and that is done beside the requests (ADR 0056).

    A job that has not ended is waiting or under way; whoever does it holds a lock on it (jobs.held). `rows` are those
    done with, `total` all of them where that is known. `asked` are the facts of an export, `said` why it waits or how
    it ended. Seen by whoever asked alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work = models.CharField(max_length=10, choices=Work.choices)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    upload = models.ForeignKey(Upload, models.CASCADE, null=True, related_name="jobs")
    asked = models.JSONField(default=dict)
    asked_at = models.DateTimeField("时间")
    tries = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    stop = models.BooleanField(default=False)
    said = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台办理"
        ordering = ["-asked_at", "id"]
        indexes = [
            models.Index("asked_at", "id", condition=Q(ended_at=None), name="ledgers_job_waiting"),
            models.Index("user", models.F("asked_at").desc(), name="ledgers_job_user"),
        ]
        constraints = [
            models.UniqueConstraint("upload", condition=Q(ended_at=None), name="ledgers_job_one_at_a_time"),
            models.UniqueConstraint(  # by a digest: what is asked for may be longer than an index takes
                "user",
                MD5(Cast("asked", models.TextField())),
                condition=Q(ended_at=None, upload=None),
                name="ledgers_job_export_once",
            ),
            models.CheckConstraint(condition=Q(work__in=Work.values), name="ledgers_job_work"),
            models.CheckConstraint(
                condition=Q(work=Work.EXPORT, upload=None) | Q(~Q(work=Work.EXPORT), upload__isnull=False),
                name="ledgers_job_upload",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="") | Q(ended_at__isnull=False, outcome__in=Outcome.values),
                name="ledgers_job_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.get_work_display()


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
