"""``birddog check``: everything that can be wrong with content, each with its file and what is allowed."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from birddog.catalog.cautions import caution_problems
from birddog.catalog.faults import fault_problems
from birddog.catalog.first_doses import first_dose_problems
from birddog.catalog.follows import follow_problems, not_followed
from birddog.catalog.kept import movements_found
from birddog.catalog.language import LANGUAGES, languages_of
from birddog.catalog.library import content_folder, load, rule_rows, stores
from birddog.catalog.never import never_problems
from birddog.catalog.promises import promise_problems
from birddog.catalog.refusals import message
from birddog.catalog.releases import release_problems
from birddog.catalog.rule_values import value_problems
from birddog.catalog.slots import Tongue, slot_problems, tongue_of
from birddog.catalog.tags import ALL, ALLOWED, tag_problems
from birddog.catalog.toml import parsed_once, read_toml
from birddog.catalog.translations import language_problems
from birddog.catalog.words import MOST_GRADE, bad_words, habits, reading_grade
from birddog.core.content.content import Cluster, Content, Finding, ScreenItem, Veto
from birddog.core.content.exercise import Exercise
from birddog.core.content.values import STAGES, BirddogError
from birddog.core.person.facts import VALUES

START_MOST_S, MOST_MOST_S = 300, 540
"""Longest time of one exercise, changes of side among it, at the start of a stage and at its end (proposal)."""
LATE_TAGS = frozenset({"high_spinal_load", "loaded_trunk_rotation"})
EQUIPMENT_WORDS = {
    "chair": r"\bchairs?\b", "wall": r"\bwalls?\b", "ball": r"\bballs?\b(?! of)", "band": r"\bbands?\b",
    "foam-roller": r"\broller\b", "dowel": r"\b(dowel|stick|broomstick)\b", "table": r"\btable\b",
}  # fmt: skip
BREATH = re.compile(r"breath", re.IGNORECASE)


def exercise_schema() -> dict[str, Any]:
    """JSON Schema of an exercise file."""
    return _schema(content_folder(), "exercise")


def _schema(folder: Path, name: str) -> dict[str, Any]:
    own = folder / "schemas" / f"{name}.json"
    path = own if own.is_file() else content_folder() / "schemas" / f"{name}.json"
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value


def problems(folder: Path, kept: Path | None = None, moved: Collection[str] | None = None) -> list[str]:
    """All problems of a content folder, in a fixed order; empty when it is in order.

    ``kept`` is a cache folder for the slow part, the movements, from one run to the next; ``moved``: only those of
    these exercises are looked at. Raises ``BirddogError`` if there is no such content folder.
    """
    if not folder.is_dir():
        raise BirddogError(f"{folder}: there is no such folder")
    with parsed_once(*chain.from_iterable(map(stores, LANGUAGES)), keep=False):
        return _problems(folder, kept, moved)


def _problems(folder: Path, kept: Path | None, moved: Collection[str] | None) -> list[str]:
    shape = list(_shapes(folder))
    if shape:
        return shape
    try:
        rules = rule_rows(folder)
        if found := list(value_problems(rules)) or list(slot_problems(rules, _rules_elsewhere(folder))):
            return found
        content = load(folder)
    except BirddogError as error:
        return str(error).splitlines()
    try:
        movements = list(_movements(folder, [e.id for e in content.exercises if moved is None or e.id in moved], kept))
    except BirddogError as error:  # the start positions, which all movements build on
        movements = str(error).splitlines()
    return [
        *content_problems(content),
        *release_problems(folder, content),
        *language_problems(folder, content),
        *promise_problems(folder),
        *movements,
    ]


def _rules_elsewhere(folder: Path) -> dict[str, tuple[Tongue, dict[str, Any]]]:
    """The sentences of the rules in the other languages that can be read; ``language_problems`` names the others."""
    found = {}
    for code in languages_of(folder)[1:]:
        with suppress(BirddogError):
            where = folder / "languages" / code
            found[code] = (tongue_of(where), read_toml(where / "rules.toml"))
    return found


def exercise_problems(exercise: Exercise, content: Content) -> list[str]:
    """What is wrong with one exercise by itself: its tags, doses, words and the rules that it names."""
    return [*_exercise(exercise, content), *not_followed(exercise, content)]


def content_problems(content: Content) -> list[str]:
    """All problems of content that has been read, in a fixed order."""
    found = [f"exercises/{e.id}.toml: {p}" for e in content.exercises for p in _exercise(e, content)]
    return [
        *found,
        *_ladders(content),
        *_references(content),
        *_screening(content),
        *_texts(content),
        *follow_problems(content),
    ]


def _shapes(folder: Path) -> Iterator[str]:
    """Files that do not fit their JSON Schema."""
    kinds: list[tuple[Path, str, str | None]] = [
        (p, "exercise", None) for p in sorted((folder / "exercises").glob("*.toml"))
    ]
    kinds += [(p, "rule", "rule") for p in sorted((folder / "rules").glob("*.toml"))]
    kinds += [(p, "lesson", None) for p in sorted((folder / "lessons").glob("*.toml"))]
    kinds += [
        (folder / f"{n}.toml", n, None) for n in ("screening", "vetoes", "stages", "routines", "modalities", "sources")
    ]
    for path, schema, key in kinds:
        validator = Draft202012Validator(_schema(folder, schema))
        try:
            value = read_toml(path)
        except BirddogError as error:
            yield str(error)
            continue
        for row in value[key] if key and isinstance(value.get(key), list) else [value]:
            place = f"{path.relative_to(folder)}" + (f" [{row.get('id', '?')}]" if key else "")
            yield from (f"{place}: {message(error)}" for error in validator.iter_errors(row))
        if schema == "exercise" and value.get("id") != path.stem:
            yield f"exercises/{path.name}: id is {value.get('id')!r}; it must be the file's name, '{path.stem}'"


def _exercise(exercise: Exercise, content: Content) -> Iterator[str]:
    yield from tag_problems(exercise)
    yield from _doses(exercise)
    yield from first_dose_problems(exercise, content)
    yield from fault_problems(exercise)
    yield from caution_problems(exercise, content)
    words = " ".join(exercise.steps).lower()
    have = {thing for group in exercise.equipment for thing in group} | set(exercise.optional_equipment)
    for thing, pattern in EQUIPMENT_WORDS.items():
        if re.search(pattern, words) and thing not in have and exercise.kind == "exercise":
            yield f"steps mention a {thing}; equipment and optional_equipment do not list it"
    if "isometric_hold" in exercise.tags and not BREATH.search(exercise.breathing):
        yield "breathing: an isometric hold says to keep breathing"
    if exercise.kind == "exercise" and not exercise.doses:
        yield "dose: an exercise needs at least one [dose.STAGE]"
    if exercise.kind == "aerobic" and not exercise.aerobic:
        yield "dose: an aerobic activity needs at least one [dose.STAGE] with minutes"
    if exercise.kind == "avoid" and not exercise.instead:
        yield "avoid.instead: name at least one exercise to do instead"
    for name in ("easier", "harder", "floor_free", "instead", "way_back"):
        yield from (f"{name}: there is no exercise '{i}'" for i in getattr(exercise, name) if i not in content.index)
    yield from (f"rules: there is no rule '{r}'" for r in exercise.rules if r not in content.rules)
    yield from (f"sources: there is no source '{s}'" for s in exercise.sources if s not in content.sources)
    if exercise.tags & {"floor", "floor_or_bed"} and exercise.kind == "exercise" and not exercise.floor_free:
        yield "ladder.floor_free: a floor exercise names what to do instead without the floor"


def _doses(exercise: Exercise) -> Iterator[str]:
    late = bool(exercise.tags & LATE_TAGS)
    for stage, dose in exercise.doses.items():
        if late and stage in ("calm", "stabilize"):
            yield f"dose.{stage}: {', '.join(sorted(exercise.tags & LATE_TAGS))} belongs in strengthen or later"
        if dose.start.seconds > START_MOST_S or dose.most.seconds > MOST_MOST_S:
            long = f"{dose.start.seconds} s to {dose.most.seconds} s"
            yield f"dose.{stage}: {long}; allowed: start {START_MOST_S} s, most {MOST_MOST_S} s"
        for name in ("sets", "reps", "hold_s", "hold_breaths"):
            if getattr(dose.most, name) < getattr(dose.start, name):
                yield f"dose.{stage}: most.{name} is below the start"
        if dose.most.hold_time_s > 60:
            yield f"dose.{stage}: hold of {dose.most.hold_time_s} s; allowed: 60 s"
        if "isometric_hold" in exercise.tags and stage in ("calm", "stabilize") and dose.most.hold_s > 10:
            yield f"dose.{stage}: isometric hold of {dose.most.hold_s} s; allowed: 10 s in this stage"
    if late and (exercise.max_pain is None or exercise.max_pain > 3) and exercise.kind == "exercise":
        yield "max_pain: a heavy drill states max_pain = 3 or less"


def _ladders(content: Content) -> Iterator[str]:
    for exercise in content.exercises:
        for here, there in (("harder", "easier"), ("easier", "harder")):
            for other in getattr(exercise, here):
                if other in content.index and exercise.id not in getattr(content.exercise(other), there):
                    place = f"exercises/{exercise.id}.toml"
                    yield f"{place}: ladder.{here} has '{other}', whose {there} lacks '{exercise.id}'"
        for other in exercise.harder:
            if other in content.index:
                yield from _order(exercise, content.exercise(other))
        for other in exercise.floor_free:
            if other in content.index and "no_floor" not in content.exercise(other).tags:
                yield f"exercises/{exercise.id}.toml: ladder.floor_free '{other}' is not tagged no_floor"


def _order(easier: Exercise, harder: Exercise) -> Iterator[str]:
    """The harder of two rungs is rated no easier, and a strengthening rung harder; it begins no earlier."""
    strict = harder.category == easier.category == "strengthening"
    first, then = (min((STAGES.index(stage) for stage in e.doses), default=0) for e in (easier, harder))
    if harder.difficulty < easier.difficulty + strict or then < first:
        yield (
            f"exercises/{harder.id}.toml: difficulty {harder.difficulty}, from {STAGES[then]} on; it is a harder rung "
            f"than '{easier.id}' (difficulty {easier.difficulty}, from {STAGES[first]} on)"
        )


def _references(content: Content) -> Iterator[str]:
    for rule in content.rules.values():
        yield from (f"rules [{rule.id}]: there is no source '{s}'" for s in rule.sources if s not in content.sources)
        if rule.acts.startswith("lesson:") and rule.acts[7:] not in {lesson.id for lesson in content.lessons}:
            yield f"rules [{rule.id}]: acts names lesson '{rule.acts[7:]}', which is not there"
    for lesson in content.lessons:
        for point in lesson.points:
            if point.rule and point.rule not in content.rules:
                yield f"lessons/{lesson.id}.toml: there is no rule '{point.rule}'"
            yield from (
                f"lessons/{lesson.id}.toml: there is no source '{s}'" for s in point.sources if s not in content.sources
            )
    for routine in content.routines:
        yield from (
            f"routines.toml [{routine.id}]: there is no exercise '{i}'" for i in routine.items if i not in content.index
        )
    for stage in content.stages.values():
        yield from (
            f"stages.toml [{stage.name}]: there is no rule '{r}'" for r in stage.rules if r not in content.rules
        )
    for modality in content.modalities:
        yield from (
            f"modalities.toml [{modality.id}]: there is no rule '{r}'" for r in modality.rules if r not in content.rules
        )


def _screening(content: Content) -> Iterator[str]:
    ids = {item.id for item in content.screen_items}
    for cluster in content.clusters:
        for sign in (*cluster.of, *cluster.with_any):
            yield from _sign(cluster.id, sign, ids)
    for finding in content.findings:
        yield from _fact(f"screening.toml [{finding.id}]", finding.fact, finding.values)
    for veto in content.vetoes:
        yield from _fact(f"vetoes.toml [{veto.id}]", veto.fact, veto.values)
        yield from never_problems(veto, content)
        yield from (
            f"vetoes.toml [{veto.id}]: unknown tag '{tag}'; allowed: {ALLOWED}"
            for tag in sorted((veto.tags | veto.unless_tags) - ALL)
        )
    rows: list[ScreenItem | Cluster | Finding | Veto] = [*content.screen_items, *content.clusters]
    for item in [*rows, *content.findings, *content.vetoes]:
        yield from (f"[{item.id}]: there is no source '{s}'" for s in item.sources if s not in content.sources)
        yield from (f"[{item.id}]: follows '{r}', which is not a rule" for r in item.follows if r not in content.rules)


def _sign(cluster: str, sign: str, ids: set[str]) -> Iterator[str]:
    name, _, values = sign.partition("=")
    if not values:
        if name not in ids:
            yield f"screening.toml [{cluster}]: there is no item '{name}'"
        return
    yield from _fact(f"screening.toml [{cluster}]", name, frozenset(values.split("|")))


def _fact(place: str, fact: str, values: frozenset[str]) -> Iterator[str]:
    if fact not in VALUES:
        yield f"{place}: unknown fact '{fact}'; allowed: {', '.join(VALUES)}"
    else:
        wrong = sorted(values - set(VALUES[fact]))
        yield from (f"{place}: {fact} has no value '{v}'; allowed: {', '.join(VALUES[fact])}" for v in wrong)


def patient_texts(content: Content) -> Iterator[tuple[str, str]]:
    """Every text that a patient may read, with its place."""
    for e in content.exercises:
        parts = [e.summary, *e.steps, *e.cues, e.breathing, *e.cautions, e.practice, e.avoid_reason]
        parts += [part for m in e.mistakes for part in (m.what, m.feels, m.fix)]
        parts += [part for fault in e.faults for part in (fault.cue, fault.why)]
        yield f"exercises/{e.id}.toml", " ".join(part for part in parts if part)
    yield from ((f"rules [{rule.id}]", rule.patient) for rule in content.rules.values())
    yield from ((f"lessons/{lesson.id}.toml", " ".join(p.text for p in lesson.points)) for lesson in content.lessons)
    yield from ((f"screening.toml [{item.id}]", f"{item.question} {item.says}") for item in content.screen_items)
    rows: list[Cluster | Finding | Veto] = [*content.clusters, *content.findings, *content.vetoes]
    yield from ((f"[{row.id}]", row.says) for row in rows)
    yield from ((f"modalities.toml [{m.id}]", f"{m.advice} {m.why}") for m in content.modalities)
    yield from ((f"routines.toml [{r.id}]", r.summary) for r in content.routines)
    yield from ((f"phrases.toml [{phrase}]", text) for phrase, text in content.phrases.items())


def _texts(content: Content) -> Iterator[str]:
    danger = {f"screening.toml [{item.id}]" for item in content.screen_items}  # worded apart, with a clinician
    danger |= {f"[{cluster.id}]" for cluster in content.clusters} | {f"[{finding.id}]" for finding in content.findings}
    for place, text in patient_texts(content):
        yield from (f"{place}: {found}" for found in bad_words(text))
        if place not in danger:
            yield from (f"{place}: {found}" for found in habits(text))
        grade = reading_grade(text)
        if grade is not None and grade > MOST_GRADE and not place.startswith("screening"):
            yield f"{place}: reading grade {grade:.1f}; allowed: {MOST_GRADE:g}"


def _movements(folder: Path, ids: list[str], kept: Path | None) -> Iterator[str]:
    """Movements that cannot be read or that the body cannot do."""
    for exercise_id, found in movements_found(folder, ids, kept).items():
        yield from (f"exercises/{exercise_id}.toml: {problem}" for problem in found)
