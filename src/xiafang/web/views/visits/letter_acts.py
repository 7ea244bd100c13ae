"""登记、阅批、答复来信: each form ends in one act; who records for the leader is shown with the leader."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.roles import Role
from xiafang.visits import acts
from xiafang.visits.codes import Mailbox
from xiafang.visits.models import Letter
from xiafang.web import lookup
from xiafang.web.acting import DateField, answer, sent
from xiafang.web.dates import long_date
from xiafang.web.views.visits import people
from xiafang.web.views.visits.doing import DeedForm, how, may_keep, unchanged
from xiafang.web.views.visits.fields import OneOfficialField
from xiafang.web.views.visits.letters import clocks, crumbs


class Enter(DeedForm):
    """A letter that came in; `pk` makes sending it twice harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    official = OneOfficialField(label="收信领导", help_text="姓名；同名的写作“姓名（单位职务）”。")
    mailbox = forms.ChoiceField(label="来源", choices=Mailbox.choices, widget=forms.RadioSelect)
    gist = forms.CharField(
        label="来信要点", widget=forms.Textarea, help_text="写明反映什么、请求什么；不写身份证号、电话和住址。"
    )
    received_on = DateField(label="收到日期")
    organization = lookup.OrganizationField(
        label="领导所在机构", required=False, help_text="领导在几个机构任职的，写明来信对应的机构。"
    )
    on = DateField(label="登记日期")


class Read(DeedForm):
    """What the leader says to the letter."""

    remark = forms.CharField(
        label="阅批意见", widget=forms.Textarea, required=False, help_text="例如“请公证管理处核实，三日内报结果”。"
    )
    on = DateField(label="阅批日期")


class Reply(DeedForm):
    """The answer."""

    reply = forms.CharField(label="答复要点", widget=forms.Textarea)
    on = DateField(label="答复日期")


@login_required
@require_http_methods(["GET", "POST"])
def enter(request: OfficialRequest) -> HttpResponse:
    """Enter a letter to a leader."""
    asks = request.standing
    if not (asks.holds(Role.PETITION_OFFICE) or asks.holds(Role.LEADER)):
        raise PermissionDenied("来信由领导本人或者信访部门登记（第十一条），请与其联系。")
    me = people.names([asks.official]) if asks.holds(Role.LEADER) and asks.official else {}
    initial = {"pk": uuid4(), "official": next(iter(me.values()), ""), "received_on": timezone.localdate()}
    form = Enter(sent(request), initial=initial)

    def act(entered: dict[str, Any]) -> str:
        key = entered["pk"]
        if not Letter.objects.filter(pk=key).exists():
            acts.enter_letter(
                id=key,
                official=entered["official"],
                mailbox=Mailbox(entered["mailbox"]),
                received_on=entered["received_on"],
                gist=entered["gist"],
                organization=entered["organization"],
                **how(request, entered["on"]),
            )
        messages.success(request, "已登记来信。")
        return reverse("letters-one", args=[key])

    context = {
        "title": "登记来信",
        "crumbs": [("首页", reverse("home")), ("网上来信", reverse("letters")), ("登记来信", "")],
        "submit": "登记",
        "back": reverse("letters"),
        "notice": "阅批和答复的期限从收到之日起算（第十一条），请如实填写收到日期。",
    }
    return answer(request, form, act, context)


@login_required
@require_http_methods(["GET", "POST"])
def read(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Record that the leader read the letter."""
    letter = _kept(request, pk)
    form = Read(sent(request), initial={"version": letter.version})

    def act(entered: dict[str, Any]) -> str:
        if not (letter.read_on == entered["on"] and letter.remark == entered["remark"].strip()):
            with unchanged(letter):
                acts.read_letter(
                    letter=letter,
                    remark=entered["remark"],
                    **how(request, entered["on"], version=entered["version"]),
                )
        messages.success(request, "已登记阅批。")
        return reverse("letters-one", args=[pk])

    return answer(request, form, act, _context(request, letter, "阅批来信", "登记阅批"))


@login_required
@require_http_methods(["GET", "POST"])
def reply(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Record the answer to the letter."""
    letter = _kept(request, pk)
    form = Reply(sent(request), initial={"version": letter.version})

    def act(entered: dict[str, Any]) -> str:
        if not (letter.replied_on == entered["on"] and letter.reply == entered["reply"].strip()):
            with unchanged(letter):
                acts.reply_letter(
                    letter=letter,
                    reply=entered["reply"],
                    **how(request, entered["on"], version=entered["version"]),
                )
        messages.success(request, "已登记答复。")
        return reverse("letters-one", args=[pk])

    return answer(request, form, act, _context(request, letter, "答复来信", "登记答复"))


def _kept(request: OfficialRequest, pk: UUID) -> Letter:
    seen = Letter.objects.visible_to(request.user).valid().select_related("official", "organization")
    letter = get_object_or_404(seen, pk=pk)
    if not may_keep(request, letter):
        raise PermissionDenied("来信由收信领导本人或者其所在机构及上级的信访部门办理。")
    return letter


def _context(request: OfficialRequest, letter: Letter, title: str, submit: str) -> dict[str, Any]:
    limits = clocks(request, letter, timezone.localdate())
    last = limits.read_by if title == "阅批来信" else limits.reply_by
    facts = [
        ("收信领导", letter.official.name),
        ("收到日期", f"{letter.received_on}（{letter.get_mailbox_display()}）"),
        ("来信要点", letter.gist),
        *([("阅批意见", letter.remark)] if letter.remark else []),
        ("最迟", f"{long_date(last)}（第十一条）"),
    ]
    own = request.standing.official == letter.official_id
    behalf = f"您代{letter.official.name}登记，双方姓名都会记入经过。"
    return {
        "title": title,
        "crumbs": crumbs(letter, title),
        "facts": facts,
        "submit": submit,
        "back": reverse("letters-one", args=[letter.pk]),
        "notice": "" if own else behalf,
    }
