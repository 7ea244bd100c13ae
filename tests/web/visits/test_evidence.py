"""Evidence in the browser: our own sentences, freed of its place, served to who may see it alone (第十九条)."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from casework.test_photos import PHOTO, PLACE, PNG
from visits.story import Visiting, accepted, day, held, recused
from web.asking import page
from xiafang.accounts.models import User
from xiafang.casework import files
from xiafang.visits.models import Discovery, Evidence, Notification, Visit

REFUSED: list[tuple[list[tuple[str, bytes]], str]] = [
    ([], "请选择要上传的文件"),
    ([("大.jpg", b"\xff\xd8\xff" + bytes(40 * 2**20))], "有 40.0 MB，超过 20 MB"),
    ([("好.jpg", PHOTO), ("程序.exe", b"MZ")], "现场照片只收 JPG、PNG 图片"),
    ([("假.jpg", b"GIF89a")], "不是 jpg 文件"),
    ([("空.png", b"")], "“空.png”是空文件"),
]
As = Callable[[User], Client]


def upload(client: Client, visit: Visit, *given: tuple[str, bytes], **facts: str) -> tuple[int, str]:
    sent = [SimpleUploadedFile(name, content) for name, content in given]
    what = {"pk": str(uuid4()), "kind": "photo", "on": str(day(12)), "file": sent} | facts
    answer = client.post(f"/visits/{visit.pk}/evidence/", what)
    return answer.status_code, answer.content.decode()


def test_several_photos_are_kept_without_where_they_were_taken(people: Visiting, as_: As) -> None:
    visit, client = held(people), as_(people.leader)
    assert upload(client, visit, ("一.jpg", PHOTO), ("二.png", PNG))[0] == 302
    for row in Evidence.objects.all():
        answer = client.get(f"/visits/evidence/{row.pk}/")
        assert PLACE not in answer.content
        assert answer.headers["Content-Disposition"].startswith("inline; filename*=UTF-8''%E")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert "no-store" in answer.headers["Cache-Control"]
    assert "一.jpg" in page(client, f"/visits/{visit.pk}/")


def test_sending_the_files_twice_keeps_them_once(people: Visiting, as_: As) -> None:
    visit, client, key = held(people), as_(people.leader), str(uuid4())
    assert [upload(client, visit, ("一.jpg", PHOTO), pk=key)[0] for _ in range(2)] == [302, 302]
    assert Evidence.objects.count() == 1


def test_a_paper_is_saved_and_never_shown_in_the_browser(people: Visiting, as_: As) -> None:
    visit, client = held(people), as_(people.office)
    assert upload(client, visit, ("签字.pdf", b"%PDF-1.7 <script>"), kind="signed_sheet")[0] == 302
    answer = client.get(f"/visits/evidence/{Evidence.objects.get().pk}/")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Type"] == "application/pdf"


def test_what_is_refused_says_why_and_keeps_nothing(people: Visiting, as_: As) -> None:
    visit, client = held(people), as_(people.office)
    for given, said in REFUSED:
        status, html = upload(client, visit, *given, title="现场情况")
        assert status == 422, said
        assert said in html
        assert "现场情况" in html
    assert not Evidence.objects.exists()


def test_evidence_is_served_only_to_who_sees_the_visit_and_the_matter(people: Visiting, as_: As) -> None:
    matter = accepted(people)
    visit = held(people, matter)
    upload(as_(people.office), visit, ("一.jpg", PHOTO), matter=str(matter.pk))
    upload(as_(people.office), visit, ("二.png", PNG))
    of_matter, of_visit = (f"/visits/evidence/{Evidence.objects.get(matter=of).pk}/" for of in (matter, None))
    recused(people, matter, people.second)
    seen = {
        name: (as_(people[name]).get(of_matter).status_code, as_(people[name]).get(of_visit).status_code)
        for name in ("office", "leader", "second", "neighbour", "county", "handler")
    }
    assert seen == {
        "office": (200, 200),
        "leader": (200, 200),
        "second": (404, 200),
        "neighbour": (404, 404),
        "county": (404, 404),
        "handler": (404, 404),
    }
    assert "一.jpg" not in page(as_(people.second), f"/visits/{visit.pk}/")


def test_a_damaged_file_is_explained_and_not_sent(people: Visiting, as_: As, settings: Settings) -> None:
    visit, client = held(people), as_(people.office)
    upload(client, visit, ("一.jpg", PHOTO))
    row = Evidence.objects.get()
    assert Path(settings.DATA) in files.path_of(row.sha256).parents
    files.path_of(row.sha256).write_bytes(b"altered")
    answer = client.get(f"/visits/evidence/{row.pk}/")
    assert answer.status_code == 500
    assert "与上传时的内容不一致" in answer.content.decode()


def test_what_was_found_is_passed_on_and_its_sign_turns(people: Visiting, as_: As) -> None:
    visit, client = held(people), as_(people.office)
    add = f"/visits/{visit.pk}/discoveries/"
    what = {"pk": "00000000-0000-4000-8000-000000000001", "kind": "emerging", "text": "多人反映同一律所"}
    what |= {"on": str(day(10))}
    assert [client.post(add, what).status_code for _ in range(2)] == [302, 302]
    assert "待通报" in page(client, f"/visits/{visit.pk}/")
    notify = f"{add}{Discovery.objects.get().pk}/notify/"
    for role, unit in (("department", "示例处"), ("responsible_unit", "甲示例县司法局")):
        told = {"role": role, "organization": unit, "measures": "核实", "on": str(day(12))}
        assert client.post(notify, told).status_code == 302
    assert Notification.objects.count() == 2
    assert "已通报" in page(client, f"/visits/{visit.pk}/")
    hot = what | {"pk": "00000000-0000-4000-8000-000000000002", "kind": "hot"}
    client.post(add, hot)
    report = f"{add}{hot['pk']}/report/"
    assert client.post(report, {"on": str(day(12)), "proposal": ""}).status_code == 422
    assert client.post(report, {"on": str(day(12)), "proposal": "统一收费公示"}).status_code == 302
    assert "统一收费公示" in page(client, f"/visits/{visit.pk}/")
