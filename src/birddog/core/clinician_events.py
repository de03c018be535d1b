"""What a clinician writes into a chart: changes, approvals, overrides, a screening that is signed, who is in charge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from birddog.core.asking import ask
from birddog.core.event import Event
from birddog.core.values import Answer, StageName

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
