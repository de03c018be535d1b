"""What must never be given to whom, written down a second time.

The tables are taken from the hazard list (safety case), not from the content that is being checked, so
that a veto that is lost or weakened there shows up here.
"""

from __future__ import annotations

from birddog.core.content.content import Content
from birddog.core.content.exercise import Exercise
from birddog.core.person.facts import Facts

FLEXION_LOAD = frozenset(
    {"end_range_lumbar_flexion", "loaded_trunk_flexion", "standing_trunk_flexion", "neural_tension", "high_spinal_load"}
)
BONE = frozenset(
    {"end_range_lumbar_flexion", "loaded_trunk_flexion", "standing_trunk_flexion", "trunk_rotation",
     "end_range_trunk_rotation", "loaded_trunk_rotation", "inversion", "high_spinal_load", "impact", "thoracic_flexion"}
)  # fmt: skip
POST_OP = frozenset(
    {"end_range_lumbar_flexion", "end_range_lumbar_extension", "loaded_trunk_flexion", "trunk_rotation",
     "end_range_trunk_rotation", "loaded_trunk_rotation", "external_load"}
)  # fmt: skip
PREGNANT = frozenset({"supine", "prone", "prone_support", "loaded_trunk_flexion", "high_spinal_load", "inversion"})
EXERTION = frozenset({"prone_support", "quadruped", "upright_kneeling", "side_lying", "moderate_load", "external_load"})
ARCHING = frozenset({"end_range_lumbar_extension"})
BENDING = frozenset({"end_range_lumbar_flexion"})

NEVER: tuple[tuple[str, str, tuple[str, ...], frozenset[str]], ...] = (
    ("C2", "leg", ("below_knee", "unknown"), FLEXION_LOAD),
    ("C2", "leg", ("below_knee_flexion_centralizes",), FLEXION_LOAD - BENDING),
    ("C2", "leg_weakness", ("new", "unsure", "old_unchecked", "old_checked"), FLEXION_LOAD),
    ("C3", "bone", ("osteoporosis", "spine_fracture", "unsure", "unanswered"), BONE),
    ("C3", "steroids", ("yes",), BONE),
    ("C6", "pregnancy", ("later", "unanswered", "due_passed"), PREGNANT),
    ("C6", "pregnancy", ("postpartum", "early_postpartum"), frozenset({"loaded_trunk_flexion"})),
    ("C6", "pregnancy", ("early_postpartum", "due_passed"), EXERTION),
    ("C7", "surgery", ("cleared_under_6_months", "recent", "not_cleared", "unanswered"), POST_OP),
    ("C9", "ease", ("flexion",), ARCHING),
    ("C9", "ease", ("extension",), BENDING),
    ("C9", "flexion", ("bad",), BENDING),
    ("C9", "extension", ("bad",), ARCHING),
    ("C9", "stenosis", ("yes",), ARCHING | {"prone_extension"}),
    ("C9", "spondylolisthesis", ("yes",), ARCHING | {"prone_extension"}),
    ("C2", "irritability", ("high", "unknown"), frozenset({"neural_slide"})),
    ("C13", "floor", ("no",), frozenset({"floor", "floor_or_bed"})),
    ("C13", "floor", ("bed",), frozenset({"floor"})),
    ("C13", "kneel", ("no",), frozenset({"kneeling"})),
    ("C13", "lie_on_front", ("no",), frozenset({"prone"})),
    ("C13", "lie_on_back", ("no",), frozenset({"supine"})),
    ("C13", "weight_on_hands", ("no",), frozenset({"wrist_load"})),
    ("C13", "stand", ("no",), frozenset({"standing"})),
    ("C13", "sit", ("no",), frozenset({"seated"})),
    ("C13", "blood_pressure", ("uncontrolled", "unsure", "unanswered"), frozenset({"inversion"})),
    ("C13", "head_down", ("no",), frozenset({"inversion"})),
    ("C13", "dizziness", ("yes",), frozenset({"inversion"})),
    ("C13", "heart", ("stable", "symptoms", "unsure", "unanswered"), frozenset({"high_spinal_load"})),
    ("C13", "hip_replacement", ("yes", "precautions"), frozenset({"hip_flexion_over_90"})),
    ("C13", "hip_replacement", ("precautions",), frozenset({"hip_end_range", "standing_trunk_flexion"})),
    ("C11", "young_arching", ("yes",), ARCHING | {"impact"}),
    ("C13", "pelvic_floor", ("yes",), frozenset({"high_spinal_load", "loaded_trunk_flexion", "impact"})),
    ("C13", "knees", ("no",), frozenset({"deep_knee_flexion"})),
    ("C13", "shoulders", ("no",), frozenset({"shoulder_load"})),
    ("C12", "severity", ("severe", "unknown"), frozenset({"high_spinal_load", "loaded_trunk_flexion"})),
)
UNSTEADY = (
    ("balance", ("poor", "unanswered")), ("pregnancy", ("later", "unanswered")), ("dizziness", ("yes",)),
    ("leg_weakness", ("new", "unsure", "old_unchecked", "old_checked")),
)  # fmt: skip
SUPPORT_THINGS = frozenset({"wall", "chair", "table", "bed"})
KNOWN_TAGS: dict[str, frozenset[str]] = {
    "single-knee-to-chest": frozenset({"supine", "floor_or_bed", "end_range_lumbar_flexion", "hip_flexion_over_90"}),
    "double-knee-to-chest": frozenset({"supine", "floor_or_bed", "end_range_lumbar_flexion", "hip_flexion_over_90"}),
    "half-kneeling-hip-flexor-stretch": frozenset({"kneeling", "floor", "balance"}),
    "standing-adductor-stretch": frozenset({"standing", "balance", "side_bend"}),
    "standing-hamstring-stretch-heel-on-support": frozenset({"standing", "balance", "neural_tension"}),
    "standing-hamstring-stretch-toe-lift": frozenset({"neural_tension", "standing_trunk_flexion", "balance"}),
    "supine-hamstring-stretch-strap": frozenset({"supine", "floor_or_bed", "neural_tension"}),
    "supine-piriformis-cross-body": frozenset({"supine", "floor", "hip_flexion_over_90", "hip_end_range"}),
    "supine-figure-four-press": frozenset({"supine", "floor_or_bed", "hip_end_range"}),
    "supine-figure-four-pull": frozenset({"supine", "floor_or_bed", "hip_end_range"}),
    "standing-piriformis-stretch-on-support": frozenset({"standing", "hip_end_range"}),
    "half-kneeling-quad-hip-flexor-stretch": frozenset({"kneeling", "floor", "hip_end_range"}),
    "cat-cow": frozenset({"quadruped", "floor", "kneeling", "wrist_load", "thoracic_flexion"}),
    "prone-back-extension-arms-side": frozenset({"prone", "floor", "prone_extension"}),
    "sciatic-slider": frozenset({"seated", "neural_slide"}),
    "lower-trunk-rotation": frozenset({"supine", "floor_or_bed", "trunk_rotation"}),
    "childs-pose": frozenset({"floor", "end_range_lumbar_flexion", "deep_knee_flexion"}),
    "rag-doll-forward-fold": frozenset({"standing_trunk_flexion", "inversion", "neural_tension"}),
    "supine-hip-twist-knees-lifted": frozenset({"supine", "trunk_rotation", "loaded_trunk_rotation"}),
    "seated-trunk-rotation": frozenset({"seated", "no_floor", "trunk_rotation"}),
    "seated-forward-fold": frozenset({"seated", "end_range_lumbar_flexion", "neural_tension"}),
    "prone-press-up": frozenset({"prone", "floor", "end_range_lumbar_extension"}),
    "standing-back-bend": frozenset({"standing", "end_range_lumbar_extension"}),
    "bird-dog": frozenset({"quadruped", "floor", "kneeling", "wrist_load"}),
    "plank-high": frozenset({"prone_support", "floor", "isometric_hold", "wrist_load"}),
    "plank-forearm": frozenset({"prone_support", "floor", "isometric_hold"}),
    "side-plank-feet": frozenset({"side_lying", "floor", "isometric_hold"}),
    "ball-prone-arm-reach": frozenset({"prone_support", "floor", "balance", "wrist_load"}),
    "bridge": frozenset({"supine", "floor_or_bed"}),
    "curl-up": frozenset({"supine", "floor", "loaded_trunk_flexion"}),
    "single-straight-leg-raise": frozenset({"supine", "floor_or_bed", "neural_tension"}),
    "superman": frozenset({"prone", "floor", "end_range_lumbar_extension", "high_spinal_load"}),
    "prone-trunk-lift-hands-behind-head": frozenset(
        {"prone", "floor", "end_range_lumbar_extension", "high_spinal_load"}
    ),
    "wall-sit": frozenset({"standing", "isometric_hold"}),
    "hip-hinge-bend-practice": frozenset({"standing", "standing_trunk_flexion"}),
    "light-resistance-training": frozenset({"external_load"}),
    "box-carry": frozenset({"external_load", "balance"}),
    "suitcase-carry": frozenset({"external_load", "balance"}),
}  # fmt: skip
"""Tags that these drills must carry, known apart from the content."""


def offends(exercise: Exercise, known: Facts) -> str | None:
    """Which hazard an exercise would be for a person with these facts, or ``None``."""
    for hazard, fact, values, tags in NEVER:
        if getattr(known, fact) in values and exercise.tags & tags:
            return f"{hazard}: {exercise.id} for {fact}={getattr(known, fact)}"
    if "balance" in exercise.tags:
        supported = "hand_support" in exercise.tags and any(set(g) & SUPPORT_THINGS for g in exercise.equipment)
        for fact, values in UNSTEADY:
            if getattr(known, fact) in values and not supported:
                return f"C13: {exercise.id} without support for {fact}={getattr(known, fact)}"
    return None


def offending_mask(known: Facts, content: Content) -> int:
    """Mask of every exercise that must not be given to a person with these facts."""
    mask = 0
    for fact, values, mask_of in _masks(content):
        if getattr(known, fact) in values:
            mask |= mask_of
    return mask


def _masks(content: Content) -> list[tuple[str, tuple[str, ...], int]]:
    if "verify" not in content.memo:
        rows = [(fact, values, content.mask_tagged(tags)) for _, fact, values, tags in NEVER]
        unsteady = content.mask_where(
            lambda e: (
                "balance" in e.tags
                and not ("hand_support" in e.tags and any(set(group) & SUPPORT_THINGS for group in e.equipment))
            )
        )
        content.memo["verify"] = rows + [(fact, values, unsteady) for fact, values in UNSTEADY]
    made: list[tuple[str, tuple[str, ...], int]] = content.memo["verify"]
    return made
