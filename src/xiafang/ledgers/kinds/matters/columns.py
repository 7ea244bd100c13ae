"""The columns of a ledger of matters (来信来访登记台账, 信访事项台账) and what offices call them."""

from xiafang.adapters.sheets import Value
from xiafang.casework import taxonomy
from xiafang.casework.codes import Channel, Disposition, Flag, Grade, Kind, Outcome, Path, Purpose
from xiafang.ledgers import party, reading
from xiafang.ledgers.plans import Answer, column

TOPIC_ELSE = "9904"
CHANNELS = {
    "信件": "letter", "群众来信": "letter", "邮寄": "letter", "走访": "visit", "上访": "visit", "接访": "visit",
    "群众来访": "visit", "个访": "visit", "集体访": "visit", "集访": "visit", "电话": "call", "来电话": "call",
    "电话信访": "call", "网上": "online", "网信": "online", "网络": "online", "网上投诉": "online", "网投": "online",
    "阳光信访": "online", "微信": "online", "邮件": "online", "领导信箱": "online", "局长信箱": "online",
    "12345": "hotline_12345", "12345热线": "hotline_12345", "热线": "hotline_12345", "12348": "call",
}  # fmt: skip
_KINDS = {
    "建议": "suggestion", "意见": "suggestion", "建议意见": "suggestion", "检举": "accusation", "控告": "accusation",
    "举报": "accusation", "揭发控告": "accusation", "投诉举报": "accusation", "申诉": "appeal", "求决": "appeal",
    "投诉": "appeal", "诉求": "appeal", "申诉求决类": "appeal", "检举控告类": "accusation", "建议类": "suggestion",
    "意见建议类": "suggestion", "咨询": "appeal", "求助": "appeal",
}  # fmt: skip
_OUTCOMES = {
    "支持": "supported", "予以支持": "supported", "不支持": "not_supported", "解释": "explained",
    "解释说明": "explained", "解释到位": "explained", "部分支持": "supported", "已解决": "supported",
    "导入法定途径": "led_elsewhere", "导入法定程序": "led_elsewhere", "引导诉讼": "led_elsewhere",
}  # fmt: skip
GRADES = {"简单事项": "simple", "一般事项": "general", "重大": "major", "疑难": "major", "重大疑难": "major",
           "复杂": "major", "疑难复杂": "major", "重大疑难复杂事项": "major"}  # fmt: skip
_DISPOSITIONS = {"解决问题到位": "reasonable_resolved", "思想教育到位": "unreasonable_educated",
                 "帮扶救助到位": "hardship_assisted", "依法处理到位": "unlawful_handled"}  # fmt: skip
_PATHS = {
    "信访程序": "petition_procedure", "信访": "petition_procedure", "诉讼": "judicial_procedure",
    "仲裁": "arbitration", "行政程序": "administrative_procedure", "行政复议": "administrative_procedure",
    "履职": "duty_performance",
}  # fmt: skip
_PURPOSES = {"咨询建议": "inquiry", "求助": "decision", "投诉": "appeal", "检举": "accusation"}


def _topic(value: Value, _: bool) -> tuple[str, str]:
    """Return the code of the topic, and the words that are no topic of ours."""
    words = reading.plain(value)
    if not words:
        return "", ""
    if words in taxonomy.topics():
        return words, ""
    said = reading.same(words)
    for field in taxonomy.fields():
        for topic in field.topics:
            if said in (reading.same(topic.name), reading.same(field.name + topic.name)) and topic.name != "其他":
                return topic.code, ""
            if topic.name == "其他" and said in (reading.same(field.name), reading.same(field.name + "其他")):
                return topic.code, ""
    return "", words


COLUMNS = (
    column(
        "number",
        "信访编号",
        "编号 事项编号 信访件编号 登记编号 登记号 案号 案件编号 受理编号 来信编号 来访编号 台账编号 本单位编号",
        reading.code(40),
        example="信〔2026〕1号",
        note="本系统编号，或者本单位台账的编号；同号即同一事项",
    ),
    column(
        "national_number",
        "国家系统编号",
        "国家信访系统编号 国家信访信息系统编号 外部编号 国网编号 全国信访信息系统编号 省系统编号 信访系统编号 系统编号",
        reading.code(40),
        note="国家信访信息系统的编号；同号即同一事项",
    ),
    column(
        "unit",
        "登记单位",
        "登记机构 登记机关 接收单位 受理单位 填报单位 报送单位 单位名称 单位",
        reading.bare,
        example="市局",
        note="空着的，按“责任单位”；都没有的，按导入时所选单位",
    ),
    column(
        "responsible",
        "责任单位",
        "承办单位 办理单位 交办单位 包案单位 属事单位 有权处理机关 转办单位",
        reading.bare,
        note="与登记单位不同的，记为转送",
    ),
    column(
        "received_on",
        "收到日期",
        """信访日期 登记日期 登记时间 来信日期 来访日期 来访时间 来信时间 收信日期 接访日期
        接访时间 信访时间 收到时间 收件日期 受访日期 接待日期 接待时间 来电时间 日期 时间""",
        reading.day,
        required=True,
        example="2026-03-05",
    ),
    column(
        "channel",
        "信访形式",
        "信访方式 来访形式 来源 信访渠道 来件方式 形式 渠道 反映方式 信访途径 信访类型 来访来信 来信来访",
        reading.choice(Channel, CHANNELS),
        example="来访",
        note="空着的，按表名、标题、文件名或其他列名（来访人、来信日期）；都没有写明的，整张表问一次",
    ),
    column(
        "kind",
        "类别",
        "信访类别 事项类别 诉求类别 信访事项类别 性质",
        reading.choice(Kind, _KINDS),
        example="申诉求决",
        note="空着的，按申诉求决",
    ),
    column(
        "purpose",
        "信访目的",
        "目的",
        reading.choice(Purpose, _PURPOSES),
    ),
    column(
        "topic",
        "内容分类",
        "内容类别 问题类别 问题分类 业务类别 信访内容分类 涉及业务 业务领域 问题属性 分类",
        _topic,
        example="律师管理—收费退费",
        note="写分类名称或代码；不在分类表中的归入“其他”，原文保留",
    ),
    column(
        "petitioners",
        "信访人",
        """信访人姓名 姓名 来访人 来访人姓名 来信人 来信人姓名 上访人 反映人 投诉人 举报人 当事人
        信访群众 群众姓名 申诉人""",
        party.read,
        example="张示例、李示例",
        note="多人用顿号隔开；“等五人”记为人数；匿名的写“匿名”",
    ),
    column(
        "id_number",
        "证件号码",
        "身份证号 身份证号码 身份证 公民身份号码 有效证件号码",
        reading.code(40),
    ),
    column(
        "phone",
        "联系电话",
        "电话 手机 手机号 手机号码 联系方式 电话号码 信访人电话",
        reading.code(40),
    ),
    column(
        "address",
        "住址",
        "地址 家庭住址 联系地址 户籍地址 现住址 居住地 工作单位或住址 单位或住址",
        reading.text(200),
    ),
    column(
        "people",
        "人数",
        "信访人数 来访人数 人次 上访人数 涉及人数",
        reading.count,
        example="1",
        note="空着的，按“信访人”的“等…人”，或按所写姓名；与“等…人”不同的不能导入",
    ),
    column(
        "joint",
        "联名",
        "是否联名 联名信",
        reading.truth,
    ),
    column(
        "title",
        "概况",
        """事项概况 信访事项 反映问题 反映的问题 反映的主要问题 反映事项 反映的事项 问题概况 内容摘要 事由 主要诉求内容
        信访事由 反映主要内容 来访事由 事项名称 标题 简要内容 案由""",
        reading.text(),
        example="反映律师收费后未出庭",
    ),
    column(
        "content",
        "主要内容",
        "信访内容 反映内容 投诉内容 来信内容 来访内容 问题描述 具体内容 基本情况 案情简介 内容",
        reading.text(),
        note="与“概况”至少填一项",
    ),
    column(
        "demands",
        "诉求",
        "主要诉求 信访诉求 诉求事项 信访人诉求 具体诉求 请求事项",
        reading.lines,
        note="多项的分行写或编号写；空着的，以概况为诉求",
    ),
    column(
        "place",
        "问题属地代码",
        "属地代码 行政区划代码 区划代码",
        reading.code(6),
    ),
    column(
        "accused_unit",
        "被反映单位",
        "被投诉单位 被举报单位 被控告单位 反映对象单位",
        reading.bare,
        note="被反映的单位及其下级看不到该事项",
    ),
    column(
        "accused_official",
        "被反映人",
        "被投诉人 被举报人 被控告人 被反映人姓名 反映对象",
        reading.names,
        note="被反映的干部看不到该事项",
    ),
    column(
        "told_on",
        "告知日期",
        "受理告知日期 书面告知日期 告知时间 受理告知时间 告知书日期",
        reading.day,
    ),
    column(
        "accepted_on",
        "受理日期",
        "受理时间 受理时限起 批办日期 立案日期",
        reading.day,
    ),
    column(
        "path",
        "办理途径",
        "处理途径 分类处理途径 依法分类处理",
        reading.choice(
            Path,
            {
                "信访程序": "petition_procedure",
                "信访": "petition_procedure",
                "诉讼": "judicial_procedure",
                "仲裁": "arbitration",
                "行政程序": "administrative_procedure",
                "行政复议": "administrative_procedure",
                "履职": "duty_performance",
            },
        ),
    ),
    column(
        "grade",
        "等级",
        "事项等级 难易程度 复杂程度 事项难度",
        reading.choice(Grade, GRADES),
        example="一般",
    ),
    column(
        "sponsor",
        "包案领导",
        "包案人 包案责任人 包案局领导 包保领导 化解责任人",
        reading.names,
    ),
    column(
        "sponsored_on",
        "包案日期",
        "包案时间 确定包案日期",
        reading.day,
        note="空着的，从收到之日起",
    ),
    column(
        "outcome",
        "处理结论",
        "处理结果类型 办理结论 结论 诉求处理结论",
        reading.choice(Outcome, _OUTCOMES),
    ),
    column(
        "answer",
        "答复内容",
        "办理结果 处理结果 处理情况 办理情况 答复情况 处理意见 办结情况 调处结果 化解情况 答复意见",
        reading.text(),
    ),
    column(
        "replied_on",
        "答复日期",
        "答复时间 送达日期 答复书日期 处理意见书日期 回复日期 回复时间",
        reading.day,
    ),
    column(
        "closed_on",
        "办结日期",
        "办结时间 结案日期 结案时间 完成时间 办结日",
        reading.day,
    ),
    column(
        "disposition",
        "四个到位",
        "三到位一处理 处置情况",
        reading.choices(Disposition, _DISPOSITIONS),
    ),
    column(
        "resolved_on",
        "化解日期",
        "化解时间 息访日期 息诉日期 息访息诉日期 停访息诉日期",
        reading.day,
    ),
    column(
        "flags",
        "标记",
        "备注标记",
        reading.choices(Flag, {"集访": "group", "保密": "confidential"}),
    ),
    column(
        "same_or_not",
        "核对结论",
        "是否同一 同一或另立",
        reading.choice(Answer, {"是": "same", "否": "another"}),
        note="对“待核对”的行填“同一”或“另立”后再导入",
    ),
)
