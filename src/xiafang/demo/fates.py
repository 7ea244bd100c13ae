"""What can become of a matter, besides the ordinary: every state, every side road, each at some office's desk."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from xiafang.casework import acts
from xiafang.casework.codes import Channel, DeclineReason, Grade, PaperKind, ProposalKind
from xiafang.demo.life import Life, Tale, people
from xiafang.demo.people import CITY, COUNTY
from xiafang.demo.scene import Scene
from xiafang.demo.units import DEPARTMENT, PRISONS
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Organization


def supplement_asked(life: Life) -> None:
    """Something is missing; the petitioner was asked for it."""
    life.register()
    life.wait(1)
    paper = life.paper(PaperKind.SUPPLEMENT_NOTICE)
    acts.ask_supplement(
        matter=life.matter, what="请补充缴费凭证和委托合同复印件", paper=paper, **life.how(told="已发补正告知书")
    )


def supplement_brought(life: Life) -> None:
    """It was brought, and the matter went its way."""
    supplement_asked(life)
    life.wait(6)
    acts.take_supplement(matter=life.matter, what="缴费凭证两张、委托合同一份", **life.how())
    life.ordinary()


def objected(life: Life) -> None:
    """The receiver says it is not theirs; the sender has to decide."""
    life.register()
    sender = life.clerk
    life.transfer(1, _neighbour(life, 0))
    life.wait(2)
    paper = life.paper(PaperKind.OBJECTION)
    reason = "所反映的机构登记在其他辖区，不属本单位职权"
    acts.object_to_transfer(matter=life.matter, reason=reason, paper=paper, **life.how())
    life.clerk = sender


def taken_back(life: Life) -> None:
    """The sender agrees and takes it back."""
    objected(life)
    life.wait(3)
    reason = "经核，机构由本级登记管理，收回办理"
    acts.decide_ownership(matter=life.matter, owner=life.unit, reason=reason, **life.how())
    life.ordinary()


def given_to_third(life: Life) -> None:
    """The level above both gives it to a third unit."""
    objected(life)
    life.wait(4)
    owner, by = _neighbour(life, 1), life.scene.office(life.unit)
    reason = "争议发生地在该辖区，由其办理更便于查清事实"
    acts.decide_ownership(matter=life.matter, owner=owner, reason=reason, **life.how(by))
    life.clerk = life.scene.office(owner)
    life.ordinary()


def handed_over(life: Life) -> None:
    """It waits at the receiver's to be taken over."""
    life.register()
    life.transfer(1, _below(life))


def handed_over_with_date(life: Life) -> None:
    """It was assigned with a date by which the unit reports back, and is in work."""
    life.register()
    life.wait(1)
    receiver = _below(life)
    acts.transfer(
        matter=life.matter,
        to=receiver,
        reason="请查清事实、依法处理，按期反馈办理结果",
        paper=life.paper(PaperKind.ASSIGNMENT),
        feedback_due=life.day + timedelta(days=30),
        **life.how(),
    )
    life.clerk = life.scene.office(receiver)
    life.take_over(2)
    life.ordinary()


def decline_proposed(life: Life) -> None:
    """One clerk proposes not to accept; another has to confirm."""
    life.register()
    life.wait(2)
    acts.propose_decline(
        matter=life.matter,
        code=DeclineReason.LITIGATION,
        reason="该事项正在法院审理，应当依诉讼权利救济途径解决",
        right_organ="有管辖权的人民法院",
        **life.how(life.scene.second(life.unit)),
    )


def declined(life: Life) -> None:
    """It was not accepted, and the petitioner was told where to go."""
    decline_proposed(life)
    life.wait(1)
    acts.confirm_decline(matter=life.matter, paper=life.paper(PaperKind.DECLINE), **life.how(told="已书面告知"))


def decline_refused(life: Life) -> None:
    """The second clerk saw it otherwise, and it was accepted."""
    decline_proposed(life)
    life.wait(1)
    reason = "其中一项诉求属于行政监管职责，应当受理"
    acts.refuse_proposal(matter=life.matter, kind=ProposalKind.DECLINE, reason=reason, **life.how())
    life.ordinary()


def withdrawn(life: Life) -> None:
    """The petitioner took it back."""
    life.register()
    life.tell(3)
    life.accept(1)
    life.wait(5)
    paper = life.paper(PaperKind.WITHDRAWAL)
    acts.withdraw(matter=life.matter, reason="双方已自行和解，自愿撤回", paper=paper, **life.how())


def void_proposed(life: Life) -> None:
    """A registration seems to be wrong; a second person has to look."""
    life.register()
    life.wait(1)
    by = life.scene.second(life.unit)
    acts.propose_void(matter=life.matter, reason="同一来电被重复录入，误登为新事项", **life.how(by))


def voided(life: Life) -> None:
    """It was voided by two people."""
    void_proposed(life)
    life.wait(1)
    acts.confirm_void(matter=life.matter, **life.how())


def merged(life: Life) -> None:
    """The same came in twice and was brought together."""
    life.register()
    again = Life(life.scene, life.unit, life.story, life.wait(4))
    again.register(petitioners=people(life.scene, life.place))
    again.wait(1)
    acts.merge(matter=again.matter, into=life.matter, reason="同一事实、同一诉求，家庭成员分别反映", **again.how())
    life.day = again.day
    life.ordinary()


def repeated(life: Life) -> None:
    """The petitioner asked again, by other ways, while it was worked."""
    life.register()
    life.tell(2)
    life.accept(1)
    life.assign(1)
    for channel in (Channel.CALL, Channel.ONLINE, Channel.VISIT):
        life.wait(5)
        acts.join(
            matter=life.matter,
            channel=channel,
            received_on=life.day,
            content="询问办理进度，要求尽快答复。",
            **life.how(),
        )
    life.finish(4)


def regrade_proposed(life: Life) -> None:
    """The handler finds it harder than it looked; the office has to confirm."""
    life.register()
    life.tell(1)
    life.accept(1, Grade.GENERAL)
    life.assign(1)
    life.wait(2)
    reason = "涉及多个部门和历史资料，需调取原始档案"
    acts.propose_regrade(matter=life.matter, grade=Grade.MAJOR, reason=reason, **life.how(life.handler))


def regraded(life: Life) -> None:
    """It was confirmed."""
    regrade_proposed(life)
    life.wait(1)
    acts.confirm_regrade(matter=life.matter, **life.how())
    life.finish(30)


def regrade_refused(life: Life) -> None:
    """It was not."""
    regrade_proposed(life)
    life.wait(1)
    reason = "事实清楚，所需档案本单位均有存档，不作改级"
    acts.refuse_proposal(matter=life.matter, kind=ProposalKind.REGRADE, reason=reason, **life.how())
    life.finish(10)


def extended(life: Life) -> None:
    """More time was needed, and the head approved."""
    life.register()
    life.tell(3)
    life.accept(1)
    life.assign(1)
    life.wait(45)
    heads = life.scene.leaders(life.unit, life.day)
    acts.extend(
        matter=life.matter,
        days=25,
        approved_by=heads[0],
        reason="需外地调取证据，情况复杂",
        paper=life.paper(PaperKind.EXTENSION),
        **life.how(told="已书面告知延期理由"),
    )
    life.finish(20)


def mediated(life: Life) -> None:
    """It was settled where it happened."""
    life.register()
    life.tell(2)
    life.accept(1)
    life.assign(0)
    life.wait(4)
    result = "首次调解双方分歧较大，约定补充证据后再谈"
    acts.mediate(matter=life.matter, result=result, agreed=False, **life.how(life.handler))
    life.wait(5)
    paper = life.paper(PaperKind.MEDIATION)
    result = "在村委会现场调解，双方互谅互让，当场签订协议并部分履行"
    acts.mediate(matter=life.matter, result=result, agreed=True, paper=paper, **life.how(life.handler))
    life.finish(2)
    life.resolve(12)


def sponsor_changed(life: Life) -> None:
    """The first sponsor went to another post; another took it up."""
    life.register()
    life.tell(2)
    life.accept(1)
    leaders = life.scene.leaders(life.unit, life.day)
    life.sponsor(leaders[:1])
    life.assign(1)
    life.wait(10)
    sponsorship = life.matter.sponsorships.get()
    acts.end_sponsor(sponsorship=sponsorship, reason="班子成员分工调整，改由他人包案", **life.how())
    life.sponsor(life.scene.leaders(life.unit, life.day)[1:2])
    life.finish(12)


def from_old_ledger(life: Life) -> None:
    """It was closed before this system, in a ledger that did not keep everything."""
    origin = "sample-ledger.xlsx（示例旧台账）信访事项!A7"
    life.register(origin=origin)
    life.wait(12)
    acts.accept(matter=life.matter, **life.how(origin=origin))
    life.wait(25)
    for demand, ask in zip(life.matter.demands.all(), life.story.demands, strict=True):
        acts.answer_demand(demand=demand, outcome=ask.outcome, answer="", **life.how(origin=origin))
    acts.close(matter=life.matter, disposition=[], **life.how(origin=origin))


def told_late(life: Life) -> None:
    """The notice went out after the fifteenth day."""
    life.register()
    life.tell(24)
    life.accept(0)
    life.assign(1)
    life.finish(14)


def never_told(life: Life) -> None:
    """It lay in a drawer: nobody was told."""
    life.register()
    life.accept(16)
    life.assign(2)


def overdue(life: Life) -> None:
    """The work goes on past the sixtieth day, one demand answered."""
    life.register()
    life.tell(3)
    life.accept(1)
    life.assign(1)
    life.answer(20, count=1)


def closed_late(life: Life) -> None:
    """It was closed, but long after the sixtieth day."""
    overdue(life)
    life.wait(60)
    life.finish(2)


def answered(life: Life) -> None:
    """All is answered; the answer has to be served."""
    life.register()
    life.tell(2)
    life.accept(1)
    life.assign(1)
    life.answer(5)


def _below(life: Life) -> Organization:
    scene = life.scene
    if life.unit.name == CITY:
        return scene.unit(COUNTY)
    if life.unit.kind == Kind.PROVINCIAL_DEPARTMENT:
        return scene.unit(CITY)
    below = scene.below(life.unit, Kind.COUNTY_BUREAU) or scene.below(life.unit, Kind.PRISON)
    return scene.dice.choice(below)


def _neighbour(life: Life, number: int) -> Organization:
    """Return a county of the city but the one with accounts of its own."""
    below = [unit for unit in life.scene.below(life.unit, Kind.COUNTY_BUREAU) if unit.name != COUNTY]
    return below[number + 2]


Fate = Callable[[Life], None]


class Told(NamedTuple):
    """A fate, how many days ago it began, and where."""

    days: int
    where: str
    fate: Fate


_CITY, _COUNTY, _ANY, _PRISON, _OFFICE = CITY, COUNTY, "any", PRISONS, DEPARTMENT
TABLE = (
    Told(5, _COUNTY, supplement_asked), Told(8, _ANY, supplement_asked), Told(190, _ANY, supplement_brought),
    Told(4, _CITY, objected), Told(140, _CITY, taken_back), Told(260, _CITY, given_to_third),
    Told(3, _CITY, handed_over), Told(2, _OFFICE, handed_over), Told(5, _PRISON, handed_over),
    Told(30, _CITY, handed_over_with_date), Told(120, _PRISON, handed_over_with_date),
    Told(4, _CITY, decline_proposed), Told(5, _OFFICE, decline_proposed), Told(210, _CITY, declined),
    Told(330, _OFFICE, declined), Told(95, _OFFICE, decline_refused),
    Told(160, _ANY, withdrawn), Told(3, _COUNTY, void_proposed), Told(75, _CITY, voided), Told(110, _COUNTY, merged),
    Told(60, _COUNTY, repeated), Told(300, _ANY, repeated),
    Told(9, _COUNTY, regrade_proposed), Told(130, _CITY, regraded), Told(220, _ANY, regrade_refused),
    Told(66, _CITY, extended), Told(280, _CITY, extended), Told(150, _ANY, mediated), Told(85, _COUNTY, mediated),
    Told(200, _CITY, sponsor_changed), Told(340, _COUNTY, from_old_ledger), Told(345, _ANY, from_old_ledger),
    Told(100, _ANY, told_late), Told(250, _CITY, told_late), Told(45, _ANY, never_told),
    Told(95, _COUNTY, overdue), Told(170, _ANY, closed_late), Told(320, _CITY, closed_late),
    Told(14, _COUNTY, answered), Told(12, _CITY, answered),
)  # fmt: skip


def tales(scene: Scene) -> Iterator[Tale]:
    """Give all of them."""
    for told in TABLE:
        counties = scene.units(Kind.COUNTY_BUREAU)
        unit = scene.dice.choice(counties[15:]) if told.where == _ANY else scene.unit(told.where)
        story = scene.stories.next("prison" if unit.name == PRISONS else "bureau", petition=True)
        day = scene.back(told.days)
        yield Tale(day, partial(told.fate, Life(scene, unit, story, day)))
