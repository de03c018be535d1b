"""Pictures that people bring: nothing but what is seen is kept, and what is no picture is refused."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from birddog.core.content.values import BirddogError
from birddog.exchange import pictures
from birddog.exchange.pictures import MOST_SIDE, as_svg, plain_picture

MARK = b"<script>alert('polyglot')</script>PK\x03\x04"


def picture(kind: str = "JPEG", size: tuple[int, int] = (300, 200), mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    seen = Image.new(mode, size, (180, 40, 40) if mode == "RGB" else 1 if mode == "1" else (0, 0, 0, 0))
    seen.save(out, kind, **more)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def located() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Camera of Ann"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    return picture(exif=exif.tobytes(), comment=MARK, icc_profile=MARK)


@pytest.mark.parametrize("kind", pictures.FORMATS)
def test_every_kind_becomes_one_kind(kind: str):
    made = opened(plain_picture(picture(kind)))
    assert (made.format, made.mode, made.size) == ("WEBP", "RGB", (300, 200))


def test_where_it_was_taken_and_by_whom_is_gone_and_it_stands_upright():
    before = located()
    assert b"Camera of Ann" in before and MARK in before
    data = plain_picture(before)
    made = opened(data)
    assert made.size == (200, 300)
    assert not made.getexif() and set(made.info) <= {"background", "loop", "duration", "timestamp"}
    assert b"Ann" not in data and MARK[:8] not in data and b"EXIF" not in data and b"XMP" not in data


@pytest.mark.parametrize("kind", pictures.FORMATS)
def test_what_hides_behind_a_picture_is_gone(kind: str):
    data = plain_picture(picture(kind) + MARK)
    assert MARK not in data
    assert data[:4] == b"RIFF" and struct.unpack("<I", data[4:8])[0] + 8 == len(data)


def test_a_large_one_is_made_small_and_what_can_be_seen_through_is_white():
    assert max(opened(plain_picture(picture(size=(4000, 3000)))).size) == MOST_SIDE
    corner = opened(plain_picture(picture("PNG", mode="RGBA"))).getpixel((0, 0))
    assert isinstance(corner, tuple) and min(corner) > 250
    assert opened(plain_picture(picture("PNG", mode="1"))).mode == "RGB"


def bomb(side: int) -> bytes:
    """A small file that says it is a very large picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("data", "says"), [
    (b"", "0 bytes"),
    (b"\xff" * (pictures.MOST_BYTES + 1), "bytes; allowed"),
    (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "it is none of"),
    (b"%PDF-1.7 " + MARK, "it is none of"),
    (b"GIF89a" + MARK, "picture"),
    (picture()[:400], "cannot be read"),
    (picture("PNG")[:120], "cannot be read"),
    (picture(size=(63, 200)), "63 x 200 pixels"),
    (picture("BMP"), "it is none of"),
    (picture("TIFF"), "it is none of"),
    (bomb(8_000), "8000 x 8000 pixels"),
    (bomb(60_000), "cannot be read"),
    (bomb(2_000_000_000), "picture"),
], ids=range(13))  # fmt: skip
def test_what_is_no_picture_or_too_much_of_one_is_refused(data: bytes, says: str):
    with pytest.raises(BirddogError, match=says):
        plain_picture(data)


def test_every_cut_of_a_picture_is_a_picture_or_refused():
    for kind in pictures.FORMATS:
        whole = picture(kind, (80, 80))
        for end in range(0, len(whole), max(1, len(whole) // 40)):
            try:
                assert opened(plain_picture(whole[:end])).size == (80, 80)
            except BirddogError:
                continue


def test_a_kept_picture_goes_into_a_drawing():
    drawn = as_svg(plain_picture(picture()))
    assert 'viewBox="0 0 300 200"' in drawn and "data:image/webp;base64," in drawn
