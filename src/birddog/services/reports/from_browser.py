"""What a person's own browser sends, some of it late: from forms and sessions, by the clock of the device.

A chart counts its weeks and stages from an intake, so a device whose clock stood at 1970 would make a program that is
over before it begins. With ``sent``, the time of sending by that clock, its error is known and taken out. A clock that
was put right in between, or a sender that names no such time, leaves only this: danger signs hold for a week
(``birddog-weekly-screen``), so an intake counts as told a week ago at the earliest. It is not refused, as it may hold
the one answer that sends for help; what was answered "no" is then asked again before any exercise. Charts with a
history are taken in by the services for import and demonstration, not by this door.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.core.log.events import BY_CLINICIANS
from birddog.records import store
from birddog.records.models import Person
from birddog.services.chart.log import Receipt, check_writable, record
from birddog.services.contents import content_of
from birddog.services.fields import event_of_fields

NOT_A_PERSONS = (*BY_CLINICIANS, "reissue")
"""Kinds of events that a person does not write: a therapist or the program does."""
PUT_RIGHT = ("session", "morning", "pain", "aerobic", "measure", "swap", "flare_over", "pause", "coach")
"""Kinds that a person may correct or withdraw. A danger sign that was told is not taken back: it is answered again."""
TELLS_SOMETHING = ("arrange", "morning", "pain", "aerobic")
"""Kinds whose form, sent without an answer, tells nothing: it is no report. Danger signs are another matter."""
CLOCKS_AGREE = timedelta(minutes=5)
"""Two clocks that differ by less count as the same: the way to the server takes time too."""


def tell(person: Person, told: Sequence[Mapping[str, Any]], now: datetime, sent: str = "") -> list[Receipt]:
    """Take in what a browser sends; a receipt for each, in order.

    An event may hold ``fields`` (names and texts of a form) instead of its own. ``sent`` is the time of sending by the
    clock of the device; where that clock is wrong, the times of the events are put right by as much.
    """
    wrong = clock_error(sent, now)
    receipts: dict[int, Receipt] = {}
    bodies: dict[int, dict[str, Any]] = {}
    late: set[int] = set()
    for place, given in enumerate(told):
        try:
            event = _event(given, now, wrong, content_of(person))
            bodies[place] = _not_long_ago(event, content_of(person), now)
            if bodies[place] is not event:
                late.add(place)
            _refuse_taking_back(person, bodies[place], told)
        except BirddogError as error:
            bodies.pop(place, None)
            late.discard(place)
            receipts[place] = Receipt(str(given.get("id", ""))[:80], "refused", str(error))
    receipts.update(zip(bodies, record(person, list(bodies.values()), now), strict=True))
    for place in late:
        if receipts[place].status == "stored":
            receipts[place] = replace(receipts[place], message=_("This came late, so we ask the danger signs again."))
    return [receipts[place] for place in range(len(told))]


def _not_long_ago(event: dict[str, Any], content: Content, now: datetime) -> dict[str, Any]:
    """An intake told a week ago at the earliest; see the module. Anything else as it is."""
    if event.get("type") != "intake":
        return event
    try:
        at = datetime.fromisoformat(event["at"])
    except (KeyError, TypeError, ValueError):
        return event  # left for the check of the event
    first = now - timedelta(days=content.values.weekly_screen.days)
    return {**event, "at": first.isoformat()} if (at if at.tzinfo else at.replace(tzinfo=now.tzinfo)) < first else event


def _refuse_taking_back(person: Person, event: Mapping[str, Any], told: Sequence[Mapping[str, Any]]) -> None:
    """A ``BirddogError`` for a correction of safety answers, of a wish, or of anything a person does not write."""
    name = event.get("corrects")
    if event.get("type") != "correction" or not isinstance(name, str):
        return
    if isinstance(change := event.get("change"), Mapping) and "actor" in change:
        raise BirddogError(f"change.actor is {change['actor']!r}: who told something is not corrected")
    check_writable(event)
    kept = store.find(person, name)
    kinds = [kept.type] if kept else [str(other.get("type", "")) for other in told if other.get("id") == name]
    if wrong := [kind for kind in kinds if kind not in PUT_RIGHT]:
        raise BirddogError(
            f"corrects is {name!r}, of type {wrong[0]!r}; allowed: {', '.join(PUT_RIGHT)} (answer the questions again)"
        )


def clock_error(sent: str, now: datetime) -> timedelta:
    """How far the device's clock is ahead of ours; zero when it says nothing or the two agree."""
    try:
        theirs = datetime.fromisoformat(sent)
    except ValueError:
        return timedelta()
    ahead = theirs - now if theirs.tzinfo else timedelta()
    return ahead if abs(ahead) > CLOCKS_AGREE else timedelta()


def _event(given: Mapping[str, Any], now: datetime, wrong: timedelta, content: Content) -> dict[str, Any]:
    kind, fields = str(given.get("type", "")), given.get("fields")
    if kind in NOT_A_PERSONS:
        raise BirddogError(f"type is {kind!r}: this is not for the person to write")
    if fields is None:
        event = dict(given)
    elif isinstance(fields, dict) and all(_texts(values) for values in fields.values()):
        own = {name: given[name] for name in ("id", "at") if name in given}
        event = {**event_of_fields(kind, _each_ticked_or_not(_without_addresses(fields), content), now), **own}
        if kind in TELLS_SOMETHING and not event.keys() - {"type", "id", "at"}:
            raise BirddogError(_("Nothing was chosen or written yet."))
    else:
        raise BirddogError("fields: names of fields, each with a list of texts")
    if wrong and "at" in event:
        event["at"] = _put_right(event["at"], wrong)
    return event


def _without_addresses(fields: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """A form's ``back`` says where to go when it is refused; a report of pain has a ``back`` too."""
    return {
        name: [value for value in values if not (name == "back" and value.startswith("/"))]
        for name, values in fields.items()
    }


def _each_ticked_or_not(fields: Mapping[str, list[str]], content: Content) -> Mapping[str, list[str]]:
    """The form of a questionnaire of sentences with an answer for each: what was not ticked is a no, if anything was
    ticked, "none of these" (``none``) among it."""
    name = "".join(fields.get("instrument", ()))
    items = next((one.items for one in content.instruments if one.id == name and one.ticked), ())
    ticked = [item for item in items if fields.get(f"answers.{item}")]
    if not items or not (ticked or fields.get("none")):
        return fields
    if ticked and fields.get("none"):
        raise BirddogError(_("You checked “none of these” and something else. Please uncheck one of them."))
    return {**fields, **{f"answers.{item}": ["1" if item in ticked else "0"] for item in items}}


def _texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _put_right(at: Any, wrong: timedelta) -> Any:
    """The time without the device's error; what is not a time is left for the check of the event."""
    try:
        return (datetime.fromisoformat(at) - wrong).isoformat()
    except (TypeError, ValueError, OverflowError):
        return at
