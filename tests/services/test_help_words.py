"""What is said beside whom to call: the words to say, no driving, no shame, and that they did their part."""

from __future__ import annotations

import pytest
from tests.strategies import CONTENT

from birddog.catalog import load_language
from birddog.core.content.values import Disposition
from birddog.core.screen.help_words import BOTH_LEGS, CAUDA_EQUINA, NERVES, help_words

PRESSING = [item for item in CONTENT.items_by_id.values() if item.yes >= Disposition.URGENT]
CHECK, DRIVE, DAILY, LESS, PART = (
    CONTENT.phrase(f"help-{name}")
    for name in ("say-cauda-equina", "do-not-drive", "asked-every-day", "less-back-pain", "your-part")
)


@pytest.mark.parametrize("item", PRESSING, ids=lambda item: item.id)
def test_a_pressing_sign_is_answered_by_what_helps(item):
    says = help_words([item.id], item.yes, CONTENT)
    assert PART in says
    assert (DAILY in says) == (item.group == CAUDA_EQUINA)
    assert (CHECK in says) == (item.group == CAUDA_EQUINA or item.id in BOTH_LEGS)
    assert (LESS in says) == (item.group == CAUDA_EQUINA or item.id in NERVES)


def test_an_urgent_nerve_sign_says_not_to_drive_and_an_emergency_says_it_in_its_advice():
    assert DRIVE in help_words(["leg_weakness"], Disposition.URGENT, CONTENT)
    assert DRIVE in help_words(["saddle_numbness"], Disposition.URGENT, CONTENT)
    assert DRIVE not in help_words(["saddle_numbness"], Disposition.EMERGENCY, CONTENT)
    assert "Do not drive yourself." in CONTENT.phrase("advice-emergency")


def test_every_finding_that_is_named_is_one():
    known = {*CONTENT.items_by_id, *(row.id for row in CONTENT.clusters), *(row.id for row in CONTENT.findings)}
    assert known >= NERVES


def test_who_may_see_a_clinician_later_is_told_nothing_of_it():
    assert help_words(["leg_weakness"], Disposition.CLINICIAN_FIRST, CONTENT) == ()


def test_the_words_to_say_stand_in_spanish():
    spanish = load_language("es")
    assert "cauda equina" in " ".join(help_words(["saddle_numbness"], Disposition.EMERGENCY, spanish))
    assert CHECK not in help_words(["saddle_numbness"], Disposition.EMERGENCY, spanish)
