"""The code sets of supervision; those of the regulation's facts are coded as there."""

from django.db import models


class InspectionKind(models.TextChoices):
    """Whether an inspection was foreseen (第十九条)."""

    REGULAR = "regular", "定期抽查"
    RANDOM = "random", "不定期抽查"


class Fault(models.TextChoices):
    """What a leader is found to have done wrong (第二十条)."""

    PERFUNCTORY = "perfunctory", "不认真接待群众"
    UNRESOLVED = "unresolved", "只接待不依法解决问题"
    HARMFUL_ESCALATION = "harmful_escalation", "引发进京赴省访造成不良影响"


class SanctionKind(models.TextChoices):
    """What was done about it (第二十条)."""

    CRITICISM = "criticism", "通报批评"
    ACCOUNTABILITY = "accountability", "追究责任"


class RecordKind(models.TextChoices):
    """What an event is about: the name of the record's model."""

    AGREEMENT = "agreement", "目标管理责任书"
    PLAN = "plan", "工作计划"
    INSPECTION = "inspection", "抽查"
    FINDING = "inspectionfinding", "抽查认定"
    SANCTION = "sanction", "抽查处理"
    BULLETIN = "bulletin", "抽查通报"
    ASSESSMENT = "assessment", "履职尽责考核"


class Act(models.TextChoices):
    """What was done to a record."""

    ENTERED = "entered", "登记"
    VOIDED = "voided", "作废"
