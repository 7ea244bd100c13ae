"""The numbers of a row on a board: links to the rows behind them, named for those who do not see the columns."""

from collections.abc import Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString

from xiafang.promises.board import STATUSES
from xiafang.web.signs import WORDS

_NONE = '<span class="count-none">0</span>'


def count_cells(counts: Mapping[str, int], about: str, href: str) -> SafeString:
    """Return the cells with the number of rows in each state, and links to the lists of them.

    `href` is that of the list, with a query; `about` says what is counted. Put together at once: a board has hundreds.
    """
    about, href = escape(about), escape(href)
    cells = (_cell(counts.get(status, 0), status, about, href) for status in STATUSES)
    return SafeString("".join(cells))


def _cell(count: int, status: str, about: str, href: str) -> str:
    word, said = WORDS[status], _NONE
    if count:
        name = f'aria-label="{about}{word}{count}项"'
        said = f'<a class="count count-{status}" href="{href}&amp;status={status}" {name}>{count}</a>'
    return f'<td class="number" data-label="{word}">{said}</td>'
