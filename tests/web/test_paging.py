"""Pages by key, upwards and downwards: nothing is lost between two pages and nothing comes twice."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict

import cast
from xiafang.organizations.models import Absence
from xiafang.web.paging import page


@pytest.mark.parametrize("order", [("-from_on", "pk"), ("from_on", "-pk"), ("from_on", "pk")])
def test_pages_there_and_back(land: cast.Province, order: tuple[str, ...]) -> None:
    who = cast.official()
    for number in range(12):  # two of each day
        day = date(2026, 1, 1) + timedelta(days=number // 2)
        Absence.objects.create(
            official=who, from_on=day, to_on=day, reason="病假", approved_by="示例处", approved_on=day
        )
    rows = Absence.objects.all()
    whole = [row.pk for row in rows.order_by(*order)]
    there, asked = [], QueryDict()
    while True:
        shown = page(rows, order, asked, size=5)
        there += [row.pk for row in shown.rows]
        if shown.after is None:
            break
        asked = QueryDict(f"after={shown.after}")
    assert there == whole
    back = page(rows, order, QueryDict(f"before={shown.before}"), size=5)
    assert [row.pk for row in back.rows] == whole[5:10]
    assert page(rows, order, QueryDict("after=nothing"), size=5).before is None
