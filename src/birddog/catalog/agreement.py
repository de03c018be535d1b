"""Words, tags and movement of an exercise agree: where it starts, which side works, holds, tempo, things, directions.

Both are read, the words from the exercise's file and the movement from the solved model. What does not agree and may
stand so is named in the file, with its reason: ``[[exempt]]`` with ``check`` (a name of ``CHECKS``), ``why``, and
``of`` where one thing or number is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from birddog.body.skeleton import POINT_INDEX
from birddog.catalog.measured import measured_problems
from birddog.catalog.shown import ARMS, Shown
from birddog.catalog.stances import all_fours, arch, at_the_wall, forearms_down, head_in_line

Exempt = frozenset[str]
"""Things or numbers that one check leaves alone; an empty string stands for all."""
Check = Callable[[Shown], Iterable[str]]

START_WORDS = {
    "supine": r"\bon your back\b", "prone": r"\bon your front\b", "side_lying": r"\bon your side\b",
    "quadruped": r"\bhands and knees\b", "upright_kneeling": r"^Kneel\b", "seated": r"\b[Ss]it\b",
    "standing": r"\b[Ss]tand\b",
}  # fmt: skip
"""What the first step says, by the posture that the model must show."""
POSITIONS = {"supine", "prone", "side_lying", "quadruped", "upright_kneeling", "prone_support", "seated",
             "standing", "pool"}  # fmt: skip
THINGS = {
    "wall": "wall", "chair": "chair", "chair_back": "chair", "table": "table", "bed": "bed", "step": "step",
    "cushion": "cushion", "ball": "ball", "roller": "foam-roller", "band": "band", "strap": "strap",
    "towel": "towel", "dowel": "dowel", "weight": "light-weights", "pool": "pool", "elliptical": "elliptical",
    "exercise-bike": "stationary-bike", "recumbent-bike": "recumbent-bike",
}  # fmt: skip
"""Things that a picture can show, and the equipment word."""
NAMED = {
    "light-weights": r"\bweight", "dowel": r"\b(stick|broomstick)\b", "foam-roller": r"\broller\b",
    "pool": r"\b(pool|water)\b", "elliptical": r"\b(handles|pedal|[Ss]tride)\b", "stationary-bike": r"\b[Pp]edal",
    "recumbent-bike": r"\b[Pp]edal", "strap": r"\b(strap|towel)\b", "step": r"\bstep\b", "band": r"\bband\b",
    "towel": r"\btowel\b", "cushion": r"\b(cushions?|folded towel)\b", "ball": r"\bball\b", "wall": r"\bwall\b",
    "chair": r"\b(chair|[Ss]it)\b", "table": r"\b(table|desk)\b", "bed": r"\bbed\b",
}  # fmt: skip
"""How the steps name equipment."""
DOWN = {"ischium", "buttock", "asis", "knee", "sternum", "scapula", "head_center", "trochanter"} | ARMS
DOING = ("exercise", "aerobic", "habit")


def agreement_problems(shown: Shown, row: Mapping[str, Any]) -> list[str]:
    """Where words, tags and movement of an exercise do not agree; ``row`` is its file."""
    exempt: dict[str, set[str]] = {}
    for one in row.get("exempt", ()):
        exempt.setdefault(one["check"], set()).add(one.get("of", ""))
    found = [f"exempt: there is no check '{name}'; allowed: {', '.join((*CHECKS, *PARTLY))}"
             for name in exempt if name not in CHECKS and name not in PARTLY]  # fmt: skip
    for name, check in CHECKS.items():
        problems = list(check(shown))
        if name in exempt and not problems:
            found.append(f"exempt: '{name}' agrees; take the row out")
        found += [] if name in exempt else problems
    things, numbers = (frozenset(exempt.get(name, ())) for name in PARTLY)
    found += [*_things(shown, things), *measured_problems(shown, row.get("promises", []), numbers)]
    return found


# ------------------------------------------------------------------------------------ where, which side, when


def start(shown: Shown) -> Iterator[str]:
    """It starts as the first step says."""
    if shown.exercise.steps and shown.exercise.kind != "method":
        first = shown.exercise.steps[0]
        said = {posture for posture, words in START_WORDS.items() if re.search(words, first)}
        if said and shown.posture(0) not in said:
            yield f"the first step says {_list(said)}; the movement starts {shown.posture(0)}"


def position(shown: Shown) -> Iterator[str]:
    """A tag of position is one that is shown."""
    seen = {shown.posture(k) for k in shown.frames}
    if "varied_position" not in shown.exercise.tags and not shown.exercise.tags & POSITIONS & seen:
        yield f"tags: no position that the movement shows; it shows {_list(seen)}"


def sides(shown: Shown) -> Iterator[str]:
    """The sides that move are those that ``laterality`` says."""
    if shown.exercise.kind != "exercise":
        return
    if shown.exercise.laterality == "bilateral":
        if shown.moves_apart() >= 3.0:
            yield "laterality is bilateral; in the movement the sides do not do the same"
    elif shown.lopsided() <= 2.5:
        yield f"laterality is {shown.exercise.laterality}; in the movement both sides do the same"
    elif len(set(shown.sides())) != (2 if shown.exercise.laterality == "alternating" else 1):
        yield f"laterality is {shown.exercise.laterality}; the movement works {_list(set(shown.sides()))}"


def change_of_sides(shown: Shown) -> Iterator[str]:
    """The steps say when to change sides."""
    if shown.exercise.kind != "exercise":
        return
    whole_set = re.search(r"[Ff]inish (the set|one)|whole set", shown.words)
    if bool(whole_set) != (shown.exercise.laterality == "unilateral"):
        yield "steps: where one side does a whole set, and only there, they say to finish the set (or one side) first"
    if shown.exercise.laterality == "alternating" and not re.search(
        r"\b(other|change|opposite|to the right)\b", shown.words
    ):
        yield "steps: they do not say that the sides change"


def hold(shown: Shown) -> Iterator[str]:
    """A dose with a hold has one keyframe that is held."""
    doses = [d for one in shown.exercise.doses.values() for d in (one.start, one.most)]
    held = [k.name for k in shown.movement.keyframes if k.hold_from_dose]
    wanted = int(any(d.hold_time_s for d in doses))
    if shown.exercise.kind == "exercise" and len(held) != wanted:
        yield f'movement: {len(held)} keyframes with hold = "dose"; by the doses it is {wanted}'


def tempo(shown: Shown) -> Iterator[str]:
    """The tempo is that of the dose."""
    doses = [d for one in shown.exercise.doses.values() for d in (one.start, one.most)]
    if doses:
        seconds = sum(k.seconds for k in shown.movement.keyframes)
        low, high = min(d.move_s for d in doses), max(d.move_s for d in doses)
        if not low <= seconds <= high:
            yield f"movement: one repetition takes {seconds:g} s; move_s of the doses: {low} to {high}"


# ------------------------------------------------------------------------------------------------------ things


def _things(shown: Shown, others: Exempt) -> Iterator[str]:
    """What is needed is shown; what is shown is listed and named. ``others``: things that stand for something else."""
    names = [name for name, _ in shown.movement.scene] + [prop.kind for prop in shown.movement.props]
    yield from (f"exempt: the movement shows no {name}" for name in sorted(others) if name not in names)
    seen = {THINGS[n] for n in names if n in THINGS and n not in others}
    missing = [group for group in shown.exercise.equipment if not set(group) & seen]
    yield from (f"equipment: the movement shows no {' or '.join(group)}" for group in missing)
    if shown.exercise.kind == "avoid":
        return
    listed = {thing for group in shown.exercise.equipment for thing in group} | set(shown.exercise.optional_equipment)
    for thing in sorted(seen):
        if thing not in listed:
            yield f"equipment: the movement shows a {thing}; equipment and optional_equipment do not list it"
        if not re.search(NAMED[thing], shown.words):
            yield f"steps: no step names the {thing} that the movement shows"


# -------------------------------------------------------------------------------------------------- directions


def direction(shown: Shown) -> Iterator[str]:
    """The movement goes where ``direction`` says."""
    if shown.exercise.kind != "exercise":
        return
    spine = shown.angle("lumbar_flexion") + shown.angle("thorax_flexion")
    hips = shown.either("hip_flexion")
    turned = np.ptp(shown.angle("lumbar_rotation") + shown.angle("thorax_rotation"))
    bent = np.ptp(shown.angle("lumbar_side_bend") + shown.angle("thorax_side_bend"))
    goes = {
        "flexion": spine.max() - spine[0] > 10 or shown.fold().max() > 90,
        "extension": spine[0] - spine.min() > 5 or hips.min() < 10,
        "rotation": turned > 10,
        "side": bent > 5 or np.ptp(shown.either("hip_abduction"), axis=0).max() > 10,
    }
    if not goes.get(shown.exercise.direction, True):  # how still a neutral one is, the tags say
        yield f"direction is {shown.exercise.direction}; the movement does not go there"


def neutral(shown: Shown) -> Iterator[str]:
    """A neutral spine stays so."""
    if shown.exercise.kind not in ("exercise", "aerobic") or "neutral_spine" not in shown.exercise.tags:
        return
    lumbar = shown.angle("lumbar_flexion")
    held = [k for k, frame in enumerate(shown.movement.keyframes) if frame.hold_from_dose]
    seen = (
        ("bends and straightens", np.ptp(lumbar), 8),
        ("is bent or arched", np.abs(lumbar).max(), 10),
        ("is turned", np.abs(shown.angle("lumbar_rotation")).max(), 5),
        ("is bent to the side in the hold", np.abs(shown.angle("lumbar_side_bend")[held]).max(initial=0.0), 5),
    )
    yield from (f"tags: neutral_spine, but the low back {what} by {by:.0f} degrees; allowed: {most}"
                for what, by, most in seen if by > most)  # fmt: skip


def end_range(shown: Shown) -> Iterator[str]:
    """Ends of the range, and bends of an exercise, are tagged."""
    lumbar = shown.angle("lumbar_flexion")
    turned = np.abs(shown.angle("lumbar_rotation")).max()
    drill = shown.exercise.kind == "exercise"
    bends, arches = f"the low back bends {lumbar.max():.0f} degrees", f"the low back arches {-lumbar.min():.0f} degrees"
    yield from _needs(shown, lumbar.max() > 50, bends, "end_range_lumbar_flexion")
    yield from _needs(shown, lumbar.min() < -35, arches, "end_range_lumbar_extension")
    yield from _needs(shown, turned > 13, f"the low back turns {turned:.0f} degrees", "end_range_trunk_rotation")
    yield from _needs(shown, drill and lumbar.max() > 10, bends, "lumbar_flexion", "end_range_lumbar_flexion")
    yield from _needs(shown, drill and lumbar.min() < -10, arches, "lumbar_extension", "end_range_lumbar_extension")


def end_range_seen(shown: Shown) -> Iterator[str]:
    """A tag of direction is seen. A knee drawn to the chest tucks the pelvis: a hip beyond 105 degrees is an end."""
    if shown.exercise.kind != "exercise":
        return
    spine = shown.angle("lumbar_flexion") + shown.angle("thorax_flexion")
    arched = (spine + np.minimum(shown.either("hip_flexion").min(axis=1), 0)).min()
    turned = np.ptp(shown.angle("lumbar_rotation") + shown.angle("thorax_rotation"))
    bent = np.ptp(shown.angle("lumbar_side_bend") + shown.angle("thorax_side_bend"))
    seen = {
        "end_range_lumbar_flexion": spine.max() > 20 or shown.fold().max() > 105,
        "end_range_lumbar_extension": arched < -15,
        "trunk_rotation": turned > 10,
        "side_bend": bent > 5,
    }
    yield from (f"tags: the movement does not show {tag}" for tag, is_so in seen.items()
                if tag in shown.exercise.tags and not is_so)  # fmt: skip


# ---------------------------------------------------------------------------------------- what carries the body


def kneeling(shown: Shown) -> Iterator[str]:
    """Weight on a knee is tagged, and the tag is seen."""
    if shown.exercise.kind in DOING:
        yield from _same(shown, "kneeling", any(_kneels(shown, k) for k in shown.frames), "weight on a knee")


def _kneels(shown: Shown, frame: int) -> bool:
    """Weight on a knee: on knees, or on the side with the hips off the floor."""
    posture = shown.posture(frame)
    propped = posture == "side_lying" and shown.points[frame, POINT_INDEX["pelvis"], 1] > 0.22
    upright = posture in ("quadruped", "upright_kneeling", "prone_support")
    return bool(upright or propped) and "knee" in shown.touching(frame, "floor")


def wrists(shown: Shown) -> Iterator[str]:
    """Wrists that carry are tagged; a tag is seen on the floor or on the wall."""
    if shown.exercise.kind not in DOING:
        return
    tagged = "wrist_load" in shown.exercise.tags
    if any(_on_hands(shown, k) for k in shown.frames):
        yield from _needs(shown, True, "hands carry the body", "wrist_load")
    elif tagged and not any("wrist" in shown.touching(k, "wall") for k in shown.frames if "wall" in shown.surfaces()):
        yield "tags: wrist_load, but no hand carries in the movement"


def _on_hands(shown: Shown, frame: int) -> bool:
    """Face down, hands on the floor, the shoulders well above them, and no elbow down."""
    above = max(shown.points[frame, POINT_INDEX[f"shoulder_{s}"], 1] for s in ("left", "right"))
    on = shown.touching(frame, "floor")
    face_down = shown.posture(frame) in ("quadruped", "prone_support", "prone")
    return bool(face_down and "wrist" in on and "elbow" not in on and above > 0.25)


def hand_support(shown: Shown) -> Iterator[str]:
    """A hand support holds all the time."""
    if shown.exercise.kind != "exercise" or shown.posture(0) == "seated" or "wrist_load" in shown.exercise.tags:
        return
    holds = [n for n in ("wall", "chair", "chair_back", "table", "bed") if n in shown.surfaces()]
    after = list(shown.frames)[1:]  # the hands come to the support first
    always = bool(after) and all(any({"wrist", "index"} & shown.touching(k, n) for n in holds) for k in after)
    yield from _same(shown, "hand_support", always, "a hand on a support all the time")


def floor(shown: Shown) -> Iterator[str]:
    """Who gets down to the floor is tagged so."""
    tags = shown.exercise.tags
    if shown.exercise.kind == "method" or not tags & {"floor", "no_floor"}:
        return
    down = set().union(*(shown.touching(k, "floor") for k in shown.frames)) & DOWN
    low = shown.points[:, POINT_INDEX["pelvis"], 1].min() < 0.35  # on a roller or a cushion
    yield from _same(shown, "floor", bool(down or low), "the body on the floor")


def one_leg(shown: Shown) -> Iterator[str]:
    """Standing on one leg is tagged as balance."""
    feet = {"heel", "ball", "ball_outer", "toe"}
    for k in shown.frames:
        if shown.posture(k) == "standing" and shown.exercise.kind == "exercise":
            free = [s for s in ("left", "right") if not shown.touches(k, {f"{f}_{s}" for f in feet})]
            yield from _needs(
                shown, bool(free), f"in keyframe {k + 1} the {' and '.join(free)} foot is in the air", "balance"
            )


def deep_bends(shown: Shown) -> Iterator[str]:
    """Deep bends of hip and knee are tagged."""
    if shown.exercise.kind in DOING:
        fold, knee = shown.fold().max(), shown.either("knee_flexion").max()
        yield from _needs(shown, fold > 105, f"the hip bends {fold:.0f} degrees", "hip_flexion_over_90")
        yield from _needs(shown, knee > 128, f"the knee bends {knee:.0f} degrees", "deep_knee_flexion")


def deep_bends_seen(shown: Shown) -> Iterator[str]:
    """A tag of a deep bend is seen; deep under load is a squat to level."""
    fold, knee, tags = shown.fold().max(), shown.either("knee_flexion").max(), shown.exercise.tags
    if "hip_flexion_over_90" in tags and fold <= 78:
        yield f"tags: hip_flexion_over_90, but the hip bends {fold:.0f} degrees"
    if "deep_knee_flexion" in tags and knee <= 85:
        yield f"tags: deep_knee_flexion, but the knee bends {knee:.0f} degrees"


def _needs(shown: Shown, is_so: object, what: str, *tags: str) -> Iterator[str]:
    if is_so and not shown.exercise.tags & set(tags):
        yield f"tags: {what}; {' or '.join(tags)} is missing"


def _same(shown: Shown, tag: str, seen: bool, what: str) -> Iterator[str]:
    if seen and tag not in shown.exercise.tags:
        yield f"tags: the movement shows {what}; {tag} is missing"
    elif not seen and tag in shown.exercise.tags:
        yield f"tags: {tag}, but the movement does not show {what}"


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


CHECKS: dict[str, Check] = {
    "start": start, "position": position, "sides": sides, "change_of_sides": change_of_sides, "hold": hold,
    "tempo": tempo, "direction": direction, "neutral": neutral, "end_range": end_range,
    "end_range_seen": end_range_seen, "kneeling": kneeling, "wrists": wrists, "hand_support": hand_support,
    "floor": floor, "one_leg": one_leg, "deep_bends": deep_bends, "deep_bends_seen": deep_bends_seen,
    "all_fours": all_fours, "head_in_line": head_in_line, "arch": arch, "forearms_down": forearms_down,
    "at_the_wall": at_the_wall,
}  # fmt: skip
"""What is compared, by the name that an exemption gives."""
PARTLY = ("things", "numbers")
"""Exempted one by one: a thing that stands for another (``of`` is its name), a number that no picture shows."""
