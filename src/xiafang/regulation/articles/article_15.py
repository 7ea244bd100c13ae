"""第十五条 现场处理: what cannot be settled on the visit is studied, and answered within the limit of 第十七条."""

from xiafang.regulation.articles.article_17 import limit_of_case
from xiafang.regulation.facts import Case
from xiafang.regulation.findings import Finding
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Situation


@duty(
    "case.deferred_reply",
    article="第十五条",
    title="研究后答复",
    subject="case",
    subjects=Situation.each_case,
    parameters=("case.limit.simple_working_days", "case.limit.general_months", "case.limit.major_months"),
)
def answer_what_was_deferred(this: Duty, case: Case, now: Situation) -> Finding | None:
    """Judge the answer to a matter deferred on a visit; None for every other matter."""
    if case.handling != "deferred" or case.visit is None or not now.triggered(case.accepted_on):
        return None
    return this.deadline(
        now,
        f"case:{case.id}",
        limit_of_case(case, now),
        done=case.replied_on,
        who=f"{now.organization_name(case.organization)}对下访中待研究的事项{case.id}，",
        act="研究后答复信访人",
        missing="请研究答复并登记答复日期",
    )
