"""Texts of a form as a typed event: nothing is made up, nothing crashes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from birddog import catalog
from birddog.core.content.values import BirddogError
from birddog.core.log.events import EVENT_TYPES
from birddog.services.fields import event_of_fields

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def fields(kind: str, **given: str | list[str]) -> dict:
    event = event_of_fields(kind, {n: v if isinstance(v, list) else [v] for n, v in given.items()}, NOW)
    assert event.pop("type") == kind
    assert event.pop("at") == NOW.isoformat()
    return event


def test_what_is_empty_is_left_out_and_zero_is_zero():
    assert fields("pain", back="", leg="  ") == {}
    assert fields("pain", back="0") == {"back": 0.0}


def test_texts_become_what_the_event_holds():
    assert fields("morning", pain="3", soreness="mild", stiff="on", id="x") == {
        "pain": 3.0, "soreness": "mild", "stiff": True, "id": "x"}  # fmt: skip
    told = event_of_fields("leg", {"moved": ["down"], "red_flags.fever": ["no"], "minutes": [" 2,5 "]}, NOW)
    assert (told["moved"], told["red_flags"], told["minutes"]) == ("down", {"fever": "no"}, 2.5)
    psfs = event_of_fields("measure", {"instrument": ["psfs"], "answers.Walk the dog": ["4"]}, NOW)
    assert psfs["answers"] == {"Walk the dog": 4.0}


def test_fields_of_the_form_itself_are_passed_over():
    assert fields("pain", csrfmiddlewaretoken="x", next="/", said="Thanks", actor="therapist", type="edit") == {}


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [("pain", "back", "much"), ("pain", "back", "nan"), ("pain", "back", "inf"), ("morning", "stiff", "perhaps"),
     ("measure", "answers", "4"), ("nothing", "back", "1")],
)  # fmt: skip
def test_what_is_not_understood_is_said(kind, name, text):
    with pytest.raises(BirddogError, match=r"allowed|fields of its own"):
        event_of_fields(kind, {name: [text]}, NOW)


paths = st.sampled_from(
    [
        "back",
        "answers",
        "answers.x",
        "answers.x.y",
        "red_flags",
        "red_flags.fever",
        "items",
        "items.exercise",
        "intake",
        "intake.person.age",
        "score",
        "minutes",
        "at",
        "id",
        ".",
        "a..b",
    ]
)


@given(st.sampled_from(list(EVENT_TYPES)), st.dictionaries(paths, st.lists(st.text(max_size=4), max_size=3)))
def test_any_form_becomes_an_event_or_is_refused(kind, given_fields):
    try:
        event = event_of_fields(kind, given_fields, NOW)
        catalog.read_event({"id": "x", **event}, catalog.load_default())
    except BirddogError:
        pass


def test_two_answers_to_one_question_are_none():
    with pytest.raises(BirddogError, match=r"red_flags\.fever has 2 answers"):
        event_of_fields("screen", {"red_flags.fever": ["yes", "no"]}, NOW)
    again = event_of_fields("screen", {"red_flags.fever": ["yes", "yes"]}, NOW)
    assert again["red_flags"] == {"fever": "yes"}
