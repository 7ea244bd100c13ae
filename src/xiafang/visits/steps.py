"""What can be done to shortlists, visits and letters: each act with its name and the article it carries out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """An act."""

    act: str
    label: str
    cite: str


_TABLE = (
    Step("issue_shortlist", "提供突出问题清单", "办法第十二条"),
    Step("decide_entry", "决定清单事项", "办法第十二条"),
    Step("schedule_visit", "安排下访", "办法第九条、第十条、第十二条"),
    Step("change_date", "改期", "办法第十三条"),
    Step("cancel_visit", "取消下访", "办法第十三条"),
    Step("give_notice", "事先告知", "办法第十三条"),
    Step("record_visit", "登记下访记录", "办法第十五条"),
    Step("record_unscheduled_visit", "登记临时下访", "办法第十条、第十五条"),
    Step("add_discovery", "登记下访发现", "办法第十六条"),
    Step("notify_discovery", "通报苗头性问题", "办法第十六条"),
    Step("report_discovery", "上报下访发现", "办法第十六条"),
    Step("attach_evidence", "附佐证材料", "办法第十九条"),
    Step("enter_letter", "登记网上来信", "办法第十一条"),
    Step("read_letter", "阅批来信", "办法第十一条"),
    Step("reply_letter", "答复来信", "办法第十一条"),
    Step("ask_void", "提请作废", "条例第四十四条第一项"),
    Step("confirm_void", "复核并作废", "条例第四十四条第一项"),
    Step("refuse_void", "不同意作废", "条例第四十四条第一项"),
)

STEPS: dict[str, Step] = {step.act: step for step in _TABLE}
