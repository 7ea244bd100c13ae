"""What the matters of the big province are: when they came, what they say, how far they have come; dice and words only.

Every story is one that the acts would allow: days in order, as many events as steps, answers before the end.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from xiafang.casework.codes import Channel, Disposition, Flag, Grade, Kind, Outcome, Path, Prominence, State, Trait

YEARS = 10
COMMON, RARE = "公证", "擂鼓"  # one matter in ten, and some forty in 200,000

_TOPICS = {
    "公证": "0603",
    "律师": "0501",
    "法律援助": "1002",
    "司法鉴定": "0704",
    "人民调解": "0902",
    "社区矫正": "0302",
}
_ABOUT = ("收费", "办理期限", "服务态度", "材料要求", "答复意见", "工作人员作风", "执行进度", "退费")
_WISH = ("请求依法查明并书面答复", "请求退还多收的费用", "请求尽快办结", "请求说明不予办理的依据", "请求更换承办人员")
_MORE = (
    "信访人称多次到现场反映，经办人员说法前后不一，至今没有结果。",
    "信访人提交了合同、收据和往来短信，希望核对原始档案后给出结论。",
    "涉及同村十余户，希望召开协调会当面说明政策和办理步骤。",
    "此前曾向热线反映，被告知向主管机关提出，故来人递交书面材料。",
)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"

Step = tuple[str, date, str]  # act, day, what was said


@dataclass
class Story:
    """One matter from its first day to how far it has come."""

    received_on: date
    title: str
    summary: str
    topic: str
    channel: Channel
    demands: list[str]
    petitioner: str
    state: State = State.RECEIVED
    kind: Kind = Kind.APPEAL
    grade: str = ""
    path: str = ""
    flags: list[str] = field(default_factory=list)
    prominence: list[str] = field(default_factory=list)
    traits: list[str] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)
    disposition: list[str] = field(default_factory=list)
    outcome: str = ""
    on_visit: bool = False
    sponsored: bool = False
    steps: list[Step] = field(default_factory=list)

    def take(self, act: str, day: date, said: str) -> None:
        """Add a step."""
        self.steps.append((act, day, said))


def stories(count: int, today: date, seed: int) -> Iterator[Story]:
    """Give `count` stories over the last ten years, oldest first; the same for a seed and a day."""
    dice = random.Random(seed)
    span = YEARS * 365
    for number in range(count):
        received = today - timedelta(days=span - number * span // count)
        yield _story(dice, received, today)


def _story(dice: random.Random, received: date, today: date) -> Story:
    word = COMMON if dice.random() < 0.1 else dice.choice([word for word in _TOPICS if word != COMMON])
    place = RARE if dice.random() < 0.00023 else dice.choice(("河口", "城关", "东湖", "南桥", "西坝", "北塘"))
    about = dice.choice(_ABOUT)
    made = Story(
        received,
        title=f"反映{place}{word}{about}问题",
        summary=f"{place}一带办理{word}事项，对{about}有异议。{dice.choice(_MORE)}{dice.choice(_MORE)}",
        topic=_TOPICS[word],
        channel=dice.choice(list(Channel)),
        demands=dice.sample(_WISH, dice.choice((1, 1, 2))),
        petitioner=f"{dice.choice(_SURNAMES)}{dice.choice(_GIVEN)}示例",
    )
    if dice.random() < 0.02:
        made.flags = [str(Flag.URGENT)]
    if dice.random() < 0.1:
        made.prominence, made.traits = [str(dice.choice(list(Prominence)))], [str(dice.choice(list(Trait)))]
    made.take("register", received, f"登记：{made.title}（{made.channel.label}，{received}收到）")
    _live(made, dice, today)
    return made


def _live(made: Story, dice: random.Random, today: date) -> None:
    """Let it go on until today or its end; nine in ten of those that are old have ended."""

    def next_day(after: date, most: int) -> date | None:
        day = after + timedelta(days=dice.randint(1, most))
        return day if day <= today else None

    if (told := next_day(made.received_on, 14)) is None:
        return
    made.days["told_on"] = told
    made.take("tell", told, "书面告知信访人收到情况、办理途径和程序")
    if dice.random() < 0.03:
        made.state = State.DECLINED
        made.days["ended_on"] = told
        made.take("propose_decline", told, "提请不予受理：不属于本机关职权")
        made.take("confirm_decline", told, "不予受理：不属于本机关或者本系统职权；告知向有权处理的机关提出")
        return
    if (accepted := next_day(told, 5)) is None:
        return
    grade = dice.choices(list(Grade), (3, 6, 1))[0]
    made.days["accepted_on"], made.grade, made.path = accepted, str(grade), str(Path.PETITION)
    made.on_visit, made.sponsored = dice.random() < 0.1, dice.random() < 0.03
    made.state = State.ACCEPTED
    made.take("accept", accepted, f"受理，定为{grade.label}，{Path.PETITION.label}")
    if (assigned := next_day(accepted, 3)) is None:
        return
    made.state = State.IN_PROGRESS
    made.take("assign", assigned, "交承办人")
    stalled = dice.random() < 0.004  # a backlog that every office has
    answered = None if stalled else next_day(assigned, 40)
    if answered is None:
        return
    made.outcome = str(dice.choice((Outcome.SUPPORTED, Outcome.EXPLAINED, Outcome.NOT_SUPPORTED)))
    made.days["answered_on"] = made.days["replied_on"] = answered
    made.state = State.ANSWERED
    for ordinal, _ in enumerate(made.demands, 1):
        made.take("answer_demand", answered, f"答复诉求{ordinal}：经核查，依据有关规定答复如下。")
    made.take("reply", answered, "处理（答复）意见书已送达信访人")
    if (closed := next_day(answered, 5)) is None:
        return
    made.state, made.days["closed_on"] = State.CLOSED, closed
    made.disposition = [str(Disposition.RESOLVED)]
    made.take("close", closed, f"办结：{Disposition.RESOLVED.label}")
    if dice.random() < 0.6 and (resolved := next_day(closed, 30)):
        made.state, made.days["resolved_on"] = State.RESOLVED, resolved
        made.take("resolve", resolved, "认定化解：回访信访人，表示认可")
