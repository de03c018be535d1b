"""What a state forgets: reports so old that no decision reads them, so that a state stays small for years.

Nothing is lost by it: the chart holds every report, and pages that show them read them there.
"""

from __future__ import annotations

from datetime import date, timedelta

from birddog.core.content.content import Content
from birddog.core.state.state import State

REPORTS = 64
"""So many reports of pain are kept before anything is forgotten."""
KEPT_DAYS = 42
"""Days of red reports and of sessions that are kept: the bounds of the rules let none look back further."""
LATEST = 3
"""So many reports stay whatever their age."""
MEASURES = 12
"""Of each measure the first score and so many of the latest stay."""
NOTES = 12
"""So many notes of a therapist stay."""

Reports = list[tuple[date, float]]


def forget(state: State, day: date, content: Content) -> None:
    """Let go of what no decision on ``day`` or later can read: birddog-worsening looks back furthest."""
    worsening = content.values.worsening
    since = day - timedelta(days=worsening.recent + worsening.before)
    if len(state.pains) > REPORTS:
        state.pains = _lately(state.pains, since)
    if len(state.leg_pains) > REPORTS:
        state.leg_pains = _with_any_pain(state.leg_pains, _lately(state.leg_pains, since))
    if any(len(rows) > MEASURES + 1 for rows in state.measures.values()):
        state.measures = {name: _first_and_latest(rows) for name, rows in state.measures.items()}
    if len(state.notes) > NOTES:
        state.notes = state.notes[-NOTES:]


def _lately(reports: Reports, since: date) -> Reports:
    old = sum(on < since for on, _ in reports)
    return reports[min(old, len(reports) - LATEST) :]


def _with_any_pain(all_: Reports, lately: Reports) -> Reports:
    """Whether the leg ever hurt is asked without a limit of time."""
    if any(pain for _, pain in lately):
        return lately
    return [row for row in all_ if row[1]][-1:] + lately


def _first_and_latest(rows: tuple[tuple[date, float], ...]) -> tuple[tuple[date, float], ...]:
    return rows if len(rows) <= MEASURES + 1 else (rows[0], *rows[-MEASURES:])
