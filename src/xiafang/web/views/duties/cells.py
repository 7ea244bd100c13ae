"""A number on a board: a link to the rows behind it, named for those who do not see the column."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from xiafang.web.signs import WORDS

NONE = SafeString('<span class="count-none">0</span>')


def count_cell(count: int, status: str, about: str, query: str) -> SafeString:
    """Return the number of rows in a state, with a link to the list that `query` asks for."""
    if not count:
        return NONE
    return format_html(
        '<a class="count count-{}" href="{}{}" aria-label="{}{}{}项">{}</a>',
        status,
        reverse("duties-list"),
        query,
        about,
        WORDS[status],
        count,
        count,
    )
