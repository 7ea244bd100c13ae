"""Photos without what cameras write into them: position, device and remarks go, the picture stays as it is.

Where a private person was must not be kept (个人信息保护法第二十八条). The picture itself is not encoded anew, since
it is evidence; only its orientation is written back, so that it is shown upright.
"""

import struct
import zlib
from collections.abc import Iterator

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_SOS, _EOI, _APP1 = 0xDA, 0xD9, 0xE1
_STANDALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
_ICC = b"ICC_PROFILE\x00"
_ORIENTATION = 0x0112
# What draws the picture; text, time, EXIF and private chunks are left out.
_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}


class BrokenPictureError(ValueError):
    """The file ends early or is not put together as such a picture is."""


def stripped(content: bytes) -> bytes:
    """Return a JPEG or PNG without metadata and without anything behind its end. Raises BrokenPictureError."""
    try:
        if content.startswith(_JPEG):
            return b"".join(_jpeg(content))
        if content.startswith(_PNG):
            return b"".join(_png(content))
    except (IndexError, struct.error) as error:
        raise BrokenPictureError from error
    raise BrokenPictureError


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield _JPEG
    at, turned = 2, 1
    kept: list[bytes] = []
    while True:
        if content[at] != 0xFF:
            raise BrokenPictureError
        marker = content[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
        elif marker == _EOI:
            break
        elif marker in _STANDALONE:
            kept.append(content[at : at + 2])
            at += 2
        else:
            (length,) = struct.unpack_from(">H", content, at + 2)
            end = at + 2 + length
            if length < 2 or end > len(content):
                raise BrokenPictureError
            if marker == _APP1:
                turned = _orientation(content[at + 4 : end]) or turned
            if marker == _SOS:
                end = _scanned(content, end)
            if _draws(marker, content[at + 4 : end]):
                kept.append(content[at:end])
            at = end
    if turned != 1:
        yield _exif(turned)
    yield from kept
    yield b"\xff\xd9"


def _scanned(content: bytes, at: int) -> int:
    """Return where the next marker after the coded picture stands."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise BrokenPictureError
        if content[at + 1] != 0 and content[at + 1] not in _STANDALONE:
            return at
        at += 2


def _draws(marker: int, body: bytes) -> bool:
    """Return whether a segment is needed to draw: all but comments and applications' own, save JFIF, ICC and Adobe."""
    if marker == 0xE2:
        return body.startswith(_ICC)
    return marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _orientation(body: bytes) -> int | None:
    """Return how the picture is turned, 1 to 8, from an EXIF segment; None where that does not say."""
    if not body.startswith(b"Exif\x00\x00"):
        return None
    tiff = body[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for entry in range(start + 2, start + 2 + 12 * count, 12):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if tag == _ORIENTATION and kind == 3 and 1 <= value <= 8:
                return int(value)
    except struct.error:
        return None
    return None


def _exif(turned: int) -> bytes:
    """Return an EXIF segment that says the orientation and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0)
    body = b"Exif\x00\x00MM\x00*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> Iterator[bytes]:
    yield _PNG
    at = len(_PNG)
    while True:
        (length,) = struct.unpack_from(">I", content, at)
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise BrokenPictureError
        (check,) = struct.unpack_from(">I", content, end - 4)
        if zlib.crc32(content[at + 4 : end - 4]) != check:
            raise BrokenPictureError
        if kind in _CHUNKS:
            yield content[at:end]
        if kind == b"IEND":
            return
        at = end
