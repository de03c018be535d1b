"""Danger signs in a person's own words."""

from __future__ import annotations

import pytest

from birddog.catalog import load_default
from birddog.core.screening import mentions, plain


@pytest.mark.parametrize(
    ("note", "item"),
    [
        ("I have no bladder control", "bladder_trouble"),
        ("I did not sleep and cannot pee", "bladder_trouble"),
        ("no duermo y no puedo orinar", "bladder_trouble"),
        ("I do not feel when I wipe", "back_passage_numbness"),
    ],
)
def test_a_sign_that_is_itself_a_lack_is_not_denied_by_another_no(note, item):
    assert mentions(plain(note), load_default().items_by_id[item].words)


@pytest.mark.parametrize("note", ["no bladder control problems", "sin problemas para orinar", "help me meet my goals"])
def test_ordinary_words_are_no_sign(note):
    assert not any(mentions(plain(note), item.words) for item in load_default().screen_items)
