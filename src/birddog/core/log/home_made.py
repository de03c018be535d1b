"""Exercises that a clinic has made itself, as values of the catalog.

A chart brings them along: the event that puts one into a program says what it is. Content is widened by them
(``widened``), so that vetoes, limits, sessions and pages treat them as any other. What is different: the engine never
chooses one (``Planner.pool``), and nothing in it grows or gets harder on its own.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from birddog.core.content.content import Content
from birddog.core.content.exercise import Dose, DoseRange, Exercise, Mistake, turns
from birddog.core.content.values import STAGES, BirddogError
from birddog.core.log.clinician_events import HomeMade, HomeMadeWords, Position, TherapistEdit
from birddog.core.log.event import Event
from birddog.core.log.schema import as_json

MOVE_S = 4
"""Seconds of one repetition of a home-made exercise, besides its hold: nobody has measured it."""
MOST_KNOWN = 64
"""So many widened contents are kept for when they are asked for again."""
MOST_LINES, LONGEST, LONGEST_NAME = 12, 300, 60
"""Sentences of steps, mistakes and when to stop, each; letters of one, and of a name."""
PREFIX = "own-"
"""What the ids of home-made exercises begin with, and no other's."""
ID = re.compile(r"own-([0-9a-f]{12})-([1-9][0-9]{0,3})")
PICTURE = re.compile(r"[0-9a-f]{32}")
LYING = frozenset({"supine", "prone", "side_lying"})
PLACES: dict[Position, tuple[str, frozenset[str]]] = {
    "back": ("supine-hook-lying", frozenset({"supine"})),
    "stomach": ("prone", frozenset({"prone"})),
    "side": ("side-lying", frozenset({"side_lying"})),
    "hands_and_knees": ("hands-and-knees", frozenset({"quadruped", "kneeling", "wrist_load"})),
    "kneeling": ("half-kneeling", frozenset({"upright_kneeling", "kneeling"})),
    "plank": ("plank-forearm", frozenset({"prone_support", "shoulder_load"})),
    "sitting": ("sitting-chair", frozenset({"seated"})),
    "standing": ("standing", frozenset({"standing"})),
    "several": (
        "varied",
        frozenset({"varied_position", *LYING, "quadruped", "upright_kneeling", "prone_support", "seated", "standing"}),
    ),
}
"""Start position and tags of each position."""
QUESTIONS: dict[str, frozenset[str]] = {
    "bends_far": frozenset({"end_range_lumbar_flexion"}),
    "curls_with_load": frozenset({"loaded_trunk_flexion"}),
    "bends_standing": frozenset({"standing_trunk_flexion"}),
    "rounds_upper_back": frozenset({"thoracic_flexion"}),
    "arches_far": frozenset({"end_range_lumbar_extension"}),
    "arches_on_stomach": frozenset({"prone_extension"}),
    "twists": frozenset({"trunk_rotation"}),
    "twists_far": frozenset({"end_range_trunk_rotation"}),
    "twists_with_load": frozenset({"loaded_trunk_rotation"}),
    "bends_sideways": frozenset({"side_bend"}),
    "weight": frozenset({"external_load"}),
    "heavy": frozenset({"high_spinal_load"}),
    "jolts": frozenset({"impact"}),
    "head_down": frozenset({"inversion"}),
    "nerve": frozenset({"neural_tension", "neural_slide"}),
    "one_leg": frozenset({"balance"}),
    "kneels": frozenset({"kneeling"}),
    "hands": frozenset({"wrist_load"}),
    "shoulders": frozenset({"shoulder_load"}),
    "hip_bends_far": frozenset({"hip_flexion_over_90"}),
    "hip_turns_far": frozenset({"hip_end_range"}),
    "knee_bends_far": frozenset({"deep_knee_flexion"}),
    "floor": frozenset({"floor"}),
}
"""What a therapist is asked about an exercise of their own, and the tags that a yes, or no sure answer, gives it."""
SUPPORT = "held_on"
"""The one question whose yes lets an exercise past vetoes (a hand on something firm); only a yes does."""
ASKED = (*QUESTIONS, SUPPORT)
DIRECTIONS = (
    ("flexion", ("bends_far", "curls_with_load", "bends_standing")),
    ("extension", ("arches_far", "arches_on_stomach")),
    ("rotation", ("twists", "twists_far", "twists_with_load")),
    ("side", ("bends_sideways",)),
)
"""Which way an exercise moves the back, by the questions."""


def key_of(name: str) -> str:
    """What the ids of all versions of a home-made exercise hold; empty for an id of any other.

    >>> key_of("own-0123456789ab-3"), key_of("bird-dog")
    ('0123456789ab', '')
    """
    found = ID.fullmatch(name)
    return found[1] if found else ""


def version_of(name: str) -> int:
    """Which version of a home-made exercise an id is; 0 for an id of any other."""
    found = ID.fullmatch(name)
    return int(found[2]) if found else 0


def may_be(made: HomeMade, question: str) -> bool:
    """Whether an exercise does what a question asks, or nobody is sure that it does not."""
    return made.answers.get(question, "unsure") != "no"


def tags_of(made: HomeMade) -> frozenset[str]:
    """The safety tags: those of the position, and of every question that is not answered with a no."""
    tags = set(PLACES[made.position][1]) | {"isometric_hold"}
    for question, brings in QUESTIONS.items():
        tags |= brings if may_be(made, question) else set()
    if made.answers.get(SUPPORT) == "yes":
        tags.add("hand_support")
    if "floor" not in tags:
        tags.add("no_floor" if made.position in ("sitting", "standing") else "floor_or_bed")
    return frozenset(tags)


def ways_of(made: HomeMade) -> tuple[str, ...]:
    """Every way in which an exercise may move the back, by ``DIRECTIONS``; none where each is answered with a no."""
    return tuple(way for way, asked in DIRECTIONS if any(may_be(made, question) for question in asked))


def sure_way(made: HomeMade) -> str:
    """The one way in which an exercise surely moves the back, and no other; empty where there is none."""
    ways = ways_of(made)
    asked = dict(DIRECTIONS)[ways[0]] if len(ways) == 1 else ()
    return ways[0] if any(made.answers.get(question) == "yes" for question in asked) else ""


def words_of(made: HomeMade, language: str) -> HomeMadeWords:
    """The words in a language, else in the one that there is."""
    found = made.es if language == "es" else made.en
    words = found or made.en or made.es
    assert words is not None
    return words


def exercise_of(made: HomeMade, language: str) -> Exercise:
    """A home-made exercise as one of the catalog, in one language."""
    words, sides = words_of(made, language), turns(made.laterality)
    way = next(iter(ways_of(made)), "neutral")
    held = made.dose
    dose = Dose(held.sets, held.reps, held.hold_s, MOVE_S, 0, held.rest_s, hold_breaths=held.hold_breaths, **sides)
    stages = STAGES[STAGES.index(made.stage) :]
    return Exercise(
        made.id, words.name, "exercise", made.category, made.id, PLACES[made.position][0], way,
        made.laterality, words.picture or words.name, tags_of(made), equipment=tuple((e,) for e in made.equipment),
        steps=words.steps, cautions=words.stop_if, mistakes=tuple(Mistake(what, "", "") for what in words.mistakes),
        doses={stage: DoseRange(dose, dose) for stage in stages}, made=made,
    )  # fmt: skip


# --------------------------------------------------------------------------------------------------- content


def made_in(events: Iterable[Event]) -> tuple[HomeMade, ...]:
    """The home-made exercises that events bring along, each once, as it first came."""
    found: dict[str, HomeMade] = {}
    for event in events:
        if isinstance(event, TherapistEdit) and event.home_made is not None and readable(event.home_made):
            found.setdefault(event.home_made.id, event.home_made)
    return tuple(found.values())


def readable(made: HomeMade) -> bool:
    """Whether a stored one can still be shown: it has words, and an id that no exercise of the catalog can have."""
    return bool(made.en or made.es) and ID.fullmatch(made.id) is not None


def widened(content: Content, made: Sequence[HomeMade]) -> Content:
    """``content`` with these exercises after its own; itself where it has them all.

    The same exercises make the same content, whether they came together or one after the other.
    """
    new = tuple(replace(row, picture_data="") for row in made if row.id not in content.index)
    if not new:
        return content
    plain: Content = content.memo.get("plain", content)
    rows = (*(e.made for e in content.exercises[len(plain.exercises) :] if e.made is not None), *new)
    known: dict[str, Content] = plain.memo.setdefault("home made", {})
    text = json.dumps([as_json(row) for row in rows], sort_keys=True)
    found = known.get(text)
    if found is None:
        digest = hashlib.sha256(f"{plain.digest} {text}".encode()).hexdigest()
        exercises = (*plain.exercises, *(exercise_of(row, plain.language) for row in rows))
        found = replace(plain, exercises=exercises, digest=digest, memo={"plain": plain})
        if len(known) >= MOST_KNOWN:
            known.clear()
        known[text] = found
    return found


def with_events(content: Content, events: Iterable[Event]) -> Content:
    """``content`` as a chart with these events needs it."""
    return widened(content, made_in(events))


# ---------------------------------------------------------------------------------------------------- checks


def check_made(made: HomeMade, content: Content) -> None:
    """Raises ``BirddogError`` that names what is wrong with a home-made exercise, and what is allowed."""
    if not ID.fullmatch(made.id):
        raise BirddogError(f"home_made.id is '{made.id[:60]}'; allowed: such as own-0123456789ab-1")
    known = content.exercise(made.id).made if made.id in content.index else None
    if known is not None and known != replace(made, picture_data=""):
        raise BirddogError(f"home_made: '{made.id}' is another exercise already; a change gets another version")
    told = [(code, words) for code, words in (("en", made.en), ("es", made.es)) if words is not None]
    if not told:
        raise BirddogError("home_made: its words are missing; allowed: in English, in Spanish, or in both")
    for code, words in told:
        _check_words(words, f"home_made.{code}", bool(made.picture))
    if made.picture and not PICTURE.fullmatch(made.picture):
        raise BirddogError(f"home_made.picture is '{made.picture[:60]}'; allowed: 32 hexadecimal digits")
    things = sorted({thing for e in content.exercises for group in e.equipment for thing in group if e.made is None})
    for name, given, allowed in (("equipment", made.equipment, things), ("answers", made.answers, ASKED)):
        if strange := [one for one in given if one not in allowed]:
            raise BirddogError(f"home_made.{name} has '{strange[0][:60]}'; allowed: {', '.join(allowed)}")


def _check_words(words: HomeMadeWords, where: str, pictured: bool) -> None:
    if not words.name.strip():
        raise BirddogError(f"{where}.name is missing")
    for name, longest in (("name", LONGEST_NAME), ("picture", LONGEST)):
        if len(getattr(words, name)) > longest:
            raise BirddogError(f"{where}.{name} has {len(getattr(words, name))} letters; allowed: {longest}")
    if not words.steps:
        raise BirddogError(f"{where}.steps is missing; allowed: 1 to {MOST_LINES} sentences")
    if pictured and not words.picture.strip():
        raise BirddogError(f"{where}.picture is missing; say what the picture shows, for whoever cannot see it")
    for name in ("steps", "mistakes", "stop_if"):
        lines: tuple[str, ...] = getattr(words, name)
        if len(lines) > MOST_LINES:
            raise BirddogError(f"{where}.{name} has {len(lines)} sentences; allowed: {MOST_LINES}")
        if any(not 0 < len(line.strip()) <= LONGEST or len(line) > LONGEST for line in lines):
            raise BirddogError(f"{where}.{name}: a sentence has 1 to {LONGEST} letters")
