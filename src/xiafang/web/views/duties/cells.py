"""A number on a board: a link to the rows behind it, named for those who do not see the column."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from xiafang.web.signs import WORDS

NONE = SafeString('<span class="count-none">0</span>')


def count_cell(count: int, status: str, about: str, href: str) -> SafeString:
    """Return the number of rows in a state, with a link to the list of them: `href` with the status added."""
    if not count:
        return NONE
    return format_html(
        '<a class="count count-{0}" href="{1}&amp;status={0}" aria-label="{2}{3}{4}项">{4}</a>',
        status,
        href,
        about,
        WORDS[status],
        count,
    )
