"""The story of the province: everything that happened until the demo's day, told through the acts of real use."""

from xiafang.accounts.roles import Role
from xiafang.demo import (
    background,
    commitments,
    delicate,
    desk,
    escalations,
    fates,
    found,
    inspections,
    letters,
    rounds,
    slow,
    sponsored,
)
from xiafang.demo.builder import Builder
from xiafang.demo.life import tell_all
from xiafang.demo.people import CITY, COUNTY
from xiafang.demo.scene import Scene
from xiafang.demo.trips import Trips
from xiafang.demo.units import DEPARTMENT, PRISONS


def build(builder: Builder) -> None:
    """Tell all of it."""
    scene = Scene(builder)
    for role, unit, name, number in (
        (Role.PETITION_OFFICE, DEPARTMENT, "office", 0),
        (Role.PETITION_OFFICE, DEPARTMENT, "secretary", 1),
        (Role.PETITION_OFFICE, CITY, "city.office", 0),
        (Role.PETITION_OFFICE, COUNTY, "county.office", 0),
        (Role.PETITION_OFFICE, PRISONS, "prison.office", 0),
        (Role.HANDLER, COUNTY, "handler", 0),
        (Role.HANDLER, CITY, "city.handler", 0),
    ):
        scene.printed(role, unit, name, number)
    trips = Trips(scene)
    commitments.build(scene)
    inspections.build(scene)
    letters.build(scene)
    tell_all(
        [
            *sponsored.tales(scene, trips),
            *slow.tales(scene, trips),
            *escalations.tales(scene, trips),
            *fates.tales(scene),
            *delicate.tales(scene),
            *background.tales(scene),
        ]
    )
    found.build(scene, trips)
    rounds.build(scene, trips)
    desk.build(scene, trips)
