"""佐证材料: photos and signed sheets are uploaded, and served through the wall alone (第十九条)."""

from hashlib import sha256
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4, uuid5

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.casework.files import LARGEST
from xiafang.visits import acts, evidence
from xiafang.visits.codes import EvidenceKind
from xiafang.visits.models import Evidence, Visit
from xiafang.web.acting import DateField, once, sent
from xiafang.web.views.visits.doing import DeedForm, how, kept
from xiafang.web.views.visits.one import crumbs

MOST = 20  # files at once
PICTURES = ("image/jpeg", "image/png")
# Whatever a file contains, the browser runs nothing of it and loads nothing for it.
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"


class Files(forms.FileField):
    """Several files."""

    widget = forms.FileInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Return the files; the act says what is wrong with one of them."""
        return list(data or [])


class FilesInput(forms.FileInput):
    """A field in which several files are chosen."""

    allow_multiple_selected = True


class Upload(DeedForm):
    """Files of one kind; `pk` makes sending them twice harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="类别", choices=EvidenceKind.choices, widget=forms.RadioSelect)
    file = Files(
        label="文件",
        widget=FilesInput(
            attrs={"multiple": True, "class": "form-control", "accept": "image/jpeg,image/png,application/pdf"}
        ),
        help_text="可以一次选多个，每个不超过 20 MB；照片收 JPG、PNG，其他还收 PDF。照片中的位置等信息自动去除。",
    )
    title = forms.CharField(label="说明", required=False, max_length=200)
    matter = forms.ChoiceField(label="有关事项", required=False, help_text="选了事项的，只有可以查看该事项的人能看到。")
    on = DateField(label="形成日期")

    def __init__(self, *args: Any, matters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matter"].choices = [("", "整次下访"), *matters]  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "POST"])
def add(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Keep evidence with a visit."""
    visit = kept(request, pk)
    lines = list(visit.matters.visible_to(request.user).select_related("matter"))
    form = Upload(
        sent(request),
        {"file": request.FILES.getlist("file")} if request.method == "POST" else None,
        initial={"pk": uuid4(), "kind": EvidenceKind.PHOTO, "on": visit.date},
        matters=[(str(line.matter_id), f"{line.matter.number} {line.matter.title}") for line in lines],
    )
    done: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            done = _keep(request, visit, form.cleaned_data, {str(line.matter_id): line.matter for line in lines})
        except NotAllowed as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"已保存{len(done)}个文件：{'、'.join(done)}。")
            return redirect(f"{reverse('visits-one', args=[pk])}#evidence")
    context = {
        "title": "附佐证材料",
        "crumbs": crumbs(visit, "附佐证材料"),
        "form": form,
        "back": reverse("visits-one", args=[pk]),
    }
    return render(request, "visits/upload.html", context, status=422 if form.is_bound else 200)


def _keep(request: OfficialRequest, visit: Visit, entered: dict[str, Any], matters: dict[str, Any]) -> list[str]:
    """Return the names of what was kept, all files or none; of a form that was sent before, nothing again."""
    files: list[UploadedFile[Any]] = entered["file"]
    if not files:
        raise NotAllowed("请选择要上传的文件。", field="file")
    if len(files) > MOST:
        raise NotAllowed(f"一次最多上传{MOST}个文件，请分次上传。", field="file")
    for file in files:
        if (file.size or 0) > LARGEST:
            raise NotAllowed(
                f"“{file.name}”有 {(file.size or 0) / 2**20:.1f} MB，超过 {LARGEST // 2**20} MB：请压缩或分开上传。",
                field="file",
            )
    kept_files = []
    once(entered["pk"])
    with transaction.atomic():
        for file in files:
            content = file.read()
            key = uuid5(entered["pk"], sha256(content).hexdigest())
            if Evidence.objects.filter(pk=key).exists():
                kept_files.append(str(file.name))
                continue
            made = acts.attach_evidence(
                visit=visit,
                kind=EvidenceKind(entered["kind"]),
                filename=file.name or "",
                content=content,
                matter=matters.get(entered["matter"]),
                title=entered["title"] if len(files) == 1 else "",
                id=key,
                **how(request, entered["on"]),
            )
            kept_files.append(made.filename)
    return kept_files


@login_required
@never_cache
@require_GET
def serve(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Send a file: pictures to be looked at, everything else to be saved; 404 out of sight."""
    try:
        served = evidence.serve(pk, by=request.user)
    except Evidence.DoesNotExist:
        raise Http404 from None
    except evidence.DamagedError:
        context = {"title": "文件已损坏", "crumbs": [("首页", reverse("home")), ("下访", reverse("visits"))]}
        return render(request, "visits/damaged.html", context | {"now": timezone.now()}, status=500)
    way = "inline" if served.media_type in PICTURES else "attachment"
    answer = HttpResponse(served.content, content_type=served.media_type)
    answer["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(served.filename)}"
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
