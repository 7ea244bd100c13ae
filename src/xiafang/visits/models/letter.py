"""Online letters to leaders (网上群众来信, 第十一条)."""

from django.db import models
from django.db.models import F, Q

from xiafang.visits.codes import Mailbox
from xiafang.visits.models.base import Followed, among, coded, not_before, official, unit
from xiafang.visits.querysets import LetterQuerySet


class Letter(Followed):
    """A letter to a leader, entered by a clerk; `organization` is where the leader was in post when it came in."""

    official = official("收信领导")
    organization = unit("领导所在机构")
    mailbox = coded("来源", Mailbox)
    received_on = models.DateField("收到日期")
    read_on = models.DateField("阅批日期", null=True, blank=True)
    replied_on = models.DateField("答复日期", null=True, blank=True)
    gist = models.TextField("来信要点")
    remark = models.TextField("阅批意见", blank=True, default="")
    reply = models.TextField("答复要点", blank=True, default="")

    objects = LetterQuerySet.as_manager()

    class Meta(Followed.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "网上来信"
        ordering = ["-received_on", "id"]
        indexes = [
            models.Index("official", F("received_on").desc(), name="visits_letter_official"),
            models.Index("organization", F("received_on").desc(), name="visits_letter_organization"),
        ]
        constraints = [
            *Followed.Meta.constraints,
            among("letter", "mailbox", Mailbox),
            not_before("letter", "read_on", "received_on"),
            not_before("letter", "replied_on", "received_on"),
            models.CheckConstraint(
                condition=Q(replied_on=None, reply="") | (Q(replied_on__isnull=False) & ~Q(reply="")),
                name="visits_letter_reply",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_on}来信"
