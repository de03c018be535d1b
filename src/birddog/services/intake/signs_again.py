"""Danger signs as a form asks them again: by group, each with how pressing its answers are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from birddog.core.content.content import Content, ScreenItem
from birddog.core.screen.sign_groups import ONE_BY_ONE
from birddog.core.state.state import State
from birddog.services.intake.signs import GROUPS, SAFETY

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

PREGNANT = ("yes", "possible", "unsure")


@dataclass(frozen=True, slots=True)
class SignGroup:
    """Signs that belong together; ``none``: whether one press may say no to all that are open."""

    title: Words
    items: tuple[ScreenItem, ...]
    none: bool


def asked_again(state: State, content: Content, only: Iterable[str] = ()) -> tuple[SignGroup, ...]:
    """The signs of ``only``, or all that are asked again; those of pregnancy only where they may apply."""
    wanted = set(only) or set(content.recheck_items)
    pregnant = state.intake is not None and state.intake.conditions.pregnancy.status in PREGNANT
    groups: dict[str, list[ScreenItem]] = {}
    for item in content.screen_items:
        if item.id in wanted and (item.only_if != "pregnant" or pregnant):
            groups.setdefault(item.group, []).append(item)
    return tuple(
        SignGroup(GROUPS.get(name, SAFETY), tuple(items), len(items) > 1 and name not in ONE_BY_ONE)
        for name, items in groups.items()
    )


def quotes_of(state: State) -> tuple[str, ...]:
    """What the person wrote with reports that names danger signs and has not been answered, each once."""
    return tuple(dict.fromkeys(state.words.values()))


def how_many(state: State, content: Content, only: Iterable[str] = ()) -> int:
    """How many signs such a form asks."""
    return sum(len(group.items) for group in asked_again(state, content, only))
