"""What is done to organizations, people and the calendar: by system administrators, one transaction each.

A refusal (`NotAllowed`) is Chinese and comes before anything is written; warnings come back with the result.
"""

from xiafang.organizations.acts.calendar import clear_calendar_day, set_calendar_day
from xiafang.organizations.acts.people import (
    approve_absence,
    create_official,
    create_officials,
    end_absence,
    end_contact_point,
    keep_contact_point,
    rename_official,
    withdraw_absence,
)
from xiafang.organizations.acts.posts import Appointment, appoint, appoint_all, change_post, end_post, remove_post
from xiafang.organizations.acts.tree import (
    change_organization,
    close_organization,
    create_organization,
    move_organization,
)

__all__ = [
    "Appointment",
    "appoint",
    "appoint_all",
    "approve_absence",
    "change_organization",
    "change_post",
    "clear_calendar_day",
    "close_organization",
    "create_official",
    "create_officials",
    "create_organization",
    "end_absence",
    "end_contact_point",
    "end_post",
    "keep_contact_point",
    "move_organization",
    "remove_post",
    "rename_official",
    "set_calendar_day",
    "withdraw_absence",
]
