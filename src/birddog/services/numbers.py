"""Numbers as people type them: with a comma or a point, and never a thousand read as one."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from birddog.core.content.values import BirddogError

PLAIN = re.compile(r"[+-]?\d+")
PARTED = re.compile(r"([+-]?)(\d*)([.,])(\d+)")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,\s'])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")
MOST_DIGITS = 6
"""As many as a whole number may have."""
SPACES = re.compile(r"[\s\u202f\u00a0]+")


class TwoMeaningsError(BirddogError):
    """What was typed can be two numbers, and which one depends on where one learned to write."""


def typed_number(text: str) -> float:
    """The number that was typed. ``ValueError`` for what is none, ``TwoMeaningsError`` for what can be two.

    A comma or a point begins the decimals, as long as three digits after it cannot be thousands.

    >>> [typed_number(text) for text in ("12", "1.5", "1,5", "0,125", "1.2345", "-2", "1,000,000", "1.000,5", "1 000")]
    [12.0, 1.5, 1.5, 0.125, 1.2345, -2.0, 1000000.0, 1000.5, 1000.0]
    >>> typed_number("1,000")
    Traceback (most recent call last):
    birddog.services.numbers.TwoMeaningsError: 1,000 can be 1000 or 1. Write it without a comma or point.
    """
    text = text.strip()
    if not text.isascii() and not SPACES.search(text):
        raise ValueError(text)
    if PLAIN.fullmatch(text):
        return float(text)
    if found := PARTED.fullmatch(text):
        sign, whole, _mark, part = found.groups()
        if len(part) == 3 and whole not in ("", "0") and len(whole) <= 3:
            raise TwoMeaningsError(_two_meanings(text, whole, part))
        return float(f"{sign}{whole or '0'}.{part}")
    if GROUPED.fullmatch(SPACES.sub(" ", text)):
        return _grouped(SPACES.sub("", text))
    raise ValueError(text)


def _grouped(text: str) -> float:
    """Groups of three, and decimals after the last mark if it is another one than the first."""
    marks = [mark for mark in text if mark in ".,'"]
    if len(marks) > 1 and marks[-1] != marks[0]:
        whole, _mark, part = text.rpartition(marks[-1])
        return float(f"{re.sub(r'[.,]', '', whole.replace(chr(39), ''))}.{part}")
    if marks and " " not in text and len(marks) == 1 and marks[0] != "'":
        return float(text.replace(",", "."))
    return float(re.sub(r"[.,']", "", text))


def _two_meanings(text: str, whole: str, part: str) -> str:
    small = f"{float(f'{whole}.{part}'):g}"
    return _("%(text)s can be %(large)s or %(small)s. Write it without a comma or point.") % {
        "text": text, "large": f"{whole}{part}", "small": small,
    }  # fmt: skip


def whole_number(text: str) -> int | None:
    """The number, or ``None`` for anything but a few plain digits.

    >>> whole_number("30"), whole_number("²"), whole_number("٣"), whole_number("9" * 5000), whole_number("")
    (30, None, None, None, None)
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
