"""The steps of the intake, in order, as data: what is asked, why, of whom, and how the answers are called."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from birddog.core.content.values import FEWEST_DAYS
from birddog.core.person.health_facts import could_be_pregnant
from birddog.services.intake.body_map import LEG_PARTS, SITES, says_reach
from birddog.services.intake.form import NOTHING_AT_ALL, Choice, Field, Kind, Part, Step, Told
from birddog.services.intake.later import goals
from birddog.services.intake.more import (
    after_conditions,
    after_signs,
    birth_fields,
    from_back,
    hip_step,
    limits,
    mid_back,
    operation_kind,
    settles,
)
from birddog.services.intake.signs import (
    NO_YES_UNSURE,
    NONE_OR_SOME,
    danger_signs,
    fragile_bone_signs,
    note_signs,
    pregnancy_signs,
)
from birddog.services.library import labels

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

    from birddog.core.content.content import Content

ABOUT_YOU, ABOUT_PAIN, HEALTH = _("About you"), _("About your pain"), _("Your health")
NOT_SURE = _("Not sure")


def choices(*rows: tuple[str, Words]) -> tuple[Choice, ...]:
    """Answers from (value, label) pairs."""
    return tuple(Choice(*row) for row in rows)


def rows(
    block: str, *questions: tuple[str, Words], calm: str = "no", needed: bool = False, part: str = ""
) -> tuple[Field, ...]:
    """Questions of one block that are all answered no, yes or not sure."""
    return tuple(Field(f"{block}.{name}", label, "rows", NO_YES_UNSURE, needed=needed, calm=calm, part=part)
                 for name, label in questions)  # fmt: skip


# ------------------------------------------------------------------------------------------------------- conditions


def may_be_pregnant(told: Told) -> bool:
    """Pregnancy is asked about where it can apply."""
    return could_be_pregnant(told.intake, told.values)


def expecting(told: Told) -> bool:
    """The due date changes what is safe."""
    return may_be_pregnant(told) and told.intake.conditions.pregnancy.status in ("yes", "possible", "unsure")


def gave_birth(told: Told) -> bool:
    """The day of birth changes what is safe; after the due date it is asked for."""
    pregnancy = told.intake.conditions.pregnancy
    passed = expecting(told) and pregnancy.due is not None and pregnancy.due < told.today
    return passed or (may_be_pregnant(told) and pregnancy.status == "gave_birth")


def leg_not_marked(told: Told) -> bool:
    """The body map has not said how far down it goes."""
    return not says_reach(told.marks)


def leg_involved(told: Told) -> bool:
    """Something is felt in a buttock or leg."""
    return told.intake.leg.reach not in ("none", "unanswered") or "leg" in told.intake.episode.where


def operated(told: Told) -> bool:
    """There was, or may have been, an operation."""
    return told.intake.conditions.surgery.had in ("yes", "unsure")


def young(told: Told) -> bool:
    """Sport is asked about where arching that hurts can mean a stress fracture."""
    age = told.intake.person.age
    return age is not None and age < told.values.young_athlete.years


def over_three_months(told: Told) -> bool:
    """Inflammation is asked about when pain has lasted this long."""
    return (told.known.weeks or 0) > told.values.lasting.weeks


# ------------------------------------------------------------------------------------------------------------ steps


def steps(content: Content) -> tuple[Step, ...]:
    """All steps; the danger signs and the names of exercises are those of the content, in its language."""
    if steps not in content.memo:
        content.memo[steps] = _steps(content)
    made: tuple[Step, ...] = content.memo[steps]
    return made


def _steps(content: Content) -> tuple[Step, ...]:
    return (
        _examined(),
        *_signs(content),
        _who(),
        *_pregnancy(),
        *pregnancy_signs(content),
        *_pain(),
        *_health(content),
        note_signs(content),
    )


def _signs(content: Content) -> tuple[Step, ...]:
    """The danger signs, each page with what a yes on it leads to right after it."""
    steps = (one for step in danger_signs(content) for one in (step, *after_signs(step)))
    return tuple(steps)


def emergency_stands(told: Told) -> bool:
    """Whether an emergency was told of that no clinician has examined yet."""
    return told.stands is not None


def _examined() -> Step:
    return Step("examined", _("On which day did a doctor examine you?"), (
        Field("examined", _("Day of the examination"), "date", past=True, needed=True),),
        why=_("Earlier you told us about a sign that needs emergency care. You can begin again when a doctor has "
              "examined it. If you were not examined yet, go now."),
        when=emergency_stands, chapter=ABOUT_YOU)  # fmt: skip


def _who() -> Step:
    return Step("who", _("About you"), chapter=ABOUT_YOU, fields=(
        Field("person.age", _("Age in years"), "number", needed=True),
        Field("person.decides_for_self", _("Do you decide about your own health?"), "rows", NO_YES_UNSURE, needed=True),
        Field("episode.where", _("Every place that hurts"), "body", _marks(), needed=True, part="where"),
    ), parts=(Part("where", _("Where does it hurt? Mark every place.")),))  # fmt: skip


def _pregnancy() -> tuple[Step, ...]:
    status = Field("conditions.pregnancy.status", _("Pregnancy"), "choice", choices(
        ("no", _("No, or not possible")), ("yes", _("Pregnant")), ("possible", _("Maybe pregnant")),
        ("gave_birth", _("I had a baby")), ("unsure", NOT_SURE)), needed=True)  # fmt: skip
    return (
        Step("pregnancy", _("Pregnant, or a baby in the last 12 months?"), (status,),
             pick=True, when=may_be_pregnant, chapter=ABOUT_YOU),
        Step("due-date", _("When is your baby due?"), (
            Field("conditions.pregnancy.due", _("Due date"), "date", hint=_("A guess is fine.")),),
            why=_("Without a date we choose as for the later months, to be careful."), when=expecting,
            chapter=ABOUT_YOU),
        Step("birth-date", _("When was your baby born?"), (
            Field("conditions.pregnancy.birth", _("Day of birth"), "date", past=True), *birth_fields()),
            why=_("Some exercises wait until 12 weeks after birth."), when=gave_birth, chapter=ABOUT_YOU),
    )  # fmt: skip


def _marks() -> tuple[Choice, ...]:
    named: dict[str, Words] = {
        "low_back": _("Low back"), "mid_back": _("Upper or middle back"), "neck": _("Neck"),
        "hip_or_groin": _("Hip or groin"), "belly": _("Belly"), "other": _("Elsewhere"),
        "buttock-left": _("Left buttock"), "buttock-right": _("Right buttock"),
        "thigh-left": _("Left thigh"), "thigh-right": _("Right thigh"),
        "calf-left": _("Left lower leg or foot"), "calf-right": _("Right lower leg or foot"),
    }  # fmt: skip
    order = [*SITES[:2], *(f"{part}-{side}" for part in LEG_PARTS for side in ("left", "right")), *SITES[2:]]
    return choices(*((mark, named[mark]) for mark in order))


def _pain() -> tuple[Step, ...]:
    return (
        replace(mid_back(), chapter=ABOUT_PAIN),
        Step("pain", ABOUT_PAIN, (*_pain_fields(), *_feel_fields()), chapter=ABOUT_PAIN),
        Step("leg-more", _("What is it like in your leg?"), _leg_fields(), when=leg_involved, chapter=ABOUT_PAIN,
             why=_("It tells us which way of moving suits you, and whether someone should look at the leg.")),
    )  # fmt: skip


def _leg_fields() -> tuple[Field, ...]:
    return (
        Field("leg.side", _("Which side?"), "short", choices(
            ("left", _("Left")), ("right", _("Right")), ("both", _("Both")))),
        Field("leg.numbness", _("Is there numbness, tingling, or pins and needles?"), "rows", NO_YES_UNSURE,
              needed=True),
        Field("leg.weakness", _("Is the leg or foot weak?"), "choice", choices(
            ("no", _("No")), ("new", _("Yes, and it is new")), ("worse", _("Yes, and it is getting worse")),
            ("old_checked", _("Yes, for a long time. It has not changed, and a clinician has looked at it")),
            ("old_unchecked", _("Yes, for a long time, and nobody has looked at it")),
            ("unsure", NOT_SURE)), needed=True),
        Field("leg.course", _("How has it changed lately?"), "choice", choices(
            ("new", _("It is new")), ("stable", _("The same")), ("better", _("Better")), ("worse", _("Worse")))),
        from_back(),
        Field("pain.leg_now", _("Leg, right now"), "scale"),
        Field("pain.leg_week", _("Leg, on average over the last 7 days"), "scale"),
    )  # fmt: skip


def _pain_fields() -> tuple[Field, ...]:
    reach = choices(("none", _("Stays in my back")), ("buttock", _("Buttock")), ("above_knee", _("Thigh")),
                    ("below_knee", _("Below the knee")), ("unsure", NOT_SURE))  # fmt: skip
    return (
        Field("leg.reach", _("How far down does pain, tingling or numbness go?"), "short", reach, needed=True,
              when=leg_not_marked),
        Field("episode.weeks", _("How long has this spell lasted?"), "duration"),
        Field("episode.onset", _("How did it begin?"), "choice", choices(
            ("gradual", _("Little by little")), ("sudden", _("Suddenly")),
            ("after_strain", _("After lifting, bending, strain")),
            ("after_accident", _("After a fall, crash or blow")))),
        Field("episode.course", _("How is it lately?"), "short", choices(
            ("better", _("Better")), ("same", _("The same")), ("worse", _("Worse")),
            ("comes_and_goes", _("Comes and goes")))),
        Field("pain.back_now", _("Back pain now"), "scale"),
        Field("pain.back_week", _("Back pain on average, last 7 days"), "scale"),
        Field("pain.back_worst", _("Back, at its worst in the last 7 days"), "scale", more=True),
        Field("episode.earlier_spells", _("How many spells like this have you had before?"), "number",
              hint=_("0 if this is the first one"), more=True),
        Field("episode.tried_exercise", _("Have you tried a few weeks of exercise for it?"), "rows", NO_YES_UNSURE,
              more=True),
    )  # fmt: skip


def _feel_fields() -> tuple[Field, ...]:
    return (
        Field("eases", _("What eases it?"), "many", choices(
            ("sitting", _("Sitting")), ("standing", _("Standing")), ("walking", _("Walking")),
            ("lying", _("Lying down")), ("moving", _("Moving")), ("nothing", _("Nothing")))),
        Field("worsens", _("What makes it worse?"), "many", choices(
            ("sitting", _("Sitting")), ("standing", _("Standing")), ("walking", _("Walking")),
            ("lying", _("Lying down")), ("bending_forward", _("Bending forward")),
            ("straightening_up", _("Straightening up")), ("bending_backward", _("Bending backward")),
            ("twisting", _("Twisting")), ("lifting", _("Lifting")),
            ("coughing", _("Coughing, sneezing")), ("mornings", _("Mornings")), ("rest", _("Long rest")),
            ("nothing", _("Nothing")))),
        settles(),
    )  # fmt: skip


def _health(content: Content) -> tuple[Step, ...]:
    return (
        Step("conditions", HEALTH, (*_other_conditions(), *_main_conditions(), *_abilities(), *_practical(),
                                    *_life(), *(replace(field, more=True) for field in limits())),
             chapter=HEALTH, parts=(Part("conditions", "", *NONE_OR_SOME),
                                    Part("abilities", _("What can you do today?"), _("Yes to all"),
                                         _("Not all, or unsure"), _("Yes to the others")),
                                    Part("practical"))),
        *fragile_bone_signs(content),
        *(replace(step, chapter=HEALTH) for step in after_conditions()),
        Step("surgery", _("About your back operation"), (
            Field("conditions.surgery.date", _("When was it? (the latest one)"), "date", past=True,
                  hint=_("A guess is fine. Without a date we ask you to see a clinician first.")),
            *rows("conditions.surgery", ("cleared", _("Has your surgeon or a physical therapist said that exercise at "
                                                     "home is fine?")), needed=True), operation_kind()),
            when=operated, chapter=HEALTH),
        replace(hip_step(), chapter=HEALTH),
        Step("inflammatory", _("A few questions about long-lasting pain"), (
            Field("conditions.inflammatory.onset_age", _("How old were you when back pain first began?"), "number"),
            *rows(
                "conditions.inflammatory",
                ("gradual_onset", _("Did it creep up slowly?")),
                ("better_with_exercise", _("Does moving help?")),
                ("no_better_with_rest", _("Is it no better after a rest?")),
                ("night_pain_eased_by_rising", _("Does pain at night ease when you get up?")),
                ("wakes_second_half_of_night", _("Does it wake you in the second half of the night?")),
                ("buttock_pain", _("Do your buttocks hurt, one or both, or by turns?")),
                ("eased_by_antiinflammatory", _("Is it clearly better within 48 hours of anti-inflammatory medicine?")),
                ("close_relative", _("Does a parent, brother, sister or child have inflammatory arthritis of the "
                                     "spine?")),
                ("arthritis", _("Do you have swollen, inflamed joints, now or before?")),
                ("tendon_pain", _("Does it hurt where a tendon joins the bone, such as at the heel?")),
                ("psoriasis", _("Do you have psoriasis (scaly patches of skin), now or before?")), part="lasting")),
            why=_("Pain for over three months sometimes comes from inflammation. Then a doctor can help."),
            when=over_three_months, chapter=HEALTH, parts=(Part("lasting", "", *NONE_OR_SOME),)),
    )  # fmt: skip


def _other_conditions() -> tuple[Field, ...]:
    return rows(
        "conditions",
        ("stenosis", _("A narrow spinal canal (stenosis)")),
        ("spondylolisthesis", _("A spine bone a little forward (spondylolisthesis)")),
        ("hip_replacement", _("An artificial hip")),
        ("knees", _("Knee trouble with kneeling or deep bending")),
        ("shoulders", _("Shoulder trouble with weight or reaching")),
        ("glaucoma", _("Glaucoma, or an eye operation")),
        ("dizziness", _("Dizzy spells")),
        ("pelvic_girdle", _("Pelvic ring pain, as in pregnancy")),
        ("pelvic_floor", _("A dropped womb or bladder, leaking when coughing, or a hernia")),
        needed=True,
        part="conditions",
    )


def _main_conditions() -> tuple[Field, ...]:
    def one(name: str, label: Words, calm: str, *pairs: tuple[str, Words]) -> Field:
        kind: Kind = "choice"
        told = choices(*pairs, ("unsure", NOT_SURE))
        return Field(f"conditions.{name}", label, kind, told, needed=True, calm=calm, part="conditions")

    return (
        *rows("conditions.surgery", ("had", _("A back operation, ever")), needed=True, part="conditions"),
        one("bone", _("Thin bones, or a broken bone in the spine, ever"), "none", ("none", _("No")),
            ("osteopenia", _("A little thin (osteopenia)")), ("osteoporosis", _("Thin (osteoporosis)")),
            ("spine_fracture", _("Broken bone in my spine, ever"))),
        one("heart", _("A heart or lung problem"), "none", ("none", _("No")),
            ("stable", _("Yes, treated and steady")),
            ("symptoms_on_effort", _("Yes: tight chest, faint or breathless when active"))),
        one("blood_pressure", _("High blood pressure, even treated"), "normal", ("normal", _("No")),
            ("controlled", _("Treated, in range")), ("uncontrolled", _("High, or not in range"))),
        one("balance", _("Poor balance, a fall in the last 12 months, or afraid of falling"), "good", ("good", _("No")),
            ("poor", _("Poor balance")), ("falls", _("Fell in the last 12 months, or afraid of falling"))),
    )  # fmt: skip


def _abilities() -> tuple[Field, ...]:
    return rows(
        "abilities",
        ("floor", _("Get down to the floor and up alone")),
        ("kneel", _("Kneel on a folded towel")),
        ("lie_on_front", _("Lie on your stomach a minute")),
        ("lie_on_back", _("Lie on your back, knees bent")),
        ("weight_on_hands", _("Put weight on your hands")),
        ("stand", _("Stand 5 minutes, holding a chair if needed")),
        ("sit", _("Sit 5 minutes on a firm chair")),
        calm="yes",
        part="abilities",
    )


def _practical() -> tuple[Field, ...]:
    things = choices(*labels.EQUIPMENT.items(), (NOTHING_AT_ALL, _("None of these")))
    return (
        Field("time.minutes", _("Minutes for one session"), "short",
              choices(*((str(n), str(n)) for n in (10, 15, 20, 25, 30))), part="practical"),
        Field("equipment", _("What do you have?"), "many", things, more=True,
              hint=_("Without an answer: a wall, a firm chair, a bed and a towel.")),
        Field("time.days_per_week", _("Days a week"), "short",
              choices(*((str(n), str(n)) for n in range(FEWEST_DAYS, 8))), more=True,
              hint=_("Without an answer: 15 minutes, on five days.")),
    )  # fmt: skip


def _life() -> tuple[Field, ...]:
    return (
        Field("life.activity", _("Exercise until now"), "short", choices(
            ("low", _("Hardly any")), ("some", _("Some")), ("high", _("Hard, most days"))), part="practical"),
        Field("life.note", _("Anything else, in your own words?"), "text", part="practical"),
        Field("life.goals", _("What would you like to do more easily?"), "many", goals(), when=young,
              part="practical"),
        Field("life.own_activities", _("Up to three things that are hard now"), "activities",
              hint=_("0: I cannot do it. 10: as well as before."), more=True),
    )  # fmt: skip
