"""Every entry of the source articles has its place in what people get. `birddog trace` names these tests."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from tests.story import ORDINARY
from tests.strategies import CONTENT

import birddog
from birddog import catalog, present
from birddog.catalog import content_folder
from birddog.catalog.toml import read_toml
from birddog.core.content.values import StageName
from birddog.core.person.facts import facts
from birddog.core.person.intake import Intake
from birddog.core.plan.routines import RoutineSession, routine_session
from birddog.verify.barred import offends

DAY = date(2026, 3, 2)
ARTICLES = read_toml(content_folder() / "articles.toml")
EVERYTHING = catalog.intake_schema(CONTENT)["properties"]["equipment"]["items"]["enum"]
ENTRIES = list(dict.fromkeys([*ARTICLES["exercises"], *(exercise.id for exercise in CONTENT.exercises)]))


def person(**changes: Any) -> Intake:
    """The ordinary person with all equipment and half an hour, some answers changed."""
    time = {"minutes": 30, "per_day": 1, "days_per_week": 5}
    return birddog.read_intake({**ORDINARY, "equipment": EVERYTHING, "time": time, **changes})


def plan(intake: Intake) -> dict[str, Any]:
    """The plan of a person, as the command line gives it."""
    value: dict[str, Any] = present.plan_json(
        birddog.prescribe(intake, DAY), CONTENT, intake, facts(intake, DAY, CONTENT.values)
    )
    return value


def days(value: dict[str, Any]) -> list[dict[str, Any]]:
    """All days of a plan, maintenance included."""
    program = value["program"]
    return [day for week in (*program["weeks"], program["maintenance"]) for day in week["days"]]


def prescribed(value: dict[str, Any]) -> set[str]:
    """Every drill of every session of a plan."""
    return {item["exercise"] for day in days(value) for session in day["sessions"] for item in session["items"]}


def people_for(name: str) -> list[Intake]:
    """People who wish for an exercise, with goals that it serves: little pain or more, buttock pain or none."""
    goals = sorted(CONTENT.exercise(name).goals)
    return [
        person(
            pain={"back_week": pain, "settles_in": "minutes"},
            leg={"reach": reach},
            life={"likes": [name], "goals": goals},
        )
        for pain, reach in product((2, 5, 8), ("none", "buttock"))
    ]


@pytest.mark.parametrize("entry", ENTRIES)
def test_exercise(entry: str):
    """Drills are prescribed to someone, activities chosen by someone, habits practiced, the rest has its words."""
    exercise = CONTENT.exercise(entry)
    by_kind = {"exercise": drill, "aerobic": activity, "method": method, "habit": habit, "avoid": avoided}
    by_kind[exercise.kind](entry)
    assert exercise.name and exercise.summary and exercise.sources
    assert not exercise.confirmed


def drill(entry: str) -> None:
    """Some session of some plan holds it, with a dose from its ladder."""
    plans = [value for intake in people_for(entry) if entry in prescribed(value := plan(intake))]
    assert plans
    exercise = CONTENT.exercise(entry)
    items = [
        item for day in days(plans[0]) for s in day["sessions"] for item in s["items"] if item["exercise"] == entry
    ]
    assert all(item["why"] for item in items)
    assert {item["side"] for item in items} == {"each" if exercise.sides == 2 else "both"}
    most = max(dose.most.work_s for dose in exercise.doses.values())
    assert all(0 < item["sets"] * item["reps"] <= most for item in items)


def activity(entry: str) -> None:
    """Someone who likes it gets it, with minutes that grow no further than its dose."""
    value = plan(person(life={"aerobic": [entry]}))
    walks = [day["aerobic"] for day in days(value) if day["aerobic"]]
    assert {walk["exercise"] for walk in walks} == {entry}
    assert all(5 <= walk["minutes"] <= 45 for walk in walks)


def method(entry: str) -> None:
    """A way to exercise with a teacher: never in a session, with a sentence on how to practice it."""
    assert all(entry not in prescribed(plan(intake)) for intake in people_for(entry)[:1])
    shown = present.exercise_json(CONTENT.exercise(entry))
    assert shown["practice"].endswith(".")
    assert shown["dose"] == {}


def habit(entry: str) -> None:
    """Practice of every day, or breaks at the desk."""
    value = plan(person(life={"work": "desk"}))
    shown = present.exercise_json(CONTENT.exercise(entry))
    assert shown["practice"]
    if entry == "movement-breaks":
        assert all(day["breaks"]["moves"] and day["breaks"]["every_min"] == [30, 45] for day in days(value))
    else:
        assert entry in {name for day in days(value) for name in day["practice"]}


def avoided(entry: str) -> None:
    """Never in a session; on the list to leave alone, with plain words and something to do instead."""
    value = plan(person(pain={"back_week": 2}))
    assert entry not in prescribed(value)
    row = next(row for row in value["program"]["avoid"] if row["exercise"] == entry)
    assert row["says"] and row["rules"] and row["until"] in ("always", "settled")
    assert {*row["instead"], *row["later"]} == set(CONTENT.exercise(entry).instead)
    assert row["advice"]
    assert all(CONTENT.exercise(name).kind != "avoid" for name in row["instead"])


def routine_for(entry: str, stage: StageName = "strengthen", **changes: Any) -> tuple[RoutineSession, Intake]:
    """A ready-made session for a person."""
    routine = next(routine for routine in CONTENT.routines if routine.id == entry)
    intake = person(**{"pain": {"back_week": 2}, **changes})
    return routine_session(routine, intake, facts(intake, DAY, CONTENT.values), CONTENT, stage), intake


def accounted(made: RoutineSession) -> bool:
    """Whether every entry of the routine is in the session, beside it, or left out."""
    routine = next(routine for routine in CONTENT.routines if routine.id == made.routine)
    told = [i.exercise for i in made.session.items] + list(made.besides) + [name for name, _ in made.out]
    return sorted(told) == sorted(set(routine.items))


@pytest.mark.parametrize("entry", ARTICLES["routines"])
def test_routine(entry: str):
    """Usable as a session by an ordinary person; for someone pregnant it is filtered, with every reason."""
    made, intake = routine_for(entry)
    assert accounted(made)
    assert made.session.items or made.besides
    assert not made.session.items or len(made.session.items) >= 3
    assert made.session.minutes <= intake.time.minutes
    pregnant, intake = routine_for(
        entry,
        person={"id": "p1", "age": 31, "sex": "female"},
        conditions={"pregnancy": {"status": "yes", "due": "2026-07-20"}, "all_others": "no"},
    )
    known = facts(intake, DAY, CONTENT.values)
    assert accounted(pregnant)
    assert all(offends(CONTENT.exercise(item.exercise), known) is None for item in pregnant.session.items)
    barred = [
        name
        for name in next(r for r in CONTENT.routines if r.id == entry).items
        if offends(CONTENT.exercise(name), known)
    ]
    reasons = dict(pregnant.out)
    for name in barred:
        reason = reasons[name]
        assert reason is not None and reason.says and reason.source
        assert reason.rule in {veto.id for veto in CONTENT.vetoes}


def test_routines_keep_to_a_short_time():
    for routine in CONTENT.routines:
        made, _ = routine_for(routine.id, time={"minutes": 10})
        assert made.session.seconds <= 600
        assert accounted(made)


def test_a_routine_in_the_calm_stage_holds_nothing_of_a_later_stage():
    for routine in CONTENT.routines:
        made, _ = routine_for(routine.id, "calm", pain={"back_week": 5})
        assert all("calm" in CONTENT.exercise(item.exercise).doses for item in made.session.items)
        assert accounted(made)


@pytest.mark.parametrize("entry", ARTICLES["modalities"])
def test_modality(entry: str):
    """Comfort may be offered; what a clinician decides is only named as that; the rest is in no plan."""
    modality = next(row for row in CONTENT.modalities if row.id == entry)
    people = [person(), person(episode={"where": ["low_back"], "weeks": 0.3}), person(pain={"back_week": 8})]
    for value in map(plan, people):
        program = value["program"]
        comfort = {row["modality"]: row for row in program.pop("comfort")}
        with_clinician = {row["modality"]: row for row in program.pop("with_clinician", [])}
        assert (entry in comfort) == (modality.role == "comfort")
        assert entry not in with_clinician or modality.role == "clinician-only"
        if modality.role == "comfort":
            assert comfort[entry]["says"] == modality.advice
            assert comfort[entry]["why"] and comfort[entry]["rules"] and comfort[entry]["source"]
        assert f'"{entry}"' not in str(program).replace("'", '"')
