"""The few tags that the layout needs; pages get preformatted rows from their views."""

from importlib.metadata import version
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils import timezone
from django.utils.safestring import SafeString

from xiafang.accounts.standing import NOBODY
from xiafang.web import assets, signs
from xiafang.web.dates import long_date, why_off, working_calendar
from xiafang.web.navigation import navigation

register = template.Library()
VERSION = version("xiafang")

register.simple_tag(assets.asset, name="asset")
register.simple_tag(assets.icon, name="icon")
register.simple_tag(signs.sign, name="sign")


@register.simple_tag
def product_version() -> str:
    """Return the version that runs."""
    return VERSION


@register.simple_tag
def idle_seconds() -> int:
    """Return after how many seconds without a request the session ends."""
    return int(settings.IDLE_SECONDS)


@register.simple_tag(takes_context=True)
def navigation_groups(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the navigation of whoever asks."""
    request = context["request"]
    match = request.resolver_match
    return navigation(getattr(request, "standing", NOBODY), match.url_name if match else None)


@register.simple_tag(takes_context=True)
def today(context: dict[str, Any]) -> str:
    """Return today's date, and what kind of day it is."""
    day = timezone.localdate()
    return f"{long_date(day)} {why_off(day, working_calendar(context['request'])) or '工作日'}"


@register.simple_tag
def as_shown(field: BoundField) -> SafeString | str:
    """Return the hidden fields that say what a field showed when its page was opened, where the form asks for that."""
    return field.as_hidden(only_initial=True) if field.field.show_hidden_initial else ""
