"""Pages of the steps after the register: telling, supplements, acceptance, what is not accepted; and passing on."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms

from xiafang.accounts.refusals import NotAllowed
from xiafang.casework import acts, deadlines, life, taxonomy
from xiafang.casework.codes import DeclineReason, Flag, Grade, Handling, Kind, Path, ProposalKind
from xiafang.casework.models import Matter, Proposal, Transfer
from xiafang.organizations.models import Organization
from xiafang.visits.codes import Status
from xiafang.visits.models import VisitMatter
from xiafang.web import lookup
from xiafang.web.views.matters import fields
from xiafang.web.views.matters.steps.fields import Make, Opened, code, day, line, text, unit
from xiafang.web.views.matters.steps.pages import Facts, Page


def _path(opened: Opened) -> forms.Field | None:
    matter = opened.matter
    if matter.kind != Kind.APPEAL:
        return None
    topic = taxonomy.topics().get(matter.topic)
    initial = topic.default_path if topic and topic.default_path else Path.PETITION
    return fields.coded(
        "办理途径（条例第三十一条）", Path, initial=initial, help_text=topic.leave_hint if topic else ""
    )


def _visits(opened: Opened) -> list[VisitMatter]:
    held = VisitMatter.objects.filter(matter=opened.matter, visit__status=Status.HELD, absent=False)
    return list(held.select_related("visit__organization").order_by("-visit__date"))


def _accept(opened: Opened) -> dict[str, forms.Field]:
    made: dict[str, forms.Field] = {"grade": fields.coded("等级（办法第十七条）", Grade, initial=Grade.GENERAL)}
    if path := _path(opened):
        made = {"path": path, **made}
    if visits := _visits(opened):
        made["visit"] = forms.TypedChoiceField(
            label="在哪次下访中受理",
            choices=[("", "不是在下访中受理"), *((str(row.visit_id), str(row.visit)) for row in visits)],
            coerce=UUID,
            empty_value=None,
            required=False,
        )
        made["handling"] = fields.coded("处理方式（办法第十五条）", Handling, empty="不是在下访中受理", required=False)
    return made


def proposed(kind: ProposalKind) -> Callable[[Opened], Facts]:
    """Return what is to be confirmed; raises NotAllowed, as the act does, when nothing is proposed or by oneself."""

    def facts(opened: Opened) -> Facts:
        found = opened.matter.proposals.select_related("proposed_by").filter(kind=kind, decided_on=None).first()
        if found is None:
            raise NotAllowed(f"没有待复核的“{kind.label}”提请，请先由一人提请、再由另一人复核。")
        if found.proposed_by_id == opened.user.pk:
            raise NotAllowed(f"“{kind.label}”由您提请，不能由您复核：请由另一人办理。")
        return [
            ("提请", kind.label),
            ("提请人", f"{found.proposed_by or '运维人员'}，{found.proposed_on}"),
            *_more(found),
        ]

    return facts


def _more(found: Proposal) -> Facts:
    said = [
        ("拟改等级", found.get_grade_display()),
        ("原因", found.get_decline_reason_display()),
        ("理由", found.reason),
        ("应向何机关提出", found.right_organ),
    ]
    return [(label, value) for label, value in said if value]


def _not_told(opened: Opened) -> Facts:
    if opened.matter.told_on:
        raise NotAllowed(f"已于 {opened.matter.told_on} 书面告知；补充告知请“归入文书”。")
    if Flag.ANONYMOUS in opened.matter.flags:
        raise NotAllowed("信访人姓名、住址不清，不需书面告知（条例第二十三条第二款）。")
    return ()


def _pending(opened: Opened) -> Transfer | None:
    passed = opened.matter.transfers.select_related("sender", "receiver")
    return passed.filter(decided_on=None, taken_on=None).order_by("on").last()


def _passed(opened: Opened) -> Facts:
    passed = _pending(opened)
    if passed is None:
        return []
    last = deadlines.last_day_to_object(passed.on).day
    facts: list[tuple[str, object]] = [("转出单位", passed.sender), ("转送日期", passed.on), ("要求", passed.reason)]
    if passed.feedback_due:
        facts.append(("反馈期限", passed.feedback_due))
    if passed.objected_on:
        return [*facts, ("异议", f"{passed.objected_on}：{passed.objection}")]
    return [*facts, ("可提出异议至", last)]


def _owner(opened: Opened) -> dict[str, forms.Field]:
    passed = _pending(opened)
    choices = [("third", "指定第三个单位（由共同上级裁定）")]
    if passed:
        choices = [
            ("sender", f"同意异议，由转出单位{passed.sender}办理"),
            ("receiver", f"不同意异议，由转入单位{passed.receiver}办理"),
            *choices,
        ]
    return {
        "owner": forms.ChoiceField(label="责任单位", choices=choices, widget=forms.RadioSelect),
        "third": lookup.OrganizationField(label="第三个单位", required=False),
        "reason": text("裁定理由")(opened) or forms.CharField(),
    }


def _decide(*, matter: Matter, owner: str, third: Organization | None, reason: str, **how: Any) -> object:
    passed = matter.transfers.select_related("sender", "receiver").filter(decided_on=None, taken_on=None).last()
    chosen = third if owner == "third" or passed is None else getattr(passed, owner)
    if chosen is None:
        raise NotAllowed("请填写第三个单位。", field="third")
    return acts.decide_ownership(matter=matter, owner=chosen, reason=reason, **how)


_DECLINE: dict[str, Make] = {
    "code": code("原因", DeclineReason, help_text="属于本单位职权的不予受理，本身就是违规（条例第四十四条）。"),
    "reason": text("理由"),
    "right_organ": line("应向何机关提出", help_text="写明机关名称和提出方式，将告知信访人。"),
}

PAGES = (
    Page("tell", acts.tell, told=True, facts=_not_told),
    Page("ask_supplement", acts.ask_supplement, {"what": text("需要补充的材料")}, told=True),
    Page("take_supplement", acts.take_supplement, {"what": text("收到的材料")}),
    Page("accept", acts.accept, _accept, told=True),
    Page("propose_decline", acts.propose_decline, _DECLINE),
    Page(
        "confirm_decline",
        acts.confirm_decline,
        told=True,
        danger="不予受理后，本事项在本单位的办理即告终结。",
        facts=proposed(ProposalKind.DECLINE),
    ),
    Page(
        "transfer",
        acts.transfer,
        {
            "to": unit("转入单位"),
            "reason": text("依据和要求"),
            "feedback_due": day("反馈期限", help_text="交办的填写。"),
        },
        told=True,
        notice="转送后，本单位可以查看到对方办结为止，不能再办理。",
    ),
    Page("take_over", acts.take_over, facts=_passed),
    Page("object_to_transfer", acts.object_to_transfer, {"reason": text("异议理由")}, facts=_passed),
    Page("decide_ownership", _decide, _owner, facts=_passed),
)

assert all(page.act in life.STEPS for page in PAGES)  # noqa: S101 - a slip of the pen, found at import
