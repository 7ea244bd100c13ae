"""The code sets of the field, as they are stored; where the regulation's facts have a word for it, it is that word."""

from django.db import models


class Channel(models.TextChoices):
    """How an item came in (信访形式, 条例第十七条)."""

    LETTER = "letter", "来信"
    VISIT = "visit", "来访"
    CALL = "call", "来电"
    ONLINE = "online", "网上信访"
    FAX = "fax", "传真"
    HOTLINE = "hotline_12345", "12345热线转来"


class Kind(models.TextChoices):
    """What a matter asks (条例第二十九至三十一条)."""

    SUGGESTION = "suggestion", "意见建议"
    ACCUSATION = "accusation", "检举控告"
    APPEAL = "appeal", "申诉求决"


class Purpose(models.TextChoices):
    """What the petitioner is after (信访目的), as the national exchange has it."""

    SUGGESTION = "suggestion", "意见建议"
    APPEAL = "appeal", "申诉"
    DECISION = "decision", "求决"
    ACCUSATION = "accusation", "揭发控告"
    INQUIRY = "inquiry", "咨询"
    OTHER = "other", "其他"


class Path(models.TextChoices):
    """The six ways to handle an appeal (条例第三十一条)."""

    JUDICIAL = "judicial_procedure", "（一）诉讼程序"
    ARBITRATION = "arbitration", "（二）仲裁"
    PARTY_APPEAL = "party_appeal", "（三）党员、党组织申诉"
    ADMINISTRATIVE = "administrative_procedure", "（四）行政复议、裁决、确认、许可、处罚等行政程序"
    DUTY = "duty_performance", "（五）查处违法或者履行保护职责"
    PETITION = "petition_procedure", "（六）信访程序"


class Prominence(models.TextChoices):
    """The six kinds of matter that leaders go down for (办法第八条)."""

    HARD = "hard", "1. 重大疑难信访事项"
    EMERGING = "emerging", "2. 苗头性、倾向性问题或群体性事件"
    BACKLOG = "backlog", "3. 长期遗留的信访积案"
    ESCALATED = "escalated", "4. 进京赴省访、集体访"
    POLICY = "policy", "5. 涉及政策层面的突出问题"
    SUPPORT = "support", "6. 需要政策支持、法律服务的事项"


class Trait(models.TextChoices):
    """What makes a problem hard (办法第三条)."""

    COMPLEX = "complex", "情况复杂"
    PROTRACTED = "protracted", "久拖未决"
    NO_CLEAR_OWNER = "no_clear_owner", "主体难落实"
    DIFFICULT = "difficult", "工作难度大"
    WIDE_RANGING = "wide_ranging", "涉及面广"
    NEEDS_POLICY = "needs_policy", "需要完善相关政策"


class Flag(models.TextChoices):
    """Marks that change how a matter is handled or shown, each for a stated reason."""

    ANONYMOUS = "anonymous", "匿名"  # nobody can be told or answered (条例第二十三条)
    CONFIDENTIAL = "confidential", "要求保密"  # honoured on every list, print and export
    GROUP = "group", "集体访"  # 办法第十八条
    URGENT = "urgent", "重大紧急"  # 条例第二十五条: reported at once
    LITIGATION = "litigation", "涉法涉诉"  # 诉访分离, 条例第二十八条
    CROSS_BOUNDARY = "cross_boundary", "三跨三分离"  # ownership has to be decided (办法第九条)
    NATIONAL = "national", "已录入国家信访信息系统"  # 条例第二十一条


class State(models.TextChoices):
    """Where a matter stands in its life (docs/reference/matters.md)."""

    RECEIVED = "received", "已登记"
    SUPPLEMENT = "supplement", "待补充材料"
    TRANSFERRED = "transferred", "已转送"
    OBJECTED = "objected", "异议待决"
    ACCEPTED = "accepted", "已受理"
    IN_PROGRESS = "in_progress", "办理中"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"
    RESOLVED = "resolved", "已化解"
    RETURNED = "returned", "办结后再访"
    DECLINED = "declined", "不予受理"
    WITHDRAWN = "withdrawn", "已撤回"
    VOIDED = "voided", "已作废"
    MERGED = "merged", "已并案"


class Grade(models.TextChoices):
    """How hard a matter is, for the limit of 办法第十七条."""

    SIMPLE = "simple", "简单"
    GENERAL = "general", "一般"
    MAJOR = "major", "重大疑难复杂"


class Handling(models.TextChoices):
    """What came of it on the visit (办法第十五条)."""

    ON_THE_SPOT = "on_the_spot", "现场处理和解答"
    EXPLAINED = "explained", "与政策不符，做好思想工作"
    DEFERRED = "deferred", "现场难以解决，研究后处理或答复"


class Disposition(models.TextChoices):
    """What was done to the end (四个到位, 办法第三条)."""

    RESOLVED = "reasonable_resolved", "诉求合理的解决问题到位"
    EDUCATED = "unreasonable_educated", "诉求无理的思想教育到位"
    ASSISTED = "hardship_assisted", "生活困难的帮扶救助到位"
    HANDLED = "unlawful_handled", "行为违法的依法处理到位"


class Outcome(models.TextChoices):
    """The answer to one demand (条例第二十九至三十二条)."""

    SUPPORTED = "supported", "予以支持"
    EXPLAINED = "explained", "合理但缺乏法律依据，解释说明"
    NOT_SUPPORTED = "not_supported", "不予支持"
    ADOPTED = "adopted", "采纳"
    PARTLY_ADOPTED = "partly_adopted", "部分采纳"
    NOT_ADOPTED = "not_adopted", "不采纳"
    LED_ELSEWHERE = "led_elsewhere", "导入其他法定程序"


class EscalationKind(models.TextChoices):
    """A visit that 办法第十八条 speaks of."""

    BEIJING = "beijing", "进京访"
    PROVINCE = "province", "赴省访"
    GROUP = "group", "集体访"


class DeclineReason(models.TextChoices):
    """Why a matter is not accepted, or no longer (不予受理、不再受理); each with its article."""

    PENDING_ELSEWHERE = "pending_elsewhere", "已经受理或者正在办理，期限内向上级提出同一事项"
    FINALIZED = "finalized", "对复核意见不服，仍以同一事实和理由提出"
    NOT_IN_AUTHORITY = "not_in_authority", "不属于本机关或者本系统职权"
    LITIGATION = "litigation_related", "涉法涉诉，应当依诉讼权利救济途径解决"
    DISCIPLINE = "discipline_inspection", "检举控告，应当按管理权限由纪检监察机关处理"
    STATUTORY_CHANNEL = "statutory_channel", "依法应当通过仲裁、行政复议等其他程序解决"
    SKIPPED_LEVEL = "skipped_level", "越级走访，应当到本级或者上一级机关提出"
    REVIEW_LAPSED = "review_time_lapsed", "未在三十日内请求复查、复核"


DECLINE_CITES: dict[str, str] = {
    DeclineReason.PENDING_ELSEWHERE: "条例第十九条第三款",
    DeclineReason.FINALIZED: "条例第三十六条第三款",
    DeclineReason.NOT_IN_AUTHORITY: "条例第二十三条第一款",
    DeclineReason.LITIGATION: "条例第二十八条、第三十一条第一项",
    DeclineReason.DISCIPLINE: "条例第二十二条、第三十条",
    DeclineReason.STATUTORY_CHANNEL: "条例第三十一条",
    DeclineReason.SKIPPED_LEVEL: "条例第二十条第一款",
    DeclineReason.REVIEW_LAPSED: "条例第三十五条、第三十六条",
}


class ProposalKind(models.TextChoices):
    """What one person proposes and a second one confirms."""

    REGRADE = "regrade", "改级"
    DECLINE = "decline", "不予受理"
    VOID = "void", "作废"


class PaperKind(models.TextChoices):
    """Papers that come in or go out in a matter."""

    PETITION = "petition", "信访材料"
    SUPPLEMENT = "supplement", "补充材料"
    RECORD = "record", "接谈登记表"
    RECEIPT = "receipt", "受理告知书"
    DECLINE = "decline", "不予（不再）受理告知书"
    SUPPLEMENT_NOTICE = "supplement_notice", "补正告知书"
    EXTENSION = "extension", "延期告知书"
    TRANSFER = "transfer", "转送函"
    ASSIGNMENT = "assignment", "交办函"
    SUPERVISION = "supervision", "督办函"
    OBJECTION = "objection", "异议函"
    OPINION = "opinion", "处理（答复）意见书"
    MEDIATION = "mediation", "调解、和解协议书"
    HEARING = "hearing", "听证笔录"
    SERVICE = "service", "送达回证"
    FOLLOW_UP = "follow_up", "回访记录"
    RESOLUTION = "resolution", "化解佐证"
    ORDER = "order", "责成办理通知"
    WITHDRAWAL = "withdrawal", "撤回申请"
    OTHER = "other", "其他"
