"""Every number of every rule decides something: changed by one step within its bounds, some decision changes.

Each number has a person or a chart that stands right at it. `make prove PART=rules` tries each number on all of them
and on recorded and generated people and charts too. A number that only explains says `shown` in its file.
"""

from __future__ import annotations

import copy
import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.story import ORDINARY, START, Story, drills
from tests.strategies import CHARTS, CONTENT, DAY, INTAKES, charts, load_intake, people

from birddog import api, catalog, present
from birddog.catalog.check import content_problems
from birddog.catalog.rule_values import bounds, changed
from birddog.core.content.content import Content
from birddog.core.content.measures import by_id, change
from birddog.core.content.pace import changes_for
from birddog.core.content.values import BirddogError
from birddog.core.person.facts import facts
from birddog.core.prescribe import sessions_of
from birddog.core.state import memory
from birddog.core.today import today as today_of

FULL = bool(os.environ.get("BIRDDOG_PROVE"))
SENTENCES = frozenset(
    {"reasons", "says", "clinical", "saw", "limit", "considered", "because", "source", "sources", "why"}
)
"""Keys of the JSON that hold words or tell of a decision; what is left is the decision."""

STILL = {
    "birddog-volume-growth": "weeks",
    "birddog-usual-pain": "rise window",
    "birddog-floor": "stretch",
    "birddog-twice-red": "within",
    "birddog-renewal": "returning known",
    "birddog-steering": "severe_middle severe_hard added",
}
"""Numbers that running programs, the pace of sessions and the newest questions are decided by. These have tests of
their own; a witness for each of them is still to be written here."""
HELD = frozenset({"birddog-first-dose"})
"""Rules that the content itself is held to: `birddog check` finds what no longer follows them."""

PENDING = {(rule, name) for rule, names in STILL.items() for name in names.split()}
WEIGHTS = frozenset({"birddog-steering", "birddog-renewal"})
"""Rules whose numbers are weighed against each other: one point rarely turns the scale, so they go to their bounds."""

Case = Callable[[Content], str]


# ------------------------------------------------------------------------------------------------- what is decided


def decisions(value: Any) -> Any:
    """A JSON value without its sentences."""
    if isinstance(value, dict):
        return {k: decisions(v) for k, v in value.items() if k not in SENTENCES}
    return [decisions(v) for v in value] if isinstance(value, list) else value


def someone(day: date = DAY, **answers: Any) -> Case:
    """An ordinary person with some answers changed, and what they get on a day."""
    return person({**copy.deepcopy(ORDINARY), **answers}, day)


def person(answers: dict[str, Any], day: date = DAY) -> Case:
    """What a person gets on a day; an answer that may not be given is an outcome too."""

    def decided(content: Content) -> str:
        try:
            intake = catalog.read_intake(answers, content)
        except BirddogError as error:
            return str(error)
        made = api.prescribe(intake, day, content)
        plan = present.plan_json(made, content, intake, facts(intake, day, content.values))
        return json.dumps(decisions({"plan": plan, "open": made.screen.missing}), sort_keys=True)

    return decided


def chart(rows: list[dict[str, Any]], now: datetime) -> Case:
    """What a chart leads to at a time."""

    def decided(content: Content) -> str:
        folded = api.replay([catalog.read_event(row, content) for row in rows], now, content)
        told = {"today": present.today_json(today_of(folded, now), content), "level": folded.state.disposition.word}
        return json.dumps(decisions(told), sort_keys=True)

    return decided


def story(of: Story, day: float) -> Case:
    """What a story has led to at the end of a day."""
    return chart(of.rows, of.now(day))


@cache
def example(name: str) -> Case:
    """One of the example people."""
    return person(load_intake(next(path for path in INTAKES if path.stem == name)))


def recorded_chart(name: str, days: float) -> Case:
    """One of the example charts, some days after its last event."""
    path = next(path for path in CHARTS if path.stem == name)
    rows = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    return chart(rows, datetime.fromisoformat(rows[-1]["at"]) + timedelta(days=days))


def check(content: Content) -> str:
    """What `birddog check` finds in the content."""
    return "\n".join(content_problems(content))


# ------------------------------------------------------------------------------------ who stands at which number

NO: dict[str, Any] = {"all_others": "no"}


def ago(**time: float) -> str:
    return (DAY - timedelta(**time)).isoformat()


def ahead(**time: float) -> str:
    return (DAY + timedelta(**time)).isoformat()


def aged(age: int, **answers: Any) -> Case:
    return someone(person={"id": "p1", "age": age, "sex": "male", "decides_for_self": "yes"}, **answers)


def spell(weeks: float, **more: Any) -> dict[str, Any]:
    return {"where": ["low_back"], "weeks": weeks, **more}


def woman(age: int = 30, **conditions: Any) -> Case:
    told = {"id": "p1", "age": age, "sex": "female", "decides_for_self": "yes"}
    rest = {"heart": "none", "bone": "none", "balance": "good", "blood_pressure": "normal", "surgery": {"had": "no"}}
    return someone(person=told, conditions=conditions or rest)


def inflamed(onset: int, weeks: float = 30, *signs: str) -> Case:
    return someone(
        episode=spell(weeks),
        conditions={**NO, "inflammatory": {"onset_age": onset, **dict.fromkeys(signs, "yes")}},
    )


ASAS = ("gradual_onset", "better_with_exercise", "no_better_with_rest")
NICE = ("wakes_second_half_of_night", "buttock_pain", "better_with_exercise", "psoriasis")

SIGNED: dict[str, Any] = {"actor": "therapist", "clinician": "A. Berg", "license": "PT 1"}


def let_past(days: int) -> Case:
    """One exercise that a veto takes out, let past it until a day."""
    told, until = Story(conditions={**NO, "bone": "osteoporosis"}), (START + timedelta(days=days)).date().isoformat()
    one = {"exercise": "single-knee-to-chest", **SIGNED}
    told.add(0, "override", veto="thin-bones", reason="Examined today.", until=until, **one)
    told.add(0, "edit", action="add", hour=13, **one)
    return story(told, 0)


def approved(days: int) -> Case:
    """A rise that has waited so many days and is approved then."""
    told = Story(pain={"back_week": 2})
    told.add(0, "edit", action="proposals_wait", **SIGNED)
    told.good(1, 3, 5, 7, 9)
    row = told.state().proposals[0]
    day = (row.since - START.date()).days + days
    told.add(day, "proposal", hour=22, proposal=row.id, answer="approve", **SIGNED)
    return story(told, day)


def pinned(**dose: int) -> Case:
    """A dose that a therapist has fixed for the first exercise."""
    told = Story()
    told.add(0, "edit", action="pin_dose", hour=13, exercise=drills(told.next(0))[0], dose=dose, **SIGNED)
    return story(told, 0)


Row = tuple[float, float, str, dict[str, Any]]
"""Something reported: day, hour, type and fields."""


def session(day: float, before: float = 3, during: float = 2, **more: Any) -> Row:
    return day, 18, "session", {"pain_before": before, "pain_during": during, **more}


def morning(day: float, pain: float = 3) -> Row:
    return day, 7, "morning", {"pain": pain}


def good(*days: int) -> list[Row]:
    """Good sessions, each with a settled next morning."""
    return [row for day in days for row in (session(day), morning(day + 1))]


def flare(day: float) -> Row:
    return day, 12, "flare", {"pain": 7, "red_flags": {"all_others": "no"}}


def flare_over(day: float) -> Row:
    return day, 12, "flare_over", {"pain": 3}


def each(**how: Any) -> list[dict[str, Any]]:
    """How each exercise of the first session went."""
    return [{"exercise": drill, "done": "yes", **how} for drill in drills(Story().next(0))]


def one(**how: Any) -> list[dict[str, Any]]:
    """How the first exercise went."""
    return each(**how)[:1]


def course(day: int, *told: Row | list[Row], **answers: Any) -> Case:
    """The chart of an ordinary person, with some answers changed, up to a day; danger signs are answered weekly."""
    rows = [row for part in told for row in (part if isinstance(part, list) else [part])]
    rows += [(week, 7.5, "screen", {"red_flags": {"all_others": "no"}}) for week in range(7, day + 1, 7)]
    of = Story(**answers)
    for at, hour, kind, fields in sorted(rows, key=lambda row: row[:2]):
        of.add(at, kind, hour=hour, **fields)
    return story(of, day)


def slip(minutes: float) -> Case:
    """A sign of an emergency that was a slip of the finger, taken back so many minutes later."""
    yes, no = ({"saddle_numbness": answer, "all_others": "no"} for answer in ("yes", "no"))
    back = {"red_flags": no, "by_mistake": ["saddle_numbness"]}
    return course(1, (0, 9, "screen", {"red_flags": yes}), (0, 9 + minutes / 60, "screen", back))


def daily(pains: str) -> Case:
    """One report each morning, a digit each, the first in the intake; as it stands on the last of these days."""
    told = (morning(day, int(pain)) for day, pain in enumerate(pains) if day)
    return course(len(pains) - 1, *told, pain={"back_week": int(pains[0]), "back_now": int(pains[0])})


def steady(pain: float, *days: int) -> list[Row]:
    """Sessions that leave the pain as it is, each with a next morning."""
    return [row for day in days for row in (session(day, pain, max(0, pain - 1)), morning(day + 1, pain))]


def many_sessions(day: float) -> list[Row]:
    """More sessions on one day than anybody was asked for."""
    return [(day, hour, "session", {"pain_before": 3, "pain_during": 2}) for hour in (10, 14, 18, 19)]


def change_of_position(older: bool, helped: bool) -> Case:
    """The seconds that someone is given to change position."""
    return lambda content: str(changes_for(content.values.time_to_change, older, helped))


def where(rule: str, name: str, value: Any, case: Case) -> Case:
    """A case in a content with another number besides, within its bounds."""
    return lambda content: case(changed(content, rule, name, value))


NEW_PAIN: dict[str, Any] = {"episode": spell(2), "pain": {"back_week": 2, "back_now": 1}}
LITTLE_PAIN: dict[str, Any] = {"pain": {"back_week": 2, "back_now": 1}}
GLIDE: dict[str, Any] = {"movement": {"side_glide": "better"}}
GLIDES = course(0, **GLIDE)
FEW_SESSIONS = course(14, session(1), session(6), session(11))
THREE_FLARES = course(50, good(1, 8, 11, 22, 25, 28, 33, 37, 41),
                      *([flare(day), flare_over(day + 3)] for day in (2, 16, 43)))  # fmt: skip
BACK_FROM_A_FLARE = course(11, good(1, 3, 5), flare(6), flare_over(7), good(7, 9))
FREE_OF_PAIN = course(7, *(morning(day, 0) for day in (5, 6, 7)), **NEW_PAIN)
FEWER = course(6, *(session(day, items=each(reps=1)) for day in (1, 3, 5)))
QUIET = course(21, good(1, 3, 5), session(7, 3, 8), *((day, 18, "session", {}) for day in (9, 12, 15, 18)))
PACED_BY_FLARES = [
    course(
        day, good(*(d for d in (1, 3, 5, 7, 14, 16, 18, 24, 26, 28, 34, 36, 38, 40, 42) if d < day)),
        *([flare(on), flare_over(on + 2)] for on in (10, 20, 30)),
    )
    for day in (37, 44)
]  # fmt: skip
SEVERE: dict[str, Any] = {"pain": {"back_week": 7, "back_now": 6}}
IN_TIME = course(21, steady(7, 1, 3, 5, 8, 10, 12, 15, 17), session(20, 7, 6), morning(21, 7), **SEVERE)
CREEPING = course(
    21,
    *((day, 18, "session", {"pain_before": pain, "pain_during": pain, "pain_after": pain})
      for day, pain in ((0, 2), (2, 2), (4, 2), (6, 2), (8, 2), (10, 2), (12, 3), (14, 3), (16, 4), (18, 4), (20, 5))),
    *(morning(day + 1, 2 if day < 12 else 3 if day < 16 else 4 if day < 20 else 5) for day in range(21)),
    pain={"back_week": 2, "back_now": 2},
)  # fmt: skip

UP_AND_DOWN = daily("3434232333411211100655555444444344454445444")
RISING_AFTER_MANY = daily("11121132343344323333333344334443443334333332234243432224334436666566756657")

CYCLING = course(
    84,
    *((day, 10, "aerobic", {"activity": "stationary-cycling", "minutes": 30}) for day in range(1, 85, 2)),
    life={"aerobic": ["stationary-cycling"]},
    equipment=["mat", "wall", "chair", "table", "bed", "towel", "stationary-bike"],
)

TOO_MUCH = {"items": [{"exercise": drill, "pain": 2 if n else 8} for n, drill in enumerate(drills(Story().next(0)))]}
"""A session in which the first exercise alone was too much."""

WITNESSES: dict[tuple[str, str], Case] = {
    ("birddog-twice-red", "days"): course(
        29,
        good(1, 3, 5, 7, 9, 11),
        *((day, 18, "session", {"pain_before": 3, **TOO_MUCH}) for day in (13, 15)),
        *(row for day in range(16, 30) for row in (session(day), morning(day + 1))),
    ),
    ("birddog-red-report", "no_raise_hours"): course(
        9, good(1, 3, 5), (7, 6.5, "session", {"pain_before": 3, **TOO_MUCH}), good(8), session(9)
    ),
    ("birddog-walk", "week_minutes"): CYCLING,
    ("birddog-walk", "days"): where("birddog-walk", "week_minutes", 200, CYCLING),
    ("birddog-time-used", "sets"): where(
        "birddog-time-used",
        "first",
        0.9,
        someone(**LITTLE_PAIN, life={"activity": "high"}, time={"minutes": 30, "per_day": 1, "days_per_week": 5}),
    ),
    ("birddog-steering", "plank_after_birth"): someone(
        person={"id": "p1", "age": 30, "sex": "female", "decides_for_self": "yes"},
        life={"activity": "high", "likes": ["wall-plank"]},
        conditions={
            **NO,
            "pregnancy": {"status": "gave_birth", "birth": ago(weeks=9), "birth_kind": "vaginal", "check_up": "yes"},
        },
    ),
    ("birddog-worsening", "recent"): UP_AND_DOWN,
    ("birddog-worsening", "swings"): UP_AND_DOWN,
    ("birddog-worsening", "before"): RISING_AFTER_MANY,
    ("birddog-worsening", "again"): daily("2" * 10 + "4" * 22),
    ("birddog-steering", "no_slider"): someone(
        leg={"reach": "none"},
        pain={"back_week": 2, "back_now": 1, "settles_in": "minutes"},
        life={"activity": "high", "likes": ["sciatic-slider"]},
    ),
    ("birddog-time-to-change", "same"): change_of_position(False, False),
    ("birddog-time-to-change", "stand"): change_of_position(False, False),
    ("birddog-time-to-change", "floor"): change_of_position(False, False),
    ("birddog-time-to-change", "older_same"): change_of_position(True, False),
    ("birddog-time-to-change", "older_stand"): change_of_position(True, False),
    ("birddog-time-to-change", "older_floor"): change_of_position(True, False),
    ("birddog-time-to-change", "helped_same"): change_of_position(True, True),
    ("birddog-time-to-change", "helped_stand"): change_of_position(True, True),
    ("birddog-time-to-change", "helped_floor"): change_of_position(True, True),
    ("birddog-reassess", "weeks"): someone(),
    ("birddog-stage-by-pain", "low_function"): someone(
        **LITTLE_PAIN, life={"own_activities": [{"activity": "sit", "score": 3}]}
    ),
    ("birddog-many-reds", "within"): course(27, session(0, 3, 8), good(2, 4), session(7, 3, 8), session(27, 3, 8)),
    ("birddog-bouts", "reps"): GLIDES,
    ("birddog-bouts", "per_day"): GLIDES,
    ("birddog-bouts", "seconds"): where(
        "birddog-bouts", "reps", (5, 8, 12), course(8, good(1, 3, 5), movement={"extension": "better"})
    ),
    ("birddog-balance-for-older", "exercises"): aged(
        66, **LITTLE_PAIN, life={"activity": "high"}, time={"minutes": 10, "per_day": 1, "days_per_week": 5}
    ),
    ("birddog-dose-limits", "reps"): pinned(sets=1, reps=30),
    ("birddog-dose-limits", "sets"): pinned(sets=5, reps=8),
    ("birddog-renewal", "wished"): course(
        15, good(*range(1, 15, 2)), (0, 12, "swap", {"exercise": "all-fours-pelvic-tilt", "wish": "harder"})
    ),
    ("birddog-steering", "leg_named"): someone(leg={"reach": "above_knee"}),
    ("birddog-steering", "high_load"): someone(
        episode=spell(2, earlier_spells=3), life={"activity": "high"}, pain={"back_week": 1, "back_now": 0}
    ),
    ("birddog-bouts", "good_sessions"): course(2, good(1), **GLIDE),
    ("birddog-bouts", "quiet_days"): course(9, good(1, 3, 5), session(6, 3, 8), **GLIDE),
    ("birddog-steering", "side_glide"): someone(**GLIDE),
    ("birddog-short-version", "days"): FEW_SESSIONS,
    ("birddog-short-version", "exercises"): FEW_SESSIONS,
    ("birddog-short-version", "minutes"): FEW_SESSIONS,
    ("birddog-short-version", "share"): course(15, *(session(day) for day in (1, 4, 6, 8, 11))),
    ("birddog-free-of-pain", "days"): FREE_OF_PAIN,
    ("birddog-free-of-pain", "reports"): FREE_OF_PAIN,
    ("birddog-pacing", "flares"): THREE_FLARES,
    ("birddog-pacing", "flare_days"): THREE_FLARES,
    ("birddog-pacing", "share"): PACED_BY_FLARES[0],
    ("birddog-pacing", "days"): PACED_BY_FLARES[1],
    ("birddog-pacing", "times"): course(
        22,
        good(1, 3, 5),
        many_sessions(7),
        morning(8, 6),
        good(10, 12, 14),
        many_sessions(18),
        morning(19, 6),
        good(21),
    ),
    ("birddog-pacing", "within"): course(
        34,
        steady(2, 1, 3, *range(8, 32, 2)),
        many_sessions(5),
        morning(6, 5),
        many_sessions(32),
        morning(33, 5),
        pain={"back_week": 4, "back_now": 2},
    ),
    ("birddog-pacing", "slow_days"): course(
        60,
        steady(1, 1, 3, 10, 12, *range(17, 60)),
        many_sessions(5),
        morning(6, 5),
        many_sessions(14),
        morning(15, 5),
        pain={"back_week": 4, "back_now": 1},
    ),
    ("birddog-pacing", "hours"): course(
        20, good(1, 3), many_sessions(5), session(6), morning(7, 7), good(9), many_sessions(12), morning(14, 7)
    ),
    ("birddog-quiet-back", "days"): QUIET,
    ("birddog-quiet-back", "sessions"): QUIET,
    ("birddog-flare-back", "days"): BACK_FROM_A_FLARE,
    ("birddog-flare-back", "shares"): BACK_FROM_A_FLARE,
    ("birddog-irritable", "shares"): someone(pain={"back_week": 6, "back_now": 3, "settles_in": "next_day"}),
    ("birddog-dose-limits", "hold_if_heart_or_pressure"): course(
        1,
        (0, 12, "edit", {"action": "add", "exercise": "side-plank-wall", "dose": {"hold_s": 10}, **SIGNED}),
        conditions={**NO, "heart": "stable"},
        time={"minutes": 30, "per_day": 1, "days_per_week": 5},
    ),
    ("birddog-clearance-lapses", "days"): someone(
        red_flags={**NO, "cancer": "yes"},
        episode=spell(60),
        clearances={"cancer": {"said": "yes", "on": ago(days=364), "changed": "no"}},
    ),
    ("birddog-leg-moved-down", "minutes"): course(
        8, good(1, 3, 5), (7, 12, "leg", {"moved": "down", "minutes": 5, "exercise": "cat-cow", "red_flags": NO})
    ),
    ("stop-pain-more-than-mild-15min", "minutes"): course(8, good(1, 3, 5), session(7, 3, 5, over_mild_minutes=15)),
    ("birddog-effort", "fewer_sessions"): FEWER,
    ("birddog-effort", "fewer_least"): FEWER,
    ("birddog-maintain", "early_weeks"): course(36, steady(1, *range(1, 36, 2)), **LITTLE_PAIN),
    ("birddog-maintain", "pain"): course(57, steady(4, *range(1, 57, 2))),
    ("birddog-enter-strengthen", "sessions"): course(15, steady(2, 1, 4, 7, 10, 13), **LITTLE_PAIN),
    ("birddog-stage-in-time", "sessions"): IN_TIME,
    ("birddog-stage-in-time", "days"): IN_TIME,
    ("birddog-worsening", "days"): CREEPING,
    ("birddog-usual-pain", "days"): CREEPING,
    ("birddog-usual-pain", "reports"): course(
        12, *(morning(day, 2) for day in (3, 5, 8)), session(10, 2, 2), morning(11, 5)
    ),
    ("birddog-floor", "holds"): course(
        9, good(1, 3, 5), session(7, 3, 8), session(8, 3, 8), (8, 20, "session", {"pain_before": 3, "pain_during": 8})
    ),
    ("birddog-walk", "share"): someone(abilities={"longest_walk_minutes": 20}),
    ("birddog-walk", "short"): someone(abilities={"longest_walk_minutes": 8}),
    ("birddog-walk", "alone_from"): where(
        "birddog-walk", "share", 0.9, someone(abilities={"longest_walk_minutes": 28})
    ),
    ("birddog-override", "days"): let_past(90),
    ("birddog-proposals-wait", "days"): approved(6),
    ("birddog-stage-by-pain", "moderate_from"): someone(pain={"back_week": 4}),
    ("birddog-stage-by-pain", "severe_from"): someone(pain={"back_week": 7}),
    ("birddog-acute-short", "weeks"): someone(episode=spell(6)),
    ("birddog-lasting", "weeks"): inflamed(39, 13.5, *ASAS),
    ("birddog-worse-for-weeks", "weeks"): someone(episode=spell(2, course="worse")),
    ("birddog-recurrent", "spells"): someone(episode=spell(3, earlier_spells=2)),
    ("birddog-after-accident", "weeks"): someone(episode=spell(12, onset="after_accident")),
    ("birddog-after-surgery", "weeks"): someone(
        conditions={**NO, "surgery": {"had": "yes", "date": ago(weeks=12), "cleared": "yes"}}
    ),
    ("birddog-after-surgery", "care_weeks"): someone(
        conditions={**NO, "surgery": {"had": "yes", "date": ago(weeks=26), "cleared": "yes"}}
    ),
    ("birddog-after-birth", "weeks"): woman(**NO, pregnancy={"status": "gave_birth", "birth": ago(weeks=12)}),
    ("birddog-weeks-of-pregnancy", "first_trimester"): woman(
        **NO, pregnancy={"status": "yes", "due": ahead(weeks=27.5)}
    ),
    ("birddog-weeks-of-pregnancy", "whole"): woman(**NO, pregnancy={"status": "yes", "due": ahead(weeks=27.5)}),
    ("birddog-weeks-of-pregnancy", "overdue"): woman(**NO, pregnancy={"status": "yes", "due": ago(weeks=3.5)}),
    ("birddog-answers-differ", "weeks"): someone(episode=spell(5.9, began=ago(weeks=8))),
    ("birddog-answers-differ", "share"): someone(episode=spell(5.9, began=ago(weeks=8))),
    ("birddog-pregnancy-asked", "ages"): woman(55),
    ("birddog-ages", "grown_up"): aged(18),
    ("birddog-ages", "middle"): aged(51, red_flags={**NO, "night_pain": "yes"}),
    ("birddog-ages", "older"): aged(65),
    ("birddog-ages", "oldest"): aged(70, red_flags={**NO, "small_fall": "unsure"}),
    ("birddog-inflammatory-signs", "asas_onset"): inflamed(39, 30, *ASAS),
    ("birddog-inflammatory-signs", "asas_signs"): inflamed(39, 30, *ASAS),
    ("birddog-inflammatory-signs", "nice_onset"): inflamed(34, 30, *NICE[:2]),
    ("birddog-inflammatory-signs", "nice_signs"): inflamed(44, 30, *NICE[:3]),
    ("birddog-inflammatory-signs", "nice_applies"): inflamed(44, 30, *NICE),
    ("ice-then-heat", "ice_days"): someone(episode=spell(4 / 7)),
    ("birddog-movement-breaks", "every"): someone(life={"work": "desk"}),
    ("birddog-movement-breaks", "minutes"): someone(life={"work": "desk"}),
    ("dose-strength-10-30min-1-3-daily", "minutes"): someone(time={"minutes": 30, "per_day": 1, "days_per_week": 5}),
    ("dose-strength-10-30min-1-3-daily", "per_day"): someone(time={"minutes": 20, "per_day": 3, "days_per_week": 5}),
    ("programme-8wk-then-maintenance", "weeks"): someone(),
    ("birddog-steering", "unsteady_older"): aged(65),
    ("birddog-red-report", "many"): recorded_chart("worsening-leg", 0.05),
    ("birddog-floor", "hold"): recorded_chart("flare", 0.05),
    ("birddog-floor", "share"): recorded_chart("flare", 0.05),
    ("birddog-effort", "light"): recorded_chart("flare", 1),
    ("birddog-effort", "sessions"): recorded_chart("flare", 1),
    ("birddog-time-used", "said_under"): course(8, good(1, 3, 5, 7)),
    ("birddog-renewal", "liked"): someone(life={"likes": ["bridge"]}),
    ("birddog-renewal", "alike"): recorded_chart("good-course", 0.05),
    ("birddog-worsening", "rise"): approved(6),
    ("birddog-good-session", "severe_sessions"): someone(pain={"back_week": 7}),
    ("birddog-free-of-pain", "exercises"): someone(episode=spell(2, course="worse")),
    ("birddog-rests", "other"): someone(time={"minutes": 30, "per_day": 1, "days_per_week": 5}),
    ("dose-15-min-a-day", "minutes"): example("desk-worker-38"),
    ("birddog-flare", "factor"): recorded_chart("flare", 0.05),
    ("birddog-weekly-screen", "days"): story(Story(), 7),
    ("birddog-no-improvement", "weeks"): course(30, good(*range(1, 30, 2))),
    ("birddog-no-improvement", "least_pain"): course(30, good(*range(1, 30, 2))),
    ("birddog-better-after-all", "points"): course(30, good(*range(1, 30, 2))),
    ("birddog-better-after-all", "share"): course(30, good(*range(1, 30, 2))),
    ("birddog-aerobic-step", "bouts"): recorded_chart("flare", 0.05),
    ("birddog-red-report", "morning_rise"): course(8, good(1, 3, 5), session(7), morning(8, 6)),
    ("birddog-red-report", "factor"): course(10, good(1, 3, 5), session(7, 3, 8), session(9), morning(10)),
    ("birddog-exercise-rests", "days_again"): course(37, *(session(day, items=one(hurt=True)) for day in (1, 9))),
    ("birddog-flare-back", "full_by"): course(15, good(1, 3, 5), flare(6), flare_over(8)),
    ("birddog-flare-escalate", "days"): course(20, good(1, 3, 5), flare(6)),
    ("birddog-flare-asked", "days"): course(8, good(1, 3, 5), flare(6), morning(7, 4), morning(8, 4)),
    ("birddog-flare-asked", "within"): course(9, good(1, 3, 5), flare(6), morning(7, 5), morning(8, 5), morning(9, 5)),
    ("birddog-flare-asked", "answer_days"): course(11, good(1, 3, 5), flare(6), morning(7, 4), morning(8, 4)),
    ("birddog-gap", "shares"): course(23, good(1, 3, 5, 7, 9)),
    ("birddog-gap", "long_shares"): course(38, good(1, 3, 5, 7, 9)),
    ("birddog-session-size", "five_from"): someone(time={"minutes": 18, "per_day": 1, "days_per_week": 5}),
    ("birddog-session-size", "many_from"): someone(time={"minutes": 24, "per_day": 1, "days_per_week": 5}),
    ("birddog-exercise-rests", "days"): course(8, session(1, items=one(hurt=True))),
    ("birddog-steering", "active_hard"): someone(life={"activity": "high"}),
    ("birddog-steering", "liked"): someone(life={"likes": ["cat-cow"]}),
    ("birddog-gap", "days"): course(23, good(1, 3, 5, 7, 9)),
    ("birddog-gap", "long_days"): course(37, good(1, 3, 5, 7, 9)),
    ("birddog-gap", "intake_days"): course(65, good(1, 3, 5, 7, 9)),
    ("birddog-stale-intake", "days"): story(Story(), 29),
    ("birddog-many-reds", "days"): course(9, good(1, 3), *(session(day, 3, 8) for day in (5, 7, 9))),
    ("birddog-amber-report", "rise"): course(8, session(1), session(3), session(5), session(7, 5, 6)),
    ("birddog-amber-report", "effort"): course(9, *(session(day, items=each(effort=8)) for day in (1, 3, 5, 7))),
    ("birddog-red-report", "ceiling"): course(8, good(1, 3, 5), session(7, 1, 5)),
    ("birddog-red-report", "rise"): course(8, good(1, 3, 5), session(7, 4, 6)),
    ("birddog-red-report", "always"): course(3, morning(2, 5), session(2, 5, 6), session(3, 5, 7)),
    ("birddog-emergency-stands", "minutes"): slip(10),
    ("birddog-early-after-birth", "weeks"): woman(
        **NO, pregnancy={"status": "gave_birth", "birth": ago(weeks=6.2), "birth_kind": "vaginal"}
    ),
    ("birddog-early-after-birth", "check_up_from"): woman(
        **NO, pregnancy={"status": "gave_birth", "birth": ago(weeks=2.5), "birth_kind": "vaginal", "check_up": "yes"}
    ),
    ("birddog-hip-precautions", "weeks"): someone(
        conditions={
            **NO,
            "hip_replacement": "yes",
            "hip_operation": {"date": ago(weeks=12.5), "precautions": "never_given"},
        }
    ),
    ("birddog-recent-procedure", "weeks"): someone(
        red_flags={**NO, "recent_infection": "yes"},
        conditions={**NO, "surgery": {"had": "yes", "date": ago(weeks=12.5), "cleared": "yes"}},
    ),
    ("birddog-young-athlete", "years"): aged(21, worsens=["bending_backward"], life={"activity": "high"}),
}
"""For each number a person or chart for whom one step of it matters."""
EXAMPLES = {
    "desk-worker-38": (
        "steering.ease_named steering.ease steering.desk steering.desk_hips time-used.first "
        "time-used.over feared.easy feared.fuller_from session-size.most "
        "session-size.learn session-size.learn_weeks volume-growth.factor volume-growth.stage_factor "
        "good-session.sessions good-session.days good-session.most_raised enter-stabilize.days "
        "enter-strengthen.days maintain.early_pain maintain.days_per_week "
        "renewal.against renewal.served renewal.behind steering.hips"
    ),
    "driver-52-leg-pain": (
        "steering.tried_well steering.leg_steady steering.inactive_easy "
        "steering.twice_daily steering.goal steering.no_equipment steering.core_three "
        "steering.moving steering.per_level renewal.worth renewal.strength renewal.goal renewal.climb "
        "renewal.mobility walk.bout walk.growth warm-up.minutes warm-up.seconds time-used.first_careful "
        "strength-days.rest strength-days.most strength-days.from_week strength-days.exercises "
        "enter-stabilize.pain enter-strengthen.pain"
    ),
    "gardener-67-no-floor": (
        "steering.bending_hurts steering.bone_strength steering.unsteady steering.steady steering.feared "
        "renewal.feared renewal.category renewal.exchange walk.careful_growth floor.reps rests.strength_older "
        "feared.from_week volume-growth.careful_factor climb.days steering.lasting_strength"
    ),
    "new-father-29-first-week": ("steering.gentlest steering.new_pain_easy dose-limits.hold"),
    "grandmother-74-thin-bones": ("steering.balance steering.hard_forms"),
    "office-manager-59-narrow-canal": ("steering.too_easy climb.sessions"),
    "runner-27-stiff-at-night": ("renewal.more"),
    "new-mother-33": ("early-after-birth.weeks_caesarean"),
    "mother-to-be-31": ("enter-stabilize.sessions"),
}
"""Numbers (without ``birddog-``) of which a step matters for one of the example people."""
WITNESSES |= {
    (f"birddog-{rule}", name): example(who)
    for who, numbers in EXAMPLES.items()
    for rule, _, name in (number.partition(".") for number in numbers.split())
}


def steps() -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Each number that decisions read: rule, value, and what it may be a step up or down (a weight: at its bounds)."""
    for rule_id, name, low, high in bounds(catalog.content_folder()):
        value = CONTENT.rules[rule_id].values[name]
        whole = all(isinstance(one, int) for one in (value if isinstance(value, list) else [value]))
        step = 1 if whole else 0.1
        near = moved(value, step) if rule_id not in WEIGHTS else (low, high)
        yield rule_id, name, tuple(new for new in near if within(new, low, high))


def moved(value: Any, step: float) -> Iterator[Any]:
    """A number one step up and down; of several numbers one at a time, in order still."""
    for by in (step, -step):
        if not isinstance(value, list):
            yield round(value + by, 6)
            continue
        for n, one in enumerate(value):
            row = [*value[:n], round(one + by, 6), *value[n + 1 :]]
            if row == sorted(row) and len(set(row)) >= len(set(value)):
                yield row


def within(new: Any, low: float, high: float) -> bool:
    return all(low <= one <= high for one in (new if isinstance(new, list) else [new]))


NUMBERS = [row for row in steps() if row[0] not in HELD and row[:2] not in PENDING]


def measures(row: tuple[str, str, tuple[Any, ...]]) -> bool:
    return row[0] == "birddog-change-that-matters"


def named(row: tuple[str, str, tuple[Any, ...]]) -> str:
    return f"{row[0]}.{row[1]}"


@pytest.mark.parametrize("row", [row for row in NUMBERS if not measures(row)], ids=named)
def test_one_step_of_a_number_changes_a_decision(row: tuple[str, str, tuple[Any, ...]]):
    rule_id, name, values = row
    assert values, "no step is possible within its bounds"
    case = WITNESSES.get((rule_id, name))
    assert case is not None, f"nobody stands at {rule_id}.{name}: add a witness, or mark it `shown`"
    assert any(case(changed(CONTENT, rule_id, name, new)) != unchanged(case) for new in values)


@cache
def unchanged(case: Case) -> str:
    """What a case comes to as the numbers are."""
    return case(CONTENT)


@cache
def as_it_is() -> str:
    """What `birddog check` finds in the content as it is."""
    return check(CONTENT)


@pytest.mark.parametrize("row", [row for row in steps() if row[0] in HELD], ids=named)
def test_content_is_held_to_a_number(row: tuple[str, str, tuple[Any, ...]]):
    rule_id, name, values = row
    before = as_it_is()
    assert any(check(changed(CONTENT, rule_id, name, new)) != before for new in values)


def test_what_is_forgotten_is_read_by_no_decision(monkeypatch: pytest.MonkeyPatch):
    """Daily reports for ten weeks, of which the oldest are let go."""
    forgetting = RISING_AFTER_MANY(CONTENT)
    monkeypatch.setattr(memory, "REPORTS", 10**6)
    assert RISING_AFTER_MANY(CONTENT) == forgetting


def test_no_rule_may_look_back_further_than_red_reports_and_sessions_are_kept():
    back = {("birddog-many-reds", "within"), ("birddog-stage-in-time", "days"), ("birddog-short-version", "days")}
    most = {row[:2]: row[3] for row in bounds(catalog.content_folder())}
    assert max(most[row] for row in back) <= memory.KEPT_DAYS


MATTERS = {
    "pain_points": ("nprs_back", 10, 8, "same", 3),
    "pain_share": ("nprs_back", 5, 3.5, "same", 0.4),
    "own_activities": ("psfs", 4, 6, "same", 3),
}


@pytest.mark.parametrize("name", MATTERS)
def test_a_change_that_matters_is_the_one_of_the_rule(tmp_path: Path, name: str):
    instrument, first, now, after, new = MATTERS[name]
    assert change(by_id(CONTENT.instruments, instrument), first, now, CONTENT).outcome == "better"
    folder = Path(shutil.copytree(catalog.content_folder(), tmp_path / "content"))
    path = folder / "rules" / "birddog.toml"
    old = f"values.{name} = {{ value = {CONTENT.rules['birddog-change-that-matters'].values[name]:g},"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, f"values.{name} = {{ value = {new},"), encoding="utf-8")
    own = catalog.load(folder)
    assert change(by_id(own.instruments, instrument), first, now, own).outcome == after


def test_an_older_person_gets_balance_work_also_where_other_exercises_have_more_points():
    """Active, and better for bending forward: the points of balance work alone would leave it out."""
    answers = {**copy.deepcopy(ORDINARY), "person": {"id": "p1", "age": 66, "sex": "male", "decides_for_self": "yes"}}
    answers |= {**LITTLE_PAIN, "life": {"activity": "high"}, "eases": ["sitting"]}
    intake = catalog.read_intake(answers, CONTENT)

    def with_balance(content: Content) -> set[bool]:
        program = api.prescribe(intake, DAY, content).program
        assert program is not None
        return {any(item.category == "balance" for item in one.items) for one in sessions_of(program.weeks)}

    assert with_balance(CONTENT) == {True}
    assert False in with_balance(changed(CONTENT, "birddog-balance-for-older", "exercises", 6))


def test_what_is_pending_is_in_the_content():
    """The list of numbers that are still to get a witness names rules and values that there are."""
    rows = {row[:2] for row in steps()}
    assert rows >= PENDING
    assert {rule for rule, _ in rows} >= HELD
    assert not PENDING & WITNESSES.keys()


# ------------------------------------------------------------------------------------------------- the whole of it


def collected(strategy: Any, many: int) -> list[Any]:
    """The same ``many`` generated values in each run."""
    found: list[Any] = []

    @seed(8)
    @settings(max_examples=2 * many, database=None, phases=[Phase.generate], deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(strategy)
    def collect(value: Any) -> None:
        if len(found) < many:
            found.append(copy.deepcopy(value))

    collect()
    return found


def recorded() -> Iterator[Case]:
    """Everybody: the witnesses, the examples, and generated people and charts at three times."""
    yield from WITNESSES.values()
    yield from (person(load_intake(path)) for path in INTAKES)
    written = [[json.loads(line) for line in path.read_text().splitlines() if line.strip()] for path in CHARTS]
    for rows in (*written, *collected(charts(), 100)):
        last = datetime.fromisoformat(rows[-1]["at"])
        yield from (chart(rows, last + timedelta(days=days)) for days in (0.05, 8, 30))
    yield from (person(answers) for answers in collected(people(), 300))


if FULL:

    def test_every_number_decides_on_recorded_people_and_charts():
        """Also the pending ones: those that nothing is decided by here are named."""
        cases, tried = list(recorded()), list(steps())
        before = [outcome(case, CONTENT) for case in cases]
        silent = []
        for rule_id, name, values in tried:
            variants = [changed(CONTENT, rule_id, name, new) for new in values]
            if not any(outcome(case, new) != was for new in variants for case, was in zip(cases, before, strict=True)):
                silent.append((rule_id, name))
        told = ", ".join(".".join(row) for row in silent) or "none"
        print(f"\n{len(tried)} numbers on {len(cases)} people and charts; without a decision here: {told}")
        others = HELD | {"birddog-change-that-matters"}
        assert [row for row in silent if row[0] not in others and row not in PENDING] == []


def outcome(case: Case, content: Content) -> str:
    """What a case comes to; an answer that is refused is an outcome too."""
    try:
        return case(content)
    except BirddogError as error:
        return str(error)
