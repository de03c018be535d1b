"""Stages: with which a program begins, when the next one opens, and when the guided weeks are over.

Stages follow pain and function (tbc-2016), not the calendar alone. How bad the pain is chooses where to begin; later
a stage opens by pain below its limit, or by many good sessions without a setback.
"""

from __future__ import annotations

from datetime import date

from birddog.core.content.content import Content
from birddog.core.content.values import STAGES, Reason, StageName
from birddog.core.person.facts import Facts, recurrent
from birddog.core.person.intake import Intake
from birddog.core.state.function import function_change, own_activity_score
from birddog.core.state.state import State


def first_stage(intake: Intake, known: Facts, content: Content) -> tuple[StageName, tuple[Reason, ...]]:
    """The stage to begin with, from pain and function: severe pain or little function begins calm.

    Bands: pain 7-10 calm, 4-6 calm then stabilize soon, 0-3 stabilize (proposal after tbc-2016). Low
    function (own activities), short duration and unknown pain begin calm.
    """
    function, low = own_activity_score(intake), content.values.stage_by_pain.low_function
    fit = known.severity == "low" and known.duration != "acute" and (function is None or function > low)
    fit = fit and known.pregnancy not in ("due_passed", "early_postpartum")
    stage: StageName = "stabilize" if fit else "calm"
    saw = f"pain {said(known.pain)} of 10, own activities {said(function)} of 10, {known.duration.replace('_', ' ')}"
    return stage, content.because("birddog-stage-by-pain", saw=saw, considered="calm, stabilize, strengthen")


def kind_of(intake: Intake, known: Facts, content: Content) -> tuple[str, tuple[Reason, ...]]:
    """``acute`` (a few movements until six weeks have passed) for new pain that is no recurrence, else ``staged``."""
    if known.duration == "acute" and not recurrent(intake, content.values):
        saw = f"{said(known.weeks)} weeks since it began"
        why = content.because("birddog-acute-short", saw=saw)
        if intake.episode.onset != "after_accident" and known.leg in ("none", "buttock"):
            why += content.because("home-first-for-simple-strain", saw=f"{saw}, began {intake.episode.onset}")
        return "acute", why + content.because("self-limiting", saw=saw)
    saw = f"{known.severity} pain, {said(known.weeks)} weeks"
    return "staged", content.because("programme-8wk-then-maintenance", saw=saw)


def acute_weeks(known: Facts, content: Content) -> int:
    """Weeks of a short program: until pain counts as new no longer (birddog-acute-short), 2 at least."""
    return max(2, content.values.acute_short.weeks - int(known.weeks or 0))


def guided_weeks(content: Content) -> int:
    """Length of the guided program in weeks."""
    weeks: int = content.values.programme_8wk_then_maintenance.weeks
    return weeks


def training(intake: Intake, content: Content, stage: StageName) -> tuple[int, int]:
    """Training days a week and sessions a day: what the person has time for, and fewer in maintenance."""
    days, per_day = intake.time.days, intake.time.per_day
    if stage == "maintain":
        return min(days, content.values.maintain.days_per_week), 1
    return days, per_day


def stage_after(state: State, day: date, content: Content) -> StageName | None:
    """The next stage, if it is open: by time, good sessions, and pain below its limit or function better by what
    matters; or by many good sessions over weeks without a red report (birddog-stage-in-time). None while function is
    worse."""
    if state.kind == "acute" or state.stage in ("strengthen", "maintain"):
        return None
    values, function = content.values, function_change(state, content)
    if function == "worse":
        return None
    rule = values.enter_stabilize if state.stage == "calm" else values.enter_strengthen
    days, pain = (day - (state.stage_since or day)).days, state.recent_pain(day)
    quiet = not [red for red in state.reds if (day - red).days < 7]
    by_severity = "programme-duration-by-severity" in content.rules
    low = not by_severity or function == "better" or (pain is not None and pain <= rule.pain)
    by_pain = low and quiet and state.good_in_stage >= rule.sessions and days >= rule.days
    long_quiet = not [red for red in state.reds if (day - red).days < values.stage_in_time.days]
    in_time = state.good_in_stage >= values.stage_in_time.sessions and days >= values.stage_in_time.days and long_quiet
    return STAGES[STAGES.index(state.stage) + 1] if by_pain or in_time else None


def maintenance_due(state: State, day: date, content: Content, strengthening: bool) -> str | None:
    """The rule that ends the guided weeks on ``day``, if they have done their work.

    From *strengthen*, or from *stabilize* where nothing for strength is left (``strengthening``: something is).
    """
    week, pain = state.week(day), state.recent_pain(day)
    arrived = state.stage == "strengthen" or (state.stage == "stabilize" and not strengthening)
    if not arrived or not state.sessions or pain is None or state.flare is not None or state.back is not None:
        return None
    values = content.values
    if week > guided_weeks(content) and pain <= values.maintain.pain:
        return "programme-8wk-then-maintenance"
    early = week > values.maintain.early_weeks and pain <= values.maintain.early_pain
    rule = "adapt-guided-duration"
    return rule if early and rule in content.rules else None


def said(value: float | None) -> str:
    """A number for the record, or that it was not told."""
    return "not told" if value is None else f"{value:g}"
