"""Unpacks the fonts of the pages (.woff, a packed TrueType file) for the printed sheet."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKED = ROOT / "frontend" / "node_modules" / "@fontsource" / "atkinson-hyperlegible"
FOLDER = ROOT / "src" / "birddog" / "exchange" / "fonts"


def unpacked(woff: bytes) -> bytes:
    """The TrueType file in a WOFF 1.0 file (https://www.w3.org/TR/WOFF/). ``ValueError`` if it is none."""
    signature, flavor, count = woff[:4], woff[4:8], int.from_bytes(woff[12:14], "big")
    if signature != b"wOFF":
        raise ValueError(f"it begins with {signature!r}, not wOFF")
    rows = [struct.unpack(">4sIIII", woff[44 + 20 * n : 64 + 20 * n]) for n in range(count)]
    power = 2 ** (count.bit_length() - 1)
    head = flavor + struct.pack(">HHHH", count, power * 16, power.bit_length() - 1, count * 16 - power * 16)
    place, tables, entries = 12 + 16 * count, bytearray(), bytearray()
    for tag, offset, packed, size, checksum in rows:
        part = woff[offset : offset + packed]
        part = zlib.decompress(part) if packed < size else part
        entries += tag + struct.pack(">III", checksum, place + len(tables), size)
        tables += part + b"\0" * (-len(part) % 4)
    return bytes(head + entries + tables)


FOLDER.mkdir(exist_ok=True)
(FOLDER / "OFL.txt").write_bytes((PACKED / "LICENSE").read_bytes())
for weight in (400, 700):
    name = f"atkinson-hyperlegible-latin-{weight}-normal"
    (FOLDER / f"{name}.ttf").write_bytes(unpacked((PACKED / "files" / f"{name}.woff").read_bytes()))
