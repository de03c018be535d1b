"""What a clinician writes into a chart: changes, approvals, overrides, a screening that is signed, who is in charge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from birddog.core.content.asking import ask
from birddog.core.content.values import Answer, StageName
from birddog.core.log.event import Event

WITHOUT_EXERCISE = ("note", "move_stage", "lock_stage", "unlock_stage", "proposals_wait", "proposals_apply", "order")
"""Changes of a therapist that are about no exercise."""


@dataclass(frozen=True)
class PinnedDose:
    """A dose set by a therapist; the limits still hold."""

    sets: int = ask("Sets", "1 to 5.", 1, minimum=1, maximum=5)
    reps: int = ask("Repetitions", "Per side.", 1, minimum=1, maximum=30)
    hold_s: int = ask("Hold in seconds", "0 for none.", 0, minimum=0, maximum=60)
    rest_s: int = ask("Rest between sets in seconds", "0 to 180.", 30, minimum=0, maximum=180)
    hold_breaths: int = ask("Hold in breaths", "0 for none.", 0, minimum=0, maximum=10)


Position = Literal[
    "back", "stomach", "side", "hands_and_knees", "kneeling", "plank", "sitting", "standing", "several"
]  # fmt: skip
"""Where somebody is while they do a home-made exercise; ``several``: more than one of these, or not sure."""
Kind = Literal["mobility", "stabilization", "strengthening", "balance"]


@dataclass(frozen=True)
class HomeMadeWords:
    """What a home-made exercise says, in one language."""

    name: str = ask("Name", "What it is called.", "", minLength=1, maxLength=60)
    steps: tuple[str, ...] = ask("Steps", "One sentence each.", tuple, minItems=1)
    mistakes: tuple[str, ...] = ask("Mistakes", "What often goes wrong, one sentence each.", tuple)
    stop_if: tuple[str, ...] = ask("When to stop", "One sentence each.", tuple)
    picture: str = ask("What the picture shows", "For whoever cannot see it.", "", maxLength=300)


@dataclass(frozen=True)
class HomeMade:
    """An exercise of a clinic's own, whole: a chart that holds one needs nothing else to know what it is.

    ``answers``: by question (``home_made.QUESTIONS``) whether the exercise does it. A question without an answer counts
    as one that nobody is sure about, and that is never a no.
    """

    id: str = ask("Id", "own-, twelve hexadecimal digits, a version, such as own-0123456789ab-1.", "", minLength=1)
    en: HomeMadeWords | None = ask("English", "Its words in English.")
    es: HomeMadeWords | None = ask("Spanish", "Its words in Spanish.")
    category: Kind = ask("Category", "What it is for.", "mobility")
    stage: StageName = ask("First stage", "The earliest stage that it is for.", "calm")
    position: Position = ask("Position", "Where somebody is while they do it.", "several")
    laterality: Literal["bilateral", "unilateral", "alternating"] = ask(
        "Sides", "Both together, one after the other, or in turn.", "bilateral"
    )
    equipment: tuple[str, ...] = ask("Equipment", "Things that it needs, by the ids of the catalog.", tuple)
    dose: PinnedDose = ask("Dose", "What it is given with, unless another is set.", PinnedDose)
    answers: dict[str, Literal["yes", "no", "unsure"]] = ask("What it does", "By the ids of the questions.", dict)
    picture: str = ask("Picture", "Id of its picture, 32 hexadecimal digits; none: empty.", "")
    picture_data: str = ask(
        "Picture file", "In a chart file: the picture itself, base64. It is never kept with the event.", ""
    )  # fmt: skip


@dataclass(frozen=True)
class ByClinician(Event):
    """What a clinician writes, with their name on it."""

    clinician: str = ask("Clinician", "Full name.", "", maxLength=120)
    license: str = ask("License", "License or registration number, as the clinic keeps it.", "", maxLength=60)


@dataclass(frozen=True)
class TherapistEdit(ByClinician):
    """A therapist changes the program. Vetoes and limits still hold."""

    type: Literal["edit"] = ask("Type", "A therapist's change.", "edit")
    action: Literal[
        "pin_dose", "pin_exercise", "unpin", "add", "remove", "restore", "move_stage", "lock_stage", "unlock_stage",
        "proposals_wait", "proposals_apply", "order", "note",
    ] = ask(
        "Action",
        "What to change. 'pin_exercise': it is not swapped for another. 'lock_stage': no later stage opens on its "
        "own. 'proposals_wait': additions and rises wait for an answer. 'order': the order of doing.",
        "note",
    )  # fmt: skip
    exercise: str | None = ask("Exercise id", "For pin_dose, pin_exercise, unpin, add, remove and restore.")
    dose: PinnedDose | None = ask("Dose", "For pin_dose, and for add where it is set at once.")
    stage: StageName | None = ask("Stage", "For move_stage.")
    order: tuple[str, ...] = ask(
        "Order", "For order: exercise ids, the first one first; none for the program's own.", tuple, uniqueItems=True
    )
    note: str = ask("Note", "Shown to the person with the therapist's name on it.", "", maxLength=2000)
    home_made: HomeMade | None = ask("Home-made exercise", "For add: what it is, where it is one of a clinic's own.")


@dataclass(frozen=True)
class ProposalAnswered(ByClinician):
    """A clinician approves or refuses an addition or a rise that waits."""

    type: Literal["proposal"] = ask("Type", "An answer to a proposal.", "proposal")
    proposal: str = ask("Proposal id", "As the state names it.", "", minLength=1, maxLength=200)
    answer: Literal["approve", "refuse"] = ask("Answer", "Approve or refuse.", "refuse")
    note: str = ask("Note", "Why, in a few words.", "", maxLength=2000)


@dataclass(frozen=True)
class VetoOverridden(ByClinician):
    """A clinician lets one exercise past one veto for one person, for a while and with a written reason."""

    type: Literal["override"] = ask("Type", "One veto, one exercise, one person.", "override")
    exercise: str = ask("Exercise id", "Which one.", "", minLength=1)
    veto: str = ask("Veto id", "The one veto that does not hold for it.", "", minLength=1)
    reason: str = ask(
        "Reason", "Why this is right for this person; the person sees it.", "", minLength=10, maxLength=2000
    )
    until: date | None = ask("Last day", "A rule sets the longest time.")
    saw: str = ask("Answer seen", "Value of the fact that the veto reads, as the clinician saw it.", "", maxLength=60)


@dataclass(frozen=True)
class ScreenedByClinician(ByClinician):
    """A clinician has screened for the danger signs on this day: none. Each sign of cauda equina is named."""

    type: Literal["screened"] = ask("Type", "Screened by a clinician: none.", "screened")
    red_flags: dict[str, Answer] = ask("Danger signs", "All no; each sign of cauda equina separately.", dict)


@dataclass(frozen=True)
class TherapistChanged(ByClinician):
    """Who looks after this person from now on; without a name: nobody."""

    type: Literal["therapist"] = ask("Type", "Another therapist, or none.", "therapist")
