"""The catalog, one exercise, ready-made sessions: found, explained, and safe to look at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.charted import BEGIN, charted, told

from birddog import catalog
from birddog.catalog.language import load_language
from birddog.services.chart.reading import read
from birddog.services.library import exercises
from birddog.services.person.people import the_one_person

CONTENT = catalog.load_default()
IDS = [exercise.id for exercise in CONTENT.exercises]


@pytest.fixture
def person(db, settings, tmp_path):
    (tmp_path / "clock").write_text(BEGIN.isoformat())
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
    return charted(the_one_person())


def chart_of(person) -> Any:
    return read(person, BEGIN + timedelta(minutes=1))


# ------------------------------------------------------------------------------------------------- finding


@pytest.mark.parametrize(
    ("query", "wanted"),
    [("bird dog", "bird-dog"), ("brige", "bridge"), ("clam shell", "clamshell"), ("BIRD-DOG", "bird-dog"),
     ("dead bugg", "dead-bug"), ("alternate arm", "bird-dog"), ("walking", "walking"), ("childs pose", "childs-pose")],
)  # fmt: skip
def test_an_exercise_is_found_by_name_alias_and_with_slips(query, wanted):
    assert wanted in [e.id for e in exercises.found(CONTENT, query)][:3]


@pytest.mark.parametrize(("query", "wanted"), [("perro de caza", "bird-dog"), ("plancha", "plank-forearm"),
                                               ("elevacion de pierna", "single-straight-leg-raise")])  # fmt: skip
def test_accents_do_not_matter_in_spanish(query, wanted):
    assert wanted in [e.id for e in exercises.found(load_language("es"), query)][:8]


def for_me(person, routine_id: str) -> Any:
    return exercises.routine_for(chart_of(person), routine_id)


def test_every_exercise_is_found_by_its_name():
    assert [e.id for e in CONTENT.exercises if e not in exercises.found(CONTENT, e.name)[:3]] == []


@pytest.mark.parametrize("query", ["", "   ", "qqqqzzzz", "'; DROP TABLE", "x" * 500, "\x00"])
def test_any_query_gives_a_page(client, person, query):
    answer = client.get("/library/", {"q": query})
    assert answer.status_code == 200


def test_all_are_listed_and_filters_narrow_down(client, person):
    everything = client.get("/library/").content.decode()
    assert [i for i in IDS if f"/library/{i}/" not in everything] == []
    sitting = client.get("/library/", {"position": "sitting", "category": "mobility"}).content.decode()
    assert "/library/seated-march/" not in sitting
    assert "/library/seated-flexion/" in sitting
    mine = client.get("/library/", {"mine": "1"}).content.decode()
    assert [i for i in IDS if f"/library/{i}/" in mine] == sorted(exercises.mine(chart_of(person)), key=IDS.index)


# --------------------------------------------------------------------------------------------- one exercise


@pytest.mark.parametrize("exercise_id", IDS)
def test_every_exercise_has_a_page_that_says_how_and_why(client, person, exercise_id):
    page = client.get(f"/library/{exercise_id}/")
    assert page.status_code == 200
    shown = CONTENT.exercise(exercise_id)
    text = page.content.decode()
    assert text.count("<h1") == 1
    assert shown.kind == "avoid" or exercises.standing(chart_of(person), shown).place
    assert 'name="wish"' not in text or shown.kind in ("exercise", "aerobic")


def test_the_library_is_there_before_the_first_answers(client, db):
    assert client.get("/library/").status_code == 200
    page = client.get("/library/bridge/").content.decode()
    assert 'name="wish"' not in page


def test_an_unknown_exercise_is_not_there(client, person):
    assert client.get("/library/flying/").status_code == 404
    assert client.get("/routines/flying/").status_code == 404


def test_what_is_in_the_program_says_so_with_its_dose_and_reasons(client, person):
    item = chart_of(person).today.session.items[0]
    standing = exercises.standing(chart_of(person), CONTENT.exercise(item.exercise))
    assert (standing.place, standing.item) == ("today", item)
    assert standing.says
    assert "In your next session" in client.get(f"/library/{item.exercise}/").content.decode()


def test_a_veto_is_told_in_its_own_words(person):
    reading = chart_of(person)
    rows = [(e, exercises.standing(reading, e)) for e in CONTENT.exercises]
    vetoed = [(e, s) for e, s in rows if s.place == "veto"]
    assert vetoed
    assert all(s.says or s.lacks for _, s in vetoed)
    in_program = {e.id for e, s in rows if s.place in ("today", "program")}
    assert in_program == {i.exercise for session in exercises.sessions(reading) for i in session.items}


def test_a_wish_changes_the_standing_and_can_be_taken_back(client, person):
    name = chart_of(person).today.session.items[0].exercise
    form = {"id": "w1", "exercise": name, "wish": "not_this", "next": f"/library/{name}/"}
    assert client.post("/log/swap/", form).status_code == 302
    assert exercises.standing(chart_of(person), CONTENT.exercise(name)).place == "wish"
    assert "I want it back" in client.get(f"/library/{name}/").content.decode()
    client.post("/log/arrange/", {"id": "w2", "restore": name})
    assert exercises.standing(chart_of(person), CONTENT.exercise(name)).place != "wish"


def test_what_hurt_rests_and_says_until_when(client, person):
    name = chart_of(person).today.session.items[0].exercise
    told(person, {"id": "s", "type": "session", "items": [{"exercise": name, "hurt": True}]})
    standing = exercises.standing(chart_of(person), CONTENT.exercise(name))
    assert (standing.place, standing.until) == ("rests", BEGIN.date() + timedelta(days=7))
    assert "March 9" in client.get(f"/library/{name}/").content.decode()


def test_with_a_danger_sign_it_is_to_read_only(client, person):
    told(person, {"id": "q", "type": "screen", "red_flags": {"saddle_numbness": "yes"}})
    page = client.get("/library/bridge/").content.decode()
    assert "To read only" in page
    assert 'name="wish"' not in page
    assert "To read only" in client.get("/routines/article3-essential-five/").content.decode()


# ------------------------------------------------------------------------------------------ ready-made sessions


@pytest.mark.parametrize("routine", CONTENT.routines, ids=lambda r: r.id)
def test_a_routine_holds_only_what_this_person_may_do_and_names_the_rest(client, person, routine):
    made = for_me(person, routine.id)
    kept = [i.exercise for i in made.session.items]
    out = [name for name, _ in made.out]
    assert sorted({*kept, *out, *made.besides}) == sorted(set(routine.items))
    assert client.get(f"/routines/{routine.id}/").status_code == 200


def test_a_routine_leaves_out_what_the_person_took_out(person):
    made = for_me(person, "article3-essential-five")
    name = made.session.items[0].exercise
    told(person, {"id": "w", "type": "swap", "exercise": name, "wish": "not_this"})
    again = for_me(person, "article3-essential-five")
    assert name not in [i.exercise for i in again.session.items]
    assert name in [i for i, _ in again.out]


def test_it_speaks_spanish(client, person):
    client.post("/settings/display/", {"language": "es"})
    assert load_language("es").exercise("bridge").name in client.get("/library/bridge/").content.decode()
