"""What moves the limits: the grade (第十七条), changed by two people, and the extension (条例第三十四条)."""

from typing import Unpack

from xiafang.casework import deadlines
from xiafang.casework.acts.doing import taking
from xiafang.casework.acts.how import How, NewPaper
from xiafang.casework.acts.people import holds
from xiafang.casework.acts.proposals import confirmed, propose
from xiafang.casework.codes import Grade, Path, ProposalKind
from xiafang.casework.models import Extension, Grading, Matter, Proposal
from xiafang.organizations.models import Official


def propose_regrade(*, matter: Matter, grade: Grade, reason: str, **how: Unpack[How]) -> Proposal:
    """Propose another grade. Raises NotAllowed when it is the present one."""
    with taking("propose_regrade", matter, how) as doing:
        row = doing.matter
        if grade == row.grade:
            raise doing.no(f"现已定为“{grade.label}”，无需改级。", field="grade")
        doing.not_before(row.accepted_on, "受理日期")
        return propose(doing, ProposalKind.REGRADE, reason, grade=grade)


def confirm_regrade(*, matter: Matter, **how: Unpack[How]) -> Matter:
    """Change the grade as proposed. An expired limit is not revived by it; the regulation's engine judges that.

    Raises NotAllowed (第十七条) when `by` is who proposed it.
    """
    with taking("confirm_regrade", matter, how) as doing:
        row = doing.matter
        proposal = confirmed(doing, ProposalKind.REGRADE)
        last = row.gradings.order_by("-ordinal").first()
        Grading.objects.create(
            matter=row,
            ordinal=last.ordinal + 1 if last else 1,
            grade=proposal.grade,
            on=how["on"],
            proposal=proposal,
        )
        old = Grade(row.grade).label if row.grade else "未定级"
        row.grade = proposal.grade
        doing.said = f"{old} → {Grade(proposal.grade).label}：{proposal.reason}"
        doing.facts = {"grade": proposal.grade, "proposal": str(proposal.pk)}
    return matter


def extend(
    *,
    matter: Matter,
    days: int,
    approved_by: Official,
    reason: str,
    paper: NewPaper | None = None,
    **how: Unpack[How],
) -> Extension:
    """Extend the statutory limit, as the organ's head approved on the deed's day; the internal limit stays.

    Raises NotAllowed outside the petition procedure, after the limit, a second time, for more than the law's days, or
    when `approved_by` is not the head of the responsible organ or of one above it on that day.
    """
    with taking("extend", matter, how) as doing:
        row = doing.matter
        if row.path != Path.PETITION or row.accepted_on is None:
            raise doing.no("只有按信访程序办理的事项才适用六十日期限及其延长（条例第三十四条）。")
        if Extension.objects.filter(matter=row).exists():
            raise doing.no("期限已经延长过一次，不能再次延长（条例第三十四条），请抓紧办结。")
        most = deadlines.longest_extension(row.accepted_on)
        if not 1 <= days <= most:
            raise doing.no(f"延长不得超过 {most} 日，请改填 1 至 {most}。", field="days")
        doing.not_before(row.accepted_on, "受理日期")
        last = deadlines.last_day_by_statute(row.accepted_on)
        if how["on"] > last.day:
            raise doing.no(
                f"办理期限已于 {last.day} 届满，届满后不能延长（条例第三十四条）。请按逾期办理并说明原因。", field="on"
            )
        if not holds(approved_by, row.responsible.above, on=how["on"], principal=True):
            raise doing.no(
                f"“{approved_by}”当日不是“{row.responsible}”或其上级的主要负责人，延期须由机关负责人批准。",
                field="approved_by",
            )
        doing.paper(paper)
        made = Extension(matter=row, approved_on=how["on"], approved_by=approved_by, days=days)
        made.reason = doing.filled(reason, "延期理由", "reason")
        made.save(force_insert=True)
        doing.said = f"{approved_by}批准延长办理期限 {days} 日：{made.reason}"
        doing.facts = {"days": days, "approved_by": str(approved_by.pk)}
    return made
