"""States as people see them: colour, sign and word together, never colour alone."""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from xiafang.casework.codes import State
from xiafang.ledgers.plans import Verdict
from xiafang.regulation.outline import STATE_NAMES
from xiafang.web.assets import icon

WORDS: dict[str, str] = {
    # of a duty
    "met": "已落实",
    "late": "逾期完成",
    "pending": "期限内",
    "breached": "已逾期",
    "exempt": "免计",
    # of a clause of the regulation
    **{str(state): name for state, name in STATE_NAMES.items()},
    # of a number in the policy pack
    "stated": "办法明定",
    "interpreted": "解释",
    # of a post, a role, an account, a day
    "principal": "主要负责人",
    "leading": "班子成员",
    "vacant": "空缺",
    "away": "离岗",
    "current": "在任",
    "future": "未到起日",
    "open": "启用",
    "closed": "停用",
    "official": "正式",
    "provisional": "暂定",
    # of a record
    "voided": "已作废",
    # of a row of a ledger
    **{f"row-{verdict}": verdict.label for verdict in Verdict},
    # of a limit that is near
    "soon": "临近期限",
    # of a matter
    **{f"matter-{state}": state.label for state in State},
}


@cache
def sign(state: str, count: int | None = None, word: str | None = None) -> SafeString:
    """Return the sign of a state: in its own word or in `word`, with a count behind it when one is given."""
    word = word or WORDS[state]
    if count is not None:
        word = f"{word} {count}"
    return format_html('<span class="sign sign-{}">{}{}</span>', state, icon(state), word)
