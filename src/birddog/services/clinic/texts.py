"""Names as they are kept and as they are searched for."""

from __future__ import annotations

import unicodedata

from birddog.core.content.values import BirddogError

LONGEST = 120
"""Letters of a name."""
LONGEST_LICENSE = 60
"""As in the events of a chart."""


def line(field: str, text: str, longest: int = LONGEST) -> str:
    """A name: one line, spaces put in order. Raises ``BirddogError`` when empty or longer than ``longest`` letters."""
    said = one_line(text)
    if not 1 <= len(said) <= longest:
        raise BirddogError(f"{field} has {len(said)} characters; allowed: 1 to {longest}")
    return said


def one_line(text: str) -> str:
    """A text in one line, its spaces put in order, without what is no text."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def sought(text: str) -> str:
    """A name without what people leave out when they search, capitals and accents, and what is no text.

    >>> sought("Ángel  NÚÑEZ")
    'angel nunez'
    """
    apart = unicodedata.normalize("NFD", " ".join(text.split()).casefold())
    return "".join(sign for sign in apart if sign.isprintable() and not unicodedata.combining(sign))[:LONGEST]
