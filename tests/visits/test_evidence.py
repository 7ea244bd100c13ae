"""Evidence: checked, freed of where it was taken, kept by its digest, served to who sees the visit and the matter."""

from hashlib import sha256
from pathlib import Path

import pytest
from pytest_django import Settings

from casework.test_photos import PHOTO, PLACE
from visits.story import Visiting, accepted, day, held, how, planned, refused
from xiafang.accounts import standing
from xiafang.casework import files, photos
from xiafang.visits import acts, evidence
from xiafang.visits.codes import EvidenceKind
from xiafang.visits.models import Evidence, Visit


def test_evidence_is_stored_once_by_its_digest_and_served_whole(
    people: Visiting, tmp_path: Path, settings: Settings
) -> None:
    visit = held(people)
    row = acts.attach_evidence(
        visit=visit, kind=EvidenceKind.PHOTO, filename="C:/相册/现场.JPG", content=PHOTO, **how(people.office, 10)
    )
    assert row.sha256 == sha256(photos.stripped(PHOTO)).hexdigest()
    assert files.path_of(row.sha256).is_relative_to(tmp_path)
    served = evidence.serve(row.pk, by=people.office)
    assert (served.filename, served.media_type) == ("现场.JPG", "image/jpeg")
    assert PLACE not in served.content
    assert sha256(served.content).hexdigest() == row.sha256
    files.path_of(row.sha256).write_bytes(b"something else")
    with pytest.raises(evidence.DamagedError):
        evidence.serve(row.pk, by=people.office)
    files.path_of(row.sha256).unlink()
    with pytest.raises(evidence.DamagedError):
        evidence.serve(row.pk, by=people.office)


@pytest.mark.parametrize(
    ("kind", "filename", "content", "said"),
    [
        pytest.param(EvidenceKind.PHOTO, "表.pdf", b"%PDF-1.7", "现场照片只收", id="a pdf is no photo"),
        pytest.param(EvidenceKind.SIGNED_SHEET, "表.docx", b"PK\x03\x04", "只收", id="not signed"),
        pytest.param(EvidenceKind.SIGNED_SHEET, "表.pdf", b"<html>", "不是 pdf 文件", id="not what its name says"),
        pytest.param(EvidenceKind.PHOTO, "图.png", PHOTO, "不是 png 文件", id="another picture"),
        pytest.param(EvidenceKind.PHOTO, "图.jpg", PHOTO[:40], "无法去除其中的位置信息", id="cut short"),
        pytest.param(EvidenceKind.PHOTO, "图.jpg", b"", "空文件", id="empty"),
        pytest.param(EvidenceKind.OTHER, "图", PHOTO, "只收", id="no ending"),
    ],
)
def test_what_is_not_taken(people: Visiting, kind: EvidenceKind, filename: str, content: bytes, said: str) -> None:
    visit = held(people)
    with refused(said):
        acts.attach_evidence(visit=visit, kind=kind, filename=filename, content=content, **how(people.office, 10))


def test_the_size_is_limited(people: Visiting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 10)
    visit = held(people)
    with refused("超过"):
        acts.attach_evidence(
            visit=visit, kind=EvidenceKind.PHOTO, filename="图.jpg", content=PHOTO, **how(people.office, 10)
        )


def test_only_a_visit_that_was_held_has_evidence(people: Visiting) -> None:
    some = {"kind": EvidenceKind.SIGNED_SHEET, "filename": "表.pdf", "content": b"%PDF-1.7"}
    matter, only_planned = accepted(people), planned(people)
    with refused("请先登记下访记录"):
        acts.attach_evidence(visit=only_planned, **some, **how(people.office, 10))
    visit = held(people)
    with refused("不在这次下访的接待事项之中"):
        acts.attach_evidence(visit=visit, matter=matter, **some, **how(people.office, 10))


def test_a_file_is_served_through_the_wall_only(people: Visiting) -> None:
    matter = accepted(people)
    visit = held(people, matter)
    some = {"kind": EvidenceKind.SIGNED_SHEET, "content": b"%PDF-1.7"}
    row = acts.attach_evidence(visit=visit, matter=matter, filename="表.pdf", **some, **how(people.leader, 10))
    for who in ("office", "superior", "leader", "principal"):
        standing.identify(people[who], on=day(11))
        assert evidence.serve(row.pk, by=people[who]).content == b"%PDF-1.7"
    for who in ("neighbour", "county", "far", "liaison", "nobody"):
        standing.identify(people[who], on=day(11))
        with pytest.raises(Evidence.DoesNotExist):
            evidence.serve(row.pk, by=people[who])
        with pytest.raises(Evidence.DoesNotExist):
            evidence.serve(row.pk, by=people.office)  # not who asks
    standing.identify(people.office, on=day(11))
    assert Visit.objects.exists()
    acts.ask_void(row=row, reason="传错", **how(people.office, 11))
    acts.confirm_void(row=row, **how(people.second, 11))
    with pytest.raises(Evidence.DoesNotExist):
        evidence.serve(row.pk, by=people.second)
