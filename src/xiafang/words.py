"""What somebody wrote, and whether there is anything to be read in it: for forms, acts and ledgers alike.

Some signs show nothing, and two texts that look the same are not; others turn the reading order, so that a text reads
as another. The first are of no use in an entry, the second only harm; both are taken out where a text comes in.
"""

import re
import unicodedata

# Control signs but tab and line breaks (and zero, which is refused by name); soft hyphens, zero-width spaces, joiners
# of words, byte order marks, invisible operators; marks and overrides of the reading order. Joiners of letters stay:
# emoji and some scripts are written with them.
_UNSEEN = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb]"
)
_PLAIN_LETTERS = "\x00-\u024f\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af"  # Latin, Chinese
_IDLE_JOINERS = re.compile(f"(?<=[{_PLAIN_LETTERS}])[\u200c\u200d]+|^[\\s\u200c\u200d]+|[\\s\u200c\u200d]+$")
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters by their category, empty on paper
_TAGS = range(0xE0000, 0xE1000)


def tidy(text: str) -> str:
    """Return `text` without unseen signs and without space around it; nothing when nothing in it is to be seen."""
    # Most texts have none of all that, which is seen at once: ledgers have millions of cells.
    text = text.strip() if text.isprintable() else _IDLE_JOINERS.sub("", _UNSEEN.sub("", text))
    return text if any(map(_shows, text)) else ""


def _shows(sign: str) -> bool:
    """Return whether `sign` alone is to be seen: no space, no format sign, no mark that needs a letter before it."""
    if sign in _FILLERS or ord(sign) in _TAGS:
        return False
    kind = unicodedata.category(sign)
    return kind[0] not in "ZM" and kind not in {"Cf", "Cc", "Cs"}
