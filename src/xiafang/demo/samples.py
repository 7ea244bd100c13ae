"""Papers and photos made in code: real files, small, and each plainly marked as a sample."""

import struct
import zlib
from datetime import date

_GLYPHS = {  # rows of five dots, from the top
    "S": "0f10100e01011e",
    "A": "0e11111f111111",
    "M": "111b1515111111",
    "P": "1e11111e101010",
    "L": "1010101010101f",
    "E": "1f10101e10101f",
    "-": "0000001f000000",
    "0": "0e11131519110e",
    "1": "040c040404040e",
    "2": "0e11010204081f",
    "3": "1f02040201110e",
    "4": "02060a121f0202",
    "5": "1f101e0101110e",
    "6": "0608101e11110e",
    "7": "1f010204080808",
    "8": "0e11110e11110e",
    "9": "0e11110f01020c",
}
_WIDE, _HIGH = 240, 160
_INK, _SKY, _WALL, _GROUND = 0, 1, 2, 3


def paper(title: str, lines: list[str]) -> bytes:
    """Return a PDF page that says `title` and `lines`, with “示例” over it; the reader's own Chinese font is used."""
    shown = [(22, 780, "示例文书 SAMPLE"), (18, 730, title)]
    shown += [(12, 690 - 24 * number, line) for number, line in enumerate(lines)]
    text = "\n".join(f"BT /F 1 Tf {size} 0 0 {size} 60 {y} Tm <{_hex(said)}> Tj ET" for size, y, said in shown)
    return _pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 6 0 R>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000"
        "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
    )


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex()


def _pdf(*objects: str) -> bytes:
    made, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(made))
        made += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(made)}\n%%EOF\n"
    return f"{made}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


def photo(day: date, shade: int) -> bytes:
    """Return a PNG of a house front under a sky, with SAMPLE and the day written on it; `shade` colours it."""
    rows = [bytearray([_SKY if y < 50 else _WALL if y < 130 else _GROUND]) * _WIDE for y in range(_HIGH)]
    for left in range(20, _WIDE - 20, 44):
        for y in range(66, 104):
            rows[y][left : left + 24] = bytes([_SKY]) * 24
    _write(rows, "SAMPLE", 30, 12, 5)
    _write(rows, day.isoformat(), 60, 138, 2)
    tone = 120 + shade % 100
    palette = bytes((40, 40, 46, tone, tone + 20, 235, 225, tone + 20, tone, 150, 160, tone))
    header = struct.pack(">IIBBBBB", _WIDE, _HIGH, 8, 3, 0, 0, 0)
    drawn = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows))
    parts = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", drawn), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _write(rows: list[bytearray], text: str, left: int, top: int, size: int) -> None:
    for place, sign in enumerate(text):
        for line, bits in enumerate(bytes.fromhex(_GLYPHS[sign])):
            for dot in range(5):
                if bits >> (4 - dot) & 1:
                    x = left + (place * 6 + dot) * size
                    for y in range(top + line * size, top + (line + 1) * size):
                        rows[y][x : x + size] = bytes([_INK]) * size
