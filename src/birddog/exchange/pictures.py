"""Pictures that people bring along: decoded, made small, and written anew, so that nothing but what is seen is left.

Where a photo was taken, with what and by whom, comments, color profiles and whatever else a file may hold besides its
pixels does not survive. What cannot be decoded as one of ``FORMATS`` is refused; vector drawings are none of them.
"""

from __future__ import annotations

import io
import warnings
from base64 import b64decode, b64encode
from collections.abc import Iterable

from birddog.core.content.values import BirddogError
from birddog.core.log.event import Event
from birddog.core.log.home_made import made_in

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
"""What is read. What is kept is always WebP."""
MOST_BYTES = 12_000_000
"""Of a file that is brought: more than a phone's camera makes."""
MOST_PIXELS = 50_000_000
"""Of a JPEG, which can be read smaller than it is; half of it of others."""
LEAST_SIDE, MOST_SIDE = 64, 1000
"""Pixels of the shorter side that is brought, and of the longer one that is kept."""
QUALITY = 80


def plain_picture(data: bytes, kept: bool = False) -> bytes:
    """A picture as it is kept: WebP, upright, on white, no side longer than ``MOST_SIDE``, nothing but pixels.

    Of a moving picture it is the first one. ``kept``: it was kept once, so it is no larger than those are, and may be
    as narrow as a long one has become. Raises ``BirddogError`` for what is too large, too small or no picture.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if not 0 < len(data) <= MOST_BYTES:
        raise BirddogError(f"picture has {len(data)} bytes; allowed: 1 to {MOST_BYTES}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                most = MOST_PIXELS if picture.format == "JPEG" else MOST_PIXELS // 2
                _check_size(picture.size, *((1, MOST_SIDE**2) if kept else (LEAST_SIDE, most)))
                picture.draft("RGB", (2 * MOST_SIDE, 2 * MOST_SIDE))
                picture.thumbnail((2 * MOST_SIDE, 2 * MOST_SIDE))
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except UnidentifiedImageError:
        raise BirddogError(f"picture: it is none of {', '.join(FORMATS)}") from None
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, Image.DecompressionBombError) as error:
        if isinstance(error, BirddogError):
            raise
        raise BirddogError(f"picture: it cannot be read; send it again as one of {', '.join(FORMATS)}") from None
    upright.thumbnail((MOST_SIDE, MOST_SIDE))
    white = Image.new("RGB", upright.size, "white")
    white.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    white.save(out, "WEBP", quality=QUALITY)
    return out.getvalue()


def picture_in(text: object) -> bytes:
    """A picture of a chart file (base64), as it is kept. ``BirddogError`` as in ``plain_picture``."""
    if not isinstance(text, str) or len(text) > MOST_BYTES:
        raise BirddogError(f"picture_data: allowed are at most {MOST_BYTES} letters")
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        raise BirddogError("picture_data: it is not base64") from None
    return plain_picture(data, kept=True)


def pictures_in(events: Iterable[Event]) -> dict[str, bytes]:
    """The pictures that the events of a chart file bring along, by the exercise."""
    every = made_in(events)
    found = {made.picture: picture_in(made.picture_data) for made in every if made.picture_data}
    return {made.id: found[made.picture] for made in every if made.picture in found}


def _check_size(size: tuple[int, int], least: int, most: int) -> None:
    width, height = size
    if width * height > most or min(size) < least:
        raise BirddogError(
            f"picture has {width} x {height} pixels; allowed: {least} and more on each side, {most} in all"
        )


def as_svg(picture: bytes) -> str:
    """A kept picture inside a drawing, for what prints drawings."""
    from PIL import Image

    with Image.open(io.BytesIO(picture), formats=("WEBP",)) as seen:
        width, height = seen.size
    link = f"data:image/webp;base64,{b64encode(picture).decode()}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image href="{link}" width="{width}" height="{height}"/></svg>'
    )
