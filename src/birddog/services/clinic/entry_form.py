"""The form that changes an entry of the content: its fields in words, and what was entered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from birddog.catalog.overlay import Edition, packaged
from birddog.catalog.overlay_fields import Field, fields
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.services.clinic.entry_page import ASKED, LEVELS, TONGUES, plain
from birddog.services.numbers import whole_number

AMOUNTS = {
    "sets": gettext_lazy("sets"), "reps": gettext_lazy("repetitions"), "hold_s": gettext_lazy("hold"),
    "hold_breaths": gettext_lazy("hold in breaths"), "minutes": gettext_lazy("minutes"),
    "per_day": gettext_lazy("times a day"), "days_per_week": gettext_lazy("days a week"),
}  # fmt: skip
NAMES = {
    **ASKED, "max_pain": gettext_lazy("Not if pain is above (0 to 10)"),
    "tags": gettext_lazy("It also takes out exercises tagged"), "summary": gettext_lazy("In one sentence"),
    "steps": gettext_lazy("Steps, one per line"), "breathing": gettext_lazy("Breathing"),
    "cautions": gettext_lazy("Take care, one per line; those already there stay"),
    "points": gettext_lazy("What it says, one point per line"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Input:
    """A field of the form that changes an entry."""

    field: Field
    label: str
    text: str
    options: tuple[tuple[str, str, bool], ...] = ()


def inputs_of(entry: str, edition: Edition, language: str) -> tuple[Input, ...]:
    """The fields that a clinic may change, as they stand in ``edition``."""
    content = packaged().contents[language]
    return tuple(_input(field, content) for field in fields(entry, packaged().files, edition.files))


def _input(field: Field, content: Content) -> Input:
    value = field.value
    text = "\n".join(value) if field.kind == "lines" else "" if value is None else str(value)
    options: tuple[tuple[str, str, bool], ...] = ()
    if field.kind == "word":
        options = tuple((word, str(LEVELS[word]), word == value) for word in field.choices)
    elif field.kind == "words":
        options = tuple((w, plain(w), w in value) for w in field.choices if w not in field.must)
    return Input(field, _label(field, content), text, options)


def _label(field: Field, content: Content) -> str:
    name, _sep, language = field.name.partition(":")
    if name.startswith("dose."):
        parts = name.split(".")
        slots = {"stage": content.stages[parts[1]].title, "what": AMOUNTS[parts[-1]]}  # type: ignore[index]
        return (_("%(stage)s: %(what)s, at most") if "most" in parts else _("%(stage)s: %(what)s, at first")) % slots
    if name.startswith("values."):
        return f"{plain(name.split('.')[1])} ({field.unit})"
    return f"{NAMES[name]} ({TONGUES[language]})" if language else str(NAMES[name])


def told_of(inputs: tuple[Input, ...], form: Any) -> dict[str, Any]:
    """What a form says of each field that it names. Raises ``BirddogError`` for a number that is none."""
    told: dict[str, Any] = {}
    for one in inputs:
        field, text = one.field, form.get(one.field.name)
        if text is None and field.kind != "words":
            continue
        if field.kind == "words":
            told[field.name] = [w for w in field.value if w in field.must] + [
                word for word in form.getlist(field.name) if word not in field.must
            ]
        elif field.kind == "lines":
            told[field.name] = [line.strip() for line in text.splitlines() if line.strip()]
        elif field.kind == "number":
            if text.strip():
                told[field.name] = _number_of(field, text.strip())
        else:
            told[field.name] = text.strip()
    return told


def _number_of(field: Field, text: str) -> float:
    whole = whole_number(text)
    if whole is not None:
        return whole
    try:
        number = float(text) if len(text) < 10 else float("nan")
    except ValueError:
        number = float("nan")
    if number != number:
        raise BirddogError(f"{field.name} is '{text[:40]}'; allowed: {field.low:g} to {field.high:g}")
    return number
