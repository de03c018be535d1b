"""What a scenario may expect under ``then``: one small function for each word, which says what does not hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from birddog.core.content.content import Content
from birddog.core.plan.dosing import climb

Json = dict[str, Any]


def fired(value: Any, told: bool = True) -> set[str]:
    """Ids of the rules named anywhere in JSON values; ``told=False`` leaves out what is only there to be read."""
    found: set[str] = set()
    if isinstance(value, dict):
        for key, part in value.items():
            if key in ("rule", "veto"):
                found.add(part)
            elif key in ("rules", "follows", "why") and isinstance(part, list):
                found |= set(part)
            elif told or key not in ("lesson", "lessons", "with_clinician"):
                found |= fired(part, told)
    elif isinstance(value, list):
        for part in value:
            found |= fired(part, told)
    return found


def acting(rule: str, seen: Json, content: Content) -> bool:
    """Whether a rule acts in what was seen: rules of lessons and comfort by being read, all others outside them."""
    acts = content.rules[rule].acts if rule in content.rules else ""
    return rule in fired(seen, told=acts == "comfort" or acts.startswith("lesson:"))


def _fires(wanted: list[str], seen: Json, content: Content) -> Iterator[str]:
    yield from (f"{rule} does not fire" for rule in wanted if not acting(rule, seen, content))


def _silent(wanted: list[str], seen: Json, content: Content) -> Iterator[str]:
    yield from (f"{rule} fires" for rule in wanted if acting(rule, seen, content))


def _equal(wanted: Any, found: Any) -> Iterator[str]:
    if wanted != found:
        yield f"{found!r}, not {wanted!r}"


def _disposition(wanted: str, seen: Json, content: Content) -> Iterator[str]:
    found = seen["plan"]["disposition"] if "plan" in seen else seen["chart"]["state"]["disposition"]
    yield from _equal(wanted, found)
    if wanted in ("emergency", "urgent", "clinician_first") and "plan" in seen:
        yield from ["there is a program"] if seen["plan"]["program"] is not None else []


def _told(seen: Json) -> str:
    """Every sentence that is said to the person, in one text."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for key, part in value.items():
                found.append(part) if key in ("says", "advice", "did") and isinstance(part, str) else walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk(seen)
    return " ".join(found)


def _says(wanted: list[str], seen: Json, content: Content) -> Iterator[str]:
    yield from (f"nobody says {text!r}" for text in wanted if text not in _told(seen))


def _unsaid(wanted: list[str], seen: Json, content: Content) -> Iterator[str]:
    yield from (f"somebody says {text!r}" for text in wanted if text in _told(seen))


def _program(seen: Json) -> Json:
    program: Json | None = seen["plan"]["program"]
    assert program is not None, "there is no program"
    return program


def _items(weeks: list[Json]) -> list[Json]:
    return [item for week in weeks for day in week["days"] for s in day["sessions"] for item in s["items"]]


def first_choice(program: Json) -> dict[str, set[str]]:
    """Exercises of the first week of each stage (both sessions), by stage."""
    weeks: dict[str, Json] = {}
    for week in [*program["weeks"], program["maintenance"]]:
        weeks.setdefault(week["stage"], week)
    return {stage: {item["exercise"] for item in _items([week])} for stage, week in weeks.items()}


def _sets(wanted: Json | list[str], seen: Json) -> Iterator[tuple[str, str, set[str]]]:
    """(exercise, where, exercises there): by stage of the program, in all of it, or in today's session."""
    if "chart" in seen:
        session = seen["chart"]["today"]["session"] or {"items": []}
        there = {item["exercise"] for item in session["items"]}
        yield from ((one, "today's session", there) for one in wanted)
    elif isinstance(wanted, dict):
        chosen = first_choice(_program(seen))
        yield from ((one, stage, chosen.get(stage, set())) for stage, ids in wanted.items() for one in ids)
    else:
        program = _program(seen)
        there = {item["exercise"] for item in _items([*program["weeks"], program["maintenance"]])}
        yield from ((one, "the program", there) for one in wanted)


def _in(wanted: Any, seen: Json, content: Content) -> Iterator[str]:
    yield from (f"{one} is not in {where}: {sorted(there)}" for one, where, there in _sets(wanted, seen)
                if not any(each in there for each in one.split(" or ")))  # fmt: skip


def _out(wanted: Any, seen: Json, content: Content) -> Iterator[str]:
    yield from (f"there is no exercise {one}" for one, _, _ in _sets(wanted, seen) if one not in content.index)
    yield from (f"{one} is in {where}" for one, where, there in _sets(wanted, seen) if one in there)


def _no_tags(wanted: list[str], seen: Json, content: Content) -> Iterator[str]:
    program = _program(seen)
    for one in {item["exercise"] for item in _items([*program["weeks"], program["maintenance"]])}:
        yield from (f"{one} is tagged {tag}" for tag in wanted if tag in content.exercise(one).tags)


def _left_out(wanted: dict[str, str], seen: Json, content: Content) -> Iterator[str]:
    rows = {(row["exercise"], row["veto"]) for row in seen["plan"]["left_out"]}
    yield from (f"{one} is not left out by {veto}" for one, veto in wanted.items() if (one, veto) not in rows)


def _stages(wanted: list[str], seen: Json, content: Content) -> Iterator[str]:
    yield from _equal(wanted, [week["stage"] for week in _program(seen)["weeks"]])


def _stage(wanted: str, seen: Json, content: Content) -> Iterator[str]:
    found = seen["chart"]["state"]["stage"] if "chart" in seen else _program(seen)["stage"]
    yield from _equal(wanted, found)


def _kind(wanted: str, seen: Json, content: Content) -> Iterator[str]:
    yield from _equal(wanted, seen["chart"]["state"]["kind"] if "chart" in seen else _program(seen)["kind"])


def _size(wanted: list[int], seen: Json, content: Content) -> Iterator[str]:
    sizes = {len(s["items"]) for week in _program(seen)["weeks"] for day in week["days"] for s in day["sessions"]}
    if not sizes or min(sizes) < wanted[0] or max(sizes) > wanted[1]:
        yield f"sessions of {sorted(sizes)} exercises, not {wanted[0]} to {wanted[1]}"


def _sessions(seen: Json) -> Iterator[tuple[str, list[Json]]]:
    """Stage and sessions of every day of a program, maintenance included."""
    for week in [*_program(seen)["weeks"], _program(seen)["maintenance"]]:
        yield from ((week["stage"], day["sessions"]) for day in week["days"])


def _longest_session(wanted: int, seen: Json, content: Content) -> Iterator[str]:
    """Minutes of the longest session: at most these."""
    longest = max(session["minutes"] for _, sessions in _sessions(seen) for session in sessions)
    if longest > wanted:
        yield f"{longest} minutes, more than {wanted}"


def _by_week(wanted: dict[str, str], seen: Json, content: Content) -> Iterator[str]:
    """``3: strengthening``: some session of that week holds this exercise, or one of this category."""
    for number, name in wanted.items():
        week = _program(seen)["weeks"][int(number) - 1]
        items = [item for day in week["days"] for session in day["sessions"] for item in session["items"]]
        if not any(name in (item["exercise"], item["category"]) for item in items):
            yield f"no {name} in week {number}: {sorted({item['exercise'] for item in items})}"


def _first_session(wanted: list[int], seen: Json, content: Content) -> Iterator[str]:
    """Minutes of the first session: from, to."""
    first = next(session["minutes"] for _, sessions in _sessions(seen) for session in sessions)
    if not wanted[0] <= first <= wanted[1]:
        yield f"{first} minutes, not {wanted[0]} to {wanted[1]}"


def _longest_hold(wanted: dict[str, int], seen: Json, content: Content) -> Iterator[str]:
    """Tag to the most seconds that an exercise with it is held."""
    for tag, most in wanted.items():
        for _, sessions in _sessions(seen):
            for item in (item for session in sessions for item in session["items"]):
                if tag in content.exercise(item["exercise"]).tags and item["hold_s"] > most:
                    yield f"{item['exercise']} is held {item['hold_s']} s, more than {most}"


def _a_day(wanted: dict[str, int], seen: Json, content: Content) -> Iterator[str]:
    """Stage to sessions on a training day."""
    for stage, number in wanted.items():
        found = {len(sessions) for name, sessions in _sessions(seen) if name == stage and sessions}
        yield from _equal({number}, found)


def _in_order(wanted: list[str], seen: Json, content: Content) -> Iterator[str]:
    """Every session runs through the categories in this order."""
    for week in _program(seen)["weeks"]:
        for day in week["days"]:
            for session in day["sessions"]:
                found = [item["category"] for item in session["items"] if item["category"] in wanted]
                if found != sorted(found, key=wanted.index):
                    yield f"week {week['week']}, session {session['name']}: {found}"


def _aerobic(wanted: Json | None, seen: Json, content: Content) -> Iterator[str]:
    """Week by number (1 if not told): activity, minutes, bouts; null for none in the whole program."""
    program = _program(seen)
    if wanted is None:
        yield from _equal([], [d["aerobic"] for w in program["weeks"] for d in w["days"] if d["aerobic"]])
        return
    weeks = {**{w["week"]: w for w in program["weeks"]}, "maintenance": program["maintenance"]}
    walk = weeks[wanted.get("week", 1)]["days"][0]["aerobic"] or {}
    yield from (f"{name} is {walk.get(name)!r}, not {value!r}" for name, value in wanted.items()
                if name not in ("week", "instead") and walk.get(name) != value)  # fmt: skip
    yield from (f"{one} is not offered instead" for one in wanted.get("instead", ()) if one not in walk["instead"])


def _absent(wanted: list[str], seen: Json, content: Content) -> Iterator[str]:
    """Categories that the program does not hold, and all that it explains: exactly these."""
    yield from _equal(sorted(wanted), sorted(gap["category"] for gap in _program(seen)["absent"]))


def _filled(wanted: list[str], seen: Json, content: Content) -> Iterator[str]:
    """Categories that some session, walk or daily practice of the program holds."""
    program = _program(seen)
    found = {item["category"] for item in _items(program["weeks"])}
    days = [day for week in program["weeks"] for day in week["days"]]
    found |= {"aerobic"} if any(day["aerobic"] for day in days) else set()
    found |= {"posture"} if any(day["practice"] for day in days) else set()
    yield from (f"no {name}" for name in wanted if name not in found)


def _lessons(wanted: Json, seen: Json, content: Content) -> Iterator[str]:
    """Lesson id to the latest week it may be shown in (0: not at all)."""
    rows = {row["lesson"]: row["week"] for row in _program(seen)["lessons"]}
    for lesson, latest in wanted.items():
        week = rows.get(lesson, 0)
        if (latest == 0) != (week == 0) or week > latest:
            yield f"{lesson} is shown in week {week}, not by {latest}"


def _comfort(wanted: Json, seen: Json, content: Content) -> Iterator[str]:
    offered = [row["modality"] for row in _program(seen)["comfort"]]
    yield from (f"{one} is not offered" for one in wanted.get("offered", ()) if one not in offered)
    yield from (f"{one} is offered" for one in wanted.get("never", ()) if one in offered)
    yield from _equal(wanted.get("first", offered[0]), offered[0])


def _avoid(wanted: Json, seen: Json, content: Content) -> Iterator[str]:
    rows = {row["exercise"]: row for row in _program(seen)["avoid"]}
    for one, words in wanted.items():
        row = rows.get(one)
        if row is None:
            yield f"{one} is not on the list"
            continue
        yield from _equal(words.get("until", row["until"]), row["until"])
        yield from (
            f"{one}: {i} is not offered instead"
            for i in words.get("instead", ())
            if i not in row["instead"] + row["later"]
        )
        yield from (f"{one}: {i} is offered instead" for i in words.get("not_instead", ()) if i in row["instead"])


def _breaks(wanted: Json | None, seen: Json, content: Content) -> Iterator[str]:
    found = _program(seen)["weeks"][0]["days"][0]["breaks"]
    if wanted is None or found is None:
        yield from _equal(wanted, found)
    else:
        yield from (f"{name}: {found[name]!r}, not {value!r}" for name, value in wanted.items() if found[name] != value)


def _practice(wanted: Json, seen: Json, content: Content) -> Iterator[str]:
    """Daily habits in the first week of a stage: exactly these."""
    for stage, habits in wanted.items():
        week = next(w for w in [*_program(seen)["weeks"], _program(seen)["maintenance"]] if w["stage"] == stage)
        yield from _equal(habits, week["days"][0]["practice"])


def _dose(wanted: Json, seen: Json, content: Content) -> Iterator[str]:
    """``strengthen.most.reps: 15`` of the exercise."""
    for path, value in wanted.items():
        found: Any = seen["exercise"]["dose"]
        for part in path.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        yield from (f"{path}: {line}" for line in _equal(value, found))


def _ladder(wanted: Json, seen: Json, content: Content) -> Iterator[str]:
    """``stage``, ``grows`` (fields of the dose) and the steps they go through."""
    dose = content.exercise(seen["exercise"]["id"]).doses[wanted["stage"]]
    rule = "progress-hold-longer-if-good"
    held = rule in content.rules and rule in content.exercise(seen["exercise"]["id"]).rules
    steps = climb(dose.start, dose.most, content.values.volume_growth.factor, held)
    found = [[getattr(step, name) for name in wanted["grows"]] for step in steps]
    yield from _equal(wanted["steps"], found[: len(wanted["steps"])])


def _words(wanted: list[str], seen: Json, content: Content) -> Iterator[str]:
    text = json.dumps(seen["exercise"], ensure_ascii=False).lower()
    yield from (f"the exercise does not say {word!r}" for word in wanted if word.lower() not in text)


def _verdict(wanted: str, seen: Json, content: Content) -> Iterator[str]:
    yield from _equal(wanted, seen["pain"]["verdict"])


def _work(wanted: str, seen: Json, content: Content) -> Iterator[str]:
    """The next session against the one shown before the last event: lower, same or higher."""
    before, now = seen["chart"]["work"]["before"], seen["chart"]["work"]["now"]
    found = "none" if now is None else "lower" if now < before else "higher" if now > before else "same"
    if found not in wanted.split(" or "):
        yield f"{found} ({before} s before, {now} s now), not {wanted}"


def _decided(wanted: Json, seen: Json, content: Content) -> Iterator[str]:
    """Rule id to what was done (a part of the sentence)."""
    for rule, did in wanted.items():
        rows = [row["did"] for row in seen["chart"]["decisions"] if row["rule"] == rule]
        if not any(did in row for row in rows):
            yield f"{rule} did not do {did!r}: {rows}"


def _asks(wanted: Json, seen: Json, content: Content) -> Iterator[str]:
    page = seen["chart"]["today"]
    yield from _equal(wanted["because"], page["ask_because"])
    yield from (f"{one} is not asked" for one in wanted.get("signs", ()) if one not in page["ask"])


def _session(wanted: str, seen: Json, content: Content) -> Iterator[str]:
    """``shown`` or ``none``: whether today's page holds a session."""
    yield from _equal(wanted, "none" if seen["chart"]["today"]["session"] is None else "shown")


def _reads(wanted: list[str], seen: Json, content: Content) -> Iterator[str]:
    """Lessons of today's page."""
    found = [row["lesson"] for row in seen["chart"]["today"]["lessons"]]
    yield from (f"{one} is not among {found}" for one in wanted if one not in found)


def _measures(wanted: list[str], seen: Json, content: Content) -> Iterator[str]:
    yield from _equal(wanted, seen["chart"]["today"]["measures_due"])


def _refused(wanted: str, seen: Json, content: Content) -> Iterator[str]:
    told = seen["read"].get("refused", "") if "read" in seen else " ".join(seen["check"]["problems"])
    if wanted not in told:
        yield f"{wanted!r} is not in {told!r}"


def _accepted(wanted: bool, seen: Json, content: Content) -> Iterator[str]:
    yield from _equal(wanted, not (seen["read"] if "read" in seen else seen["check"]["problems"]))


def _routine_has(wanted: Json, seen: Json, content: Content) -> Iterator[str]:
    there = {item["exercise"] for item in seen["routine"]["session"]["items"]} | set(seen["routine"]["besides"])
    yield from (f"{one} is not in the routine" for one in wanted.get("in", ()) if one not in there)
    yield from (f"{one} is in the routine" for one in wanted.get("out", ()) if one in there)


CHECKS: dict[str, Callable[[Any, Json, Content], Iterable[str]]] = {
    "fires": _fires, "silent": _silent, "disposition": _disposition, "says": _says, "unsaid": _unsaid, "in": _in,
    "out": _out, "no_tags": _no_tags, "left_out": _left_out, "stages": _stages, "stage": _stage, "kind": _kind,
    "size": _size, "sessions_a_day": _a_day, "longest_session": _longest_session, "first_session": _first_session,
    "by_week": _by_week,
    "longest_hold": _longest_hold, "in_order": _in_order, "aerobic": _aerobic, "absent": _absent, "filled": _filled,
    "lessons": _lessons, "comfort": _comfort, "avoid": _avoid, "breaks": _breaks, "practice": _practice, "dose": _dose,
    "ladder": _ladder, "words": _words, "verdict": _verdict, "work": _work, "decided": _decided, "asks": _asks,
    "session": _session, "reads": _reads, "measures": _measures, "refused": _refused, "accepted": _accepted, "routine":
    _routine_has,
}  # fmt: skip
