"""Where the stories happen: the calendar, who acts for a unit, and how a deed is entered."""

from datetime import date, datetime, time, timedelta
from functools import cache

from django.utils import timezone

from xiafang.accounts.models import User
from xiafang.accounts.rights import Actor
from xiafang.accounts.roles import Role
from xiafang.casework.acts import How, NewPaper
from xiafang.casework.codes import PaperKind
from xiafang.casework.deadlines import office_calendar
from xiafang.demo import samples
from xiafang.demo.builder import Builder
from xiafang.demo.people import colleague
from xiafang.demo.stories import Stories
from xiafang.demo.units import DEPARTMENT
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Official, Organization, Post


class TomorrowError(Exception):
    """The next step of a story would lie after the demo's day: there the story stands."""


class Scene:
    """What all stories of one province share."""

    def __init__(self, builder: Builder) -> None:
        """Open the scene on a province that has its organizations, people and accounts."""
        self.builder, self.dice = builder, builder.dice
        self.today, self.begin = builder.today, builder.begin
        self.calendar = office_calendar()
        self.stories = Stories(builder.dice)
        self.staff: dict[tuple[str, Role, int], User] = {}
        self._posts: dict[str, list[Post]] = {}
        self.working = cache(self._working)

    def unit(self, name: str) -> Organization:
        """Return a unit by its name."""
        return self.builder.units[name]

    def units(self, *kinds: Kind) -> list[Organization]:
        """Return the units of some kinds, in their order."""
        return [unit for unit in self.builder.units.values() if unit.kind in kinds]

    def user(self, name: str) -> User:
        """Return one of the printed accounts."""
        return self.builder.users[name]

    def below(self, unit: Organization, kind: Kind) -> list[Organization]:
        """Return the units of a kind right below `unit`."""
        return [child for child in self.units(kind) if child.parent_id == unit.pk]

    def _working(self, day: date) -> date:
        while not self.calendar.is_working(day):
            day += timedelta(days=1)
        return day

    def back(self, days: int) -> date:
        """Return a working day some days ago, or the one before it."""
        day = self.today - timedelta(days=days)
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def ahead(self, days: int) -> date:
        """Return a working day some days from today, or the one after it."""
        return self.working(self.today + timedelta(days=days))

    def chance(self, share: float) -> bool:
        """Return True in `share` of all cases."""
        return self.dice.random() < share

    def how(self, by: Actor, on: date, late: int = 0) -> How:
        """Return how a deed of `on` is entered by somebody: during office hours, `late` days later but by today."""
        day = min(on + timedelta(days=late), self.today)
        if not self.calendar.is_working(day) and late:
            day = min(self.working(day), self.today)
        hour = time(self.dice.randint(8, 16), self.dice.randint(0, 59)) if day < self.today else time(8, 30)
        return {"by": by, "on": on, "at": timezone.make_aware(datetime.combine(day, hour))}

    def at(self, on: date) -> datetime:
        """Return the moment at which a deed of `on` is entered; what was done before the story, on its first day."""
        return timezone.make_aware(datetime.combine(max(on, self.begin), time(9, 20)))

    def paper(self, kind: PaperKind, on: date, about: str) -> NewPaper:
        """Return a sample paper of a kind."""
        content = samples.paper(kind.label, [about, f"日期：{on.isoformat()}", "本件为演示样例，内容纯属虚构。"])
        return NewPaper(filename=f"示例-{kind.label}.pdf", content=content, dated_on=on, kind=kind)

    def office(self, unit: Organization, number: int = 0) -> User:
        """Return a clerk of the unit's petition office; of the unit above where it has none of its own."""
        return self._colleague(self.home(unit), Role.PETITION_OFFICE, number)

    def second(self, unit: Organization) -> User:
        """Return another clerk of that office, for what takes two people."""
        return self.office(unit, 1)

    def handler(self, unit: Organization, number: int = 0) -> User:
        """Return a handler of the unit."""
        return self._colleague(unit, Role.HANDLER, number)

    def home(self, unit: Organization) -> Organization:
        """Return the unit whose petition office works for `unit`."""
        while unit.kind not in (
            Kind.PROVINCIAL_DEPARTMENT,
            Kind.CITY_BUREAU,
            Kind.COUNTY_BUREAU,
            Kind.PRISON_ADMINISTRATION,
            Kind.REHAB_ADMINISTRATION,
        ):
            assert unit.parent is not None  # noqa: S101 - the root is a department
            unit = self.builder.units[unit.parent.name]
        return unit

    def _colleague(self, unit: Organization, role: Role, number: int) -> User:
        key = (unit.name, role, number)
        if key not in self.staff:
            word = {Role.PETITION_OFFICE: "office", Role.HANDLER: "handler"}[role]
            self.staff[key] = colleague(self.builder, f"{word}.{unit.ordinal:03d}.{number + 1}", role, unit.name)
        return self.staff[key]

    def printed(self, role: Role, unit: str, name: str, number: int = 0) -> None:
        """Let one of the printed accounts be the clerk or handler of a unit."""
        self.staff[unit, role, number] = self.user(name)

    def leaders(self, unit: Organization, day: date) -> list[Official]:
        """Return the leading body of a unit on a day, the principal first."""
        if unit.name not in self._posts:
            found = Post.objects.filter(organization=unit).select_related("official").order_by("ordinal", "from_on")
            self._posts[unit.name] = list(found)
        held = [
            post
            for post in self._posts[unit.name]
            if (post.leadership or post.principal) and post.from_on <= day and (post.to_on is None or post.to_on >= day)
        ]
        held.sort(key=lambda post: not post.principal)
        return list(dict.fromkeys(post.official for post in held))

    def place(self, unit: Organization) -> str:
        """Return a place in the unit's area, down to the township."""
        local = unit.kind in (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU)
        below = self.below(unit, Kind.COUNTY_BUREAU) if local else self.units(Kind.COUNTY_BUREAU)
        county = self.dice.choice(below) if below else unit
        name = (county.short_name or county.name).removesuffix("局")
        return f"{name}{self.dice.choice(('城关', '河口', '新集', '柳林', '石桥'))}示例镇"

    def department(self) -> Organization:
        """Return the provincial department."""
        return self.unit(DEPARTMENT)
