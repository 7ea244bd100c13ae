"""导出: any list as it is narrowed, as xlsx or csv; personal data masked, or in full for a reason and with a trace."""

import tempfile
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.ledgers import jobs
from xiafang.ledgers.exporting import Exported
from xiafang.ledgers.models import Job, Outcome, Work
from xiafang.web.acting import ActForm, sent
from xiafang.web.views.ledgers import filing, working
from xiafang.web.views.ledgers.bringing import SHEET
from xiafang.web.views.ledgers.lists import LISTS

AT_ONCE = 1_000  # records written while somebody waits
AT_ONCE_IN_FULL = 100  # each leaves a trace
RECENT = 5
A = TypeVar("A", bound=HttpResponseBase)
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


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def export(request: OfficialRequest, name: str) -> HttpResponse:
    """Ask how, then send the list as the address narrows it, or have it written when it is long."""
    if name not in LISTS:
        raise Http404
    listed = LISTS[name]
    listed.guard(request)
    form = ExportForm(sent(request), initial={"format": "xlsx"})
    if name != "matters":
        del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "").strip()
        asked = {"list": name, "query": request.GET.urlencode(), "format": form.cleaned_data["format"]}
        try:
            found = listed.table(request, reason)
            if found.count is not None and found.count <= (AT_ONCE_IN_FULL if reason else AT_ONCE):
                return _file(found, asked["format"])
            job = jobs.ask(Work.EXPORT, by=request.user, asked=asked | {"reason": reason})
        except NotAllowed as refusal:
            form.refuse(refusal)
        else:
            return redirect("exports-one", pk=job.pk)
    again = "；可以直接再导入" if listed.imported else ""
    back = _back(name, request.GET.urlencode())
    context = {
        "title": f"导出{listed.label}",
        "crumbs": [("首页", reverse("home")), (listed.label, back), ("导出", "")],
        "form": form,
        "back": back,
        "submit": "导出",
        "recent": _recent(request),
        "notice": (
            f"导出列表中您可以查看的、符合当前条件的全部内容{again}。超过{AT_ONCE}条的在后台导出，办完后下载。"
            "文件请按单位的保密规定保管。"
        ),
    }
    return render(request, "imports/export.html", context, status=422 if form.is_bound else 200)


def _recent(request: OfficialRequest) -> list[dict[str, Any]]:
    """Return the exports that whoever asks had written beside the requests, the newest first. One query."""
    found = Job.objects.filter(user=request.user, work=Work.EXPORT)[:RECENT]
    return [
        {
            "job": job,
            "label": job.said if job.outcome == Outcome.DONE else LISTS[job.asked["list"]].label,
            "state": "met" if job.outcome == Outcome.DONE else "exempt" if job.ended_at else "pending",
            "word": job.get_outcome_display() if job.ended_at else "导出中",
        }
        for job in found
    ]


def _back(name: str, query: str) -> str:
    return f"{reverse(LISTS[name].address)}?{query}"


def _file(found: Exported, form: str) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        filing.write(path, found, found.rows, form)
        return _saved(HttpResponse(path.read_bytes()), found.title, form)


def _saved(answer: A, title: str, form: str) -> A:
    """Have an answer saved under the title of its list and the day."""
    answer["Content-Type"] = "text/csv; charset=utf-8" if form == "csv" else SHEET
    name = f"{title}{timezone.localdate():%Y%m%d}.{form}"
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "no-store"
    return answer


def _mine(request: OfficialRequest, pk: UUID) -> Job:
    return get_object_or_404(Job.objects.filter(user=request.user, work=Work.EXPORT), pk=pk)


@login_required
@never_cache
@require_GET
def one(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Show how far an export is, or what came of it."""
    job = _mine(request, pk)
    name, query = job.asked["list"], job.asked["query"]
    listed, back = LISTS[name], _back(name, query)
    listed.guard(request)  # who held the role when the list was written may hold it no longer
    crumbs = [("首页", reverse("home")), (listed.label, back), ("导出", "")]
    context = {"title": f"导出{listed.label}", "crumbs": crumbs, "job": job, "back": back}
    if job.ended_at is None or request.htmx:  # type: ignore[attr-defined]  # django_htmx's middleware
        return working.under_way(request, job, context)
    context["there"] = filing.path_of(job.pk, job.asked["format"]).exists()
    context["done"] = job.outcome == Outcome.DONE
    context["again"] = f"{reverse('exports', args=[name])}?{query}"
    context["format"] = dict(FORMATS)[job.asked["format"]]
    return render(request, "imports/exported.html", context)


@login_required
@require_GET
def file(request: OfficialRequest, pk: UUID) -> HttpResponseBase:
    """Send what was exported."""
    job = _mine(request, pk)
    LISTS[job.asked["list"]].guard(request)
    try:
        content = filing.path_of(job.pk, job.asked["format"]).open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    return _saved(FileResponse(content), job.said, job.asked["format"])
