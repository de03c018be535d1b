"""A field of an answer with the words that the schema, the forms and the messages show."""

from __future__ import annotations

from dataclasses import field
from typing import Any


def ask(title: str, description: str, default: Any = None, **limits: Any) -> Any:
    """A field with the words and limits that the schema, forms and messages show.

    ``limits`` are JSON Schema words: ``minimum``, ``maximum``, ``maxLength``, ``minItems``, ``uniqueItems``,
    ``examples``; and ``gone``: what a stored option counts as that there is no more.
    A list, dict or class given as ``default`` is made anew for each value.
    """
    words = {"title": title, "description": description, **limits}
    if callable(default):
        return field(default_factory=default, metadata=words)
    return field(default=default, metadata=words)
