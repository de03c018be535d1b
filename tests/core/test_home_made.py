"""Exercises of a clinic's own in a chart: vetoes and limits act on them, a therapist alone gives them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.story import Story, drills
from tests.strategies import CONTENT

from birddog import api, catalog
from birddog.core.chart.chart import fold
from birddog.core.content.values import BirddogError
from birddog.core.following import Following
from birddog.core.log.events import HomeMade
from birddog.core.log.home_made import ASKED, MOST_KNOWN, PLACES, QUESTIONS, SUPPORT, exercise_of, tags_of, widened
from birddog.core.log.schema import build
from birddog.core.state.vetoes import left_out

ROOT = Path(__file__).resolve().parents[2]
ANNA: dict[str, Any] = {"actor": "therapist", "clinician": "Anna Berg", "license": "PT 1234"}
OWN = "own-0123456789ab-1"
HARMLESS = dict.fromkeys(QUESTIONS, "no")
BODY: dict[str, Any] = {
    "id": OWN,
    "en": {"name": "Towel squeeze", "steps": ["Sit.", "Squeeze the towel between your knees."]},
    "category": "stabilization",
    "position": "sitting",
    "dose": {"sets": 2, "reps": 6, "hold_s": 5, "rest_s": 30},
    "answers": HARMLESS,
}


def body(**changes: Any) -> dict[str, Any]:
    return {**BODY, **changes}


def made(**changes: Any) -> HomeMade:
    return build(HomeMade, body(**changes))


def put_in(story: Story, day: float = 0, **changes: Any) -> str:
    own = body(**changes)
    return story.add(day, "edit", action="add", exercise=own["id"], home_made=own, **ANNA)


# ----------------------------------------------------------------------------------------------------- tags


def test_everything_that_a_veto_bars_is_asked_about_or_known_from_the_position():
    told = frozenset[str]().union(*QUESTIONS.values(), *(tags for _start, tags in PLACES.values()))
    barred = frozenset[str]().union(*(veto.tags for veto in CONTENT.vetoes))
    assert barred - told == {"pool", "floor_or_bed"}, "a home-made exercise is in no pool; a bed follows from the rest"
    assert "floor_or_bed" in tags_of(made(position="back"))
    lifts = frozenset[str]().union(*(veto.unless_tags for veto in CONTENT.vetoes))
    assert lifts & told == frozenset(), "what lets past a veto is asked on its own, where only a yes counts"


@given(st.dictionaries(st.sampled_from(ASKED), st.sampled_from(["yes", "no", "unsure"])), st.sampled_from([*PLACES]))
def test_a_doubt_bars_whatever_a_yes_bars(answers: dict[str, str], position: str):
    def barred(told: dict[str, str]) -> set[str]:
        wide = widened(CONTENT, [made(answers=told, position=position)])
        return {veto.id for veto, mask in wide.veto_masks if mask >> wide.index[OWN] & 1}

    doubtful = {question: "unsure" for question, answer in answers.items() if answer == "unsure"}
    certain = {**answers, **{question: "no" if question == SUPPORT else "yes" for question in doubtful}}
    unanswered = {question: answer for question, answer in answers.items() if question not in doubtful}
    assert barred(answers) == barred(unanswered) >= barred({**answers, **dict.fromkeys(doubtful, "no"), SUPPORT: "yes"})
    assert barred(answers) == barred(certain)


# --------------------------------------------------------------------------------------------------- program


def test_the_engine_never_takes_one_by_itself():
    rows = (made(id=f"own-{n:012x}-1", category=kind, position=place)
            for n, (kind, place) in enumerate((kind, place) for kind in ("mobility", "stabilization", "strengthening",
                                                                         "balance") for place in PLACES))  # fmt: skip
    wide = widened(CONTENT, tuple(rows))
    for name in ("good-course", "flare", "worsening-leg"):
        lines = (ROOT / "examples" / "charts" / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
        events = catalog.read_chart(lines, CONTENT)
        now = events[-1].at + timedelta(days=3)
        plain, offered = fold(events, CONTENT, now), fold(events, wide, now)
        assert offered.state == plain.state and offered.decisions == plain.decisions


def test_one_that_a_therapist_puts_in_is_done_with_its_dose_and_stays():
    story = Story(pain={"back_week": 2})
    put_in(story)
    item = next(item for item in story.next().items if item.exercise == OWN)
    assert (item.dose.sets, item.dose.reps, item.dose.hold_s) == (2, 6, 5)
    story.good(*range(0, 28, 2))
    track = story.state().tracks[OWN]
    assert track.all_good > 8 and track.dose == item.dose, "it does not grow on its own"
    followed = Following(CONTENT)
    for event in story.events:
        followed.add(event)
    assert followed.at(story.now()).state == story.state()


def test_it_is_out_when_a_veto_bars_it_and_the_reason_is_said():
    story = Story(conditions={"bone": "osteoporosis", "all_others": "no"})
    put_in(story, answers={**HARMLESS, "twists": "unsure"})
    assert OWN not in drills(story.next())
    assert [row.reason.about for row in story.decisions("thin-bones")] == [(OWN,)]
    folded = story.fold()
    assert folded.state.intake is not None
    known = folded.course.known(folded.state, story.now().date())
    assert "thin-bones" in {row.reason.rule for row in left_out(folded.state.intake, known, folded.course.content)
                            if row.exercise == OWN}  # fmt: skip


def test_one_that_is_given_goes_when_an_answer_changes_and_another_takes_no_harm():
    story = Story(pain={"back_week": 2})
    put_in(story, answers={**HARMLESS, "bends_far": "yes"})
    assert OWN in drills(story.next())
    story.add(2, "leg", hour=9, moved="down", reach="below_knee", red_flags={"all_others": "no"})
    assert OWN not in drills(story.today(3).session)


@pytest.mark.parametrize(("answers", "out", "helps"), [
    ({}, {"flexion", "extension", "side", "rotation"}, set()),
    ({"bends_far": "yes", "twists": "yes"}, {"flexion", "rotation"}, set()),
    ({"bends_far": "unsure"}, {"flexion"}, set()),
    ({"bends_far": "yes"}, {"flexion"}, {"flexion"}),
    ({"arches_far": "yes", "arches_on_stomach": "unsure"}, {"extension"}, {"extension"}),
    (HARMLESS, set(), set()),
])  # fmt: skip
def test_a_doubtful_way_is_out_when_a_leg_gets_worse_and_never_helps_when_it_gets_better(
    answers: dict[str, str], out: set[str], helps: set[str]
):
    for moved, ways, felt in (("down", out, "peripheralizes"), ("up", helps, "centralizes")):
        story = Story(pain={"back_week": 2})
        put_in(story, answers={**HARMLESS, **answers} if answers else {})
        story.add(2, "leg", hour=9, moved=moved, reach="above_knee", exercise=OWN, red_flags={"all_others": "no"})
        state = story.state()
        assert state.intake is not None
        seen = {way for way in ("flexion", "extension") if getattr(state.intake.movement, way) == felt}
        assert seen | state.barred_directions == ways
        assert len(drills(story.today(3).session)) >= 4, "and nobody is left without exercises"


def test_limits_cut_its_dose():
    story = Story(pain={"back_week": 2}, conditions={"heart": "stable", "all_others": "no"})
    put_in(story, dose={"sets": 1, "reps": 1, "hold_s": 60, "rest_s": 30})
    item = next(item for item in story.next().items if item.exercise == OWN)
    assert item.dose.hold_s == 10


def test_one_of_a_later_stage_waits_for_it():
    story = Story(pain={"back_week": 6, "back_now": 6})
    put_in(story, stage="strengthen")
    assert OWN not in drills(story.next()) and OWN in story.state().added


# --------------------------------------------------------------------------------------------------- at the door


@pytest.mark.parametrize(("changes", "says"), [
    ({"id": "bird-dog"}, "home_made.id is 'bird-dog'"),
    ({"id": "own-0123456789ab-0"}, "home_made.id"),
    ({"id": "own-0123456789AB-1"}, "home_made.id"),
    ({"en": None}, "words are missing"),
    ({"en": {"name": " ", "steps": ["Sit."]}}, "en.name is missing"),
    ({"en": {"name": "X", "steps": []}}, "steps"),
    ({"en": {"name": "X", "steps": ["x" * 301]}}, "1 to 300 letters"),
    ({"en": {"name": "X", "steps": ["Sit."] * 13}}, "13 sentences; allowed: 12"),
    ({"picture": "0" * 32}, "say what the picture shows"),
    ({"picture": "../../etc/passwd"}, "picture"),
    ({"equipment": ["barbell"]}, "equipment has 'barbell'"),
    ({"answers": {"flies": "no"}}, "answers has 'flies'"),
    ({"answers": {"twists": "maybe"}}, "twists"),
    ({"position": "hanging"}, "position"),
    ({"dose": {"sets": 9}}, "sets"),
])  # fmt: skip
def test_what_cannot_be_an_exercise_is_refused(changes: dict[str, Any], says: str):
    story = Story()
    name = changes.get("id", OWN)
    story.add(0, "edit", action="add", exercise=name, home_made=body(**changes), **ANNA)
    with pytest.raises(BirddogError, match=says):
        _ = story.events


@pytest.mark.parametrize("changes", [
    {"actor": "patient"}, {"clinician": ""}, {"license": " "}, {"action": "restore"}, {"exercise": "bird-dog"},
])  # fmt: skip
def test_nobody_but_a_therapist_with_a_name_brings_one(changes: dict[str, Any]):
    story = Story()
    story.add(0, "edit", **{"action": "add", "exercise": OWN, "home_made": body(), **ANNA, **changes})
    with pytest.raises(BirddogError):
        _ = story.events


def test_an_id_is_one_exercise_for_good():
    story = Story()
    put_in(story)
    put_in(story, day=1)
    assert len(story.events) == 3
    put_in(story, day=2, category="balance")
    with pytest.raises(BirddogError, match="another exercise already"):
        _ = story.events


def test_no_correction_changes_what_an_exercise_is():
    story = Story()
    name = put_in(story)
    change = {"home_made": body(answers=dict.fromkeys(ASKED, "no"))}
    story.add(1, "correction", corrects=name, change=change)
    with pytest.raises(BirddogError, match="another exercise already"):
        api.replay(story.events, story.now())


def test_its_words_are_in_the_language_of_the_reader_where_there_are_some():
    both = made(es={"name": "Aprieta la toalla", "steps": ["Siéntate."]})
    assert exercise_of(both, "es").name == "Aprieta la toalla"
    assert exercise_of(both, "en").name == exercise_of(made(), "es").name == "Towel squeeze"
    assert exercise_of(made(en=None, es=json.loads(json.dumps(BODY["en"]))), "en").name == "Towel squeeze"


def test_a_picture_file_is_no_part_of_what_an_exercise_is():
    wide = widened(CONTENT, [replace(made(), picture_data="AAAA")])
    assert wide.digest == widened(CONTENT, [made()]).digest
    assert wide.exercise(OWN).made == made()


def test_the_same_exercises_are_the_same_content_however_they_came_and_few_are_kept():
    rows = [made(id=f"own-{n:012x}-1") for n in range(MOST_KNOWN + 6)]
    content = replace(CONTENT, memo={})
    grown = content
    for row in rows:
        grown = widened(grown, [row])
    assert widened(content, rows) is grown and widened(grown, rows) is grown
    assert [e.id for e in grown.exercises[len(content.exercises) :]] == [row.id for row in rows]
    kept = content.memo["home made"].values()
    assert len(kept) <= MOST_KNOWN and not any("home made" in each.memo for each in kept)
