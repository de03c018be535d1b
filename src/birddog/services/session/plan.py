"""Today's session as one JSON value that a browser can lead a person through without asking again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from birddog.catalog.movements import drill
from birddog.core.chart.clock import pass_time
from birddog.core.chart.variants import out_when_leg, variants
from birddog.core.content.content import Content
from birddog.core.content.exercise import Dose, Exercise
from birddog.core.content.pace import BREATH_S, Pace
from birddog.core.content.pain_check import ORDER, PainReport, deciding
from birddog.core.content.values import Reason
from birddog.core.log.home_made import MOVE_S
from birddog.core.plan.course import Course
from birddog.core.plan.limits import Item
from birddog.core.plan.planner import Session
from birddog.core.state.state import State
from birddog.services.chart.reading import Reading
from birddog.services.person.preferences import Preferences
from birddog.services.session.words import things, words
from birddog.services.today.day import week_at_a_glance
from birddog.services.today.encouragement import in_words, true_facts

Draw = Callable[[str, str], str]
"""Address of a figure: exercise id and kind (``still``, ``animated``)."""

HOME_MADE: dict[str, Any] = {
    "length": MOVE_S, "alternates": True, "side": "right",
    "keys": [{"at": at, "hold": 0.0, "dose": at > 0, "breath": ""} for at in (0.0, MOVE_S / 2)],
}  # fmt: skip
"""The time line of a home-made exercise, whose picture does not move: out in half of a repetition, and back."""
MOST_WHYS = 3
LASTING = 16.0
"""Minutes of more than mild discomfort that stand for "longer than a quarter of an hour"."""


def session_plan(
    reading: Reading, preferences: Preferences, draw: Draw, instead: Session | None = None
) -> dict[str, Any] | None:
    """Today's session with all that is said, shown and decided during it; ``None`` when none may be done now.

    ``instead``: another one that this person may do in its place, such as its short version.
    """
    session = instead or reading.today.session
    if session is None or reading.today.session is None or reading.today.ask_first:
        return None
    content, state = reading.content, reading.state
    maker = _Maker(reading, draw, tuple(item.exercise for item in session.items))
    items = [maker.item(item) for item in session.items]
    stage = content.stages[session.stage]
    plan: dict[str, Any] = {
        "date": reading.today.date.isoformat(),
        "name": session.name,
        "stage": {"id": session.stage, "title": stage.title, "aim": stage.aim},
        "items": items,
    }
    plan["id"] = hashlib.sha256(json.dumps(plan, sort_keys=True).encode()).hexdigest()[:16]
    return plan | {
        "minutes": session.minutes,
        "seconds": session.seconds - session.warm_up_s,
        "warm_up_s": session.warm_up_s,
        "warm_up": content.rules["birddog-warm-up"].patient if session.warm_up_s else "",
        "language": content.language,
        "until": holds_until(reading).isoformat(),
        "words": words(),
        "preferences": {name: getattr(preferences, name) for name in ("voice", "tones", "lying_down")},
        "pace": pace(reading.pace),
        "pain": pain_tables(content, state.usual.now),
        "leg": {name: content.rules[rule].patient for name, rule in
                (("down", "birddog-leg-moved-down"), ("settled", "birddog-leg-settled"), ("up", "birddog-leg-moved-up"))
                if rule in content.rules},
        "week": week_so_far(reading),
        "true_line": lasting_line(reading),
        "leg_minutes": content.values.leg_moved_down.minutes,
        "danger": {"questions": [content.items_by_id[i].question for i in content.recheck_items],
                   "advice": content.phrase("advice-emergency")},
    }  # fmt: skip


def week_so_far(reading: Reading) -> dict[str, int]:
    """Sessions of the program's week that were done, and how many are planned."""
    days = week_at_a_glance(reading.lately, reading.state, reading.content, reading.today.date)
    return {"done": sum(day.sessions for day in days), "of": sum(day.planned for day in days)}


def lasting_line(reading: Reading) -> str:
    """Something true and good that this session does not change; empty when there is nothing."""
    facts = [
        f for f in true_facts(reading.lately, reading.seen, reading.today.date) if f.kind in ("pain", "activities")
    ]
    return in_words(facts[0]) if facts else ""


def holds_until(reading: Reading) -> date:
    """The last day on which a session that a browser has kept may be done without asking the server.

    What days that pass do by themselves is tried out, one after the other: on the first that asks danger signs, stops
    exercise, moves the program on, or changes what is safe (a trimester, time since an operation), the session is out
    of date. Nothing is kept past the next round of danger signs.
    """
    course, state, now = Course(reading.content), reading.state.copy(), reading.now
    holding = _holding(course, state, now.date())
    for _day in range(reading.content.values.weekly_screen.days):
        following = now + timedelta(days=1)
        pass_time(course, state, following)
        if _holding(course, state, following.date()) != holding:
            break
        now = following
    return now.date()


def _holding(course: Course, state: State, day: date) -> tuple[object, ...]:
    """What a session rests on; the length of the spell counts by the limits that it passes."""
    return state.disposition, state.asks, state.kind, state.stage, course.known(state, day)


@dataclass(frozen=True)
class _Maker:
    """Turns items of a session into JSON; ``exercises`` are all of the session."""

    reading: Reading
    draw: Draw
    exercises: tuple[str, ...]

    def item(self, item: Item) -> dict[str, Any]:
        """An item with what may take its place."""
        found = variants(self.reading.folded.course, self.reading.state, self.reading.now, item, self.exercises)
        return self.exercise(item) | {
            "easier": [self.exercise(rung) for rung in found.easier],
            "harder": [self.exercise(rung) for rung in found.harder],
        }

    def exercise(self, item: Item) -> dict[str, Any]:
        """One exercise: words, dose, figure, movement, and what the rules say if it hurts."""
        reading, content = self.reading, self.reading.content
        exercise = content.exercise(item.exercise)
        others = [other for other in self.exercises if other != item.exercise]
        return {
            "exercise": exercise.id, "name": exercise.name, "summary": exercise.summary,
            "steps": list(exercise.steps), "cues": list(exercise.cues), "breathing": exercise.breathing,
            "cautions": list(exercise.cautions),
            "mistakes": [{"what": m.what, "feels": m.feels, "fix": m.fix} for m in exercise.mistakes],
            "bring": _bring(exercise, reading.state),
            "amount": amount(item),
            "position_s": item.around_s - reading.pace.ready_s - reading.pace.effort_s,
            "figure": {"animated": "" if exercise.made else self.draw(exercise.id, "animated"),
                       "still": self.draw(exercise.id, "still"), "alt": exercise.summary if exercise.made else ""},
            "why": says(reason for rule in item.why for reason in content.because(rule, saw=""))[:MOST_WHYS],
            "hurt": hurt_says(exercise.id, reading.state, content),
            "out_when_leg": list(out_when_leg(reading.folded.course, reading.state, reading.now, exercise.id, others)),
        } | timing(exercise, item.dose)  # fmt: skip


def pace(of: Pace) -> dict[str, int]:
    """The seconds around each exercise, as the player takes them."""
    return {"position_s": of.position_s, "ready_s": of.ready_s, "effort_s": of.effort_s, "breath_s": BREATH_S}


def _bring(exercise: Exercise, state: State) -> list[str]:
    """What to have at hand, in words: one thing of each group that is needed, and what helps if the person has it."""
    names = things()
    own = state.intake.equipment if state.intake is not None else None
    needed = [next((thing for thing in group if own and thing in own), group[0]) for group in exercise.equipment]
    helps = [thing for thing in exercise.optional_equipment if own is None or thing in own]
    return [names[thing] for thing in dict.fromkeys([*needed, *helps])]


def amount(item: Item) -> str:
    """A dose in words: sets, repetitions, hold, sides.

    Breaths are named where the exercise counts breaths.
    """
    dose = item.dose
    parts = [ngettext("%(reps)d time", "%(reps)d times", dose.reps) % {"reps": dose.reps}]
    if dose.sets > 1:
        parts[0] = _("%(sets)d rounds of %(reps)d") % {"sets": dose.sets, "reps": dose.reps}
    if item.side == "each":
        parts[0] = _("%(amount)s on each side") % {"amount": parts[0]}
    if dose.hold_breaths:
        parts.append(
            ngettext("hold for %(n)d breath", "hold for %(n)d breaths", dose.hold_breaths) % {"n": dose.hold_breaths}
        )
    elif dose.hold_time_s:
        parts.append(ngettext("hold %(n)d second", "hold %(n)d seconds", dose.hold_time_s) % {"n": dose.hold_time_s})
    return ", ".join(parts)


def timing(exercise: Exercise, dose: Dose) -> dict[str, Any]:
    """What the player makes steps in time of: sides, dose and movement."""
    return {
        "sides": {"unilateral": "left_then_right", "alternating": "in_turn"}.get(exercise.laterality, "one"),
        "dose": {"sets": dose.sets, "reps": dose.reps, "hold_s": dose.hold_time_s, "breaths": dose.hold_breaths,
                 "move_s": dose.move_s, "pause_s": dose.pause_s, "rest_s": dose.rest_s, "switch_s": dose.switch_s},
        "motion": HOME_MADE if exercise.made else motion(exercise.id),
    }  # fmt: skip


def motion(exercise_id: str) -> dict[str, Any]:
    """The time line of the animated figure, one repetition long: when each pose is reached and how long it is held.

    ``side`` is the side that works first; a figure that ``alternates`` shows the other side in a second repetition.
    """
    movement = drill(exercise_id).movement
    keys: list[dict[str, Any]] = []
    at = 0.0
    for number, key in enumerate(movement.keyframes):
        at += key.seconds if number else 0.0
        keys.append({"at": round(at, 3), "hold": key.hold, "dose": key.hold_from_dose, "breath": key.breath})
        at += key.hold
    at += movement.keyframes[0].seconds if len(movement.keyframes) > 1 else 0.0
    return {"length": round(at, 3), "alternates": movement.laterality == "alternating", "side": "right", "keys": keys}


def pain_tables(content: Content, usual: float | None) -> dict[str, Any]:
    """What the rules say to every pain that can be told, so that a verdict needs no network.

    ``during[before][pain]`` and ``after[before][pain]`` with ``before`` 0 to 10 or ``none`` (then the usual pain
    of the chart counts, as it does when the session is taken in); ``lasting[before][pain]`` for discomfort that has
    lasted too long, at the pain afterward; ``effort[effort]``; each ``{verdict, says}``.
    """
    befores: list[tuple[str, float | None]] = [("none", usual), *((str(n), float(n)) for n in range(11))]

    def table(row: Callable[[float | None, float], PainReport]) -> dict[str, list[dict[str, Any]]]:
        return {name: [_verdict(row(before, float(p)), content) for p in range(11)] for name, before in befores}

    return {
        "during": table(lambda before, pain: PainReport(before, pain)),
        "after": table(lambda before, pain: PainReport(before, 0.0, pain)),
        "effort": [_verdict(PainReport(0.0, 0.0, effort=float(n)), content) for n in range(11)],
        "lasting": table(lambda before, pain: PainReport(before, 0.0, pain, over_mild_minutes=LASTING)),
        "order": list(ORDER),
    }


def hurt_says(exercise: str, state: State, content: Content) -> dict[str, Any]:
    """What the rules say when this exercise hurts: now, and what becomes of it."""
    again = (exercise,) if state.rests.get(exercise) else ()
    found = _verdict(PainReport(0.0, 0.0, hurt=(exercise,), hurt_again=again), content)
    rest = content.rules.get("birddog-exercise-rests")
    return found | {"then": rest.patient if rest else ""}


def _verdict(report: PainReport, content: Content) -> dict[str, Any]:
    found = deciding(report, content)
    return {"verdict": found.outcome, "says": says(found.reasons)}


def says(reasons: Iterable[Reason]) -> list[str]:
    """What reasons say to the person, each once, nothing empty."""
    return [text for text in dict.fromkeys(reason.says for reason in reasons) if text]
