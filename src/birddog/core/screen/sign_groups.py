"""Danger signs by theme, with "none of these" for a whole group.

Each sign is readable alone. "None of these" is an explicit answer to each sign of its group that has no answer yet. The
signs of cauda equina are answered one by one: nobody says no to seven of them with one tap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from birddog.core.content.content import Content
from birddog.core.content.values import Answer

ONE_BY_ONE = ("cauda_equina",)
"""Themes whose signs have no common answer."""
ORDER = ("cauda_equina", "legs", "vessels", "mind", "illness", "fracture", "systemic", "pregnancy")
"""The most pressing themes first."""


@dataclass(frozen=True, slots=True)
class SignGroup:
    """The danger signs of one theme, in the order they are asked; ``none``: whether one answer may deny them all."""

    id: str
    signs: tuple[str, ...]
    none: bool


def sign_groups(content: Content, only_if: str = "") -> tuple[SignGroup, ...]:
    """The danger signs that are asked of everyone (or of whom ``only_if`` says), by theme, each sign once."""
    themes = dict.fromkeys((*ORDER, *(item.group for item in content.screen_items)))
    made = ((theme, _signs(content, theme, only_if)) for theme in themes)
    return tuple(SignGroup(theme, signs, theme not in ONE_BY_ONE) for theme, signs in made if signs)


def _signs(content: Content, theme: str, only_if: str) -> tuple[str, ...]:
    return tuple(item.id for item in content.screen_items if item.group == theme and item.only_if == only_if)


def answered_none(group: SignGroup, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers after "none of these" of one group: a no for each of its signs that was not answered by itself.

    Other groups stay as they were: what was not asked is never a no. A group without a common answer changes nothing.

    >>> answered_none(SignGroup("legs", ("weak", "numb"), True), {"weak": "unsure"})
    {'weak': 'unsure', 'numb': 'no'}
    >>> answered_none(SignGroup("cauda_equina", ("saddle",), False), {})
    {}
    """
    if not group.none:
        return dict(answers)
    return {**answers, **{sign: "no" for sign in group.signs if answers.get(sign, "unanswered") == "unanswered"}}
