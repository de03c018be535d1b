"""What a therapist asks a patient in the room, on one page: every danger sign, the pain, and what applies.

A sign or a condition that is not marked counts as asked only where the therapist says that all of them were. The signs
of cauda equina are answered one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from birddog.core.content.content import Content
from birddog.core.screen.sign_groups import ONE_BY_ONE, sign_groups
from birddog.services.intake import body_map
from birddog.services.intake.form import Answers, Choice, Field, Posted, UnusableError, put, read
from birddog.services.intake.signs import FRAGILE, GROUPS, NO_YES_UNSURE, SAFETY
from birddog.services.intake.steps import steps

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

ABOUT = ("person.age", "episode.where", "episode.weeks", "pain.back_week")
"""What is always filled in."""
APPLIES: Mapping[str, str] = {
    "person.decides_for_self": "yes", "conditions.pregnancy.status": "no",
    **dict.fromkeys((
        "conditions.surgery.had", "conditions.stenosis", "conditions.spondylolisthesis", "conditions.hip_replacement",
        "conditions.knees", "conditions.shoulders", "conditions.glaucoma", "conditions.dizziness",
        "conditions.pelvic_girdle", "conditions.pelvic_floor"), "no"),
    "conditions.bone": "none", "conditions.heart": "none", "conditions.blood_pressure": "normal",
    "conditions.balance": "good",
    **dict.fromkeys((
        "abilities.floor", "abilities.kneel", "abilities.lie_on_front", "abilities.lie_on_back",
        "abilities.weight_on_hands", "abilities.stand", "abilities.sit"), "yes"),
}  # fmt: skip
"""What may apply, and the answer where the therapist has asked and it does not."""
DETAILS = (
    "conditions.pregnancy.due", "conditions.pregnancy.birth", "conditions.surgery.date", "conditions.surgery.cleared",
    "conditions.hip_operation.date",
)  # fmt: skip
"""What decides where one of these applies."""
ONLY_IF = {"postpartum": gettext_lazy("After a birth"), "fragile_bone": FRAGILE}
"""Danger signs that do not stand under the name of their group."""
SIGNS_ASKED, HEALTH_ASKED, AGREES = "signs-asked", "health-asked", "agrees"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on the page: ``choices`` are those that can be marked, ``value`` and ``unit`` what stands there."""

    field: Field
    id: str
    choices: tuple[Choice, ...]
    value: tuple[str, ...]
    unit: str
    error: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page: signs answered one by one, the other signs by theme, and what is asked of a new patient."""

    each: tuple[Asked, ...]
    rest: tuple[tuple[Words, tuple[Asked, ...]], ...]
    about: tuple[Asked, ...]
    applies: tuple[Asked, ...]
    able: tuple[Asked, ...]
    details: tuple[Asked, ...]
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """What was filled in: ``signs`` that were answered, the other ``answers``, and ``errors`` by field."""

    signs: Mapping[str, str]
    answers: Answers
    errors: Mapping[str, str]


def each_of(content: Content) -> tuple[str, ...]:
    """The danger signs that are answered one by one."""
    return tuple(sign for group in sign_groups(content) if group.id in ONE_BY_ONE for sign in group.signs)


def _themes(content: Content) -> Iterator[tuple[Words, tuple[str, ...]]]:
    """All other danger signs, those in pregnancy and after birth among them."""
    for only_if in dict.fromkeys(("", *(item.only_if for item in content.screen_items))):
        for group in sign_groups(content, only_if):
            if group.id not in ONE_BY_ONE:
                yield ONLY_IF.get(only_if) or GROUPS.get(group.id, SAFETY), group.signs


def _sign(sign: str, content: Content) -> Field:
    return Field(f"red_flags.{sign}", content.items_by_id[sign].question, "rows", NO_YES_UNSURE)


def _fields(paths: tuple[str, ...], content: Content, needed: bool = False) -> tuple[Field, ...]:
    known = {field.path: field for step in steps(content) for field in step.fields}
    return tuple(replace(known[path], needed=needed) for path in paths)


def page(posted: Posted, content: Content, errors: Mapping[str, str], before: Mapping[str, str] | None = None) -> Page:
    """The page with what was posted. ``before``: a patient's own answers that are not no; these can be answered no."""
    known = before or {}

    def asked(field: Field, calm: str = "") -> Asked:
        choices = tuple(choice for choice in field.choices if choice.value != calm)
        value = tuple(posted.get(field.path) or ())
        unit = (posted.get(f"{field.path}.unit") or [""])[-1]
        told = known.get(field.path.removeprefix("red_flags."), "")
        said = next((str(choice.label) for choice in NO_YES_UNSURE if choice.value == told), "")
        return Asked(field, field.path.replace(".", "-"), choices, value, unit, errors.get(field.path, ""), said)

    each = tuple(asked(_sign(sign, content)) for sign in each_of(content))
    rest = tuple(
        (title, tuple(asked(_sign(sign, content), "" if sign in known else "no") for sign in signs))
        for title, signs in _themes(content)
    )
    applies = tuple(asked(field, APPLIES[field.path]) for field in _fields(tuple(APPLIES), content))
    about = tuple(asked(field) for field in _fields(ABOUT, content, needed=True))
    able = tuple(row for row in applies if row.field.path.startswith("abilities."))
    details = tuple(asked(field) for field in _fields(DETAILS, content))
    return Page(each, rest, about, tuple(row for row in applies if row not in able), able, details, errors)


def signs_taken(posted: Posted, content: Content) -> Taken:
    """The danger signs that were answered: each of cauda equina, and of the others those that are marked."""
    each, errors, signs = set(each_of(content)), dict[str, str](), dict[str, str]()
    for item in content.screen_items:
        try:
            field = replace(_sign(item.id, content), needed=item.id in each)
            if (value := read(field, posted, date.max)) is not None:
                signs[item.id] = value
        except UnusableError as error:
            errors[f"red_flags.{item.id}"] = str(error)
    if SIGNS_ASKED not in posted:
        errors[SIGNS_ASKED] = _("Check this when you have asked about every sign.")
    return Taken(signs, {}, errors)


def taken(posted: Posted, content: Content, today: date) -> Taken:
    """All that was filled in for a new patient."""
    found = signs_taken(posted, content)
    errors, answers = dict(found.errors), Answers()
    for sign, told in found.signs.items():
        put(answers, f"red_flags.{sign}", told)
    about, applies = _fields(ABOUT, content, needed=True), _fields(tuple(APPLIES), content)
    for field in (*about, *applies, *_fields(DETAILS, content)):
        try:
            value = read(field, posted, today)
        except UnusableError as error:
            errors[field.path] = str(error)
            continue
        if field.kind == "body":
            _where(answers, value)
        else:
            put(answers, field.path, APPLIES.get(field.path) if value is None else value)
    if HEALTH_ASKED not in posted:
        errors[HEALTH_ASKED] = _("Check this when you have asked about all of it.")
    if AGREES not in posted:
        errors[AGREES] = _("Check this when your patient has agreed. Otherwise nothing is kept.")
    return Taken(found.signs, answers, errors)


def _where(answers: Answers, marks: list[str]) -> None:
    """Where it hurts; a leg that is not marked is free of pain and numbness: the page says so."""
    body_map.answer(answers, marks, ())
    if not body_map.says_reach(marks):
        put(answers, "leg.reach", "none")
