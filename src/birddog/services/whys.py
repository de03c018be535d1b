"""Why the program changed: the decisions of a chart in plain words, the newest day first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby

from birddog.core.content import Content, Source
from birddog.core.events import Event, IntakeAnswered
from birddog.core.state import Logged
from birddog.core.values import Reason
from birddog.services.did_words import WORDS

QUIET = frozenset({
    "noted", "no-change", "watch", "change-same", "dose-stays-until-report", "within-the-ceiling", "noted-as-helpful",
})  # fmt: skip
"""What was heard and changed nothing."""
SMALL = frozenset({
    "a-little-longer", "work-at-most", "one-step-more", "chosen-more-often", "dose-stays", "arranged", "change-better",
    "change-recovered", "one-step-less", "preferred", "no-harder-form", "made-anew",
})  # fmt: skip
"""Changes that a clinician need not read one by one."""
SLOT = re.compile(r"\{(\w+)[^}]*\}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision as it is shown: what was done (in plain words), why, and the full record for a clinician."""

    id: str
    at: datetime
    did: str
    says: tuple[str, ...]
    quiet: bool
    reasons: tuple[Reason, ...]
    sources: tuple[Source, ...]
    raw: str
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class DayOfWhys:
    """One day: what changed, and what was only noted."""

    date: date
    changed: tuple[Entry, ...]
    noted: tuple[Entry, ...]


def whys(decisions: Sequence[Logged], content: Content) -> tuple[DayOfWhys, ...]:
    """All decisions by day, the newest first; those that one report led to and that did the same stand together."""
    rows = sorted(_entries(decisions, content), key=lambda entry: entry.at, reverse=True)
    days = []
    for day, of_day in groupby(rows, key=lambda entry: entry.at.date()):
        entries = tuple(of_day)
        days.append(DayOfWhys(day, tuple(e for e in entries if not e.quiet), _once(e for e in entries if e.quiet)))
    return tuple(days)


def _once(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each thing that was noted once a day."""
    return tuple({entry.says: entry for entry in entries}.values())


def changes(decisions: Sequence[Logged], content: Content) -> tuple[Entry, ...]:
    """The decisions that changed something, the newest first."""
    return tuple(entry for day in whys(decisions, content) for entry in day.changed)


def since_answers(decisions: Sequence[Logged], events: Sequence[Event]) -> tuple[Logged, ...]:
    """The decisions from the last answered intake on: what earlier answers led to that day no longer holds."""
    last = next((event.id for event in reversed(events) if isinstance(event, IntakeAnswered)), "")
    first = next((n for n, row in enumerate(decisions) if cause_of(row) == last), 0)
    return tuple(decisions[first:])


def of_note(decisions: Sequence[Logged], content: Content) -> tuple[Entry, ...]:
    """The changes that a clinician wants to know of: stages, stops, flares, what hurt and what was left out."""
    return tuple(entry for entry in changes(decisions, content) if entry.phrase not in SMALL)


def led_to(event_id: str, decisions: Sequence[Logged], content: Content) -> tuple[Entry, ...]:
    """What one report led to."""
    return tuple(_entries([row for row in decisions if cause_of(row) == event_id], content))


def cause_of(row: Logged) -> str:
    """The event (or the day) that led to a decision.

    >>> from birddog.core.values import Reason
    >>> cause_of(Logged("morning-1.2", datetime(2026, 3, 2), Reason("r", ""), ""))
    'morning-1'
    """
    return row.id.rpartition(".")[0]


def _entries(decisions: Sequence[Logged], content: Content) -> list[Entry]:
    out = []
    for (_cause, did), rows in groupby(decisions, key=lambda row: (cause_of(row), row.did)):
        told = list(rows)
        phrase, slots = phrase_of(did, content)
        says = tuple(dict.fromkeys(row.reason.says for row in told if row.reason.says))
        reasons = tuple(row.reason for row in told)
        names = dict.fromkeys(source for reason in reasons for source in reason.source)
        sources = tuple(content.sources[name] for name in names if name in content.sources)
        words = _plain(phrase, slots, content) or did
        out.append(Entry(told[0].id, told[0].at, words, says, phrase in QUIET, reasons, sources, did, phrase))
    return out


def phrase_of(did: str, content: Content) -> tuple[str, dict[str, str]]:
    """The id of the phrase that a decision was told with, and what was filled in; ``""`` if it is none of ours."""
    for name, pattern in _patterns(tuple((key, content.phrases[key]) for key in WORDS)):
        if found := pattern.fullmatch(did):
            return name, found.groupdict()
    return "", {}


@cache
def _patterns(phrases: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """A pattern for each phrase; the one with the most words of its own is tried first."""
    rows = sorted(phrases, key=lambda row: -len(SLOT.sub("", row[1])))
    return tuple((name, _pattern(text)) for name, text in rows)


def _pattern(text: str) -> re.Pattern[str]:
    out, at = "", 0
    for slot in SLOT.finditer(text):
        out += re.escape(text[at : slot.start()]) + f"(?P<{slot[1]}>.+?)"
        at = slot.end()
    return re.compile(out + re.escape(text[at:]))


def _plain(phrase: str, slots: dict[str, str], content: Content) -> str:
    """A phrase in everyday words, or nothing when there are none for it."""
    if phrase not in WORDS:
        return ""
    return str(WORDS[phrase]) % {name: _named(value, content) for name, value in slots.items()}


def _named(value: str, content: Content) -> str:
    """Ids as names: an exercise, a stage, or a list of them."""
    stages = {name: plan.title for name, plan in content.stages.items()}
    parts = []
    for part in value.split(", "):
        known = part in content.index
        parts.append(content.exercise(part).name if known else stages.get(part, part))  # type: ignore[call-overload]
    return ", ".join(parts)
