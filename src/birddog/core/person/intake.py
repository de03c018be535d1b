"""What a person tells us.

Every field says its title and what it means, because the JSON Schema, the forms and the messages are
made from here. Pain is 0 (none) to 10 (worst). ``None`` and ``unanswered`` mean "not said", never "no".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from birddog.core.content.asking import ask
from birddog.core.content.values import FEWEST_DAYS, Answer, Weekday
from birddog.core.person.health import (
    Cancer,
    Clearance,
    Clearances,
    Conditions,
    HipOperation,
    Inflammatory,
    Pregnancy,
    Surgery,
)

__all__ = [
    "Abilities", "Cancer", "Clearance", "Clearances", "Conditions", "Episode", "HipOperation", "Inflammatory",
    "Intake", "Leg", "Life", "Movement", "NoteAnswers", "OwnActivity", "Pain", "Person", "Pregnancy", "Surgery",
    "Time",
]  # fmt: skip

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
Work = Literal["desk", "standing", "heavy", "mixed", "none"]
Worry = Literal["harm", "bending", "lifting", "work", "never_better", "serious_cause", "sleep"]
Goal = Literal[
    "walking", "standing", "sitting", "bending", "lifting", "carrying", "stairs", "getting-up", "sleeping",
    "turning", "reaching", "sport", "work",
]  # fmt: skip


Certain = Literal["unlikely_pregnancy", "numb_leg_without_pain"]
"""Answers that seldom stand together, and can both be so."""


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
    """This episode of back pain."""

    where: tuple[Site, ...] = ask(
        "Where it hurts",
        "Compulsory. Every place that hurts; low back pain is 'low_back' (between the lowest ribs and the buttock crease).",
        tuple,
    )
    weeks: float | None = ask(
        "How long, in weeks",
        "Weeks since this episode began. Use 'began' instead if the date is known.",
        minimum=0,
        maximum=5200,
    )
    began: date | None = ask("When it began", "Date this episode began (YYYY-MM-DD).")
    onset: Literal["gradual", "sudden", "after_strain", "after_accident", "unanswered"] = ask(
        "How it began",
        "'after_strain': lifting, bending or a simple pull. 'after_accident': a fall, crash or blow (also answer the danger signs on injury).",
        "unanswered",
    )
    course: Literal["better", "same", "worse", "comes_and_goes", "unanswered"] = ask(
        "Course", "How it has changed over the last weeks.", "unanswered"
    )
    earlier_spells: int | None = ask(
        "Earlier spells", "How many episodes of back pain came before this one.", minimum=0, maximum=500
    )
    tried_exercise: Answer = ask(
        "Tried exercise already", "Stretching or core exercises for a few weeks in this episode.", "unanswered"
    )
    fever_ended_before: Answer = ask(
        "Fever ended before",
        "Asked after a yes on fever: it was over before this back pain began, and its cause is known (such as a cold).",
        "unanswered",
    )
    crooked_since_it_began: Answer = ask(
        "Crooked since it began",
        "Asked after an answer on a changed shape: the trunk leans to one side since this pain began, and straightens when it eases.",
        "unanswered",
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
    settles_in: Literal["minutes", "hour", "next_day", "longer", "unsure", "unanswered"] = ask(
        "How long until it settles",
        "After something brings the pain on: back to usual within 'minutes', within an 'hour', by the 'next_day', or 'longer'. 'unsure' begins as carefully as 'longer'.",
        "unanswered",
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
        "Weakness of a leg or foot. 'old_checked': there for a long time, unchanged, and a clinician has examined it. 'new' or 'worse' is urgent.",
        "unanswered",
    )
    course: Literal["new", "stable", "better", "worse", "unanswered"] = ask(
        "Course of leg symptoms", "How they have changed lately.", "unanswered"
    )
    from_back: Answer = ask(
        "Comes from the back",
        "Asked when only the leg hurts: a clinician has said that it comes from the back (sciatica, narrow canal).",
        "unanswered",
    )


@dataclass(frozen=True)
class Movement:
    """What repeated movement does, if it was tried (5 to 10 slow repeats)."""

    flexion: Response = ask(
        "Bending forward, repeated",
        "'centralizes': leg or buttock symptoms move up toward the back. 'peripheralizes': they move farther down the leg and stay.",
        "unanswered",
    )
    extension: Response = ask("Bending backward, repeated", "As for bending forward.", "unanswered")
    side_glide: Response = ask("Gliding the hips sideways, repeated", "As for bending forward.", "unanswered")


@dataclass(frozen=True)
class Abilities:
    """What the body can do today."""

    floor: Able = ask("Get down to the floor and up again", "Alone, without help.", "unanswered")
    kneel: Able = ask("Kneel", "On a folded towel or mat.", "unanswered")
    lie_on_front: Able = ask("Lie on the stomach", "For a minute.", "unanswered")
    lie_on_back: Able = ask("Lie on the back", "For a few minutes, knees bent.", "unanswered")
    weight_on_hands: Able = ask("Put weight on the hands", "As on hands and knees.", "unanswered")
    stand: Able = ask("Stand for five minutes", "With a hand on a chair if need be.", "unanswered")
    sit: Able = ask("Sit for five minutes", "On a firm chair.", "unanswered")
    longest_walk_minutes: float | None = ask(
        "Longest walk", "Minutes on the flat before having to stop, on a usual day.", minimum=0, maximum=1440
    )
    longest_sit_minutes: float | None = ask(
        "Longest time sitting", "Minutes before having to get up, on a usual day.", minimum=0, maximum=1440
    )


@dataclass(frozen=True)
class Time:
    """How much time there is for exercise."""

    minutes: int = ask(
        "Minutes a session", "As many as there are; a rule sets the limits.", 15, minimum=0, maximum=1440
    )
    per_day: int = ask("Sessions a day", "As many as wanted; a rule sets the limits.", 1, minimum=1, maximum=24)
    days_per_week: int = ask("Days a week", f"{FEWEST_DAYS} to 7.", 5, minimum=FEWEST_DAYS, maximum=7)
    weekdays: tuple[Weekday, ...] = ask(
        "Which days", f"Days of the sessions, {FEWEST_DAYS} to 7 of them, in place of a number of days. Left out: evenly spread.",
        tuple, minItems=FEWEST_DAYS, uniqueItems=True,
    )  # fmt: skip

    @property
    def days(self) -> int:
        """Days a week with a session: as many as were chosen by name, else as many as were told."""
        return len(set(self.weekdays)) or self.days_per_week


@dataclass(frozen=True)
class OwnActivity:
    """An activity of the person's own that pain makes hard (PSFS)."""

    activity: str = ask("Activity", "In the person's words, such as 'pick up my grandchild'.", "", maxLength=200)
    score: float | None = ask("How able", "0 unable to 10 as well as before the pain.", minimum=0, maximum=10)
    kind: Goal | None = ask("Kind of activity", "Nearest kind, so that exercises can be matched to it.")


@dataclass(frozen=True)
class NoteAnswers:
    """Answers to the questions that a free text led to."""

    text: str = ask(
        "The text", "The words that were asked about, as they were written; for other words the answers do not count.",
        "", maxLength=4000,
    )  # fmt: skip
    signs: dict[str, Answer] = ask("Danger signs", "One answer for each danger sign that the words name.", dict)


@dataclass(frozen=True)
class Life:
    """Daily life, taste and aims."""

    work: Literal[Work, "unanswered"] = ask("Work", "What most of the working day is like.", "unanswered")
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
    worries: tuple[Worry, ...] = ask("Worries", "What worries the person about the pain.", tuple)
    note: str = ask(
        "In their own words",
        "Free text. Words that name a danger sign raise caution; they never lower it.",
        "",
        maxLength=4000,
    )
    note_answers: NoteAnswers = ask(
        "Asked about those words", "Answers to the danger signs that the free text names.", NoteAnswers
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
    episode: Episode = ask("Episode", "This episode of back pain.", Episode)
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
    clearances: Clearances = ask(
        "Known and checked", "Conditions that a clinician has cleared for exercise.", Clearances
    )
    abilities: Abilities = ask("Abilities", "What the body can do today.", Abilities)
    equipment: tuple[Equipment, ...] | None = ask(
        "Equipment",
        "All the equipment there is, wall and chair included; [] for nothing at all. Left out: a wall, a firm chair, a bed and a towel are assumed.",
    )
    time: Time = ask("Time", "Time for exercise.", Time)
    life: Life = ask("Life", "Daily life, taste and aims.", Life)
    examined: date | None = ask(
        "Examined by a clinician",
        "After an answer that was an emergency: the day on which a clinician examined it (YYYY-MM-DD). Without it the emergency holds.",
    )
    by_mistake: tuple[str, ...] = ask(
        "Tapped by mistake",
        "Danger signs answered yes by mistake a few minutes ago; each must be asked again and answered separately.",
        tuple,
    )
    certain: tuple[Certain, ...] = ask(
        "That is so",
        "Answers that seemed not to fit together, asked about and confirmed. Both hold, as cautiously as before.",
        tuple,
    )
