"""Whose promise it is: on which unit's board it stands, who owes it, which matter it is about."""

from collections.abc import Callable
from typing import NamedTuple

from xiafang.regulation.facts import Facts


class Owner(NamedTuple):
    """Ids as the facts write them."""

    organization: str | None = None
    official: str | None = None
    matter: str | None = None


def owners(facts: Facts) -> Callable[[str], Owner]:
    """Return the function from a finding's subject to its owner.

    A sanction stands on the board of the office alone: a finding about somebody is not for that person's colleagues.
    """
    cases = {case.id: case.organization for case in facts.cases}
    visits = {visit.id: visit.organization for visit in facts.visits}
    discoveries = {discovery.id: visits[discovery.visit] for discovery in facts.discoveries}
    letters = {letter.id: letter.official for letter in facts.letters}
    home = {official.id: official.posts[-1].organization for official in facts.officials if official.posts}

    def owner(subject: str) -> Owner:
        kind, _, identifier = subject.partition("/")[0].partition(":")
        match kind:
            case "organization":
                return Owner(identifier)
            case "official":
                return Owner(home.get(identifier), identifier)
            case "case":
                return Owner(cases[identifier], matter=identifier)
            case "visit":
                about = subject.partition("/case:")[2]
                return Owner(visits[identifier], matter=about or None)
            case "discovery":
                return Owner(discoveries[identifier])
            case "letter":
                return Owner(home.get(letters[identifier]), letters[identifier])
        return Owner(facts.office, subject.partition("/official:")[2].partition("/")[0])

    return owner
