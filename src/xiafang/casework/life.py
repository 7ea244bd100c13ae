"""The life of a matter: one table of every act, from which state to which, by whom, with what present, on what article.

The acts ask it before they write, docs/reference/matters.md is generated from it, and a test tries every act from every
state. What a step needs beyond its papers is said here in words and checked by the act itself.
"""

from dataclasses import dataclass

from django.db import models

from xiafang.casework.codes import PaperKind, State


class Who(models.TextChoices):
    """Who takes a step, by their relation to the matter."""

    REGISTRY = "registry", "登记单位信访部门"
    OFFICE = "office", "责任单位或其上级的信访部门"
    HANDLER = "handler", "承办人"
    LEADER = "leader", "包案、接访领导或主要负责人"
    SENDER = "sender", "转出单位信访部门"
    ABOVE = "above", "上级信访部门"
    READER = "reader", "可以查看该事项的人员"


@dataclass(frozen=True)
class Step:
    """One act. `to` empty: the state stays, with several: the act says which. `papers`: one of these is due.

    `in_person`: cannot be recorded for somebody else. `imported`: states from which it is also taken when it comes out
    of a ledger, which may not hold the steps between.
    """

    act: str
    label: str
    sources: tuple[State, ...]
    to: tuple[State, ...]
    who: tuple[Who, ...]
    needs: str
    cite: str
    papers: tuple[PaperKind, ...] = ()
    in_person: bool = False
    imported: tuple[State, ...] = ()


S, P, W = State, PaperKind, Who

FRESH = (S.RECEIVED, S.SUPPLEMENT)
WORKED = (S.ACCEPTED, S.IN_PROGRESS, S.ANSWERED)
DONE = (S.CLOSED, S.RESOLVED)
PASSED = (S.TRANSFERRED, S.OBJECTED)
KEPT = (*FRESH, *PASSED, *WORKED, *DONE, S.RETURNED, S.DECLINED, S.WITHDRAWN)  # everything but void and merged
OPEN = (*FRESH, *PASSED, *WORKED, S.RETURNED)
OFFICES = (W.OFFICE,)

_TABLE = (
    Step("register", "登记", (), (S.RECEIVED,), (W.REGISTRY,),
         "收到日期、信访形式、类别、内容分类、概况、至少一项诉求；除匿名外写明信访人，代表人不超过五名",
         "条例第十七、十九、二十一条"),
    Step("join", "并入重复信访件", KEPT, (S.RETURNED,), (W.REGISTRY, *OFFICES),
         "收到日期、信访形式；办结以后再次提出的，记为再访，回到办理", "条例第二十一条"),
    Step("tell", "书面告知", (*FRESH, *PASSED, *WORKED), (), OFFICES,
         "受理（接收）告知书；姓名、住址不清的除外", "条例第二十三条", (P.RECEIPT,)),
    Step("ask_supplement", "要求补正", (S.RECEIVED,), (S.SUPPLEMENT,), OFFICES,
         "需要补充什么", "条例第十九条", (P.SUPPLEMENT_NOTICE,)),
    Step("take_supplement", "收到补正材料", (S.SUPPLEMENT,), (S.RECEIVED,), OFFICES,
         "收到的材料说明", "条例第十九条"),
    Step("accept", "受理", (S.RECEIVED,), (S.ACCEPTED,), OFFICES,
         "申诉求决须定办理途径；定等级；下访中受理的写明下访和处理方式", "办法第十五、十七条，条例第三十一条"),
    Step("propose_decline", "提请不予受理", FRESH, (), OFFICES,
         "原因代码、理由、应向何机关提出", "条例第四十四条第二项"),
    Step("confirm_decline", "复核并不予受理", FRESH, (S.DECLINED,), OFFICES,
         "由提请人以外的另一人复核", "条例第四十四条第二项", (P.DECLINE,)),
    Step("transfer", "转送、交办", (S.RECEIVED,), (S.TRANSFERRED,), OFFICES,
         "转入单位不是被反映单位或其下级；依据和要求；交办的写明反馈期限",
         "办法第九条，条例第二十二条", (P.TRANSFER, P.ASSIGNMENT)),
    Step("take_over", "接收转送", (S.TRANSFERRED,), (S.RECEIVED,), OFFICES, "", "条例第二十三条第三款"),
    Step("object_to_transfer", "对转送提出异议", (S.TRANSFERRED,), (S.OBJECTED,), OFFICES,
         "收到转送之日起5个工作日内，说明理由", "条例第二十三条第三款", (P.OBJECTION,)),
    Step("decide_ownership", "裁定责任单位", (S.OBJECTED,), (S.RECEIVED,), (W.SENDER, W.ABOVE),
         "理由；转出单位只能同意（收回）或不同意异议，指定第三个单位由共同上级裁定",
         "办法第九条，条例第二十三条第三款"),
    Step("assign", "交承办人", (*WORKED, S.RETURNED), (S.IN_PROGRESS,), OFFICES,
         "承办人不是被反映人，也没有回避；再访的事项因此回到办理中", "条例第二十八条第三款"),
    Step("unassign", "撤换承办人", (S.IN_PROGRESS, S.ANSWERED, S.RETURNED), (), OFFICES, "", "条例第二十八条第三款"),
    Step("add_demand", "增加诉求", (*FRESH, *WORKED, S.RETURNED), (S.IN_PROGRESS,), (*OFFICES, W.HANDLER),
         "诉求内容；已答复、再访的事项因此回到办理中", "条例第十九条"),
    Step("answer_demand", "答复诉求", (*WORKED, S.RETURNED), (S.ANSWERED,), (*OFFICES, W.HANDLER),
         "结论、理由和依据；各项诉求都答复后，事项转为已答复", "条例第三十二条"),
    Step("mediate", "调解、和解", (*WORKED, S.RETURNED), (), (*OFFICES, W.HANDLER, W.LEADER),
         "经过和结果；达成协议的须有协议书", "办法第九条，条例第三十三条"),
    Step("propose_regrade", "提请改级", WORKED, (), (*OFFICES, W.HANDLER), "新等级和理由", "办法第十七条"),
    Step("confirm_regrade", "确认改级", WORKED, (), OFFICES, "由提请人以外的另一人确认", "办法第十七条"),
    Step("refuse_proposal", "不同意提请", (*FRESH, *WORKED), (), OFFICES,
         "由提请人以外的另一人决定，说明理由", "办法第十七条，条例第四十四条"),
    Step("extend", "延长办理期限", WORKED, (), OFFICES,
         "信访程序；届满前由本机关主要负责人批准；一次，不超过30日；理由告知信访人", "条例第三十四条", (P.EXTENSION,)),
    Step("give_sponsor", "确定包案领导", (*OPEN, S.CLOSED), (), OFFICES,
         "包案领导当日在职，不是被反映人，也没有回避", "办法第七条"),
    Step("end_sponsor", "终止包案", KEPT, (), OFFICES, "原因", "办法第七条"),
    Step("register_escalation", "登记进京赴省访、集体访", KEPT, (), (W.REGISTRY, *OFFICES),
         "类型、日期、主管领导", "办法第十八条"),
    Step("give_opinion", "审定处理意见", KEPT, (), (W.LEADER,),
         "主管领导本人审定，当日任责任单位或其上级的班子成员、主要负责人", "办法第十八条", (), True),
    Step("order_unit", "责成有关单位解决", KEPT, (), (*OFFICES, W.LEADER),
         "审定意见认为诉求有理", "办法第十八条", (P.ORDER,)),
    Step("assign_follow_up", "落实责任人员", KEPT, (), (*OFFICES, W.LEADER),
         "审定意见认为已处理到位；责任人员、帮扶和解释工作、截止日期", "办法第十八条，条例第三十七条"),
    Step("reply", "送达答复", (S.ANSWERED,), (), (*OFFICES, W.HANDLER),
         "各项诉求均已答复；处理（答复）意见书；再访后再次答复", "办法第十五条，条例第三十二条", (P.OPINION,),
         imported=(S.ACCEPTED, S.IN_PROGRESS)),
    Step("close", "办结", (S.ANSWERED,), (S.CLOSED,), OFFICES,
         "各项诉求均已答复；答复已送达（现场处理、解释到位或匿名的除外）；四个到位的认定；再次办结不改首次办结日期",
         "办法第三、十七条", imported=(S.ACCEPTED, S.IN_PROGRESS)),
    Step("resolve", "认定化解", (S.CLOSED,), (S.RESOLVED,), OFFICES,
         "由包案领导和承办人以外的人核实", "办法第七条", (P.RESOLUTION, P.FOLLOW_UP, P.MEDIATION)),
    Step("withdraw", "信访人撤回", (*FRESH, *WORKED), (S.WITHDRAWN,), OFFICES,
         "信访人的撤回申请；未曾办结", "条例第十九条", (P.WITHDRAWAL,)),
    Step("propose_void", "提请作废", (*FRESH, S.ACCEPTED), (), (W.REGISTRY, *OFFICES),
         "登记错误的理由；编号保留", "条例第四十四条第一项"),
    Step("confirm_void", "复核并作废", (*FRESH, S.ACCEPTED), (S.VOIDED,), (W.REGISTRY, *OFFICES),
         "由提请人以外的另一人复核", "条例第四十四条第一项"),
    Step("merge", "并案", FRESH, (S.MERGED,), OFFICES,
         "并入更早收到的同一事项；信访件随之转入，编号保留", "条例第二十一条"),
    Step("ask_recusal", "提出回避", OPEN, (), (W.READER,), "回避人和理由", "条例第二十八条第三款"),
    Step("decide_recusal", "决定回避", OPEN, (), OFFICES, "由回避人以外的人决定", "条例第二十八条第三款"),
    Step("correct", "更正登记", (*OPEN, *DONE), (), (W.REGISTRY, *OFFICES),
         "更正理由；原内容保留在经过中", "条例第四十四条第一项"),
    Step("add_paper", "归入文书", KEPT, (), (W.REGISTRY, *OFFICES, W.HANDLER, W.LEADER), "文书", "条例第二十一条"),
    Step("unmask", "查看个人信息", KEPT, (), (W.READER,), "查看理由", "个人信息保护法第六、五十一条"),
)  # fmt: skip

STEPS: dict[str, Step] = {step.act: step for step in _TABLE}


def possible(state: State) -> list[Step]:
    """Return the steps that may be taken in `state`, in the order of the table."""
    return [step for step in _TABLE if state in step.sources]
