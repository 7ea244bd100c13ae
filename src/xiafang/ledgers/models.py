"""The files that somebody brought to be imported, and what became of them; seen by whoever brought them alone."""

import uuid

from django.db import models
from django.db.models import Q


class Upload(models.Model):
    """A file kept for its preview; `answers` are those to its questions, `counts` what became of its rows once done.

    Who imported what, when and out of which file stands here for good; the file itself goes when it is done with.
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
