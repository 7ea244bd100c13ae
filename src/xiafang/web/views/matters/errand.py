"""Registering in the middle of recording a visit: where somebody came from, and how they go back with the matter."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.visits.models import Visit

UNSCHEDULED = "unscheduled"


@dataclass(frozen=True)
class Errand:
    """The visit whose record is waiting, as addresses and the form carry it; false when one came from elsewhere."""

    visit: str = ""

    def __bool__(self) -> bool:
        return bool(self.visit)

    @property
    def back(self) -> str:
        """The address of the record."""
        unscheduled = self.visit == UNSCHEDULED
        return reverse("visits-record-unscheduled") if unscheduled else reverse("visits-record", args=[self.visit])

    @property
    def carried(self) -> str:
        """What an address of registering takes along, with its question mark."""
        return f"?visit={self.visit}" if self else ""

    def day(self, request: OfficialRequest) -> date:
        """Return the day on which the item came in: that of the visit, today where that is not known. One query."""
        today = timezone.localdate()
        if not self or self.visit == UNSCHEDULED:
            return today
        held = Visit.objects.visible_to(request.user).filter(pk=self.visit).values_list("date", flat=True).first()
        return min(held or today, today)


def errand(request: OfficialRequest) -> Errand:
    """Return on whose behalf something is registered; what names no visit is passed over."""
    said = request.POST.get("visit") or request.GET.get("visit") or ""
    if said == UNSCHEDULED:
        return Errand(said)
    with suppress(ValueError):
        return Errand(str(UUID(said)))
    return Errand()
