"""What is written: signs that show nothing make no text, and none turns the order in which it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiafang.words import tidy

UNSEEN = {
    "a zero-width space": "\u200b",
    "a joiner of words": "\u2060",
    "a byte order mark": "\ufeff",
    "a filler of hangul": "\u3164",
    "a filler of half width": "\uffa0",
    "an empty pattern of braille": "\u2800",
    "a soft hyphen": "\u00ad",
    "marks of the reading order": "\u200e\u200f\u061c",
    "overrides of the reading order": "\u202e\u202c\u2066\u2069",
    "joiners of letters": "\u200c\u200d",
    "marks that need a letter": "\u0301\u20dd\ufe0f",
    "tags": "\U000e0041",
    "control signs": "\x01\x7f\x85",
    "spaces of every width": " \u00a0\u2003\u3000\t\r\n\u2028",
}


@pytest.mark.parametrize("text", UNSEEN.values(), ids=UNSEEN)
def test_what_shows_nothing_is_nothing(text: str) -> None:
    assert tidy(text) == tidy(text * 3) == tidy(f" {text} ") == ""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("\ufeff反映\u200b收费\u2060问题 ", "反映收费问题", id="unseen signs within"),
        pytest.param("退款\u202e元001\u202c", "退款元001", id="an override turns nothing"),
        pytest.param("赵\u200d示例\u200c", "赵示例", id="joiners of letters that join nothing"),
        pytest.param("第一行\n第二行\t完", "第一行\n第二行\t完", id="lines and tabs stay"),
        pytest.param("一家\U0001f469\u200d\U0001f467", "一家\U0001f469\u200d\U0001f467", id="an emoji of two"),
        pytest.param("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e", id="a script that needs its joiners"),
        pytest.param("\u1820\u180b\u1820", "\u1820\u180b\u1820", id="a mongolian letter and its form"),
        pytest.param("\ue000\U0003134f", "\ue000\U0003134f", id="rare names: private and newest signs"),
        pytest.param("e\u0301", "e\u0301", id="a letter with its mark"),
        pytest.param("？", "？", id="punctuation is to be seen"),
    ],
)
def test_what_is_to_be_seen_stays(text: str, kept: str) -> None:
    assert tidy(text) == kept


@given(text=st.text())
def test_tidied_once_is_tidied_for_good(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
