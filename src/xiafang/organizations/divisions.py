"""行政区划: the codes of divisions and their names, as far as the product carries them (data/README.md)."""

import json
from functools import cache
from importlib.resources import files


@cache
def divisions() -> dict[str, dict[str, str]]:
    """Return the names of `prefectures` and `counties` by their codes."""
    text = files("xiafang.organizations").joinpath("data/hubei_divisions.json").read_text("utf-8")
    return dict(json.loads(text))


def said(code: str) -> str:
    """Return a code with its name before it, as 武汉市江岸区（420102）; the code alone where no name is known."""
    prefectures, counties = divisions()["prefectures"], divisions()["counties"]
    city = "" if code.startswith("4290") else prefectures.get(f"{code[:4]}00", "")
    name = prefectures.get(code) or (city + counties[code] if code in counties else "")
    return f"{name}（{code}）" if name else code
