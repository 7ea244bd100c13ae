"""Visits to Beijing or the province and group visits (第十八条): the leader's own opinion, and what follows from it.

Follow-up is help and explanation bound to the matter; nothing here is about watching or holding back anybody.
"""

from datetime import date
from typing import Unpack
from uuid import UUID, uuid4

from xiafang.casework.acts.doing import Doing, taking
from xiafang.casework.acts.how import How, NewPaper
from xiafang.casework.acts.people import check_free, holds
from xiafang.casework.codes import EscalationKind
from xiafang.casework.models import Escalation, Involvement, Matter, Opinion
from xiafang.organizations.acts.checks import existing
from xiafang.organizations.models import Official, Organization


def register_escalation(
    *,
    matter: Matter,
    kind: EscalationKind,
    leader: Official,
    happened_on: date | None = None,
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
    **how: Unpack[How],
) -> Escalation:
    """Register such a visit with the leader in charge, who sees the matter from then.

    It happened on the deed's day unless `happened_on` says earlier. Raises NotAllowed.
    """
    with taking("register_escalation", matter, how) as doing:
        row, day = doing.matter, happened_on or how["on"]
        check_free(doing, leader, "leader")
        if not row.received_on <= day <= how["on"]:
            raise doing.no(
                f"日期 {day} 应在收到日期 {row.received_on} 与登记日期 {how['on']} 之间，请核对。", field="happened_on"
            )
        if not holds(leader, row.responsible.above, on=how["on"]):
            raise doing.no(
                f"“{leader}”当日不是“{row.responsible}”或其上级的班子成员、主要负责人，请改选主管领导。", field="leader"
            )
        made = Escalation(id=id or uuid4(), matter=row, kind=kind, on=day, leader=leader)
        made.save(force_insert=True)
        Involvement.objects.create(
            id=uuid4(), matter=row, official=leader, ground=Involvement.Ground.ESCALATION, source=made.pk
        )
        doing.resighted = True
        doing.said = f"登记{kind.label}（{day}），主管领导{leader}"
        doing.facts = {"escalation": str(made.pk), "kind": kind, "on": day.isoformat()}
    return made


def _of(doing: Doing, escalation: Escalation) -> Escalation:
    return doing.matter.escalations.select_related("opinion").get(pk=escalation.pk)


def give_opinion(
    *, escalation: Escalation, justified: bool, text: str, approved_by: Official | None = None, **how: Unpack[How]
) -> Opinion:
    """Examine the opinion in person (亲自审定): whoever signs in is the leader; nobody records it for them.

    `approved_by` is read for imported steps alone. Raises NotAllowed when `by` leads neither the responsible unit nor
    one above it on that day, an opinion is there, or the day lies before the visit.
    """
    with taking("give_opinion", escalation.matter, how) as doing:
        row = doing.matter
        found = _of(doing, escalation)
        if hasattr(found, "opinion"):
            raise doing.no(f"处理意见已于 {found.opinion.on} 审定。")
        own = doing.user.official if doing.user else None
        leader = approved_by if doing.imported else own
        if not isinstance(leader, Official) or not holds(leader, row.responsible.above, on=how["on"]):
            raise doing.no(f"须由“{row.responsible}”或其上级的主管领导本人亲自审定（办法第十八条），请由其登录后办理。")
        doing.not_before(found.on, "该次走访日期")
        made = Opinion(escalation=found, matter=row, approved_by=leader, on=how["on"], justified=justified)
        made.text = doing.filled(text, "处理意见", "text")
        made.save(force_insert=True)
        doing.said = f"{leader}亲自审定处理意见（诉求{'有理' if justified else '已按规定处理到位'}）：{made.text}"
        doing.facts = {"escalation": str(found.pk), "justified": justified}
    return made


def _with_opinion(doing: Doing, escalation: Escalation, *, justified: bool) -> Escalation:
    found = _of(doing, escalation)
    if not hasattr(found, "opinion"):
        raise doing.no("处理意见尚未审定（办法第十八条），请先由主管领导本人审定。")
    if found.opinion.justified != justified:
        said = "诉求有理，应责成有关单位解决" if found.opinion.justified else "已处理到位，应落实责任人员"
        raise doing.no(f"审定意见认为{said}（办法第十八条）。")
    doing.not_before(found.opinion.on, "审定日期")
    return found


def order_unit(
    *, escalation: Escalation, unit: Organization, paper: NewPaper | None = None, **how: Unpack[How]
) -> Escalation:
    """Order a unit to solve what is justified. Raises NotAllowed without such an opinion, or for an accused unit."""
    with taking("order_unit", escalation.matter, how) as doing:
        found = _with_opinion(doing, escalation, justified=True)
        if found.ordered_on:
            raise doing.no(f"已于 {found.ordered_on} 责成有关单位解决。")
        existing(unit, how["on"], "unit")
        if not set(doing.matter.hidden_from).isdisjoint(unit.above):
            raise doing.no(f"“{unit}”是被反映单位或其下级（条例第三十条第三款），请改选其他单位。", field="unit")
        doing.paper(paper)
        found.ordered_on, found.ordered_unit = how["on"], unit
        found.save(update_fields=["ordered_on", "ordered_unit"])
        doing.said = f"责成“{unit}”解决"
        doing.facts = {"escalation": str(found.pk), "unit": str(unit.pk)}
    return found


def assign_follow_up(
    *, escalation: Escalation, official: Official, help_offered: str, until: date | None = None, **how: Unpack[How]
) -> Escalation:
    """Name who helps and explains from here on (释法明理、帮扶救助、心理疏导、法律援助), and until when.

    Raises NotAllowed without such an opinion, or when the official is accused or recused.
    """
    with taking("assign_follow_up", escalation.matter, how) as doing:
        found = _with_opinion(doing, escalation, justified=False)
        if found.follow_up_on:
            raise doing.no(f"已于 {found.follow_up_on} 落实责任人员。")
        check_free(doing, official, "official")
        if until is not None and until < how["on"]:
            raise doing.no(f"截止日期 {until} 早于落实日期 {how['on']}，请核对。", field="until")
        found.follow_up_official, found.follow_up_on, found.follow_up_until = official, how["on"], until
        found.help_offered = doing.filled(help_offered, "帮扶和解释工作", "help_offered")
        found.save(update_fields=["follow_up_official", "follow_up_on", "follow_up_until", "help_offered"])
        doing.said = f"落实责任人员{official}：{found.help_offered}"
        doing.facts = {"escalation": str(found.pk), "official": str(official.pk)}
    return found
