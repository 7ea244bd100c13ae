"""What may stand against an act on a matter: its version, the table of transitions, who asks, the day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from xiafang.accounts import standing
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Operator
from xiafang.accounts.roles import Role
from xiafang.casework import life, sight
from xiafang.casework.acts.how import How, Named
from xiafang.casework.life import Step, Who
from xiafang.casework.models import Matter


class Changed(NotAllowed):
    """Somebody else changed the matter in between; the message says how, `version` is what stands now."""

    def __init__(self, message: str, version: int) -> None:
        super().__init__(message)
        self.version = version


def check_version(row: Matter, version: int | None) -> None:
    """Raise Changed when the matter is no longer what the writer saw; None is not looked at."""
    if version is None or version == row.version:
        return
    since = row.events.filter(version__gt=version).select_related("user")
    raise changed(f"“{row}”", since, life.STEPS, row.version)


def changed(what: str, since: Iterable[Any], steps: Mapping[str, Named], version: int) -> Changed:
    """Return the refusal of who wrote without having seen the events `since`, told one by one."""
    lines = "；".join(f"{event.user or '命令行'}办理“{steps[event.act].label}”（{event.said}）" for event in since)
    return Changed(f"{what}在您打开之后已有变动：{lines}。您的内容没有保存，请核对新情况后重新提交。", version)


def check_state(step: Step, row: Matter, *, imported: bool = False) -> None:
    """Raise NotAllowed when the table does not allow the step in the matter's state; more are for `imported` steps."""
    if row.state not in step.sources and not (imported and row.state in step.imported):
        allowed = "、".join(f"“{state.label}”" for state in step.sources)
        raise NotAllowed(
            f"“{row}”现为“{row.get_state_display()}”，不能办理“{step.label}”：按{step.cite}，只有{allowed}的事项可以办理。"
        )


def relations(row: Matter, asks: standing.Standing) -> set[Who]:
    """Return what whoever `asks` is to the matter."""
    offices = asks.roles.get(Role.PETITION_OFFICE, frozenset())
    direct = asks.roles.get(Role.LIAISON, frozenset())
    me = {asks.official, sight.of_user(asks.user) if asks.user else None}
    found = {Who.READER}
    way = row.responsible.above
    if not offices.isdisjoint(way) or row.responsible_id in direct:
        found.add(Who.OFFICE)
    if not offices.isdisjoint(row.registering.above) or row.registering_id in direct:
        found.add(Who.REGISTRY)
    if not offices.isdisjoint(way[:-1]):
        found.add(Who.ABOVE)
    if not offices.isdisjoint(row.senders):
        found.add(Who.SENDER)
    if not me.isdisjoint(row.handlers):
        found.add(Who.HANDLER)
    if not me.isdisjoint(row.leaders) or (asks.holds(Role.LEADER) and not (asks.units - offices).isdisjoint(way)):
        found.add(Who.LEADER)
    return found


def check_who(step: Step, row: Matter, asks: standing.Standing, how: How) -> None:
    """Raise NotAllowed when the table does not give the step to whoever `asks`."""
    if step.in_person and how.get("on_behalf_of") is not None:
        raise NotAllowed(f"不能代为办理“{step.label}”：{step.cite}要求领导亲自审定，请由其本人登录后办理。")
    if isinstance(how["by"], Operator):
        return
    if relations(row, asks).isdisjoint(step.who):
        may = "、".join(who.label for who in step.who)
        raise NotAllowed(f"您不能对“{row}”办理“{step.label}”：按{step.cite}，应由{may}办理。")


def check_happened(step: Named, how: How) -> None:
    """Raise NotAllowed when the deed lies after the day of entry."""
    if how["on"] > timezone.localdate(how["at"]):
        raise NotAllowed(f"不能办理“{step.label}”：日期 {how['on']} 尚未到来，请在办理之后登记。", field="on")


def check_day(step: Step, how: How, *, not_before: date) -> None:
    """Raise NotAllowed when the deed lies in the future, or before the matter came in."""
    check_happened(step, how)
    on = how["on"]
    if on < not_before:
        raise NotAllowed(f"不能办理“{step.label}”：日期 {on} 早于收到日期 {not_before}，请核对日期。", field="on")


def not_worked(row: Matter) -> NotAllowed:
    """Return the refusal for who may read the matter and not change it."""
    return NotAllowed(f"您可以查看“{row}”，但它现由“{row.responsible}”办理，请与该单位联系。")
