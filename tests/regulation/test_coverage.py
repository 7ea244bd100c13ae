"""The page of the articles is what the program is, and claims no more."""

from pathlib import Path

import pytest

from xiafang.regulation.coverage import TESTS, Untested, main, named_tests, page
from xiafang.regulation.outline import ARTICLES, STATE_NAMES
from xiafang.regulation.policy import load_policy
from xiafang.regulation.registry import DUTIES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "articles.md"
WRITE = "python -m xiafang.regulation.coverage > docs/reference/articles.md"


def written() -> str:
    return page(load_policy(), named_tests(TESTS))


def test_the_committed_page_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == written(), f"run {WRITE} to refresh it"


def test_run_as_a_module_it_writes_the_page(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    main()
    assert capsysbinary.readouterr().out.decode() == written()


def test_every_article_duty_and_parameter_stands_there() -> None:
    text = written()
    for article in ARTICLES:
        assert f"\n## {article.number}　{article.title}\n" in text
    for name in [*DUTIES, *load_policy().parameters]:
        assert f"`{name}`" in text
    for article in ("条例第二十三条", "条例第三十四条"):
        assert f"\n### {article}　" in text


def test_states_are_counted() -> None:
    for state, name in STATE_NAMES.items():
        count = sum(clause.state == state for article in ARTICLES for clause in article.clauses)
        assert f"| {name} |" in written()
        assert written().splitlines()[[*STATE_NAMES].index(state) + 8].endswith(f"| {count} |")


def test_links_lead_somewhere() -> None:
    for part in written().split("](")[1:]:
        assert (PAGE.parent / part.partition(")")[0]).exists(), part


def test_a_duty_without_a_test_of_its_article_is_not_claimed() -> None:
    tests = named_tests(TESTS)
    for key in ("17", "statute_34"):
        with pytest.raises(Untested, match=f"no test_{key}_"):
            page(load_policy(), {name: files for name, files in tests.items() if name != key})


def test_tests_are_found_by_the_names_of_functions(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text("def test_17_x(): ...\ndef test_other(): ...\n    def test_03_inner(): ...\n")
    (tmp_path / "test_b.py").write_text("def test_17_y(): ...\ndef test_statute_23_z(): ...\n")
    (tmp_path / "helper.py").write_text("def test_05_x(): ...\n")
    assert named_tests(tmp_path) == {"17": ["test_a.py", "test_b.py"], "statute_23": ["test_b.py"]}
