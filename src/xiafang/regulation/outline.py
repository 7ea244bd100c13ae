"""The regulation article by article: what each asks in plain words, and what this version does about it.

Never the official text (a deployment loads that, see `official`), and never more than what runs: a clause is `executed`
when duties judge it, `carried_out` when a page or command of the product does it, `not_yet_built` when something is
missing, `nothing_to_execute` when there is nothing a program could do.
"""

from typing import Literal

import msgspec

State = Literal["executed", "carried_out", "not_yet_built", "nothing_to_execute"]

STATE_NAMES: dict[State, str] = {
    "executed": "由规则执行",
    "carried_out": "由产品承载",
    "not_yet_built": "尚未建成",
    "nothing_to_execute": "无需执行",
}


class Clause(msgspec.Struct, frozen=True):
    """One thing an article asks.

    `duties` judge it when it is executed; `note` says where it is carried out, what is missing, or why there is none.
    """

    text: str
    state: State
    note: str = ""
    duties: tuple[str, ...] = ()


class Article(msgspec.Struct, frozen=True):
    """An article: `number` as cited (第七条), `plain` in our own words."""

    number: str
    title: str
    plain: str
    clauses: tuple[Clause, ...]

    @property
    def index(self) -> int:
        """Return the article's number as an integer."""
        return NUMBERS.index(self.number) + 1


NUMBERS = tuple(
    f"第{number}条"
    for number in (
        *("一", "二", "三", "四", "五", "六", "七", "八", "九", "十"),
        *("十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九", "二十", "二十一"),
    )
)


def _executed(text: str, *duties: str) -> Clause:
    return Clause(text, "executed", duties=duties)


def _done(text: str, where: str) -> Clause:
    return Clause(text, "carried_out", where)


def _missing(text: str, what: str) -> Clause:
    return Clause(text, "not_yet_built", what)


def _nothing(text: str, why: str) -> Clause:
    return Clause(text, "nothing_to_execute", why)


ARTICLES: tuple[Article, ...] = (
    Article(
        "第一条",
        "目的和依据",
        "说明为什么要开展领导干部下访接待群众，以及依据哪些上位规定。",
        (
            _done(
                "写明现行规则及其依据",
                "“关于规则”页列出现行参数包，各条的页面列出每个参数的条款和依据，xiafang check 的结果写明所用参数包",
            ),
            _done(
                "旧年度按当时的规则评判",
                "参数包中写有生效日期（valid_from）的参数，自年初已生效的年度起按新值评判，此前的年度仍按原值",
            ),
        ),
    ),
    Article(
        "第二条",
        "四个目标",
        "及早发现矛盾，清理积案，推进改革，把群众意见变成决策依据。",
        (
            _missing("矛盾及早发现、积案清仓见底", "按来源、领域和存续时间的统计"),
            _missing("改革创新、意见转化为决策", "网上办理占比统计和建议转化记录"),
        ),
    ),
    Article(
        "第三条",
        "原则",
        "主要领导带头到矛盾突出的地方去，解决难题，依法按政策办理，做到四个到位。",
        (
            _executed("办结时写明四个到位", "case.disposition"),
            _done("主要领导带头到矛盾突出的地方下访", "下访页写明领导和地点，事项登记页标注难点特征，清单据此列出候选"),
            _nothing("健全长效机制", "属于工作要求，没有可由程序执行的行为"),
        ),
    ),
    Article(
        "第四条",
        "谁来下访",
        "各级司法行政机关领导班子成员和处室（单位）主要负责人都要参加。",
        (
            _executed(
                "谁受次数约束由任职决定",
                "visits.half_year",
                "visits.quarter",
                "visits.unit",
                "sponsored.one",
                "sponsored.two",
            ),
            _nothing("县级领导班子参加下访", "办法没有给县级规定次数，参数包也不设；参加情况照常登记"),
        ),
    ),
    Article(
        "第五条",
        "第一责任人",
        "各机关主要负责人是信访工作第一责任人。",
        (_executed("每个机关有且只有一名主要负责人", "principal.one"),),
    ),
    Article(
        "第六条",
        "责任书和计划",
        "年初逐级签订目标管理责任书；下访计划和方案1月20日前报备。",
        (
            _executed("省厅与直接下级签订责任书", "agreement.direct"),
            _executed("各级层层签订责任书", "agreement.cascade"),
            _executed("计划和方案1月20日前报备", "plan.filed"),
            _done("签订和报备的进度", "“督查考核”的责任书、工作计划两册：按名单登记，列出未签、未报的单位"),
            _missing("责任书起草、双方签名", "起草和签署功能"),
        ),
    ),
    Article(
        "第七条",
        "下访次数和包案",
        "省厅班子和厅级干部每半年至少下访一次、每年包案化解一件；市级班子每季度至少一次、每年两件；其他单位适时下访。",
        (
            _executed("省厅班子成员和厅级干部的下访与包案", "visits.half_year", "sponsored.one"),
            _executed("市级班子成员的下访与包案", "visits.quarter", "sponsored.two"),
            _executed("两局、处室、直属单位由领导带队下访", "visits.unit"),
            _done("职责看板和预测", "“职责台账”：各单位的状态，领导干部和单位的次数、依据、预测，可查任何一天"),
            _done("包案的进度", "“包案台账”页"),
            _done("结合专项活动", "安排下访页的活动标签"),
        ),
    ),
    Article(
        "第八条",
        "下访对象",
        "下访重点是六类信访事项。",
        (
            _done(
                "六类事项的排查和候选",
                "登记事项时标注六类；“突出问题清单”的“提供清单”页按六类、特征、时限、重复和分工逐件列出候选理由",
            ),
        ),
    ),
    Article(
        "第九条",
        "责任和方式",
        "分级负责、谁主管谁负责；带案接访、定时约访、一线走访，到事发地或信访人家中。",
        (
            _done("事项归属、转送和异议", "信访事项页的办理：转送、交办，对转送提出异议，裁定责任单位"),
            _done(
                "三种下访方式和现场调解的登记",
                "“下访”页安排和登记，地点只记县和乡镇；现场调解在事项页办理",
            ),
        ),
    ),
    Article(
        "第十条",
        "组织形式",
        "可联合、分组、单独下访，特殊情况随时到联系点。",
        (
            _done(
                "联合、分组、单独下访和随行负责人的登记",
                "“安排下访”“登记下访记录”和“登记临时下访”页",
            ),
        ),
    ),
    Article(
        "第十一条",
        "网上听民声",
        "通过网上平台经常阅批群众来信，回应关切。",
        (
            _executed("按时阅批网上来信", "letter.read"),
            _executed("按时答复网上来信", "letter.reply"),
            _done("来信的阅批和答复", "“网上来信”页"),
            _missing("网上平台、信箱、公众号来信自动进入登记", "对外网站和渠道接入，现由信访部门录入"),
        ),
    ),
    Article(
        "第十二条",
        "突出问题清单",
        "信访部门排查后按领导分工提出清单，由领导选定。",
        (
            _executed("先提清单、后定日程", "shortlist.before_schedule"),
            _done("按分工提出清单，领导选定、退回或缓办", "“突出问题清单”页，选定的事项直接进入“安排下访”"),
        ),
    ),
    Article(
        "第十三条",
        "事先告知",
        "日程定了以后事先告知信访人。",
        (
            _executed("每名信访人都在下访前得到告知", "notice.before_visit"),
            _done("登记告知的渠道和内容、打印公开预告", "下访页的“登记已告知”和“下访预告”"),
            _missing("按信访人选定的渠道发送并留存送达证明", "发送渠道"),
        ),
    ),
    Article(
        "第十四条",
        "联络员",
        "处室（单位）的下访对象由联络员提供，并完成领导小组办公室交办的下访任务。",
        (
            _executed("直属单位下访对象来自联络员或办公室任务", "target.by_liaison"),
            _missing("办公室派发下访任务并跟踪完成", "任务派发"),
        ),
    ),
    Article(
        "第十五条",
        "现场处理",
        "认真听取意见，能办的现场办，不符政策的讲清楚，一时办不了的研究后答复。",
        (
            _executed("待研究的事项按时答复", "case.deferred_reply"),
            _done("现场处理结果的登记", "“登记下访记录”页，逐件登记三种处理结果，手机可用"),
        ),
    ),
    Article(
        "第十六条",
        "发现问题的通报和上报",
        "苗头性问题及时通报，热点难点梳理上报并提对策，重大疑难案件及时汇报。",
        (
            _executed("苗头性问题通报相关部门和责任单位", "emerging.notify"),
            _executed("热点难点问题附对策上报", "hot.report"),
            _executed("重大疑难案件及时汇报", "major.report"),
        ),
    ),
    Article(
        "第十七条",
        "办结时限",
        "下访中受理的事项：简单的5个工作日，一般的一个月，重大疑难复杂的两个月。",
        (
            _executed("按等级和改级计算时限", "case.limit"),
            _done("改级由承办人提出、信访部门确认", "信访事项页的办理：提请改级，确认改级"),
        ),
    ),
    Article(
        "第十八条",
        "进京赴省访、集体访",
        "主管领导应当约访，亲自审定意见；有理的立即责成解决；已依法处理到位的落实责任人做好释法帮扶。",
        (
            _executed("主管领导约访", "escalated.appointment"),
            _executed("亲自审定处理意见", "escalated.opinion"),
            _executed("诉求有理的责成解决", "escalated.order"),
            _executed("已处理到位的落实责任人员", "escalated.follow_up"),
            _nothing("对人的监视、定位、评分或阻拦", "本产品不设此类功能：后续工作只围绕事项开展解释和帮助"),
        ),
    ),
    Article(
        "第十九条",
        "抽查和通报",
        "每年定期和不定期抽查，每半年通报一次。",
        (
            _executed("定期抽查", "inspection.regular"),
            _executed("不定期抽查", "inspection.random"),
            _executed("半年通报", "bulletin.half_year"),
            _done("抽查、认定、处理和通报的登记", "“督查考核”的抽查、通报两册"),
            _missing("可复验的随机抽样、由数据生成通报", "抽样和通报起草"),
        ),
    ),
    Article(
        "第二十条",
        "考核和追责",
        "下访工作纳入领导班子考核；不认真接待、只接待不解决的通报批评，造成不良影响的追究责任。",
        (
            _executed("领导班子年度考核", "assessment.year"),
            _executed("问题认定后通报批评或追究责任", "sanction"),
            _missing("考核得分逐项对应事实、公布前可申辩", "计分和申辩，现只登记考核完成"),
        ),
    ),
    Article(
        "第二十一条",
        "施行",
        "自印发之日起施行。",
        (_done("写明印发施行日期", "设置 XIAFANG_EFFECTIVE_ON，显示在本条和“关于规则”页"),),
    ),
)
