"""The order of doing as a therapist wants it, as far as it does no harm.

The program has an order of its own (``Planner.in_order``). A therapist's order takes its place, but for three things:
nothing with load comes before everything else, somebody for whom getting up is hard does not get up and down more often
than in the program's own order, and the two ends of the range do not follow each other directly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from typing import Literal

from birddog.core.content.pace import place_of
from birddog.core.plan.limits import Item
from birddog.core.plan.planner import Planner, end_range, loads

Against = Literal["load", "floor", "range"]
"""What keeps an exercise from the place that is wanted for it."""
GRAVITY: tuple[Against | None, ...] = (None, "range", "floor", "load")
"""What gives way to what, where all cannot be had."""
Next = Callable[[Sequence[str], str, Sequence[str]], Against | None]
"""What stands against an exercise as the next one: after what was done, and with what is left."""


def arranged(
    planner: Planner, names: Iterable[str], wanted: Sequence[str]
) -> tuple[tuple[str, ...], tuple[tuple[str, Against], ...]]:
    """Exercise ids in the order of doing, and what did not get its place, each with the reason.

    ``wanted``: ids as a therapist has ordered them. Exercises that are not among them keep their own places.
    """
    own = planner.in_order(names)
    listed = iter([name for name in dict.fromkeys(wanted) if name in own])
    asked = tuple(next(listed) if name in wanted else name for name in own)
    if asked == own:
        return own, ()
    order, moved = _passed(asked, partial(_against, planner, False))
    hard = planner.careful or planner.known.floor != "ok"
    if hard and _rises(planner, order) > _rises(planner, own):
        order, moved = _passed(asked, partial(_against, planner, True))
    return order, moved


def in_order(planner: Planner, items: tuple[Item, ...], wanted: Sequence[str]) -> tuple[Item, ...]:
    """The items of a session in the order of doing."""
    if not wanted:
        return items
    order, _moved = arranged(planner, (item.exercise for item in items), wanted)
    return tuple(sorted(items, key=lambda item: order.index(item.exercise)))


def _passed(asked: Sequence[str], against: Next) -> tuple[tuple[str, ...], tuple[tuple[str, Against], ...]]:
    """``asked``, with the first that may come next taken at each place, or if none may, the one with least against it.

    With what had to wait, and why.
    """
    left, done, moved = list(asked), list[str](), dict[str, Against]()
    while left:
        why = {name: against(done, name, left) for name in left}
        following = min(left, key=lambda name: GRAVITY.index(why[name]))
        for name in left[: left.index(following)]:
            reason = why[name]
            if reason is not None:
                moved.setdefault(name, reason)
        left.remove(following)
        done.append(following)
    return tuple(done), tuple(moved.items())


def _against(planner: Planner, stay: bool, done: Sequence[str], name: str, left: Sequence[str]) -> Against | None:
    """What stands most against an exercise as the next one; ``stay`` on the floor while something is left there."""
    exercise = planner.content.exercise
    if loads(exercise(name)) and not done and not all(loads(exercise(other)) for other in left):
        return "load"
    if not done:
        return None
    if stay and _low(planner, done[-1]) and not _low(planner, name) and any(_low(planner, other) for other in left):
        return "floor"
    ends = {end_range(exercise(name)), end_range(exercise(done[-1]))} - {0}
    return "range" if len(ends) > 1 else None


def _low(planner: Planner, name: str) -> bool:
    return place_of(planner.content.exercise(name).tags) == "floor"


def _rises(planner: Planner, order: Sequence[str]) -> int:
    """How often somebody gets up from the floor, at the end as well."""
    low = [*(_low(planner, name) for name in order), False]
    return sum(one and not other for one, other in pairwise(low))
