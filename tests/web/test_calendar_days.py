"""工作日历: the office's own days, kept by the department, shown with the shipped table and counted with it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client, RequestFactory

from web.asking import page, version
from xiafang.accounts.roles import Role
from xiafang.organizations.models import WorkCalendarDay
from xiafang.web.dates import working_calendar

As = Callable[..., Client]
ADD = "/calendar/days/add/"
SENT = {"day": "2026-06-15", "change": "off", "status": "official", "ground": "示例省政府办公厅通知"}


@pytest.mark.parametrize(
    ("role", "where"), [(Role.SYSTEM_ADMIN, "city"), (Role.SECURITY_ADMIN, "department"), ("", "department")]
)
def test_only_the_department_keeps_the_calendar(as_role: As, role: str, where: str) -> None:
    client = as_role(role, where)
    WorkCalendarDay.objects.create(day=date(2026, 6, 15), change="off", status="official", ground="通知")
    html = page(client, "/calendar/2026/")
    assert "本省的调整" in html
    assert "增加日期" not in html
    for path in (ADD, "/calendar/days/2026-06-15/", "/calendar/days/2026-06-15/clear/"):
        page(client, path, 403)
        assert client.post(path, SENT).status_code == 403


def test_a_day_is_added_and_counts_at_once(as_role: As) -> None:
    admin = as_role(Role.SYSTEM_ADMIN)
    assert "全年工作日248天" in page(admin, "/calendar/2026/")
    assert "2026年6月15日 星期一 工作日" in page(admin, "/")
    for _ in range(2):
        assert admin.post(ADD, SENT).headers["Location"] == "/calendar/2026/#own"
    html = page(admin, "/calendar/2026/")
    assert "全年工作日247天" in html
    assert "示例省政府办公厅通知" in html
    assert "+1处自定" in html
    assert "调整工作日历" in html
    assert "2026年6月15日 星期一 自定休息日" in page(admin, "/")
    assert not working_calendar(RequestFactory().get("/")).is_working(date(2026, 6, 15))
    refused = admin.post(ADD, SENT | {"change": "worked"})
    assert refused.status_code == 422
    assert "已有安排：正式放假" in refused.content.decode()


def test_a_provisional_day_is_shown_and_moves_nothing(as_role: As) -> None:
    admin = as_role(Role.SYSTEM_ADMIN)
    assert admin.post(ADD, SENT | {"status": "provisional", "day": "2027-06-14"}).status_code == 302
    html = page(admin, "/calendar/2027/")
    assert "暂定放假：示例省政府办公厅通知" in html
    assert "暂定安排，不影响期限" in html
    assert "全年工作日248天" in html
    assert working_calendar(RequestFactory().get("/")).is_working(date(2027, 6, 14))


def test_a_day_is_corrected_and_cleared(as_role: As) -> None:
    admin = as_role(Role.SYSTEM_ADMIN)
    admin.post(ADD, SENT)
    path = "/calendar/days/2026-06-15/"
    sent = {"change": "off", "status": "official", "ground": "另一通知", "version": version(admin, path)}
    stale = {"reason": "通知作废", "version": version(admin, f"{path}clear/")}
    for _ in range(2):
        assert admin.post(path, sent).status_code == 302
    refused = admin.post(f"{path}clear/", stale)
    assert refused.status_code == 422
    assert "依据由“示例省政府办公厅通知”改为“另一通知”" in refused.content.decode()
    fresh = {"reason": "通知作废", "version": version(admin, f"{path}clear/")}
    for _ in range(2):
        assert admin.post(f"{path}clear/", fresh).status_code == 302
    assert not WorkCalendarDay.objects.exists()
    html = page(admin, "/calendar/2026/")
    assert "原因：通知作废" in html
    assert "全年工作日248天" in html


def test_what_is_no_day_is_not_found_and_what_is_wrong_is_said(as_role: As) -> None:
    admin = as_role(Role.SYSTEM_ADMIN)
    page(admin, "/calendar/days/2026-02-30/", 404)
    page(admin, "/calendar/days/2026-06-15/", 404)
    refused = admin.post(ADD, SENT | {"day": "2026-02-30"})
    assert "“2026-02-30”不是有效日期" in refused.content.decode()
    assert "2099" in admin.post(ADD, SENT | {"day": "1999-01-01"}).content.decode()
