"""What was done, in everyday words, by the id of the phrase that the record keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

WORDS: dict[str, Words] = {
    "disposition-emergency": _("Stopped: get help now"),
    "disposition-urgent": _("Stopped: see a doctor today"),
    "disposition-clinician_first": _("A doctor or physical therapist comes first"),
    "disposition-clinician_alongside": _("Go on gently, and see a clinician as well"),
    "disposition-self_care": _("You can exercise"),
    "no-exercise-shown": _("No exercises for now"),
    "start-in-stage": _("You start with: %(stage)s"),
    "program-staged": _("A program in stages"),
    "program-acute": _("A short program"),
    "staged-begins": _("The program in stages begins"),
    "stage": _("Stage: %(stage)s"),
    "stage-with-ceiling": _("Stage: %(stage)s"),
    "guided-weeks-go-on": _("The guided weeks go on"),
    "made-anew": _("Updated to the latest exercises and rules"),
    "arranged": _("Planned with your new answers"),
    "dose-stays": _("The amount stays as it is"),
    "dose-stays-until-report": _("The amount stays as it is until you say how it went"),
    "no-progress-until-asked": _("Nothing is added until the safety questions are answered"),
    "one-step-more": _("A little more"),
    "work-at-most": _("Your sessions keep within a limit"),
    "within-the-ceiling": _("Within the limit of your sessions"),
    "less-next-time": _("Less next time"),
    "no-change": _("No change"),
    "noted": _("Noted"),
    "noted-as-helpful": _("Noted: this helps"),
    "watch": _("Keep an eye on it"),
    "out": _("Left out: %(out)s"),
    "rests-a-week": _("An exercise rests for a week"),
    "left-out-for-good": _("Left out from now on"),
    "left-out-another": _("Left out; another one takes its place"),
    "chosen-more-often": _("Comes more often"),
    "one-step-less": _("One step less of it"),
    "same-turn-sitting-back": _("The same turn, sitting back toward the heels"),
    "instead": _("In its place: %(exercises)s"),
    "another-instead": _("Another exercise in its place"),
    "preferred": _("Comes first: %(exercises)s"),
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
