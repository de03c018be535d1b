"""What can be written into a chart.

A chart is a list of these, in order of time, appended and never changed; a correction is one more
event. Pain, effort and ability run from 0 to 10. What is left out was not reported, which is never
the same as zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from birddog.core.content.asking import ask
from birddog.core.content.values import FEWEST_DAYS, Answer, Weekday
from birddog.core.log.clinician_events import WITHOUT_EXERCISE as WITHOUT_EXERCISE
from birddog.core.log.clinician_events import ByClinician as ByClinician
from birddog.core.log.clinician_events import HomeMade as HomeMade
from birddog.core.log.clinician_events import PinnedDose as PinnedDose
from birddog.core.log.clinician_events import ProposalAnswered as ProposalAnswered
from birddog.core.log.clinician_events import ScreenedByClinician as ScreenedByClinician
from birddog.core.log.clinician_events import TherapistChanged as TherapistChanged
from birddog.core.log.clinician_events import TherapistEdit as TherapistEdit
from birddog.core.log.clinician_events import VetoOverridden as VetoOverridden
from birddog.core.log.event import Actor as Actor
from birddog.core.log.event import Event as Event
from birddog.core.person.intake import Equipment, Goal, Intake, Work, Worry


@dataclass(frozen=True)
class IntakeAnswered(Event):
    """Answers at the start, or all of them again. Begins (or begins again) the program."""

    type: Literal["intake"] = ask("Type", "Answers to the intake.", "intake")
    intake: Intake = ask("Intake", "The answers; see `birddog schema intake`.", Intake)
    content: str = ask(
        "Content version",
        "Version of the clinical content the program is made with; left out: the installed one.",
        "",
        maxLength=40,
    )


@dataclass(frozen=True)
class ItemDone:
    """What was done of one exercise."""

    exercise: str = ask("Exercise id", "As prescribed.", "", minLength=1)
    done: Literal["yes", "partly", "no"] = ask("Done", "All, part or none of it.", "yes", gone="partly")
    reps: int | None = ask("Repetitions done", "Per side, in all sets.", minimum=0, maximum=1000)
    effort: float | None = ask("Effort", "0 nothing to 10 as hard as can be.", minimum=0, maximum=10)
    pain: float | None = ask("Pain while doing it", "0 to 10.", minimum=0, maximum=10)
    hurt: bool = ask("It hurt", "The person tapped 'this hurts'; the exercise was stopped.", False)


@dataclass(frozen=True)
class SessionDone(Event):
    """A session, done or partly done, and how it felt."""

    type: Literal["session"] = ask("Type", "A session was done.", "session")
    items: tuple[ItemDone, ...] = ask("Exercises", "What was done of each.", tuple)
    pain_before: float | None = ask(
        "Pain before", "0 to 10; also counts as the report on the day after the last session.", minimum=0, maximum=10
    )
    pain_during: float | None = ask("Worst pain during", "0 to 10.", minimum=0, maximum=10)
    pain_after: float | None = ask("Pain after", "0 to 10, within a quarter of an hour.", minimum=0, maximum=10)
    over_mild_minutes: float | None = ask(
        "Minutes of more than mild discomfort", "How long it lasted, during and after.", minimum=0, maximum=2880
    )
    leg: Literal["none", "same", "up", "down"] | None = ask(
        "Leg symptoms", "'up': moved toward the back. 'down': moved farther down the leg."
    )
    leg_minutes: float | None = ask(
        "Minutes the leg symptoms stayed worse", "After the exercise.", minimum=0, maximum=2880
    )
    leg_exercise: str | None = ask("After which exercise", "Exercise id that moved the leg symptoms.")
    usual: bool = ask(
        "No more than usual",
        "The person's own words for all of it: pain during and after at most the usual, the leg as before, "
        "and nothing else happened. A full report.",
        False,
    )
    adverse: Literal["no", "yes"] | None = ask("Anything else happened", "A fall, a faint, a new symptom or the like.")
    adverse_note: str = ask("What happened", "In the person's own words.", "", maxLength=2000)
    note: str = ask("Note", "In the person's own words.", "", maxLength=2000)

    @property
    def counts(self) -> bool:
        """Whether anything was done or tried: a session in which all was left out is none."""
        return not self.items or any(item.done != "no" or item.hurt for item in self.items)


@dataclass(frozen=True)
class MorningAfter(Event):
    """The morning after a session."""

    type: Literal["morning"] = ask("Type", "Report of the next morning.", "morning")
    pain: float | None = ask("Back pain this morning", "0 to 10.", minimum=0, maximum=10)
    leg_pain: float | None = ask("Leg pain this morning", "0 to 10.", minimum=0, maximum=10)
    soreness: Literal["none", "mild", "strong"] | None = ask(
        "Muscle soreness", "Soreness of muscles, not the usual pain."
    )
    stiff: bool = ask("A little stiff", "Mild stiffness in the low back, without more pain.", False)
    usual: bool = ask("No more than usual", "Pain this morning at most the usual. A full report.", False)
    stiff_minutes: float | None = ask(
        "Minutes of stiffness", "How long the back was stiff after getting up.", minimum=0, maximum=1440
    )
    woken: bool | None = ask("Woken by pain more than usual", "In the night after the session.")
    note: str = ask("Note", "In the person's own words.", "", maxLength=2000)


@dataclass(frozen=True)
class LegReport(Event):
    """Leg symptoms changed. The danger signs are asked with it."""

    type: Literal["leg"] = ask("Type", "A report of leg symptoms.", "leg")
    moved: Literal["up", "down", "same"] = ask(
        "Moved", "'up' toward the back, 'down' farther down the leg.", "same", gone="down"
    )
    minutes: float | None = ask(
        "Minutes it stayed that way", "Over 5 minutes counts as lasting.", minimum=0, maximum=100000
    )
    reach: Literal["none", "buttock", "above_knee", "below_knee", "unsure"] | None = ask("Reach now", "Lowest place.")
    side: Literal["none", "left", "right", "both"] | None = ask("Side now", "One or both.")
    numbness: Answer | None = ask("Numbness now", "Numbness or tingling.")
    weakness: Literal["no", "old_checked", "new", "worse", "unsure"] | None = ask("Weakness now", "Of leg or foot.")
    exercise: str | None = ask("After which exercise", "Exercise id, if one brought it on.")
    direction: Literal["flexion", "extension", "side"] | None = ask(
        "After which direction", "If movement in one direction brought it on."
    )
    red_flags: dict[str, Answer] = ask("Danger signs", "As in the intake; only those asked again are needed.", dict)


@dataclass(frozen=True)
class ScreenAnswered(Event):
    """Danger signs asked again: weekly, or when something changed."""

    type: Literal["screen"] = ask("Type", "Danger signs answered again.", "screen")
    red_flags: dict[str, Answer] = ask("Danger signs", "As in the intake.", dict)
    examined: date | None = ask("Examined by a clinician", "As in the intake.")
    by_mistake: tuple[str, ...] = ask("Tapped by mistake", "As in the intake.", tuple)


@dataclass(frozen=True)
class FlareDeclared(Event):
    """The person says that this is a flare. The danger signs are asked with it."""

    type: Literal["flare"] = ask("Type", "A flare begins.", "flare")
    pain: float | None = ask("Pain now", "0 to 10.", minimum=0, maximum=10)
    red_flags: dict[str, Answer] = ask("Danger signs", "As in the intake; only those asked again are needed.", dict)


@dataclass(frozen=True)
class FlareOver(Event):
    """The person says that the flare is over."""

    type: Literal["flare_over"] = ask("Type", "A flare ends.", "flare_over")
    pain: float | None = ask("Pain now", "0 to 10.", minimum=0, maximum=10)


@dataclass(frozen=True)
class Pause(Event):
    """The person is away or ill and does no sessions for a while. It ends with ``until``, or with the next session."""

    type: Literal["pause"] = ask("Type", "A pause begins.", "pause")
    why: Literal["away", "ill", "other"] | None = ask("Why", "Away from home, ill, or something else.")
    until: date | None = ask("Last day of it", "Left out: not known yet. A correction can set or change it.")


@dataclass(frozen=True)
class PainReported(Event):
    """How the pain is on a day without anything else to report."""

    type: Literal["pain"] = ask("Type", "A report of pain.", "pain")
    back: float | None = ask("Back pain", "0 to 10.", minimum=0, maximum=10)
    leg: float | None = ask("Leg pain", "0 to 10.", minimum=0, maximum=10)
    kinds: tuple[Literal["dull", "sharp", "burning", "tingling", "cramping", "stiff"], ...] = ask(
        "Kind of pain", "All that fit.", tuple
    )
    triggers: tuple[
        Literal["sitting", "standing", "walking", "bending", "lifting", "lying", "stress", "other"], ...
    ] = ask("What brought it on", "All that fit.", tuple)
    note: str = ask("Note", "In the person's own words.", "", maxLength=2000)


@dataclass(frozen=True)
class Swap(Event):
    """The person wants an exercise out, easier, harder, or more often."""

    type: Literal["swap"] = ask("Type", "A wish about one exercise.", "swap")
    exercise: str = ask("Exercise id", "Which one.", "", minLength=1)
    wish: Literal["not_this", "easier", "harder", "like"] = ask("Wish", "What the person wants.", "not_this")


@dataclass(frozen=True)
class MeasureTaken(Event):
    """An outcome measure was taken."""

    type: Literal["measure"] = ask("Type", "A measure was taken.", "measure")
    instrument: str = ask(
        "Instrument", "nprs_back, nprs_leg, psfs, groc, or the id of an installed pack.", "", minLength=1
    )
    score: float | None = ask("Score", "Of a single-number instrument.", minimum=-7, maximum=100)
    answers: dict[str, float] = ask(
        "Answers", "Item to number, for instruments with items (psfs: activity to 0-10).", dict
    )

    @property
    def given(self) -> dict[str, float]:
        """The numbers by item; a single one is called ``score``."""
        return self.answers or ({} if self.score is None else {"score": self.score})


@dataclass(frozen=True)
class AerobicDone(Event):
    """A walk or other aerobic exercise."""

    type: Literal["aerobic"] = ask("Type", "Aerobic exercise was done.", "aerobic")
    activity: str = ask("Activity id", "Such as walking.", "walking")
    minutes: float = ask("Minutes", "Without a stop.", 0, minimum=0, maximum=600)
    pain_after: float | None = ask("Pain after", "0 to 10.", minimum=0, maximum=10)
    note: str = ask("Note", "In the person's own words.", "", maxLength=2000)


@dataclass(frozen=True)
class Correction(Event):
    """An earlier event was wrong. What it replaces stays in the chart."""

    type: Literal["correction"] = ask("Type", "Corrects an earlier event.", "correction")
    corrects: str = ask("Corrected event", "Id of the event that was wrong.", "", minLength=1)
    withdraw: bool = ask("Withdraw", "True: the event did not happen.", False)
    note: str = ask("Note", "Why it was corrected, in the person's own words.", "", maxLength=2000)
    change: dict[str, Any] = ask("Changed fields", "Fields of the event with their right values.", dict)


@dataclass(frozen=True)
class Reissued(Event):
    """The program goes over to another version of the clinical content."""

    type: Literal["reissue"] = ask("Type", "The program is rebuilt with other content.", "reissue")
    content: str = ask("Content version", "The version from now on.", "", minLength=1, maxLength=40)
    why: str = ask("Why", "In a few words.", "", maxLength=400)


@dataclass(frozen=True)
class Arranged(Event):
    """The person changes time, equipment, taste or aims. What is left out stays as it was; work never rises by it."""

    type: Literal["arrange"] = ask("Type", "A change of time, equipment, taste or aims.", "arrange")
    minutes: int | None = ask(
        "Minutes a session", "As many as there are from now on; a rule sets the limits.", minimum=0, maximum=1440
    )
    per_day: int | None = ask(
        "Sessions a day", "As many as wanted from now on; a rule sets the limits.", minimum=1, maximum=24
    )
    days_per_week: int | None = ask("Days a week", f"{FEWEST_DAYS} to 7.", minimum=FEWEST_DAYS, maximum=7)
    weekdays: tuple[Weekday, ...] | None = ask(
        "Which days",
        f"The days of the sessions from now on, {FEWEST_DAYS} to 7 of them.",
        minItems=FEWEST_DAYS,
        uniqueItems=True,
    )
    equipment: tuple[Equipment, ...] | None = ask("Equipment", "All the equipment from now on; [] for nothing at all.")
    aerobic: tuple[str, ...] | None = ask("Aerobic exercise liked", "Ids, the one liked most first.")
    goals: tuple[Goal, ...] | None = ask("Goals", "Everyday activities to get better at.")
    work: Work | None = ask("Work", "What most of the working day is like.")
    worries: tuple[Worry, ...] | None = ask("Worries", "What worries the person about the pain.")
    skipped: tuple[Literal["goals", "work", "worries", "aerobic", "per_day"], ...] = ask(
        "Skipped", "Questions asked after the first sessions that the person does not want to answer.", tuple
    )
    restore: tuple[str, ...] = ask(
        "Wanted again", "Exercise ids that the person's own wish had taken out, and no longer does.", tuple
    )
    program: Literal["staged", "upkeep"] | None = ask(
        "Program", "staged: all of it, stage by stage. upkeep: what was earned is kept up on fewer days."
    )


@dataclass(frozen=True)
class JointRange:
    """How far a joint went in the usual repetition, as the picture shows it. In degrees."""

    joint: str = ask("Joint", "Such as knee_left.", "", minLength=1, maxLength=40)
    low: float = ask("Lowest angle", "0 to 180 degrees.", 0, minimum=0, maximum=180)
    high: float = ask("Highest angle", "0 to 180 degrees.", 0, minimum=0, maximum=180)
    within: float = ask("Half of the 95% interval", "The true angle is this near.", 0, minimum=0, maximum=180)


@dataclass(frozen=True)
class FaultSeen:
    """How often the camera coach saw one fault of an exercise, and how often it could not tell."""

    fault: str = ask("Fault id", "As in the exercise's file.", "", minLength=1, maxLength=60)
    seen: int = ask("Repetitions with it", "0 or more.", 0, minimum=0, maximum=1000)
    unsure: int = ask("Repetitions that it could not tell", "0 or more.", 0, minimum=0, maximum=1000)


@dataclass(frozen=True)
class CoachSaw(Event):
    """What the camera coach saw of one exercise. It changes no dose: what was done is what the person says."""

    type: Literal["coach"] = ask("Type", "What the camera coach saw.", "coach")
    exercise: str = ask("Exercise id", "Which one.", "", minLength=1)
    session: str = ask("Session", "Id of the session's event that it belongs to.", "", maxLength=80)
    view: str = ask("View", "Where the camera was to be.", "", maxLength=20)
    reps: int | None = ask(
        "Repetitions", "Of single sides; left out: it would not stand by a count.", minimum=0, maximum=1000
    )
    doubtful: int = ask("Doubtful", "What could have been a repetition.", 0, minimum=0, maximum=1000)
    confidence: float = ask("Confidence of the count", "0 to 1.", 0, minimum=0, maximum=1)
    judged: float = ask("Share of time judged", "0 to 1.", 0, minimum=0, maximum=1)
    left: int = ask("On the left", "Repetitions of the left side.", 0, minimum=0, maximum=1000)
    right: int = ask("On the right", "Repetitions of the right side.", 0, minimum=0, maximum=1000)
    holds: tuple[float, ...] = ask("Holds", "Seconds of each that could be timed.", tuple)
    ranges: tuple[JointRange, ...] = ask("Ranges", "Of the joints that were seen.", tuple)
    faults: tuple[FaultSeen, ...] = ask("Faults", "Those seen, and those it could not tell.", tuple)
    wrong: bool = ask("The coach was wrong", "The person says so.", False)


EVENT_TYPES: dict[str, type[Event]] = {
    "intake": IntakeAnswered, "session": SessionDone, "morning": MorningAfter, "leg": LegReport,
    "screen": ScreenAnswered, "flare": FlareDeclared, "flare_over": FlareOver, "pause": Pause, "pain": PainReported,
    "swap": Swap, "measure": MeasureTaken, "aerobic": AerobicDone, "edit": TherapistEdit,
    "correction": Correction, "reissue": Reissued, "arrange": Arranged, "proposal": ProposalAnswered,
    "override": VetoOverridden, "screened": ScreenedByClinician, "therapist": TherapistChanged, "coach": CoachSaw,
}  # fmt: skip
BY_CLINICIANS = tuple(name for name, cls in EVENT_TYPES.items() if issubclass(cls, ByClinician))
"""Kinds of events that only a clinician writes."""
