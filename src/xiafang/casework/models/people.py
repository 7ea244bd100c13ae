"""The people in a matter: who petitions, whom it is about, who must not touch it, which leaders it concerns."""

import uuid

from django.db import models
from django.db.models import Q

from xiafang.casework.models.matter import Item, Matter

MOST_REPRESENTATIVES = 5  # 条例第二十条第三款


class Petitioner(models.Model):
    """Who raises the matter, person or organization; a representative has a place from 1 to 5 in a joint item."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="petitioners")
    item = models.ForeignKey(Item, models.PROTECT, related_name="petitioners", verbose_name="信访件")
    name = models.CharField("姓名或名称", max_length=100, blank=True, default="")
    organization = models.BooleanField("法人或其他组织", default=False)
    representative = models.PositiveSmallIntegerField("代表人序号", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "信访人"
        indexes = [models.Index("name", name="casework_petitioner_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(representative=None) | Q(representative__range=(1, MOST_REPRESENTATIVES)),
                name="casework_petitioner_representatives",
            ),
            models.UniqueConstraint(fields=["item", "representative"], name="casework_petitioner_representative"),
        ]

    def __str__(self) -> str:
        return self.name or "（匿名）"


class Personal(models.Model):
    """Personal data of a petitioner, apart from everything else; read and written by personal.py alone."""

    petitioner = models.OneToOneField(Petitioner, models.PROTECT, primary_key=True, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    id_number = models.CharField("证件号码", max_length=40, blank=True, default="")
    phone = models.CharField("电话", max_length=40, blank=True, default="")
    address = models.CharField("住址", max_length=200, blank=True, default="")
    bank_account = models.CharField("银行账号", max_length=60, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "个人信息"

    def __str__(self) -> str:
        return "个人信息"


class Accusation(models.Model):
    """Whom the matter is about: an official, a unit, or both. Hidden from them (条例第三十条第三款)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="accusations")
    official = models.ForeignKey("organizations.Official", models.PROTECT, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "被反映对象"
        constraints = [
            models.CheckConstraint(
                condition=Q(official__isnull=False) | Q(organization__isnull=False), name="casework_accusation_whom"
            ),
            models.UniqueConstraint(
                fields=["matter", "official", "organization"], nulls_distinct=False, name="casework_accusation_once"
            ),
        ]

    def __str__(self) -> str:
        return " ".join(str(who) for who in (self.organization, self.official) if who)


class Recusal(models.Model):
    """A request that somebody withdraw from the matter (回避), and what was decided on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="recusals")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="回避人")
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    asked_on = models.DateField("提出日期")
    reason = models.TextField("理由")
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField("决定日期", null=True, blank=True)
    granted = models.BooleanField("准予", null=True, blank=True)
    ground = models.TextField("决定理由", blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on=None, granted=None) | Q(decided_on__isnull=False, granted__isnull=False),
                name="casework_recusal_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} 回避"


class Involvement(models.Model):
    """A leader whom the matter concerns, and why: from here leaders get their sight of it.

    Casework writes it for escalations, visits for leaders who receive the petitioner (`source` is the visit then);
    sponsors are read from `Sponsorship`. See sight.py.
    """

    class Ground(models.TextChoices):
        """Why."""

        ESCALATION = "escalation", "约访和审定处理意见"
        VISIT = "visit", "下访接待"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="involvements")
    official = models.ForeignKey("organizations.Official", models.PROTECT, related_name="+")
    ground = models.CharField("缘由", max_length=12, choices=Ground.choices)
    source = models.UUIDField("来源")
    ended_on = models.DateField("止于", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "相关领导"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "official", "ground", "source"], name="casework_involvement_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official} {self.get_ground_display()}"
