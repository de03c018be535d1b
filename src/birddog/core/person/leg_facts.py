"""Facts about the legs."""

from __future__ import annotations

from birddog.core.person.intake import Intake, Leg, Pain


def leg_hurts(intake: Intake) -> bool:
    """Whether pain in a leg was told of, by its place or by a number."""
    return "leg" in intake.episode.where or (intake.pain.leg_now or 0) > 0 or (intake.pain.leg_week or 0) > 0


def leg_reach(intake: Intake) -> str:
    """How far down the leg symptoms reach; numbness counts as below the knee."""
    leg: Leg = intake.leg
    numb = leg.numbness in ("yes", "unsure")
    below = leg.reach in ("below_knee", "unsure") or numb
    if below or (leg.side == "both" and leg.reach == "unanswered"):
        if intake.movement.flexion == "centralizes":
            return "below_knee_flexion_centralizes"
        return "below_knee"
    if leg.reach in ("none", "unanswered"):
        return "unknown" if leg_hurts(intake) or leg.side in ("left", "right", "both") else "none"
    return leg.reach


def leg_weakness_of(leg: Leg) -> str:
    """Weakness of a leg: worse counts as new."""
    return {"unanswered": "no", "worse": "new"}.get(leg.weakness, leg.weakness)


def both_legs_of(leg: Leg) -> str:
    """Whether both legs are involved, and how."""
    if leg.side != "both":
        return "no"
    if leg.numbness in ("yes", "unsure") or leg.weakness in ("new", "worse", "unsure", "old_unchecked"):
        return "new_numb_or_weak" if leg.course in ("new", "worse") else "numb_or_weak"
    return "pain"


def leg_dominant_of(pain: Pain) -> str:
    """Whether the leg hurts more than the back."""
    pairs = ((pain.leg_week, pain.back_week), (pain.leg_now, pain.back_now))
    return "yes" if any(leg is not None and back is not None and leg > back for leg, back in pairs) else "no"
