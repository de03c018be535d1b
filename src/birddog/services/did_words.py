"""What was done, in everyday words, by the id of the phrase that the record keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

    Wording = Mapping[str, Words]

WORDS: dict[str, Words] = {
    "disposition-emergency": _("Stopped: get help now"),
    "disposition-urgent": _("Stopped: see a doctor today"),
    "disposition-clinician_first": _("A doctor or physical therapist comes first"),
    "disposition-clinician_alongside": _("Go on gently, and see a clinician as well"),
    "disposition-self_care": _("You can exercise"),
    "no-exercise-shown": _("No exercises for now"),
    "emergency-over": _("The emergency is over"),
    "start-in-stage": _("You start with: %(stage)s"),
    "program-staged": _("A program in stages"),
    "program-acute": _("A short program"),
    "staged-begins": _("The program in stages begins"),
    "stage": _("Stage: %(stage)s"),
    "flare": _("A flare: the calm plan"),
    "back-to": _("Back to: %(stage)s"),
    "guided-weeks-go-on": _("The guided weeks go on"),
    "made-anew": _("Updated to the latest exercises and rules"),
    "arranged": _("Planned with your new answers"),
    "dose-stays": _("The amount stays as it is"),
    "dose-stays-until-report": _("The amount stays as it is until you say how it went"),
    "no-progress-until-asked": _("Nothing is added until the safety questions are answered"),
    "one-step-more": _("A little more"),
    "within-the-ceiling": _("Within the limits of a week"),
    "way-back": _("On the way back: %(share)s percent"),
    "start-lower": _("A gentler start after the break"),
    "half-at-first": _("Half of it to begin with"),
    "new-exercise": _("New: %(exercise)s"),
    "offered-again": _("Offered again"),
    "harder-after-good-sessions": _("Harder after three good sessions"),
    "liked-but-out": _("You like it, and it stays out for your safety"),
    "paused": _("A pause"),
    "advice-answered": _("You saw someone about it"),
    "less-next-time": _("Less next time"),
    "no-change": _("No change"),
    "noted": _("Noted"),
    "noted-as-helpful": _("Noted: this helps"),
    "watch": _("Keep an eye on it"),
    "out": _("Left out: %(out)s"),
    "rests-a-week": _("Rests for a week"),
    "left-out-four-weeks": _("Left out for four weeks"),
    "left-out-another": _("Left out, and another one takes its place"),
    "chosen-more-often": _("Comes more often"),
    "one-step-less": _("One step less"),
    "same-turn-sitting-back": _("The same turn, sitting back toward the heels"),
    "instead": _("Instead of %(about)s: %(exercises)s"),
    "another-instead": _("Another exercise takes its place"),
    "preferred": _("Harder than %(about)s, from now on: %(exercises)s"),
    "no-harder-form": _("There is no harder form that suits you in this stage"),
    "shorter-next-time": _("A shorter walk next time"),
    "a-little-longer": _("Walks get a little longer"),
    "talk-over": _("Time to talk over what else there is"),
    "change-better": _("Measured: better, by enough to notice"),
    "change-same": _("Measured: about the same"),
    "change-worse": _("Measured: worse, by enough to notice"),
    "change-recovered": _("Measured: as good as it can be"),
    "edit-pin_dose": _("Your therapist set how much: %(exercise)s"),
    "edit-unpin": _("Your therapist lets it grow again: %(exercise)s"),
    "edit-add": _("Your therapist added: %(exercise)s"),
    "edit-add-later": _("Your therapist added, for a later stage: %(exercise)s"),
    "edit-remove": _("Your therapist took out: %(exercise)s"),
    "edit-restore": _("Your therapist brought back: %(exercise)s"),
    "not-added": _("Not added: it is not safe for you"),
}

CLINICAL: dict[str, Words] = {
    **WORDS,
    "disposition-emergency": _("Exercise stopped: emergency"),
    "disposition-urgent": _("Exercise stopped: to be seen by a doctor the same day"),
    "disposition-clinician_first": _("Exercise stopped: clinician first"),
    "disposition-clinician_alongside": _("Exercise goes on, clinician alongside"),
    "disposition-self_care": _("Exercise open"),
    "no-exercise-shown": _("No exercises offered"),
    "start-in-stage": _("Start in stage: %(stage)s"),
    "program-staged": _("Staged program"),
    "program-acute": _("Short program for acute pain"),
    "staged-begins": _("Staged program begins"),
    "dose-stays": _("Dose held"),
    "no-progress-until-asked": _("Dose held until the danger signs are answered"),
    "less-next-time": _("Dose lowered"),
    "left-out-four-weeks": _("Out for four weeks"),
    "left-out-another": _("Left out at the person's wish"),
    "instead": _("%(about)s too hard, replaced by %(exercises)s"),
    "another-instead": _("Too hard, replaced"),
    "start-lower": _("Dose lowered after a gap"),
    "flare": _("Flare: calm stage, dose lowered"),
    "talk-over": _("Other options to be discussed"),
    "change-worse": _("Measure worse, clinically relevant"),
    "edit-pin_dose": _("Dose set by therapist: %(exercise)s"),
    "edit-unpin": _("Dose released by therapist: %(exercise)s"),
    "edit-add": _("Added by therapist: %(exercise)s"),
    "edit-add-later": _("Added by therapist, for a later stage: %(exercise)s"),
    "edit-remove": _("Taken out by therapist: %(exercise)s"),
    "edit-restore": _("Brought back by therapist: %(exercise)s"),
    "not-added": _("Addition refused for safety"),
}
"""The same in the words of a clinical record."""

NAMED = frozenset({
    "one-step-more",
    "within-the-ceiling", "rests-a-week", "left-out-four-weeks", "offered-again", "harder-after-good-sessions",
    "liked-but-out", "left-out-another", "chosen-more-often", "one-step-less", "same-turn-sitting-back",
    "another-instead", "no-harder-form", "dose-stays-until-report", "shorter-next-time", "not-added", "change-better",
    "change-same", "change-worse", "change-recovered",
})  # fmt: skip
"""After these words stand the names of the exercises, or of the measure, that they are about."""

RENAMED = {
    ("stage", "birddog-flare"): "flare", ("stage", "birddog-flare-back"): "back-to",
    ("stage", "birddog-flare-asked"): "back-to",
}  # fmt: skip
"""A phrase that means something else when this rule says it."""

DIRECTIONS: dict[str, Words] = {
    "direction-flexion": _("bending forward"), "direction-extension": _("bending backward"),
    "direction-side": _("bending to the side"), "direction-rotation": _("twisting"),
}  # fmt: skip
"""Directions of movement, by the phrase that the record names them with."""
