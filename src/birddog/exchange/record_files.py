"""The record of what was decided, as a file: one record a line; and what this version would decide instead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from birddog.core.content.values import BirddogError
from birddog.core.state.state import Logged
from birddog.core.state.told import Place, Step, holding, recorded


@dataclass(frozen=True, slots=True)
class Difference:
    """A decision that was told (``None``: nothing was) and what would be decided now (``None``: nothing).

    ``content`` and ``code`` are the versions that told it.
    """

    id: str
    then: Logged | None
    now: Logged | None
    content: str = ""
    code: str = ""


def jsonl(records: Iterable[dict[str, Any]]) -> str:
    """Records as lines of JSON."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in records)


def differences(lines: Iterable[str], decisions: Sequence[Logged], where: str = "record") -> tuple[Difference, ...]:
    """Where the decisions of a replay are not those that a record tells, in order of time.

    Words are not compared, only what was decided: rule, what it saw and was held against, and what was done. Raises
    ``BirddogError`` naming the line that is no record.
    """
    steps, made_by = _read(lines, where)
    then = {step.logged.id: step.logged for step in steps}
    now = {logged.id: logged for logged in decisions}
    ids = sorted({*then, *now}, key=lambda name: ((then.get(name) or now[name]).at.isoformat(), name))
    return tuple(
        Difference(name, then.get(name), now.get(name), *made_by.get(name, ("", "")))
        for name in ids
        if _decided(then.get(name)) != _decided(now.get(name))
    )


def _decided(logged: Logged | None) -> tuple[object, ...] | None:
    if logged is None:
        return None
    reason = logged.reason
    return reason.rule, reason.saw, reason.limit, reason.about, logged.phrase, logged.slots


def _read(lines: Iterable[str], where: str) -> tuple[list[Step], dict[str, tuple[str, str]]]:
    """The steps that hold, and by which content and code each was told."""
    records: list[tuple[Place | None, list[Step]]] = []
    made_by: dict[str, tuple[str, str]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            again = row["again"] and (datetime.fromisoformat(row["again"][0]), int(row["again"][1]))
            steps = [recorded(each) for each in row["decisions"]]
            made_by |= {step.logged.id: (str(row["content"]), str(row["code"])) for step in steps}
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            raise BirddogError(f"{where} line {number}: it is no record of what was decided ({error})") from error
        records.append((again, steps))
    return holding(records), made_by
