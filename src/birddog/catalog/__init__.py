"""Reads content files and people's files, checks them, and builds the values that ``core`` decides with."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from birddog.catalog.charts import event_schema, intake_schema, read_chart, read_event, read_intake, stored_event
    from birddog.catalog.language import LANGUAGES, load_language
    from birddog.catalog.library import content_folder, load, load_default

__all__ = [
    "LANGUAGES",
    "content_folder",
    "event_schema",
    "intake_schema",
    "load",
    "load_default",
    "load_language",
    "read_chart",
    "read_event",
    "read_intake",
    "stored_event",
]
MODULES = {"LANGUAGES": "language", "load_language": "language", "content_folder": "library", "load": "library",
           "load_default": "library"}  # fmt: skip
"""Where a name comes from when that is not ``charts``."""


def __getattr__(name: str) -> Any:
    """A name of this package, loaded when it is first asked for: a list of exercises needs no reader of charts."""
    if name not in __all__:
        raise AttributeError(f"module 'birddog.catalog' has no attribute {name!r}")
    value = getattr(import_module(f"birddog.catalog.{MODULES.get(name, 'charts')}"), name)
    globals()[name] = value
    return value
