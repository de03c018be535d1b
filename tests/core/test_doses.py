"""What a physical therapist expects of doses and courses, one expectation a test."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from tests.story import ORDINARY, START, Story
from tests.strategies import CONTENT

import birddog
from birddog.core.chart.earned import bring_in, good_session, renew
from birddog.core.chart.setbacks import answered
from birddog.core.content.exercise import Dose
from birddog.core.content.pace import USUAL
from birddog.core.content.values import Disposition
from birddog.core.foreseen import Foreseen
from birddog.core.plan.aerobic import longer
from birddog.core.plan.course import Course
from birddog.core.plan.dosing import amount
from birddog.core.plan.limits import Item, fit
from birddog.core.plan.planner import Session, loads
from birddog.core.plan.roster import _Wants as Wants
from birddog.core.prescribe import Prescription
from birddog.core.screen.emergency import Emergency
from birddog.core.state.state import Walk, WayBack


def plan(**changes: Any) -> Prescription:
    """The plan of an ordinary person, some answers changed."""
    return birddog.prescribe(birddog.read_intake({**copy.deepcopy(ORDINARY), **changes}), START.date())


def sessions(made: Prescription, week: int) -> list[Session]:
    """The sessions of a week of a plan."""
    assert made.program is not None
    return [session for day in made.program.weeks[week - 1].days for session in day.sessions]


def weekly(made: Prescription) -> list[int]:
    """Seconds of work of each guided week."""
    assert made.program is not None
    return [sum(s.work_s for s in sessions(made, n + 1)) for n in range(len(made.program.weeks))]


def least(story: Story, day: float) -> float:
    """The smallest share of its first dose that an exercise has on a day."""
    folded = story.fold(day)
    planner = folded.course.planner(folded.state, story.now(day).date())
    tracks = folded.state.tracks
    return min(amount(folded.course.dose(folded.state, planner, n)) / amount(tracks[n].first) for n in tracks)


@pytest.mark.parametrize("pain", [4, 5, 6, 8])
def test_steady_pain_is_not_too_much_and_the_doses_grow(pain: int):
    story = Story(pain={"back_week": pain, "back_now": pain})
    for day in range(0, 42, 2):
        if day and day % 7 < 2:
            story.screen(day)
        story.session(day, pain, pain, pain_after=pain, over_mild_minutes=30)
        story.morning(day + 1, pain)
    assert story.state().reds == ()
    assert least(story, 42) >= 1
    tracks = story.state().tracks.values()
    assert sum(amount(t.dose) for t in tracks) > sum(amount(t.first) for t in tracks)


def test_no_improvement_leaves_the_exercises():
    story = Story(
        conditions={"all_others": "no", "bone": "osteoporosis"}, person={"id": "p1", "age": 74, "sex": "female"}
    )
    for day in range(0, 56, 2):
        if day and day % 7 < 2:
            story.screen(day)
        story.session(day, 4, 4, pain_after=4)
        story.morning(day + 1, 4)
    today = story.today(56, 9)
    assert today.disposition == Disposition.CLINICIAN_ALONGSIDE
    story.screen(56)
    assert story.today(56).session is not None
    assert least(story, 56) >= 1


def test_pain_that_settles_slowly_begins_at_half():
    quick, slow = plan(), plan(pain={"back_week": 4, "back_now": 3, "settles_in": "longer"})
    whole = {item.exercise for item in sessions(quick, 1)[0].items}
    items = sessions(slow, 1)[0].items
    assert len(items) == 3
    first = {item.exercise: amount(CONTENT.exercise(item.exercise).doses["calm"].start) for item in items}
    assert all(amount(item.dose) <= 0.7 * first[item.exercise] for item in items)
    assert set(first) & set(whole)
    assert sum(s.work_s for s in sessions(slow, 3)) > sum(s.work_s for s in sessions(slow, 1))


@pytest.mark.parametrize("share", [0.5, 0.7])
@pytest.mark.parametrize("minutes", [10, 15, 20])
def test_a_setback_takes_its_share_of_what_was_asked_and_not_of_what_had_no_time(minutes: int, share: float):
    story = Story(time={"minutes": minutes, "per_day": 1, "days_per_week": 3})
    folded = story.fold(0)
    course, state, day = folded.course, folded.state, story.now(0).date()
    planner = course.planner(state, day)
    tops = {name: planner.top(name, "strengthen") for name in state.roster}
    state.tracks = {name: replace(track, dose=tops[name]) for name, track in state.tracks.items()}
    state.back = None
    asked = {item.exercise: amount(item.dose) for item in course.session(state, day, "A").items}
    assert any(work < amount(tops[name]) for name, work in asked.items())
    state.back = WayBack("break", (share, 1.0), 0, day)
    now = {item.exercise: amount(item.dose) for item in course.session(state, day, "A").items}
    floors = {name: amount(course.least(state.tracks[name].first)) for name in now}
    assert now.keys() == asked.keys()
    assert all(now[name] <= max(share * asked[name], min(floors[name], asked[name])) for name in now)


@pytest.mark.parametrize(
    ("minutes", "shares"), [(10, (0.5, 0.65)), (15, (0.6, 0.8)), (20, (0.6, 0.8)), (30, (0.6, 0.8))]
)
def test_the_time_is_used(minutes: int, shares: tuple[float, float]):
    made = plan(time={"minutes": minutes, "per_day": 1, "days_per_week": 5})
    rows = {week: [s.seconds / 60 / minutes for s in sessions(made, week)] for week in range(1, 9)}
    assert min(rows[1]) >= shares[0]
    later = [share for week in range(4, 9) for share in rows[week]]
    assert sum(share >= shares[1] - 0.1 for share in later) >= 0.9 * len(later)
    assert max(share for row in rows.values() for share in row) <= 1


def test_a_good_course_climbs():
    made = plan()
    works = weekly(made)
    assert max(works[4:]) >= 1.35 * works[0]
    assert all(after <= 1.5 * max(works[max(0, n - 3) : n + 1]) for n, after in enumerate(works[1:]))
    assert made.program is not None
    first = {item.exercise for s in sessions(made, 1) for item in s.items}
    last = {item.exercise for s in sessions(made, 8) for item in s.items}
    climbed = [
        e for e in last - first if any(e in CONTENT.exercise(f).harder for f in first) or CONTENT.exercise(e).easier
    ]
    assert len(climbed) >= 2


@pytest.mark.parametrize(("good", "grown", "red", "ready"), [
    (3, False, False, True), (0, True, False, True), (0, False, False, False), (0, True, True, False),
])  # fmt: skip
def test_a_dose_that_has_grown_lets_its_exercise_climb(good: int, grown: bool, red: bool, ready: bool):
    """Each rise begins the count of good sessions anew; whoever grows every week climbs all the same."""
    course, start = Course(CONTENT), date(2026, 3, 2)
    state = Foreseen(birddog.read_intake(copy.deepcopy(ORDINARY)), CONTENT, start, USUAL).state
    name, day = state.roster[0], start + timedelta(days=21)
    first = state.tracks[name].first
    dose = replace(first, reps=first.reps + 1) if grown else first
    reds = (start,) if red else ()
    state.tracks = {name: replace(state.tracks[name], good=good, all_good=6, dose=dose, reds=reds)}
    assert Wants(course.planner(state, day), state, day, []).ready(name) is ready


def test_few_things_to_learn_and_one_new_a_week():
    made = plan()
    assert made.program is not None
    known: set[str] = set()
    for number, _ in enumerate(made.program.weeks, 1):
        now = {item.exercise for s in sessions(made, number) for item in s.items}
        if number == 2:
            assert len(known | now) <= 5
        if number > 2:
            assert len(now - known) <= 1, number
        known |= now


def test_the_next_new_exercise_waits_until_the_last_one_was_done_well_in_an_earlier_week():
    story = Story()
    story.good(*range(0, 18, 2))
    folded = story.fold(20)
    course, state, at = folded.course, folded.state, story.now(28)
    state.screened_at = at.date()
    old = replace(state.tracks[state.roster[0]], came=START.date(), all_good=3)
    for came, good, brings in ((21, 0, False), (28, 1, False), (27, 1, True), (9, 0, True)):
        trial = state.copy()
        newest = replace(old, came=START.date() + timedelta(days=came), all_good=good)
        trial.tracks = {**dict.fromkeys(state.roster, old), state.roster[-1]: newest}
        trial.renewed_on = START.date()
        renew(course, trial, at, "test")
        assert (set(trial.roster) != set(state.roster)) is brings, (came, good)


def test_nothing_new_comes_in_the_week_in_which_the_way_back_ends():
    story = Story()
    story.good(*range(0, 18, 2))
    folded = story.fold(20)
    course, state = folded.course, folded.state
    state.back, state.renewed_on = WayBack("flare", (0.5, 0.75), 0, START.date()), START.date()
    state.tracks = {name: replace(track, good=3, all_good=9) for name, track in state.tracks.items()}
    for number, day in enumerate((28, 30, 32, 35)):
        at = story.now(day)
        state.screened_at, before = at.date(), state.roster
        good_session(course, state, at, f"good-{number}", [(name, state.tracks[name].dose) for name in before])
        assert (state.roster != before) is (day == 35), day


@pytest.mark.parametrize(("room", "sets"), [(0.5, 1), (9.0, 2)])
def test_a_new_exercise_begins_with_one_set_where_the_week_is_full(room: float, sets: int):
    folded = Story(time={"minutes": 30, "per_day": 1, "days_per_week": 5}).fold(0)
    course, state, day = folded.course, folded.state, START.date() + timedelta(days=14)
    state.loads = tuple((week, round(work * room)) for week, work in state.loads)
    bring_in(course, state, datetime.combine(day, START.timetz()), "test", "sit-to-stand", None, "birddog-renewal")
    dose = state.tracks["sit-to-stand"].dose
    assert (dose.sets, dose.reps) == (sets, 8)


@pytest.mark.parametrize("days", [15, 20, 30])
@pytest.mark.parametrize("mornings", [True, False])
def test_one_break_after_the_other_starves_nobody(days: int, mornings: bool):
    """Each takes its share of what is due without it, not of a session that the last break had lowered."""
    story, works = Story(), []
    for number in range(6):
        day = number * days
        if number:
            story.screen(day)
        works.append(story.next(day, 17).work_s)
        story.session(day)
        if mornings:
            story.morning(day + 1)
    assert min(works[1:]) == works[1] < works[0]


def test_a_break_after_a_lowered_session_that_was_too_much_begins_lower_than_that():
    story = Story()
    story.session(0)
    story.morning(1)
    story.screen(20)
    lowered = story.next(20, 17).work_s
    story.session(20, 3, 9)
    story.screen(40)
    assert story.next(40, 17).work_s < lowered


def test_a_break_takes_its_share_of_the_session_too_where_single_doses_are_at_their_floor():
    story = Story()
    story.good(*range(0, 14, 2))
    before = story.fold(14).state.last_work
    story.screen(33)
    session = story.today(33, 9).session
    assert session is not None
    assert len(session.items) >= 2
    assert session.work_s <= 0.7 * before


def test_who_may_do_only_one_thing_of_a_stage_gets_something_that_calms_beside_it():
    story = Story(
        person={"id": "p1", "age": 29, "sex": "female", "decides_for_self": "yes"},
        conditions={"all_others": "no", "pregnancy": {"status": "yes", "birth": "2026-03-01"}},
    )
    folded = story.fold(0)
    state, day = folded.state, START.date()
    for stage in ("calm", "stabilize", "strengthen", "maintain"):
        state.stage = stage
        assert len(folded.course.session(state, day, "A").items) >= 2, stage


@pytest.mark.parametrize(("days", "per_day"), [(7, 3), (7, 1), (5, 1), (2, 1)])
def test_strength_work_has_its_day_of_rest(days: int, per_day: int):
    made = plan(time={"minutes": 15, "per_day": per_day, "days_per_week": days}, pain={"back_week": 2, "back_now": 2})
    assert made.program is not None
    strong = sorted({
        (day.date - made.program.start).days
        for week in made.program.weeks for day in week.days for s in day.sessions
        if any(loads(CONTENT.exercise(item.exercise)) for item in s.items)
    })  # fmt: skip
    assert all(b - a >= 2 for a, b in pairwise(strong))
    assert all(sum(a <= day < a + 7 for day in strong) <= 3 for a in strong)
    last = [day for day in strong if day >= 35]
    assert len(last) >= 2 * 3 - 1


def weeks_of(made: Prescription) -> dict[str, int]:
    """The week in which each exercise of a plan comes in."""
    found: dict[str, int] = {}
    for week in range(1, 9):
        for session in sessions(made, week):
            for item in session.items:
                found.setdefault(item.exercise, week)
    return found


def test_who_fears_bending_bends_a_little_by_week_four_and_in_full_by_week_six():
    for pain in (2, 4, 6):
        made = plan(life={"worries": ["bending"]}, pain={"back_week": pain, "back_now": pain})
        began = weeks_of(made)
        easy = [week for name, week in began.items() if CONTENT.exercise(name).family in ("wall-stretch", "hip-hinge")
                or CONTENT.exercise(name).direction == "flexion"]  # fmt: skip
        assert min(easy) <= 4, pain
        assert began["hip-hinge-bend-practice"] <= 6, pain
        bends = [amount(i.dose) for w in range(1, 9) for s in sessions(made, w) for i in s.items
                 if i.exercise == "hip-hinge-bend-practice"]  # fmt: skip
        assert bends[-1] > bends[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"conditions": {"all_others": "no", "bone": "osteoporosis"}},
        {"movement": {"flexion": "worse"}},
        {"leg": {"reach": "below_knee", "numbness": "no", "weakness": "no"}},
    ],
)
def test_who_fears_bending_but_may_not_bend_learns_the_hip_hinge_with_a_long_back(changes: dict[str, Any]):
    made = plan(life={"worries": ["bending"]}, equipment=["mat", "wall", "chair", "bed", "dowel"], **changes)
    began = weeks_of(made)
    assert began["hip-hinge-dowel"] <= 4
    bends = {"end_range_lumbar_flexion", "standing_trunk_flexion", "loaded_trunk_flexion"}
    assert not any(CONTENT.exercise(name).tags & bends for name in began)


def test_who_fears_lifting_learns_to_squat_or_hinge_by_week_four():
    began = weeks_of(plan(life={"worries": ["lifting"]}))
    assert min(w for name, w in began.items() if CONTENT.exercise(name).family in ("squat", "hip-hinge")) <= 4


def test_a_side_glide_that_helps_is_in_the_first_sessions():
    made = plan(movement={"side_glide": "centralizes"})
    assert "side-glide-wall" in {item.exercise for s in sessions(made, 1) for item in s.items}


def test_the_plan_of_a_pregnant_person_follows_the_dates():
    due = "2026-07-20"
    made = plan(
        person={"id": "p1", "age": 31, "sex": "female", "decides_for_self": "yes"},
        conditions={"all_others": "no", "pregnancy": {"status": "yes", "due": due}},
    )
    assert made.program is not None
    for week in made.program.weeks:
        for day in week.days:
            tags = {tag for s in day.sessions for item in s.items for tag in CONTENT.exercise(item.exercise).tags}
            assert not tags & {"supine", "prone", "prone_support"}


def test_from_the_due_date_on_a_plan_holds_only_what_suits_before_and_after_a_birth():
    made = plan(
        person={"id": "p1", "age": 31, "sex": "female", "decides_for_self": "yes"},
        conditions={"all_others": "no", "pregnancy": {"status": "yes", "due": "2026-04-01"}},
    )
    assert made.program is not None
    days = [day for week in made.program.weeks for day in week.days if day.date.isoformat() > "2026-04-01"]
    tags = [CONTENT.exercise(item.exercise).tags for day in days for s in day.sessions for item in s.items]
    assert tags and all("recovery" in held and "supine" not in held for held in tags)
    assert any(day.aerobic for day in days)


def test_walking_begins_with_what_can_be_walked_and_never_falls():
    made = plan(abilities={"longest_walk_minutes": 10})
    assert made.program is not None
    walks = [day.aerobic for week in made.program.weeks for day in week.days if day.aerobic is not None]
    assert (walks[0].minutes, walks[0].per_day) == (8, 2)
    totals = [walk.day_minutes for walk in walks]
    assert all(after >= before for before, after in pairwise(totals))


def test_a_person_who_likes_what_is_barred_hears_why():
    story = Story(conditions={"all_others": "no", "bone": "osteoporosis"})
    story.add(0, "swap", exercise="single-knee-to-chest", wish="like")
    (said,) = story.decisions("birddog-veto-stays")
    assert said.did == "liked, but we leave it out"


def test_pain_that_creeps_up_is_noticed():
    story = Story(pain={"back_week": 2, "back_now": 2})
    for day in range(0, 28):
        pain = 2 if day < 12 else 3 if day < 16 else 4 if day < 20 else 5
        if day and day % 7 == 0:
            story.screen(day)
        if day % 2 == 0:
            story.session(day, pain, pain, pain_after=pain)
        story.morning(day + 1, pain)
    assert story.decisions("birddog-worsening")
    assert "birddog-worsening" in [reason.rule for reason in story.today().reasons]


def share_of_the_good_doses(story: Story, day: int) -> float:
    """What a day's session asks for, as a part of the doses that were last done well."""
    session, tracks = story.today(day).session, story.state(day).tracks
    assert session is not None
    return sum(amount(i.dose) for i in session.items) / sum(amount(tracks[i.exercise].dose) for i in session.items)


def test_someone_who_reports_only_when_it_is_bad_is_back_after_two_quiet_weeks():
    story = Story()
    story.good(0, 2, 4, 7, 9)
    whole = story.today(11).session
    story.session(11, 3, 7)
    assert whole is not None and story.today(12).session.work_s <= 0.8 * whole.work_s  # type: ignore[union-attr]
    for day in (14, 16, 18, 21, 23):
        if day in (14, 21):
            story.screen(day)
        story.session(day, None, None)
    assert share_of_the_good_doses(story, 24) < 1
    story.session(25, None, None)
    assert share_of_the_good_doses(story, 26) == 1
    assert story.decisions("birddog-quiet-back", 26)


def test_a_quiet_fortnight_without_sessions_brings_nothing_back():
    story = Story()
    story.good(0, 2, 4, 7, 9)
    story.session(11, 3, 7)
    story.screen(14)
    story.session(14, None, None)
    assert not story.decisions("birddog-quiet-back", 26)


def test_two_walks_grow_into_one_little_by_little():
    walk, way = Walk(12, 2, 7, date(2026, 3, 2)), []
    for week in range(1, 8):
        walk = longer(walk, date(2026, 3, 2) + timedelta(weeks=week), CONTENT, False, "strengthen")
        way.append(walk)
    assert way[-1].per_day == 1 and way[-1].minutes >= 24
    longest = [12, *(walk.minutes for walk in way)]
    assert all(after <= max(before + 1, 1.2 * before + 0.5) for before, after in pairwise(longest))
    assert all(walk.day_minutes >= 24 for walk in way)


def test_a_walk_on_a_bad_day_is_held_against_that_day():
    story = Story()
    story.good(0)
    before = story.today(1).aerobic
    story.session(2, 6, 6)
    story.add(2, "aerobic", hour=20, activity="walking", minutes=10, pain_after=6)
    assert story.today(3).aerobic.minutes == before.minutes  # type: ignore[union-attr]
    story.add(3, "aerobic", hour=20, activity="walking", minutes=10, pain_after=7)
    assert story.today(4).aerobic.minutes < before.minutes  # type: ignore[union-attr]


def test_advice_that_was_answered_does_not_lift_an_emergency_that_stands():
    story = Story()
    state = story.state()
    advice = CONTENT.because("birddog-many-reds", saw="three")
    state.emergency = Emergency(story.now(0), (), ())
    state.advice, state.screen_reasons = advice, advice
    state.least_disposition, state.disposition = Disposition.CLINICIAN_ALONGSIDE, Disposition.EMERGENCY
    answered(Course(CONTENT), state, story.now(0), "x")
    assert state.advice == ()
    assert state.disposition == Disposition.EMERGENCY


def test_two_bad_mornings_among_four_reports_are_not_the_usual_pain_yet():
    story = Story()
    story.good(0, 3, during=3)
    for day in (6, 10):
        story.session(day, 3, 3)
        story.morning(day + 1, 5)
    assert story.fold().state.usual.now == 3


def test_what_does_not_fit_is_cut_to_the_first_dose_before_anything_is_left_out():
    first = Dose(sets=1, reps=8, move_s=6, rest_s=30, sides=2)
    item = Item("dead-bug", "stabilization", replace(first, sets=2, reps=6), "both", USUAL.around_s)
    beside = Item("bridge", "strengthening", Dose(2, 8, 3, 3, 0, 60), "both", USUAL.around_s)
    firsts = {"dead-bug": first, "bridge": beside.dose}
    room = replace(item, dose=first).seconds + beside.seconds
    assert fit((item, beside), room, firsts=firsts) == (replace(item, dose=first), beside)
