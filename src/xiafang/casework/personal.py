"""Personal data of petitioners: the one door to it. Masked for everybody; in full with a reason, and with a trace.

Field encryption comes behind this door later and changes nothing outside.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Unpack
from uuid import UUID

from django.db import transaction

from xiafang.accounts.refusals import NotAllowed
from xiafang.casework import life
from xiafang.casework.acts.doing import record
from xiafang.casework.acts.how import How, ask
from xiafang.casework.models import Matter, Personal, Petitioner
from xiafang.words import tidy


@dataclass(frozen=True)
class Private:
    """Personal data, masked or in full; empty where nothing was given."""

    id_number: str = ""
    phone: str = ""
    address: str = ""
    bank_account: str = ""


def _ends(value: str, first: int, last: int) -> str:
    if len(value) <= first + last:
        return "*" * len(value)
    return value[:first] + "*" * (len(value) - first - last) + value[len(value) - last :]


def _district(address: str) -> str:
    """Return the address down to the district: where exactly somebody lives concerns only who needs it."""
    found = re.match(r".*?[县区]|.*?市", address)
    return f"{found.group()}＊＊＊" if found else "＊＊＊" if address else ""


def mask(row: Personal) -> Private:
    """Return what may be shown to everybody who sees the matter."""
    return Private(
        id_number=_ends(row.id_number, 3, 2),
        phone=_ends(row.phone, 3, 2),
        address=_district(row.address),
        bank_account=_ends(row.bank_account, 0, 4),
    )


def called(petitioner: Petitioner) -> str:
    """Return how a petitioner is called where the full name is not needed: 孙＊＊; an organization by its name."""
    if petitioner.organization or not petitioner.name:
        return str(petitioner)
    return petitioner.name[0] + "＊" * max(1, len(petitioner.name) - 1)


def masked(petitioners: Iterable[Petitioner]) -> dict[UUID, Private]:
    """Return the masked data of each petitioner that has some. One query."""
    rows = Personal.objects.filter(petitioner__in=[petitioner.pk for petitioner in petitioners])
    return {row.petitioner_id: mask(row) for row in rows}


def unmask(*, petitioner: Petitioner, reason: str, **how: Unpack[How]) -> Private:
    """Return the data in full, and leave a trace of who looked and why (个人信息保护法第六、五十一条).

    Readers may do it too; the matter itself is not changed by it. Raises NotAllowed without a reason, Matter's
    DoesNotExist when `by` does not see it.
    """
    step = life.STEPS["unmask"]
    with transaction.atomic():
        ask(how)
        matter = Matter.objects.visible_to(how["by"]).get(pk=petitioner.matter_id)
        if not (reason := tidy(reason)):
            raise NotAllowed("不能查看：请填写查看理由（个人信息保护法第六条）；查看会留下记录。", field="reason")
        row = Personal.objects.filter(petitioner=petitioner.pk).first()
        facts = {"petitioner": str(petitioner.pk)}
        record(matter, step, how, said=f"查看信访人个人信息：{reason}", facts=facts)
    return Private(row.id_number, row.phone, row.address, row.bank_account) if row else Private()
