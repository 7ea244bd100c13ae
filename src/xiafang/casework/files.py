"""The files behind papers: checked by size and by what they really are, kept once under their digest.

Nothing here looks at rights: a file is reached through its Paper row, which row security shows or not.
"""

import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath

from django.conf import settings

from xiafang.accounts.refusals import NotAllowed
from xiafang.casework import photos

LARGEST = 20 * 2**20
PICTURES = ("image/jpeg", "image/png")
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word, Excel and WPS before 2007

# ending → (media type, how such a file begins)
TYPES: dict[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", b"PK\x03\x04"),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", b"PK\x03\x04"),
    ".doc": ("application/msword", _OLD),
    ".xls": ("application/vnd.ms-excel", _OLD),
    ".wps": ("application/vnd.ms-works", _OLD),
    ".ofd": ("application/ofd", b"PK\x03\x04"),
}


@dataclass(frozen=True)
class Stored:
    """A file that is kept."""

    sha256: str
    size: int
    media_type: str


def store(content: bytes, filename: str) -> Stored:
    """Keep `content` under its digest, once however often it comes; a picture without position, device and remarks.

    Raises NotAllowed when it is empty, too large, of no known type, broken, or not what its name says. The file is
    written before the transaction commits: one that is left behind by a rollback is never reached, and harmless.
    """
    media_type = _check(content, filename)
    if media_type in PICTURES:
        content = _stripped(content, filename)
    digest = sha256(content).hexdigest()
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    return Stored(digest, len(content), media_type)


def _check(content: bytes, filename: str) -> str:
    ending = PurePath(filename).suffix.lower()
    if ending not in TYPES:
        kinds = "、".join(sorted(kind[1:] for kind in TYPES))
        raise NotAllowed(f"不能上传“{filename}”：只收 {kinds} 文件，请转换后再传。", field="file")
    if not content:
        raise NotAllowed(f"“{filename}”是空文件，请重新选择。", field="file")
    if len(content) > LARGEST:
        raise NotAllowed(too_large(filename, len(content)), field="file")
    media_type, begins = TYPES[ending]
    if not content.startswith(begins):
        raise NotAllowed(
            f"“{filename}”的内容不是 {ending[1:]} 文件，可能已损坏或改过扩展名，请重新导出。", field="file"
        )
    return media_type


def _stripped(content: bytes, filename: str) -> bytes:
    try:
        return photos.stripped(content)
    except photos.BrokenPictureError:
        raise NotAllowed(
            f"“{filename}”不完整或者已损坏，无法去除其中的位置信息，请重新拍摄或导出。", field="file"
        ) from None


def too_large(filename: str, size: int) -> str:
    """Return what is said about a file of more than LARGEST bytes."""
    return f"“{filename}”有 {size / 2**20:.1f} MB，超过 {LARGEST // 2**20} MB：请压缩或分开上传。"


def path_of(digest: str) -> Path:
    """Return where the file of this digest lies."""
    return Path(settings.DATA) / "files" / digest[:2] / digest
