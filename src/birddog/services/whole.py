"""Whole numbers as forms send them."""

from __future__ import annotations

MOST_DIGITS = 6


def whole_number(text: str) -> int | None:
    """The number, or ``None`` for anything but a few plain digits.

    >>> whole_number("30"), whole_number("²"), whole_number("٣"), whole_number("9" * 5000), whole_number("")
    (30, None, None, None, None)
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
