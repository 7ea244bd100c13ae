"""办理: the one view of all steps on a matter."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.casework.models import Matter
from xiafang.web.views.matters import opened as opening
from xiafang.web.views.matters.steps.fields import Opened
from xiafang.web.views.matters.steps.pages import Page, StepForm
from xiafang.web.views.matters.steps.table import ELSEWHERE, PAGES


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def step(request: OfficialRequest, pk: UUID, act: str) -> HttpResponse:
    """Take a step: the form, what the act says against it, or back to the matter."""
    if act in ELSEWHERE:
        return redirect(ELSEWHERE[act], pk)
    if act not in PAGES:
        raise Http404
    page, matter = PAGES[act], opening.matter(request, pk, act)
    if isinstance(matter, HttpResponse):
        return matter
    opened = Opened(matter, request.user, request.standing, timezone.localdate(), request.GET.get("of", ""))
    try:
        facts = page.facts(opened)
        form = page.form(opened, *((request.POST, request.FILES) if request.method == "POST" else ()))
    except NotAllowed as refusal:
        context = opening.context(request, matter, act) | {"why": str(refusal)}
        return render(request, "matters/not_open.html", context, status=403)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                page.run(opened, form, opening.how(request))
        except NotAllowed as refusal:
            form.refuse(refusal)
        else:
            return _done(request, opened, page)
    if form.is_bound:
        form.say_lost()
    context = opening.context(request, matter, act) | _said(page, form, facts)
    return render(request, "matters/step.html", context, status=422 if form.is_bound else 200)


def _done(request: OfficialRequest, opened: Opened, page: Page) -> HttpResponse:
    """Go back to the matter, or to the list when it has gone out of sight."""
    messages.success(request, f"已办理“{page.step.label}”。")
    if Matter.objects.visible_to(request.user).filter(pk=opened.matter.pk).exists():
        return redirect("matters-one", opened.matter.pk)
    return redirect("matters")


def _said(page: Page, form: StepForm, facts: Any) -> dict[str, Any]:
    kinds = page.kinds if page.kinds and page.paper != "optional" and len(page.kinds) == 1 else page.step.papers
    return {
        "form": form,
        "notice": page.notice,
        "danger": page.danger,
        "more_facts": [(label, str(value)) for label, value in facts],
        "papers_said": "或".join(kind.label for kind in kinds),
        "multipart": "file" in form.fields,
    }
