"""A brought file: what would become of its rows, its questions, and the import itself."""

from collections.abc import Sequence
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
from xiafang.adapters.sheets import Unusable
from xiafang.casework.codes import Channel
from xiafang.ledgers import preview, uploads
from xiafang.ledgers.models import Upload
from xiafang.ledgers.plans import Answer, Plan, Verdict
from xiafang.ledgers.preview import Looked, Preview
from xiafang.web.signs import sign
from xiafang.web.typed import plain, whole
from xiafang.web.views.ledgers.bringing import crumbs, let_bring, workbook

FEW = 15  # rows shown of each verdict; of questions all, for each must be answered
MOST_ASKED = 100
LONGEST_SHEET = 100  # Excel allows 31 characters in a name


@login_required
@never_cache
@require_GET
def one(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Show what would become of the file, planned anew each time; or what became of it."""
    let_bring(request)
    upload = _mine(request, pk)
    return _done(request, upload) if upload.done_at else _show(request, upload)


def _mine(request: OfficialRequest, pk: UUID) -> Upload:
    return get_object_or_404(Upload.objects.filter(user=request.user).select_related("unit"), pk=pk)


def _look(request: OfficialRequest, upload: Upload) -> Preview:
    return preview.look(upload, by=request.user, at=timezone.now(), asks=request.standing)


def _show(request: OfficialRequest, upload: Upload, *, error: str = "") -> HttpResponse:
    context: dict[str, Any] = {"title": "核对台账", "crumbs": crumbs(upload), "upload": upload, "error": error}
    try:
        found = _look(request, upload)
    except Unusable as unusable:
        return render(request, "imports/one.html", context | {"unusable": str(unusable)}, status=422)
    context |= {"tables": [_table(table) for table in found.tables], "version": found.version, "writes": found.writes}
    context |= {"asks": found.asks, "asides": found.asides}
    return render(request, "imports/one.html", context, status=422 if error else 200)


def _table(table: Looked) -> dict[str, Any]:
    """Return a table as the page shows it: counts, and the first rows of each verdict with what they say."""
    part = table.part
    groups = []
    for verdict in (Verdict.ASKED, Verdict.REFUSED, Verdict.CHANGED, Verdict.CREATED, Verdict.UNCHANGED):
        plans = [plan for plan in table.plans if plan.verdict == verdict]
        most = MOST_ASKED if verdict == Verdict.ASKED else FEW
        if plans:
            rows = [_row(plan) for plan in plans[:most]]
            group: dict[str, Any] = {"verdict": verdict.value, "sign": sign(f"row-{verdict}"), "rows": rows}
            count = sum(len(plan.lines) for plan in plans)
            group["cells"] = any(plan.cell for plan in plans)
            groups.append(group | {"count": count, "more": len(plans) - len(rows)})
    return {
        "label": part.ledger.label,
        "sheet": part.table.sheet.name,
        "heading": part.table.first_row,
        "known": len(part.table.columns),
        "unread": part.unread,
        "hidden": part.table.hidden,
        "unseen": part.unseen,
        "skipped": _skipped(part.table.skipped),
        "why": table.why,
        "for_all": table.for_all,
        "asks": table.asks,
        "counts": [(sign(f"row-{verdict}"), number) for verdict, number in table.counts],
        "groups": groups,
    }


def _row(plan: Plan) -> dict[str, Any]:
    sheet, number = plan.line.place
    return {"sheet": sheet, "row": number, "cell": plan.cell, "said": plan.said}


def _skipped(rows: dict[int, str]) -> str:
    kinds = list(dict.fromkeys(rows.values()))
    return "、".join(f"{kind} {sum(one == kind for one in rows.values())} 行" for kind in kinds)


@login_required
@require_POST
def answer(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Keep the answer to the question of a row, or without one of all rows of a sheet, and plan again."""
    let_bring(request)
    upload = _mine(request, pk)
    said, row, sheet = (request.POST.get(name, "") for name in ("said", "row", "sheet"))
    number, a_sheet = whole(row), len(sheet) <= LONGEST_SHEET and sheet == plain(sheet)
    if not a_sheet or upload.done_at:
        raise Http404
    if not row and said in Channel.values:
        uploads.answer_for_all(upload, sheet, said)
        return redirect("imports-one", pk=pk)
    if said not in Answer.values or number is None:
        raise Http404
    uploads.answer(upload, sheet, number, Answer(said))
    return redirect(f"{reverse('imports-one', args=[pk])}#asked")


@login_required
@require_POST
def carry(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Import the file as it was seen; show it again when something has changed since."""
    let_bring(request)
    upload = _mine(request, pk)
    try:
        preview.carry(
            upload,
            version=request.POST.get("version", ""),
            by=request.user,
            at=timezone.now(),
            asks=request.standing,
        )
    except preview.Stale as stale:
        return _show(request, upload, error=str(stale))
    except Unusable as unusable:
        return _show(request, upload, error=str(unusable))
    except NotAllowed as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"“{upload.filename}”导入完毕。")
    return redirect("imports-one", pk=pk)


def _done(request: OfficialRequest, upload: Upload) -> HttpResponse:
    counts: Sequence[tuple[Verdict, int]] = [(verdict, upload.counts.get(verdict, 0)) for verdict in Verdict]
    left = sum(number for verdict, number in counts if verdict in (Verdict.REFUSED, Verdict.ASKED))
    context = {
        "title": "导入结果",
        "crumbs": crumbs(upload),
        "upload": upload,
        "counts": [(sign(f"row-{verdict}"), number) for verdict, number in counts],
        "left": left,
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
    upload = _mine(request, pk)
    uploads.discard(upload, by=request.user, at=timezone.now())
    messages.success(request, f"“{upload.filename}”的文件已删除。")
    return redirect("imports")
