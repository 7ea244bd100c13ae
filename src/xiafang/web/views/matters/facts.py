"""What was registered, as pairs of label and value; nothing for what was not said."""

from typing import Any

from xiafang.casework import taxonomy
from xiafang.casework.codes import Disposition, Flag, Prominence, Trait
from xiafang.casework.models import Matter
from xiafang.organizations import divisions


def facts_of(matter: Matter, items: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the facts of a matter. No query with the units at hand."""
    channels = dict.fromkeys(item["channel"] for item in items)
    found = [
        ("类别", matter.get_kind_display()),
        ("信访目的", matter.get_purpose_display()),
        ("内容分类", taxonomy.name(matter.topic)),
        ("信访形式", "、".join(channels)),
        ("登记单位", matter.registering.name if matter.registering_id != matter.responsible_id else ""),
        ("收到", _day(matter.received_on)),
        ("书面告知", _day(matter.told_on)),
        ("受理", _day(matter.accepted_on)),
        ("办理途径", matter.get_path_display()),
        ("现场处理", matter.get_handling_display()),
        ("送达答复", _day(matter.replied_on)),
        ("办结", _day(matter.closed_on)),
        ("化解", _day(matter.resolved_on)),
        ("再次提出", _day(matter.returned_on)),
        ("结束", _day(matter.ended_on)),
        ("不予受理原因", matter.get_decline_reason_display()),
        ("应向何机关提出", matter.right_organ),
        ("四个到位", "；".join(Disposition(code).label for code in matter.disposition)),
        ("国家系统", "已录入" if Flag.NATIONAL in matter.flags else ""),
        ("国家系统编号", matter.external_number),
        ("国家系统分类", matter.external_topic),
        ("问题属地", divisions.said(matter.place)),
        ("第八条六类", "；".join(Prominence(code).label for code in matter.prominence)),
        ("第三条特征", "；".join(Trait(code).label for code in matter.traits)),
    ]
    return [(label, value) for label, value in found if value]


def _day(day: Any) -> str:
    return day.isoformat() if day else ""
