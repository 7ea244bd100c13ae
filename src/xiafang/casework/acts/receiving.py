"""After the register: telling the petitioner, supplements, acceptance, and what is not accepted."""

from typing import Unpack
from uuid import UUID

from xiafang.casework import taxonomy
from xiafang.casework.acts.doing import Doing, taking
from xiafang.casework.acts.how import How, NewPaper
from xiafang.casework.acts.proposals import confirmed, propose
from xiafang.casework.codes import (
    DECLINE_CITES,
    DeclineReason,
    Flag,
    Grade,
    Handling,
    Kind,
    Path,
    ProposalKind,
    State,
)
from xiafang.casework.models import Grading, Matter, Proposal, Transfer


def tell(*, matter: Matter, paper: NewPaper | None = None, **how: Unpack[How]) -> Matter:
    """Record the written notice of receipt, path and procedure (书面告知); the first one counts.

    Raises NotAllowed without the paper, for an anonymous matter, or when it was told already.
    """
    with taking("tell", matter, how) as doing:
        told(doing, paper)
    return matter


def told(doing: Doing, paper: NewPaper | None = None) -> None:
    """Do it to the row at hand. Raises NotAllowed."""
    row = doing.matter
    if Flag.ANONYMOUS in row.flags:
        raise doing.no("信访人姓名、住址不清，不需书面告知（条例第二十三条第二款）。")
    if row.told_on:
        raise doing.no(f"已于 {row.told_on} 书面告知；补充告知请归入文书。")
    doing.paper(paper)
    row.told_on = doing.how["on"]
    doing.said = "书面告知信访人收到情况、办理途径和程序"


def ask_supplement(*, matter: Matter, what: str, paper: NewPaper | None = None, **how: Unpack[How]) -> Matter:
    """Ask the petitioner for what is missing. No clock stops for it. Raises NotAllowed."""
    with taking("ask_supplement", matter, how) as doing:
        what = doing.filled(what, "需要补充的材料", "what")
        doing.paper(paper)
        doing.matter.supplement_asked_on = how["on"]
        doing.move(State.SUPPLEMENT)
        doing.said = f"请信访人补正：{what}"
    return matter


def take_supplement(*, matter: Matter, what: str, **how: Unpack[How]) -> Matter:
    """Record what the petitioner brought. Raises NotAllowed when the day lies before the asking."""
    with taking("take_supplement", matter, how) as doing:
        doing.not_before(doing.matter.supplement_asked_on, "要求补正日期")
        doing.matter.supplemented_on = how["on"]
        doing.move(State.RECEIVED)
        doing.said = f"收到补正材料：{doing.filled(what, '收到的材料', 'what')}"
    return matter


def accept(
    *,
    matter: Matter,
    path: Path | None = None,
    grade: Grade = Grade.GENERAL,
    visit: UUID | None = None,
    handling: Handling | None = None,
    **how: Unpack[How],
) -> Matter:
    """Accept the matter (受理): from here the limits of 第十七条 and 条例第三十四条 run.

    `visit` is the visit on which it was accepted, `handling` what came of it there. An appeal takes the default path of
    its topic unless one is given. Raises NotAllowed.
    """
    with taking("accept", matter, how) as doing:
        passed = doing.matter.transfers.order_by("-on").first()
        accepted(doing, passed, path, grade, visit=visit, handling=handling).save(force_insert=True)
    return matter


def accepted(
    doing: Doing,
    passed: Transfer | None,
    path: Path | None,
    grade: Grade,
    *,
    visit: UUID | None = None,
    handling: Handling | None = None,
) -> Grading:
    """Do it to the row at hand, `passed` on last; return its first grade, to be written. Raises NotAllowed."""
    row, on = doing.matter, doing.how["on"]
    doing.not_before(row.supplemented_on, "补正日期")
    if passed:
        doing.not_before(passed.on, "转送日期")
    row.path = _path(doing, path)
    row.accepted_on, row.visit = on, visit
    if handling and not visit:
        raise doing.no("只有在下访中受理的才填写处理方式（办法第十五条），请写明下访或删去处理方式。", field="handling")
    row.handling = handling or ""
    row.grade = grade
    doing.move(State.ACCEPTED)
    where = "在下访中受理" if visit else "受理"
    along = f"，{Path(row.path).label}" if row.path else ""
    doing.said = f"{where}，定为{grade.label}{along}"
    doing.facts = {"path": row.path, "grade": grade, "visit": str(visit) if visit else None}
    return Grading(matter=row, ordinal=1, grade=grade, on=on)


def _path(doing: Doing, path: Path | None) -> str:
    row = doing.matter
    if row.kind != Kind.APPEAL:
        if path:
            raise doing.no("办理途径只适用于申诉求决类事项（条例第三十一条），请删去。", field="path")
        return ""
    topic = taxonomy.topics().get(row.topic)
    return path or (topic.default_path if topic and topic.default_path else Path.PETITION)


def propose_decline(
    *, matter: Matter, code: DeclineReason, reason: str, right_organ: str, **how: Unpack[How]
) -> Proposal:
    """Propose not to accept, or no longer, with the code, the reason and the organ that the petitioner can turn to.

    Raises NotAllowed.
    """
    with taking("propose_decline", matter, how) as doing:
        organ = doing.filled(right_organ, "应向何机关提出", "right_organ")
        return propose(doing, ProposalKind.DECLINE, reason, decline_reason=code, right_organ=organ)


def confirm_decline(*, matter: Matter, paper: NewPaper | None = None, **how: Unpack[How]) -> Matter:
    """Confirm, as a second person, that the matter is not accepted; the notice tells the petitioner why and where.

    Raises NotAllowed when `by` proposed it, or without the paper.
    """
    with taking("confirm_decline", matter, how) as doing:
        row = doing.matter
        proposal = confirmed(doing, ProposalKind.DECLINE)
        doing.paper(paper)
        row.decline_reason, row.right_organ = proposal.decline_reason, proposal.right_organ
        row.told_on = row.told_on or how["on"]
        row.ended_on = how["on"]
        doing.move(State.DECLINED)
        code = DeclineReason(proposal.decline_reason)
        doing.said = f"不予受理：{code.label}（{DECLINE_CITES[code]}）；告知向{proposal.right_organ}提出"
        doing.facts = {"reason": code}
    return matter
