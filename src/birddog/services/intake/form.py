"""A step of the intake as data, and how what was typed into it becomes answers.

Answers are kept in the shape of the intake's JSON. What was left empty is taken out: it is "not said", never "no".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _

from birddog import catalog
from birddog.catalog.charts import intake_schema
from birddog.core.content.rule_values import RuleValues
from birddog.core.person.facts import Facts
from birddog.core.person.intake import Intake
from birddog.services.numbers import TwoMeaningsError, typed_number

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

Kind = Literal["choice", "short", "rows", "many", "scale", "number", "duration", "text", "date", "activities", "body"]
Posted = Mapping[str, Sequence[str]]
Answers = dict[str, Any]

NOTHING_AT_ALL = "none"
"""Ticked in a list of things at hand: there is none of them, which is an answer."""
WEEKS_OF = {"days": 1 / 7, "weeks": 1.0, "months": 365.25 / 84, "years": 365.25 / 7}
"""Weeks in one of each unit in which a length of time is told."""
MOST_ACTIVITIES = 3
BODY_PATHS = ("episode.where", "leg.reach", "leg.side")
"""What the body map answers."""


@dataclass(frozen=True)
class Told:
    """What is known so far; ``marks`` are the parts of the body map that were marked, ``values`` the rules' numbers.

    ``stands``: the day of an emergency that was told of earlier and that no clinician has examined yet.
    """

    intake: Intake
    known: Facts
    today: date
    marks: tuple[str, ...]
    values: RuleValues
    stands: date | None = None


When = Callable[[Told], bool]


def always(told: Told) -> bool:
    """Asked of everyone."""
    del told
    return True


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen."""

    value: str
    label: Words


@dataclass(frozen=True)
class Field:
    """One question.

    ``path`` is its place in the intake; ``kind`` says how it is asked (``choice``: answers one below the other,
    ``short``: side by side, ``rows``: no, yes or not sure); ``needed``: it cannot be passed over; ``calm`` is what
    "none of these" answers; ``past``: a date that cannot lie ahead; ``quote`` makes the hint out of
    what was told; ``part`` names the part of its step that it stands in; ``more``: it is folded away, for who likes to
    say more.
    """

    path: str
    label: Words
    kind: Kind
    choices: tuple[Choice, ...] = ()
    hint: Words = ""
    needed: bool = False
    calm: str = ""
    past: bool = False
    when: When = always
    quote: Callable[[Told], Words] | None = None
    part: str = ""
    more: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """Every place in the intake that it fills."""
        return BODY_PATHS if self.kind == "body" else (self.path,)


@dataclass(frozen=True)
class Part:
    """Questions of a step that belong together. ``none`` and ``some``: the two answers to all of its calm questions, of
    which the second opens each; ``others``: how the first is called where one has an answer of its own."""

    id: str
    title: Words = ""
    none: Words = ""
    some: Words = ""
    others: Words = ""

    @property
    def path(self) -> str:
        """The name of its answer to all."""
        return f"all.{self.id}"


@dataclass(frozen=True)
class Step:
    """One screen. ``pick``: its one question is answered, and gone on from, with a single press."""

    id: str
    title: Words
    fields: tuple[Field, ...]
    why: Words = ""
    parts: tuple[Part, ...] = ()
    pick: bool = False
    chapter: Words = ""
    when: When = always

    def asked(self, told: Told) -> tuple[Field, ...]:
        """The questions that apply."""
        return tuple(
            replace(field, hint=field.quote(told)) if field.quote else field
            for field in self.fields
            if field.when(told)
        )

    @property
    def headed(self) -> bool:
        """Whether its parts have headings of their own, beside which its title says nothing more."""
        return len(self.parts) > 1 and all(part.title for part in self.parts)

    @property
    def needed(self) -> bool:
        """Whether it holds a question that cannot be passed over."""
        return any(field.needed for field in self.fields)


class UnusableError(ValueError):
    """What was typed cannot be used; the message says what to write instead."""


class MissingError(UnusableError):
    """A question that cannot be passed over was."""


def get(answers: Answers, path: str) -> Any:
    """The answer at ``path``, or ``None``."""
    here: Any = answers
    for name in path.split("."):
        here = here.get(name) if isinstance(here, dict) else None
    return None if here == "unanswered" else here


def put(answers: Answers, path: str, value: Any) -> None:
    """Set the answer at ``path``; ``None`` takes it out, with what becomes empty around it."""
    *way, last = path.split(".")
    here, around = answers, []
    for name in way:
        around.append((here, name))
        here = here.setdefault(name, {})
    if value is None:
        here.pop(last, None)
    else:
        here[last] = value
    for outer, name in reversed(around):
        if not outer[name]:
            del outer[name]


def read(field: Field, posted: Posted, today: date) -> Any:
    """The answer in what was posted, ``None`` if there is none. Raises ``UnusableError``."""
    value = _READERS[field.kind](field, posted)
    if field.past and value is not None and date.fromisoformat(value) > today:
        raise UnusableError(_("This day has not come yet. Please check the date."))
    if value is None and field.needed:
        raise MissingError(_("Please answer this one. “Not sure” is a fine answer too.") if field.choices
                       else _("Please fill this in."))  # fmt: skip
    return value


def _given(posted: Posted, name: str) -> str:
    values = posted.get(name) or [""]
    return values[-1].strip()


def _one(field: Field, posted: Posted) -> str | int | None:
    value = _given(posted, field.path)
    if value and value not in {choice.value for choice in field.choices}:
        raise UnusableError(_("Please choose one of the answers."))
    if value and shape_of(field.path).get("type") == "integer":
        return int(value)
    return value or None


def _several(field: Field, posted: Posted) -> list[str] | None:
    known = [choice.value for choice in field.choices]
    ticked = [value for value in posted.get(field.path) or () if value]
    if any(value not in known for value in ticked):
        raise UnusableError(_("Please choose from the list."))
    if NOTHING_AT_ALL in ticked:
        if len(ticked) > 1:
            raise UnusableError(_("You checked “none of these” and something else. Please uncheck one of them."))
        return []
    return ticked or None


def _number(field: Field, posted: Posted) -> float | int | None:
    return number(_given(posted, field.path), field.path)


def number(typed: str, path: str) -> float | int | None:
    """A number as people type it, within the limits of the field at ``path``. Raises ``UnusableError``."""
    if not typed:
        return None
    shape = shape_of(path)
    whole = "integer" in (shape["type"] if isinstance(shape["type"], list) else [shape["type"]])
    low, high = shape.get("minimum"), shape.get("maximum")
    try:
        value = typed_number(typed)
    except TwoMeaningsError as error:
        raise UnusableError(str(error)) from error
    except ValueError:
        raise UnusableError(
            _("Please write a number, such as %(example)s.") % {"example": 45 if whole else 5}
        ) from None
    if not (low is None or value >= low) or not (high is None or value <= high) or not isfinite(value):
        raise UnusableError(_("Please give a number from %(low)s to %(high)s.") % {"low": low, "high": high})
    if whole and value != int(value):
        raise UnusableError(_("Please give a whole number."))
    return int(value) if value == int(value) else value


def _duration(field: Field, posted: Posted) -> float | None:
    unit = _given(posted, f"{field.path}.unit")
    typed = _given(posted, field.path)
    if not typed:
        return None
    if unit not in WEEKS_OF:
        raise UnusableError(_("Please say whether these are days, weeks, months or years."))
    told = number(typed, field.path)
    assert told is not None
    weeks = round(told * WEEKS_OF[unit], 4)
    if weeks > shape_of(field.path)["maximum"]:
        raise UnusableError(_("That is longer than a lifetime. Please check the number."))
    return weeks


def spell(weeks: float | None) -> tuple[str, str]:
    """A length in weeks as a number and its unit, the longest unit in which it is whole."""
    if weeks is None:
        return "", ""
    for unit in ("years", "months", "weeks", "days"):
        told = weeks / WEEKS_OF[unit]
        if round(told) >= 1 and abs(told - round(told)) < 0.01:
            return str(round(told)), unit
    return f"{weeks:.1f}", "weeks"


def _text(field: Field, posted: Posted) -> str | None:
    return text(_given(posted, field.path), field.path)


def text(typed: str, path: str) -> str | None:
    """Free text, not longer than the field at ``path`` holds. Raises ``UnusableError``."""
    most = shape_of(path)["maxLength"]
    if len(typed) > most:
        raise UnusableError(_("Please make this shorter: at most %(most)s characters.") % {"most": most})
    return typed or None


def _date(field: Field, posted: Posted) -> str | None:
    typed = _given(posted, field.path)
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise UnusableError(_("Please write the date like this: 2026-03-02 (year, month, day).")) from None
    if not 1920 <= day.year <= 2150:
        raise UnusableError(_("Please check the year."))
    return day.isoformat()


def _activities(field: Field, posted: Posted) -> list[Answers] | None:
    told = []
    for row in range(MOST_ACTIVITIES):
        name = text(_given(posted, f"{field.path}.{row}.activity"), f"{field.path}.activity")
        score = number(_given(posted, f"{field.path}.{row}.score"), f"{field.path}.score")
        if name is None and score is not None:
            raise UnusableError(_("Please write which activity the number is about."))
        if name is not None:
            told.append({"activity": name, **({} if score is None else {"score": score})})
    return told or None


_READERS: dict[Kind, Callable[[Field, Posted], Any]] = {
    "choice": _one, "short": _one, "rows": _one, "scale": _number, "number": _number, "many": _several,
    "duration": _duration, "text": _text, "date": _date, "activities": _activities, "body": _several,
}  # fmt: skip


def shape_of(path: str) -> dict[str, Any]:
    """The schema of the field at ``path``; of the entries, where a list stands on the way."""
    here = _schema()
    for name in path.split("."):
        here = here["items"] if here.get("type") == "array" else here
        here = here["properties"][name] if "properties" in here else here["additionalProperties"]
    return here


@cache
def _schema() -> dict[str, Any]:
    return intake_schema(catalog.load_default())
