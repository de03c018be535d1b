"""Steps that follow an answer: what is known and checked, a birth, a hip, what the pain does after effort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from birddog.core.person.facts import flag
from birddog.core.person.health_facts import clearances
from birddog.services.intake.form import Choice, Field, Step, Told, When, always
from birddog.services.intake.signs import NO_YES_UNSURE, SAFETY

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

NOT_SURE = Choice("unsure", _("Not sure"))
FOLLOWED = {
    "cancer": "clearances.cancer.said",
    "fever": "episode.fever_ended_before",
    "new_deformity": "episode.crooked_since_it_began",
    "long_term_steroids": "clearances.steroids.said",
}
"""Danger signs that the next step asks more about, and its compulsory answer: it decides how pressing they are."""


def said(sign: str) -> When:
    """Whether a danger sign was answered yes or not sure."""
    return lambda told: flag(told.intake, sign) in ("yes", "unsure")


def rows_of(path: str, label: Words, needed: bool = False, when: When = always) -> Field:
    """A question that is answered no, yes or not sure."""
    return Field(path, label, "rows", NO_YES_UNSURE, needed=needed, when=when)


def cleared(name: str, title: Words, when: When, *first: Field) -> Step:
    """Has a clinician who knows about this said that exercise is fine, when, and is anything new since?"""

    def yes(told: Told) -> bool:
        return clearances(told.intake)[name].said == "yes"

    path = f"clearances.{name}"
    return Step(f"cleared-{name.replace('_', '-')}", title, (
        *first,
        rows_of(f"{path}.said", _("Has a doctor or physical therapist who knows about this said that you may "
                                  "exercise?"), needed=True),
        Field(f"{path}.on", _("On which day?"), "date", past=True, when=yes, hint=_("A guess is fine.")),
        rows_of(f"{path}.changed", _("Is anything new or worse since then?"), when=yes)),
        why=_("What is known and checked need not hold you back."), when=when, chapter=SAFETY)  # fmt: skip


def after_signs(page: Step) -> tuple[Step, ...]:
    """What is asked right after a page of danger signs, of whom its answers call for it."""
    signs = {field.path.removeprefix("red_flags.") for field in page.fields}
    return tuple(step for sign, step in _after_sign() if sign in signs)


def _after_sign() -> tuple[tuple[str, Step], ...]:
    kinds = (Choice("small_skin", _("A small skin cancer that was cut out whole (not a melanoma)")),
             Choice("other", _("Another cancer")), NOT_SURE)  # fmt: skip
    return (
        ("fever", Step("fever-more", _("About the fever"), (
            rows_of("episode.fever_ended_before", _("Was the fever over before this back pain began, and do you know "
                                                    "what it was from (such as a cold)?"), needed=True),),
            when=said("fever"), chapter=SAFETY)),
        ("cancer", cleared(
            "cancer", _("About the cancer"), said("cancer"),
            Field("conditions.cancer.kind", _("What kind was it?"), "choice", kinds, needed=True),
            Field("conditions.cancer.ended", _("When was it removed, or when did treatment end?"), "date", past=True,
                  hint=_("A guess is fine. Leave it out if treatment goes on.")),
            rows_of("conditions.cancer.discharged", _("Have the doctors said that it is healed and that no more "
                                                      "check-ups are needed?")))),
        ("long_term_steroids", cleared("steroids", _("About the steroid pills"), said("long_term_steroids"))),
        ("new_deformity", Step("crooked", _("About the shape of your back"), (
            rows_of("episode.crooked_since_it_began", _("Do you lean to one side since this pain began, and straighten "
                                                        "when it eases?"), needed=True),),
             when=said("new_deformity"), chapter=SAFETY)),
    )  # fmt: skip


def birth_fields() -> tuple[Field, ...]:
    """How the birth was, and whether the check-up is done."""
    kinds = (Choice("vaginal", _("No")), Choice("caesarean", _("Yes")), NOT_SURE)
    return (
        Field("conditions.pregnancy.birth_kind", _("Was it a caesarean (a birth by an operation)?"), "short", kinds),
        rows_of("conditions.pregnancy.check_up", _("Have you had your check-up after the birth, and was all well?")),
    )


def operation_kind() -> Field:
    """What kind of operation on the spine it was."""
    kinds = (("disc", _("Part of a disc was taken out")), ("decompression", _("The spinal canal was widened")),
             ("fusion", _("Bones were joined (fusion)")), ("cement", _("A broken bone was filled")),
             ("injection", _("Just a needle (injection)")), ("other", _("Something else")))  # fmt: skip
    return Field("conditions.surgery.kind", _("What kind of operation was it?"), "choice",
                 (*(Choice(*kind) for kind in kinds), NOT_SURE))  # fmt: skip


def hip_step() -> Step:
    """Date and kind of a hip operation, and the rules for moving it."""
    cuts = (Choice("front", _("At the front")), Choice("back_or_side", _("At the back or side")),
            Choice("surface", _("Just the surface of the joint was replaced")), NOT_SURE)  # fmt: skip
    rules = (Choice("in_force", _("Yes, and I still follow them")), Choice("lifted", _("Yes, and they were lifted")),
             Choice("never_given", _("No, I got none")), NOT_SURE)  # fmt: skip
    return Step("hip", _("About your artificial hip"), (
        Field("conditions.hip_operation.date", _("When did you get it? (the latest one)"), "date", past=True,
              hint=_("A guess is fine.")),
        Field("conditions.hip_operation.kind", _("Where was the cut?"), "choice", cuts),
        Field("conditions.hip_operation.precautions",
              _("Did you get rules for moving the hip (such as not crossing your legs)?"), "choice", rules)),
        why=_("Until we know, we leave out movements to the end of the hip’s range."),
        when=lambda told: told.intake.conditions.hip_replacement in ("yes", "unsure"))  # fmt: skip


def after_conditions() -> tuple[Step, ...]:
    """What is asked of a condition that can be known and checked."""

    def broken(told: Told) -> bool:
        return told.known.bone == "spine_fracture"

    def pressure(told: Told) -> bool:
        return told.known.blood_pressure == "uncontrolled"

    return (
        cleared("fracture", _("About the broken bone in your spine"), broken),
        cleared("blood_pressure", _("About your blood pressure"), pressure),
    )


def settles() -> Field:
    """How long it takes until pain that something brought on is as before."""
    spans = (("minutes", _("In minutes")), ("hour", _("In an hour")), ("next_day", _("By the next day")),
             ("longer", _("Later")))  # fmt: skip
    return Field("pain.settles_in", _("When something brings it on, how soon is it as before?"), "short",
                 (*(Choice(*span) for span in spans), NOT_SURE), needed=True)  # fmt: skip


def limits() -> tuple[Field, ...]:
    """The longest walk and the longest time sitting, in minutes."""
    return (
        Field("abilities.longest_walk_minutes", _("Longest walk on the flat, in minutes"), "number"),
        Field("abilities.longest_sit_minutes", _("Longest time sitting, in minutes"), "number"),
    )  # fmt: skip


def from_back() -> Field:
    """Whether pain that is only in the leg is known to come from the back."""

    def only_leg(told: Told) -> bool:
        return set(told.intake.episode.where) == {"leg"}

    label = _("Has a doctor or physical therapist said that your leg pain comes from your back?")
    return rows_of("leg.from_back", label, when=only_leg)


def mid_back() -> Step:
    """Pain higher up in the back as well: is it known?"""

    def higher(told: Told) -> bool:
        return told.known.site == "with_mid_back"

    return cleared("mid_back", _("About the pain higher up in your back"), higher)
