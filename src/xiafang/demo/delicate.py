"""Matters about those in office, and people who must not touch a matter: who sees what is decided by the wall."""

from collections.abc import Iterator
from functools import partial

from xiafang.casework import acts
from xiafang.casework.acts import Accused
from xiafang.casework.models import Recusal
from xiafang.demo.life import Life, Tale
from xiafang.demo.people import CITY, COUNTY
from xiafang.demo.scene import Scene
from xiafang.organizations.kinds import Kind


def tales(scene: Scene) -> Iterator[Tale]:
    """Give each of them."""
    for days, tell in ((64, _about_bureau), (47, _about_leader), (26, _recused), (20, _not_recused), (8, _own_leader)):
        unit = scene.unit(COUNTY if tell in (_recused, _not_recused, _own_leader) else CITY)
        wanted: dict[str, object] = {"petition": True} if tell in (_recused, _not_recused) else {"topic": "1602"}
        life = Life(scene, unit, scene.stories.next("bureau", **wanted), scene.back(days))
        yield Tale(life.day, partial(tell, life))


def _about_leader(life: Life) -> None:
    """Registered by the city: the county whose leader it is about sees nothing of it."""
    leader = life.scene.user("county.leader").official
    life.register(title="反映某区司法局负责人接待群众时推诿", accused=[Accused(official=leader)])
    life.ordinary()


def _own_leader(life: Life) -> None:
    """Registered by the county's own clerk: it went up to the city at once, out of the clerk's sight."""
    scene = life.scene
    leader = scene.user("county.leader").official
    life.register(title="反映区局领导对信访人承诺的事项没有兑现", accused=[Accused(official=leader)])
    life.unit, life.clerk = scene.unit(CITY), scene.user("city.office")
    life.handler = scene.user("city.handler")
    life.tell(2)
    life.accept(1)


def _about_bureau(life: Life) -> None:
    """About a whole county bureau: the city answers for it."""
    bureau = life.scene.below(life.unit, Kind.COUNTY_BUREAU)[4]
    life.register(title="反映某区司法局整体窗口服务差、互相推诿", accused=[Accused(unit=bureau)])
    life.ordinary()


def _ask(life: Life, reason: str) -> Recusal:
    life.register()
    life.tell(2)
    life.accept(1)
    life.assign(1)
    life.wait(2)
    handler = life.scene.handler(life.unit)
    return acts.ask_recusal(matter=life.matter, user=handler, reason=reason, **life.how(handler))


def _recused(life: Life) -> None:
    """The handler may not go on and sees no more of it; somebody else takes it up."""
    recusal = _ask(life, "本人与被反映机构负责人系近亲属，可能影响公正办理")
    life.wait(1)
    acts.decide_recusal(recusal=recusal, granted=True, ground="情况属实，应当回避", **life.how())
    life.assign(1, life.scene.handler(life.scene.unit(COUNTY), 1))
    life.finish(8)


def _not_recused(life: Life) -> None:
    """The handler's reason did not hold."""
    recusal = _ask(life, "本人曾接过该信访人的咨询电话")
    life.wait(1)
    acts.decide_recusal(recusal=recusal, granted=False, ground="一般性咨询不影响公正办理", **life.how())
    life.finish(9)
