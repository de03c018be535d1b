"""Questions of one part as a list with one answer for all of them: "none of these", or "some, or not sure".

The first is an answer to each question that the page listed; only the second opens the answers to each. What was
answered by itself stays as it was answered, and without either nothing is known of any of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from birddog.services.intake.form import Field, MissingError, Part, Posted, Step, Told, UnusableError

LISTED = "listed"
"""The name under which a page sends back each question of such a list that it showed."""
NONE, SOME = "none", "some"


def chosen(part: Part, posted: Posted) -> str:
    """What was posted for all questions of a part: ``NONE``, ``SOME`` or nothing. ``NONE`` beside anything else is not
    that."""
    said = set(posted.get(part.path) or ())
    return SOME if SOME in said else NONE if said == {NONE} else ""


def with_none(step: Step, told: Told, posted: Posted) -> dict[str, Sequence[str]]:
    """What was posted, with "none of these" as the calm answer to each question of its part that the page listed and
    that has no answer of its own."""
    denied = {part.id for part in step.parts if part.none and chosen(part, posted) == NONE}
    listed = set(posted.get(LISTED) or ())
    open_ = (f for f in _lists(step, told) if f.part in denied and f.path in listed and not any(posted.get(f.path, ())))
    return {**posted, **{asked.path: [asked.calm] for asked in open_}}


def at_the_list(
    step: Step, told: Told, posted: Posted, errors: Mapping[str, UnusableError]
) -> dict[str, UnusableError]:
    """The errors of a step; of a list that was passed over as a whole one, at the list."""
    said = dict(errors)
    for part in step.parts:
        rows = [asked.path for asked in _lists(step, told) if asked.part == part.id]
        missing = [path for path in rows if isinstance(said.get(path), MissingError)]
        if missing and not chosen(part, posted) and not any(any(posted.get(path, ())) for path in rows):
            said = {path: error for path, error in said.items() if path not in missing}
            said[part.path] = MissingError(_("Please choose one of the two answers below the list."))
    return said


def _lists(step: Step, told: Told) -> list[Field]:
    """The questions of a step that stand in a list with one answer for all."""
    parts = {part.id for part in step.parts if part.none}
    return [asked for asked in step.asked(told) if asked.part in parts and asked.calm]
