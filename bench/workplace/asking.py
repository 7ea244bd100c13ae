"""The pages that are measured, as a city's clerk (the department's for its board) asks for them.

Prints the names of the pages as JSON; then, for each line `[NAME, TIMES]` on standard input, what the page cost.
"""

import json
import os
import sys
from dataclasses import asdict

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiafang.config.settings")
django.setup()

from uuid import uuid4  # noqa: E402 - Django first

from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from workplace.measure import EMPTY, Ask, client, cost  # noqa: E402
from workplace.stories import COMMON, RARE  # noqa: E402
from xiafang.accounts.models import User  # noqa: E402
from xiafang.accounts.standing import asking  # noqa: E402
from xiafang.casework.models import Matter  # noqa: E402
from xiafang.organizations.kinds import Kind  # noqa: E402
from xiafang.organizations.models import Organization  # noqa: E402


def get(address: str) -> Ask:
    """Return how a page is asked for."""
    return lambda signed_in, number: signed_in.get(address)  # type: ignore[return-value]  # a response all the same


def _clerk(kind: Kind) -> tuple[User, Organization]:
    """Return the clerk of the first unit of `kind`; who that is shows only under each one's own sight."""
    for number in range(200):
        user = User.objects.get(username=f"clerk{number}")
        with asking(user, on=timezone.localdate()) as standing:
            unit = Organization.objects.filter(pk__in=standing.units, kind=kind).first()
        if unit:
            return user, unit
    raise LookupError(kind)


def main() -> None:
    """Measure what is asked for."""
    today = timezone.localdate()
    city, unit = _clerk(Kind.CITY_BUREAU)
    top, _ = _clerk(Kind.PROVINCIAL_DEPARTMENT)
    with asking(city, on=today):
        county = Organization.objects.filter(parent=unit).order_by("pk")[0]
        one = Matter.objects.visible_to(city).filter(registering=county).order_by("-received_on", "pk")[0].pk
    clerk, department = client(city.username), client(top.username)
    matters = reverse("matters")
    asked: dict[str, tuple[Client, Ask, tuple[int, ...]]] = {
        "empty": (clerk, get(EMPTY), (200,)),
        # First, so that the pages after it are full whatever the size, and what they cost is compared with its like.
        "register a matter": (clerk, _registering(unit), (302,)),
        "open list": (clerk, get(matters), (200,)),
        "list by unit and state": (clerk, get(f"{matters}?unit={county.name}&state=closed"), (200,)),
        "rare phrase": (clerk, get(f"{matters}?q={RARE}"), (200,)),
        "common word": (department, get(f"{matters}?q={COMMON}&state=all"), (200,)),
        "matter page": (clerk, get(reverse("matters-one", args=[one])), (200,)),
        "board of the province": (department, get(reverse("duties")), (200,)),
        "a unit's board": (clerk, get(reverse("duties-unit", args=[unit.pk])), (200,)),
    }
    print(json.dumps(list(asked)), flush=True)
    for line in sys.stdin:
        name, times = json.loads(line)
        who, ask, expected = asked[name]
        print(json.dumps(asdict(cost(who, ask, expected=expected, times=times))), flush=True)


def _registering(unit: Organization) -> Ask:
    """Return how a clerk sends the form of a new matter with two demands."""
    address, today = reverse("matters-register"), timezone.localdate()
    fixed = {
        "unit": unit.name,
        "kind": "appeal",
        "channel": "visit",
        "received_on": today.isoformat(),
        "topic": "0603",
        "summary": "办理公证事项，对收费有异议。",
        "people": "1",
        "petitioners-TOTAL_FORMS": "1",
        "petitioners-INITIAL_FORMS": "0",
        "petitioners-0-name": "赵测示例",
        "demands-TOTAL_FORMS": "2",
        "demands-INITIAL_FORMS": "0",
        "demands-0-text": "请求退还多收的费用",
        "demands-1-text": "请求书面答复",
        "accused-TOTAL_FORMS": "0",
        "accused-INITIAL_FORMS": "0",
    }

    def ask(signed_in: Client, number: int) -> HttpResponse:
        sent = fixed | {"pk": str(uuid4()), "title": f"反映公证收费问题（第{number}次测量）"}
        return signed_in.post(address, sent)  # type: ignore[return-value]  # a response all the same

    return ask


if __name__ == "__main__":
    main()
