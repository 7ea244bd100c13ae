"""What is done beside the requests, as its page shows it: how far it is, and the way to stop it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from xiafang.accounts.middleware import OfficialRequest
from xiafang.ledgers import jobs
from xiafang.ledgers.models import Job

# kind of work → what is happening, what is counted, what stopping leaves
_WORDS = {
    "look": ("正在核对", "已核对", "停止后什么都没有写入。"),
    "carry": ("正在导入", "已处理", "停止后，已写入的行保留，其余的行不写入；再次上传同一文件可以继续。"),
    "export": ("正在导出", "已导出", "从列表的“导出”可以回到这里；停止后不留下文件。"),
}


def page_of(job: Job) -> str:
    """Return where a job is shown."""
    return reverse("imports-one", args=[job.upload_id]) if job.upload_id else reverse("exports-one", args=[job.pk])


def under_way(request: OfficialRequest, job: Job, context: dict[str, Any]) -> HttpResponse:
    """Show how far a job is: a page that asks again each second, and is read anew when the job has ended."""
    asked_again: bool = request.htmx  # type: ignore[attr-defined]  # django_htmx's middleware
    if asked_again and job.ended_at:
        return HttpResponseClientRefresh()
    doing, counted, left = _WORDS[job.work]
    part = job.rows * 100 // job.total if job.total else None
    words = {"doing": doing, "counted": counted, "left": left, "part": part, "here": page_of(job), "job": job}
    return render(request, "imports/job.html" if asked_again else "imports/under_way.html", context | words)


@login_required
@require_POST
def stop(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Let a job end at its next step."""
    job = get_object_or_404(Job.objects.filter(user=request.user), pk=pk)
    jobs.stop(job)
    job.refresh_from_db()
    messages.info(request, "已经结束，没有再办。" if job.ended_at else "正在停止：手头的一批办完就停。")
    return redirect(page_of(job))
