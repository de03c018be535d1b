"""What is in doubt is not answered by the way: one "none of these" over a sign that was not sure, one look at a leg."""

from __future__ import annotations

import pytest
from tests.story import Story
from tests.strategies import CONTENT

from birddog.core.chart.attested import each_named
from birddog.core.content.values import Disposition


@pytest.mark.parametrize("sign", each_named(CONTENT))
def test_no_to_all_others_does_not_take_back_a_not_sure(sign: str):
    chart = Story()
    chart.add(1, "screen", red_flags={sign: "unsure", "all_others": "no"})
    assert chart.state(1).disposition == Disposition.URGENT
    chart.screen(8)
    state = chart.state(8)
    assert state.disposition == Disposition.URGENT and state.asks == (sign,)
    chart.add(9, "screen", red_flags={sign: "no", "all_others": "no"})
    assert sign not in chart.state(9).asks and chart.state(9).disposition < Disposition.URGENT


@pytest.mark.parametrize(
    ("told", "course"),
    [({"minutes": 4}, "unanswered"), ({"minutes": 5}, "unanswered"), ({"minutes": 6}, "worse"), ({}, "worse")],
)
def test_a_leg_is_worse_only_if_it_stayed_so(told: dict[str, float], course: str):
    chart = Story()
    chart.add(1, "leg", moved="down", red_flags={"all_others": "no"}, **told)
    intake = chart.state(1).intake
    assert intake is not None and intake.leg.course == course
