"""Safety tags: a closed list in four groups, and what contradicts what."""

from __future__ import annotations

from birddog.core.content.exercise import Exercise

GROUPS: dict[str, tuple[str, ...]] = {
    "position": ("supine", "prone", "side_lying", "quadruped", "upright_kneeling", "prone_support", "seated",
                 "standing", "pool", "varied_position"),
    "direction": ("neutral_spine", "lumbar_flexion", "end_range_lumbar_flexion", "lumbar_extension",
                  "end_range_lumbar_extension", "prone_extension", "thoracic_flexion", "trunk_rotation",
                  "end_range_trunk_rotation", "side_bend"),
    "load": ("low_load", "moderate_load", "isometric_hold", "loaded_trunk_flexion", "loaded_trunk_rotation",
             "standing_trunk_flexion", "high_spinal_load", "external_load", "impact", "neural_tension", "neural_slide",
             "inversion"),
    "contact": ("floor", "floor_or_bed", "no_floor", "kneeling", "wrist_load", "shoulder_load", "hip_flexion_over_90",
                "hip_end_range", "deep_knee_flexion", "balance", "hand_support", "functional", "rest", "recovery"),
}  # fmt: skip
ALL = frozenset(tag for group in GROUPS.values() for tag in group)
ALLOWED = ", ".join(tag for group in GROUPS.values() for tag in group)
NEVER_TOGETHER = (
    ("floor", "no_floor"), ("floor", "floor_or_bed"), ("floor_or_bed", "no_floor"),
    ("supine", "standing"), ("supine", "prone"), ("supine", "seated"), ("prone", "standing"),
    ("prone", "seated"), ("seated", "standing"), ("side_lying", "standing"), ("quadruped", "standing"),
    ("quadruped", "supine"), ("neutral_spine", "end_range_lumbar_flexion"),
    ("neutral_spine", "end_range_lumbar_extension"), ("low_load", "moderate_load"), ("low_load", "high_spinal_load"),
    ("low_load", "external_load"), ("low_load", "impact"), ("low_load", "loaded_trunk_flexion"),
)  # fmt: skip
LYING_OR_KNEELING = frozenset({"supine", "prone", "side_lying", "quadruped", "prone_support", "upright_kneeling"})
PLACES = frozenset({"floor", "floor_or_bed", "no_floor"})
"""Where an exercise is done; a bed is firm, and for lying only."""
SUPPORTS = frozenset({"wall", "chair", "table", "bed"})
START_TAG = {
    "supine-hook-lying": "supine", "supine-legs-straight": "supine", "supine-tabletop": "supine",
    "supine-one-knee-bent": "supine", "prone": "prone", "prone-on-elbows": "prone", "side-lying": "side_lying",
    "hands-and-knees": "quadruped", "half-kneeling": "upright_kneeling", "kneeling-sit-back": "upright_kneeling",
    "plank-high": "prone_support", "plank-forearm": "prone_support", "plank-knees": "prone_support",
    "side-plank": "side_lying", "sitting-chair": "seated", "sitting-floor": "seated", "standing": "standing",
    "standing-facing-wall": "standing", "standing-back-to-wall": "standing", "standing-at-support": "standing",
    "pool": "pool", "machine-seat": "seated", "machine-standing": "standing",
}  # fmt: skip


def tag_problems(exercise: Exercise) -> list[str]:
    """What is missing from or contradicts itself in an exercise's tags."""
    tags, out = exercise.tags, []
    out += [f"tags: unknown '{tag}'; allowed: {ALLOWED}" for tag in sorted(tags - ALL)]
    out += [
        f"tags: none of group {name} ({', '.join(group)})" for name, group in GROUPS.items() if not tags & set(group)
    ]
    out += [f"tags: '{a}' contradicts '{b}'" for a, b in NEVER_TOGETHER if {a, b} <= tags]
    if exercise.kind != "avoid" and not tags & PLACES:
        out.append(f"tags: one of {', '.join(sorted(PLACES))} is needed")
    if (
        tags & LYING_OR_KNEELING
        and "varied_position" not in tags
        and not tags & {"floor", "floor_or_bed"}
        and exercise.kind == "exercise"
    ):
        out.append("tags: lying and kneeling need 'floor' or 'floor_or_bed'")
    if "quadruped" in tags and not {"kneeling", "wrist_load"} <= tags and exercise.kind == "exercise":
        out.append("tags: quadruped needs 'kneeling' and 'wrist_load'")
    have = {thing for group in exercise.equipment for thing in group}
    if "hand_support" in tags and not have & SUPPORTS:
        out.append(f"tags: hand_support needs one of {', '.join(sorted(SUPPORTS))} in equipment")
    wanted = START_TAG.get(exercise.start)
    if wanted and wanted not in tags and exercise.kind != "avoid":
        out.append(f"start '{exercise.start}' needs the tag '{wanted}'")
    return out
