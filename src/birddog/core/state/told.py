"""Decisions and reasons in the words of a content: what was decided in one language can be told in another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from birddog.core.content.content import Content, StagePlan
from birddog.core.content.exercise import Exercise
from birddog.core.content.values import Reason, instant
from birddog.core.log.stored_form import from_stored, to_stored
from birddog.core.screen.screening import CONSULT, CONSULTED, consult_says
from birddog.core.state.state import Logged

Slots = tuple[tuple[str, str], ...]
"""What stands in a phrase, by name: ``exercise:ID``, ``stage:NAME``, ``list:`` of such, or ``text:`` as it is."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What stands for an exercise or a stage in a phrase when the content does not hold it any more."""

    id: str
    name: str
    title: str


Place = tuple[datetime, int]
"""Where an event stands in a chart: its time, and its number among those of the same time."""


@dataclass(frozen=True, slots=True)
class Step:
    """A decision, and the event (time and number) at which it was made."""

    at: datetime
    number: int
    logged: Logged

    def as_record(self) -> dict[str, Any]:
        """The step as JSON values, as it is recorded."""
        return {"n": self.number, **to_stored(self.logged)}


def recorded(row: dict[str, Any]) -> Step:
    """The step that ``as_record`` made these JSON values of; ``ValueError`` if they are none."""
    logged = from_stored(Logged, {name: part for name, part in row.items() if name != "n"})
    return Step(instant(logged.at), from_stored(int, row.get("n")), logged)


def holding(records: Iterable[tuple[Place | None, Sequence[Step]]]) -> list[Step]:
    """Of records in the order in which they were made, what still holds, in order of time.

    A record that decides again, from a place on, takes back what was told of it and of all after it.
    """
    steps: list[Step] = []
    for again, told in records:
        if again is not None:
            steps = [step for step in steps if (step.at, step.number) < again]
        steps += told
    return sorted(steps, key=lambda step: (step.at, step.number))


def exercises(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Exercises, for a slot that holds a list."""
    return tuple(f"exercise:{each}" for each in ids)


def words(phrase: str) -> str:
    """A phrase, for a slot that holds a list."""
    return f"phrase:{phrase}"


def slots_of(given: Mapping[str, object]) -> Slots:
    """What was filled in, as references that do not depend on a language."""
    return tuple((name, _reference(value)) for name, value in given.items())


def _reference(value: object) -> str:
    if isinstance(value, Exercise):
        return f"exercise:{value.id}"
    if isinstance(value, StagePlan):
        return f"stage:{value.name}"
    return "list:" + "|".join(value) if isinstance(value, tuple) else f"text:{value}"


def in_phrase(phrase: str, slots: Slots, content: Content) -> str:
    """The phrase in the language of ``content``, with what was filled in."""
    return content.phrase(phrase, **{name: _value(reference, content) for name, reference in slots})


def _value(reference: str, content: Content) -> object:
    kind, _, name = reference.partition(":")
    if kind == "exercise":
        return content.exercise(name) if name in content.index else Gone(name, content.called(name), name)
    if kind == "stage":
        return next((plan for plan in content.stages.values() if plan.name == name), Gone(name, name, name))
    return ", ".join(_named(each, content) for each in name.split("|") if each) if kind == "list" else name


def _named(reference: str, content: Content) -> str:
    kind, _, name = reference.partition(":")
    if kind == "exercise":
        return content.named([name])
    if kind == "stage":
        return content.phrase("stage-name", stage=_value(reference, content))
    return content.phrase(name) if kind == "phrase" and name in content.phrases else name


def told_in(content: Content, logged: Logged) -> Logged:
    """A decision as ``content`` tells it; what it has no words for any more stays as it was told."""
    did = in_phrase(logged.phrase, logged.slots, content) if logged.phrase in content.phrases else logged.did
    return replace(logged, reason=reason_in(content, logged.reason), did=did)


def reason_in(content: Content, reason: Reason) -> Reason:
    """A reason as ``content`` says it: by danger sign, cluster, finding, veto or rule."""
    says = _says(content, reason)
    return reason if says is None or says == reason.says else replace(reason, says=says)


def _says(content: Content, reason: Reason) -> str | None:
    if (item := content.items_by_id.get(reason.rule)) is not None:
        return item.says if reason.saw.endswith(": yes") else content.phrase("not-sure", says=item.says)
    for rows in (content.clusters, content.findings, content.vetoes):
        if (found := next((row.says for row in rows if row.id == reason.rule), None)) is not None:
            return found
    if reason.rule == CONSULT and reason.saw in CONSULTED:
        return consult_says(reason.saw, content)
    rule = content.rules.get(reason.rule)
    return None if rule is None else rule.patient
