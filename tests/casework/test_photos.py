"""Pictures are freed of where they were taken, whatever they are filed as."""

import struct
import zlib

import pytest

from xiafang.casework import files, photos

PLACE = b"30.592849N114.305539E"
SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34\xff\xd0\x56"
TABLES = b"\xff\xdb\x00\x05\x00\x10\x0b"
END = b"\xff\xd9"


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(order: str = "<", turned: int = 6) -> bytes:
    name = b"II*\x00" if order == "<" else b"MM\x00*"
    entries = struct.pack(f"{order}HHIHH", 0x010F, 2, 1, 65, 0) + struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0)
    return segment(0xE1, b"Exif\x00\x00" + name + struct.pack(f"{order}IH", 8, 2) + entries + PLACE)


JFIF = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
PHOTO = b"\xff\xd8" + JFIF + exif() + segment(0xFE, PLACE) + segment(0xE2, b"MPF\x00" + PLACE) + TABLES + SCAN + END


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
PIXELS = chunk(b"IDAT", zlib.compress(b"\x00\x00")) + chunk(b"IEND", b"")
PNG = b"\x89PNG\r\n\x1a\n" + HEADER + chunk(b"eXIf", PLACE) + chunk(b"tEXt", b"GPS\x00" + PLACE) + PIXELS


def test_a_picture_of_a_paper_says_no_more_than_a_photo_where_it_was_taken() -> None:
    stored = files.store(PNG, "来信.png")
    assert files.path_of(stored.sha256).read_bytes() == photos.stripped(PNG)
    assert stored.size == len(photos.stripped(PNG))


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photo_keeps_its_picture_and_loses_its_place(order: str) -> None:
    content = PHOTO.replace(exif(), exif(order)) + PLACE
    clean = photos.stripped(content)
    assert PLACE not in clean
    assert clean.endswith(JFIF + TABLES + SCAN + END), "the picture is not encoded anew"
    assert clean.startswith(b"\xff\xd8\xff\xe1"), "how it is turned is kept, so that it stands upright"
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in clean
    assert photos.stripped(clean) == clean


def test_a_photo_that_stands_upright_needs_no_exif() -> None:
    clean = photos.stripped(PHOTO.replace(exif(), exif(turned=1)))
    assert clean == b"\xff\xd8" + JFIF + TABLES + SCAN + END
    colours = segment(0xE2, b"ICC_PROFILE\x00\x01\x01x")
    assert colours in photos.stripped(b"\xff\xd8" + colours + TABLES + SCAN + END)
    assert photos.stripped(b"\xff\xd8\xff" + TABLES + b"\xff\x01" + SCAN + END).endswith(SCAN + END)


def test_a_png_keeps_its_pixels_only() -> None:
    assert photos.stripped(PNG + PLACE) == b"\x89PNG\r\n\x1a\n" + HEADER + PIXELS


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(PHOTO[:-2], id="no end"),
        pytest.param(PHOTO[:40], id="cut in a segment"),
        pytest.param(b"\xff\xd8" + b"12345", id="no marker"),
        pytest.param(b"\xff\xd8\xff\xdb\x00\x01\xff\xd9", id="an impossible length"),
        pytest.param(PNG[:-6], id="a png cut short"),
        pytest.param(PNG.replace(b"IDAT", b"IDAU"), id="a wrong check sum"),
        pytest.param(b"GIF89a", id="no picture of ours"),
        pytest.param(b"\xff\xd8", id="nothing in it"),
    ],
)
def test_a_broken_picture_is_not_taken(broken: bytes) -> None:
    with pytest.raises(photos.BrokenPictureError):
        photos.stripped(broken)


@pytest.mark.parametrize(
    "odd",
    [
        segment(0xE1, b"Exif\x00\x00XX" + PLACE),
        segment(0xE1, b"Exif\x00\x00II*\x00\xff\xff\xff\x00" + PLACE),
        segment(0xE1, b"Exif\x00\x00II*\x00" + struct.pack("<IH", 8, 9)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + PLACE),
    ],
)
def test_odd_metadata_is_dropped_without_a_word(odd: bytes) -> None:
    assert photos.stripped(b"\xff\xd8" + odd + TABLES + SCAN + END) == b"\xff\xd8" + TABLES + SCAN + END
