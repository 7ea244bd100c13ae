"""Pages of the work: handlers, demands and their answers, mediation, grades and the extension, recusal."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Func, Q

from xiafang.accounts.models import RoleGrant, User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.roles import Role
from xiafang.casework import acts, deadlines
from xiafang.casework.codes import Grade, Kind, Outcome, PaperKind, ProposalKind
from xiafang.casework.models import Assignment, Demand, Matter, Recusal
from xiafang.organizations.models import Organization
from xiafang.web.views.matters.fields import coded
from xiafang.web.views.matters.steps.fields import (
    Opened,
    code,
    either,
    number,
    official,
    one_of,
    some_of,
    text,
)
from xiafang.web.views.matters.steps.pages import Page
from xiafang.web.views.matters.steps.receiving import proposed

MOST_HANDLERS = 100
_OF_SUGGESTIONS = (Outcome.ADOPTED, Outcome.PARTLY_ADOPTED, Outcome.NOT_ADOPTED)


def handlers_of(unit: Organization, today: Any) -> list[User]:
    """Return who handles matters at `unit` or below it, those of the unit first, each with `place`. One query."""
    grants = RoleGrant.objects.on(today).filter(role=Role.HANDLER, organization__above__contains=[unit.pk])
    grants = grants.filter(user__is_active=True).select_related("user", "organization")
    ordered = grants.order_by(Func("organization__above", function="cardinality"), "organization", "user__name", "pk")
    found: dict[int, User] = {}
    for grant in ordered[:MOST_HANDLERS]:
        found.setdefault(grant.user_id, grant.user).place = grant.organization  # type: ignore[attr-defined]
    return list(found.values())


def handler_said(user: User) -> str:
    """Return 李示例（甲示例市司法局）; wants `handlers_of`."""
    return f"{user.name}（{user.place}）"  # type: ignore[attr-defined]


def no_handler(unit: Organization) -> str:
    """Return what is said when nobody can be given the matter."""
    return f"“{unit}”及其下级还没有承办人：请安全管理员授予承办人角色后再办。"


def _handlers(opened: Opened) -> Iterable[User]:
    have = set(opened.matter.assignments.filter(to_on=None).values_list("user", flat=True))
    return [user for user in handlers_of(opened.matter.responsible, opened.today) if user.pk not in have]


def _to(opened: Opened) -> forms.Field | None:
    return some_of("承办人", _handlers, handler_said, no_handler(opened.matter.responsible))(opened)


def _assigned(opened: Opened) -> Iterable[Assignment]:
    return opened.matter.assignments.filter(to_on=None).select_related("user")


def _unassign(*, matter: Matter, handler: Assignment, reason: str, **how: Any) -> object:
    return acts.unassign(matter=matter, handler=handler.user, reason=reason, **how)


def _answers(opened: Opened) -> dict[str, forms.Field]:
    demands = opened.matter.demands.filter(answered_on=None)
    if not demands:
        raise NotAllowed("各项诉求都已答复；信访人有新的诉求，请先“增加诉求”。")
    made: dict[str, forms.Field] = {}
    suggestion = opened.matter.kind == Kind.SUGGESTION
    fitting = [
        (one.value, one.label)
        for one in Outcome
        if one == Outcome.LED_ELSEWHERE or (one in _OF_SUGGESTIONS) == suggestion
    ]
    for demand in demands:
        outcome = coded("结论", Outcome, empty="暂不答复", required=False)
        outcome.choices = [("", "暂不答复"), *fitting]
        outcome.heading = f"诉求{demand.ordinal}　{demand.text}"  # type: ignore[attr-defined]  # above it, in step.html
        made[f"outcome_{demand.ordinal}"] = outcome
        made[f"answer_{demand.ordinal}"] = forms.CharField(
            label="答复和理由", max_length=20000, required=False, widget=forms.Textarea
        )
        made[f"basis_{demand.ordinal}"] = forms.CharField(
            label="法律法规政策依据", max_length=2000, required=False, help_text="支持、不予支持的必填。"
        )
    return made


def _answer(*, matter: Matter, version: int | None, **entered: Any) -> object:
    """Answer each demand that has an outcome, all or nothing: the caller's transaction."""
    demands = {demand.ordinal: demand for demand in Demand.objects.filter(matter=matter).select_related("matter")}
    given = {n: entered.pop(f"outcome_{n}", None) for n in demands}
    words = {n: {name: entered.pop(f"{name}_{n}", "") for name in ("answer", "basis")} for n in demands}
    chosen = [n for n, outcome in given.items() if outcome]
    without = [n for n in demands if not given[n] and words[n]["answer"]]
    if without:
        raise NotAllowed("填写了答复，请选择结论。", field=f"outcome_{without[0]}")
    if not chosen:
        raise NotAllowed("没有答复任何一项诉求：请至少为一项诉求选择结论并填写答复。")
    for n in chosen:
        try:
            acts.answer_demand(demand=demands[n], outcome=given[n], version=version, **words[n], **entered)
        except acts.Changed:
            raise
        except NotAllowed as refusal:
            field = f"{refusal.field}_{n}" if refusal.field in ("outcome", "answer", "basis") else refusal.field
            raise NotAllowed(str(refusal), field=field) from None
        version = None
    return matter


def _open_proposal(opened: Opened) -> forms.Field:
    kinds = list(opened.matter.proposals.filter(decided_on=None).values_list("kind", flat=True))
    if not kinds:
        raise NotAllowed("没有待复核的提请。")
    field = coded("提请", ProposalKind, initial=kinds[0])
    field.choices = [(kind, ProposalKind(kind).label) for kind in kinds]
    return field


def _concerned(opened: Opened) -> Iterable[User]:
    matter = opened.matter
    own, leads = Q(pk=opened.user.pk), Q(official__in=matter.leaders)
    handles = Q(pk__in=matter.assignments.filter(to_on=None).values("user"))
    acted = Q(pk__in=matter.events.values("user"))
    serves = Q(pk__in=RoleGrant.objects.on(opened.today).filter(organization=matter.responsible).values("user"))
    users = User.objects.filter(own | leads | handles | acted | serves, is_active=True).order_by("name", "pk")
    return sorted(users, key=lambda user: user.pk != opened.user.pk)


def _asked(opened: Opened) -> Iterable[Recusal]:
    return opened.matter.recusals.filter(decided_on=None).select_related("user")


def _most(opened: Opened) -> list[tuple[str, object]]:
    accepted = opened.matter.accepted_on
    return [("法定期限", deadlines.last_day_by_statute(accepted).day)] if accepted else []


def _days(opened: Opened) -> forms.Field | None:
    accepted = opened.matter.accepted_on
    most = f"不超过{deadlines.longest_extension(accepted)}日。" if accepted else ""
    return number("延长天数", help_text=most)(opened)


PAGES = (
    Page(
        "assign",
        acts.assign,
        {
            "to": lambda opened: some_of("承办人", _handlers, handler_said, no_handler(opened.matter.responsible))(
                opened
            )
        },
    ),
    Page(
        "unassign",
        _unassign,
        {
            "handler": one_of("承办人", _assigned, lambda row: f"{row.user}（{row.from_on}起）", "该事项没有承办人。"),
            "reason": text("原因"),
        },
    ),
    Page("add_demand", acts.add_demand, {"text": text("诉求内容")}),
    Page("answer_demand", _answer, _answers, notice="可以一次答复几项；没有选结论的，留待以后。"),
    Page(
        "mediate",
        acts.mediate,
        {"agreed": either("结果", "达成协议", "未达成协议"), "result": text("经过和结果")},
        told=True,
        paper="optional",
        kinds=(PaperKind.MEDIATION,),
    ),
    Page("propose_regrade", acts.propose_regrade, {"grade": code("新等级", Grade), "reason": text("理由")}),
    Page("confirm_regrade", acts.confirm_regrade, facts=proposed(ProposalKind.REGRADE)),
    Page("refuse_proposal", acts.refuse_proposal, {"kind": _open_proposal, "reason": text("理由")}),
    Page(
        "extend",
        acts.extend,
        {
            "days": _days,
            "approved_by": official("批准人", help_text="本机关或上级的主要负责人。"),
            "reason": text("延期理由"),
        },
        told=True,
        facts=_most,
    ),
    Page(
        "ask_recusal",
        acts.ask_recusal,
        {"user": one_of("回避人", _concerned, str, ""), "reason": text("理由")},
    ),
    Page(
        "decide_recusal",
        acts.decide_recusal,
        {
            "recusal": one_of("回避申请", _asked, lambda row: f"{row.user}：{row.reason}", "没有待决定的回避申请。"),
            "granted": either("决定", "准予回避", "不准予"),
            "ground": text("决定理由"),
        },
        of_matter=False,
        notice="准予后，回避人不再承办、包案，也不能再查看该事项。",
    ),
)
