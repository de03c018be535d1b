"""Content in another language: the same ids, numbers and decisions, and the words of that language.

A language is a folder in ``content/languages``. Its files hold text and nothing else, in tables of the shape
that ``texts`` gives for English; where English has a text, they have one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from birddog.catalog.library import content_folder, load_default, stores
from birddog.catalog.rule_values import field_of
from birddog.catalog.slots import filled, tongue_of
from birddog.catalog.toml import parsed_once, read_toml
from birddog.core.content.content import Content, Lesson
from birddog.core.content.exercise import Exercise, Mistake
from birddog.core.content.values import BirddogError

Table = dict[str, Any]
"""Texts by key: a text, a list of texts or tables, or another table."""

ABOUT = "language.toml"
"""The file that says what the language is called, and which texts are the same as in English."""
WORDS = ("notes.toml", "notes_scope.toml", "notes_wide.toml")
"""The files with the words of free text; they have no English counterpart to be held against (``catalog.notes``)."""
FREE = ("aliases",)
"""Lists that each language fills as its speakers do; they may be left out."""
ID = "until"
"""A word that stands among the texts and is an id: it may be repeated, and stays as it is."""


def languages_of(folder: Path) -> tuple[str, ...]:
    """Codes of the languages of a content folder: English, then the others by code."""
    return ("en", *sorted(path.name for path in (folder / "languages").glob("*") if path.is_dir()))


LANGUAGES = languages_of(content_folder())
"""Codes of the languages that come with the package."""


@cache
def load_language(code: str) -> Content:
    """The packaged content in a language (``en``, ``es``), read once.

    Raises ``BirddogError`` that lists the languages if there is no such one, or names what it lacks.
    """
    if code not in LANGUAGES:
        raise BirddogError(f"language: there is no '{code}'; there is {', '.join(LANGUAGES)}")
    if code == "en":
        return load_default()
    with parsed_once(*stores(code)):
        return translated(load_default(), content_folder() / "languages" / code)


def translated(content: Content, folder: Path) -> Content:
    """``content`` with the texts of a language folder. Raises ``BirddogError`` if one of them is missing."""
    tables = with_numbers(read_language(folder), content, folder)
    if lacking := list(shape_problems(content, tables)):
        more = f" (and {len(lacking) - 1} more; see `birddog check`)" if len(lacking) > 1 else ""
        raise BirddogError(f"languages/{folder.name}/{lacking[0]}{more}")
    return _with(content, tables, folder.name)


def read_language(folder: Path) -> dict[str, Table]:
    """The files of a language: path inside its folder -> table; ``language.toml`` is left out."""
    found = {}
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).as_posix()
        if name not in (ABOUT, *WORDS):
            try:
                found[name] = _told(**read_toml(path))
            except BirddogError as error:
                raise BirddogError(f"languages/{folder.name}/{name.removesuffix(path.name)}{error}") from error
    return found


def with_numbers(tables: dict[str, Table], content: Content, folder: Path) -> dict[str, Table]:
    """The tables of a language, the numbers in the sentences of its rules filled in from the values of the rules."""
    tongue, code = tongue_of(folder), folder.name
    table = {field_of(rule.id): rule.values for rule in content.rules.values()}
    rules = {}
    for rule_id, row in tables.get("rules.toml", {}).items():
        if not isinstance(row, dict):
            return tables  # said with its place by ``shape_problems``
        try:
            rules[rule_id] = {
                key: filled(text, rule_id, table, tongue) if isinstance(text, str) else text
                for key, text in row.items()
            }
        except BirddogError as error:
            raise BirddogError(f"languages/{code}/rules.toml [{rule_id}]: {error}") from error
    return {**tables, "rules.toml": rules} if rules else tables


# ------------------------------------------------------------------------------------------ the shape of a language


def texts(content: Content) -> dict[str, Table]:
    """Every text of a content that a person reads, as the files of a language hold it: path -> table."""
    rules = {rule.id: {"patient": rule.patient} for rule in content.rules.values()}
    return {
        **{f"exercises/{e.id}.toml": exercise_texts(e) for e in content.exercises},
        **{f"lessons/{x.id}.toml": {"title": x.title, "points": [p.text for p in x.points]} for x in content.lessons},
        "rules.toml": rules,
        "screening.toml": {
            "item": {i.id: _told(question=i.question, says=i.says) for i in content.screen_items},
            "cluster": {row.id: {"says": row.says} for row in content.clusters},
            "finding": {row.id: {"says": row.says} for row in content.findings},
        },
        "vetoes.toml": {veto.id: _told(says=veto.says, not_known=veto.not_known) for veto in content.vetoes},
        "stages.toml": {name: {"title": stage.title, "aim": stage.aim} for name, stage in content.stages.items()},
        "routines.toml": {row.id: {"name": row.name, "summary": row.summary} for row in content.routines},
        "modalities.toml": {m.id: {"name": m.name, "advice": m.advice, "why": m.why} for m in content.modalities},
        "measures.toml": {i.id: {"title": i.title} for i in content.instruments if not i.prompts},
        "phrases.toml": content.phrases,
        **({"retired.toml": {row.id: row.name for row in content.retired.values()}} if content.retired else {}),
    }


def exercise_texts(exercise: Exercise) -> Table:
    """The texts of one exercise."""
    return {"aliases": list(exercise.aliases)} | _told(
        name=exercise.name, summary=exercise.summary, steps=list(exercise.steps),
        cues=list(exercise.cues), breathing=exercise.breathing, cautions=list(exercise.cautions),
        mistakes=[{"what": m.what, "feels": m.feels, "fix": m.fix} for m in exercise.mistakes],
        faults={fault.id: {"cue": fault.cue, "why": fault.why} for fault in exercise.faults},
        practice=exercise.practice, avoid=_told(reason=exercise.avoid_reason, until=exercise.avoid_until),
    )  # fmt: skip


def _told(**parts: Any) -> Table:
    """The parts that say something; empty ones count as left out, at any depth."""
    inner = {name: _told(**part) if isinstance(part, dict) else part for name, part in parts.items()}
    return {name: part for name, part in inner.items() if part not in ("", [], {})}


def shape_problems(content: Content, tables: dict[str, Table]) -> Iterator[str]:
    """Files, keys and entries that a language lacks, or has and English has not; each begins with its file."""
    english = texts(content)
    yield from (f"{file} is missing" for file in english if file not in tables)
    yield from (f"{file}: there is no such file in English" for file in tables if file not in english)
    for file, table in english.items():
        if file in tables:
            yield from _differences(table, tables[file], f"{file}:")


def _differences(english: Any, other: Any, place: str) -> Iterator[str]:
    if not isinstance(other, type(english)):
        yield f"{place} must be {_kind(english)}, not {_kind(other)}"
    elif isinstance(english, str):
        if not other.strip():
            yield f"{place} is empty"
    elif isinstance(english, dict):
        yield from (f"{place} '{key}' is missing" for key in english if key not in (*other, "aliases", ID))
        yield from (f"{place} there is no '{key}' in English" for key in other if key not in english)
        for key in english:
            if key in other:
                inner = _list if key in FREE else _id if key == ID else _differences
                yield from inner(english[key], other[key], f"{place} {key}")
    elif len(english) != len(other):
        yield f"{place} has {len(other)} entries; English has {len(english)}"
    else:
        for n, (one, two) in enumerate(zip(english, other, strict=True), 1):
            yield from _differences(one, two, f"{place} {n}")


def _list(_: Any, other: Any, place: str) -> Iterator[str]:
    """A list that may be as long as it likes: of texts."""
    if not isinstance(other, list) or not all(isinstance(text, str) and text.strip() for text in other):
        yield f"{place} must be a list of texts"


def _id(english: Any, other: Any, place: str) -> Iterator[str]:
    """An id, which is the same in every language."""
    if other != english:
        yield f"{place} must be '{english}' (it is an id), not '{other}'"


def _kind(value: Any) -> str:
    names = {"str": "a text", "list": "a list", "dict": "a table"}
    return names.get(type(value).__name__, f"a {type(value).__name__}")


# --------------------------------------------------------------------------------------------- putting the texts in


def _with(content: Content, tables: dict[str, Table], code: str) -> Content:
    """The content with the texts of complete tables; nothing that decides is touched."""
    screening, stages, measures = (tables[f"{name}.toml"] for name in ("screening", "stages", "measures"))
    rules, routines, modalities = (tables[f"{name}.toml"] for name in ("rules", "routines", "modalities"))
    return replace(
        content,
        language=code,
        exercises=tuple(_exercise(e, tables[f"exercises/{e.id}.toml"]) for e in content.exercises),
        rules={key: replace(rule, **rules[key]) for key, rule in content.rules.items()},
        screen_items=tuple(replace(i, **screening["item"][i.id]) for i in content.screen_items),
        clusters=tuple(replace(row, **screening["cluster"][row.id]) for row in content.clusters),
        findings=tuple(replace(row, **screening["finding"][row.id]) for row in content.findings),
        vetoes=tuple(replace(veto, **tables["vetoes.toml"][veto.id]) for veto in content.vetoes),
        stages={name: replace(stage, **stages[name]) for name, stage in content.stages.items()},
        lessons=tuple(_lesson(lesson, tables[f"lessons/{lesson.id}.toml"]) for lesson in content.lessons),
        routines=tuple(replace(row, **routines[row.id]) for row in content.routines),
        modalities=tuple(replace(row, **modalities[row.id]) for row in content.modalities),
        instruments=tuple(replace(i, **measures.get(i.id, {})) for i in content.instruments),
        phrases=tables["phrases.toml"],
        retired={key: replace(row, name=tables["retired.toml"][key]) for key, row in content.retired.items()},
        memo={},
    )


def _exercise(exercise: Exercise, row: Table) -> Exercise:
    said: Table = {key: row.get(key, "") for key in ("name", "summary", "breathing", "practice")}
    said |= {key: tuple(row.get(key, ())) for key in ("steps", "cues", "cautions")}
    said["aliases"] = tuple(dict.fromkeys((*row.get("aliases", ()), exercise.name, *exercise.aliases)))
    said["mistakes"] = tuple(Mistake(**mistake) for mistake in row.get("mistakes", ()))
    told = row.get("faults", {})
    said["faults"] = tuple(replace(fault, **told.get(fault.id, {})) for fault in exercise.faults)
    return replace(exercise, **said, avoid_reason=row.get("avoid", {}).get("reason", ""))


def _lesson(lesson: Lesson, row: Table) -> Lesson:
    points = tuple(replace(point, text=text) for point, text in zip(lesson.points, row["points"], strict=True))
    return replace(lesson, title=row["title"], points=points)
