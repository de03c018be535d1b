"""The danger signs as steps, by group: what needs help at once stands first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from birddog.core.content.content import Content, ScreenItem
from birddog.core.screen.heard import heard
from birddog.core.screen.screening import applies, every_answer
from birddog.core.screen.sign_groups import SignGroup, sign_groups
from birddog.services.intake.form import Choice, Field, Part, Step, Told, When

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

NO_YES_UNSURE = (Choice("no", _("No")), Choice("yes", _("Yes")), Choice("unsure", _("Not sure")))
NONE_OR_SOME = (_("None of these"), _("Some, or unsure"), _("None of the others"))
SAFETY = _("Safety questions")
GROUPS: dict[str, Words] = {
    "cauda_equina": _("Feeling, bladder and bowels"),
    "legs": _("Legs"),
    "vessels": _("Heart, breathing, blood vessels"),
    "pregnancy": _("Pregnancy"),
    "illness": _("Illness"),
    "fracture": _("Bones"),
    "systemic": _("The pain"),
    "mind": _("How you are"),
}
"""Groups of danger signs as they are called on a page."""
FRAGILE = _("Bones that break easily")


PAGES: tuple[tuple[str, Words, tuple[str, ...]], ...] = (
    ("signs-nerves", GROUPS["cauda_equina"], ("cauda_equina",)),
    ("signs-sudden", _("Legs, heart and mind"), ("legs", "vessels", "mind")),
    ("signs-rest", _("Illness, bones and the pain"), ()),
)
"""Screens of danger signs, the most pressing first: id, title and groups; the last one holds every other group."""


def danger_signs(content: Content) -> list[Step]:
    """All signs that are asked of everyone, some groups on each page."""
    groups = {group.id: group for group in sign_groups(content)}
    named = {group for _id, _title, page in PAGES for group in page}
    rest = tuple(group for group in groups if group not in named)
    pages = [(id_, title, [groups[name] for name in page or rest if name in groups]) for id_, title, page in PAGES]
    return [_page(id_, title, asked, content) for id_, title, asked in pages if asked]


def _page(id_: str, title: Words, groups: list[SignGroup], content: Content) -> Step:
    fields = (_field(content.items_by_id[sign], group.id) for group in groups for sign in group.signs)
    return Step(
        id_, title, tuple(fields), chapter=SAFETY, parts=tuple(_part(group, len(groups) > 1) for group in groups),
    )  # fmt: skip


def _part(group: SignGroup, titled: bool) -> Part:
    """A group that one answer may deny is a list with that answer, unless it is a single sign."""
    title = GROUPS.get(group.id, SAFETY) if titled else ""
    return Part(group.id, title, *(NONE_OR_SOME if group.none and len(group.signs) > 1 else ()))


def pregnancy_signs(content: Content) -> list[Step]:
    """The signs that are asked only in a pregnancy, or in the weeks after a birth, each on its page."""
    asked = [item for item in content.screen_items if item.only_if in ("pregnant", "postpartum")]
    return [_alone(item) for item in asked]


def fragile_bone_signs(content: Content) -> tuple[Step, ...]:
    """The signs that count only where bones may break easily: they are asked when all that tells so has been.

    ``tests/core/test_fragile_bone.py`` shows that for everyone else no answer to them changes anything.
    """
    asked = [item for item in content.screen_items if item.only_if == "fragile_bone"]

    def any_of_them(told: Told) -> bool:
        answers = every_answer(told.intake, content)
        return any(applies(item, told.known, answers) for item in asked)

    groups = [group for group in sign_groups(content, "fragile_bone") if group.id == "fracture"]
    made = (_page("signs-bones", FRAGILE, [group], content) for group in groups)
    return tuple(replace(step, when=any_of_them) for step in made)


def _alone(item: ScreenItem) -> Step:
    return Step(
        item.id, item.question, (_field(item),), pick=True, when=lambda told: applies(item, told.known),
        chapter=GROUPS.get(item.group, SAFETY),
    )  # fmt: skip


def _field(item: ScreenItem, part: str = "") -> Field:
    return Field(f"red_flags.{item.id}", item.question, "rows", NO_YES_UNSURE, needed=True, calm="no", part=part)


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
