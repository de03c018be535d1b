"""Planted mistakes about what a therapist's word reaches (C16)."""

from __future__ import annotations

from birddog.verify.mutants import Mutant, code, data, value, veto

CLINICIANS: tuple[Mutant, ...] = (
    code(
        "an override opens every veto of its exercise",
        "C16",
        "state.vetoes",
        "for name, exercise in past if name == veto.id)",
        "for name, exercise in past if exercise)",
    ),
    code(
        "what is never overridden is not looked at",
        "C16",
        "state.vetoes",
        "return value in veto.values and value not in veto.never",
        "return value in veto.values",
    ),
    data(
        "half a year after surgery may be overridden",
        "C16",
        veto("surgery-under-six-months", never=frozenset({"recent", "not_cleared", "unanswered"})),
    ),
    data("an unsure answer on bones may be overridden", "C16", veto("thin-bones", never=frozenset({"unanswered"}))),
    code(
        "an override outlives the answer it was made for",
        "C16",
        "state.vetoes",
        "and getattr(known, veto.fact) == row.saw",
        "and row.saw",
    ),
    code("an override has no last day", "C16", "state.vetoes", "row.since <= day <= row.until", "row.since <= day"),
    data("an override of a year", "C16", value("birddog-override", "days", 365)),
    code(
        "a danger sign leaves overrides standing",
        "C16",
        "chart.overrides",
        'any(answer in ("yes", "unsure") for answer in told.values())',
        'any(answer == "" for answer in told.values())',
    ),
    code(
        "a red report leaves overrides standing",
        "C16",
        "chart.setbacks",
        "end_at_red(course, state, at, cause, named)",
        "end_at_red(course, state, at, cause, ('',))",
    ),
    code(
        "an override goes over to the next therapist",
        "C16",
        "chart.overrides",
        "lambda row: (row.clinician, row.license) != new)",
        "lambda row: not row.clinician)",
    ),
    code(
        "doses rise without an answer",
        "C16",
        "chart.earned",
        "state.tracks = unraised",
        "unraised = state.tracks",
    ),
    code(
        "bouts come more often without an answer",
        "C16",
        "chart.bouts",
        "grown = min(grown, state.bouts_held)",
        "grown = max(grown, state.bouts_held)",
    ),
    code(
        "what waits holds a lowering back",
        "C16",
        "chart.setbacks",
        "if not about:\n        state.back",
        "if not about and not state.waits:\n        state.back",
    ),
    code(
        "a red report leaves proposals standing",
        "C16",
        "chart.proposals",
        "if open_ and not old and _as_it_was(state, row):",
        "if not old and _as_it_was(state, row):",
    ),
    data("a proposal waits ten weeks", "C16", value("birddog-proposals-wait", "days", 70)),
    code(
        "a signed screening overwrites what the person told",
        "C16",
        "chart.attested",
        'if told in ("yes", "unsure") and item not in event.red_flags',
        'if told == "yes" and item not in event.red_flags',
    ),
)
