"""What is left out of a program, as a person reads it: each reason once, and what it adds to the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from birddog.core.prescribe import Absent
from birddog.core.state.vetoes import LeftOut
from birddog.services.library.labels import CATEGORIES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words


@dataclass(frozen=True, slots=True)
class OutFor:
    """A reason with its exercises; ``also``: what speaks against some of the same ones, and against no others."""

    says: str
    exercises: tuple[str, ...]
    also: tuple[str, ...]


def by_reason(rows: Iterable[LeftOut]) -> tuple[OutFor, ...]:
    """The reasons, the one with the most exercises first. One that takes out nothing more stands under another.

    >>> from birddog.core.content.values import Reason
    >>> floor, front = (Reason("veto", "", text) for text in ("No floor.", "Not on the front."))
    >>> rows = [LeftOut("bridge", floor), LeftOut("prone-lying", front), LeftOut("prone-lying", floor)]
    >>> by_reason(rows)
    (OutFor(says='No floor.', exercises=('bridge', 'prone-lying'), also=('Not on the front.',)),)
    """
    exercises: dict[str, dict[str, None]] = {}
    for row in rows:
        exercises.setdefault(row.reason.says, {})[row.exercise] = None
    also: dict[str, list[str]] = {}
    for says, ids in sorted(exercises.items(), key=lambda pair: -len(pair[1])):
        wider = next((other for other in also if ids.keys() <= exercises[other].keys()), None)
        if wider is None:
            also[says] = []
        else:
            also[wider].append(says)
    return tuple(OutFor(says, tuple(exercises[says]), tuple(more)) for says, more in also.items())


def gaps(rows: Iterable[Absent]) -> tuple[tuple[str, tuple[Words, ...]], ...]:
    """The kinds of exercise that a program does not hold, by what is said of them."""
    kinds: dict[str, list[Words]] = {}
    for row in rows:
        if row.reason.says:
            kinds.setdefault(row.reason.says, []).append(CATEGORIES[row.category])
    return tuple((says, tuple(names)) for says, names in kinds.items())
