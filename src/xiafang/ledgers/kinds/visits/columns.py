"""The columns of a ledger of visits (下访接访台账) and what offices call them."""

from xiafang.casework.codes import Grade, Handling
from xiafang.ledgers import reading
from xiafang.ledgers.kinds.matters.columns import GRADES
from xiafang.ledgers.kinds.visits import accepting
from xiafang.ledgers.plans import Answer, column
from xiafang.visits.codes import Format, Mode, Status, TargetSource

_MODES = {
    "接访": "appointment", "定点接访": "appointment", "约访": "appointment", "领导接访": "appointment",
    "下访": "field", "走访": "field", "实地走访": "field", "入户走访": "field", "一线下访": "field",
    "带案下访": "with_case", "联系点": "contact_point",
}  # fmt: skip
_HANDLINGS = {
    "现场处理": "on_the_spot", "当场解决": "on_the_spot", "现场解决": "on_the_spot", "现场答复": "on_the_spot",
    "解释": "explained", "解释说明": "explained", "政策解释": "explained", "思想工作": "explained",
    "研究后答复": "deferred", "会后研究": "deferred", "交办": "deferred", "转办": "deferred", "研究处理": "deferred",
}  # fmt: skip

COLUMNS = (
    column("unit", "下访单位", "接访单位 机构 单位 单位名称 填报单位 组织单位 下访机构", reading.bare, example="市局"),
    column("date", "下访日期", """下访时间 接访日期 接访时间 接待日期 接待时间 活动日期 走访日期 走访时间 日期 时间""",
           reading.day, required=True, example="2026-03-05"),
    column("leaders", "接访领导", """下访领导 领导姓名 带队领导 接待领导 走访领导 局领导 领导 参加领导 接访人""",
           reading.names, required=True, example="赵示例、钱示例"),
    column("accompanying", "陪同人员", "陪同负责人 陪同领导", reading.names),
    column("mode", "下访方式", "方式 接访方式 下访类型 接访类型 活动方式", reading.choice(Mode, _MODES), required=True,
           example="定时约访"),
    column("format", "下访形式", "组织形式", reading.choice(Format, {"联合接访": "joint", "分组": "grouped"})),
    column("place", "地点", "下访地点 接访地点 接待地点 走访地点 活动地点", reading.text(100), example="示例县",
           note="写到县、乡镇，不写住址"),
    column("status", "状态", "下访状态 是否已开展 完成情况", reading.choice(Status, {
           "已开展": "held", "已完成": "held", "完成": "held", "是": "held", "计划": "planned", "未开展": "planned",
           "取消": "cancelled"}), note="空着的，日期已过为已举行，未到为已安排"),
    column("scheduled_on", "确定日期", "安排日期 确定日期之日 计划日期", reading.day),
    column("received", "接待人次", "接待人数 人次 人数 接访人次 接待群众人次 接待群众人数", reading.count, example="3",
           added_up=True),
    column("groups", "接待批次", "批次 接访批次 接待批数", reading.count, example="1", added_up=True),
    column("target_source", "目标来源", "", reading.choice(TargetSource, {})),
    column("matter", "信访事项编号", "事项编号 信访编号 编号 接待事项编号 信访件编号 接访登记编号 接访编号",
           reading.code(40),
           note="接待的信访事项；一次下访接待多件的，每件一行，下访各列合并或重复"),
    column("handling", "处理方式", "现场处理方式 处理类型 接待结果", reading.choice(Handling, _HANDLINGS)),
    column("decided", "处理意见", "现场处理意见 处理情况 办理情况 接访情况 领导批示 处理结果", reading.text()),
    column("reply_by", "答复期限", "拟答复日期", reading.day),
    column("accepted", "受理件", """受理件编号 受理编号 受理事项编号 受理事项 受理信访件 现场受理编号 现场受理 是否受理
           是否现场受理 下访受理 在下访中受理""", accepting.read,
           note="在这次下访中受理的：填“是”指本行的事项，或者填编号，几件的用顿号隔开；受理日期按下访日期，已受理的只补记"),
    column("grade", "等级", "事项等级 难易程度 复杂程度 案件等级", reading.choice(Grade, GRADES),
           note="受理时定的等级，空着的按一般"),
    column("same_or_not", "核对结论", "是否同一 同一或另立", reading.choice(Answer, {"是": "same", "否": "another"}),
           note="对“待核对”的行填“同一”或“另立”后再导入"),
)  # fmt: skip
