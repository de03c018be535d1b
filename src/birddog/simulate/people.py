"""The made-up people: all example intakes, and those of ``people.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from birddog.catalog.library import content_folder
from birddog.core.content.values import BirddogError

Answers = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """A made-up person: a name and the answers of the intake, as JSON values."""

    name: str
    answers: Answers

    @property
    def pain(self) -> float:
        """Back pain over the week before, 0 to 10; 4 if it was not told."""
        told = self.answers.get("pain", {})
        return float(next((told[name] for name in ("back_week", "back_now") if told.get(name) is not None), 4))

    @property
    def pregnant(self) -> bool:
        """Whether the person is pregnant at the start, with a due date."""
        return self._pregnancy.get("status") == "yes" and self.due is not None

    @property
    def due(self) -> date | None:
        """The due date that was told."""
        told = self._pregnancy.get("due")
        return date.fromisoformat(told) if told else None

    @property
    def _pregnancy(self) -> dict[str, Any]:
        told: dict[str, Any] = self.answers.get("conditions", {}).get("pregnancy", {})
        return told

    @property
    def fitness(self) -> str:
        """Activity level as told: ``low``, ``some`` or ``high``."""
        told = self.answers.get("life", {}).get("activity", "some")
        return told if told in ("low", "some", "high") else "some"

    def time(self, name: str, otherwise: int) -> int:
        """``minutes``, ``per_day`` or ``days_per_week`` as told."""
        return int(self.answers.get("time", {}).get(name, otherwise))


def over(base: Any, change: Any) -> Any:
    """``change`` laid over ``base``: objects key by key, everything else as a whole.

    >>> over({"time": {"minutes": 15, "per_day": 1}}, {"time": {"minutes": 30}})
    {'time': {'minutes': 30, 'per_day': 1}}
    """
    if isinstance(base, dict) and isinstance(change, dict):
        return {key: over(base.get(key), change[key]) if key in change else base[key] for key in {**base, **change}}
    return change


@cache
def people() -> dict[str, Made]:
    """Everyone, by name, in order of name within examples and made-up people."""
    package = content_folder().parent
    folders = (package / "examples" / "intakes", package.parents[1] / "examples" / "intakes")
    folder = next((path for path in folders if path.is_dir()), None)
    if folder is None:
        raise BirddogError(f"examples: there is no folder {folders[0]}; install the package again")
    read = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
    told = json.loads((Path(__file__).parent / "people.json").read_text(encoding="utf-8"))
    made = {name: over(told["base"], change) for name, change in told["people"].items()}
    everyone = {**read, **made}
    return {name: Made(name, over(answers, {"person": {"id": name}})) for name, answers in everyone.items()}
