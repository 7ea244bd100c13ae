"""The official text of the regulation, loaded by a deployment from a file of its own; the project does not carry it."""

import re
from pathlib import Path

from xiafang.regulation.files import why_unreadable

_ARTICLE = re.compile(r"^[\s　]*(第[一二三四五六七八九十百]+条)[\s　]*", re.MULTILINE)
_CHAPTER = re.compile(r"^[\s　]*第[一二三四五六七八九十]+章.*$", re.MULTILINE)
_ENDS = "。：；！？:;.!?”）)"


class OfficialTextError(Exception):
    """The file cannot be used; the message says what to do."""


def load_official_text(path: Path) -> dict[str, str]:
    """Return the text of each article by its number (`第七条`), paragraphs separated by a line break.

    The file is UTF-8 text; an article begins at a line that starts with 第…条, chapter headings belong to none. Raises
    OfficialTextError when the file cannot be read, is no UTF-8, has no article, or one article twice.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise OfficialTextError(
            f"读不到办法原文 {path}：{why_unreadable(error)}。请检查 XIAFANG_OFFICIAL_TEXT。"
        ) from None
    except UnicodeDecodeError:
        raise OfficialTextError(f"办法原文 {path} 不是 UTF-8 文本，请另存为 UTF-8 后再试。") from None
    text = _CHAPTER.sub("", text)
    starts = list(_ARTICLE.finditer(text))
    if not starts:
        raise OfficialTextError(f"办法原文 {path} 中没有以“第…条”开头的行，请检查文件。")
    articles: dict[str, str] = {}
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        number = start[1]
        if number in articles:
            raise OfficialTextError(f"办法原文 {path} 中{number}出现两次，请检查文件。")
        articles[number] = _paragraphs(text[start.end() : following.start() if following else None])
    return articles


def _paragraphs(text: str) -> str:
    """Join lines that were broken in the middle of a sentence."""
    paragraphs: list[str] = []
    for line in filter(None, (line.strip(" 　\t\r\n\f\v") for line in text.split("\n"))):
        if paragraphs and paragraphs[-1][-1] not in _ENDS:
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
    return "\n".join(paragraphs)
