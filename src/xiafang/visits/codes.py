"""The code sets of visits, as they are stored; where the regulation's facts have a word for it, it is that word."""

from django.db import models


class Mode(models.TextChoices):
    """How a leader goes to the people (办法第九、十条)."""

    WITH_CASE = "with_case", "带案接访"
    APPOINTMENT = "appointment", "定时约访"
    FIELD = "field", "一线走访"
    CONTACT_POINT = "contact_point", "随时到联系点"


class Format(models.TextChoices):
    """Who goes (办法第十条)."""

    JOINT = "joint", "集中会办"
    GROUPED = "grouped", "分组下访"
    SOLO = "solo", "单独下访"


class Status(models.TextChoices):
    """Where a visit stands."""

    PLANNED = "planned", "已安排"
    HELD = "held", "已举行"
    CANCELLED = "cancelled", "已取消"


class TargetSource(models.TextChoices):
    """Where the target of a visit came from (办法第十二、十四条)."""

    PETITION_OFFICE = "petition_office", "信访部门提供"
    LIAISON = "liaison", "联络员提供"
    OFFICE_TASK = "office_task", "办公室安排"


class Decision(models.TextChoices):
    """What the leader decided on a matter of the shortlist (办法第十二条)."""

    CHOSEN = "chosen", "选定"
    DECLINED = "declined", "不选"
    DEFERRED = "deferred", "暂缓"


class NoticeChannel(models.TextChoices):
    """How the petitioner was told beforehand (办法第十三条)."""

    PHONE = "phone", "电话"
    MESSAGE = "message", "短信"
    POST = "post", "书面邮寄"
    IN_PERSON = "in_person", "当面"
    ONLINE = "online", "网上"


class DiscoveryKind(models.TextChoices):
    """What a visit brought to light (办法第十六条)."""

    EMERGING = "emerging", "苗头性、倾向性问题"
    HOT = "hot", "热点难点问题"
    MAJOR_CASE = "major_case", "重大疑难案件"


class NotifiedRole(models.TextChoices):
    """As what an organization was told of an emerging problem."""

    DEPARTMENT = "department", "相关部门"
    RESPONSIBLE_UNIT = "responsible_unit", "责任单位"


class EvidenceKind(models.TextChoices):
    """What a file shows."""

    PHOTO = "photo", "现场照片"
    SIGNED_SHEET = "signed_sheet", "签字的接谈登记表"
    OTHER = "other", "其他"


class Mailbox(models.TextChoices):
    """Where a letter to a leader came in (办法第十一条)."""

    SUNSHINE = "sunshine", "阳光信访平台"
    MAILBOX = "mailbox", "网上领导信箱"
    WECHAT = "wechat", "微信公众号"
