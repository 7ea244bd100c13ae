"""Evidence of a visit: photos, signed sheets and other papers (第十九条)."""

from pathlib import PurePath
from typing import Unpack
from uuid import UUID

from xiafang.accounts.refusals import NotAllowed
from xiafang.casework import files
from xiafang.casework.acts import How
from xiafang.casework.models import Matter
from xiafang.organizations.writing import add
from xiafang.visits.acts.doing import taking
from xiafang.visits.codes import EvidenceKind, Status
from xiafang.visits.models import Evidence, Visit
from xiafang.words import tidy

_TAKEN = (*files.PICTURES, "application/pdf")


def attach_evidence(
    *,
    visit: Visit,
    kind: EvidenceKind,
    filename: str,
    content: bytes,
    matter: Matter | None = None,
    title: str = "",
    id: UUID | None = None,  # noqa: A002 - an importer or the demo brings its own
    **how: Unpack[How],
) -> Evidence:
    """Keep a photo or a signed sheet with a visit that was held; with `matter` only who sees that matter sees it.

    JPEG, PNG and PDF are taken, a photo is no PDF. Position, device and remarks are taken out of pictures before they
    are stored. Raises NotAllowed.
    """
    with taking("attach_evidence", visit, how) as doing:
        row = doing.row
        if row.status != Status.HELD:
            raise doing.no(f"该下访{row.get_status_display()}，请先登记下访记录。")
        doing.not_before(row.date, "下访日期")
        made = Evidence(visit=row, kind=kind, title=tidy(title), filename=tidy(PurePath(filename).name)[:200])
        if matter is not None:
            line = row.matters.visible_to(how["by"]).select_related("matter").filter(matter=matter).first()
            if line is None:
                raise doing.no("该事项不在这次下访的接待事项之中，请核对。", field="matter")
            made.matter = doing.matter = line.matter
        _check_type(made.filename, kind)
        stored = files.store(content, made.filename)
        made.sha256, made.size, made.media_type = stored.sha256, stored.size, stored.media_type
        for name, value in (doing.recorded() | ({"id": id} if id else {})).items():
            setattr(made, name, value)
        add(made)
        doing.said = f"附{kind.label}“{made}”"
        doing.facts = {"sha256": made.sha256, "size": made.size}
    return made


def _check_type(filename: str, kind: EvidenceKind) -> None:
    """Raise NotAllowed when such evidence is no file of this type."""
    media_type, _ = files.TYPES.get(PurePath(filename).suffix.lower(), ("", b""))
    if media_type not in (files.PICTURES if kind == EvidenceKind.PHOTO else _TAKEN):
        names = "JPG、PNG 图片" if kind == EvidenceKind.PHOTO else "JPG、PNG 图片或 PDF"
        raise NotAllowed(f"不能上传“{filename}”：{kind.label}只收 {names}，请转换后再传。", field="file")
