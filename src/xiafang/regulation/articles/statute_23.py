"""条例第二十三条 告知: a petitioner is told in writing of receipt, path and procedure within fifteen days."""

from xiafang.regulation.facts import Case
from xiafang.regulation.findings import WRITTEN, Finding
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Situation


@duty(
    "case.told",
    article="条例第二十三条",
    title="书面告知受理情况",
    subject="case",
    subjects=Situation.each_case,
    parameters=("case.told.days",),
)
def tell_in_time(this: Duty, case: Case, now: Situation) -> Finding | None:
    """Judge whether the petitioner was told; None for a case received in another year or later."""
    received = case.received_on
    if not now.triggered(received):
        return None
    return this.deadline(
        now,
        f"case:{case.id}",
        now.days("case.told.days")[received],
        done=case.told_on,
        who=f"{now.organization_name(case.organization)}对{WRITTEN[received]}收到的事项{case.id}，",
        act="书面告知信访人接收情况和办理途径",
        missing="请出具告知书并登记告知日期",
    )
