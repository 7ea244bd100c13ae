"""A brought file: what would become of its rows, its questions, and the import itself."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.roles import Role
from xiafang.casework.codes import Channel
from xiafang.ledgers import jobs, uploads
from xiafang.ledgers.models import Job, Outcome, Upload, Work
from xiafang.ledgers.plans import Answer, Verdict
from xiafang.web.signs import sign
from xiafang.web.typed import plain, whole
from xiafang.web.views.ledgers import working
from xiafang.web.views.ledgers.bringing import crumbs, let_bring, workbook

LONGEST_SHEET = 100  # Excel allows 31 characters in a name
_SHOWN = (Verdict.ASKED, Verdict.REFUSED, Verdict.CHANGED, Verdict.CREATED, Verdict.UNCHANGED)


@login_required
@never_cache
@require_GET
def one(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Show how far the work on the file is, what would become of it, or what became of it."""
    let_bring(request)
    upload = _mine(request, pk)
    job = upload.jobs.first()
    if job and (job.ended_at is None or request.htmx):  # type: ignore[attr-defined]  # django_htmx's middleware
        title = "导入台账" if job.work == Work.CARRY else "核对台账"
        return working.under_way(request, job, {"title": title, "crumbs": crumbs(upload), "lead": upload.filename})
    return _done(request, upload, job) if upload.done_at else _show(request, upload, job)


def _mine(request: OfficialRequest, pk: UUID) -> Upload:
    return get_object_or_404(Upload.objects.filter(user=request.user).select_related("unit"), pk=pk)


def _locked(request: OfficialRequest, pk: UUID) -> Upload:
    """Return a file that nobody else changes meanwhile; one that is imported cannot be locked, nor changed. Or 404."""
    upload = _mine(request, pk)
    still = Upload.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk, done_at=None).first()
    return still or get_object_or_404(Upload, pk=upload.pk)


def _at_rest(request: OfficialRequest, pk: UUID) -> Upload:
    """Return a file that is not imported and is not being worked on, for whoever changes something about it. Or 404."""
    upload = _locked(request, pk)
    if upload.done_at or upload.jobs.filter(ended_at=None).exists():
        raise Http404
    return upload


def _show(request: OfficialRequest, upload: Upload, job: Job | None, *, error: str = "") -> HttpResponse:
    found, answers = upload.found, uploads.answers_of(upload)
    context: dict[str, Any] = {"title": "核对台账", "crumbs": crumbs(upload), "upload": upload, "error": error}
    if job and job.outcome != Outcome.DONE:
        context["unusable"] = job.said or ("核对停止了。" if job.work == Work.LOOK else "导入停止了。")
    elif not found:
        context["unusable"] = "还没有核对。"
    context["begun"] = bool(job and job.work == Work.CARRY and job.tries)
    if found:
        context |= {"tables": [_table(table, answers) for table in found["tables"]], "asides": found["asides"]}
        writes = found["writes"] + (0 if found["asks"] else len(_answered(found, answers)))
        context |= {"version": upload.looked, "asks": found["asks"], "writes": writes}
    return render(request, "imports/one.html", context, status=422 if error else 200)


def _answered(found: Mapping[str, Any], answers: Mapping[tuple[str, int], Answer]) -> list[tuple[str, int]]:
    """Return the questions of a file that were answered since it was looked at."""
    asked = (row for table in found["tables"] for row in table["rows"].get(Verdict.ASKED, ()))
    return [place for row in asked if (place := (row["sheet"], row["row"])) in answers]


def _table(table: dict[str, Any], answers: Mapping[tuple[str, int], Answer]) -> dict[str, Any]:
    """Return a table as the page shows it: counts, and the first rows of each verdict with what they say."""
    groups = []
    for verdict in _SHOWN:
        rows: list[dict[str, Any]] = table["rows"].get(verdict, [])
        if rows:
            group = {"verdict": verdict.value, "sign": sign(f"row-{verdict}"), "count": table["counts"][verdict]}
            group["rows"] = [row | {"answer": answers.get((row["sheet"], row["row"]))} for row in rows]
            group["cells"] = any(row["cell"] for row in rows)
            groups.append(group | {"more": table["things"][verdict] - len(rows)})
    counts = [(sign(f"row-{verdict}"), table["counts"][verdict]) for verdict in Verdict]
    return table | {"counts": counts, "groups": groups}


@login_required
@require_POST
def answer(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Keep the answer to the question of a row; or of all rows of a sheet, and look at the file anew."""
    let_bring(request)
    upload = _at_rest(request, pk)
    said, row, sheet = (request.POST.get(name, "") for name in ("said", "row", "sheet"))
    number, a_sheet = whole(row), len(sheet) <= LONGEST_SHEET and sheet == plain(sheet)
    if not a_sheet:
        raise Http404
    if not row and said in Channel.values:
        uploads.answer_for_all(upload, sheet, said)
        return _asked(request, upload, Work.LOOK)
    if said not in Answer.values or number is None:
        raise Http404
    uploads.answer(upload, sheet, number, Answer(said))
    return redirect(f"{reverse('imports-one', args=[pk])}#asked")


@login_required
@require_POST
def again(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Look at the file anew: what it is compared with may have changed."""
    let_bring(request)
    return _asked(request, _at_rest(request, pk), Work.LOOK)


@login_required
@require_POST
def carry(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Have the file imported as it was seen; what was seen in another window before is shown again."""
    let_bring(request)
    upload = _locked(request, pk)
    if upload.done_at or upload.jobs.filter(ended_at=None).exists():
        messages.info(request, "这个文件已经导入过，或者正在办理：请看本页。")
        return redirect("imports-one", pk=pk)
    if not upload.looked or request.POST.get("version") != str(upload.looked) or upload.found["asks"]:
        error = "在您核对之后又重新核对过：请再看一遍，然后导入。"
        return _show(request, upload, upload.jobs.first(), error=error)
    return _asked(request, upload, Work.CARRY)


def _asked(request: OfficialRequest, upload: Upload, work: Work) -> HttpResponse:
    """Ask for work on a file and show how far it is."""
    try:
        jobs.ask(work, by=request.user, upload=upload)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("imports-one", pk=upload.pk)


def _done(request: OfficialRequest, upload: Upload, job: Job | None) -> HttpResponse:
    counts = [(verdict, upload.counts.get(verdict, 0)) for verdict in Verdict]
    left = sum(number for verdict, number in counts if verdict in (Verdict.REFUSED, Verdict.ASKED))
    context = {
        "title": "导入结果",
        "crumbs": crumbs(upload),
        "upload": upload,
        "counts": [(sign(f"row-{verdict}"), number) for verdict, number in counts],
        "left": left,
        "untouched": (job.total or 0) - job.rows if job and job.outcome == Outcome.STOPPED else 0,
        "resumed": bool(job and job.tries > 1),
        "there": uploads.refused_path(upload).exists(),
        "seen": ("信访事项", "matters") if request.standing.holds(Role.PETITION_OFFICE) else ("机构", "organizations"),
    }
    return render(request, "imports/done.html", context)


@login_required
@require_GET
def refused(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Send the rows that were not taken."""
    let_bring(request)
    path = uploads.refused_path(_mine(request, pk))
    if not path.exists():
        raise Http404
    return workbook(path.read_bytes(), "未导入的行.xlsx")


@login_required
@require_POST
def discard(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Put a file away: one that was not imported is forgotten, of one that was only the files go."""
    let_bring(request)
    upload = _locked(request, pk)
    if upload.jobs.filter(ended_at=None, work=Work.CARRY).exists():
        messages.error(request, "正在导入，不能删除文件：请先停止。")
        return redirect("imports-one", pk=pk)
    uploads.discard(upload, by=request.user, at=timezone.now())
    messages.success(request, f"“{upload.filename}”的文件已删除。")
    return redirect("imports")
