"""Steps of the intake as their templates want them: what was typed or answered stands in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from birddog.services.intake_flow import Flow, shown
from birddog.services.intake_form import MOST_ACTIVITIES, Field, Posted, Step, spell
from birddog.services.whole import whole_number


@dataclass(frozen=True)
class ChoiceShown:
    """One answer to choose from."""

    value: str
    label: str
    id: str
    checked: bool


@dataclass(frozen=True)
class FieldShown:
    """A question on a page. ``value`` is what stands in it; ``rows`` the lines of the own activities."""

    field: Field
    id: str
    value: str
    unit: str
    number: int | None
    choices: tuple[ChoiceShown, ...]
    rows: tuple[dict[str, str], ...]
    error: str


def fields_shown(step: Step, flow: Flow, posted: Posted | None, errors: dict[str, str]) -> list[FieldShown]:
    """The questions of a step that apply, with what was posted, else with the answers given before."""
    return [_field(field, flow, posted, errors.get(field.path, "")) for field in step.asked(flow.told)]


def _field(field: Field, flow: Flow, posted: Posted | None, error: str) -> FieldShown:
    texts, unit = _before(field, flow) if posted is None else _typed(field, posted)
    name = field.path.replace(".", "-")
    choices = tuple(
        ChoiceShown(choice.value, str(choice.label), f"{name}-{choice.value}", choice.value in texts)
        for choice in field.choices
    )  # fmt: skip
    value = texts[-1] if texts else ""
    number = whole_number(value) if field.kind == "scale" else None
    return FieldShown(field, name, value, unit, number, choices, tuple(_activities(field, flow, posted)), error)


def _typed(field: Field, posted: Posted) -> tuple[list[str], str]:
    unit = (posted.get(f"{field.path}.unit") or [""])[-1]
    return list(posted.get(field.path) or ()), unit


def _before(field: Field, flow: Flow) -> tuple[list[str], str]:
    value = shown(field, flow)
    if field.kind == "duration":
        told, unit = spell(value)
        return [told], unit
    if value == [] and field.kind == "many":
        return ["none"], ""
    if isinstance(value, list):
        return [str(part) for part in value], ""
    return ([] if value is None else [str(value)]), ""


def _activities(field: Field, flow: Flow, posted: Posted | None) -> Iterator[dict[str, str]]:
    """Always the same number of lines, filled or empty."""
    if field.kind != "activities":
        return
    given = shown(field, flow) or []
    for row in range(MOST_ACTIVITIES):
        name = f"{field.path}.{row}"
        line = {"activity": "", "score": ""}
        if posted is not None:
            line = {key: (posted.get(f"{name}.{key}") or [""])[-1] for key in line}
        elif row < len(given):
            line = {key: str(given[row].get(key, "")) for key in line}
        yield {"name": name, **line}


# --------------------------------------------------------------------------------------------------------- review


@dataclass(frozen=True)
class StepSaid:
    """A step that was answered: its id, title and what was said to each question."""

    id: str
    title: str
    said: tuple[tuple[str, str], ...]


def review_shown(flow: Flow) -> list[dict[str, Any]]:
    """Chapters with their steps; the safety questions, which are many, come as one chapter that can be folded,
    with what was not answered no in sight."""
    chapters: list[dict[str, Any]] = []
    for signs, steps in groupby(flow.applying, key=lambda step: step.fields[0].path.startswith("red_flags.")):
        rows = list(steps)
        if signs:
            chapters.append(_signs(rows, flow))
            continue
        for chapter, inside in groupby(rows, key=lambda step: str(step.chapter)):
            said = [StepSaid(step.id, str(step.title), tuple(_said(step, flow))) for step in inside]
            chapters.append({"title": chapter, "steps": said, "folded": False})
    return chapters


def _signs(steps: list[Step], flow: Flow) -> dict[str, Any]:
    said = [StepSaid(step.id, str(step.title), tuple(_said(step, flow))) for step in steps]
    total = sum(len(step.said) for step in said)
    noes = sum(answer == _("No") for step in said for _label, answer in step.said)
    count = ngettext("%(noes)d of %(total)d answered no", "%(noes)d of %(total)d answered no", noes)
    apart = [step for step in said if any(answer != _("No") for _label, answer in step.said)]
    return {"title": _("Safety questions"), "steps": said, "folded": True, "apart": apart,
            "count": count % {"noes": noes, "total": total}}  # fmt: skip


def _said(step: Step, flow: Flow) -> Iterator[tuple[str, str]]:
    for field in step.asked(flow.told):
        yield str(field.label), _in_words(field, flow)


def _in_words(field: Field, flow: Flow) -> str:
    """An answer as a person would say it; empty where there is none."""
    value = shown(field, flow)
    if value is None or (value == [] and field.kind != "many"):
        return ""
    if field.kind == "activities":
        score = _("%(activity)s (%(score)s of 10)")
        return "; ".join(score % row if "score" in row else row["activity"] for row in value)
    if field.choices:
        labels = {choice.value: str(choice.label) for choice in field.choices}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(part), str(part)) for part in chosen or ["none"])
    if field.kind == "duration":
        return duration_words(value)
    if field.kind == "scale":
        return _("%(score)s of 10") % {"score": value}
    return date_format(date.fromisoformat(value), "DATE_FORMAT") if field.kind == "date" else str(value)


def duration_words(weeks: float) -> str:
    """A length of time, such as "3 weeks"."""
    told, unit = spell(weeks)
    if not told.isdigit():
        return _("about %(weeks)s weeks") % {"weeks": told}
    n = int(told)
    words = {
        "days": ngettext("%(n)d day", "%(n)d days", n), "weeks": ngettext("%(n)d week", "%(n)d weeks", n),
        "months": ngettext("%(n)d month", "%(n)d months", n), "years": ngettext("%(n)d year", "%(n)d years", n),
    }  # fmt: skip
    return words[unit] % {"n": n}
