"""Events, versions, corrections, papers, personal data."""

import hashlib
import json
import threading
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from casework import office
from casework.office import SHANGHAI, Cast, everybody, how, paper, refused
from xiafang.accounts.refusals import NotAllowed
from xiafang.casework import acts, events, files, personal
from xiafang.casework.acts import Changed, Person
from xiafang.casework.codes import Flag, Grade, Kind, Outcome, PaperKind, Prominence
from xiafang.casework.models import Event, Matter, Numbering


def test_every_event_carries_the_digest_of_its_canonical_form(people: Cast) -> None:
    office.resolved(people)
    for event in Event.objects.all():
        assert event.digest == events.digest(event) == hashlib.sha256(events.canonical(event)).hexdigest()
        assert json.loads(events.canonical(event))["said"] == event.said


def test_the_canonical_form_never_changes() -> None:
    event = Event(
        id="00000000-0000-0000-0000-000000000001",
        matter_id="00000000-0000-0000-0000-000000000002",
        act="tell",
        user_id=3,
        deed_on=office.day(0),
        entered_at=datetime(2026, 6, 1, 15, 0, 0, 5, tzinfo=SHANGHAI),
        cite="条例第二十三条",
        said="书面告知",
        facts={"b": 1, "a": [True, None]},
        version=2,
    )
    assert events.canonical(event).decode() == (
        '{"act":"tell","cite":"条例第二十三条","deed_on":"2026-06-01","entered_at":"2026-06-01T07:00:00.000005+00:00",'
        '"facts":{"a":[true,null],"b":1},"id":"00000000-0000-0000-0000-000000000001",'
        '"matter":"00000000-0000-0000-0000-000000000002","on_behalf_of":null,"origin":"","said":"书面告知","told":"",'
        '"user":3,"version":2}'
    )


def test_an_event_says_who_for_whom_and_how_much_later(people: Cast) -> None:
    matter = office.registered(people)
    late = how(people.office, 9) | {"on": office.day(2)}
    acts.accept(matter=matter, on_behalf_of=people.deputy, **late)
    event = matter.events.get(act="accept")
    assert (event.user, event.on_behalf_of, event.deed_on, event.days_between) == (
        people.office,
        people.deputy,
        office.day(2),
        7,
    )
    assert event.cite == "办法第十五、十七条，条例第三十一条"


def test_the_second_of_two_is_refused_and_told_what_changed(people: Cast) -> None:
    matter = office.accepted(people)
    seen = matter.version
    acts.correct(matter=matter, changes={"title": "新概况"}, reason="录入有误", version=seen, **how(people.office, 2))
    with pytest.raises(Changed, match=r"钱示例办理“更正登记”（更正概况：录入有误）.*您的内容没有保存"):
        acts.correct(matter=matter, changes={"title": "别的"}, reason="示例", version=seen, **how(people.second, 2))
    matter.refresh_from_db()
    assert (matter.title, matter.version) == ("新概况", seen + 1)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_numbers_and_one_of_two_edits(tmp_path: Path, settings: object) -> None:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    people = everybody()
    matter = office.registered(people)
    refusals: list[NotAllowed] = []
    together = threading.Barrier(2)

    def work(who: str) -> None:
        try:
            together.wait(10)
            office.registered(people, who)
            acts.accept(matter=Matter.objects.get(pk=matter.pk), version=1, **how(people[who], 1))
        except NotAllowed as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[who]) for who in ("office", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [type(refusal) for refusal in refusals] == [Changed]
    assert sorted(Matter.objects.values_list("serial", flat=True)) == [1, 2, 3]
    assert Numbering.objects.get(series="matter").last == 3
    assert matter.gradings.count() == 1


def test_on_which_visit_it_was_accepted_is_noted_of_what_is_accepted(people: Cast) -> None:
    matter, visit = office.registered(people), uuid4()
    changes = {"visit": visit, "handling": "explained"}
    with office.refused("还没有受理"):
        acts.correct(matter=matter, changes=changes, reason="核对台账", **how(people.office, 1))
    acts.accept(matter=matter, **how(people.office, 1))
    acts.correct(matter=matter, changes=changes, reason="核对台账", **how(people.office, 2))
    assert (matter.visit, matter.handling) == (visit, "explained")
    facts = matter.events.get(act="correct").facts
    assert facts == {"before": {"visit": None, "handling": ""}, "after": {**changes, "visit": str(visit)}}


def test_a_correction_keeps_what_was(people: Cast) -> None:
    matter = office.registered(people)
    changes = {"flags": [Flag.GROUP, Flag.GROUP], "prominence": [Prominence.HARD], "topic": "0502", "title": "新概况"}
    acts.correct(matter=matter, changes=changes, reason="核对原件", **how(people.office, 1))
    event = matter.events.get(act="correct")
    assert event.facts["before"] == {
        "flags": [],
        "prominence": [],
        "topic": "0501",
        "title": "反映律师收费退费问题",
    }
    assert matter.flags == ["group"]
    with refused("内容没有变化"):
        acts.correct(matter=matter, changes={"topic": "0502"}, reason="示例", **how(people.office, 1))
    with refused("没有内容分类"):
        acts.correct(matter=matter, changes={"topic": "7777"}, reason="示例", **how(people.office, 1))
    with refused("请填写更正理由"):
        acts.correct(matter=matter, changes={"kind": Kind.SUGGESTION}, reason="", **how(people.office, 1))
    with pytest.raises(TypeError, match="received_on"):
        acts.correct(matter=matter, changes={"received_on": office.day(0)}, reason="示例", **how(people.office, 1))
    acts.accept(matter=matter, **how(people.office, 1))
    with refused("受理以后不能更改类别"):
        acts.correct(matter=matter, changes={"kind": Kind.SUGGESTION}, reason="示例", **how(people.office, 1))


def test_papers_are_kept_once_under_their_digest(people: Cast, tmp_path: Path) -> None:
    matter = office.registered(people)
    for number in ("1", "2"):
        acts.add_paper(
            matter=matter,
            kind=PaperKind.PETITION,
            paper=paper(number=number, title="来信原件"),
            **how(people.office, 1),
        )
    one, two = matter.papers.all()
    assert one.sha256 == two.sha256 == hashlib.sha256(b"%PDF-1.7 ").hexdigest()
    assert files.path_of(one.sha256).read_bytes() == b"%PDF-1.7 "
    assert len([path for path in (tmp_path / "files").rglob("*") if path.is_file()]) == 1
    assert (one.media_type, one.size, one.added_by) == ("application/pdf", 9, people.office)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param("木马.exe", b"MZ", "只收 .*pdf", id="a type that is not taken"),
        pytest.param("空.pdf", b"", "是空文件", id="an empty file"),
        pytest.param("假.pdf", b"MZ", "不是 pdf 文件", id="another file under that name"),
        pytest.param("大.pdf", b"%PDF-" + b"0" * files.LARGEST, "超过 20 MB", id="too large"),
    ],
)
def test_a_file_is_refused(people: Cast, name: str, content: bytes, said: str) -> None:
    matter = office.registered(people)
    with refused(said):
        acts.add_paper(matter=matter, kind=PaperKind.OTHER, paper=paper(0, name, content), **how(people.office, 1))


def test_personal_data_is_masked_until_somebody_says_why(people: Cast) -> None:
    rich = Person("孙示例", phone="13800000000", id_number="420102199001011234", bank_account="6222020000001234567")
    matter = office.registered(people, petitioners=[rich, Person("李示例", address="示例路1号")])
    one = matter.petitioners.get(name="孙示例")
    shown = personal.masked(matter.petitioners.all())
    assert shown[one.pk] == personal.Private("420*************34", "138******00", "", "***************4567")
    assert shown[matter.petitioners.get(name="李示例").pk].address == "＊＊＊"
    with refused("请填写查看理由"):
        personal.unmask(petitioner=one, reason=" ", **how(people.office, 1))
    with pytest.raises(Matter.DoesNotExist):
        personal.unmask(petitioner=one, reason="联系", **how(people.neighbour, 1))
    full = personal.unmask(petitioner=one, reason="电话联系信访人", **how(people.office, 1))
    assert full.phone == "13800000000"
    event = matter.events.get(act="unmask")
    assert (event.user, event.said) == (people.office, "查看信访人个人信息：电话联系信访人")
    assert "13800000000" not in json.dumps([e.said + json.dumps(e.facts) for e in Event.objects.all()])


def test_short_values_are_masked_whole() -> None:
    row = personal.Personal(id_number="1234", phone="110", address="武汉市示例大道", bank_account="12")
    assert personal.mask(row) == personal.Private("****", "***", "武汉市＊＊＊", "**")
    row.address = "甲示例市乙示例县示例镇1号"
    assert personal.mask(row).address == "甲示例市乙示例县＊＊＊"


def test_who_only_reads_is_told_who_works_it(people: Cast) -> None:
    matter = office.registered(people)
    acts.transfer(matter=matter, to=people.land.neighbour, reason="示例", paper=paper(), **how(people.office, 1))
    with refused("应由责任单位或其上级的信访部门办理|现由“乙示例市司法局”办理"):
        acts.tell(matter=matter, paper=paper(), **how(people.office, 1))


def test_imported_steps_are_not_asked_for_what_the_ledger_lacks(people: Cast) -> None:
    matter = office.registered(people)
    origin = {"origin": "台账 第3行"}
    acts.tell(matter=matter, **how(people.office, 1), **origin)
    acts.accept(matter=matter, grade=Grade.SIMPLE, **how(people.office, 1), **origin)
    for demand in matter.demands.all():
        acts.answer_demand(demand=demand, outcome=Outcome.EXPLAINED, answer="", **how(people.office, 2), **origin)
    matter.refresh_from_db()
    acts.close(matter=matter, disposition=[], **how(people.office, 3), **origin)
    assert matter.closed_on == office.day(3)
    assert matter.demands.all()[0].answer == "台账未载"
