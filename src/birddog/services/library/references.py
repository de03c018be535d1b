"""Sources as numbers in a text and a list below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from birddog.core.content.content import Content, Source
from birddog.core.content.values import Reason

YEAR = re.compile(r"\b(19|20)\d\d\b")
Said = Callable[[Reason], str]
"""What a reason says on a page, in its language."""
Cite = Callable[[Iterable[str]], tuple[int, ...]]
"""Ids of sources to their numbers."""


class References:
    """Sources in the order in which they are first named; a text refers to them by number."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._numbers: dict[str, int] = {}

    def of(self, ids: Iterable[str]) -> tuple[int, ...]:
        """The numbers of sources."""
        known = [name for name in dict.fromkeys(ids) if name in self._content.sources]
        return tuple(sorted(self._numbers.setdefault(name, len(self._numbers) + 1) for name in known))

    @property
    def listed(self) -> tuple[tuple[int, str], ...]:
        """Number and citation of each."""
        return tuple((number, citation(self._content.sources[name])) for name, number in self._numbers.items())


def citation(source: Source) -> str:
    """A source in short: its citation up to the year, without our remarks on it."""
    if source.flag == "proposal":
        return f"{source.title}, not confirmed by a clinician"
    parts = source.cite.split(". ")
    last = next((n for n, part in enumerate(parts) if YEAR.search(part)), None)
    return source.title if last is None else ". ".join(parts[: last + 1]).rstrip(".")


@dataclass(frozen=True, slots=True)
class Line:
    """Something said, with the numbers of its sources; what was done and when; or how many it is true of."""

    text: str
    cited: tuple[int, ...]
    day: date | None = None
    did: str = ""
    count: int = 0
