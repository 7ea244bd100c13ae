"""台账导入: bring a file, and see what was brought before."""

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.roles import Role
from xiafang.adapters.sheets import Unusable, open_book
from xiafang.ledgers import jobs, templates, uploads
from xiafang.ledgers.asides import NoLedger
from xiafang.ledgers.kinds.ledger import Ledger
from xiafang.ledgers.kinds.registry import KINDS
from xiafang.ledgers.models import Job, Upload, Work
from xiafang.ledgers.running import parts
from xiafang.web import lookup
from xiafang.web.acting import ActForm, sent

BRINGING = (Role.PETITION_OFFICE, Role.SYSTEM_ADMIN)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 10
_COMPARE = "请改好列名后重新上传；每一列的各种叫法，见本页“下载空白台账”的“说明”表。"


class UploadForm(ActForm):
    """A file, and whose it is."""

    file = forms.FileField(
        label="台账文件",
        help_text="Excel 工作簿（.xlsx）或 CSV，不超过 64 MB。行数多的在后台核对和导入，可以离开页面。",
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".xlsx,.csv,.txt"}),
        error_messages={"empty": "文件是空的：请核对后重新选择。"},
    )
    unit = lookup.OrganizationField(
        label="是哪个单位的台账",
        required=False,
        help_text="表中没有单位列、或写“本局”“市局”而您管理多个单位时填写；输入时给出建议。",
    )


def let_bring(request: OfficialRequest) -> None:
    """Answer 403 to whoever imports nothing."""
    if not any(request.standing.holds(role) for role in BRINGING):
        raise PermissionDenied("台账由信访部门（事项、下访、包案）和系统管理员（机构、干部任职）导入，请与其联系。")


@login_required
@require_http_methods(["GET", "POST"])
def index(request: OfficialRequest) -> HttpResponse:
    """Take a file, or list those that were brought before."""
    let_bring(request)
    form = UploadForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = _keep(request, form.cleaned_data)
        except NotAllowed as refusal:
            form.refuse(refusal)
        else:
            return redirect("imports-one", pk=upload.pk)
    context = {
        "title": "台账导入",
        "lead": "先核对，再导入；每一行整行写入或不写入。",
        "form": form,
        "kinds": _mine(request),
        "uploads": _before(request),
    }
    return render(request, "imports/index.html", context, status=422 if form.is_bound else 200)


def _before(request: OfficialRequest) -> list[tuple[Upload, str, str]]:
    """Return what was brought before with its state, its sign and word. Two queries."""
    found = list(Upload.objects.filter(user=request.user)[:_SHOWN])
    at_work = dict(Job.objects.filter(upload__in=found, ended_at=None).values_list("upload", "work"))
    words = {Work.LOOK: "核对中", Work.CARRY: "导入中"}
    return [
        (upload, "met", "已导入")
        if upload.done_at
        else (upload, "pending", words[Work(at_work[upload.pk])] if upload.pk in at_work else "待核对")
        for upload in found
    ]


def _mine(request: OfficialRequest) -> list[Ledger]:
    """Return the kinds that whoever asks may import."""
    return [ledger for ledger in KINDS.values() if ledger.open_to(request.standing)]


def _keep(request: OfficialRequest, entered: dict[str, Any]) -> Upload:
    """Keep the file when it can be read at all. Raises NotAllowed."""
    file: UploadedFile[Any] = entered["file"]
    name = file.name or ""
    upload = uploads.keep(
        file.chunks(), filename=name, size=file.size or 0, by=request.user, at=timezone.now(), unit=entered["unit"]
    )
    try:
        with open_book(uploads.path_of(upload), name=name) as book:
            parts(book, near=_mine(request))
        jobs.ask(Work.LOOK, by=request.user, upload=upload)
    except NotAllowed:
        uploads.discard(upload, by=request.user, at=timezone.now())
        raise
    except Unusable as error:
        uploads.discard(upload, by=request.user, at=timezone.now())
        way_out = _COMPARE if isinstance(error, NoLedger) else ""
        raise NotAllowed(f"{error}{way_out}", field="file") from error
    return upload


@login_required
@require_GET
def template(request: OfficialRequest) -> HttpResponse:
    """Send the empty ledgers that whoever asks may fill in."""
    let_bring(request)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        templates.write(path, *(ledger.kind for ledger in _mine(request)))
        return workbook(path.read_bytes(), "空白台账.xlsx")


def workbook(content: bytes, name: str) -> HttpResponse:
    """Return a workbook to be saved."""
    answer = HttpResponse(content, content_type=SHEET)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "no-store"
    return answer


def crumbs(upload: Upload) -> list[tuple[str, str]]:
    """Return the way to an upload."""
    return [("首页", reverse("home")), ("台账导入", reverse("imports")), (upload.filename, "")]
