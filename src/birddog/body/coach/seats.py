"""Sessions that come and go among those that advance together, each at its own pace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from birddog.body.coach import engine
from birddog.body.coach.engine import Plan, Said, State
from birddog.body.coach.signals import Frames


def step(state: State, frame: Frames, made: Plan) -> tuple[State, Said]:
    """`engine.step` where some sessions have no frame: those stay as they are, and nothing is said of them."""
    after, said = engine.step(state, frame, made)
    return (after if frame.here.all() else _where(frame.here, after, state)), said


def reseated(state: State, rows: Sequence[int], made: Plan) -> State:
    """The state under another plan. rows (S,): where each of its sessions sat before; -1: it begins now.

    Raises ``ValueError`` when rows and plan are not of one length.
    """
    if len(rows) != len(made.targets):
        raise ValueError(f"rows: {len(rows)} for {len(made.targets)} targets; one for each")
    places = np.array(rows, dtype=np.int64)
    moved: State = _moved(engine.begin(made), state, np.flatnonzero(places >= 0), places[places >= 0])
    return moved


def _where(here: Any, after: Any, before: Any) -> Any:
    if is_dataclass(after) and not isinstance(after, type):
        return replace(after, **{f.name: _where(here, getattr(after, f.name), getattr(before, f.name))
                                 for f in fields(after)})  # fmt: skip
    return np.where(here.reshape(-1, *(1,) * (after.ndim - 1)), after, before)


def _moved(fresh: Any, old: Any, to: Any, source: Any) -> Any:
    """Rows of every array put where they sit now. Sessions with more fault rules make wider arrays than before."""
    if is_dataclass(fresh) and not isinstance(fresh, type):
        return replace(fresh, **{f.name: _moved(getattr(fresh, f.name), getattr(old, f.name), to, source)
                                 for f in fields(fresh)})  # fmt: skip
    out = fresh.copy()
    kept = tuple(slice(0, min(a, b)) for a, b in zip(out.shape[1:], old.shape[1:], strict=True))
    out[(to, *kept)] = old[(source, *kept)]
    return out
