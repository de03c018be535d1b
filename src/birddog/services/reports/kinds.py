"""The fields of each kind of report that a person may put right: what they are called, and how they are asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext_lazy as _

from birddog.core.log.events import Event
from birddog.services.library.labels import short_day

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

Asked = Literal["pain", "number", "choice", "many", "flag", "day", "text"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an event. ``choices``: value and words; ``most``: the largest number."""

    name: str
    label: Words
    asked: Asked
    choices: tuple[tuple[str, Words], ...] = ()
    most: int = 0


YES_NO: tuple[tuple[str, Words], ...] = (("yes", _("Yes")), ("no", _("No")))
TRUE_FALSE: tuple[tuple[str, Words], ...] = (("true", _("Yes")), ("false", _("No")))
LEG: tuple[tuple[str, Words], ...] = (
    ("none", _("No")), ("same", _("Yes, the same as before")), ("up", _("The feeling moved up toward my back")),
    ("down", _("The feeling moved farther down my leg")),
)  # fmt: skip
KINDS: tuple[tuple[str, Words], ...] = (
    ("dull", _("dull")), ("sharp", _("sharp")), ("burning", _("burning")), ("tingling", _("tingling")),
    ("cramping", _("cramping")), ("stiff", _("stiff")),
)  # fmt: skip
TRIGGERS: tuple[tuple[str, Words], ...] = (
    ("sitting", _("sitting")), ("standing", _("standing")), ("walking", _("walking")), ("bending", _("bending")),
    ("lifting", _("lifting")), ("lying", _("lying down")), ("stress", _("stress")), ("other", _("something else")),
)  # fmt: skip
NOTE = Field("note", _("Note"), "text")
USUAL = Field("usual", _("No more than usual"), "flag")

FIELDS: dict[str, tuple[Field, ...]] = {
    "session": (
        USUAL, Field("pain_before", _("Pain before"), "pain"), Field("pain_during", _("Worst pain during"), "pain"),
        Field("pain_after", _("Pain after"), "pain"),
        Field("over_mild_minutes", _("Minutes of more than mild pain"), "number", most=2880),
        Field("leg", _("Did you feel it in your leg?"), "choice", LEG),
        Field("adverse", _("Did anything else happen?"), "choice", YES_NO),
        Field("adverse_note", _("What happened?"), "text"), NOTE,
    ),
    "coach": (Field("wrong", _("The coach was wrong"), "flag"),),
    "morning": (
        USUAL, Field("pain", _("Back pain"), "pain"), Field("leg_pain", _("Leg pain"), "pain"),
        Field("soreness", _("Are your muscles sore?"), "choice",
              (("none", _("No")), ("mild", _("A little")), ("strong", _("A lot")))),
        Field("stiff_minutes", _("Minutes of stiffness after getting up"), "number", most=1440),
        Field("woken", _("Did pain wake you more than usual?"), "choice", TRUE_FALSE), NOTE,
    ),
    "pain": (
        Field("back", _("Back pain"), "pain"), Field("leg", _("Leg pain"), "pain"),
        Field("kinds", _("What the pain feels like"), "many", KINDS),
        Field("triggers", _("What brought it on"), "many", TRIGGERS), NOTE,
    ),
    "aerobic": (
        Field("minutes", _("Minutes"), "number", most=600), Field("pain_after", _("Pain after"), "pain"), NOTE,
    ),
    "pause": (
        Field("why", _("Why"), "choice", (("away", _("Away")), ("ill", _("Ill")), ("other", _("Something else")))),
        Field("until", _("Last day of the pause"), "day"),
    ),
    "measure": (), "swap": (), "flare_over": (),
}  # fmt: skip


def told(event: Event) -> Iterator[tuple[Field, str]]:
    """The fields of a report that were told, each with what was said, in words."""
    for field in FIELDS.get(event.type, ()):
        value = getattr(event, field.name)
        if value not in (None, "", (), False) or (value is False and field.asked == "choice"):
            yield field, _words(field, value)


def _words(field: Field, value: Any) -> str:
    names = dict(field.choices)
    if field.asked == "pain":
        return str(_("{n} out of 10")).format(n=f"{value:g}")
    if field.asked == "many":
        return ", ".join(str(names[each]) for each in value)
    if field.asked == "choice":
        return str(names[as_text(value)])
    if field.asked == "flag":
        return str(_("Yes"))
    if isinstance(value, date):
        return short_day(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def as_text(value: Any) -> str:
    """The value of a field as a form holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def filled(event: Event | None, kind: str) -> list[tuple[Field, Any]]:
    """The fields of a kind with what a form shows in them: texts, and a list where many can be chosen."""
    rows: list[tuple[Field, Any]] = []
    for field in FIELDS[kind]:
        value = getattr(event, field.name) if event is not None else None
        rows.append((field, [as_text(each) for each in value or ()] if field.asked == "many" else as_text(value)))
    return rows
