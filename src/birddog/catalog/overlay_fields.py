"""What a clinic may change of an entry, and within what.

Words and first doses may be changed. What protects may only become tighter: the level of a danger sign goes up, a veto
bars more, a dose ends lower, a limit moves to its stricter side. The number of a rule says which side that is
(``stricter``), or that a clinic may also loosen it within its bounds (``clinic_may_loosen``); one that says neither
stays as it is. ``catalog.stricter`` holds what comes of it against the packaged content once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from birddog.catalog.entries import Files, kind_of
from birddog.catalog.tags import ALL
from birddog.catalog.words import bad_words, habits
from birddog.core.content.values import BirddogError, Disposition

AMOUNTS = ("sets", "reps", "hold_s", "hold_breaths")
OFTEN = ("minutes", "per_day", "days_per_week")
UNITS = {"hold_s": "s", "hold_breaths": "breaths", "minutes": "min"}
TEXTS: dict[str, Literal["text", "lines"]] = {
    "summary": "text", "steps": "lines", "breathing": "text", "cautions": "lines",
}  # fmt: skip
"""Texts of an exercise, in every language."""
STAYS = "cautions"
"""Of these lines none is taken out; more may be added."""
LONGEST, MOST_LINES = 600, 14
MOST_PAIN = 10
LEVELS = tuple(level.word for level in sorted(Disposition))


@dataclass(frozen=True, slots=True)
class Field:
    """One thing of an entry that may be changed.

    ``value`` is what stands there now, ``None`` for nothing. A number lies from ``low`` to ``high``; a word is one of
    ``choices``, several are some of them, with all that ``must`` be there. Texts have a ``language``.
    """

    name: str
    kind: Literal["number", "text", "lines", "word", "words"]
    value: Any
    low: float = 0
    high: float = 0
    unit: str = ""
    choices: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    language: str = ""


def fields(entry: str, base: Files, now: Files) -> tuple[Field, ...]:
    """What may be changed of an entry: the values as they stand ``now``, the bounds from the packaged content."""
    kind, _ = kind_of(entry)
    found = READERS[kind](entry, base, now)
    return tuple(field for field in found if field.kind != "number" or field.low < field.high)


def put(files: Files, entry: str, name: str, value: Any) -> None:
    """Change a field of an entry, in place. Raises ``BirddogError`` if there is nothing of that name."""
    path, _, language = name.partition(":")
    row: Any = files.words(entry, language) if language and language != "en" else files.row(entry)
    if path == "points":
        for point, text in zip(row["points"], value, strict=True) if not language or language == "en" else ():
            point["text"] = text
        if language and language != "en":
            row["points"] = list(value)
        return
    parts = path.split(".")
    inner = row
    for part in parts[:-1]:
        inner = inner.get(part) if isinstance(inner, dict) else None
    if not isinstance(inner, dict) or (parts[-1] not in inner and path != "max_pain"):
        raise BirddogError(f"{entry}: there is no {name} any more; take the change back")
    inner[parts[-1]] = value


def checked(field: Field, value: Any) -> Any:
    """A new value of a field, as it is kept. Raises ``BirddogError`` that says what is allowed."""
    if field.kind == "number":
        whole = isinstance(field.value, int) or field.value is None
        if not field.low <= value <= field.high:
            raise BirddogError(f"{field.name} is {value:g}; allowed: {field.low:g} to {field.high:g}")
        return int(value) if whole and value == int(value) else _whole(field, value, whole)
    if field.kind == "word":
        if value not in field.choices:
            raise BirddogError(f"{field.name} is '{value}'; allowed: {', '.join(field.choices)}")
        return value
    if field.kind == "words":
        if strange := sorted(set(value) - set(field.choices)):
            raise BirddogError(f"{field.name} has '{strange[0]}'; allowed: {', '.join(field.choices)}")
    elif not value or len(value) > (MOST_LINES if field.kind == "lines" else LONGEST):
        raise BirddogError(f"{field.name} has {len(value)}; allowed: 1 to {MOST_LINES} lines, {LONGEST} letters")
    for text in value if field.kind == "lines" else [value] if field.kind == "text" else ():
        _check_text(field, text)
    if lost := [word for word in field.must if word not in value]:
        raise BirddogError(f"{field.name} has lost '{lost[0]}'; it protects and stays")
    return list(value) if field.kind in ("lines", "words") else value


def _whole(field: Field, value: float, whole: bool) -> float:
    if whole:
        raise BirddogError(f"{field.name} is {value:g}; allowed: a whole number")
    return value


def _check_text(field: Field, text: str) -> None:
    if not text.strip() or len(text) > LONGEST:
        raise BirddogError(f"{field.name} has {len(text)} letters; allowed: 1 to {LONGEST}")
    for found in (*bad_words(text, field.language), *habits(text, field.language)):
        raise BirddogError(f"{field.name}: {found}")


# ------------------------------------------------------------------------------------------------- kinds of entries


def _exercise(entry: str, base: Files, now: Files) -> Iterator[Field]:
    was, row = base.row(entry), now.row(entry)
    if was["kind"] not in ("exercise", "aerobic"):
        return
    names = OFTEN if was["kind"] == "aerobic" else AMOUNTS
    for stage, dose in was.get("dose", {}).items():
        most, told = dose.get("most", {}), row["dose"][stage]
        for name in (name for name in names if dose.get(name)):
            high = most.get(name, dose[name])
            unit = UNITS.get(name, "")
            yield Field(f"dose.{stage}.{name}", "number", told[name], 1, high, unit)
            if name in most:
                yield Field(f"dose.{stage}.most.{name}", "number", told["most"][name], 1, most[name], unit)
    if was["kind"] == "exercise":
        yield Field("max_pain", "number", row.get("max_pain"), 0, was.get("max_pain", MOST_PAIN))
    for name, kind in TEXTS.items():
        for language in ("en", *base.languages):
            before, words = (
                files.row(entry) if language == "en" else files.words(entry, language) for files in (base, now)
            )
            if name in words:
                must = tuple(before[name]) if name == STAYS else ()
                yield Field(f"{name}:{language}", kind, words[name], must=must, language=language)


def _lesson(entry: str, base: Files, now: Files) -> Iterator[Field]:
    yield Field("points:en", "lines", [point["text"] for point in now.row(entry)["points"]], language="en")
    for language in base.languages:
        yield Field(f"points:{language}", "lines", now.words(entry, language)["points"], language=language)


def _sign(entry: str, base: Files, now: Files) -> Iterator[Field]:
    was, row = base.row(entry), now.row(entry)
    for name in ("yes", "unsure", "level"):
        if name in was:
            yield Field(name, "word", row[name], choices=LEVELS[LEVELS.index(was[name]) :])


def _veto(entry: str, base: Files, now: Files) -> Iterator[Field]:
    must = tuple(base.row(entry)["tags"])
    yield Field("tags", "words", now.row(entry)["tags"], choices=tuple(sorted(ALL)), must=must)


def _rule(entry: str, base: Files, now: Files) -> Iterator[Field]:
    for name, told in base.row(entry)["values"].items():
        if (span := span_of(told)) is not None:
            value = now.row(entry)["values"][name]["value"]
            yield Field(f"values.{name}.value", "number", value, *span, told.get("unit", ""))


def span_of(told: Mapping[str, Any]) -> tuple[float, float] | None:
    """Between what a clinic may set a number of a rule; ``None`` where it may not."""
    value, low, high = (told.get(name) for name in ("value", "min", "max"))
    if isinstance(value, list) or low is None or high is None:
        return None
    if told.get("clinic_may_loosen"):
        return low, high
    return {"lower": (low, value), "higher": (value, high)}.get(told.get("stricter", ""))


READERS = {"exercise": _exercise, "lesson": _lesson, "sign": _sign, "veto": _veto, "rule": _rule}
