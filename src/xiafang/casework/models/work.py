"""The work on a matter: grades, proposals, extension, sponsors, escalations, handlers and transfers."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from xiafang.casework.codes import DeclineReason, EscalationKind, Grade, ProposalKind
from xiafang.casework.models.matter import Matter, among, coded, not_before


def _user(label: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


def _official(label: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("organizations.Official", models.PROTECT, related_name="+", verbose_name=label)


def _unit(label: str, *, null: bool = False) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=null, blank=null, related_name="+", verbose_name=label
    )


class Proposal(models.Model):
    """What one person proposes and another confirms or refuses: a regrade, not to accept, a void registration."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="proposals")
    kind = coded("事项", ProposalKind)
    grade = coded("拟改等级", Grade, blank=True, default="")
    decline_reason = coded("不予受理原因", DeclineReason, blank=True, default="")
    right_organ = models.CharField("应向何机关提出", max_length=200, blank=True, default="")
    reason = models.TextField("理由")
    proposed_by = _user("提出人")
    proposed_on = models.DateField("提出日期")
    decided_by = _user("复核人")
    decided_on = models.DateField("复核日期", null=True, blank=True)
    confirmed = models.BooleanField("同意", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提请"
        constraints = [
            among("proposal", "kind", ProposalKind),
            not_before("proposal", "decided_on", "proposed_on", needs=True),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="casework_proposal_two_people"
            ),
            models.UniqueConstraint(
                fields=["matter", "kind"], condition=Q(decided_on=None), name="casework_proposal_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.reason[:20]}"


class Grading(models.Model):
    """The grade of the matter from a day; the later row counts when two are of one day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="gradings")
    ordinal = models.PositiveSmallIntegerField()
    grade = coded("等级", Grade)
    on = models.DateField("自")
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "定级"
        ordering = ["ordinal"]
        constraints = [
            among("grading", "grade", Grade),
            models.UniqueConstraint(fields=["matter", "ordinal"], name="casework_grading_ordinal"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_grade_display()}"


class Extension(models.Model):
    """The statutory limit extended, once and by at most thirty days, by the organ's head (条例第三十四条)."""

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="extension")
    approved_on = models.DateField("批准日期")
    approved_by = _official("批准人")
    days = models.PositiveSmallIntegerField("延长天数")
    reason = models.TextField("理由")

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        constraints = [models.CheckConstraint(condition=Q(days__range=(1, 30)), name="casework_extension_days")]

    def __str__(self) -> str:
        return f"延长 {self.days} 日"


class Sponsorship(models.Model):
    """A leader who answers for solving the matter (包案), both days included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="sponsorships")
    official = _official("包案领导")
    from_on = models.DateField("自")
    to_on = models.DateField("至", null=True, blank=True)
    crux = models.TextField("症结", blank=True, default="")
    plan = models.TextField("化解措施", blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "包案"
        ordering = ["from_on", "id"]
        constraints = [
            not_before("sponsorship", "to_on", "from_on", needs=True),
            models.UniqueConstraint(fields=["matter", "official", "from_on"], name="casework_sponsorship_once"),
        ]

    def __str__(self) -> str:
        return f"{self.official} 包案"


class Escalation(models.Model):
    """The petitioner went to Beijing or the province, or came as a group (第十八条), and what was done.

    Follow-up is help and explanation bound to the matter (释法明理、帮扶救助、心理疏导、法律援助), named and ended.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="escalations")
    kind = coded("类型", EscalationKind)
    on = models.DateField("日期")
    leader = _official("主管领导")
    ordered_on = models.DateField("责成日期", null=True, blank=True)
    ordered_unit = _unit("责成单位", null=True)
    follow_up_official = models.ForeignKey(
        "organizations.Official", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人员"
    )
    follow_up_on = models.DateField("落实日期", null=True, blank=True)
    follow_up_until = models.DateField("帮扶至", null=True, blank=True)
    help_offered = models.TextField("帮扶和解释工作", blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "进京赴省访、集体访"
        ordering = ["on", "id"]
        constraints = [
            among("escalation", "kind", EscalationKind),
            not_before("escalation", "ordered_on", "on", needs=True),
            not_before("escalation", "follow_up_on", "on", needs=True),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class Opinion(models.Model):
    """The opinion that a leader examined in person (亲自审定); row security lets nobody else write it."""

    escalation = models.OneToOneField(Escalation, models.PROTECT, primary_key=True, related_name="opinion")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    approved_by = _official("审定人")
    on = models.DateField("审定日期")
    justified = models.BooleanField("诉求有理")
    text = models.TextField("处理意见")

    class Meta:
        verbose_name = verbose_name_plural = "处理意见"

    def __str__(self) -> str:
        return self.text[:30]


class Assignment(models.Model):
    """Somebody who handles the matter (承办人)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="assignments")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="承办人")
    from_on = models.DateField("自")
    to_on = models.DateField("至", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "承办"
        ordering = ["from_on", "id"]
        constraints = [
            not_before("assignment", "to_on", "from_on", needs=True),
            models.UniqueConstraint(
                fields=["matter", "user"], condition=Q(to_on=None), name="casework_assignment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} 承办"


class Transfer(models.Model):
    """The matter passed to another unit (转送、交办), a possible objection, and the decision on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="transfers")
    sender = _unit("转出单位")
    receiver = _unit("转入单位")
    on = models.DateField("转送日期")
    feedback_due = models.DateField("反馈期限", null=True, blank=True)  # 交办 (条例第二十二条)
    reason = models.TextField("依据和要求")
    taken_on = models.DateField("接收日期", null=True, blank=True)
    objected_on = models.DateField("异议日期", null=True, blank=True)
    objection = models.TextField("异议理由", blank=True, default="")
    decided_on = models.DateField("裁定日期", null=True, blank=True)
    owner = _unit("裁定责任单位", null=True)
    decision = models.TextField("裁定理由", blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "转送"
        ordering = ["on", "id"]
        constraints = [
            not_before("transfer", "taken_on", "on", needs=True),
            not_before("transfer", "objected_on", "on", needs=True),
            not_before("transfer", "decided_on", "objected_on", needs=True),
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="casework_transfer_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.sender} → {self.receiver}"
