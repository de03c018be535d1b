"""Why the program changed: the decisions of a chart in plain words, the newest day first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from birddog.core.content.content import Content, Source
from birddog.core.content.values import Reason, instant
from birddog.core.state.state import Logged
from birddog.core.state.told import Slots
from birddog.present import NOT_FINDINGS
from birddog.services.progress.decision_words import CLINICAL, DIRECTIONS, NAMED, RENAMED, WORDS
from birddog.services.progress.measures import measure_names

if TYPE_CHECKING:
    from birddog.services.progress.decision_words import Wording

QUIET = frozenset({
    "noted", "no-change", "watch", "change-same", "dose-stays-until-report", "within-the-ceiling", "noted-as-helpful",
    "harder-after-good-sessions",
})  # fmt: skip
"""What was heard and changed nothing."""
SMALL = frozenset({
    "a-little-longer", "one-step-more", "chosen-more-often", "dose-stays", "arranged", "change-better",
    "change-recovered", "one-step-less", "way-back", "new-exercise", "offered-again", "half-at-first", "preferred",
    "no-harder-form", "made-anew", "no-exercise-shown",
})  # fmt: skip
"""Changes that a clinician need not read one by one."""
PLANNED = frozenset({"start-in-stage", "program-staged", "program-acute"})
"""What an intake plans, which does not begin when the same answers stop it."""
ONLY_LESS = "list:phrase:dose-lowered"
"""What a leg report left out, if that was nothing but some of the dose."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision as it is shown: what was done (in plain words) to which exercises, why, and the full record."""

    id: str
    at: datetime
    words: str
    about: tuple[str, ...]
    says: tuple[str, ...]
    quiet: bool
    reasons: tuple[Reason, ...]
    sources: tuple[Source, ...]
    phrase: str = ""

    @property
    def did(self) -> str:
        """What was done, with the names of the exercises it was done to."""
        return f"{self.words}: {', '.join(self.about)}" if self.about else self.words


@dataclass(frozen=True, slots=True)
class DayOfWhys:
    """One day: what changed, and what was only noted."""

    date: date
    changed: tuple[Entry, ...]
    noted: tuple[Entry, ...]


def whys(decisions: Sequence[Logged], content: Content, words: Wording = WORDS) -> tuple[DayOfWhys, ...]:
    """All decisions by day, the newest first; on each day nothing stands twice. ``words``: how phrases are told."""
    rows = sorted(_entries(decisions, content, words), key=lambda entry: instant(entry.at), reverse=True)
    days = []
    for day, of_day in groupby(rows, key=lambda entry: entry.at.date()):
        entries = tuple(of_day)
        changed, said = _once((entry for entry in entries if not entry.quiet), frozenset())
        noted, _ = _once((entry for entry in entries if entry.quiet), said)
        days.append(DayOfWhys(day, changed, tuple(entry for entry in noted if entry.says)))
    return tuple(days)


def _once(entries: Iterable[Entry], said: frozenset[str]) -> tuple[tuple[Entry, ...], frozenset[str]]:
    """What was done alike stands together, and a sentence that was ``said`` is not said again."""
    rows: dict[tuple[str, tuple[str, ...]], Entry] = {}
    for entry in entries:
        key = (entry.words, entry.says if entry.about else ())
        rows[key] = _together(rows[key], entry) if key in rows else entry
    out = []
    for entry in rows.values():
        out.append(replace(entry, says=tuple(line for line in entry.says if line not in said)))
        said |= frozenset(entry.says)
    return tuple(out), said


def _together(one: Entry, other: Entry) -> Entry:
    return replace(
        one,
        about=tuple(dict.fromkeys((*one.about, *other.about))),
        says=tuple(dict.fromkeys((*one.says, *other.says))),
        reasons=tuple(dict.fromkeys((*one.reasons, *other.reasons))),
        sources=tuple(dict.fromkeys((*one.sources, *other.sources))),
    )


def changes(decisions: Sequence[Logged], content: Content, words: Wording = WORDS) -> tuple[Entry, ...]:
    """The decisions that changed something, the newest first."""
    return tuple(entry for day in whys(decisions, content, words) for entry in day.changed)


def since_answers(decisions: Sequence[Logged], last: str) -> tuple[Logged, ...]:
    """The decisions from the last answered intake (by id) on: what earlier answers led to no longer holds."""
    first = next((n for n, row in enumerate(decisions) if cause_of(row) == last), 0)
    return tuple(decisions[first:])


def of_note(decisions: Sequence[Logged], content: Content) -> tuple[Entry, ...]:
    """The changes that a clinician wants to know of: stages, stops, flares, what hurt and what was left out."""
    told = [row for row in decisions if row.reason.rule not in NOT_FINDINGS and _of_note(row)]
    rows = changes(told, content, CLINICAL)
    return tuple(entry for entry in rows if entry.phrase not in SMALL)


def _of_note(row: Logged) -> bool:
    """Whether a decision can be of note; the others of a long chart need not be put into words."""
    phrase = RENAMED.get((row.phrase, row.reason.rule), row.phrase)
    return phrase == "no-exercise-shown" or phrase not in QUIET | SMALL


def led_to(event_id: str, decisions: Sequence[Logged], content: Content) -> tuple[Entry, ...]:
    """What one report led to."""
    return tuple(_entries([row for row in decisions if cause_of(row) == event_id], content, WORDS))


def cause_of(row: Logged | Entry) -> str:
    """The event (or the day) that led to a decision.

    >>> from birddog.core.content.values import Reason
    >>> cause_of(Logged("morning-1.2", datetime(2026, 3, 2), Reason("r", ""), ""))
    'morning-1'
    """
    return row.id.rpartition(".")[0]


def _entries(decisions: Sequence[Logged], content: Content, words: Wording) -> list[Entry]:
    groups = groupby(decisions, key=lambda row: (cause_of(row), row.phrase, row.slots))
    told = [(cause, _entry(list(rows), content, words)) for (cause, _, _), rows in groups]
    stopped = {cause for cause, entry in told if entry.phrase == "no-exercise-shown"}
    return [entry for cause, entry in told if cause not in stopped or entry.phrase not in PLANNED]


def _entry(rows: list[Logged], content: Content, wording: Wording) -> Entry:
    """What one report did, with all its reasons. Where the title names no exercise, the lines do."""
    first, reasons = rows[0], tuple(row.reason for row in rows)
    phrase = "less-next-time" if dict(first.slots).get("out") == ONLY_LESS else first.phrase
    phrase = RENAMED.get((phrase, reasons[0].rule), phrase)
    about = tuple(dict.fromkeys(name for reason in reasons for name in names_of(reason, content)))
    words = _plain(str(wording.get(phrase, "")), first.slots, about, content) or first.did
    titled = phrase in NAMED or "%(" in str(wording.get(phrase, ""))
    says = _lines(reasons, titled, content)
    ids = dict.fromkeys(source for reason in reasons for source in reason.source)
    sources = tuple(content.sources[name] for name in ids if name in content.sources)
    return Entry(
        first.id, first.at, words, about if phrase in NAMED else (), says, phrase in QUIET, reasons, sources, phrase
    )  # fmt: skip


def _lines(reasons: Iterable[Reason], titled: bool, content: Content) -> tuple[str, ...]:
    """What reasons say, each sentence once, after the names of all exercises that it is about."""
    rows: dict[str, list[str]] = {}
    for reason in reasons:
        if reason.says:
            rows.setdefault(reason.says, []).extend(() if titled else names_of(reason, content))
    return tuple(f"{', '.join(dict.fromkeys(names))}: {says}" if names else says for says, names in rows.items())


def names_of(reason: Reason, content: Content) -> tuple[str, ...]:
    """The names of the exercises, or of the measure, that a reason is about."""
    named = content.called
    return tuple(
        named(name) if name in content.index else measure_names().get(name, named(name)) for name in reason.about
    )


def _plain(text: str, slots: Slots, about: tuple[str, ...], content: Content) -> str:
    """The words for a phrase with what was filled in."""
    return text % {**{name: _named(reference, content) for name, reference in slots}, "about": ", ".join(about)}


def _named(reference: str, content: Content) -> str:
    """A reference as a name: an exercise, a stage, a direction of movement, or a list of them."""
    kind, _, name = reference.partition(":")
    if kind == "list":
        return ", ".join(_named(each, content) for each in name.split("|"))
    if kind == "exercise":
        return content.called(name)
    if kind == "stage":
        return next((plan.title for plan in content.stages.values() if plan.name == name), name)
    return str(DIRECTIONS.get(name, name))
