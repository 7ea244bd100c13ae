"""Two sheets for the printer, blank or filled from a matter: 接谈登记表 and 受理告知书 with its proof of service.

Filled sheets come masked; in full they are asked for by a form of their own, and each petitioner whose particulars are
printed leaves the trace of any other look at them.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.casework import personal, taxonomy
from xiafang.casework.codes import Channel, Flag, Handling, Path, Purpose
from xiafang.casework.models import Item, Matter, Petitioner
from xiafang.casework.personal import Private
from xiafang.organizations.models import Official
from xiafang.promises.clocks import Clock, clocks
from xiafang.visits.codes import Mode
from xiafang.visits.models import VisitMatter
from xiafang.web.dates import working_calendar
from xiafang.web.views.matters.people import crumbs
from xiafang.web.views.matters.rows import NO_NAME, masked

TITLES = {"record": "下访接谈登记表", "receipt": "信访事项受理告知书"}
PROCEDURES = {
    Path.PETITION: "信访程序：听取您陈述事实和理由，调查核实，出具信访处理意见书",
    Path.DUTY: "履行查处违法行为或者保护合法权益的法定职责，告知您处理结果",
    Path.ADMINISTRATIVE: "行政复议、裁决、确认、许可、处罚等法定行政程序",
    Path.ARBITRATION: "仲裁程序",
    Path.JUDICIAL: "诉讼程序",
    Path.PARTY_APPEAL: "党员、党组织申诉程序",
}


@login_required
def blank(request: OfficialRequest, sheet: str) -> HttpResponse:
    """Show a blank sheet, to be filled in by hand."""
    way = [("首页", reverse("home")), ("信访事项", reverse("matters"))]
    return _shown(request, sheet, {"crumbs": [*way, (f"空白{_title(sheet)}", "")], "boxes": _boxes("", "", "")})


@login_required
def filled(request: OfficialRequest, pk: UUID, sheet: str) -> HttpResponse:
    """Show a sheet filled from a matter; sent as a form, with the particulars of its petitioners and their trace."""
    rows = Matter.objects.visible_to(request.user).select_related("responsible", "registering")
    matter = get_object_or_404(rows.defer("search_text"), pk=pk)
    title = _title(sheet)
    petitioners = list(matter.petitioners.order_by("representative", "id"))
    full = request.method == "POST"
    private = _looked_at(request, petitioners, title) if full else personal.masked(petitioners)
    context: dict[str, Any] = {
        "crumbs": crumbs(matter, title),
        "matter": matter,
        "full": full,
        "v": _values(matter, petitioners, private, full=full),
    }
    if sheet == "record":
        visited = _visited(matter)
        context["v"] |= visited
        repeated = "repeat" if matter.items.count() > 1 else "first"
        context["boxes"] = _boxes(visited.get("mode", ""), visited.get("outcome") or matter.handling, repeated)
    else:
        context["v"] |= _notice(matter, clocks(matter, calendar=working_calendar(request)))
    answer = _shown(request, sheet, context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _title(sheet: str) -> str:
    if sheet not in TITLES:
        raise Http404
    return TITLES[sheet]


def _shown(request: OfficialRequest, sheet: str, context: dict[str, Any]) -> HttpResponse:
    title = _title(sheet)
    return render(request, f"matters/sheets/{sheet}.html", {"title": title, "sheet": sheet} | context)


def _looked_at(request: OfficialRequest, petitioners: list[Petitioner], title: str) -> dict[UUID, Private]:
    now, reason = timezone.now(), f"打印{title}"
    on = timezone.localdate(now)
    return {
        row.pk: personal.unmask(petitioner=row, reason=reason, by=request.user, at=now, on=on) for row in petitioners
    }


def _values(
    matter: Matter, petitioners: list[Petitioner], private: dict[UUID, Private], *, full: bool
) -> dict[str, Any]:
    first = petitioners[0] if petitioners else None
    particulars = private.get(first.pk, Private()) if first else Private()
    secret = Flag.CONFIDENTIAL in matter.flags and not full
    names = [masked(row.name) if secret else row.name or NO_NAME for row in petitioners] or [NO_NAME]
    item = matter.items.order_by("received_on", "registered_at").first() or Item()
    return {
        "number": matter.number,
        "unit": matter.responsible.name,
        "name": names[0],
        "names": "、".join(names),
        "people": item.people,
        "representatives": "、".join(name for name, row in zip(names, petitioners, strict=False) if row.representative),
        "id_number": particulars.id_number,
        "phone": particulars.phone,
        "address": particulars.address,
        "channel": Channel(item.channel).label if item.channel else "",
        "received": long(matter.received_on),
        "topic": taxonomy.name(matter.topic),
        "purpose": Purpose(matter.purpose).label if matter.purpose else matter.get_kind_display(),
        "title": matter.title,
        "summary": matter.summary,
        "demands": [demand.text for demand in matter.demands.order_by("ordinal")],
        "query_code": item.query_code,
    }


def _visited(matter: Matter) -> dict[str, Any]:
    """Return what the last visit that lists the matter says, as far as whoever asks sees it."""
    row = (
        VisitMatter.objects.filter(matter=matter, visit__voided_at=None, absent=False)
        .select_related("visit__organization")
        .order_by("-visit__date", "id")
        .first()
    )
    if row is None:
        return {}
    visit = row.visit
    named = dict(Official.objects.filter(pk__in=[*visit.leaders, *visit.accompanying]).values_list("pk", "name"))
    return {
        "visited": long(visit.date),
        "place": "信访人住处" if visit.at_home else visit.place,
        "mode": visit.mode,
        "leaders": "、".join(named.get(pk, "") for pk in visit.leaders),
        "accompanying": "、".join(named.get(pk, "") for pk in visit.accompanying),
        "statement": row.statement,
        "decided": row.decided or row.explained or row.to_study,
        "outcome": row.outcome,
        "reply_by": long(row.reply_by) if row.reply_by else "",
    }


def _notice(matter: Matter, found: list[Clock]) -> dict[str, Any]:
    closing = [clock for clock in found if clock.title in ("法定办理期限", "限时办结")]
    return {
        "accepted": long(matter.accepted_on) if matter.accepted_on else "",
        "procedure": PROCEDURES.get(Path(matter.path), "") if matter.path else "研究论证，采纳情况予以回复",
        "limits": [(_article(clock), long(clock.due)) for clock in closing],
        "provisional": any(clock.provisional for clock in closing),
        "review": matter.responsible.review_authority or "上一级机关",
        "today": long(timezone.localdate()),
    }


def _article(clock: Clock) -> str:
    """Return 按办法第十七条为: the statute names itself."""
    return f"按{'办法' if clock.article.startswith('第') else ''}{clock.article}为"


def _boxes(mode: str, outcome: str, repeated: str) -> dict[str, list[tuple[str, bool]]]:
    """Return the boxes to tick, with those ticked that are known."""
    return {
        "modes": [(label, value == mode) for value, label in Mode.choices],
        "outcomes": [(label, value == outcome) for value, label in Handling.choices],
        "repeats": [("初次", repeated == "first"), ("重复", repeated == "repeat")],
    }


def long(day: date) -> str:
    """Return 2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"
