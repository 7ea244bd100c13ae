"""The outline of the regulation claims what runs and no more."""

import pytest

from xiafang.regulation.articles import __all__ as modules
from xiafang.regulation.outline import ARTICLES, NUMBERS, STATE_NAMES
from xiafang.regulation.policy import load_policy
from xiafang.regulation.registry import DUTIES, duty
from xiafang.regulation.situation import Situation

EXECUTED = {name for article in ARTICLES for clause in article.clauses for name in clause.duties}


def test_there_are_21_articles_in_order() -> None:
    assert [article.number for article in ARTICLES] == list(NUMBERS)
    assert [article.index for article in ARTICLES] == list(range(1, 22))
    assert (NUMBERS[0], NUMBERS[9], NUMBERS[10], NUMBERS[20]) == ("第一条", "第十条", "第十一条", "第二十一条")


def test_every_clause_says_what_its_state_asks_for() -> None:
    """An executed clause names duties and nothing else does; every other one says where, what or why."""
    for article in ARTICLES:
        assert article.title
        assert article.plain.endswith("。")
        assert article.clauses
        for clause in article.clauses:
            assert clause.text
            assert clause.state in STATE_NAMES
            assert bool(clause.duties) is (clause.state == "executed"), clause
            assert bool(clause.note) is (clause.state != "executed"), clause


def test_an_executed_clause_names_duties_that_exist() -> None:
    assert set(DUTIES) >= EXECUTED


def test_every_duty_of_an_article_stands_there() -> None:
    for article in ARTICLES:
        named = [name for clause in article.clauses for name in clause.duties]
        own = {name for name, duty in DUTIES.items() if duty.article.partition("条")[0] + "条" == article.number}
        assert own <= set(named), article.number
        assert len(named) == len(set(named))
        if article.number != "第四条":  # who is bound: the duties of 第七条, seen from the other side
            assert set(named) == own, article.number


def test_duties_that_stand_in_no_article_stand_in_the_statute() -> None:
    assert {name for name in DUTIES if name not in EXECUTED} == {"case.told", "case.statutory_limit"}
    assert {duty.article for name, duty in DUTIES.items() if name not in EXECUTED} == {
        "条例第二十三条",
        "条例第三十四条",
    }


def test_every_duty_is_declared_in_the_module_of_its_article() -> None:
    for name, declared in DUTIES.items():
        module = declared.judge.__module__.rpartition(".")[2]
        assert module in modules
        kind, _, number = module.partition("_")
        assert declared.article.startswith("条例" if kind == "statute" else "第"), name
        if kind == "article":
            assert NUMBERS[int(number) - 1] == declared.article.partition("条")[0] + "条", name
        assert declared.judge.__doc__, name
        assert declared.title, name


def test_every_parameter_is_read_by_a_duty_and_every_duty_names_its_own() -> None:
    parameters = set(load_policy().parameters)
    assert {name for duty in DUTIES.values() for name in duty.parameters} == parameters
    for name, declared in DUTIES.items():
        assert declared.need is None or (declared.need == f"{name}.need" and declared.need in declared.parameters)


def test_a_duty_is_declared_once() -> None:
    declare = duty("case.limit", article="", title="", subject="case", subjects=Situation.each_case)
    with pytest.raises(ValueError, match=r"^duty case\.limit is declared twice$"):
        declare(DUTIES["case.limit"].judge)
