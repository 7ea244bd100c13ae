"""Letters to leaders (第十一条): read and answered, mostly in time; the last ones still lie there."""

from datetime import timedelta

from xiafang.accounts.models import User
from xiafang.demo.people import CITY, COUNTY
from xiafang.demo.scene import Scene
from xiafang.demo.units import DEPARTMENT
from xiafang.organizations.models import Official
from xiafang.visits import acts
from xiafang.visits.codes import Mailbox
from xiafang.visits.models import Letter

_GISTS = (
    ("反映公证窗口周末不办公，建议开设预约服务", "已安排市属公证处周六上午预约办理，感谢您的建议。"),
    ("询问法律援助申请进度", "您的申请已审核通过，承办律师将在三日内与您联系。"),
    ("反映某律师事务所收费不透明", "已责令该所整改并公示收费标准，多收部分已退还。"),
    ("建议加强社区矫正对象职业技能培训", "已与人社部门商定，下季度开设两期培训班。"),
    ("反映乡镇司法所夜间调解无人值守", "已建立夜间值班电话，公示于所门口和村委会。"),
    ("反映司法鉴定意见迟迟没有出具", "经督促，鉴定意见已于近日送达委托单位。"),
    ("要求公开行政复议听证安排", "听证时间地点已书面通知，您可以委托代理人参加。"),
)
_MANY = 28
# where, whose account, days ago, days until read, days until answered after that (None: not yet)
_LAST = (
    (DEPARTMENT, "leader", 4, None, None),
    (DEPARTMENT, "leader", 2, None, None),
    (DEPARTMENT, "leader", 8, 2, None),
    (DEPARTMENT, "deputy", 12, None, None),
    (DEPARTMENT, "deputy", 3, None, None),
    (CITY, "city.leader", 5, 1, None),
    (CITY, "city.leader", 1, None, None),
    (COUNTY, "county.leader", 6, None, None),
    (COUNTY, "county.leader", 25, 3, None),
)


def build(scene: Scene) -> None:
    """Enter them from the first to the last."""
    span = (scene.today - scene.begin).days - 20
    for number in range(_MANY):
        unit = scene.unit((DEPARTMENT, CITY, COUNTY, DEPARTMENT)[number % 4])
        received = scene.back(span - number * (span - 20) // _MANY)
        leaders = scene.leaders(unit, received)
        pace: tuple[int, int] = (
            (8, 4) if number % 11 == 4 else (2, 25) if number % 13 == 6 else (scene.dice.randint(0, 4), 5)
        )
        _letter(scene, leaders[number % len(leaders)], unit.name, (scene.today - received).days, *pace, number)
    for number, (name, user, days, read, reply) in enumerate(_LAST):
        official = scene.user(user).official
        assert official  # noqa: S101 - a leader's account
        _letter(scene, official, name, days, read, reply, number, by=scene.user(user))


def _letter(
    scene: Scene,
    official: Official,
    unit: str,
    days: int,
    read: int | None,
    reply: int | None,
    number: int,
    by: User | None = None,
) -> Letter:
    day, office = scene.back(days), scene.office(scene.unit(unit))
    gist, answer = _GISTS[number % len(_GISTS)]
    letter = acts.enter_letter(
        official=official,
        organization=scene.unit(unit),
        mailbox=list(Mailbox)[number % 3],
        received_on=day,
        gist=gist,
        id=scene.builder.id(),
        **scene.how(office, day),
    )
    if read is not None and (on := scene.working(day + timedelta(days=read))) <= scene.today:
        remark = "请有关单位核实情况，及时答复群众"
        acts.read_letter(letter=letter, remark=remark, **scene.how(by or office, on))
        if reply is not None and (then := scene.working(on + timedelta(days=reply))) <= scene.today:
            acts.reply_letter(letter=letter, reply=answer, **scene.how(by or office, then))
    return letter
