"""Facts: what an intake means on a given day, each with a short closed list of values.

A fact is worked out from one block of answers (one question and, where it matters, the date), so that
every veto and finding can be a pure function of one fact and be checked over all its values. A missing
answer takes the cautious value. The values of each fact are listed in ``VALUES``.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date

from birddog.core.content.program_values import Ages
from birddog.core.content.rule_values import RuleValues, StageByPain
from birddog.core.person.contradictions import possible
from birddog.core.person.health_facts import (
    CLEARABLE,
    clearances,
    cleared_conditions,
    hip,
    pregnancy,
    recent_procedure,
    surgery,
)
from birddog.core.person.inflammatory import inflammatory_pattern
from birddog.core.person.intake import Conditions, Episode, Intake, Pain
from birddog.core.person.leg_facts import both_legs_of, leg_dominant_of, leg_reach, leg_weakness_of
from birddog.core.person.spell import spell, worst_usual_pain

NOT_KNOWN = frozenset(("unanswered", "unknown", "unsure"))
"""Values of facts whose answer is missing or unsure."""
VALUES: dict[str, tuple[str, ...]] = {
    "age_70": ("no", "yes"),
    "age": ("unknown", "child", "adult", "over_50", "older"),
    "consent": ("yes", "not_sure"),
    "site": ("unknown", "low_back", "leg_only", "with_mid_back", "elsewhere"),
    "duration": ("unknown", "acute", "six_weeks", "three_months"),
    "severity": ("unknown", "low", "moderate", "severe"),
    "irritability": ("unknown", "low", "high"),
    "pregnancy": ("no", "unanswered", "first", "later", "due_passed", "early_postpartum", "postpartum"),
    "bone": ("none", "osteopenia", "unsure", "osteoporosis", "spine_fracture", "unanswered"),
    "surgery": ("none", "unanswered", "not_cleared", "recent", "cleared_under_6_months", "cleared"),
    "steroids": ("no", "yes"),
    "leg": ("none", "buttock", "above_knee", "below_knee", "below_knee_flexion_centralizes", "unknown"),
    "leg_weakness": ("no", "old_checked", "old_unchecked", "unsure", "new"),
    "both_legs": ("no", "pain", "numb_or_weak", "new_numb_or_weak"),
    "leg_dominant": ("no", "yes"),
    "ease": ("unknown", "none", "mixed", "lying", "flexion", "extension"),
    "flexion": ("untested", "good", "neutral", "bad"),
    "extension": ("untested", "good", "neutral", "bad"),
    "bending_hurts": ("no", "yes"),
    "floor": ("ok", "bed", "no"),
    "kneel": ("ok", "no"),
    "lie_on_front": ("ok", "no"),
    "lie_on_back": ("ok", "no"),
    "weight_on_hands": ("ok", "no"),
    "stand": ("ok", "no"),
    "sit": ("ok", "no"),
    "balance": ("good", "poor", "unanswered"),
    "heart": ("none", "stable", "unsure", "symptoms", "unanswered"),
    "blood_pressure": ("normal", "unsure", "uncontrolled", "unanswered"),
    "stenosis": ("no", "yes"),
    "spondylolisthesis": ("no", "yes"),
    "hip_replacement": ("no", "yes", "precautions"),
    "knees": ("ok", "no"),
    "shoulders": ("ok", "no"),
    "head_down": ("ok", "no"),
    "dizziness": ("no", "yes"),
    "onset": ("other", "accident"),
    "course": ("fine", "severe_for_weeks", "worse_for_weeks", "severe_no_ease"),
    "inflammatory": ("no", "asas", "nice_three", "nice_refer"),
    "young_arching": ("no", "yes"),
    "pelvic_girdle": ("no", "yes"),
    "pelvic_floor": ("no", "yes"),
    "fever_before": ("no", "yes"),
    "crooked": ("no", "yes"),
    "recent_procedure": ("no", "yes"),
    "cleared_cancer": ("no", "yes"),
    "cleared_steroids": ("no", "yes"),
    "cleared_fracture": ("no", "yes"),
    "cleared_mid_back": ("no", "yes"),
    "cleared_blood_pressure": ("no", "yes"),
    "cleared_bladder": ("no", "yes"),
}

ABLE = ("kneel", "lie_on_front", "lie_on_back", "weight_on_hands", "stand", "sit")
"""Facts that are an ability as it was told."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One value of ``VALUES`` for each fact, plus the numbers that choices are steered by."""

    age: str
    age_70: str
    consent: str
    site: str
    duration: str
    severity: str
    irritability: str
    pregnancy: str
    bone: str
    surgery: str
    steroids: str
    leg: str
    leg_weakness: str
    both_legs: str
    leg_dominant: str
    ease: str
    flexion: str
    extension: str
    bending_hurts: str
    floor: str
    kneel: str
    lie_on_front: str
    lie_on_back: str
    weight_on_hands: str
    stand: str
    sit: str
    balance: str
    heart: str
    blood_pressure: str
    stenosis: str
    spondylolisthesis: str
    hip_replacement: str
    knees: str
    shoulders: str
    head_down: str
    dizziness: str
    onset: str
    course: str
    inflammatory: str
    young_arching: str
    pelvic_girdle: str
    pelvic_floor: str
    fever_before: str
    crooked: str
    recent_procedure: str
    cleared_cancer: str
    cleared_steroids: str
    cleared_fracture: str
    cleared_mid_back: str
    cleared_blood_pressure: str
    cleared_bladder: str
    weeks: float | None = field(compare=False)
    pain: float | None = field(compare=False)


def facts(intake: Intake, today: date, values: RuleValues) -> Facts:
    """What ``intake`` means on ``today``, by the numbers of the rules (``content.values``).

    What moves on with the date is not stored. Of two lengths of a spell the more cautious one counts for each fact.
    """
    conditions, could_be = intake.conditions, possible(intake, today)
    weeks, longest = spell(intake.episode, today, values.answers_differ)
    pain = worst_usual_pain(intake.pain)
    none = conditions.all_others == "no"
    age = intake.person.age
    balance = _balance(conditions, none)
    return Facts(
        age=_age(age, values.ages),
        age_70=_yes(age is not None and age >= values.ages.oldest),
        consent="not_sure" if intake.person.decides_for_self in ("no", "unsure") else "yes",
        site=_site(intake),
        duration=_duration(weeks, values),
        severity=severity(pain, values.stage_by_pain),
        irritability=_irritability(intake.pain),
        pregnancy=pregnancy(could_be, today, values),
        bone=_filled(conditions.bone, "none", none),
        surgery=surgery(could_be.conditions.surgery, none, today, values.after_surgery),
        steroids="no" if flag(intake, "long_term_steroids") == "no" else "yes",
        leg=leg_reach(intake),
        leg_weakness=leg_weakness_of(intake.leg),
        both_legs=both_legs_of(intake.leg),
        leg_dominant=leg_dominant_of(intake.pain),
        ease=_ease(intake),
        flexion=_response(intake.movement.flexion),
        extension=_response(intake.movement.extension),
        bending_hurts=_yes({"bending_forward", "straightening_up"} & set(intake.worsens)),
        floor=_floor(intake, age, balance, values.ages),
        **{name: _able(getattr(intake.abilities, name)) for name in ABLE},
        balance=balance,
        heart=_heart(conditions, none),
        blood_pressure=_blood_pressure(conditions, none),
        stenosis=_yes(conditions.stenosis in ("yes", "unsure")),
        spondylolisthesis=_yes(conditions.spondylolisthesis in ("yes", "unsure")),
        hip_replacement=hip(could_be.conditions, today, values.hip_precautions.weeks),
        knees=_ok(conditions.knees),
        shoulders=_ok(conditions.shoulders),
        head_down=_ok(conditions.glaucoma),
        dizziness=_yes(conditions.dizziness in ("yes", "unsure")),
        onset=_onset(intake.episode, weeks, values.after_accident.weeks),
        course=_course(intake, longest, pain, values),
        inflammatory=inflammatory_pattern(intake, longest, values),
        **_more(intake, today, weeks, values),
        weeks=weeks,
        pain=pain,
    )


def _more(intake: Intake, today: date, weeks: float | None, values: RuleValues) -> dict[str, str]:
    """Facts of answers that explain another one, and of the pelvis."""
    conditions, cleared = intake.conditions, cleared_conditions(intake, today, weeks, values)
    there = {
        "young_arching": _young_arching(intake, values),
        "pelvic_girdle": conditions.pelvic_girdle in ("yes", "unsure"),
        "pelvic_floor": conditions.pelvic_floor in ("yes", "unsure"),
        "fever_before": intake.episode.fever_ended_before == "yes",
        "crooked": _crooked(intake),
        "recent_procedure": recent_procedure(conditions.surgery, today, values.recent_procedure.weeks),
        **{f"cleared_{name}": name in cleared for name in CLEARABLE},
    }
    return {name: _yes(is_so) for name, is_so in there.items()}


def dated(intake: Intake) -> bool:
    """Whether the facts of an intake change with the date by more than the length of the spell."""
    told, conditions = intake.conditions.pregnancy, intake.conditions
    days = (told.due, told.birth, conditions.surgery.date, conditions.hip_operation.date)
    cleared = (one.on for one in clearances(intake).values())
    return told.status not in ("no", "unanswered") or any(day is not None for day in (*days, *cleared))


def day_key(intake: Intake, today: date, values: RuleValues) -> Hashable:
    """What of ``today`` the facts depend on: days with the same key have the same facts (but for ``weeks``)."""
    if dated(intake):
        return today
    told = spell(intake.episode, today, values.answers_differ)
    lengths = [weeks for weeks in told if weeks is not None]
    if not lengths:
        return None
    lasting = values.lasting.weeks
    reached = (values.worse_for_weeks.weeks, values.acute_short.weeks, values.after_accident.weeks, lasting)
    return tuple((*(weeks >= limit for limit in reached), weeks > lasting) for weeks in lengths)


def flag(intake: Intake, item: str) -> str:
    """The answer to one danger sign: its own, else 'no' if all others were denied, else 'unanswered'."""
    answer = intake.red_flags.get(item)
    if answer is not None:
        return answer
    return "no" if intake.red_flags.get("all_others") == "no" else "unanswered"


def recurrent(intake: Intake, values: RuleValues) -> bool:
    """Whether so many spells came before this one that it is not treated as a first."""
    return (intake.episode.earlier_spells or 0) >= values.recurrent.spells


def _yes(test: object) -> str:
    return "yes" if test else "no"


def _ok(answer: str) -> str:
    return "no" if answer in ("yes", "unsure") else "ok"


def _able(answer: str) -> str:
    return "no" if answer in ("no", "unsure") else "ok"


def _filled(answer: str, absent: str, none: bool) -> str:
    return absent if answer == "unanswered" and none else answer


def _age(age: int | None, ages: Ages) -> str:
    if age is None:
        return "unknown"
    if age < ages.grown_up:
        return "child"
    return "adult" if age <= ages.middle else "over_50" if age < ages.older else "older"


def _site(intake: Intake) -> str:
    """Leg pain alone is in scope when it runs down from the back, and no clinician has said otherwise."""
    where, leg = set(intake.episode.where), intake.leg
    if not where:
        return "unknown"
    down = leg.reach in ("above_knee", "below_knee")
    known = leg.from_back == "yes" and leg.reach not in ("none", "buttock")
    if where == {"leg"} and (known or (down and leg.from_back == "unanswered")):
        return "leg_only"
    if not where & {"low_back", "buttock"}:
        return "elsewhere"
    return "with_mid_back" if "mid_back" in where else "low_back"


def _young_arching(intake: Intake, values: RuleValues) -> bool:
    """Arching hurts someone young and sporty: a stress fracture of a vertebra is looked for."""
    age, life = intake.person.age, intake.life
    young = age is not None and age < values.young_athlete.years
    arching = "bending_backward" in intake.worsens or _response(intake.movement.extension) == "bad"
    return young and arching and (life.activity == "high" or "sport" in life.goals)


def _crooked(intake: Intake) -> bool:
    """A lean to one side that came with this pain and straightens: told so, or a side glide eases it."""
    unsure = flag(intake, "new_deformity") == "unsure"
    eases = intake.movement.side_glide in ("better", "centralizes")
    return intake.episode.crooked_since_it_began == "yes" or (unsure and eases)


def _duration(weeks: float | None, values: RuleValues) -> str:
    if weeks is None:
        return "unknown"
    if weeks < values.acute_short.weeks:
        return "acute"
    return "six_weeks" if weeks < values.lasting.weeks else "three_months"


def severity(pain: float | None, bands: StageByPain) -> str:
    """How strong a usual pain is, by the bands that stages go by; no pain told is ``unknown``."""
    if pain is None:
        return "unknown"
    return "low" if pain < bands.moderate_from else "moderate" if pain < bands.severe_from else "severe"


def _irritability(pain: Pain) -> str:
    """How easily pain is stirred up: low settles within an hour, high takes until the next day or longer."""
    return {"minutes": "low", "hour": "low", "next_day": "high", "longer": "high"}.get(pain.settles_in, "unknown")


def _ease(intake: Intake) -> str:
    """The position of ease (article 4): sitting = flexion; standing or lying = extension.

    Lying eases most backs: alone it says nothing about a direction, unless bending or sitting brings the pain on.
    """
    eases, worsens = set(intake.eases), set(intake.worsens)
    if not eases and not worsens & {"bending_forward", "sitting", "standing", "walking", "bending_backward"}:
        return "unknown"
    sits = "sitting" in eases and "sitting" not in worsens
    if "moving" in eases and "sitting" not in worsens:
        eases.discard("walking")  # being on the move helps, not being upright
    upright, lies = bool(eases & {"standing", "walking"}), "lying" in eases
    if sits and not upright:
        return "flexion" if not lies or worsens & {"standing", "walking", "bending_backward"} else "mixed"
    if sits or upright:
        return "mixed" if sits else "extension"
    if lies and worsens & {"sitting", "bending_forward"}:
        return "mixed" if worsens & {"standing", "walking"} else "extension"
    return "lying" if lies else "none"


def _response(told: str) -> str:
    return {
        "better": "good", "centralizes": "good", "no_change": "neutral", "worse": "bad", "peripheralizes": "bad",
    }.get(told, "untested")  # fmt: skip


def _floor(intake: Intake, age: int | None, balance: str, ages: Ages) -> str:
    """Whether the floor can be used; if not, whether the person says that there is a bed to lie on instead."""
    told = intake.abilities.floor
    unlikely = told == "unanswered" and ((age or 0) >= ages.older or balance == "poor")
    if told not in ("no", "unsure") and not unlikely:
        return "ok"
    return "bed" if "bed" in (intake.equipment or ()) else "no"


def _balance(conditions: Conditions, none: bool) -> str:
    told = _filled(conditions.balance, "good", none)
    return "poor" if told in ("poor", "falls", "unsure") else told


def _heart(conditions: Conditions, none: bool) -> str:
    told = _filled(conditions.heart, "none", none)
    return "symptoms" if told == "symptoms_on_effort" else told


def _blood_pressure(conditions: Conditions, none: bool) -> str:
    told = _filled(conditions.blood_pressure, "normal", none)
    return "normal" if told == "controlled" else told


def _onset(episode: Episode, weeks: float | None, most: int) -> str:
    """A spell of less than ``most`` weeks that began with an accident, whatever the danger signs say."""
    recent = weeks is None or weeks < most
    return "accident" if episode.onset == "after_accident" and recent else "other"


def _course(intake: Intake, weeks: float | None, pain: float | None, values: RuleValues) -> str:
    bands = values.stage_by_pain
    lasting = weeks is not None and weeks >= values.acute_short.weeks
    if lasting and (pain or 0) >= bands.severe_from and "nothing" in intake.eases:
        return "severe_no_ease"
    tried = intake.episode.tried_exercise == "yes" and (pain or 0) >= bands.moderate_from
    worse = weeks is not None and weeks >= values.worse_for_weeks.weeks and intake.episode.course == "worse"
    if worse or (lasting and tried):
        return "worse_for_weeks"
    return "severe_for_weeks" if lasting and (pain or 0) >= bands.severe_from else "fine"
