"""The catalog as a person looks at it: found by name, filtered, and how each exercise stands to their program."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Literal

from birddog.core.content.content import Content, bits
from birddog.core.content.exercise import Exercise
from birddog.core.content.values import STAGES, Reason
from birddog.core.person.facts import Facts
from birddog.core.plan.limits import Item, allowed
from birddog.core.plan.planner import Session
from birddog.core.plan.routines import RoutineSession, routine_session
from birddog.core.state.vetoes import left_out
from birddog.services.chart.reading import Reading
from birddog.services.library.labels import position_of

Place = Literal[
    "today", "program", "walk", "wish", "out", "rests", "veto", "stage", "waits", "possible", "closed", "read"
]
"""How an exercise stands to the program: in it (today, in the other session, as the walk), out by a wish or for a
reason, resting, vetoed, of another stage, waiting for an easier one, possible but not chosen; ``closed`` when there is
no program now, ``read`` when it is none that a program holds."""

NEAR = 0.74
"""How alike two words are that may be the same one, mistyped."""
OUT_RULES = ("birddog-exercise-rests", "birddog-leg-moved-down", "birddog-therapist-edit")
MOST_WHYS = 3


@dataclass(frozen=True)
class Standing:
    """How an exercise stands to a person's program, in plain words; ``lacks`` holds the things that are not at hand."""

    place: Place
    says: tuple[str, ...] = ()
    item: Item | None = None
    until: date | None = None
    stages: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    lacks: tuple[tuple[str, ...], ...] = ()

    @property
    def in_program(self) -> bool:
        """Whether it is done now."""
        return self.place in ("today", "program", "walk")


# ---------------------------------------------------------------------------------------------------- finding


def plain(text: str) -> str:
    """Lower case, without accents and hyphens.

    >>> plain("Posición Bird-Dog")
    'posicion bird dog'
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


def found(content: Content, query: str) -> tuple[Exercise, ...]:
    """The exercises that a query names, the nearest first; all of them, in order, for an empty one.

    Every word of the query must be there: as part of a word of a name, or nearly so (one or two slips).
    """
    wanted = plain(query).split()
    names = _names(content)
    if not wanted:
        return content.exercises
    vocabulary = sorted({word for _, _, words in names for word in words})
    near = {word: set(get_close_matches(word, vocabulary, 12, NEAR)) if len(word) > 3 else set() for word in wanted}
    rows = []
    for bit, (name, summary, words) in enumerate(names):
        points = [_points(word, near[word], name, summary, words) for word in wanted]
        if all(points):
            rows.append((-sum(points), len(name), bit))
    return tuple(content.exercises[bit] for _, _, bit in sorted(rows))


def _points(word: str, near: set[str], name: str, summary: str, words: frozenset[str]) -> int:
    if word in words:
        return 8 if word in name.split() else 6
    if any(other.startswith(word) for other in words):
        return 5
    if any(word in other for other in words) and len(word) > 2:
        return 3
    if near & words:
        return 2
    return 1 if len(word) > 3 and word in summary.split() else 0


def _names(content: Content) -> list[tuple[str, str, frozenset[str]]]:
    """For each exercise its name, its summary, and every word of its names: plain, worked out once."""
    if "names" not in content.memo:
        content.memo["names"] = [
            (plain(e.name), plain(e.summary), frozenset(plain(" ".join((e.name, *e.aliases, e.id))).split()))
            for e in content.exercises
        ]
    rows: list[tuple[str, str, frozenset[str]]] = content.memo["names"]
    return rows


def filtered(
    exercises: Iterable[Exercise], position: str, category: str, mine: frozenset[str] | None
) -> list[Exercise]:
    """Those of a position group and a category (empty: any), and of one's own program when ``mine`` is given."""
    return [
        e for e in exercises
        if (not position or position_of(e.start) == position) and (not category or e.category == category)
        and (mine is None or e.id in mine)
    ]  # fmt: skip


# ------------------------------------------------------------------------------------- how it stands to the program


def sessions(reading: Reading) -> tuple[Session, ...]:
    """Both sessions as they are prescribed now, the next one first; none when exercise is not open."""
    state, course, day = reading.state, reading.folded.course, reading.now.date()
    if not state.exercising:
        return ()
    names = (state.next_name, "B" if state.next_name == "A" else "A")
    return tuple(course.session(state, day, name) for name in names)


def mine(reading: Reading) -> frozenset[str]:
    """Ids of what the program holds now: both sessions, the walk, the daily practice."""
    ids = {item.exercise for session in sessions(reading) for item in session.items}
    if reading.today.aerobic is not None:
        ids.add(reading.today.aerobic.exercise)
    return frozenset(ids | set(reading.today.practice))


def standing(reading: Reading, exercise: Exercise) -> Standing:
    """How ``exercise`` stands to the program, and why, in plain words."""
    state, content = reading.state, reading.content
    if exercise.kind == "avoid" or (exercise.kind != "exercise" and exercise.id not in mine(reading)):
        barred = _left_out(reading, exercise)
        return barred if barred and exercise.kind == "aerobic" else Standing("read")
    if not state.exercising:
        return Standing("closed")
    for number, session in enumerate(sessions(reading)):
        for item in session.items:
            if item.exercise == exercise.id:
                return Standing("program" if number else "today", _told(item.why, content), item)
    if exercise.id in mine(reading):
        walk = reading.today.aerobic
        return Standing("walk", _told(walk.why, content) if walk and walk.exercise == exercise.id else ())
    return _why_not(reading, exercise)


def _why_not(reading: Reading, exercise: Exercise) -> Standing:
    state, course, content, day = reading.state, reading.folded.course, reading.content, reading.now.date()
    intake = state.intake
    assert intake is not None
    if exercise.id in state.unwanted or exercise.id in intake.life.dislikes:
        return Standing("wish")
    if exercise.id in state.removed:
        return Standing("out", _said(reading, exercise.id))
    if (until := state.rested.get(exercise.id)) is not None and day < until:
        return Standing("rests", _said(reading, exercise.id), until=until)
    if barred := _left_out(reading, exercise):
        return barred
    if course.barred(state, day) >> content.index[exercise.id] & 1:
        return Standing("out", _said(reading, "direction"))
    if state.stage not in exercise.doses:
        return Standing(
            "stage", stages=tuple(content.stages[stage].title for stage in STAGES if stage in exercise.doses)
        )
    if course.planner(state, day).waiting(state.stage) >> content.index[exercise.id] & 1:
        return Standing("waits", first=exercise.easier)
    return Standing("possible")


def _left_out(reading: Reading, exercise: Exercise) -> Standing | None:
    """The vetoes, the equipment and the pain that keep it out."""
    state, content = reading.state, reading.content
    if state.intake is None:
        return None
    planner = reading.course.planner(state, reading.now.date())
    rows = left_out(state.intake, planner.known, content, planner.past)
    why = [row.reason for row in rows if row.exercise == exercise.id]
    if not why:
        return None
    have = set(state.intake.equipment) if state.intake.equipment is not None else {"wall", "chair", "bed", "towel"}
    lacks = tuple(group for group in exercise.equipment if not have & set(group))
    return Standing("veto", _says(r for r in why if r.rule != "equipment-minimal"), lacks=lacks)


def _known(reading: Reading) -> Facts:
    return reading.folded.course.known(reading.state, reading.now.date())


def _said(reading: Reading, name: str) -> tuple[str, ...]:
    """What the decision said that took something out, the latest one."""
    decisions = [d for d in reading.folded.decisions if d.reason.rule in OUT_RULES]
    return _says([d.reason for d in decisions if name in f"{d.reason.saw} {d.did}"][-1:])


def _says(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason.says for reason in reasons if reason.says))


def _told(rules: Iterable[str], content: Content) -> tuple[str, ...]:
    says = (content.rules[rule].patient for rule in rules if rule in content.rules)
    return tuple(dict.fromkeys(text for text in says if text))[:MOST_WHYS]


def usual_item(reading: Reading | None, content: Content, exercise: Exercise) -> Item | None:
    """The exercise at the first dose of the person's stage, or of the nearest one that has it; held to the limits."""
    if not exercise.doses:
        return None
    stage = reading.state.stage if reading is not None else "calm"
    later = STAGES[STAGES.index(stage) :] + tuple(reversed(STAGES[: STAGES.index(stage)]))
    dose = exercise.doses[next(name for name in later if name in exercise.doses)].start
    if reading is not None and reading.state.intake is not None:
        dose = allowed(dose, exercise, _known(reading), content)
    return Item(exercise.id, exercise.category, dose, "each" if exercise.sides == 2 else "both", 0)


def routine_for(reading: Reading, routine_id: str) -> RoutineSession | None:
    """A ready-made session for this person; ``None`` when exercise is not open, or there is no such routine."""
    state, content = reading.state, reading.content
    routine = next((r for r in content.routines if r.id == routine_id), None)
    if routine is None or state.intake is None or not state.exercising:
        return None
    made = routine_session(routine, state.intake, _known(reading), content, state.stage, reading.pace)
    return _without(made, reading)


def _without(made: RoutineSession, reading: Reading) -> RoutineSession:
    """The routine less what the chart has taken out since: wishes, rests, directions that hurt."""
    content, state = reading.content, reading.state
    barred = {content.exercises[bit].id for bit in bits(reading.folded.course.barred(state, reading.now.date()))}
    gone = [item.exercise for item in made.session.items if item.exercise in barred]
    why = content.because("birddog-not-this-one", saw="wish"), content.because("birddog-exercise-rests", saw="rest")
    out = tuple((name, next(iter(why[0] if name in state.unwanted else why[1]), None)) for name in gone)
    kept = tuple(item for item in made.session.items if item.exercise not in barred)
    return replace(made, session=replace(made.session, items=kept), out=(*made.out, *out))
