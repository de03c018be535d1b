"""Going through the intake: the answers so far, the next question, and when to stop and send for help.

Each answer is kept at once in the person's ``Draft``. An answer that makes the case urgent is written into the chart
as well, as an intake of what was answered so far; if the answer is changed, a correction follows in the chart. The
draft stays until the intake is complete.

Two pages may be open at once, one of them older than the draft. A step changes its own answers and nothing else, and
each page says what it showed (``Flow.seen``): an answer that was given elsewhere since is not undone by an older page,
while one that is more pressing counts whichever page it comes from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from birddog import catalog
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError, Disposition
from birddog.core.person.facts import facts
from birddog.core.screen.emergency import at_once
from birddog.core.screen.heard import note_of
from birddog.core.screen.screening import screen
from birddog.records import store
from birddog.records.models import Draft, Person
from birddog.services.chart.log import record_one
from birddog.services.chart.reading import Reading
from birddog.services.contents import content_of
from birddog.services.intake import body_map
from birddog.services.intake.again import taken_over
from birddog.services.intake.asked_once import at_the_list, with_none
from birddog.services.intake.form import (
    Answers,
    Field,
    MissingError,
    Posted,
    Step,
    Told,
    UnusableError,
    get,
    put,
    read,
)
from birddog.services.intake.more import FOLLOWED
from birddog.services.intake.result import given_level
from birddog.services.intake.signs import NOTE
from birddog.services.intake.steps import steps

PRESSING = (None, "no", "unsure", "yes")
"""Answers to a danger sign, from the calmest to the most pressing."""

LONGEST_ID = 50
"""Characters; the ids of urgent answers and their corrections are made from it."""


class IntakeOverError(BirddogError):
    """The intake was finished, or begun again, on another page."""


@dataclass(frozen=True)
class Stop:
    """An urgent answer that was written into the chart: its event, and the step that it was given in."""

    event: str
    step: str
    open: bool = True
    at: str = ""


@dataclass(frozen=True)
class Flow:
    """An intake under way. ``id`` is the id of the event that it will become; ``asked`` the day its questions began.

    ``elsewhere``: what was posted last did not replace an answer that another page had given in the meantime.
    """

    id: str
    answers: Answers
    marks: tuple[str, ...]
    done: tuple[str, ...]
    stops: tuple[Stop, ...]
    language: str
    now: datetime
    asked: date
    told: Told
    content: Content
    applying: tuple[Step, ...] = field(default=())
    elsewhere: bool = False

    def step(self, step_id: str) -> Step | None:
        """A step that applies, by id."""
        return next((step for step in self.applying if step.id == step_id), None)

    def place(self, step: Step) -> int:
        """Its number among the steps that apply, from 1."""
        return self.applying.index(step) + 1

    def before(self, step: Step) -> Step | None:
        """The step before this one."""
        place = self.applying.index(step)
        return self.applying[place - 1] if place else None

    @property
    def open_step(self) -> Step | None:
        """The first step that was not gone through yet, or lacks a compulsory answer."""
        return next((s for s in self.applying if s.id not in self.done or self.lacks(s)), None)

    def lacks(self, step: Step) -> bool:
        """Whether a compulsory answer is missing in a step."""
        return any(f.needed and get(self.answers, f.path) is None for f in step.asked(self.told))

    def seen(self, step: Step) -> str:
        """What a page with this step shows now, in short: its form brings it back."""
        told = [get(self.answers, path) for asked in step.fields for path in asked.paths]
        marks = [self.marks for asked in step.fields if asked.kind == "body"]
        return hashlib.sha256(json.dumps([self.id, told, marks]).encode()).hexdigest()[:12]

    @property
    def level(self) -> Disposition:
        """How pressing the answers are; open questions do not count."""
        asked_next = [sign for sign, path in FOLLOWED.items() if get(self.answers, path) is None]
        return given_level(self.told.intake, self.content, self.told.today, asked_next)

    @property
    def urgent(self) -> bool:
        """Whether something that was answered needs help before any more questions."""
        return self.level >= Disposition.URGENT

    @property
    def slip(self) -> bool:
        """Whether the urgent answer that stands may still be taken back: an emergency only at once."""
        stop = self.stop
        if stop is None or not stop.at or self.level < Disposition.EMERGENCY:
            return stop is not None
        return at_once(datetime.fromisoformat(stop.at), self.now, self.content)

    @property
    def stop(self) -> Stop | None:
        """The urgent answer that stands."""
        return next((stop for stop in reversed(self.stops) if stop.open), None)


def flow_of(person: Person, language: str, now: datetime) -> Flow | None:
    """The intake that a person is in the middle of, if there is one.

    Danger signs that were answered longer ago than a chart lets them stand are asked anew, and all that changes with
    them. One that this version of the questions cannot read is begun again.
    """
    draft = Draft.objects.filter(person=person).first()
    if draft is None or "id" not in draft.answers:
        return None
    kept = draft.answers
    stops = tuple(Stop(**stop) for stop in kept["stops"])
    asked = date.fromisoformat(kept["asked"]) if "asked" in kept else draft.began.date()
    stands = date.fromisoformat(kept["stands"]) if kept.get("stands") else None
    try:
        marks, done, own = tuple(kept["marks"]), tuple(kept["done"]), content_of(person, language)
        flow = _flow(kept["id"], kept["intake"], marks, done, stops, language, now, asked, own, stands)
    except BirddogError:
        return None
    fresh = own.values.weekly_screen.days
    if flow.stop is not None or (now.date() - asked).days < fresh:
        return flow
    again = taken_over(flow.told.intake, now)
    return _flow(flow.id, again, (), (), stops, language, now, now.date(), own, stands)


def _flow(
    id_: str, answers: Answers, marks: tuple[str, ...], done: tuple[str, ...], stops: tuple[Stop, ...], language: str,
    now: datetime, asked: date, content: Content, stands: date | None,
) -> Flow:  # fmt: skip
    today = now.date()
    intake = catalog.read_intake(answers, content)
    told = Told(intake, facts(intake, today, content.values), today, marks, content.values, stands)
    applying = tuple(step for step in steps(content) if step.when(told))
    return Flow(id_, answers, marks, done, stops, language, now, asked, told, content, applying)


def _with(flow: Flow, answers: Answers, marks: tuple[str, ...], done: tuple[str, ...]) -> Flow:
    """The same intake with other answers."""
    return _flow(
        flow.id, answers, marks, done, flow.stops, flow.language, flow.now, flow.asked, flow.content, flow.told.stands
    )


def begin(person: Person, event_id: str, reading: Reading | None, language: str, now: datetime) -> Flow:
    """A new intake, which will become the event ``event_id``.

    What an earlier one said and still holds is filled in, but no danger sign. Raises ``BirddogError`` for an id that
    cannot be used.
    """
    if not 1 <= len(event_id) <= LONGEST_ID or recorded(person, event_id):
        raise BirddogError(f"id is {event_id[:80]!r}; allowed: one of 1 to {LONGEST_ID} characters, not used before")
    answers = {} if reading is None or reading.state.intake is None else taken_over(reading.state.intake, now)
    emergency = None if reading is None else reading.state.emergency
    stands = None if emergency is None else emergency.since.date()
    made = _flow(event_id, answers, (), (), (), language, now, now.date(), content_of(person, language), stands)
    with store.writing():
        store.locked(person)
        _keep(person, made)
    return made


def answer(person: Person, flow: Flow, step: Step, posted: Posted, seen: str = "") -> tuple[Flow, dict[str, str]]:
    """Keep what was posted for a step, beside all that is kept by now, and say what is wrong (path to message).

    With an answer that cannot be used nothing is kept. What was passed over is asked again, unless what was answered
    needs help before any more questions. ``seen`` is what the page showed; without it the page counts as new. Raises
    ``BirddogError`` if the answers do not hold together, ``IntakeOverError`` if there is no such intake any more.
    """
    with store.writing():
        flow = _as_kept(person, flow)
        answers, errors = taken(flow, step, posted)
        if not all(isinstance(error, MissingError) for error in errors.values()):
            return flow, _said(errors)
        older = seen not in ("", flow.seen(step))
        left = tuple(asked for asked in step.asked(flow.told) if older and _undoes(flow, asked, answers))
        marks = flow.marks
        for asked in left:
            _copy_answers(flow.answers, answers, asked)
        if any(asked.kind == "body" and asked not in left and asked.path not in errors for asked in step.fields):
            marks = tuple(value for value in posted.get("episode.where", ()) if value)
        done = flow.done if errors or step.id in flow.done else (*flow.done, step.id)
        after = _settled(person, _pruned(_with(flow, answers, marks, done)), step.id)
    return replace(after, elsewhere=bool(left)), {} if after.stop else _said(errors)


def _said(errors: Mapping[str, UnusableError]) -> dict[str, str]:
    return {path: str(error) for path, error in errors.items()}


def _as_kept(person: Person, flow: Flow) -> Flow:
    """The same intake as it is kept now; nobody else changes it until the transaction ends."""
    store.locked(person)
    found = flow_of(person, flow.language, flow.now)
    if found is None or found.id != flow.id:
        raise IntakeOverError(f"intake: '{flow.id}' was finished or begun again on another page")
    return found


def _undoes(flow: Flow, asked: Field, answers: Answers) -> bool:
    """Whether ``answers`` take back what is kept for a question, and are not more pressing."""
    before, after = ([get(some, path) for path in asked.paths] for some in (flow.answers, answers))
    if before == after or not any(value is not None for value in before):
        return False
    if asked.path.startswith("red_flags."):
        return PRESSING.index(after[0]) < PRESSING.index(before[0])
    instead = _copy(flow.answers)
    _copy_answers(answers, instead, asked)
    return _with(flow, instead, flow.marks, flow.done).level <= flow.level


def _copy_answers(source: Answers, target: Answers, asked: Field) -> None:
    for path in asked.paths:
        put(target, path, get(source, path))


def taken(flow: Flow, step: Step, posted: Posted) -> tuple[Answers, dict[str, UnusableError]]:
    """The answers with those of one step, and what cannot be used or was passed over (path to error)."""
    answers: Answers = _copy(flow.answers)
    errors: dict[str, UnusableError] = {}
    posted = with_none(step, flow.told, posted)
    for asked in step.asked(flow.told):
        try:
            value = read(asked, posted, flow.told.today)
        except UnusableError as error:
            errors[asked.path] = error
            continue
        if asked.kind == "body":
            body_map.answer(answers, value or (), flow.marks)
        else:
            put(answers, asked.path, value)
    _about_the_words(flow, step, answers)
    if answers != flow.answers:
        put(answers, "certain", None)  # confirmed of other answers
    return answers, at_the_list(step, flow.told, posted, errors)


def _about_the_words(flow: Flow, step: Step, answers: Answers) -> None:
    """Answers about free text name the text that they are about; for other words they are asked anew."""
    now = note_of(catalog.read_intake({"life": answers.get("life", {})}, flow.content))
    if step.id == NOTE:
        put(answers, "life.note_answers.text", now or None)
    elif now != note_of(flow.told.intake):
        put(answers, "life.note_answers", None)


def confirm(person: Person, flow: Flow, certain: str) -> Flow:
    """The person says that answers which seemed not to fit together are so; what is not asked about stays as it is."""
    with store.writing():
        flow = _as_kept(person, flow)
        asked = screen(flow.told.intake, flow.content, flow.told.today).asks
        if certain and certain in {each.certain for each in asked}:
            flow = _with(flow, {**flow.answers, "certain": [*flow.told.intake.certain, certain]}, flow.marks, flow.done)
            _keep(person, flow)
    return flow


def undo(person: Person, flow: Flow, stop_event: str = "") -> Flow:
    """The last urgent answer was a mistake: its step is open again, and the chart is corrected.

    ``stop_event`` is the one that the page showed; if another one stands by now, nothing is taken back.
    """
    with store.writing():
        flow = _as_kept(person, flow)
        stop = flow.stop
        step = flow.step(stop.step) if stop else None
        if stop is None or step is None or stop_event not in ("", stop.event) or not flow.slip:
            return flow
        answers, marks = _copy(flow.answers), flow.marks
        for asked in step.fields:
            if asked.path.startswith("red_flags.") and get(answers, asked.path) == "no":
                continue  # the others on its page were no mistake
            if asked.kind == "body":
                marks = ()
            for path in asked.paths:
                put(answers, path, None)
        done = tuple(name for name in flow.done if name != step.id)
        others = [one.step for one in flow.stops if one.open and one.step != step.id]
        return _settled(person, _with(flow, answers, marks, done), others[-1] if others else step.id)


def finish(person: Person, flow: Flow) -> None:
    """Write the complete intake into the chart; the draft is done with. Raises ``BirddogError`` if answers are open,
    or need help first."""
    with store.writing():
        flow = _as_kept(person, flow)
        if (step := flow.open_step) is not None:
            raise BirddogError(f"intake: step '{step.id}' is not answered yet")
        if flow.stop is not None:
            raise BirddogError(f"intake: what was answered in step '{flow.stop.step}' needs help first")
        record_one(person, _event(flow.id, flow), flow.now)
        Draft.objects.filter(person=person).delete()


def recorded(person: Person, event_id: str) -> bool:
    """Whether the intake is in the chart already: the last button was pressed twice."""
    return bool(event_id) and store.find(person, event_id) is not None


def _settled(person: Person, flow: Flow, step_id: str) -> Flow:
    """Keep the answers, and tell the chart what is urgent or no longer so; within ``writing``."""
    stop = flow.stop
    if flow.urgent:
        flow = _stopped(person, flow, step_id)
    elif stop is not None:
        body = {"id": f"{stop.event}-corrected", "at": flow.now.isoformat(), "type": "correction",
                "corrects": stop.event, "change": {"intake": flow.answers}}  # fmt: skip
        record_one(person, body, flow.now)
        flow = replace(flow, stops=tuple(replace(one, open=False) for one in flow.stops))
    _keep(person, flow)
    return flow


def _stopped(person: Person, flow: Flow, step_id: str) -> Flow:
    """The urgent answers in the chart; once, however often the same answer is sent."""
    told = store.find(person, flow.stop.event) if flow.stop else None
    if told is not None and told.body["intake"] == flow.answers:
        return flow
    stop = Stop(f"{flow.id}-stop-{len(flow.stops) + 1}", step_id, at=flow.now.isoformat())
    record_one(person, _event(stop.event, flow), flow.now)
    return replace(flow, stops=(*flow.stops, stop))


def _event(event_id: str, flow: Flow) -> dict[str, Any]:
    return {"id": event_id, "at": flow.now.isoformat(), "type": "intake", "intake": flow.answers}


def _keep(person: Person, flow: Flow) -> None:
    stops = [{"event": stop.event, "step": stop.step, "open": stop.open, "at": stop.at} for stop in flow.stops]
    kept = {"id": flow.id, "intake": flow.answers, "marks": list(flow.marks), "done": list(flow.done), "stops": stops,
            "asked": flow.asked.isoformat(),
            "stands": flow.told.stands.isoformat() if flow.told.stands else ""}  # fmt: skip
    Draft.objects.update_or_create(person=person, defaults={"answers": kept})


def _pruned(flow: Flow) -> Flow:
    """Without answers to questions that no longer apply, such as those on a pregnancy that was taken back."""
    asked = {path for step in flow.applying for f in step.asked(flow.told) for path in f.paths}
    known = {path for step in steps(flow.content) for f in step.fields for path in f.paths}
    gone = [path for path in known - asked if get(flow.answers, path) is not None]
    if not gone:
        return flow
    answers = _copy(flow.answers)
    for path in gone:
        put(answers, path, None)
    return _pruned(_with(flow, answers, flow.marks, flow.done))


def _copy(answers: Mapping[str, Any]) -> Answers:
    return {name: _copy(part) if isinstance(part, dict) else part for name, part in answers.items()}


def shown(asked: Field, flow: Flow) -> Any:
    """The answer to a question as it was given; of the body map, the marks."""
    return list(flow.marks) if asked.kind == "body" else get(flow.answers, asked.path)
