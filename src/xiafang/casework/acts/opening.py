"""Which steps are open to somebody, said before anything is entered; the acts check the same again."""

from xiafang.accounts import standing
from xiafang.accounts.roles import Role
from xiafang.casework import life, sight
from xiafang.casework.acts.checking import check_state, check_who, not_worked, relations
from xiafang.casework.acts.how import How
from xiafang.casework.codes import State
from xiafang.casework.life import Step
from xiafang.casework.models import Matter

_READING = {"unmask"}  # taken by who may read the matter and not change it


def works(row: Matter, asks: standing.Standing) -> bool:
    """Return whether whoever `asks` may change a matter they see: the other half of row security, on a row at hand."""
    me = {asks.official, sight.of_user(asks.user) if asks.user else None}
    return not (asks.units | asks.roles.get(Role.LIAISON, frozenset()) | me).isdisjoint(row.worked_by)


def check_open(act: str, row: Matter, asks: standing.Standing, how: How) -> None:
    """Raise NotAllowed, in the act's own words, when the step is not open. No query with the units at hand."""
    step = life.STEPS[act]
    check_state(step, row)
    if act not in _READING and not works(row, asks):
        raise not_worked(row)
    check_who(step, row, asks, how)


def open_steps(row: Matter, asks: standing.Standing) -> list[Step]:
    """Return the steps that whoever `asks` may take now, in the order of the table. No query with the units at hand."""
    mine, working = relations(row, asks), works(row, asks)
    return [
        step
        for step in life.possible(State(row.state))
        if not mine.isdisjoint(step.who) and (working or step.act in _READING)
    ]
