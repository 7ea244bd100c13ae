"""A matter's row, locked for an act, and written back as far as it changed."""

from django.db import connection
from django.db.models import Model

from xiafang.accounts.rights import Actor, Operator
from xiafang.casework import predicates
from xiafang.casework.acts.checking import not_worked
from xiafang.casework.models import Matter
from xiafang.organizations.writing import write_columns
from xiafang.postgres.row_security import ASKING_USER

_SIGHT = ("leaders", "handlers", "hidden_from")  # written by more than steps: a visit, a merge (casework.sight)
_FROM_LOCKED = f"SELECT version, state, {', '.join(_SIGHT)} FROM casework_matter WHERE id = %s"  # noqa: S608 - our own words
_LOCK = f"{_FROM_LOCKED} FOR NO KEY UPDATE"
# As `visible_to` has it: the owner of the tables, who makes the demo, is not under row security.
_LOCK_SEEN = f"{_FROM_LOCKED} AND {ASKING_USER} = %s AND {predicates.sees('casework_matter')} FOR NO KEY UPDATE"


def locked(matter: Matter, by: Actor) -> Matter:
    """Return the row as it now stands, locked; row security locks only for those who may change it.

    Every step counts up `version`, so what the caller read of this version still stands but for `_SIGHT`: reading two
    dozen columns anew, and two units with them, would be the dearest part of a step.
    """
    operator = isinstance(by, Operator)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK if operator else _LOCK_SEEN, [matter.pk] if operator else [matter.pk, by.pk])
        found = cursor.fetchone()
    if found is None:
        raise not_worked(_read(matter, by))
    version, state, *sight_now = found
    if (version, state) != (matter.version, matter.state) or matter.home_id is None or matter.get_deferred_fields():
        return _read(matter, by)
    row = _copy(matter)
    for name, value in zip(_SIGHT, sight_now, strict=True):
        setattr(row, name, value)
    return row


def _read(matter: Matter, by: Actor) -> Matter:
    return Matter.objects.visible_to(by).select_related("responsible", "registering").get(pk=matter.pk)


def _copy(matter: Matter) -> Matter:
    """Return the same row apart, so that a step that fails leaves the caller's as it was; with its units, if known."""
    names = [column.attname for column in Matter._meta.concrete_fields]
    values = [getattr(matter, name) for name in names]
    apart = [list(value) if isinstance(value, list) else value for value in values]
    row = Matter.from_db(matter._state.db, names, apart)
    known = matter._state.fields_cache
    row._state.fields_cache.update({name: known[name] for name in ("responsible", "registering") if name in known})
    return row


class Found:
    """A locked row as it was found, of which only what an act changed is written: triggers work for nothing else."""

    def __init__(self, row: Model) -> None:
        """Remember its values; lists are compared with what they held."""
        self.row = row
        self._names = [column.attname for column in row._meta.concrete_fields]
        self._before = {name: self._value(name) for name in self._names}

    def _value(self, name: str) -> object:
        value = getattr(self.row, name)
        return list(value) if isinstance(value, list) else value

    def save_changed(self) -> None:
        """Write the columns whose values are no longer as they were found."""
        write_columns(self.row, [name for name in self._names if getattr(self.row, name) != self._before[name]])

    def give_to(self, other: Model) -> None:
        """Make the caller's object as good as the row, with what the row's foreign keys are known to lead to."""
        for name in self._names:
            setattr(other, name, getattr(self.row, name))
        known = self.row._state.fields_cache
        keys = [column.name for column in self.row._meta.concrete_fields if column.name in known]
        other._state.fields_cache.update({key: known[key] for key in keys})
