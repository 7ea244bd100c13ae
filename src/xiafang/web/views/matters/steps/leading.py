"""Pages of what leaders answer for: sponsorship, and visits to Beijing or the province and group visits (第十八条)."""

from collections.abc import Callable, Iterable

from xiafang.casework import acts
from xiafang.casework.codes import EscalationKind
from xiafang.casework.models import Escalation, Sponsorship
from xiafang.web.views.matters.steps.fields import Opened, code, day, either, official, one_of, text, unit
from xiafang.web.views.matters.steps.pages import Page


def _sponsorships(opened: Opened) -> Iterable[Sponsorship]:
    return opened.matter.sponsorships.filter(to_on=None).select_related("official", "matter")


def _escalations(**narrowed: object) -> Callable[[Opened], Iterable[Escalation]]:
    return lambda opened: opened.matter.escalations.filter(**narrowed).select_related("leader", "matter")


def _said(row: Escalation) -> str:
    return f"{row.on} {row.get_kind_display()}（主管领导{row.leader}）"


PAGES = (
    Page(
        "give_sponsor",
        acts.give_sponsor,
        {
            "official": official("包案领导"),
            "crux": text("症结", required=False),
            "plan": text("化解措施", required=False),
        },
        notice="包案领导自办理日期起可以查看和办理该事项。",
    ),
    Page(
        "end_sponsor",
        acts.end_sponsor,
        {
            "sponsorship": one_of(
                "包案", _sponsorships, lambda row: f"{row.official}（{row.from_on}起）", "该事项现在没有包案领导。"
            ),
            "reason": text("原因"),
        },
        of_matter=False,
    ),
    Page(
        "register_escalation",
        acts.register_escalation,
        {
            "kind": code("类型", EscalationKind),
            "leader": official("主管领导", help_text="责任单位或其上级的班子成员、主要负责人。"),
            "happened_on": day("走访日期", help_text="不填即办理日期。"),
        },
        notice="登记后，主管领导应当约访，亲自审定处理意见（办法第十八条）。",
    ),
    Page(
        "give_opinion",
        acts.give_opinion,
        {
            "escalation": one_of(
                "走访",
                _escalations(opinion=None),
                _said,
                "没有待审定的走访：请先由信访部门“登记进京赴省访、集体访”；已审定的不再审定。",
            ),
            "justified": either("诉求", "有理，责成有关单位立即解决", "已按规定处理到位，落实责任人员做好解释帮扶"),
            "text": text("处理意见"),
        },
        of_matter=False,
        notice="须由主管领导本人审定，不得由他人代为办理（办法第十八条）。",
    ),
    Page(
        "order_unit",
        acts.order_unit,
        {
            "escalation": one_of(
                "走访",
                _escalations(opinion__justified=True, ordered_on=None),
                _said,
                "没有需要责成的走访：审定意见认为诉求有理、尚未责成的才办理。",
            ),
            "unit": unit("责成单位"),
        },
        of_matter=False,
    ),
    Page(
        "assign_follow_up",
        acts.assign_follow_up,
        {
            "escalation": one_of(
                "走访",
                _escalations(opinion__justified=False, follow_up_on=None),
                _said,
                "没有需要落实责任人员的走访：审定意见认为已处理到位、尚未落实的才办理。",
            ),
            "official": official("责任人员"),
            "help_offered": text("帮扶和解释工作", help_text="释法明理、帮扶救助、心理疏导、法律援助。"),
            "until": day("帮扶至"),
        },
        of_matter=False,
    ),
)
