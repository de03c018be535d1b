"""The instrument itself: people, behaviors, models, policies, figures. What the engine owes is in ``expect``."""

from __future__ import annotations

import json
from datetime import date
from random import Random

import pytest
from click.testing import CliRunner

import birddog
from birddog.cli import main
from birddog.simulate import Choice, run
from birddog.simulate.asked import Asked, Item
from birddog.simulate.behaviors import BEHAVIORS
from birddog.simulate.cohort import Lot, percentile
from birddog.simulate.course import START, live
from birddog.simulate.expect import CHECKS, Lab, lines, measured
from birddog.simulate.expected_plans import crumb
from birddog.simulate.models import MODELS, Body
from birddog.simulate.people import people
from birddog.simulate.plot import bands, svg
from birddog.simulate.policies import POLICIES
from birddog.simulate.recorded import KEPT, before, kept

PERSON = "desk-worker-38"


def body(model: str, behavior: str = "good", seed: int = 1) -> Body:
    return Body(people()[PERSON], BEHAVIORS[behavior], MODELS[model], Random(seed))


def asks(work: float, exercise: str = "bridge") -> Asked:
    return Asked((Item(exercise, "strengthening", 1, 10, 0, work, work),), work / 60)


def lived(subject: Body, days: int, work: float) -> Body:
    for day in range(days):
        subject.wake(day)
        if work:
            subject.train(asks(work), {"bridge": 1.0})
    return subject


def test_everyone_can_answer_the_intake_and_there_are_forty_besides_the_examples():
    everyone = people()
    assert len(everyone) >= 56
    ages = [made.answers["person"]["age"] for made in everyone.values()]
    assert min(ages) == 16
    assert max(ages) == 88
    for made in everyone.values():
        birddog.screen(birddog.read_intake(made.answers), START)


def test_most_people_get_a_program_and_those_who_must_not_get_none():
    given = {name: birddog.prescribe(birddog.read_intake(p.answers), START).program for name, p in people().items()}
    assert sum(program is not None for program in given.values()) >= 45
    assert given["student-16"] is None


def test_a_course_is_the_same_for_the_same_seed_and_another_for_another():
    lot = Lot(PERSON, "good", "dose-response", weeks=2)
    first, again, other = (Lot(PERSON, "good", "dose-response", weeks=2, seed=s).live() for s in (1, 1, 2))
    assert [day.pain for day in first.days] == [day.pain for day in again.days]
    assert first.summary == again.summary == lot.live().summary
    assert [day.pain for day in first.days] != [day.pain for day in other.days]


def test_a_seed_brings_the_same_swings_under_any_policy():
    made, model = people()[PERSON], MODELS["noise-only"]
    courses = [live(made, BEHAVIORS["none"], model, POLICIES[name](made, START), 3, 1) for name in ("sheet", "cases")]
    assert [d.pain for d in courses[0].days] == [d.pain for d in courses[1].days]


def test_noise_only_swings_as_it_says_and_has_no_trend():
    swings, steps = [], []
    for seed in range(200):
        subject = body("noise-only", seed=seed)
        for day in range(30):
            subject.wake(day)
            swings.append(subject._noise)
            if day:
                steps.append(swings[-1] * swings[-2])
        assert subject.usual == subject.first
    spread = sum(v * v for v in swings) / len(swings)
    assert spread**0.5 == pytest.approx(1.5, abs=0.05)
    assert sum(steps) / len(steps) / spread == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(("rise", "flares"), [(1.25, 0), (1.45, 1)])
def test_hidden_overload_begins_a_flare_only_above_thirty_percent(rise: float, flares: int):
    subject = body("hidden-overload")
    for day in range(35):
        subject.wake(day)
        subject.train(asks(200.0 * (rise if day >= 28 else 1)), {"bridge": 1.0})
    subject.wake(35)
    assert subject.overloads == flares
    assert subject.flaring == bool(flares)


def test_more_work_helps_more_only_where_more_is_better():
    little, much = (lived(body("more-is-better"), 30, work).usual for work in (200, 800))
    assert much < little - 0.5
    enough, plenty = (lived(body("dose-response"), 30, work).usual for work in (800, 1600))
    assert enough == pytest.approx(plenty, abs=0.1)
    assert lived(body("dose-response"), 30, 0).usual == people()[PERSON].pain


def test_a_steady_five_is_truthfully_more_than_mild_for_long():
    subject = body("noise-only")
    subject.usual, subject._noise = 5.0, 0.0
    felt = subject.train(asks(100), {"bridge": 1.0})
    assert felt.over_mild_minutes > 15
    assert abs(felt.after - felt.before) <= 1


def test_behaviors_come_when_they_say():
    assert [day for day in range(20) if BEHAVIORS["ninth-day"].here(day)] == [0, 9, 18]
    assert not any(BEHAVIORS["away"].here(day) for day in range(36, 57))
    assert BEHAVIORS["away"].here(35)
    assert BEHAVIORS["away"].here(57)


def test_someone_who_never_reports_tells_of_no_pain():
    told: list[dict] = []
    made = people()[PERSON]
    policy = POLICIES["engine"](made, START)
    tell = policy.tell

    def overheard(event: dict) -> None:
        told.append(event)
        tell(event)

    policy.tell = overheard  # type: ignore[method-assign]
    live(made, BEHAVIORS["silent"], MODELS["dose-response"], policy, weeks=3)
    assert not [e for e in told if e["type"] == "morning" or "pain_before" in e]
    assert [e for e in told if e["type"] == "session"]
    assert [e for e in told if e["type"] == "screen"], "danger signs are answered all the same"


def test_only_someone_pregnant_gives_birth_and_then_answers_anew():
    names = {lot.person for lot in Choice(behaviors=("birth",)).lots()}
    assert names
    assert all(people()[name].pregnant for name in names)
    course = Lot("pregnant-33-weeks-29", "birth", "dose-response", weeks=8).live()
    assert course.opened


@pytest.mark.parametrize("policy", ["sheet", "cases", "always-more"])
def test_policies_to_compare_with_ask_for_the_exercises_of_this_engine(policy: str):
    seen = Lot(PERSON, "good", "dose-response", policy, weeks=8).live()
    first = seen.asked[0].page.session
    assert first is not None
    planned = birddog.prescribe(birddog.read_intake(people()[PERSON].answers), START).program
    assert planned is not None
    names = [item.exercise for item in planned.weeks[0].days[0].sessions[0].items]
    assert [item.exercise for item in first.items] == names[: len(first.items)]
    works = [day.page.session.work_s for day in seen.asked if day.page.session]
    assert (max(works) > works[0]) == (policy != "sheet")


def test_the_models_tell_policies_apart():
    names = (PERSON, "desk-41-thirty-minutes", "subacute-40-week-8")

    def figure(model: str, policy: str, name: str) -> float:
        return sum(Lot(who, "good", model, policy).live().summary[name] for who in names)

    assert figure("hidden-overload", "always-more", "flare_days") > figure("hidden-overload", "sheet", "flare_days")
    assert figure("hidden-overload", "always-more", "pain_mean") > figure("hidden-overload", "sheet", "pain_mean")
    assert figure("more-is-better", "always-more", "pain_mean") < figure("more-is-better", "sheet", "pain_mean")


def test_those_who_must_not_exercise_get_no_sheet_either():
    assert not Lot("waiter-35-numb", "good", "dose-response", "sheet", weeks=1).live().asked


def test_a_name_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(birddog.BirddogError, match="behavior: there is no 'lazy'; allowed: perfect, good"):
        Choice(behaviors=("lazy",))
    with pytest.raises(birddog.BirddogError, match="weeks is 60; allowed: 1 to 52"):
        Choice(weeks=60)


def test_rows_by_week_and_the_distribution_of_each_figure():
    value = run(Choice((PERSON, "walker-69-fit"), ("good",), weeks=3))
    row = value["courses"][0]
    assert [week["week"] for week in row["weeks"]] == [1, 2, 3]
    assert {"minutes", "sets", "repetitions", "work", "share_of_first", "share_of_best", "red", "amber", "disposition",
            "stage", "walking"} <= set(row["weeks"][0])  # fmt: skip
    cohort = value["cohort"]["engine / dose-response"]
    assert cohort["courses"] == 2
    assert {"mean", "median", "p5", "p95", "worst", "who"} == set(cohort["pain_mean"])


def test_percentiles_by_nearest_rank():
    values = list(range(1, 101))
    assert (percentile(values, 5), percentile(values, 50), percentile(values, 95)) == (5, 50, 95)


def test_what_was_recorded_reads_as_figures_and_can_be_made_anew():
    told = before()
    assert told["courses"]
    assert set(KEPT) < set(told["courses"][0])
    value = run(Choice((PERSON,), ("good",), weeks=12))
    fresh = kept(value, "this one")
    assert fresh["courses"]["dose-response / good"][PERSON]
    assert set(fresh) == {"engine", "seed", "weeks", "bands", "courses"}


def test_the_picture_names_each_behavior_and_no_address():
    value = run(Choice((PERSON,), ("good", "none"), weeks=3))
    drawn = svg(bands(value["courses"]), {}, "no evidence")
    assert ">good<" in drawn
    assert ">none<" in drawn
    assert drawn.count("http") == 1


def test_expectations_say_what_they_expect_and_what_was_measured():
    found = list(measured(1, 60, ("holds-come", "crumb")))
    assert len(found) == 2
    text = "\n".join(lines(found))
    for row in found:
        assert row.says.endswith(".")
        assert row.name in text
        assert row.measured in text
    assert len(CHECKS) >= 25


def test_a_lab_lives_a_course_once():
    lab = Lab(size=1, every=60)
    lot = Lot(PERSON, "good", "dose-response", weeks=1)
    assert lab.live(lot)[0] is lab.live(lot)[0]


@pytest.mark.parametrize(
    ("dose", "category", "is_crumb"),
    [((1, 4), "strengthening", True), ((1, 5), "strengthening", False), ((1, 2, 5), "stabilization", True),
     ((1, 3, 5), "stabilization", False), ((1, 1, 14), "mobility", True), ((1, 1, 15), "mobility", False)],
)  # fmt: skip
def test_what_counts_as_a_crumb(dose: tuple[int, ...], category: str, is_crumb: bool):
    from birddog.core.content.exercise import Dose

    assert crumb(Dose(*dose), category) == is_crumb


def test_the_cohort_begins_on_a_monday():
    assert date(2026, 3, 2) == START
    assert START.weekday() == 0


# ------------------------------------------------------------------------------------------------------ the command


def said(*args: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["simulate", *args])
    assert result.exit_code == code, result.output
    return result.output


def test_the_command_says_that_it_is_no_evidence():
    text = said("--people", PERSON, "--behavior", "good", "--weeks", "2", "--jobs", "1")
    assert "no evidence of effect" in text
    value = json.loads(said("--people", PERSON, "--behavior", "good", "--weeks", "2", "--jobs", "1", "--json"))
    assert "no evidence of effect" in value["evidence"]
    assert len(value["courses"]) == 1


def test_the_engine_before_stands_beside_this_one_with_the_same_seed_only():
    args = ("--people", PERSON, "--behavior", "good", "--jobs", "1", "--policy", "before")
    assert list(json.loads(said(*args, "--json"))["cohort"]) == ["before / dose-response"]
    assert "recorded with seed 1 and 12 weeks, not seed 2 and 12" in said(*args, "--seed", "2", code=1)


def test_names_and_mistakes_of_the_command(tmp_path):
    assert set(json.loads(said("--names", "--json"))) == {"people", "behavior", "model", "policy"}
    assert "policy: there is no 'best'; allowed: engine, sheet" in said("--policy", "best", code=1)
    args = ("--people", PERSON, "--behavior", "good", "--weeks", "2", "--jobs", "1")
    assert "must end in .svg" in said(*args, "--plot", str(tmp_path / "a.png"), code=1)
    said(*args, "--plot", str(tmp_path / "a.svg"))
    assert (tmp_path / "a.svg").read_text().startswith("<svg")


def test_expectations_print_their_numbers_as_json_too():
    args = ("--expect", "--size", "1", "--every", "60", "--only", "dates", "--json")
    result = CliRunner().invoke(main, ["simulate", *args])
    value = json.loads(result.stdout)
    assert [row["name"] for row in value["expectations"]] == ["the-plan-follows-dates"]
    assert result.exit_code == (0 if value["expectations"][0]["holds"] else 1)
