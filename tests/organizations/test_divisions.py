"""行政区划: a code is said with its name."""

import pytest

from xiafang.organizations.divisions import said


@pytest.mark.parametrize(
    ("code", "name"),
    [
        pytest.param("420102", "武汉市江岸区（420102）", id="a county with its city"),
        pytest.param("420100", "武汉市（420100）", id="a city"),
        pytest.param("420000", "湖北省（420000）", id="the province"),
        pytest.param("429004", "仙桃市（429004）", id="a county right under the province"),
        pytest.param("110101", "110101", id="another province's stays a code"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_code_is_said_with_its_name(code: str, name: str) -> None:
    assert said(code) == name
