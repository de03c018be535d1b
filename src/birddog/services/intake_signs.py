"""The danger signs as steps: what needs help at once stands first, one question a screen; the others by group."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from birddog.core.content import Content, ScreenItem
from birddog.core.heard import heard
from birddog.core.screening import applies
from birddog.core.values import Disposition
from birddog.services.intake_form import Choice, Field, Step, Told, When, always

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

NO_YES_UNSURE = (Choice("no", _("No")), Choice("yes", _("Yes")), Choice("unsure", _("Not sure")))
SAFETY = _("Safety questions")
GROUPS: dict[str, Words] = {
    "cauda_equina": _("Feeling, bladder and bowels"),
    "legs": _("Legs"),
    "vessels": _("Heart, breathing and blood vessels"),
    "pregnancy": _("Pregnancy"),
    "infection": _("Infection"),
    "cancer": _("Earlier illness"),
    "fracture": _("Bones"),
    "systemic": _("The pattern of the pain"),
    "mind": _("How you are"),
}
"""Groups of danger signs as they are called on a page."""


def danger_signs(content: Content) -> list[Step]:
    """All signs that are asked of everyone, the most pressing groups first."""
    asked = [item for item in content.screen_items if not item.only_if]
    at_once = [item for item in asked if item.yes >= Disposition.URGENT]
    rest: dict[str, list[ScreenItem]] = {}
    for item in asked:
        if item.yes < Disposition.URGENT:
            rest.setdefault(item.group, []).append(item)
    return [_alone(item) for item in at_once] + [_together(group, items) for group, items in rest.items()]


def pregnancy_signs(content: Content) -> list[Step]:
    """The signs that are asked only in a pregnancy, or in the weeks after a birth."""
    asked = [item for item in content.screen_items if item.only_if]
    return [_alone(item, lambda told, item=item: applies(item, told.known)) for item in asked]  # type: ignore[misc]


def _alone(item: ScreenItem, when: When = always) -> Step:
    return Step(
        item.id, item.question, (_field(item),), pick=True, when=when, chapter=GROUPS.get(item.group, SAFETY)
    )  # fmt: skip


def _together(group: str, items: list[ScreenItem]) -> Step:
    return Step(
        f"signs-{group}", GROUPS.get(group, SAFETY), tuple(_field(item) for item in items), chapter=SAFETY,
        why=_("Each of these can matter, so please read each one."), fill=_("No to all of these"),
    )  # fmt: skip


def _field(item: ScreenItem) -> Field:
    return Field(f"red_flags.{item.id}", item.question, "rows", NO_YES_UNSURE, needed=True, calm="no")


NOTE = "note"
"""The step that asks about what free text says of danger signs."""


def note_signs(content: Content) -> Step:
    """The danger signs that the person's own words name: each exact question, with those words."""

    def quoted(item: ScreenItem) -> Callable[[Told], Words]:
        return lambda told: _("You wrote: “%(quote)s”. Is that so?") % {
            "quote": heard(told.intake, content).quotes.get(item.id, "")}  # fmt: skip

    def named(item: ScreenItem) -> When:
        return lambda told: item.id in heard(told.intake, content).quotes

    path = "life.note_answers.signs."
    fields = tuple(
        Field(path + item.id, item.question, "rows", NO_YES_UNSURE, needed=True, when=named(item), quote=quoted(item))
        for item in content.screen_items
    )
    return Step(
        NOTE, _("About what you wrote"), fields, chapter=SAFETY,
        when=lambda told: bool(heard(told.intake, content).quotes),
        why=_("Some of your words can mean a danger sign, so we ask to be sure."),
    )  # fmt: skip
