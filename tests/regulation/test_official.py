"""The official text, with an invented regulation: 《示例花园照看办法》."""

import errno
from pathlib import Path

import pytest

from xiafang.regulation.files import why_unreadable, why_unwritable
from xiafang.regulation.official import OfficialTextError, load_official_text

TEXT = """\
示例花园照看办法

第一章　总则

第一条　为了照看花园，制定本办法。

　　第二条　花园应当每日浇水。
　　下雨的日子可以不浇，
但要记录。
第三条 照看人分为：
　　（一）园丁；
　　（二）学徒。

第二章 附则
第十一条\t本办法自春天起施行，第三条除外。
"""


def load(tmp_path: Path, text: str | bytes) -> dict[str, str]:
    path = tmp_path / "garden.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_official_text(path)


EXPECTED = {
    "第一条": "为了照看花园，制定本办法。",
    "第二条": "花园应当每日浇水。\n下雨的日子可以不浇，但要记录。",
    "第三条": "照看人分为：\n（一）园丁；\n（二）学徒。",
    "第十一条": "本办法自春天起施行，第三条除外。",
}


def test_split_at_articles(tmp_path: Path) -> None:
    """Headings and what stands before the first article belong to none; broken lines are joined."""
    assert load(tmp_path, TEXT) == EXPECTED


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufeff" + TEXT, id="a byte order mark"),
        pytest.param(TEXT.replace("\n", "\r\n"), id="line ends of Windows"),
        pytest.param(TEXT.replace("　　", "\u3000 \t"), id="mixed spaces"),
        pytest.param(TEXT.rstrip("\n"), id="no line end at the end"),
    ],
)
def test_however_it_was_saved(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text) == EXPECTED


def test_a_reference_within_a_line_starts_no_article(tmp_path: Path) -> None:
    assert load(tmp_path, "第一条 见第二条。") == {"第一条": "见第二条。"}


def test_an_article_without_text(tmp_path: Path) -> None:
    assert load(tmp_path, "第一条\n第二条 花。") == {"第一条": "", "第二条": "花。"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (TEXT + "第二条 又一次。\n", "中第二条出现两次，请检查文件。"),
        ("花园", "中没有以“第…条”开头的行，请检查文件。"),
        ("", "中没有以“第…条”开头的行，请检查文件。"),
        (TEXT.encode("gb18030"), "不是 UTF-8 文本，请另存为 UTF-8 后再试。"),
        (TEXT.encode("utf-16"), "不是 UTF-8 文本，请另存为 UTF-8 后再试。"),
    ],
    ids=["an article twice", "no article", "empty", "GB18030", "UTF-16"],
)
def test_what_cannot_be_used(tmp_path: Path, text: str | bytes, reason: str) -> None:
    with pytest.raises(OfficialTextError) as caught:
        load(tmp_path, text)
    assert str(caught.value).endswith(reason)


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(OfficialTextError, match=r"^读不到办法原文 .*：没有这个文件。请检查 XIAFANG_OFFICIAL_TEXT。$"):
        load_official_text(tmp_path / "none.txt")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (FileNotFoundError(), "没有这个文件"),
        (PermissionError(), "没有读取权限"),
        (IsADirectoryError(), "它是文件夹，不是文件"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (OSError("odd"), "odd"),
    ],
)
def test_why_a_file_cannot_be_read(error: OSError, reason: str) -> None:
    assert why_unreadable(error) == reason


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "磁盘已满"),
        (PermissionError(), "没有写入权限"),
        (FileNotFoundError(), "没有这个文件夹"),
        (NotADirectoryError(), "没有这个文件夹"),
        (IsADirectoryError(), "它是文件夹，不是文件"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (OSError("odd"), "odd"),
    ],
)
def test_why_a_file_cannot_be_written(error: OSError, reason: str) -> None:
    assert why_unwritable(error) == reason
