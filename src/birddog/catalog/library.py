"""Content files (TOML) to a ``Content`` value."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from birddog.catalog.measure_packs import pack_folders, read_pack
from birddog.catalog.notes import read_notes
from birddog.catalog.rule_values import rule_values
from birddog.catalog.slots import SENTENCES, filled, table_of
from birddog.catalog.toml import STORE, parsed_once, read_toml, user_cache
from birddog.catalog.whole import whole
from birddog.core.content.content import (
    Cluster,
    Content,
    Finding,
    Instead,
    Lesson,
    LessonPoint,
    Modality,
    Retired,
    Routine,
    Rule,
    ScreenItem,
    Source,
    StagePlan,
    Veto,
)
from birddog.core.content.exercise import AerobicDose, Dose, DoseRange, Exercise, Fault, Mistake, turns
from birddog.core.content.measures import Instrument, instrument_of
from birddog.core.content.rule_values import ChangeThatMatters
from birddog.core.content.values import STAGES, BirddogError, Disposition, StageName

RELEASES = "releases.toml"


def content_folder() -> Path:
    """The folder of the content that comes with the package."""
    return Path(__file__).resolve().parent.parent / "content"


@cache
def load_default() -> Content:
    """The content that comes with the package, read once."""
    with parsed_once(*stores("en")):
        return whole(load(content_folder()))


def stores(language: str) -> list[Path]:
    """Where the parsed files of the packaged content are looked for: in the package, then in the user's cache."""
    folder = user_cache()
    return [content_folder() / STORE, *([folder / f"{language}-{STORE}"] if folder else [])]


def load(folder: Path) -> Content:
    """Read a content folder. Raises ``BirddogError`` naming the file if one is missing or malformed."""
    exercises = tuple(read_exercise(p) for p in sorted((folder / "exercises").glob("*.toml")))
    if not exercises:
        raise BirddogError(f"{folder / 'exercises'}: no exercise files")
    screening = read_toml(folder / "screening.toml")
    lessons = (read_toml(p) for p in sorted((folder / "lessons").glob("*.toml")))
    rules = rule_rows(folder)
    values = rule_values(rules)
    return Content(
        version=read_toml(folder / "version.toml")["version"],
        digest=digest(folder),
        exercises=exercises,
        rules=_rules(rules),
        values=values,
        screen_items=tuple(_item(row) for row in screening["item"]),
        clusters=tuple(_cluster(row) for row in screening["cluster"]),
        findings=tuple(_finding(row) for row in screening["finding"]),
        vetoes=tuple(_veto(row) for row in read_toml(folder / "vetoes.toml")["veto"]),
        stages=_stages(read_toml(folder / "stages.toml")),
        lessons=tuple(_lesson(row) for row in lessons),
        routines=tuple(_routine(row) for row in read_toml(folder / "routines.toml")["routine"]),
        modalities=tuple(_modality(row) for row in read_toml(folder / "modalities.toml")["modality"]),
        sources={key: _source(key, row) for key, row in read_toml(folder / "sources.toml").items()},
        notes=read_notes(folder),
        instruments=_instruments(folder, values.change_that_matters),
        phrases=read_toml(folder / "phrases.toml"),
        contradictions=tuple(read_toml(folder / "contradictions.toml")["contradiction"]),
        defects=tuple(read_toml(folder / "defects.toml")["defect"]),
        retired=_retired(folder / "retired.toml"),
    )


def rule_rows(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Every rule as it stands in its file, with the name of the file."""
    return [(path.name, row) for path in sorted((folder / "rules").glob("*.toml")) for row in read_toml(path)["rule"]]


def _instruments(folder: Path, matters: ChangeThatMatters) -> tuple[Instrument, ...]:
    """The core measures, then those of the packs; an id twice is refused."""
    numbers = matters._asdict()
    core = []
    for row in read_toml(folder / "measures" / "core.toml")["instrument"]:
        place = f"measures/core.toml [{row['id']}]"
        named = {
            name: _named(numbers, row[name], f"{place}: {name}")
            for name in ("matters", "matters_share")
            if isinstance(row.get(name), str)
        }
        core.append(instrument_of({**row, **named}))
    found = core + [read_pack(pack) for pack in pack_folders(folder)]
    seen: set[str] = set()
    for instrument in found:
        if instrument.id in seen:
            raise BirddogError(f"measures: '{instrument.id}' is there twice")
        seen.add(instrument.id)
    return tuple(found)


def _named(numbers: Mapping[str, float], name: str, place: str) -> float:
    """The number of a rule that a measure names."""
    if name not in numbers:
        raise BirddogError(f"{place} is '{name}'; allowed: a number, or one of {', '.join(numbers)}")
    return numbers[name]


def digest(folder: Path) -> str:
    """SHA-256 over every content file, name and bytes, in order of name; what was released before is no part of it."""
    whole = hashlib.sha256()
    depth = len(folder.parts)
    for path in sorted(path for path in folder.rglob("*.toml") if path.name != RELEASES):
        whole.update("/".join(path.parts[depth:]).encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def _strings(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(row.get(name, ()))


def read_exercise(path: Path) -> Exercise:
    """An exercise from its file. Raises ``BirddogError`` naming the file and what is missing or malformed."""
    row = read_toml(path)
    try:
        return exercise_of(row)
    except (KeyError, TypeError, ValueError) as error:
        raise BirddogError(f"exercises/{path.name}: missing or malformed {error}") from error


def exercise_of(row: dict[str, Any]) -> Exercise:
    """The exercise in the table of its file."""
    ladder, avoid, doses = row.get("ladder", {}), row.get("avoid", {}), row.get("dose", {})
    sides = turns(row["laterality"])
    aerobic = row["kind"] == "aerobic"
    return Exercise(
        id=row["id"], name=row["name"], kind=row["kind"], category=row["category"], family=row["family"],
        start=row["start"], direction=row["direction"], laterality=row["laterality"], summary=row["summary"],
        tags=frozenset(row["tags"]), aliases=_strings(row, "aliases"),
        equipment=tuple(tuple(group) for group in row.get("equipment", ())),
        optional_equipment=_strings(row, "optional_equipment"), targets=_strings(row, "targets"),
        difficulty=row.get("difficulty", 1), goals=frozenset(row.get("goals", ())), steps=_strings(row, "steps"),
        cues=_strings(row, "cues"), breathing=row.get("breathing", ""), cautions=_strings(row, "cautions"),
        mistakes=tuple(Mistake(m["what"], m["feels"], m["fix"]) for m in row.get("mistakes", ())),
        faults=tuple(_fault(fault) for fault in row.get("fault", ())),
        articles=tuple(row.get("articles", ())), sources=_strings(row, "sources"), rules=_strings(row, "rules"),
        confirmed=row.get("confirmed", False), max_pain=row.get("max_pain"), easier=_strings(ladder, "easier"),
        harder=_strings(ladder, "harder"), floor_free=_strings(ladder, "floor_free"),
        doses={} if aerobic else {s: _dose_range(doses[s], sides) for s in STAGES if s in doses},
        aerobic={s: _aerobic(doses[s]) for s in STAGES if s in doses} if aerobic else {},
        practice=row.get("practice", ""), instead=_strings(avoid, "instead"),
        avoid_reason=avoid.get("reason", ""), avoid_until=avoid.get("until", ""), way_back=_strings(avoid, "way_back"),
    )  # fmt: skip


def _fault(row: Mapping[str, Any]) -> Fault:
    return Fault(
        row["id"], row["feature"], row["beyond"], float(row["bound"]), row.get("phase", "any"), row.get("side", ""),
        float(row.get("lasts_s", 0)), row.get("mistake", 0), row["cue"], row["why"],
    )  # fmt: skip


def _dose_range(row: Mapping[str, Any], sides: Mapping[str, int]) -> DoseRange:
    names = ("sets", "reps", "hold_s", "hold_breaths", "move_s", "pause_s", "rest_s")
    start = {name: row[name] for name in names if name in row}
    return DoseRange(
        Dose(**start, **sides), Dose(**{**start, **row.get("most", {})}, **sides),
        _strings(row, "rules"), _strings(row, "sources"), row.get("less_because", ""),
    )  # fmt: skip


def _aerobic(row: Mapping[str, Any]) -> AerobicDose:
    most = row.get("most", {}).get("minutes", row["minutes"])
    return AerobicDose(
        row["minutes"], row["per_day"], row["days_per_week"], most, _strings(row, "rules"), _strings(row, "sources")
    )


def _rules(rows: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[str, Rule]:
    """The rules by id, the numbers in their sentences filled in."""
    table = table_of([row for _, row in rows])
    out = {}
    for file, row in rows:
        try:
            said = [filled(row.get(key, ""), row["id"], table) for key in SENTENCES]
        except BirddogError as error:
            raise BirddogError(f"rules/{file} [{row['id']}]: {error}") from error
        out[row["id"]] = _rule(row, said)
    return out


def _rule(row: Mapping[str, Any], said: Sequence[str]) -> Rule:
    values = row["values"]
    avoid = values.get("avoid", {}).get("value", ())
    return Rule(
        row["id"], row["type"], said[0], said[1], said[2],
        {name: v["value"] for name, v in values.items()}, {name: v.get("unit", "") for name, v in values.items()},
        _strings(row, "sources"), tuple(row.get("articles", ())), row.get("acts", ""), row.get("confirmed", False),
        (avoid,) if isinstance(avoid, str) else tuple(avoid),
    )  # fmt: skip


def _level(word: str) -> Disposition:
    return Disposition[word.upper()]


def _item(row: Mapping[str, Any]) -> ScreenItem:
    yes, unsure = _level(row["yes"]), _level(row["unsure"])
    silent = unsure if yes == Disposition.EMERGENCY else Disposition.CLINICIAN_FIRST
    silent = _level(row["unanswered"]) if row.get("only_if") and "unanswered" in row else silent
    return ScreenItem(
        id=row["id"], group=row["group"], question=row["question"], yes=yes, unsure=unsure, unanswered=silent,
        says=row["says"], clinical=row["clinical"], sources=_strings(row, "sources"),
        follows=_strings(row, "follows"), only_if=row.get("only_if", ""),
        recheck=row.get("recheck", False), instead=_instead(row.get("instead")),
    )  # fmt: skip


def _cluster(row: Mapping[str, Any]) -> Cluster:
    return Cluster(
        row["id"], _strings(row, "of"), row["at_least"], _level(row["level"]), row["says"], row["clinical"],
        _strings(row, "sources"), _strings(row, "with_any"), _strings(row, "follows"),
    )  # fmt: skip


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(
        row["id"], row["fact"], frozenset(row["values"]), _level(row["level"]), row["says"], row["clinical"],
        _strings(row, "sources"), _strings(row, "follows"), _instead(row.get("instead")),
    )  # fmt: skip


def _instead(row: Mapping[str, Any] | None) -> Instead | None:
    if row is None:
        return None
    answers = frozenset(row.get("answers", ("yes", "unsure")))
    return Instead(row["fact"], frozenset(row["values"]), _level(row["level"]), row.get("phrase", ""), answers)


def _veto(row: Mapping[str, Any]) -> Veto:
    return Veto(
        row["id"], row["fact"], frozenset(row["values"]), frozenset(row["tags"]), frozenset(row.get("unless_tags", ())),
        row["says"], row["clinical"], _strings(row, "sources"), _strings(row, "follows"),
        frozenset(row.get("never", ())), row.get("not_known", ""),
    )  # fmt: skip


def _stages(rows: dict[str, Any]) -> dict[StageName, StagePlan]:
    return {name: _stage(name, rows[name]) for name in STAGES}


def _stage(name: StageName, row: Mapping[str, Any]) -> StagePlan:
    return StagePlan(
        name, row["title"], row["aim"], row["least"], row["most"], row["difficulty"], _strings(row, "rules"),
    )  # fmt: skip


def _lesson(row: Mapping[str, Any]) -> Lesson:
    points = tuple(LessonPoint(p["text"], p.get("rule", ""), _strings(p, "sources")) for p in row["points"])
    return Lesson(row["id"], row["title"], frozenset(row["topics"]), row["minutes"], points)


def _routine(row: Mapping[str, Any]) -> Routine:
    return Routine(row["id"], row["name"], row["article"], row["summary"], _strings(row, "items"))


def _modality(row: Mapping[str, Any]) -> Modality:
    return Modality(
        row["id"], row["name"], row["role"], row["advice"], row["why"], _strings(row, "rules"),
        _strings(row, "sources"), tuple(row.get("articles", ())),
    )  # fmt: skip


def _retired(path: Path) -> dict[str, Retired]:
    """What charts may name that the content does not hold any more; a content without such a file has none."""
    rows = read_toml(path).get("retired", ()) if path.is_file() else ()
    try:
        return {row["id"]: Retired(**{**row, "parts": tuple(row.get("parts", ()))}) for row in rows}
    except (KeyError, TypeError) as error:
        raise BirddogError(
            f"{path.name}: missing or malformed {error}; allowed: id, name, replaced_by, direction, parts"
        ) from error


def _source(key: str, row: Mapping[str, Any]) -> Source:
    return Source(key, row["title"], row["kind"], row["cite"], row.get("url", ""), row["flag"])
