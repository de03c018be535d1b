"""Outcome measures: scores, change that matters, and recovery.

NPRS and pack scores: lower is better. PSFS (mean of own activities, 0 unable to 10 as before) and GROC
(-7 much worse to +7 much better): higher is better. Thresholds are numbers of rules with sources.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError, Decision

ABSURD = 1e6
"""A number that no measure comes near; longer ones are not repeated in messages."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A measure: its range, direction, smallest change that matters, and when it counts as recovered."""

    id: str
    title: str
    low: float
    high: float
    higher_is_better: bool
    matters: float
    matters_share: float | None
    recovered: float
    sources: tuple[str, ...]
    licence: str = ""
    items: tuple[str, ...] = ()
    method: str = "single"
    prompts: tuple[str, ...] = ()

    @property
    def ticked(self) -> bool:
        """Whether its items are sentences that describe a person (1) or do not (0)."""
        return self.method == "sum" and bool(self.items) and self.high - self.low == len(self.items)


def score(instrument: Instrument, value: float | None, answers: Mapping[str, float]) -> float:
    """The score of a measure from a single number or from its items (sum or mean, as the scoring says).

    Raises ``BirddogError`` if it is missing, out of range, an item is unknown, or an item that is 0 or 1 is neither: a
    questionnaire that was passed over is not one of which nothing is true.
    """
    if instrument.method == "single":
        if value is None:
            raise BirddogError(
                f"measure {instrument.id}: score is missing; "
                f"it is a number from {instrument.low:g} to {instrument.high:g}"
            )
        return _within(instrument, value)
    if unknown := [item for item in answers if instrument.items and item not in instrument.items]:
        raise BirddogError(
            f"measure {instrument.id}: unknown item {unknown[0]!r}; it has {', '.join(instrument.items)}"
        )
    if instrument.method == "mean":
        if not answers:
            raise BirddogError(f"measure {instrument.id}: answers are missing; give each activity a number")
        return sum(_within(instrument, v) for v in answers.values()) / len(answers)
    for item in instrument.items if instrument.ticked else ():
        if answers.get(item) not in (0, 1):
            told = "missing" if item not in answers else f"{answers[item]:g}"
            raise BirddogError(f"measure {instrument.id}: item {item!r} is {told}; allowed: 0 (no) or 1 (yes)")
    if not answers:
        raise BirddogError(f"measure {instrument.id}: answers are missing; give each item a number")
    return _within(instrument, sum(answers.values()))


def noted(
    instruments: Sequence[Instrument], instrument_id: str, value: float | None, answers: Mapping[str, float]
) -> float | None:
    """The score of a measure in a chart. It was in range when it came in, which is not asked again.

    ``None``: it cannot be told, as the measure is gone and no single number was given.
    """
    method = next((instrument.method for instrument in instruments if instrument.id == instrument_id), "single")
    if method == "single" or not answers:
        return value
    return sum(answers.values()) / (len(answers) if method == "mean" else 1)


def of_chart(content: Content, instrument_id: str) -> Instrument:
    """The instrument a chart names. One that is gone is its name and nothing else: no change of it matters."""
    for instrument in content.instruments:
        if instrument.id == instrument_id:
            return instrument
    return Instrument(instrument_id, content.called(instrument_id), -inf, inf, False, inf, None, -inf, ())


def _within(instrument: Instrument, value: float) -> float:
    if not instrument.low <= value <= instrument.high:
        told = f"{value:g}" if abs(value) < ABSURD else "a very large number"
        raise BirddogError(f"measure {instrument.id}: {told} is outside {instrument.low:g} to {instrument.high:g}")
    return value


def change(instrument: Instrument, first: float, now: float, content: Content) -> Decision[str]:
    """``better``, ``same`` or ``worse`` by the smallest change that matters; ``recovered`` when it is reached.

    A change matters when it reaches the absolute step or, where one is stated, the share of the first
    score (2 points or 30 percent for pain: childs-2005, ostelo-2008).
    """
    gain = (now - first) if instrument.higher_is_better else (first - now)
    share = instrument.matters_share
    step = instrument.matters if share is None or not first else min(instrument.matters, abs(first) * share)
    done = now >= instrument.recovered if instrument.higher_is_better else now <= instrument.recovered
    word = (
        "recovered"
        if done and gain > 0
        else "better"
        if gain >= step
        else "worse"
        if -gain >= instrument.matters
        else "same"
    )
    saw = f"{instrument.id}: {first:g} to {now:g}"
    limit = f"{step:g} points"
    return Decision(word, content.because("birddog-change-that-matters", saw=saw, limit=limit, about=(instrument.id,)))


def instrument_of(row: Mapping[str, Any]) -> Instrument:
    """An instrument from a scoring table (see docs: measure packs)."""
    return Instrument(
        id=row["id"], title=row["title"], low=row["low"], high=row["high"],
        higher_is_better=row["higher_is_better"], matters=row["matters"], matters_share=row.get("matters_share"),
        recovered=row["recovered"], sources=tuple(row["sources"]), licence=row.get("licence", ""),
        items=tuple(row.get("items", ())), method=row.get("method", "single"), prompts=tuple(row.get("prompts", ())),
    )  # fmt: skip


def by_id(instruments: Sequence[Instrument], instrument_id: str) -> Instrument:
    """The instrument with this id, or a ``BirddogError`` that lists what is installed."""
    for instrument in instruments:
        if instrument.id == instrument_id:
            return instrument
    have = ", ".join(i.id for i in instruments)
    raise BirddogError(f"measure: there is no instrument '{instrument_id}'; installed: {have}")
