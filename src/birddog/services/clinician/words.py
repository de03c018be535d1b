"""Answers of the intake in the words of a clinical record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as p_

from birddog.core.person.intake import Conditions, Intake
from birddog.core.plan.limits import Item

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

LEVELS: dict[str, Words] = {
    "emergency": _("Emergency: exercise stopped, person told to call for help"),
    "urgent": _("Urgent: exercise stopped, person told to see a doctor the same day"),
    "clinician_first": _("Clinician first: no exercises offered until a clinician has seen the person"),
    "clinician_alongside": _("Exercises offered; person told to see a clinician as well"),
    "self_care": _("No finding that bars exercise at home"),
}
CHANGED: dict[str, Words] = {
    "recovered": _("recovered"), "better": _("better, clinically relevant"), "same": _("no relevant change"),
    "worse": _("worse, clinically relevant"),
}  # fmt: skip
ANSWERS: dict[str, Words] = {
    "yes": _("yes"), "unsure": _("not sure"), "no": _("no"), "unanswered": _("not answered"),
}  # fmt: skip
SITES: dict[str, Words] = {
    "low_back": p_("site", "low back"), "buttock": p_("site", "buttock"), "leg": p_("site", "leg"),
    "mid_back": p_("site", "middle or upper back"), "neck": p_("site", "neck"),
    "hip_or_groin": p_("site", "hip or groin"), "belly": p_("site", "abdomen"), "other": p_("site", "elsewhere"),
}  # fmt: skip
ONSET: dict[str, Words] = {
    "gradual": _("gradual onset"), "sudden": _("sudden onset without clear cause"),
    "after_strain": _("onset after a strain"), "after_accident": _("onset after an accident"),
}  # fmt: skip
COURSE: dict[str, Words] = {
    "better": _("improving at intake"), "same": _("unchanged at intake"), "worse": _("worsening at intake"),
    "comes_and_goes": _("fluctuating at intake"),
}  # fmt: skip
REACH: dict[str, Words] = {
    "none": _("none reported"), "buttock": _("to the buttock"), "above_knee": _("to the thigh, above the knee"),
    "below_knee": _("below the knee"), "unsure": _("reach not certain"),
}  # fmt: skip
SIDES: dict[str, Words] = {"left": p_("leg", "left"), "right": p_("leg", "right"), "both": p_("leg", "both sides")}
WEAKNESS: dict[str, Words] = {
    "no": _("no weakness reported"), "old_checked": _("long-standing weakness, already examined"),
    "old_unchecked": _("long-standing weakness, not examined"), "new": _("new weakness"),
    "worse": _("increasing weakness"), "unsure": _("weakness not certain"),
}  # fmt: skip
NUMBNESS: dict[str, Words] = {
    "no": _("no numbness or tingling reported"), "yes": _("numbness or tingling"),
    "unsure": _("numbness or tingling not certain"),
}  # fmt: skip
CONDITIONS: dict[str, Words] = {
    "bone:osteopenia": _("osteopenia"), "bone:osteoporosis": _("osteoporosis"),
    "bone:spine_fracture": _("vertebral fracture, now or earlier"),
    "heart:stable": _("heart or lung disease, stable"),
    "heart:symptoms_on_effort": _("heart or lung disease with symptoms on effort"),
    "blood_pressure:controlled": _("hypertension, treated and in range"),
    "blood_pressure:uncontrolled": _("blood pressure high or not in range"),
    "balance:poor": _("poor balance"), "balance:falls": _("a fall in the last 12 months, or fear of falling"),
    "stenosis:yes": _("spinal stenosis"), "spondylolisthesis:yes": _("spondylolisthesis"),
    "hip_replacement:yes": _("hip replacement"), "knees:yes": _("knee complaints"),
    "shoulders:yes": _("shoulder complaints"), "glaucoma:yes": _("glaucoma or eye surgery"),
    "dizziness:yes": _("dizziness"),
}  # fmt: skip
NAMES: dict[str, Words] = {
    "bone": _("bone density"), "heart": _("heart and lungs"), "blood_pressure": _("blood pressure"),
    "balance": _("balance"), "stenosis": _("spinal stenosis"), "spondylolisthesis": _("spondylolisthesis"),
    "hip_replacement": _("hip replacement"), "knees": _("knee complaints"), "shoulders": _("shoulder complaints"),
    "glaucoma": _("glaucoma or eye surgery"), "dizziness": _("dizziness"),
}  # fmt: skip
PREGNANCY: dict[str, Words] = {
    "yes": _("pregnant"), "possible": _("possibly pregnant"), "gave_birth": _("gave birth in the last 12 months"),
    "unsure": _("pregnancy not certain"),
}  # fmt: skip


def where(intake: Intake) -> str:
    """Where it hurts."""
    return ", ".join(str(SITES[site]) for site in intake.episode.where)


def spell(intake: Intake) -> str:
    """How the spell began and went, and how many there were before."""
    told, before = intake.episode, intake.episode.earlier_spells
    parts = _known((ONSET, told.onset), (COURSE, told.course))
    if before is not None:
        parts.append(ngettext("%(n)d earlier episode", "%(n)d earlier episodes", before) % {"n": before})
    return "; ".join(parts)


def leg(intake: Intake) -> str:
    """Leg symptoms as last told: reach, side, sensation, strength."""
    told = intake.leg
    if told.reach == "none":
        return str(REACH["none"])
    return "; ".join(
        _known((REACH, told.reach), (SIDES, told.side), (NUMBNESS, told.numbness), (WEAKNESS, told.weakness))
    )


def conditions(told: Conditions) -> str:
    """Conditions reported; those that the person was not sure of are named as such."""
    parts = _known((PREGNANCY, told.pregnancy.status))
    if told.surgery.had == "yes":
        day = told.surgery.date.isoformat() if told.surgery.date else gettext("date not reported")
        cleared = {"yes": gettext("cleared for exercise"), "no": gettext("not cleared for exercise")}
        clear = cleared.get(told.surgery.cleared, gettext("clearance not known"))
        parts.append(gettext("back surgery (%(day)s; %(cleared)s)") % {"day": day, "cleared": clear})
    elif told.surgery.had == "unsure":
        parts.append(gettext("not sure: %(what)s") % {"what": gettext("back surgery")})
    for name, words in NAMES.items():
        value = getattr(told, name)
        if value == "unsure":
            parts.append(gettext("not sure: %(what)s") % {"what": words})
        parts += _known((CONDITIONS, f"{name}:{value}"))
    return "; ".join(parts)


def not_answered(told: Conditions) -> str:
    """Conditions without an answer; "none of the others" answers them all."""
    if told.all_others == "no":
        return ""
    open_ = [str(words) for name, words in NAMES.items() if getattr(told, name) == "unanswered"]
    return ", ".join([*open_, *([gettext("back surgery")] if told.surgery.had == "unanswered" else [])])


def _known(*pairs: tuple[dict[str, Words], str]) -> list[str]:
    return [str(words[value]) for words, value in pairs if value in words]


def dose(item: Item) -> str:
    """A dose as clinicians write it: sets by repetitions, sides, hold, rest between sets."""
    told = item.dose
    parts = [f"{told.sets} x {told.reps}"]
    if item.side != "both":
        parts[0] += " " + {"each": gettext("each side"), "left": gettext("left"), "right": gettext("right")}[item.side]
    if told.hold_breaths:
        parts.append(ngettext("hold %(n)d breath", "hold %(n)d breaths", told.hold_breaths) % {"n": told.hold_breaths})
    elif told.hold_time_s:
        parts.append(gettext("hold %(n)d s") % {"n": told.hold_time_s})
    if told.sets > 1 and told.rest_s:
        parts.append(gettext("rest %(n)d s") % {"n": told.rest_s})
    return ", ".join(parts)
