"""How much there is to read before the first session, and how long that takes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from birddog import catalog
from birddog.core.content.content import Content
from birddog.core.person.facts import facts
from birddog.services.intake.form import Field, Step, Told
from birddog.services.intake.steps import steps

WORDS_A_MINUTE = 200
"""Read by a person who takes their time."""
TAP_S = 2
"""Seconds for one press."""
PAGE_WORDS = 2
"""Around the questions of each page: the way back and the way on."""
KIND_WORDS = {"scale": 18, "duration": 4, "body": 13}
"""Beside a question and its choices: the numbers and ends of a scale, units, sides and views of the body."""
OTHER_WORDS = 60
"""On the welcome, and in the review, whose answers are folded."""
NONE_OF_THE_SIGNS = {"person": {"age": 40}, "red_flags": {"all_others": "no"}, "conditions": {"all_others": "no"}}
"""Whose way is the one that most people have."""
OTHER_TAPS = 3
"""Presses outside the questions: to begin, that the answers are right, and on the first session."""


def said_once(questions: Sequence[str]) -> tuple[str, list[str]]:
    """The sentences that all questions share, and the questions without them; none where one would have no words left.

    One question shares nothing.
    """
    split = [re.split(r"(?<=[.?!])\s+", question) for question in questions]
    shared = [one for one in split[0] if all(one in other for other in split)] if len(split) > 1 else []
    bare = [" ".join(one for one in sentences if one not in shared) for sentences in split]
    return (" ".join(shared), bare) if all(bare) else ("", list(questions))


def minutes(content: Content, today: date) -> int:
    """Whole minutes, rounded up, to the first session for a person who has none of the signs, by what is read and
    pressed."""
    intake = catalog.read_intake(NONE_OF_THE_SIGNS, content)
    told = Told(intake, facts(intake, today, content.values), today, (), content.values)
    asked = [step for step in steps(content) if step.when(told)]
    words = OTHER_WORDS + sum(_words(step, told) for step in asked)
    taps = OTHER_TAPS + sum(_taps(step, told) for step in asked)
    return math.ceil(words / WORDS_A_MINUTE + taps * TAP_S / 60)


def _words(step: Step, told: Told) -> int:
    """In sight on the page of a step."""
    open_ = _open(step, told)
    said = [
        *(() if step.headed else (step.title,)),
        step.why,
        *(text for part in step.parts for text in (part.title, part.none, part.some)),
    ]
    for _part, inside in groupby(open_, key=lambda field: field.part):
        lead, bare = said_once([str(field.label) for field in inside])
        said += [lead, *bare]
    listed = {part.id for part in step.parts if part.none}
    alone = [field for field in open_ if field.kind != "body" and not (field.calm and field.part in listed)]
    said += [field.hint for field in open_] + [choice.label for field in alone for choice in field.choices]
    return PAGE_WORDS + sum(KIND_WORDS.get(field.kind, 0) for field in open_) + _count(str(text) for text in said)


def _count(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _open(step: Step, told: Told) -> list[Field]:
    """The questions in sight, those of a part together."""
    return sorted((field for field in step.asked(told) if not field.more), key=lambda field: field.part)


def _taps(step: Step, told: Told) -> int:
    """One for each question, two for a number with its unit, one for all of a list, and one to go on."""
    denied = {part.id for part in step.parts if part.none}
    asked = _open(step, told)
    alone = [field for field in asked if not (field.calm and field.part in denied)]
    filled = {field.part for field in asked} & denied
    return len(filled) + sum(2 if field.kind == "duration" else 1 for field in alone) + (not step.pick)
