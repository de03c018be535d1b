"""``birddog diff BEFORE AFTER``: what a person gets now that they did not get before, a line for each difference.

Both are what `birddog plan --json` or `birddog replay --json` wrote: two files, or two folders of files with the same
names (`make snapshot`, `make changed`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from birddog.core.content.values import BirddogError

Json = dict[str, Any]
Line = tuple[str, str]
"""Where something differs (such as "week 3 B"), and what."""

PLAIN = (
    "kind", "stage", "disposition", "flare", "training_day", "ask_first", "level", "work_s", "good_here", "escalated",
)  # fmt: skip
"""Values that are said as they are."""
LISTS = {"ask": "asks", "asks": "asks", "removed": "taken out", "added": "added", "measures_due": "measures due"}
"""Lists of ids, and what they are called."""


@click.command()
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
def diff(before: Path, after: Path) -> None:
    """Show what a person gets in AFTER that they did not get in BEFORE, one line for each difference.

    Both are files that `plan --json` or `replay --json` wrote, or folders of such files.
    """
    lines = list(differences(before, after))
    for line in lines:
        click.echo(line)
    if lines:
        sys.exit(1)
    click.echo("nothing differs")


def differences(before: Path, after: Path) -> Iterator[str]:
    """A line for each difference. Raises ``BirddogError`` for a file that is missing or not JSON."""
    if before.is_dir() != after.is_dir():
        raise BirddogError(f"{before} and {after}: two files, or two folders")
    if not before.is_dir():
        yield from _file(before, after, "")
        return
    names = {path.name for folder in (before, after) for path in folder.glob("*.json")}
    for name in sorted(names):
        here, there = before / name, after / name
        person = name.removesuffix(".json")
        if not (here.is_file() and there.is_file()):
            yield f"{person}: only {'before' if here.is_file() else 'after'}"
        else:
            yield from _file(here, there, f"{person}, ")


def _file(before: Path, after: Path, person: str) -> Iterator[str]:
    from birddog.catalog.json_text import read_json

    one, two = read_json(before), read_json(after)
    if one == two:
        return
    found = list(dict.fromkeys(_compared(one, two)))
    for what, rows in groupby(sorted(found, key=lambda line: line[1]), key=lambda line: line[1]):
        places = [place for place, _ in rows]
        where = places[0] if len(places) == 1 else f"{places[0]} and {len(places) - 1} more"
        yield f"{person}{where}: {what}"
    if not found:
        yield f"{person}words or reasons only"


def _compared(one: Json, two: Json) -> Iterator[Line]:
    """Two outcomes of `plan`, or of `replay`."""
    for name in ("state", "today"):
        if name in one or name in two:
            yield from _plain(one.get(name) or {}, two.get(name) or {}, name)
    if "today" in one or "today" in two:
        yield from _day(one.get("today") or {}, two.get("today") or {}, "today")
        return
    yield from _plain(one, two, "program")
    out = [{row["exercise"] for row in value.get("left_out", ())} for value in (one, two)]
    yield from (("left out", f"{exercise} is left out") for exercise in sorted(out[1] - out[0]))
    yield from (("left out", f"{exercise} is no longer left out") for exercise in sorted(out[0] - out[1]))
    programs = [value.get("program") for value in (one, two)]
    if None in programs:
        if programs[0] is not programs[1]:
            yield "program", "none any more" if programs[1] is None else "there is one now"
        return
    yield from _program(programs[0] or {}, programs[1] or {})


def _program(one: Json, two: Json) -> Iterator[Line]:
    yield from _plain(one, two, "program")
    yield from _changed("program", "asked again on", one["reassess"], two["reassess"])
    lessons = [[f"{row['lesson']} (week {row['week']})" for row in program["lessons"]] for program in (one, two)]
    yield from _changed("program", "lessons", *lessons)
    for name in ("comfort", "with_clinician"):
        listed = [[row["modality"] for row in program[name]] for program in (one, two)]
        yield from _changed("program", name.replace("_", " "), *listed)
    if len(one["weeks"]) != len(two["weeks"]):
        yield "program", f"{len(one['weeks'])} weeks -> {len(two['weeks'])} weeks"
    pairs = zip([*one["weeks"], one["maintenance"]], [*two["weeks"], two["maintenance"]], strict=False)
    for first, second in pairs:
        place = f"week {first['week']}"
        if first["stage"] != second["stage"]:
            yield place, f"{first['stage']} -> {second['stage']}"
        days = [sum(bool(day["sessions"]) for day in week["days"]) for week in (first, second)]
        if days[0] != days[1]:
            yield place, f"{days[0]} training days -> {days[1]}"
        for old, new in zip(first["days"], second["days"], strict=False):
            yield from _day(old, new, place)


def _day(one: Json, two: Json, place: str) -> Iterator[Line]:
    """A day of a program, or today."""
    sessions = [{s["name"]: s for s in _sessions(day)} for day in (one, two)]
    for name in sorted(sessions[0].keys() | sessions[1].keys()):
        rows = [found.get(name, {}).get("items", []) for found in sessions]
        yield from ((f"{place} {name}", what) for what in _items(*rows))
    if one.get("aerobic") != two.get("aerobic"):
        said = [_walk(day.get("aerobic")) for day in (one, two)]
        if said[0] != said[1]:
            yield place, f"{said[0]} -> {said[1]}"
    yield from _changed(place, "practice", one.get("practice", []), two.get("practice", []))


def _sessions(day: Json) -> list[Json]:
    if "sessions" in day:
        return list(day["sessions"])
    return [day["session"]] if day.get("session") else []


def _items(one: list[Json], two: list[Json]) -> Iterator[str]:
    """Exercises that took another's place, came or went; then doses that are different."""
    ids = [[item["exercise"] for item in items] for items in (one, two)]
    kept = [i for i in ids[0] if i in ids[1]]
    gone, come = [i for i in ids[0] if i not in kept], [i for i in ids[1] if i not in kept]
    yield from (f"{old} -> {new}" for old, new in zip(gone, come, strict=False))
    yield from (f"without {old}" for old in gone[len(come) :])
    yield from (f"with {new}" for new in come[len(gone) :])
    doses = [{item["exercise"]: _dose(item) for item in items} for items in (one, two)]
    for exercise in kept:
        if doses[0][exercise] != doses[1][exercise]:
            yield f"{exercise} {doses[0][exercise]} -> {doses[1][exercise]}"
    order = SequenceMatcher(None, kept, [i for i in ids[1] if i in kept], autojunk=False)
    if order.ratio() < 1:
        yield f"order {', '.join(ids[1])}"


def _dose(item: Json) -> str:
    hold = f"{item['hold_breaths']} breaths" if item.get("hold_breaths") else f"{item['hold_s']} s"
    parts = [f"{item['sets']} x {item['reps']}"]
    parts += [hold] if item["hold_s"] or item.get("hold_breaths") else []
    return ", ".join([*parts, f"rest {item['rest_s']} s"] if item["rest_s"] and item["sets"] > 1 else parts)


def _walk(told: Json | None) -> str:
    if told is None:
        return "no aerobic exercise"
    return f"{told['exercise']} {told['minutes']} min x {told['per_day']}, {told['days_per_week']} days a week"


def _plain(one: Json, two: Json, place: str) -> Iterator[Line]:
    for name in PLAIN:
        if one.get(name) != two.get(name) and not isinstance(one.get(name), (dict, list)):
            yield place, f"{name.replace('_', ' ')} {_said(one.get(name))} -> {_said(two.get(name))}"
    for name, called in LISTS.items():
        yield from _changed(place, called, one.get(name) or [], two.get(name) or [])


def _changed(place: str, called: str, one: list[str], two: list[str]) -> Iterator[Line]:
    if one != two:
        yield place, f"{called}: {', '.join(one) or 'none'} -> {', '.join(two) or 'none'}"


def _said(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
