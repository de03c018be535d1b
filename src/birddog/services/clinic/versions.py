"""Two versions of a program side by side: what came in or went, doses, order, stage, and who set it and why.

A version is the program as it stood when it was changed, several on a day if need be. It is replayed from what was
known by then, under the content of today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.utils.dateformat import time_format as time_written
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from birddog.core.chart.chart import run
from birddog.core.content.content import Content
from birddog.core.content.exercise import Dose
from birddog.core.content.values import instant
from birddog.core.given import Given, given, plan
from birddog.core.log.events import ByClinician
from birddog.core.plan.dose_text import written
from birddog.core.state.state import Logged, State
from birddog.core.today import stands, today
from birddog.services.chart.entries import Entry, entries
from birddog.services.chart.reading import Reading
from birddog.services.clinic.program import NOT_GIVEN, Said
from birddog.services.library.labels import short_day
from birddog.services.progress.decision_words import CLINICAL
from birddog.services.progress.why import cause_of, changes

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

STANDS: dict[str, Words] = {
    "stopped": gettext_lazy("exercise stopped"), "pause": gettext_lazy("on a pause"),
    "questions": gettext_lazy("safety questions first"), "none": gettext_lazy("no session"),
    "open": gettext_lazy("exercise open"),
}  # fmt: skip
"""What a day brought, in words."""
LEFT = frozenset({"rests", "direction", "barred", "flare"})
"""Why an exercise of the program is in no session, other than for this day or for want of room."""
RAISES = frozenset({"one-step-more", "one-step-less", "way-back", "a-little-longer"})
"""Decisions about doses alone: too many to be versions of their own; what they came to is compared all the same."""


@dataclass(frozen=True, slots=True)
class Version:
    """The program as it stood ``at`` a moment: who made it and what was done, the latest first in a list.

    ``when``: the day in words, with the time of day where another version is of that day.
    """

    at: datetime
    when: str
    by: str
    did: tuple[str, ...]

    @property
    def key(self) -> str:
        """What an address calls it."""
        return instant(self.at).astimezone(UTC).isoformat()

    @property
    def title(self) -> str:
        """When, who, and what in one line."""
        return f"{self.when}, {self.by}: {'; '.join(self.did)}"


@dataclass(frozen=True, slots=True)
class Row:
    """One difference in words, and why: who did it on which day, with what reason."""

    says: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed from one version to another, by heading; nothing where nothing did."""

    parts: tuple[tuple[Words, tuple[Row, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Stood:
    """The program of one version."""

    state: State
    given: dict[str, Given]
    stands: str
    minutes: int


def versions(reading: Reading) -> tuple[Version, ...]:
    """The versions of a program, the latest first, and as the first of all how it stands now."""
    signed = _signed(reading)
    made = [row for row in reading.decisions if row.phrase not in RAISES]
    rows: dict[datetime, list[str]] = {}
    who: dict[datetime, dict[str, None]] = {}
    for entry in changes(made, reading.content, CLINICAL):
        rows.setdefault(entry.at, []).append(entry.did)
        event = signed.get(cause_of(entry))
        by = (event.clinician if event else "") or _("the program")
        who.setdefault(entry.at, {}).setdefault(by)
    days = Counter(at.date() for at in rows)
    now, today_ = reading.now, reading.now.date()
    still = () if today_ in days else (Version(now, short_day(today_), _("the program"), (_("as it is now"),)),)
    found = (
        Version(at, _when(at, days[at.date()] > 1), ", ".join(who[at]), tuple(dict.fromkeys(did)))
        for at, did in rows.items()
    )
    return (*still, *sorted(found, key=lambda row: instant(row.at), reverse=True))


def chosen(rows: Sequence[Version], asked: str) -> Version | None:
    """The version that an address names, by its moment or by its day, whose last one is meant then."""
    return next((row for row in rows if asked in (row.key, row.at.date().isoformat())), None)


def _when(at: datetime, with_time: bool) -> str:
    """A day in words, by the clock of whoever wrote; with the time of day where days are not enough."""
    day = short_day(at.date())
    # Translators: how a time of day is written, in Django's letters; it must agree with what browsers write.
    return f"{day}, {time_written(at.time(), pgettext('time of day', 'g:i A'))}" if with_time else day


def _signed(reading: Reading) -> dict[str, ByClinician]:
    """What clinicians have written into a chart, by the id of the event."""
    return {event.id: event for event in reading.events if isinstance(event, ByClinician)}


def compared(reading: Reading, first: datetime, last: datetime, language: str, said: Said) -> Compared:
    """What changed between two moments of a chart; the earlier one comes first, in whatever order they are."""
    first, last = sorted((first, last), key=instant)
    chart = entries(reading.person, reading.now)
    before, after = _at(reading, chart, first), _at(reading, chart, last)
    if before is None or after is None:
        return Compared(())
    between = [row for row in reading.decisions if instant(first) < instant(row.at) <= instant(last)]
    told = _Why(reading, between, said)
    parts: tuple[tuple[Words, Iterable[Row]], ...] = (
        (_("The program"), _whole(before, after, reading.content, told)),
        (_("Put in"), _inside(after, before, reading.content, language, told)),
        (_("Taken out"), _inside(before, after, reading.content, language, told)),
        (_("Other doses"), _doses(before, after, reading.content, language, told)),
        (_("Not given, or given again"), _resting(before, after, reading.content, told)),
        (_("Set by hand"), _hands(before, after, reading.content, told)),
        (_("Order"), _order(before, after, reading.content)),
    )
    return Compared(tuple((title, rows) for title, found in parts if (rows := tuple(found))))


def _at(reading: Reading, chart: list[Entry], at: datetime) -> _Stood | None:
    """The program at a moment, as it was known then; ``None`` before the questions were answered."""
    told = [row.event for row in chart if row.event.instant <= instant(at)]
    if not told:
        return None
    folded = run(told, reading.content, at)
    state = folded.state
    if state.intake is None:
        return None
    sessions = plan(folded, at, reading.pace)
    inside = {row.exercise: row for row in given(folded.course, state, at.date(), sessions)}
    return _Stood(state, inside, stands(today(folded, at, reading.pace), state), state.intake.time.minutes)


class _Why:
    """Who changed an exercise between two versions, and why; the sentence of a rule is said once."""

    def __init__(self, reading: Reading, between: list[Logged], said: Said) -> None:
        self.said, self.told = said, set[str]()
        self.between = sorted(between, key=lambda row: instant(row.at), reverse=True)
        self.events = _signed(reading)

    def about(self, exercise: str) -> tuple[str, ...]:
        """The latest decision about an exercise."""
        wanted = f"exercise:{exercise}"
        return self._latest(row for row in self.between if exercise in row.reason.about or _names(row, wanted))

    def of(self, *phrases: str) -> tuple[str, ...]:
        """The latest decision of one of these kinds."""
        return self._latest(row for row in self.between if row.phrase in phrases)

    def _latest(self, rows: Iterator[Logged]) -> tuple[str, ...]:
        row = next(rows, None)
        if row is None:
            return ()
        event, day = self.events.get(cause_of(row)), short_day(row.at.date())
        if event is None:
            why = self.said(row.reason)
            once = f"{day}, {_('the program')}" + ("" if why in self.told else f": {why}")
            self.told.add(why)
            return (once,)
        note = next((text for name in ("note", "reason") if (text := getattr(event, name, ""))), "")
        by = f"{event.clinician}, {event.license}" if event.license else event.clinician
        return (f"{day}, {by}: {note}" if note else f"{day}, {by}",)


def _names(row: Logged, wanted: str) -> bool:
    return any(wanted in value.removeprefix("list:").split("|") for _name, value in row.slots)


def _whole(before: _Stood, after: _Stood, content: Content, told: _Why) -> Iterator[Row]:
    """Stage, what the days brought, minutes, and what a therapist has set for the whole."""
    was, now = before.state, after.state
    if was.stage != now.stage:
        stages = {"was": content.stages[was.stage].title, "stage": content.stages[now.stage].title}
        yield Row(_("Stage: %(stage)s instead of %(was)s") % stages, told.of("stage", "back-to", "flare"))
    if before.stands != after.stands:
        days = {"was": STANDS[before.stands], "now": STANDS[after.stands]}
        yield Row(_("Now: %(now)s; before: %(was)s") % days, ())
    if before.minutes != after.minutes:
        minutes = {"now": after.minutes, "was": before.minutes}
        yield Row(_("%(now)s minutes a session instead of %(was)s") % minutes, told.of("arranged"))
    if was.stage_locked != now.stage_locked:
        locked = _("No later stage opens on its own") if now.stage_locked else _("Later stages open on their own again")
        yield Row(locked, told.of("edit-lock_stage", "edit-unlock_stage"))
    if was.waits != now.waits:
        waits = _("Additions and rises wait for approval") if now.waits else _("Additions and rises apply at once")
        yield Row(waits, told.of("edit-proposals_wait", "edit-proposals_apply"))


def _inside(here: _Stood, there: _Stood, content: Content, language: str, told: _Why) -> Iterator[Row]:
    """What is in the program of one version and not in that of the other; a rung of the same ladder is named."""
    for name, row in here.given.items():
        if name in there.given:
            continue
        rung = _rung(name, there, content)
        says = f"{content.called(name)}, {_doses_in(row, language)}"
        yield Row(f"{says} ({rung})" if rung else says, told.about(name))


def _rung(name: str, there: _Stood, content: Content) -> str:
    """How an exercise stands to one of the other version on its ladder, in words; empty without one."""
    if name not in content.index:
        return ""
    own = content.exercise(name)
    for other in there.given:
        if other in own.easier:
            return _("a step up from %(exercise)s") % {"exercise": content.called(other)}
        if other in own.harder:
            return _("a step down from %(exercise)s") % {"exercise": content.called(other)}
    return ""


def _doses(before: _Stood, after: _Stood, content: Content, language: str, told: _Why) -> Iterator[Row]:
    for name, row in after.given.items():
        was = before.given.get(name)
        if was is None:
            continue
        doses = {"exercise": content.called(name), "now": _doses_in(row, language), "was": _doses_in(was, language)}
        if doses["now"] != doses["was"]:
            yield Row(_("%(exercise)s: %(now)s instead of %(was)s") % doses, told.about(name))


def _doses_in(row: Given, language: str) -> str:
    """The doses of an exercise, each with its sessions where they differ."""
    return "; ".join(_dose_in(dose, names, len(row.doses) > 1, language) for dose, names in row.doses)


def _dose_in(dose: Dose, names: tuple[str, ...], several: bool, language: str) -> str:
    return f"{written(dose, language)} ({', '.join(names)})" if several else written(dose, language)


def _resting(before: _Stood, after: _Stood, content: Content, told: _Why) -> Iterator[Row]:
    """What is in both programs, and left out of the sessions in one of them for more than the day or the room."""
    for name, row in after.given.items():
        was, now = before.given.get(name), row.why in LEFT
        if was is None or (was.why in LEFT) == now:
            continue
        why = str(NOT_GIVEN[row.why]) % {"day": short_day(row.until) if row.until else ""} if now else _("Given again.")
        yield Row(f"{content.called(name)}: {why}", told.about(name))


def _hands(before: _Stood, after: _Stood, content: Content, told: _Why) -> Iterator[Row]:
    """Doses that are set, exercises that are kept or were taken out by hand, and vetoes that were overridden."""
    was, now = before.state, after.state
    pairs: tuple[tuple[Words, Words, frozenset[str], frozenset[str]], ...] = (
        (_("Dose set: %(exercise)s"), _("Dose free again: %(exercise)s"), frozenset(was.pinned), frozenset(now.pinned)),
        (_("Kept: %(exercise)s"), _("May be exchanged again: %(exercise)s"), was.kept, now.kept),
        (_("Not to be given: %(exercise)s"), _("Allowed again: %(exercise)s"), was.removed, now.removed),
        (_("Veto overridden: %(exercise)s"), _("Veto holds again: %(exercise)s"),
         frozenset(row.exercise for row in was.overrides), frozenset(row.exercise for row in now.overrides)),
    )  # fmt: skip
    for new, gone, then, here in pairs:
        for text, names in ((new, here - then), (gone, then - here)):
            yield from (Row(str(text) % {"exercise": content.called(e)}, told.about(e)) for e in sorted(names))


def _order(before: _Stood, after: _Stood, content: Content) -> Iterator[Row]:
    """The order of what both versions hold, if it is another one."""
    was = [name for name in before.given if name in after.given and not before.given[name].why]
    now = [name for name in after.given if name in was and not after.given[name].why]
    was = [name for name in was if name in now]
    if was != now:
        yield Row(_("Now: %(names)s") % {"names": ", ".join(content.called(name) for name in now)}, ())
        yield Row(_("Before: %(names)s") % {"names": ", ".join(content.called(name) for name in was)}, ())
