"""What a physical therapist expects of courses, one line each, measured over made-up people.

``python -m birddog.simulate.expect`` prints each expectation with its number; so does ``birddog simulate --expect``.
None of it is evidence of effect: it says how the program behaves if people and pain behave in these ways.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from birddog.simulate.behaviors import BEHAVIORS
from birddog.simulate.cohort import Lot
from birddog.simulate.figures import Seen
from birddog.simulate.people import Made, people

Size = int
FULL: Size = 200
"""Courses of the full proof where a number of seeds is asked for; a sample takes fewer."""


@dataclass(frozen=True)
class Found:
    """An expectation after measuring: what was measured, whether it holds, and the courses that miss it."""

    name: str
    says: str
    measured: str
    holds: bool
    misses: tuple[str, ...] = ()


@dataclass
class Lab:
    """Where courses are lived, each once.

    ``size``: courses where seeds are counted; ``every``: of the people, one in so many; ``jobs``: processes.
    """

    size: Size = FULL
    every: int = 1
    jobs: int = 1
    _seen: dict[Lot, Seen] = field(default_factory=dict)

    def live(self, *lots: Lot) -> list[Seen]:
        """The courses, from memory where they were lived before; new ones in ``jobs`` processes."""
        fresh = list(dict.fromkeys(lot for lot in lots if lot not in self._seen))
        if self.jobs > 1 and len(fresh) > self.jobs:
            with ProcessPoolExecutor(self.jobs) as pool:
                self._seen.update(zip(fresh, pool.map(Lot.live, fresh, chunksize=4), strict=True))
        else:
            self._seen.update({lot: lot.live() for lot in fresh})
        return [self._seen[lot] for lot in lots]

    @cached_property
    def staged(self) -> list[Made]:
        """The people who get a staged program on the first day, in order of name, one in ``every``."""
        names = [made for name, made in people().items() if _kind(name) == "staged"]
        return names[:: self.every]

    @cached_property
    def all(self) -> list[Made]:
        """Everyone who gets a program on the first day, one in ``every``."""
        return [made for name, made in people().items() if _kind(name)][:: self.every]

    def courses(self, behavior: str, model: str = "dose-response", staged: bool = True) -> list[Seen]:
        """A course of each person with one behavior."""
        who = self.staged if staged else self.all
        return self.live(*(Lot(made.name, behavior, model) for made in who if _may(made, behavior)))


_KINDS: dict[str, str] = {}


def _kind(name: str) -> str:
    """``staged`` or ``acute``; nothing if no program is given on the first day."""
    if name not in _KINDS:
        seen = Lot(name, "none", "dose-response", weeks=1).live()
        _KINDS[name] = seen.days[0].page.kind if seen.opened else ""
    return _KINDS[name]


def _may(made: Made, behavior: str) -> bool:
    return made.pregnant or not BEHAVIORS[behavior].birth


Check = Callable[[Lab], Found]
CHECKS: dict[str, Check] = {}


def expectation(measure: Callable[[Lab], tuple[str, bool, Iterable[str]]]) -> Check:
    """Note a measurement as an expectation: its docstring says, in words that a clinician can read, what must hold."""
    name, says = measure.__name__.replace("_", "-"), (measure.__doc__ or "").strip()

    def check(lab: Lab) -> Found:
        measured, holds, misses = measure(lab)
        return Found(name, says, measured, holds, tuple(misses)[:12])

    CHECKS[name] = check
    return check


def who(seen: Seen) -> str:
    """A course in a few words."""
    course = seen.course
    return f"{course.person} / {course.behavior} / {course.model} / seed {course.seed}"


def share(rows: Iterable[bool]) -> float:
    """Part of the rows that holds; 1 if there are none."""
    given = list(rows)
    return sum(given) / len(given) if given else 1.0


def but_few(wrong: list[str], rows: Sized) -> tuple[str, bool, list[str]]:
    """Holds when at least 95% of the courses are not among those that are ``wrong``, one line each."""
    part = 1 - len(wrong) / max(1, len(rows))
    return percent(part), part >= 0.95, wrong


def percent(part: float) -> str:
    """A part as a whole percentage."""
    return f"{part * 100:.0f}%"


def after_sessions(done: list[bool], count: int) -> int:
    """Place of the first session asked for after ``count`` that were done.

    >>> after_sessions([True, False, True, True, True, True], 4)
    5
    """
    return next((n for n in range(len(done)) if sum(done[:n]) >= count), len(done))


def measured(size: Size = FULL, every: int = 1, only: Iterable[str] = (), jobs: int = 1) -> Iterator[Found]:
    """Measure every expectation, or those whose name holds one of the words of ``only``, one after the other."""
    from birddog.simulate import expected, expected_doses, expected_plans  # noqa: F401 - they note themselves

    lab, words = Lab(size, every, jobs), list(only)
    for name, check in CHECKS.items():
        if not words or any(word in name for word in words):
            yield check(lab)


def as_json(found: Iterable[Found]) -> list[dict[str, Any]]:
    """The rows as JSON values."""
    return [asdict(row) for row in found]


def lines(found: Iterable[Found]) -> Iterator[str]:
    """The table that people read."""
    for row in found:
        yield f"{'holds' if row.holds else 'MISSES':7} {row.name}: {row.measured}"
        yield f"        {row.says}"
        if not row.holds:
            yield from (f"        - {miss}" for miss in row.misses)


def main(argv: list[str] | None = None) -> int:
    """``[--size N] [--every N] [WORD ...]``: print each expectation; exit code 1 if one misses."""
    read = ArgumentParser(prog="python -m birddog.simulate.expect", description=__doc__)
    read.add_argument("--size", type=int, default=FULL, help="courses where seeds are counted")
    read.add_argument("--every", type=int, default=1, help="only one of so many people")
    read.add_argument("--jobs", type=int, default=1, help="processes to share the work")
    read.add_argument("only", nargs="*", metavar="WORD", help="only expectations whose name holds this word")
    told = read.parse_args(argv)
    missed = 0
    for found in measured(told.size, told.every, told.only, told.jobs):
        missed += not found.holds
        print("\n".join(lines([found])), flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    # The checks note themselves in the module that others import, which is not this one.
    from birddog.simulate import expect

    sys.exit(expect.main())
