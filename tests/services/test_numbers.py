"""Numbers as people type them: decimals by comma or point, and what can be a thousand or one is asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from birddog.core.content.values import BirddogError
from birddog.services.fields import event_of_fields
from birddog.services.intake.form import UnusableError, number
from birddog.services.numbers import TwoMeaningsError, typed_number

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize("text", ["1,000", "1.000", "12,500", "999.999"])
def test_what_can_be_two_numbers_is_asked(text: str):
    with pytest.raises(TwoMeaningsError, match="can be"):
        typed_number(text)
    with pytest.raises(BirddogError, match=r"minutes: .* can be"):
        event_of_fields("aerobic", {"minutes": [text]}, NOW)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,00", 1), ("1,0000", 1), ("1,5", 1.5), ("1.5", 1.5), ("0,500", 0.5), ("1 000", 1000), ("1.000,5", 1000.5),
     ("1,000.5", 1000.5), ("1,000,000", 1_000_000), ("1000", 1000), (" 7 ", 7)],
)  # fmt: skip
def test_what_can_be_one_number_only_is_read(text: str, value: float):
    assert typed_number(text) == value


@pytest.mark.parametrize("text", ["", "much", "nan", "inf", "1e3", "1,5,2", "٣", "1..5", "--1", "0x10"])
def test_what_is_no_number_is_refused(text: str):
    with pytest.raises(ValueError, match=r"^(?!.*can be)"):
        typed_number(text)


def test_the_intake_asks_as_well_and_never_reads_a_thousand_days_as_one():
    with pytest.raises(UnusableError, match="can be"):
        number("1,000", "episode.weeks")
    assert number("1,5", "episode.weeks") == number("1.5", "episode.weeks") == 1.5
