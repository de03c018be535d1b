"""Words and movement agree: where it starts, which side works, holds, tempo, things, directions and tags.

Both are read, the words from the exercise file and the movement from the solved model. Numbers in the steps
have a file of their own, `test_promises.py`. Every exception says why it is one. `shown` is every exercise
of the catalog in turn.
"""

import re

import numpy as np
from tests.body.shown import ARMS

from birddog.body.skeleton import POINT_INDEX

# What the first step says -> the posture that the model must show.
START_WORDS = {
    "supine": r"\bon your back\b", "prone": r"\bon your front\b", "side_lying": r"\bon your side\b",
    "quadruped": r"\bhands and knees\b", "upright_kneeling": r"^Kneel\b", "seated": r"\b[Ss]it\b",
    "standing": r"\b[Ss]tand\b",
}  # fmt: skip
STARTS_LATER = {"ball-prone-arm-reach": "the first two steps get the body onto the ball; the drill starts there"}
POSITIONS = {"supine", "prone", "side_lying", "quadruped", "upright_kneeling", "prone_support", "seated",
             "standing", "pool"}  # fmt: skip

MOVES_ONE_SIDE = {
    "double-knee-to-chest": "the legs come up one after the other, as the steps say",
    "hip-hinge-dowel": "one hand holds the stick above, the other below; the last step changes them",
}
WALKS = {"suitcase-carry": "the loop is one stride; the dose is twenty seconds of walking"}

# Things that a picture can show -> the equipment word, and how the steps name it.
THINGS = {
    "wall": "wall", "chair": "chair", "chair_back": "chair", "table": "table", "bed": "bed", "step": "step",
    "cushion": "cushion", "ball": "ball", "roller": "foam-roller", "band": "band", "strap": "strap",
    "towel": "towel", "dowel": "dowel", "weight": "light-weights", "pool": "pool", "elliptical": "elliptical",
    "exercise-bike": "stationary-bike", "recumbent-bike": "recumbent-bike",
}  # fmt: skip
NAMED = {
    "light-weights": r"\bweight", "dowel": r"\b(stick|broomstick)\b", "foam-roller": r"\broller\b",
    "pool": r"\b(pool|water)\b", "elliptical": r"\b(handles|pedal|[Ss]tride)\b", "stationary-bike": r"\b[Pp]edal",
    "recumbent-bike": r"\b[Pp]edal", "strap": r"\b(strap|towel)\b", "step": r"\bstep\b", "band": r"\bband\b",
    "towel": r"\btowel\b", "cushion": r"\b(cushions?|folded towel)\b", "ball": r"\bball\b", "wall": r"\bwall\b",
    "chair": r"\b(chair|[Ss]it)\b", "table": r"\b(table|desk)\b", "bed": r"\bbed\b",
}  # fmt: skip
STANDS_FOR = {
    ("band-anti-rotation-press", "dowel"): "the edge of the door",
    ("seated-band-row", "wall"): "the closed door",
    ("movement-breaks", "table"): "the desk that one gets up from",
}

MORE_THAN_SHOWN = {
    "foam-rolling": "its last step sits on the roller, hands on the floor; the roller must not reach the low back",
    "ball-prone-arm-reach": "kneeling is how one gets onto the ball and off it",
}


# ------------------------------------------------------------------------------------ where, which side, when


def test_it_starts_as_the_first_step_says(shown):
    if not shown.exercise.steps or shown.exercise.kind == "method" or shown.id in STARTS_LATER:
        return
    first = shown.exercise.steps[0]
    said = {posture for posture, words in START_WORDS.items() if re.search(words, first)}
    assert not said or shown.posture(0) in said, first


def test_the_position_tag_is_what_is_shown(shown):
    if "varied_position" not in shown.exercise.tags:
        assert shown.exercise.tags & POSITIONS & {shown.posture(k) for k in shown.frames}


def test_the_sides_that_move_are_the_sides_that_are_said(shown):
    if shown.exercise.kind != "exercise":
        return
    if shown.exercise.laterality != "bilateral":
        assert shown.lopsided() > 2.5, "one side works, but both do the same"
        assert len(set(shown.sides())) == (2 if shown.exercise.laterality == "alternating" else 1)
    elif shown.id not in MOVES_ONE_SIDE:
        assert shown.moves_apart() < 3.0, "both sides work, but they do not do the same"


def test_the_steps_say_when_to_change_sides(shown):
    if shown.exercise.kind != "exercise":
        return
    whole_set = re.search(r"[Ff]inish (the set|one)|whole set", shown.words)
    assert bool(whole_set) == (shown.exercise.laterality == "unilateral")
    if shown.exercise.laterality == "alternating":
        assert re.search(r"\b(other|change|opposite|to the right)\b", shown.words)


def test_a_dose_with_a_hold_has_one_keyframe_that_is_held(shown):
    doses = [d for one in shown.exercise.doses.values() for d in (one.start, one.most)]
    held = [k.name for k in shown.movement.keyframes if k.hold_from_dose]
    if shown.exercise.kind == "exercise":
        assert len(held) == int(any(d.hold_time_s for d in doses)), held


def test_the_tempo_is_that_of_the_dose(shown):
    doses = [d for one in shown.exercise.doses.values() for d in (one.start, one.most)]
    if doses and shown.id not in WALKS:
        seconds = sum(k.seconds for k in shown.movement.keyframes)
        assert min(d.move_s for d in doses) <= seconds <= max(d.move_s for d in doses)


# ------------------------------------------------------------------------------------------------------ things


def things_of(shown):
    """Equipment words of what the picture shows."""
    names = [name for name, _ in shown.movement.scene] + [prop.kind for prop in shown.movement.props]
    return {THINGS[n] for n in names if n in THINGS and (shown.id, n) not in STANDS_FOR}


def test_what_is_needed_is_shown(shown):
    missing = [group for group in shown.exercise.equipment if not set(group) & things_of(shown)]
    assert not missing


def test_what_is_shown_is_listed_and_named(shown):
    if shown.exercise.kind == "avoid":
        return
    listed = {thing for group in shown.exercise.equipment for thing in group} | set(shown.exercise.optional_equipment)
    for thing in things_of(shown):
        assert thing in listed
        assert re.search(NAMED[thing], shown.words), f"no step names the {thing}"


# -------------------------------------------------------------------------------------------------- directions


def test_the_movement_goes_where_the_direction_says(shown):
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
        "neutral": True,  # the tags below say how still
    }
    assert goes[shown.exercise.direction]


def test_a_neutral_spine_stays_so(shown):
    if shown.exercise.kind in ("exercise", "aerobic") and "neutral_spine" in shown.exercise.tags:
        lumbar = shown.angle("lumbar_flexion")
        assert np.ptp(lumbar) <= 8
        assert np.abs(lumbar).max() <= 10
        assert np.abs(shown.angle("lumbar_rotation")).max() <= 5
        held = [k for k, frame in enumerate(shown.movement.keyframes) if frame.hold_from_dose]
        assert np.abs(shown.angle("lumbar_side_bend")[held]).max(initial=0.0) <= 5


def test_end_ranges_are_tagged(shown):
    lumbar, tags = shown.angle("lumbar_flexion"), shown.exercise.tags
    if lumbar.max() > 50:
        assert "end_range_lumbar_flexion" in tags
    if lumbar.min() < -35:
        assert "end_range_lumbar_extension" in tags
    if np.abs(shown.angle("lumbar_rotation")).max() > 13:
        assert "end_range_trunk_rotation" in tags
    if shown.exercise.kind == "exercise" and lumbar.max() > 10:
        assert tags & {"lumbar_flexion", "end_range_lumbar_flexion"}
    if shown.exercise.kind == "exercise" and lumbar.min() < -10:
        assert tags & {"lumbar_extension", "end_range_lumbar_extension"}


def test_an_end_range_tag_is_seen(shown):
    """A knee drawn to the chest tucks the pelvis: there a hip beyond 105 degrees is the end of the range."""
    if shown.exercise.kind != "exercise" or shown.id in MORE_THAN_SHOWN:
        return
    spine = shown.angle("lumbar_flexion") + shown.angle("thorax_flexion")
    if "end_range_lumbar_flexion" in shown.exercise.tags:
        assert spine.max() > 20 or shown.fold().max() > 105
    if "end_range_lumbar_extension" in shown.exercise.tags:
        assert (spine + np.minimum(shown.either("hip_flexion").min(axis=1), 0)).min() < -15
    if "trunk_rotation" in shown.exercise.tags:
        assert np.ptp(shown.angle("lumbar_rotation") + shown.angle("thorax_rotation")) > 10
    if "side_bend" in shown.exercise.tags:
        assert np.ptp(shown.angle("lumbar_side_bend") + shown.angle("thorax_side_bend")) > 5


# ---------------------------------------------------------------------------------------- what carries the body


def test_kneeling(shown):
    if shown.exercise.kind not in ("exercise", "aerobic", "habit"):
        return
    tagged = "kneeling" in shown.exercise.tags
    assert tagged == any(kneels(shown, k) for k in shown.frames) or shown.id in MORE_THAN_SHOWN


def kneels(shown, frame):
    """Weight on a knee: on knees, or on the side with the hips off the floor."""
    posture = shown.posture(frame)
    propped = posture == "side_lying" and shown.points[frame, POINT_INDEX["pelvis"], 1] > 0.22
    upright = posture in ("quadruped", "upright_kneeling", "prone_support")
    return (upright or propped) and "knee" in shown.touching(frame, "floor")


def test_wrists_that_carry_are_tagged(shown):
    if shown.exercise.kind not in ("exercise", "aerobic", "habit"):
        return
    carry = any(on_hands(shown, k) for k in shown.frames)
    if carry:
        assert "wrist_load" in shown.exercise.tags
    elif "wrist_load" in shown.exercise.tags and shown.id not in MORE_THAN_SHOWN:
        assert any("wrist" in shown.touching(k, "wall") for k in shown.frames if "wall" in shown.surfaces())


def on_hands(shown, frame):
    """Face down, hands on the floor, the shoulders well above them, and no elbow down."""
    above = max(shown.points[frame, POINT_INDEX[f"shoulder_{s}"], 1] for s in ("left", "right"))
    on = shown.touching(frame, "floor")
    face_down = shown.posture(frame) in ("quadruped", "prone_support", "prone")
    return face_down and "wrist" in on and "elbow" not in on and above > 0.25


def test_a_hand_support_holds_all_the_time(shown):
    if shown.exercise.kind != "exercise" or shown.posture(0) == "seated":
        return
    holds = [n for n in ("wall", "chair", "chair_back", "table", "bed") if n in shown.surfaces()]
    after = list(shown.frames)[1:]  # the hands come to the support first
    always = bool(after) and all(any({"wrist", "index"} & shown.touching(k, n) for n in holds) for k in after)
    assert always == ("hand_support" in shown.exercise.tags) or "wrist_load" in shown.exercise.tags


def test_the_floor_tag(shown):
    if shown.exercise.kind == "method":
        return
    down = set().union(*(shown.touching(k, "floor") for k in shown.frames)) & DOWN
    low = shown.points[:, POINT_INDEX["pelvis"], 1].min() < 0.35  # on a roller or a cushion
    tags = shown.exercise.tags
    assert bool(down or low) == ("floor" in tags) or not tags & {"floor", "no_floor"}


DOWN = {"ischium", "buttock", "asis", "knee", "sternum", "scapula", "head_center", "trochanter"} | ARMS


def test_single_leg_standing_is_tagged_balance(shown):
    feet = {"heel", "ball", "ball_outer", "toe"}
    for k in shown.frames:
        if shown.posture(k) == "standing" and shown.exercise.kind == "exercise":
            free = [s for s in ("left", "right") if not shown.touches(k, {f"{f}_{s}" for f in feet})]
            assert not free or "balance" in shown.exercise.tags or shown.id in WALKS, f"{free} in the air"


def test_deep_bends_are_tagged(shown):
    fold, knee, tags = shown.fold().max(), shown.either("knee_flexion").max(), shown.exercise.tags
    if shown.exercise.kind in ("exercise", "aerobic", "habit"):
        assert fold <= 105 or "hip_flexion_over_90" in tags, f"the hip bends {fold:.0f} degrees"
        assert knee <= 128 or "deep_knee_flexion" in tags, f"the knee bends {knee:.0f} degrees"
    if "hip_flexion_over_90" in tags and shown.id not in MORE_THAN_SHOWN:
        assert fold > 78
    if "deep_knee_flexion" in tags:
        assert knee > 85  # deep under load: a squat to level
