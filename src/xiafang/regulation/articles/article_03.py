"""第三条 四个到位: what a matter came to is recorded when it is closed.

In plain words: a justified demand is met, an unjustified one explained, hardship helped, unlawful conduct handled by
law.
"""

from xiafang.regulation.facts import Case
from xiafang.regulation.findings import WRITTEN, Finding
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Situation


@duty(
    "case.disposition",
    article="第三条",
    title="办结时写明四个到位",
    subject="case",
    subjects=Situation.each_case,
    way="state",
)
def say_what_came_of_it(this: Duty, case: Case, now: Situation) -> Finding | None:
    """Judge whether a closed case says what came of it; None while it is not closed or was closed in another year."""
    closed = case.closed_on
    if closed is None or not now.triggered(closed):
        return None
    return this.state(
        now,
        f"case:{case.id}",
        closed,
        holds=bool(case.disposition),
        who=f"{now.organization_name(case.organization)}承办的事项{case.id}于{WRITTEN[closed]}办结，",
        act="应写明“四个到位”的落实情况",
        missing="请补录结果（合理的已解决、无理的已教育、困难的已帮扶、违法的已处理）",
    )
