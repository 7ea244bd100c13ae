"""导出: any list as it is narrowed, as xlsx or csv; personal data masked, or in full for a reason and with a trace."""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.adapters.sheets.writing import write_csv, write_xlsx
from xiafang.casework import find
from xiafang.casework.models import Matter, Sponsorship
from xiafang.ledgers.exporting import MOST, MOST_IN_FULL, Exported
from xiafang.ledgers.exporting import matters as of_matters
from xiafang.ledgers.exporting import people as of_people
from xiafang.ledgers.exporting import supervision as of_supervision
from xiafang.ledgers.exporting import visits as of_visits
from xiafang.organizations.models import Official, Organization
from xiafang.supervision import trail
from xiafang.web.acting import ActForm, sent
from xiafang.web.views import officials, organizations, users
from xiafang.web.views.ledgers.bringing import workbook
from xiafang.web.views.matters import search as matters
from xiafang.web.views.supervision import audit, lists, sponsorships
from xiafang.web.views.supervision.books import BOOKS, Book
from xiafang.web.views.supervision.years import Narrow
from xiafang.web.views.visits import letters, shortlists
from xiafang.web.views.visits import search as visits

Table = Callable[[OfficialRequest, str], Exported]
FORMATS = [("xlsx", "Excel 工作簿（.xlsx）"), ("csv", "CSV（UTF-8）")]


class ExportForm(ActForm):
    """As what, and why in full."""

    format = forms.ChoiceField(label="格式", choices=FORMATS)
    reason = forms.CharField(
        label="需要完整个人信息的理由",
        required=False,
        max_length=200,
        help_text=(
            "空着的，证件号码、电话、住址遮盖后导出。写明理由的，导出完整信息，并在每件事项中留下查看记录（个人信息保护法第六条）。"
        ),
    )


def _narrowed(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        raise NotAllowed("列表的查找条件有误：请回到列表改正后再导出。")
    return form.cleaned_data


def _matters(request: OfficialRequest, reason: str) -> Exported:
    search, today = matters.Search(request.GET), timezone.localdate()
    order = cast("find.Order", _narrowed(search)["order"] or "received")
    words = find.words_of(request.GET.get("q", ""))
    ids = find.find(words, search.narrowed(today), order=order, most=MOST + 1)
    if reason and len(ids) > MOST_IN_FULL:
        raise NotAllowed(f"完整导出一次最多 {MOST_IN_FULL} 件：请缩小条件，或不写理由、遮盖后导出。", field="reason")
    how = {"by": request.user, "at": timezone.now(), "on": today}
    return of_matters.matters(ids, request.user, how, reason)


def _visits(request: OfficialRequest, _: str) -> Exported:
    return of_visits.visits(visits.narrowed(request, _narrowed(visits.Search(request.GET))), request.user)


def _sponsorships(request: OfficialRequest, _: str) -> Exported:
    asked = _narrowed(sponsorships.Narrow(request.GET))
    visible = Sponsorship.objects.filter(matter__in=Matter.objects.visible_to(request.user))
    return of_matters.sponsorships(sponsorships.narrowed(visible, asked))


def _organizations(request: OfficialRequest, _: str) -> Exported:
    asked = _narrowed(organizations.Search(request.GET))
    return of_people.organizations(organizations.narrowed(Organization.objects.visible_to(request.user), asked))


def _officials(request: OfficialRequest, _: str) -> Exported:
    asked = _narrowed(officials.Search(request.GET))
    return of_people.officials(officials.narrowed(Official.objects.visible_to(request.user), asked))


def _users(request: OfficialRequest, _: str) -> Exported:
    return of_people.accounts(users.narrowed(_narrowed(users.Search(request.GET))), timezone.localdate())


def _letters(request: OfficialRequest, _: str) -> Exported:
    return of_visits.letters(letters.narrowed(request))


def _shortlists(request: OfficialRequest, _: str) -> Exported:
    return of_visits.shortlists(shortlists.narrowed(request), request.user)


def _book(book: Book) -> Table:
    def table(request: OfficialRequest, _: str) -> Exported:
        narrow = Narrow(request.GET)
        _narrowed(narrow)
        found = lists.narrowed(request, book, narrow).order_by(*book.order)
        return of_supervision.records(f"{narrow.chosen}年{book.label}", found, request.user)

    return table


_AUDIT = ["时间", "类别", "行为", "对象", "单位", "经办人", "代领导", "行为日期", "相隔天数", "依据", "内容", "摘要"]


def _audit(request: OfficialRequest, _: str) -> Exported:
    narrow = audit.Narrow(request.GET)
    _narrowed(narrow)
    found, more = trail.entries(narrow.asked(), size=MOST)
    if more:
        raise NotAllowed(f"超过 {MOST} 行，一次导不完：请在列表中缩小条件后再导出。")
    names = ("at", "source", "act", "subject", "unit", "user", "behalf", "deed", "days", "ground", "said", "proof")
    lines = audit.lines(found)
    for line in lines:
        line["user"] = line["user"].name if line["user"] else "" if line["nobody"] else "运维人员"
    return Exported("审计", _AUDIT, [[line[name] for name in names] for line in lines])


# name of the list → its title, its address, its table
LISTS: dict[str, tuple[str, str, Table]] = {
    "matters": ("信访事项", "matters", _matters),
    "visits": ("下访", "visits-list", _visits),
    "sponsorships": ("包案台账", "sponsorships", _sponsorships),
    "organizations": ("机构", "organizations", _organizations),
    "officials": ("干部与任职", "officials", _officials),
    "users": ("账号与角色", "users", _users),
    "audit": ("审计", "audit", _audit),
    "letters": ("网上来信", "letters", _letters),
    "shortlists": ("突出问题清单", "shortlists", _shortlists),
    **{book.slug: (book.label, f"supervision-{book.slug}", _book(book)) for book in BOOKS},
}
GUARDS = {"users": users.let_administrators, "audit": audit.let_auditors}
IMPORTED = ("matters", "visits", "sponsorships", "organizations", "officials")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def export(request: OfficialRequest, name: str) -> HttpResponse:
    """Ask how, then send the list as the address narrows it."""
    if name not in LISTS:
        raise Http404
    if guard := GUARDS.get(name):
        guard(request)
    label, address, table = LISTS[name]
    form = ExportForm(sent(request), initial={"format": "xlsx"})
    if name != "matters":
        del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        try:
            found = table(request, form.cleaned_data.get("reason", "").strip())
            if len(found.rows) > MOST:
                raise NotAllowed(f"超过 {MOST} 行，一次导不完：请在列表中缩小条件后再导出。")
        except NotAllowed as refusal:
            form.refuse(refusal)
        else:
            return _file(found, form.cleaned_data["format"])
    again = "；可以直接再导入" if name in IMPORTED else ""
    back = f"{reverse(address)}?{request.GET.urlencode()}"
    context = {
        "title": f"导出{label}",
        "crumbs": [("首页", reverse("home")), (label, back), ("导出", "")],
        "form": form,
        "back": back,
        "submit": "导出",
        "notice": f"导出列表中您可以查看的、符合当前条件的全部内容{again}。文件请按单位的保密规定保管。",
    }
    return render(request, "imports/export.html", context, status=422 if form.is_bound else 200)


def _file(found: Exported, kind: str) -> HttpResponse:
    name = f"{found.title}{timezone.localdate():%Y%m%d}"
    if kind == "csv":
        text = io.StringIO(newline="")
        write_csv(text, found.headings, found.rows)
        answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
        answer["Cache-Control"] = "no-store"
        return answer
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        write_xlsx(path, [(found.title, found.headings, found.rows)], title=name)
        return workbook(path.read_bytes(), f"{name}.xlsx")
