"""Steps of the intake as their templates want them: what was typed or answered stands in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from birddog.core.screen.screening import screen
from birddog.services.intake.answering import Flow, shown
from birddog.services.intake.asked_once import NONE, SOME, chosen
from birddog.services.intake.form import MOST_ACTIVITIES, Field, Part, Posted, Step, spell
from birddog.services.intake.reading_time import said_once
from birddog.services.numbers import whole_number


@dataclass(frozen=True)
class ChoiceShown:
    """One answer to choose from; ``level``: how pressing it is, of a danger sign."""

    value: str
    label: str
    id: str
    checked: bool
    level: str


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
        ChoiceShown(choice.value, str(choice.label), f"{name}-{choice.value}", choice.value in texts,
                    _level(field, flow, choice.value))
        for choice in field.choices
    )  # fmt: skip
    value = texts[-1] if texts else ""
    number = whole_number(value) if field.kind == "scale" else None
    return FieldShown(field, name, value, unit, number, choices, tuple(_activities(field, flow, posted)), error)


def _level(field: Field, flow: Flow, answer: str) -> str:
    item = flow.content.items_by_id.get(field.path.removeprefix("red_flags."))
    levels = {"yes": item.yes.word, "unsure": item.unsure.word} if item is not None else {}
    return levels.get(answer, "")


@dataclass(frozen=True)
class PartShown:
    """The questions of one part of a step; ``chosen``: its one answer to all of them; ``lead``: the sentences that
    each of its questions ends with, said once above them."""

    part: Part
    chosen: str
    error: str
    lead: str
    fields: tuple[FieldShown, ...]


def parts_shown(step: Step, fields: list[FieldShown], posted: Posted | None, errors: dict[str, str]) -> list[PartShown]:
    """The parts of a step with their questions, but for those that are folded away."""
    parts = {part.id: part for part in (Part(""), *step.parts)}
    open_ = [shown for shown in fields if not shown.field.more]
    rows = [(part, tuple(shown for shown in open_ if shown.field.part == part.id)) for part in parts.values()]
    return [_part(part, inside, posted, errors.get(part.path, "")) for part, inside in rows if inside]


def _part(part: Part, inside: tuple[FieldShown, ...], posted: Posted | None, error: str) -> PartShown:
    lead, labels = said_once([str(shown.field.label) for shown in inside])
    bare = tuple(replace(one, field=replace(one.field, label=label)) for one, label in zip(inside, labels, strict=True))
    said = _said_of_all(inside) if posted is None else chosen(part, posted)
    return PartShown(part, said, error, lead, bare)


def _said_of_all(inside: tuple[FieldShown, ...]) -> str:
    """What the answers of a list that were given before come to."""
    answers = [(shown.field.calm, choice.value) for shown in inside for choice in shown.choices if choice.checked]
    none = len(answers) == len(inside) and all(calm == value for calm, value in answers)
    return NONE if none else SOME if answers else ""


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


@dataclass(frozen=True)
class Chapter:
    """Steps of one chapter: what was told, and the calm and open answers, which are many, a press away; ``pressing``:
    a danger sign was not denied, so the chapter is not folded."""

    title: str
    steps: tuple[StepSaid, ...]
    rest: tuple[StepSaid, ...]
    count: str
    pressing: bool


def review_shown(flow: Flow) -> list[Chapter]:
    """What was answered, by chapter: what the program is made from, beside it what was denied or left out."""
    chapters = groupby(flow.applying, key=lambda step: str(step.chapter))
    return [_chapter(title, list(steps), flow) for title, steps in chapters]


def doubts_shown(flow: Flow) -> list[tuple[str, str, str]]:
    """Each question about answers that do not fit together, the id of the step that asks it ("" if none does), and the
    word that confirms both answers ("" where both cannot be so)."""
    asked = screen(flow.told.intake, flow.content, flow.told.today).asks
    return [(each.question, _step_of(each.field, flow), each.certain) for each in asked if each.kind == "contradiction"]


def _step_of(path: str, flow: Flow) -> str:
    """The step that asks for a field, else for its neighbors."""
    steps = [(step.id, other) for step in flow.applying for field in step.fields for other in field.paths]
    near = path.rpartition(".")[0] or path
    exact = [step for step, other in steps if other == path]
    return next(iter(exact or [step for step, other in steps if other.startswith(f"{near}.")]), "")


def _chapter(title: str, steps: list[Step], flow: Flow) -> Chapter:
    asked = [(step, field) for step in steps for field in step.asked(flow.told)]
    calm = [field for _step, field in asked if field.calm and shown(field, flow) == field.calm]
    told = [row for row in asked if row[1] not in calm and _in_words(row[1], flow)]
    count = ngettext("%(noes)d of %(total)d answered no", "%(noes)d of %(total)d answered no", len(calm))
    only_signs = all(field.calm == "no" for _step, field in asked)
    said = count % {"noes": len(calm), "total": len(asked)} if only_signs else _("The other answers")
    pressing = any(field.path.startswith(("red_flags.", "life.note_answers.")) for _step, field in told)
    return Chapter(title, _said(told, flow), _said([row for row in asked if row not in told], flow), said, pressing)


def _said(rows: list[tuple[Step, Field]], flow: Flow) -> tuple[StepSaid, ...]:
    by_step = groupby(rows, key=lambda row: row[0])
    return tuple(
        StepSaid(step.id, str(step.title), tuple((str(f.label), _in_words(f, flow)) for _step, f in inside))
        for step, inside in by_step
    )


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
