"""What a person tells us.

Every field says its title and what it means, because the JSON Schema, the forms and the messages are
made from here. Pain is 0 (none) to 10 (worst). ``None`` and ``unanswered`` mean "not said", never "no".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from birddog.core.values import Answer

Sex = Literal["female", "male", "other", "unanswered"]
Site = Literal["low_back", "buttock", "leg", "mid_back", "neck", "hip_or_groin", "belly", "other"]
Position = Literal["sitting", "standing", "walking", "lying", "moving", "nothing"]
Trigger = Literal[
    "sitting", "standing", "walking", "lying", "bending_forward", "straightening_up", "bending_backward",
    "twisting", "lifting", "coughing", "mornings", "rest", "nothing",
]  # fmt: skip
Response = Literal["not_tried", "better", "centralizes", "no_change", "worse", "peripheralizes", "unanswered"]
Able = Literal["yes", "no", "unsure", "unanswered"]
Equipment = Literal[
    "mat", "wall", "chair", "table", "bed", "towel", "strap", "ball", "band", "foam-roller", "light-weights",
    "dowel", "step", "cushion", "pool", "stationary-bike", "recumbent-bike", "elliptical",
]  # fmt: skip
Goal = Literal[
    "walking", "standing", "sitting", "bending", "lifting", "carrying", "stairs", "getting-up", "sleeping",
    "turning", "reaching", "sport", "work",
]  # fmt: skip


def ask(title: str, description: str, default: Any = None, **limits: Any) -> Any:
    """A field with the words and limits that the schema, forms and messages show.

    ``limits`` are JSON Schema words: ``minimum``, ``maximum``, ``maxLength``, ``examples``.
    A list, dict or class given as ``default`` is made anew for each value.
    """
    words = {"title": title, "description": description, **limits}
    if callable(default):
        return field(default_factory=default, metadata=words)
    return field(default=default, metadata=words)


@dataclass(frozen=True)
class Person:
    """Who this is about."""

    id: str = ask(
        "Person id", "Any stable name for the person; keeps charts of different people apart.", "me", maxLength=80
    )
    age: int | None = ask(
        "Age in years", "Compulsory for a program. Years at the last birthday.", minimum=0, maximum=120
    )
    sex: Sex = ask("Sex", "Decides whether pregnancy is asked about.", "unanswered")
    decides_for_self: Answer = ask(
        "Can decide for themselves",
        "'no' or 'unsure' means a clinician should go through this with the person.",
        "unanswered",
    )


@dataclass(frozen=True)
class Episode:
    """This spell of back pain."""

    where: tuple[Site, ...] = ask(
        "Where it hurts",
        "Compulsory. Every place that hurts; low back pain is 'low_back' (between the lowest ribs and the buttock crease).",
        tuple,
    )
    weeks: float | None = ask(
        "How long, in weeks",
        "Weeks since this spell began. Use 'began' instead if the date is known.",
        minimum=0,
        maximum=5200,
    )
    began: date | None = ask("When it began", "Date this spell began (YYYY-MM-DD).")
    onset: Literal["gradual", "sudden", "after_strain", "after_accident", "unanswered"] = ask(
        "How it began",
        "'after_strain': lifting, bending or a simple pull. 'after_accident': a fall, crash or blow (also answer the danger signs on injury).",
        "unanswered",
    )
    course: Literal["better", "same", "worse", "comes_and_goes", "unanswered"] = ask(
        "Course", "How it has changed over the last weeks.", "unanswered"
    )
    earlier_spells: int | None = ask(
        "Earlier spells", "How many spells of back pain came before this one.", minimum=0, maximum=500
    )
    tried_exercise: Answer = ask(
        "Tried exercise already", "Stretching or core exercises for a few weeks in this spell.", "unanswered"
    )


@dataclass(frozen=True)
class Pain:
    """Pain from 0 (none) to 10 (worst), back and leg apart."""

    back_now: float | None = ask("Back pain now", "0 none to 10 worst.", minimum=0, maximum=10)
    back_week: float | None = ask(
        "Back pain over the week", "On average over the last 7 days, 0 to 10.", minimum=0, maximum=10
    )
    back_worst: float | None = ask("Worst back pain this week", "0 to 10.", minimum=0, maximum=10)
    leg_now: float | None = ask("Leg pain now", "0 to 10.", minimum=0, maximum=10)
    leg_week: float | None = ask(
        "Leg pain over the week", "On average over the last 7 days, 0 to 10.", minimum=0, maximum=10
    )


@dataclass(frozen=True)
class Leg:
    """Symptoms in the buttock or leg that come with the back pain."""

    reach: Literal["none", "buttock", "above_knee", "below_knee", "unsure", "unanswered"] = ask(
        "How far down", "The lowest place that pain, tingling or numbness reaches.", "unanswered"
    )
    side: Literal["none", "left", "right", "both", "unanswered"] = ask("Which leg", "One side or both.", "unanswered")
    numbness: Answer = ask(
        "Numbness or tingling", "Numbness, tingling or pins and needles in the leg or foot.", "unanswered"
    )
    weakness: Literal["no", "old_checked", "old_unchecked", "new", "worse", "unsure", "unanswered"] = ask(
        "Weakness",
        "Weakness of a leg or foot. 'old_checked': there for long, unchanged, and a clinician has examined it. 'new' or 'worse' is urgent.",
        "unanswered",
    )
    course: Literal["new", "stable", "better", "worse", "unanswered"] = ask(
        "Course of leg symptoms", "How they have changed lately.", "unanswered"
    )


@dataclass(frozen=True)
class Movement:
    """What repeated movement does, if it was tried (5 to 10 slow repeats)."""

    flexion: Response = ask(
        "Bending forward, repeated",
        "'centralizes': leg or buttock symptoms draw up toward the back. 'peripheralizes': they move further down the leg and stay.",
        "unanswered",
    )
    extension: Response = ask("Bending backward, repeated", "As for bending forward.", "unanswered")
    side_glide: Response = ask("Gliding the hips sideways, repeated", "As for bending forward.", "unanswered")


@dataclass(frozen=True)
class Pregnancy:
    """Pregnancy and the weeks after birth."""

    status: Literal["no", "yes", "possible", "gave_birth", "unsure", "unanswered"] = ask(
        "Pregnancy", "Compulsory where it could apply. 'gave_birth': in the last 12 months.", "unanswered"
    )
    due: date | None = ask("Due date", "Trimester is worked out from this date again on every day of use.")
    birth: date | None = ask("Date of birth of the baby", "Loaded curl-ups wait until 12 weeks after.")


@dataclass(frozen=True)
class Surgery:
    """Operations on the spine."""

    had: Answer = ask("Back operation", "Compulsory. Any operation on the spine, ever.", "unanswered")
    date: date | None = ask("Date of the operation", "The latest one (YYYY-MM-DD).")
    cleared: Answer = ask(
        "Cleared for exercise",
        "Has the surgeon or a physical therapist said that home exercise is fine? Only 'yes' opens a program.",
        "unanswered",
    )


@dataclass(frozen=True)
class Inflammatory:
    """Signs of inflammatory back pain (asked when pain has lasted over three months)."""

    onset_age: int | None = ask("Age when back pain first began", "Years.", minimum=0, maximum=120)
    gradual_onset: Answer = ask("Came on slowly", "Crept up, with no strain or accident.", "unanswered")
    better_with_exercise: Answer = ask("Better with exercise", "Moving helps.", "unanswered")
    no_better_with_rest: Answer = ask("Rest does not help", "Resting does not ease it.", "unanswered")
    night_pain_eased_by_rising: Answer = ask(
        "Night pain eased by getting up", "Pain at night that eases on getting up.", "unanswered"
    )
    wakes_second_half_of_night: Answer = ask(
        "Wakes in the second half of the night", "Because of back pain or stiffness.", "unanswered"
    )
    buttock_pain: Answer = ask("Buttock pain", "Pain in one or both buttocks, or changing sides.", "unanswered")
    eased_by_antiinflammatory: Answer = ask(
        "Eased by anti-inflammatory medicine", "Clearly better within 48 hours of taking one.", "unanswered"
    )
    close_relative: Answer = ask(
        "Close relative", "Parent, brother, sister or child with inflammatory arthritis of the spine.", "unanswered"
    )
    arthritis: Answer = ask("Arthritis", "Swollen, inflamed joints, now or before.", "unanswered")
    tendon_pain: Answer = ask(
        "Heel or tendon inflammation", "Pain where a tendon joins bone (enthesitis), such as the heel.", "unanswered"
    )
    psoriasis: Answer = ask("Psoriasis", "Now or before.", "unanswered")


@dataclass(frozen=True)
class Conditions:
    """Other conditions that change what is safe. Set ``all_others`` to 'no' when every one not listed is absent."""

    pregnancy: Pregnancy = ask("Pregnancy", "Pregnancy and the weeks after birth.", Pregnancy)
    surgery: Surgery = ask("Back operation", "Operations on the spine.", Surgery)
    bone: Literal["none", "osteopenia", "osteoporosis", "spine_fracture", "unsure", "unanswered"] = ask(
        "Bone strength",
        "Compulsory. 'osteopenia': a little thin on a scan. 'spine_fracture': a broken bone of the spine, ever.",
        "unanswered",
    )
    heart: Literal["none", "stable", "symptoms_on_effort", "unsure", "unanswered"] = ask(
        "Heart or lung disease",
        "Compulsory. 'symptoms_on_effort': chest tightness, faintness or unusual breathlessness when active.",
        "unanswered",
    )
    blood_pressure: Literal["normal", "controlled", "uncontrolled", "unsure", "unanswered"] = ask(
        "Blood pressure", "Compulsory. 'controlled': treated and in range.", "unanswered"
    )
    balance: Literal["good", "poor", "falls", "unsure", "unanswered"] = ask(
        "Balance", "Compulsory. 'falls': a fall in the last 12 months, or fear of falling.", "unanswered"
    )
    stenosis: Answer = ask("Spinal stenosis", "Narrowing of the spinal canal found by a clinician.", "unanswered")
    spondylolisthesis: Answer = ask(
        "Spondylolisthesis", "One bone of the spine a little forward on the next, found by a clinician.", "unanswered"
    )
    hip_replacement: Answer = ask("Hip replacement", "Artificial hip, either side.", "unanswered")
    knees: Answer = ask("Knee trouble", "Knees that do not like deep bending or kneeling.", "unanswered")
    shoulders: Answer = ask("Shoulder trouble", "Shoulders that do not like weight or reaching.", "unanswered")
    glaucoma: Answer = ask("Glaucoma or eye surgery", "Head-down positions are left out.", "unanswered")
    dizziness: Answer = ask("Dizziness", "Dizzy spells or an inner-ear problem.", "unanswered")
    inflammatory: Inflammatory = ask("Inflammatory pattern", "Signs of inflammatory back pain.", Inflammatory)
    all_others: Literal["no", "unanswered"] = ask(
        "None of the others",
        "'no': every condition not answered here was asked about and is absent (blood pressure normal, balance good).",
        "unanswered",
    )


@dataclass(frozen=True)
class Abilities:
    """What the body can do today."""

    floor: Able = ask("Get down to the floor and up again", "Alone, without help.", "unanswered")
    kneel: Able = ask("Kneel", "On a folded towel or mat.", "unanswered")
    lie_on_front: Able = ask("Lie on the front", "For a minute.", "unanswered")
    lie_on_back: Able = ask("Lie on the back", "For a few minutes, knees bent.", "unanswered")
    weight_on_hands: Able = ask("Put weight on the hands", "As on hands and knees.", "unanswered")
    stand: Able = ask("Stand for five minutes", "With a hand on a chair if need be.", "unanswered")
    sit: Able = ask("Sit for five minutes", "On a firm chair.", "unanswered")


@dataclass(frozen=True)
class Time:
    """How much time there is for exercise."""

    minutes: int = ask("Minutes a session", "As many as there are; a rule sets the limits.", 15)
    per_day: int = ask("Sessions a day", "As many as wanted; a rule sets the limits.", 1)
    days_per_week: int = ask("Days a week", "2 to 7.", 5, minimum=2, maximum=7)


@dataclass(frozen=True)
class OwnActivity:
    """An activity of the person's own that pain makes hard (PSFS)."""

    activity: str = ask("Activity", "In the person's words, such as 'pick up my grandchild'.", "", maxLength=200)
    score: float | None = ask("How able", "0 unable to 10 as well as before the pain.", minimum=0, maximum=10)
    kind: Goal | None = ask("Kind of activity", "Nearest kind, so that exercises can be matched to it.")


@dataclass(frozen=True)
class Life:
    """Daily life, taste and aims."""

    work: Literal["desk", "standing", "heavy", "mixed", "none", "unanswered"] = ask(
        "Work", "What most of the working day is like.", "unanswered"
    )
    activity: Literal["low", "some", "high", "unanswered"] = ask(
        "Activity level", "'low': hardly any exercise. 'high': hard exercise most days.", "unanswered"
    )
    aerobic: tuple[str, ...] = ask(
        "Aerobic exercise liked",
        "Ids such as walking, swimming, stationary-cycling, recumbent-cycling, elliptical, water-aerobics.",
        tuple,
    )
    likes: tuple[str, ...] = ask("Liked exercises", "Exercise ids to prefer.", tuple)
    dislikes: tuple[str, ...] = ask("Disliked exercises", "Exercise ids to leave out.", tuple)
    goals: tuple[Goal, ...] = ask("Goals", "Everyday activities to get better at.", tuple)
    own_activities: tuple[OwnActivity, ...] = ask(
        "Own activities", "Up to three activities of the person's own, scored 0 to 10 (PSFS).", tuple
    )
    worries: tuple[Literal["harm", "bending", "lifting", "work", "never_better", "serious_cause", "sleep"], ...] = ask(
        "Worries", "What worries the person about the pain.", tuple
    )
    note: str = ask(
        "In their own words",
        "Free text. Words that name a danger sign raise caution; they never lower it.",
        "",
        maxLength=4000,
    )


@dataclass(frozen=True)
class Intake:
    """A person's answers. Partial is fine; only safety answers are compulsory: age, where it hurts, every
    danger sign, and the conditions marked compulsory. Without them the answer is 'clinician_first'."""

    person: Person = ask("Person", "Who this is about.", Person)
    red_flags: dict[str, Answer] = ask(
        "Danger signs",
        "One answer for each danger sign; 'all_others' answers 'no' for those not listed once all were asked.",
        dict,
    )
    episode: Episode = ask("Episode", "This spell of back pain.", Episode)
    pain: Pain = ask("Pain", "Pain from 0 to 10.", Pain)
    leg: Leg = ask("Leg symptoms", "Symptoms in buttock or leg.", Leg)
    eases: tuple[Position, ...] = ask(
        "What eases it", "Positions or actions that ease the pain; 'nothing' if none does.", tuple
    )
    worsens: tuple[Trigger, ...] = ask(
        "What worsens it", "Positions or actions that bring it on; 'nothing' if none does.", tuple
    )
    movement: Movement = ask("Response to repeated movement", "If tried.", Movement)
    conditions: Conditions = ask("Conditions", "Other conditions that change what is safe.", Conditions)
    abilities: Abilities = ask("Abilities", "What the body can do today.", Abilities)
    equipment: tuple[Equipment, ...] | None = ask(
        "Equipment",
        "All that is at hand, wall and chair included; [] for nothing at all. Left out: a wall, a firm chair, a bed and a towel are assumed.",
    )
    time: Time = ask("Time", "Time for exercise.", Time)
    life: Life = ask("Life", "Daily life, taste and aims.", Life)
