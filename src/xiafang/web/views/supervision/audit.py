"""审计: the audit administrator reads every trail of the units of the role and below, and changes nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.models import User
from xiafang.accounts.roles import Role
from xiafang.casework import life
from xiafang.ledgers.models import Act as UploadAct
from xiafang.organizations.models import Official, Organization
from xiafang.supervision import trail
from xiafang.supervision.kinds import Act, RecordKind
from xiafang.visits.steps import STEPS as VISIT_STEPS
from xiafang.web import history, lookup
from xiafang.web.acting import DateField

SOURCES = {
    "casework": "信访事项",
    "visits": "下访、清单、来信",
    "supervision": "督查考核",
    "accounts": "账号与角色",
    "organizations": "机构与人员",
    "ledgers": "台账导入",
    "sign_in": "登录",
}
# The histories that triggers keep name their acts alike; these are of accounts, the rest of organizations.
_OF_ACCOUNTS = (
    *("create_user", "deactivate", "activate", "reset_password", "change_password"),
    *("grant_role", "end_role"),
)
ACTS: dict[str, dict[str, str]] = {
    "casework": {step.act: step.label for step in life.STEPS.values()},
    "visits": {step.act: step.label for step in VISIT_STEPS.values()},
    "supervision": {f"{kind}.{act}": f"{kind.label}{act.label}" for kind in RecordKind for act in Act},
    "accounts": {act: history.ACTS[act] for act in _OF_ACCOUNTS},
    "organizations": {act: label for act, label in history.ACTS.items() if act not in _OF_ACCOUNTS},
    "ledgers": {act.value: act.label for act in UploadAct},
    "sign_in": {"sign_in": "登录成功", "sign_in_failed": "登录失败"},
}
LATELY = timedelta(days=30)
FEW = 50


class Narrow(forms.Form):
    """What the trail is narrowed to; the last month by default."""

    first = DateField(label="自", required=False)
    last = DateField(label="至", required=False)
    who = forms.CharField(label="经办人（姓名或用户名）", required=False, max_length=64)
    source = forms.ChoiceField(label="类别", required=False, choices=[("", "全部类别"), *SOURCES.items()])
    act = forms.ChoiceField(label="行为", required=False)
    unit = lookup.OrganizationField(label="单位及其下级", required=False, help_text="")

    def __init__(self, asked: QueryDict) -> None:
        today = timezone.localdate()
        data: dict[str, Any] = {"first": (today - LATELY).isoformat(), "last": today.isoformat()}
        data |= {name: value for name, value in asked.items() if value}
        super().__init__(data)
        groups = [(SOURCES[source], list(acts.items())) for source, acts in ACTS.items()]
        self.fields["act"].choices = [("", "全部行为"), *groups]  # type: ignore[attr-defined]
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if chosen else "form-control"

    def asked(self) -> trail.Asked:
        """Return what is asked for."""
        given = self.cleaned_data
        who = given["who"].strip()
        named = Q(name__contains=who) | Q(username__contains=who.lower())
        users = list(User.objects.filter(named).values_list("pk", flat=True)[:FEW]) if who else None
        unit = given["unit"].pk if given["unit"] else None
        return trail.Asked(given["first"], given["last"], given["source"], given["act"], users, unit)


def let_auditors(request: OfficialRequest) -> None:
    """Answer 403 to whoever is no audit administrator."""
    if not request.standing.holds(Role.AUDIT_ADMIN):
        raise PermissionDenied("审计只供审计管理员查看：系统管理员和安全管理员的操作，由审计管理员监督（三员分立）。")


@login_required
@require_safe
def index(request: OfficialRequest) -> HttpResponse:
    """List what was done, the last first."""
    let_auditors(request)
    narrow = Narrow(request.GET)
    found, more = trail.entries(narrow.asked(), after=_after(request.GET)) if narrow.is_valid() else ([], False)
    context = {
        "title": "审计",
        "crumbs": [("首页", reverse("home")), ("审计", "")],
        "narrow": narrow,
        "rows": lines(found),
        "older": f"{found[-1].at.isoformat()}|{found[-1].key}" if more else "",
        "paged": "after" in request.GET,
        "asked": any(request.GET.get(name) for name in narrow.fields),
        "units": Organization.objects.filter(pk__in=request.standing.roles[Role.AUDIT_ADMIN]).order_by("ordinal"),
    }
    return render(request, "supervision/audit.html", context)


def _after(asked: QueryDict) -> tuple[datetime, str] | None:
    """Return the key of the last entry that was shown, None for the first page and for what is no key."""
    at, _, key = asked.get("after", "").partition("|")
    try:
        moment = parse_datetime(at)
    except ValueError:
        return None
    return (moment, key) if moment and timezone.is_aware(moment) and "\0" not in key else None


def lines(found: Iterable[trail.Entry]) -> list[dict[str, Any]]:
    """Return entries in words; three queries for the names."""
    found = list(found)
    users = User.objects.in_bulk({entry.actor for entry in found if entry.actor})
    officials = _names(Official, {entry.behalf for entry in found if entry.behalf})
    units = _names(Organization, {entry.unit for entry in found if entry.unit})
    return [
        {
            "at": timezone.localtime(entry.at),
            "source": SOURCES[entry.source],
            "act": ACTS[entry.source].get(entry.act, history.LABELS.get(entry.act, entry.act)),
            "subject": entry.subject,
            "unit": units.get(entry.unit, ""),
            "user": users.get(entry.actor) if entry.actor else None,
            "nobody": entry.act == "sign_in_failed",
            "behalf": officials.get(entry.behalf, ""),
            "deed": timezone.localdate(entry.deed),
            "days": entry.days_between if entry.source in ("casework", "visits", "supervision") else 0,
            "ground": entry.ground,
            "said": _said(entry),
            "proof": entry.proof,
        }
        for entry in found
    ]


def _said(entry: trail.Entry) -> str:
    if entry.act in ("grant_role", "end_role"):
        role, _, rest = entry.said.partition(" ")
        first, _, last = rest.partition(" ")
        return f"{Role(role).label}，{first} {f'至 {last}' if last else '起'}"
    if entry.act == "sign_in_failed":
        address, _, count = entry.said.rpartition(" ")
        return f"自 {address}，连续{count}次"
    return f"自 {entry.said}" if entry.act == "sign_in" and entry.said else entry.said


def _names(model: Any, keys: set[UUID]) -> dict[UUID | None, str]:
    return dict(model.objects.filter(pk__in=keys).values_list("pk", "name"))
