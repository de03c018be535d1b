"""A dose as people write it: ``bird dog 2x8/side 5s``, ``3 x 12``, ``2x20s``, ``plank 3x10s rest 30``, ``2x8/lado``.

``read_dose`` takes such a line apart, ``typed_dose`` holds it against one exercise, ``written`` prints a dose so that
it reads back as the same. English and Spanish are read alike. What a line leaves out stays as the exercise has it:
tempo, pauses, and the rest between sets. Nothing is guessed: a hold that is needed and missing is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace

from birddog.core.content.content import Content
from birddog.core.content.exercise import Dose, Exercise, turns
from birddog.core.content.values import BirddogError, StageName
from birddog.core.log.events import PinnedDose
from birddog.core.plan.dosing import HOLD_S

LONGEST = 200
"""Characters of a line at most."""
FORM = "write it like 'bird dog 2x8/side 5s rest 30': sets x repetitions, the hold, the rest between sets"
SECONDS = r"(?:s|secs?|seconds?|segs?|segundos?|″|\")(?![^\W\d_])"
MAIN = re.compile(
    rf"(?<!\d)(?P<sets>\d+)\s*(?:[x×*]|sets?\s+of|series?\s+de)\s*(?P<many>\d+)\s*(?P<held>{SECONDS})?", re.ASCII
)
PARTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.ASCII))
    for name, pattern in (
        ("reps", r"(?:repetitions?|repeticion(?:es)?|repetici\xf3n|reps?)\b\.?"),
        ("side", r"(?:/|per|each|a|on each|por|de cada|cada|c/)\s*(?:side|lado)\b"),
        ("rest_s", rf"(?:rest|descanso|descansa|pausa)\s*:?\s*(\d+)\s*(?:{SECONDS})?"),
        ("hold_breaths", r"[x×*]?\s*(\d+)\s*(?:br|breaths?|resp|respiraci(?:o|\xf3)n(?:es)?)\b\.?"),
        ("hold_s", rf"(?:[x×*]|hold|mant\xe9n|mantener)?\s*(\d+)\s*{SECONDS}"),
    )
)
BETWEEN = re.compile(r"[\s,;.]+|(?:with|con|y|and)\b", re.ASCII)
BOUNDS = {f.name: (f.metadata["minimum"], f.metadata["maximum"]) for f in fields(PinnedDose)}
UNITS = {"sets": "sets", "reps": "repetitions", "hold_s": "seconds", "hold_breaths": "breaths", "rest_s": "seconds"}
WORDS = {"en": ("side", "br", "rest"), "es": ("lado", "resp", "descanso")}


@dataclass(frozen=True, slots=True)
class TypedDose:
    """A line taken apart: ``name`` as it was typed, seconds, breaths; ``None`` for what it does not say."""

    name: str
    sets: int
    reps: int
    hold_s: int | None = None
    hold_breaths: int | None = None
    rest_s: int | None = None
    each_side: bool = False


def read_dose(text: str) -> TypedDose:
    """The parts of a typed dose. ``BirddogError`` names the field, what was typed, and what is allowed.

    >>> read_dose("bird dog 2x8/side 5s")
    TypedDose(name='bird dog', sets=2, reps=8, hold_s=5, hold_breaths=None, rest_s=None, each_side=True)
    >>> read_dose("plank 3x10s rest 30").hold_s, read_dose("2 series de 8 por lado").each_side
    (10, True)
    >>> read_dose("9x8")
    Traceback (most recent call last):
    birddog.core.content.values.BirddogError: sets is 9; allowed: 1 to 5 sets
    """
    if len(text) > LONGEST:
        raise BirddogError(f"dose has {len(text)} characters; allowed: {LONGEST}")
    line = " ".join(text.split())
    found = MAIN.search(line.lower())
    if found is None or len(line.lower()) != len(line):
        raise BirddogError(f"dose is '{line}'; {FORM}")
    told = {"sets": _number("sets", found["sets"])}
    held = found["held"] is not None
    told["hold_s" if held else "reps"] = _number("hold_s" if held else "reps", found["many"])
    said = _rest_of(line.lower()[found.end() :], told)
    return TypedDose(
        line[: found.start()].strip(" :,-"), told["sets"], told.get("reps", 1), told.get("hold_s"),
        told.get("hold_breaths"), told.get("rest_s"), "side" in said,
    )  # fmt: skip


def _rest_of(left: str, told: dict[str, int]) -> set[str]:
    """Take what stands after sets and repetitions into ``told``; the names of the parts that were said."""
    said = set[str]()
    at = 0
    while at < len(left):
        if gap := BETWEEN.match(left, at):
            at = gap.end()
            continue
        name, match = next(((name, m) for name, part in PARTS if (m := part.match(left, at))), ("", None))
        if match is None:
            raise BirddogError(f"dose: '{left[at:]}' is not understood; {FORM}")
        if name in said or (match.groups() and name in told):
            raise BirddogError(f"{name} is said twice, again by '{match[0].strip()}'; say it once")
        said.add(name)
        if match.groups():
            told[name] = _number(name, match[1])
        at = match.end()
    return said


def _number(name: str, digits: str) -> int:
    low, high = BOUNDS[name]
    if len(digits) > 6 or not low <= int(digits) <= high:
        raise BirddogError(f"{name} is {digits}; allowed: {low} to {high} {UNITS[name]}")
    return int(digits)


def typed_dose(text: str, content: Content, exercise: Exercise | None = None) -> tuple[Exercise, PinnedDose]:
    """The exercise and the dose that a line means; ``exercise``: the one it is typed at, if the line names none.

    ``BirddogError`` for an exercise that there is none of, a side where both work together, a hold that is missing.
    """
    typed = read_dose(text)
    if typed.name:
        exercise = called(typed.name, content)
    if exercise is None:
        raise BirddogError(f"exercise is missing in '{text.strip()}'; {FORM}")
    if not exercise.doses:
        raise BirddogError(f"exercise is '{exercise.id}', which has no sets and repetitions ({exercise.kind})")
    if typed.each_side and exercise.sides == 1:
        raise BirddogError(f"side: '{exercise.id}' works both sides together; leave '/side' out")
    held = typed.hold_s or typed.hold_breaths
    if not held and (least := _least_hold(exercise)) >= HOLD_S:
        such = f"{typed.sets}x{least}s"
        raise BirddogError(f"hold_s is missing: '{exercise.id}' is held; write the seconds, such as {such}")
    usual = next(iter(exercise.doses.values())).start.rest_s
    rest = typed.rest_s if typed.rest_s is not None else usual if typed.sets > 1 else 0
    return exercise, PinnedDose(typed.sets, typed.reps, typed.hold_s or 0, rest, typed.hold_breaths or 0)


def called(name: str, content: Content) -> Exercise:
    """The exercise of this id, name or other name, in whatever letters. ``BirddogError`` names those near it."""
    wanted = _plain(name)
    for exercise in content.exercises:
        if wanted in map(_plain, (exercise.id, exercise.name, *exercise.aliases)):
            return exercise
    return content.exercise(name)


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[-_/]", " ", name.casefold()).split())


def _least_hold(exercise: Exercise) -> int:
    return min(dose.hold_time_s for row in exercise.doses.values() for dose in (row.start, row.most))


def dose_of(pinned: PinnedDose, exercise: Exercise, stage: StageName) -> Dose:
    """A typed dose as a whole one: tempo and pauses are those that the exercise has in ``stage``."""
    like = exercise.doses[stage].start
    return replace(
        like, sets=pinned.sets, reps=pinned.reps, hold_s=pinned.hold_s, hold_breaths=pinned.hold_breaths,
        rest_s=pinned.rest_s, **turns(exercise.laterality),
    )  # fmt: skip


def written(dose: Dose, language: str = "en") -> str:
    """A dose as it is typed, without the exercise: ``typed_dose`` reads it back.

    >>> written(Dose(2, 8, 5, rest_s=30, sides=2)), written(Dose(3, 1, 10)), written(Dose(1, 8, 0, sides=2), "es")
    ('2x8/side 5s rest 30', '3x10s rest 0', '1x8/lado')
    """
    side, breaths, rest = WORDS[language]
    alone = dose.reps == 1 and dose.hold_s > 0
    line = f"{dose.sets}x{dose.hold_s}s" if alone else f"{dose.sets}x{dose.reps}"
    line += f"/{side}" if dose.sides == 2 else ""
    line += f" {dose.hold_s}s" if dose.hold_s and not alone else ""
    line += f" {dose.hold_breaths} {breaths}" if dose.hold_breaths else ""
    return line + (f" {rest} {dose.rest_s}" if dose.rest_s or dose.sets > 1 else "")
