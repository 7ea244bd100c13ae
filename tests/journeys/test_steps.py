"""Steps on a matter in a browser: a file with a paper, a refusal, every kind of form on a desk and on a phone."""

from pathlib import Path

from playwright.sync_api import expect

from casework import office
from casework.office import Cast, how
from journeys.seeing import Open, look, tour
from journeys.test_registering import people  # noqa: F401 - the fixture
from xiafang.casework import acts
from xiafang.casework.models import Matter

PDF = {"name": "告知书.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 "}


def test_telling_a_petitioner_with_a_paper(open_page: Open, people: Cast, tmp_path: Path) -> None:  # noqa: F811
    matter = office.registered(people)
    page = open_page(people.office)
    page.goto(f"/matters/{matter.pk}/steps/tell/")
    huge = tmp_path / "很大.pdf"
    huge.write_bytes(b"%PDF-1.7 " + b"0" * (40 * 2**20))
    page.get_by_label("受理告知书").set_input_files(huge)
    page.get_by_label("告知信访人的内容").fill("当面告知受理和办理程序")
    with page.expect_navigation():
        page.get_by_role("button", name="书面告知").click()
    expect(page.get_by_text("“很大.pdf”有 40.0 MB，超过 20 MB")).to_be_visible()
    expect(page.get_by_label("告知信访人的内容")).to_have_value("当面告知受理和办理程序")
    page.get_by_label("受理告知书").set_input_files(PDF)  # type: ignore[arg-type]
    page.get_by_role("button", name="书面告知").dblclick()
    expect(page).not_to_have_url(f"/matters/{matter.pk}/steps/tell/")
    assert matter.events.filter(act="tell").count() == 1
    assert matter.papers.get().filename == "告知书.pdf"


def stories(people: Cast) -> dict[str, Matter]:  # noqa: F811
    """Return matters at several points of their life."""
    passed = office.registered(people, "far")
    acts.transfer(matter=passed, to=people.land.city, reason="属地", paper=office.paper(1), **how(people.far, 1))
    return {
        "received": office.registered(people),
        "progress": office.in_progress(people),
        "answered": office.answered(people),
        "passed": passed,
    }


def test_the_forms_of_steps(open_page: Open, people: Cast) -> None:  # noqa: F811
    found = stories(people)
    page = open_page(people.office)
    steps = (
        ("received", "accept"),
        ("received", "transfer"),
        ("progress", "answer_demand"),
        ("answered", "close"),
        ("passed", "decide_ownership"),
        ("passed", "object_to_transfer"),
    )
    faults = tour(page, {f"step-{act}": f"/matters/{found[state].pk}/steps/{act}/" for state, act in steps})
    page.goto(f"/matters/{found['progress'].pk}/steps/answer_demand/")
    with page.expect_navigation():
        page.get_by_role("button", name="答复诉求").click()
    faults["refused"] = look(page, "step-refused")
    office.accepted(people)
    page.goto("/matters/assign/")
    page.get_by_label("全选本页").check()
    faults["assign"] = look(page, "matters-assign")
    page.get_by_label("钱示例（甲示例市司法局）").first.check()
    with page.expect_navigation():
        page.get_by_role("button", name="交办勾选的事项").click()
    faults["assigned"] = look(page, "matters-assigned")
    assert {name: said for name, said in faults.items() if said} == {}
