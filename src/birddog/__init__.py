"""Birddog: physical therapy of low back pain, from answers to a safe program that explains itself.

The few functions that most notebooks need::

    import birddog
    from datetime import date

    intake = birddog.read_intake({...})               # checked against the schema
    birddog.screen(intake, date(2026, 3, 2))          # disposition and reasons
    birddog.prescribe(intake, date(2026, 3, 2))       # program, reasons, what is left out
    folded = birddog.replay(events, now)              # a chart to its state and decisions
    birddog.today(events, now)                        # what to do today
    birddog.follow(events).today(now)                 # the same for a chart that grows: add(event), ask again
    birddog.explain(folded, "e4.1")                   # one decision, in both kinds of words

Content is the one that comes with the package unless another is given as ``content=``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from birddog.api import explain, follow, prescribe, read_chart, read_event, read_intake, replay, screen, today
    from birddog.core.content.values import BirddogError, Decision, Disposition, Reason

__version__ = "0.1.0"
__all__ = [
    "BirddogError",
    "Decision",
    "Disposition",
    "Reason",
    "explain",
    "follow",
    "prescribe",
    "read_chart",
    "read_event",
    "read_intake",
    "replay",
    "screen",
    "today",
]
VALUES = ("BirddogError", "Decision", "Disposition", "Reason")


def __getattr__(name: str) -> Any:
    """A public name, loaded when it is first asked for: ``birddog --version`` needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module 'birddog' has no attribute {name!r}")
    value = getattr(import_module("birddog.core.content.values" if name in VALUES else "birddog.api"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
