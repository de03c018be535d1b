"""Facts: what an intake means on a given day, each with a short closed list of values.

A fact is worked out from one block of answers (one question and, where it matters, the date), so that
every veto and finding can be a pure function of one fact and be checked over all its values. A missing
answer takes the cautious value. The values of each fact are listed in ``VALUES``.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date

from birddog.core.inflammatory import inflammatory_pattern
from birddog.core.intake import Abilities, Conditions, Episode, Intake, Leg, Pain, Pregnancy, Surgery
from birddog.core.rule_values import AfterSurgery, Ages, RuleValues, StageByPain

VALUES: dict[str, tuple[str, ...]] = {
    "age_70": ("no", "yes"),
    "age": ("unknown", "child", "adult", "over_50", "older"),
    "consent": ("yes", "not_sure"),
    "site": ("unknown", "low_back", "with_mid_back", "elsewhere"),
    "duration": ("unknown", "acute", "six_weeks", "three_months"),
    "severity": ("unknown", "low", "moderate", "severe"),
    "pregnancy": ("no", "unanswered", "first", "later", "postpartum"),
    "bone": ("none", "osteopenia", "unsure", "osteoporosis", "spine_fracture", "unanswered"),
    "surgery": ("none", "unanswered", "not_cleared", "recent", "cleared_under_6_months", "cleared"),
    "steroids": ("no", "yes"),
    "leg": ("none", "buttock", "above_knee", "below_knee", "below_knee_flexion_centralizes", "unknown"),
    "leg_weakness": ("no", "old_checked", "old_unchecked", "unsure", "new"),
    "both_legs": ("no", "pain", "numb_or_weak", "new_numb_or_weak"),
    "leg_dominant": ("no", "yes"),
    "ease": ("unknown", "none", "mixed", "flexion", "extension"),
    "flexion": ("untested", "good", "neutral", "bad"),
    "extension": ("untested", "good", "neutral", "bad"),
    "bending_hurts": ("no", "yes"),
    "floor": ("ok", "no"),
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
    "hip_replacement": ("no", "yes"),
    "knees": ("ok", "no"),
    "shoulders": ("ok", "no"),
    "head_down": ("ok", "no"),
    "dizziness": ("no", "yes"),
    "onset": ("other", "accident"),
    "course": ("fine", "worse_for_weeks", "severe_no_ease"),
    "inflammatory": ("no", "asas", "nice_three", "nice_refer"),
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
    weeks: float | None = field(compare=False)
    pain: float | None = field(compare=False)


def facts(intake: Intake, today: date, values: RuleValues) -> Facts:
    """What ``intake`` means on ``today``, by the numbers of the rules (``content.values``).

    Trimester, weeks since an operation and length of the spell move on with the date; nothing is
    stored.
    """
    conditions = intake.conditions
    weeks = weeks_since(intake.episode, today)
    pain = worst_usual_pain(intake.pain)
    none = conditions.all_others == "no"
    age = intake.person.age
    balance = _balance(conditions, none)
    return Facts(
        age=_age(age, values.ages),
        age_70=_yes(age is not None and age >= values.ages.oldest),
        consent="not_sure" if intake.person.decides_for_self in ("no", "unsure") else "yes",
        site=_site(intake.episode),
        duration=_duration(weeks, values),
        severity=severity(pain, values.stage_by_pain),
        pregnancy=_pregnancy(intake, today, values),
        bone=_filled(conditions.bone, "none", none),
        surgery=_surgery(conditions.surgery, none, today, values.after_surgery),
        steroids="no" if flag(intake, "long_term_steroids") == "no" else "yes",
        leg=_leg(intake),
        leg_weakness=_weakness(intake.leg),
        both_legs=_both_legs(intake.leg),
        leg_dominant=_leg_dominant(intake.pain),
        ease=_ease(intake),
        flexion=_response(intake.movement.flexion),
        extension=_response(intake.movement.extension),
        bending_hurts=_yes({"bending_forward", "straightening_up"} & set(intake.worsens)),
        floor=_floor(intake.abilities, age, balance, values.ages),
        **{name: _able(getattr(intake.abilities, name)) for name in ABLE},
        balance=balance,
        heart=_heart(conditions, none),
        blood_pressure=_blood_pressure(conditions, none),
        stenosis=_yes(conditions.stenosis in ("yes", "unsure")),
        spondylolisthesis=_yes(conditions.spondylolisthesis in ("yes", "unsure")),
        hip_replacement=_yes(conditions.hip_replacement in ("yes", "unsure")),
        knees=_ok(conditions.knees),
        shoulders=_ok(conditions.shoulders),
        head_down=_ok(conditions.glaucoma),
        dizziness=_yes(conditions.dizziness in ("yes", "unsure")),
        onset=_onset(intake.episode, weeks, values.after_accident.weeks),
        course=_course(intake, weeks, pain, values),
        inflammatory=inflammatory_pattern(intake, weeks, values),
        weeks=weeks,
        pain=pain,
    )


def day_key(intake: Intake, today: date, values: RuleValues) -> Hashable:
    """What of ``today`` the facts depend on: days with the same key have the same facts (but for ``weeks``)."""
    conditions = intake.conditions
    dated = conditions.pregnancy.status not in ("no", "unanswered") or conditions.surgery.date is not None
    if dated:
        return today
    weeks = weeks_since(intake.episode, today)
    if weeks is None:
        return None
    lasting = values.lasting.weeks
    reached = (values.worse_for_weeks.weeks, values.acute_short.weeks, values.after_accident.weeks, lasting)
    return (*(weeks >= limit for limit in reached), weeks > lasting)


def flag(intake: Intake, item: str) -> str:
    """The answer to one danger sign: its own, else 'no' if all others were denied, else 'unanswered'."""
    answer = intake.red_flags.get(item)
    if answer is not None:
        return answer
    return "no" if intake.red_flags.get("all_others") == "no" else "unanswered"


def weeks_since(episode: Episode, today: date) -> float | None:
    """Length of this spell in weeks on ``today``, from its date if given, else as told."""
    if episode.began is not None:
        return max(0.0, (today - episode.began).days / 7)
    return episode.weeks


def worst_usual_pain(pain: Pain) -> float | None:
    """The usual pain that stages go by: the higher of back and leg over the week, else now."""
    usual = [p for p in (pain.back_week, pain.leg_week) if p is not None]
    now = [p for p in (pain.back_now, pain.leg_now) if p is not None]
    worst = [p for p in (pain.back_worst,) if p is not None]
    chosen = usual or now or worst
    return max(chosen) if chosen else None


def recurrent(intake: Intake, values: RuleValues) -> bool:
    """Whether so many spells came before this one that it is not treated as a first."""
    return (intake.episode.earlier_spells or 0) >= values.recurrent.spells


def could_be_pregnant(intake: Intake, values: RuleValues) -> bool:
    """Whether pregnancy is asked about: of everyone between two ages who is not male."""
    age, (low, high) = intake.person.age, values.pregnancy_asked.ages
    return intake.person.sex != "male" and (age is None or low <= age <= high)


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


def _site(episode: Episode) -> str:
    where = set(episode.where)
    if not where:
        return "unknown"
    if not where & {"low_back", "buttock"}:
        return "elsewhere"
    return "with_mid_back" if "mid_back" in where else "low_back"


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


def _pregnancy(intake: Intake, today: date, values: RuleValues) -> str:
    told: Pregnancy = intake.conditions.pregnancy
    if told.status == "gave_birth":
        recent = told.birth is None or (today - told.birth).days < 7 * values.after_birth.weeks
        return "postpartum" if recent else "no"
    if told.status in ("yes", "possible", "unsure"):
        return _trimester(told, today, values)
    if told.status == "unanswered" and could_be_pregnant(intake, values) and intake.conditions.all_others != "no":
        return "unanswered"
    return "no"


def _trimester(told: Pregnancy, today: date, values: RuleValues) -> str:
    """First or later; unknown counts as later. A while after the due date it is over."""
    if told.due is None:
        return "later"
    count = values.weeks_of_pregnancy
    weeks = count.whole - (told.due - today).days / 7
    born = count.whole + count.overdue
    if weeks > born:
        return "postpartum" if weeks < born + values.after_birth.weeks else "no"
    return "first" if 0 <= weeks < count.first_trimester else "later"


def _surgery(told: Surgery, none: bool, today: date, after: AfterSurgery) -> str:
    if told.had == "no" or (told.had == "unanswered" and none and told.date is None):
        return "none"
    if told.had == "unanswered" and told.date is None:
        return "unanswered"
    if told.cleared != "yes" or told.date is None:
        return "not_cleared"
    weeks = (today - told.date).days / 7
    if weeks < after.weeks:
        return "recent"
    return "cleared_under_6_months" if weeks < after.care_weeks else "cleared"


def _leg(intake: Intake) -> str:
    leg: Leg = intake.leg
    numb = leg.numbness in ("yes", "unsure")
    below = leg.reach in ("below_knee", "unsure") or numb
    if below or (leg.side == "both" and leg.reach == "unanswered"):
        if intake.movement.flexion == "centralizes":
            return "below_knee_flexion_centralizes"
        return "below_knee"
    if leg.reach in ("none", "unanswered"):
        hurts = "leg" in intake.episode.where or (intake.pain.leg_now or 0) > 0 or (intake.pain.leg_week or 0) > 0
        return "unknown" if hurts or leg.side in ("left", "right") else "none"
    return leg.reach


def _weakness(leg: Leg) -> str:
    return {"unanswered": "no", "worse": "new"}.get(leg.weakness, leg.weakness)


def _both_legs(leg: Leg) -> str:
    if leg.side != "both":
        return "no"
    if leg.numbness in ("yes", "unsure") or leg.weakness in ("new", "worse", "unsure", "old_unchecked"):
        return "new_numb_or_weak" if leg.course in ("new", "worse") else "numb_or_weak"
    return "pain"


def _leg_dominant(pain: Pain) -> str:
    pairs = ((pain.leg_week, pain.back_week), (pain.leg_now, pain.back_now))
    return _yes(any(leg is not None and back is not None and leg > back for leg, back in pairs))


def _ease(intake: Intake) -> str:
    """The position of ease (article 4): sitting = flexion; standing or lying = extension."""
    eases, worsens = set(intake.eases), set(intake.worsens)
    if not eases and not worsens & {"bending_forward", "sitting", "standing", "walking", "bending_backward"}:
        return "unknown"
    sits = "sitting" in eases and "sitting" not in worsens
    if "moving" in eases and "sitting" not in worsens:
        eases.discard("walking")  # being on the move helps, not being upright
    stands = bool(eases & {"standing", "walking", "lying"})
    if sits and not eases & {"standing", "walking"}:
        return "flexion" if not stands or worsens & {"standing", "walking", "bending_backward"} else "mixed"
    if stands and not sits:
        return "mixed" if worsens & {"standing", "walking"} and not eases & {"standing", "walking"} else "extension"
    return "mixed" if sits and stands else "none"


def _response(told: str) -> str:
    return {
        "better": "good", "centralizes": "good", "no_change": "neutral", "worse": "bad", "peripheralizes": "bad",
    }.get(told, "untested")  # fmt: skip


def _floor(abilities: Abilities, age: int | None, balance: str, ages: Ages) -> str:
    if abilities.floor in ("no", "unsure"):
        return "no"
    if abilities.floor == "unanswered" and ((age or 0) >= ages.older or balance == "poor"):
        return "no"
    return "ok"


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
    return "worse_for_weeks" if worse or (lasting and tried) else "fine"
