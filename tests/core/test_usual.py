"""Whether pain has been getting worse in small steps: a true rise is seen, the swings of steady pain are not."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from statistics import mean

from birddog import catalog
from birddog.core.chart.setbacks import many_times
from birddog.core.state.usual import reported, started_at, worsening

CONTENT = catalog.load_default()
DAY = date(2026, 3, 2)
WEEKS = 12


def felt(usual: float, swings: float, seed: int, rise: float = 0.0, over: int = 28) -> list[int]:
    """Pain of each day in whole points: days swing (a bad day is often followed by one), and from day 21 on the usual
    pain rises by ``rise`` in ``over`` days."""
    chance = Random(seed)
    noise, out = chance.gauss(0, swings), []
    for day in range(WEEKS * 7):
        noise = 0.5 * noise + chance.gauss(0, swings * 0.75**0.5)
        risen = rise * min(1.0, max(0.0, (day - 21) / over))
        out.append(max(0, min(10, round(usual + noise + risen))))
    return out


def first_told(usual: float, pains: list[int]) -> int | None:
    """The first day on which the person would be told that pain has been getting worse."""
    known, reports = started_at(DAY, round(usual)), [(DAY, float(round(usual)))]
    for number, pain in enumerate(pains):
        day = DAY + timedelta(days=number)
        reports.append((day, float(pain)))
        known = reported(known, reports, day, CONTENT)
        if worsening(known, CONTENT):
            return number
    return None


def people(count: int) -> list[tuple[int, int]]:
    return [((3, 4, 5, 6, 7)[seed % 5], seed) for seed in range(count)]


def test_steady_pain_that_swings_a_lot_is_seldom_read_as_getting_worse():
    told = [first_told(usual, felt(usual, 1.5, seed)) is not None for usual, seed in people(120)]
    assert mean(told) <= 0.1


def test_steady_pain_that_swings_a_little_is_seldom_read_as_getting_worse():
    told = [first_told(usual, felt(usual, 0.7, seed)) is not None for usual, seed in people(120)]
    assert mean(told) <= 0.06


def test_two_points_more_over_four_weeks_are_noticed_within_two_weeks_if_days_are_even():
    for usual in (2, 3, 4, 5, 6, 7):
        day = first_told(usual, felt(usual, 0, 1, rise=2))
        assert day is not None and day <= 21 + 28 + 14


def test_two_points_more_over_four_weeks_are_noticed_within_four_weeks_for_most_whose_days_swing():
    noticed = []
    for usual, seed in people(60):
        day = first_told(usual, felt(usual, 1.0, seed, rise=2))
        noticed.append(day is not None and day <= 21 + 28 + 28)
    assert mean(noticed) >= 0.9


def test_a_rise_that_comes_with_every_other_day_told_is_noticed_too():
    pains = felt(3, 0, 1, rise=2)
    known, reports = started_at(DAY, 3.0), [(DAY, 3.0)]
    for number, pain in list(enumerate(pains))[::2]:
        reports.append((DAY + timedelta(days=number), float(pain)))
        known = reported(known, reports, DAY + timedelta(days=number), CONTENT)
        if worsening(known, CONTENT):
            break
    assert worsening(known, CONTENT)


def test_three_red_reports_in_one_bad_spell_are_one_time_and_three_spells_are_three():
    def often(*days: int) -> bool:
        return many_times([DAY + timedelta(days=day) for day in days], DAY + timedelta(days=days[-1]), CONTENT)

    assert not often(0, 1, 1)
    assert not often(0, 7, 8)
    assert often(0, 7, 14)
    assert often(0, 3, 6)
    assert not often(0, 2, 4)
    assert not often(0, 10, 30)
