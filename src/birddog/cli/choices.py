"""A choice of words that are looked up when the option is used, so that other commands load nothing for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click


class Words(click.ParamType[str]):
    """One of the words that a function gives."""

    def __init__(self, name: str, words: Callable[[], Iterable[str]]) -> None:
        self.name, self.words = name, words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, when it is one of them; else a message that lists them."""
        allowed = tuple(self.words())
        if value not in allowed:
            self.fail(f"{value!r} is not one of {', '.join(map(repr, allowed))}.", param, ctx)
        return str(value)


fps_option = click.option("--fps", type=float, default=None, help="Frames per second, for a FILE without times.")
aspect_option = click.option(
    "--aspect", type=float, help="Width / height of the picture, for a FILE that does not say."
)
"""What a file of landmarks may leave out."""


def languages() -> tuple[str, ...]:
    """Languages that come with the package."""
    from birddog.catalog import LANGUAGES

    return LANGUAGES


def views() -> tuple[str, ...]:
    """Where a camera may stand."""
    from birddog.body.camera import VIEWS

    return tuple(VIEWS)
