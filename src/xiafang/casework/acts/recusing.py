"""Recusal (回避): asked for by anybody who works the matter, decided by another; whoever is recused sees nothing."""

from typing import Unpack
from uuid import uuid4

from xiafang.accounts.models import User
from xiafang.casework.acts.doing import taking
from xiafang.casework.acts.how import How
from xiafang.casework.models import Matter, Recusal


def ask_recusal(*, matter: Matter, user: User, reason: str, **how: Unpack[How]) -> Recusal:
    """Ask that `user`, oneself or another, withdraw from the matter. Raises NotAllowed when that is asked already."""
    with taking("ask_recusal", matter, how) as doing:
        if doing.matter.recusals.filter(user=user, decided_on=None).exists():
            raise doing.no(f"已提出“{user}”回避，待决定。")
        made = Recusal(id=uuid4(), matter=doing.matter, user=user, asked_by=doing.user, asked_on=how["on"])
        made.reason = doing.filled(reason, "理由", "reason")
        made.save(force_insert=True)
        doing.said = f"提出{user}回避：{made.reason}"
        doing.facts = {"recusal": str(made.pk), "user": user.pk}
    return made


def decide_recusal(*, recusal: Recusal, granted: bool, ground: str, **how: Unpack[How]) -> Recusal:
    """Decide on a recusal: when it is granted, the person handles and sponsors the matter no more and sees nothing.

    Raises NotAllowed when the person decides on themselves, or it is decided.
    """
    with taking("decide_recusal", recusal.matter, how) as doing:
        row = doing.matter
        found = row.recusals.select_related("user").get(pk=recusal.pk)
        if found.decided_on:
            raise doing.no(f"已于 {found.decided_on} 作出决定。")
        if doing.user and doing.user.pk == found.user_id:
            raise doing.no("本人的回避不能由本人决定（条例第二十八条第三款），请由他人办理。")
        doing.not_before(found.asked_on, "提出日期")
        found.decided_by, found.decided_on, found.granted = doing.user, how["on"], granted
        found.ground = doing.filled(ground, "决定理由", "ground")
        found.save(update_fields=["decided_by", "decided_on", "granted", "ground"])
        if granted:
            row.assignments.filter(user=found.user, to_on=None).update(to_on=how["on"])
            if found.user.official_id:
                row.sponsorships.filter(official=found.user.official_id, to_on=None).update(to_on=how["on"])
        doing.resighted = True
        doing.said = f"{'准予' if granted else '不准予'}{found.user}回避：{found.ground}"
        doing.facts = {"recusal": str(found.pk), "granted": granted}
    return found
