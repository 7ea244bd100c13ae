"""Telling, supplements, acceptance, not accepting."""

from uuid import uuid4

from casework import office
from casework.office import Cast, how, paper, refused
from xiafang.casework import acts
from xiafang.casework.codes import DeclineReason, Flag, Grade, Handling, Kind, PaperKind, Path, ProposalKind, State
from xiafang.casework.models import Matter

LITIGATION = {"code": DeclineReason.LITIGATION, "reason": "已起诉", "right_organ": "示例区人民法院"}


def test_23_telling_needs_its_paper_and_counts_once(people: Cast) -> None:
    matter = office.registered(people)
    with refused("此步须有受理告知书（条例第二十三条），请上传后再办"):
        acts.tell(matter=matter, **how(people.office, 1))
    with refused("此步应附受理告知书，不是延期告知书"):
        acts.tell(matter=matter, paper=paper(kind=PaperKind.EXTENSION), **how(people.office, 1))
    with refused("成文日期 2026-06-06 尚未到来"):
        acts.tell(matter=matter, paper=paper(5), **how(people.office, 1))
    acts.tell(matter=matter, paper=paper(1, number="示司信受〔2026〕1号"), told="六十日内答复", **how(people.office, 1))
    assert (matter.told_on, matter.state) == (office.day(1), State.RECEIVED)
    assert matter.papers.get().number == "示司信受〔2026〕1号"
    assert matter.events.get(act="tell").told == "六十日内答复"
    with refused("已于 2026-06-02 书面告知"):
        acts.tell(matter=matter, paper=paper(), **how(people.office, 2))


def test_23_nobody_can_tell_the_anonymous(people: Cast) -> None:
    matter = office.registered(people, petitioners=[], flags=[Flag.ANONYMOUS])
    with refused("不需书面告知"):
        acts.tell(matter=matter, paper=paper(), **how(people.office, 1))


def test_a_supplement_is_asked_and_taken_in_order(people: Cast) -> None:
    matter = office.registered(people)
    acts.ask_supplement(matter=matter, what="委托合同", paper=paper(2), **how(people.office, 2))
    assert matter.state == State.SUPPLEMENT
    with refused("早于要求补正日期"):
        acts.take_supplement(matter=matter, what="合同", **(how(people.office, 3) | {"on": office.day(1)}))
    acts.take_supplement(matter=matter, what="合同复印件", **how(people.office, 3))
    assert (matter.state, matter.supplemented_on) == (State.RECEIVED, office.day(3))
    with refused("早于补正日期"):
        acts.accept(matter=matter, **(how(people.office, 4) | {"on": office.day(2)}))


def test_17_acceptance_sets_the_path_and_the_first_grade(people: Cast) -> None:
    matter = office.registered(people, topic="0701")
    visit = uuid4()
    acts.accept(matter=matter, grade=Grade.SIMPLE, visit=visit, handling=Handling.DEFERRED, **how(people.office, 2))
    assert (matter.state, matter.accepted_on, matter.path) == (State.ACCEPTED, office.day(2), Path.JUDICIAL)
    assert (matter.visit, matter.handling) == (visit, Handling.DEFERRED)
    assert list(matter.gradings.values_list("grade", "on")) == [("simple", office.day(2))]


def test_only_appeals_have_a_path_and_only_visits_a_handling(people: Cast) -> None:
    suggestion = office.registered(people, kind=Kind.SUGGESTION, topic="9001")
    with refused("只适用于申诉求决"):
        acts.accept(matter=suggestion, path=Path.PETITION, **how(people.office, 1))
    with refused("只有在下访中受理的才填写处理方式"):
        acts.accept(matter=suggestion, handling=Handling.DEFERRED, **how(people.office, 1))
    assert acts.accept(matter=suggestion, **how(people.office, 1)).path == ""


def test_44_not_accepting_takes_two_people_a_reason_an_organ_and_a_paper(people: Cast) -> None:
    matter = office.registered(people)
    with refused("请先由一人提请"):
        acts.confirm_decline(matter=matter, paper=paper(), **how(people.second, 1))
    with refused("请填写应向何机关提出"):
        acts.propose_decline(matter=matter, **LITIGATION | {"right_organ": ""}, **how(people.office, 1))
    acts.propose_decline(matter=matter, **LITIGATION, **how(people.office, 1))
    with refused("已有一项“不予受理”提请待复核"):
        acts.propose_decline(matter=matter, **LITIGATION, **how(people.second, 1))
    with refused("提请人不能复核自己的提请"):
        acts.confirm_decline(matter=matter, paper=paper(), **how(people.office, 1))
    with refused("此步须有不予（不再）受理告知书"):
        acts.confirm_decline(matter=matter, **how(people.second, 1))
    acts.confirm_decline(matter=matter, paper=paper(), **how(people.second, 2))
    assert (matter.state, matter.decline_reason, matter.told_on) == (
        State.DECLINED,
        "litigation_related",
        office.day(2),
    )
    assert "条例第二十八条" in matter.events.get(act="confirm_decline").said


def test_a_refused_proposal_leaves_the_matter_as_it_was(people: Cast) -> None:
    matter = office.registered(people)
    with refused("没有待复核的“不予受理”提请"):
        acts.refuse_proposal(matter=matter, kind=ProposalKind.DECLINE, reason="应受理", **how(people.second, 1))
    acts.propose_decline(matter=matter, **LITIGATION, **how(people.office, 1))
    with refused("提请人不能复核"):
        acts.refuse_proposal(matter=matter, kind=ProposalKind.DECLINE, reason="应受理", **how(people.office, 1))
    acts.refuse_proposal(matter=matter, kind=ProposalKind.DECLINE, reason="属本机关职权", **how(people.second, 1))
    assert acts.accept(matter=matter, **how(people.second, 1)).state == State.ACCEPTED
    assert Matter.objects.get().proposals.get().confirmed is False
