"""An exercise file from one demonstration: what it shows, and marked as missing what it cannot.

Nobody is given it. It is written as a ``method``, which no session ever holds, and with every tag that a veto bars and
that does not contradict its start; a therapist makes it an ``exercise``, with tags, doses and words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from birddog.body.coach import teach
from birddog.body.coach.recording import Recording
from birddog.body.definition import Position, parse
from birddog.body.keyframes import Movement
from birddog.catalog.agreement import CHECKS
from birddog.catalog.library import exercise_of
from birddog.catalog.shown import Shown
from birddog.catalog.tags import GROUPS, NEVER_TOGETHER, START_TAG
from birddog.catalog.toml import as_toml
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError

TO_FILL = "To be written by a therapist."
OPEN = """A therapist has yet to say: kind ('exercise' when it may be given), tags, doses, direction, ladder, cautions,
summary, steps, category, and whether the keyframes are right. Until then no session holds it."""
HEAD = """# Proposed from one demonstration; read every line. Landmarks show joints, not what they are for: kind, tags,
# doses, words, ladder and what pelvis and spine do inside the trunk are still to be said. As a `method` nobody is given
# it, and the tags are the most that vetoes bar: take one away only when it is known not to hold.

"""
NOT_SHOWN = frozenset({"varied", "pool", "machine-seat", "machine-standing", "side-plank-knees"})
"""Start positions that a demonstration before a camera is not taken for."""


def id_of(name: str) -> str:
    """The id of a name: lower case words with hyphens. Raises ``BirddogError`` where none is left."""
    found = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
    if not found:
        raise BirddogError(f"name: '{name}' has no letter or digit of a-z, 0-9 to make an id from")
    return found


def tags_of(start: str, content: Content) -> list[str]:
    """The tag of the start, and every tag that some veto bars and that does not contradict those before it."""
    first = START_TAG[start]
    barred = sorted({tag for veto in content.vetoes for tag in veto.tags})
    out = [first]
    for tag in (*barred, *(group[0] for group in GROUPS.values())):
        apart = any({tag, other} in map(set, NEVER_TOGETHER) for other in out)
        if tag not in out and not apart and not _excuses(tag, content):
            out.append(tag)
    return out


def _excuses(tag: str, content: Content) -> bool:
    """Whether a tag lifts a veto: such a one is never proposed."""
    return any(tag in veto.unless_tags for veto in content.vetoes)


def exercise_table(name: str, proposal: teach.Proposal, view: str, laterality: str, content: Content) -> dict[str, Any]:
    """The exercise file as a table. Seconds and degrees are those of the demonstration."""
    seconds = [round(proposal.down, 1), round(proposal.up, 1)]
    holds = [0.5, round(proposal.held, 1)]
    frames = [
        {"name": word, "seconds": took, "hold": hold, "angles": dict(angles), "contacts": dict(held)}
        for word, took, hold, (angles, held) in zip(("start", "far"), seconds, holds, proposal.frames, strict=True)
    ]  # fmt: skip
    return {
        "id": id_of(name), "name": name, "kind": "method", "category": "mobility", "family": id_of(name),
        "start": proposal.start, "direction": "none", "laterality": laterality, "summary": TO_FILL,
        "steps": [], "tags": tags_of(proposal.start, content), "articles": [], "sources": ["birddog"], "rules": [],
        "confirmed": False, "movement": {"view": view, "keyframes": frames},
    }  # fmt: skip


def exercise_text(table: dict[str, Any]) -> str:
    """The exercise file as it is written, a line for each thing to edit."""
    rest = dict(table)
    movement = dict(rest.pop("movement"))
    frames = movement.pop("keyframes")
    parts = [as_toml(rest), "[movement]\n" + as_toml(movement)]
    parts += ["[[movement.keyframes]]\n" + as_toml(frame) for frame in frames]
    bare = re.compile(r'(^|[{,] ?)"([a-z_]+)" = ', re.MULTILINE)
    return HEAD + bare.sub(r"\1\2 = ", "\n".join(part.strip("\n") + "\n" for part in parts))


def language_text(name: str, code: str) -> str:
    """The file of another language: its texts, each marked as not yet written in it."""
    return as_toml({"name": f"{name} [{code}]", "summary": f"[{code}] {TO_FILL}"})


def files_of(table: dict[str, Any], codes: Iterable[str]) -> dict[str, str]:
    """Texts by path in a content folder: the exercise, and its file in each language of these codes."""
    file = f"exercises/{table['id']}.toml"
    others = {f"languages/{code}/{file}": language_text(table["name"], code) for code in codes}
    return {**others, file: exercise_text(table)}


def taught(name: str, taken: Recording, positions: Iterable[Position], view: str, laterality: str, content: Content
           ) -> tuple[dict[str, Any], Movement]:  # fmt: skip
    """The exercise file and its movement from a demonstration. Raises ``BirddogError`` with what is wrong with it."""
    known = {p.name: p for p in positions}
    try:
        proposal = teach.propose(taken, known.values(), view, laterality)
    except ValueError as error:
        raise BirddogError(str(error)) from error
    table = exercise_table(name, proposal, view, laterality, content)
    movement, found = parse(table["movement"], table, known)
    if movement is None:
        raise BirddogError("\n".join(str(problem) for problem in found))
    return table | {"exempt": _exempt(table, movement)}, movement


def _exempt(table: dict[str, Any], movement: Movement) -> list[dict[str, str]]:
    """Where the tags say more than the movement shows: they stay until a therapist takes them away."""
    shown = Shown(exercise_of(table), movement)
    return [{"check": name, "why": TO_FILL} for name, check in CHECKS.items() if any(check(shown))]
