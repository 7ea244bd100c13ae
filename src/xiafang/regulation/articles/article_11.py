"""第十一条 网上群众来信: leaders read and answer the letters that reach them online.

Readings: read within five working days of receipt, answered within fifteen days (docs/readings/0013, 0014).
"""

from collections.abc import Iterator

from xiafang.regulation.facts import Letter
from xiafang.regulation.findings import WRITTEN, Finding
from xiafang.regulation.registry import Duty, duty
from xiafang.regulation.situation import Situation


def letters(now: Situation) -> Iterator[Letter]:
    """Give the letters received in the year by now."""
    return (letter for letter in now.facts.letters if now.triggered(letter.received_on))


def _addressee(letter: Letter, now: Situation) -> str:
    return f"{now.official_name(letter.official)}对{WRITTEN[letter.received_on]}收到的网上来信{letter.id}，"


@duty(
    "letter.read",
    article="第十一条",
    title="阅批网上来信",
    subject="letter",
    subjects=letters,
    parameters=("letter.read.working_days",),
)
def read_in_time(this: Duty, letter: Letter, now: Situation) -> Finding:
    """Judge whether the letter was read by its last day."""
    return this.deadline(
        now,
        f"letter:{letter.id}",
        now.working_days("letter.read.working_days")[letter.received_on],
        done=letter.read_on,
        who=_addressee(letter, now),
        act="阅批",
        missing="请阅批并登记阅批日期",
    )


@duty(
    "letter.reply",
    article="第十一条",
    title="答复网上来信",
    subject="letter",
    subjects=letters,
    parameters=("letter.reply.days",),
)
def reply_in_time(this: Duty, letter: Letter, now: Situation) -> Finding:
    """Judge whether the letter was answered by its last day."""
    return this.deadline(
        now,
        f"letter:{letter.id}",
        now.days("letter.reply.days")[letter.received_on],
        done=letter.replied_on,
        who=_addressee(letter, now),
        act="答复",
        missing="请答复来信人并登记答复日期",
    )
