"""What the camera coach saw, in words: for the list of reports and for the page of progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from birddog.core.content.content import Content
from birddog.core.log.events import CoachSaw, Event, FaultSeen, JointRange
from birddog.services.session.rows import name_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

MOST_SHOWN = 6

JOINTS: dict[str, Words] = {
    "elbow_left": gettext_lazy("Left elbow"), "elbow_right": gettext_lazy("Right elbow"),
    "shoulder_left": gettext_lazy("Left shoulder"), "shoulder_right": gettext_lazy("Right shoulder"),
    "hip_left": gettext_lazy("Left hip"), "hip_right": gettext_lazy("Right hip"),
    "knee_left": gettext_lazy("Left knee"), "knee_right": gettext_lazy("Right knee"),
    "ankle_left": gettext_lazy("Left ankle"), "ankle_right": gettext_lazy("Right ankle"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one exercise on one day. ``count`` and ``judged`` in words."""

    day: date
    event: str
    name: str
    count: str
    judged: str


def coach_lines(event: CoachSaw, content: Content) -> list[str]:
    """All that a report of the coach says."""
    lines = [f"{name_of(event.exercise, content)}: {count(event)}", judged(event)]
    if event.holds:
        held = ", ".join(f"{seconds:.0f}" for seconds in event.holds)
        lines.append(_("Holds, in seconds: %(held)s") % {"held": held})
    lines += [_range(row) for row in event.ranges if row.joint in JOINTS]
    return [*lines, *(_fault(row, event.exercise, content) for row in event.faults)]


def coach_rows(events: tuple[Event, ...], content: Content) -> tuple[Seen, ...]:
    """What was seen last of each exercise, the newest first. What the person calls wrong is left out."""
    newest: dict[str, CoachSaw] = {}
    for event in reversed(events):
        if isinstance(event, CoachSaw) and not event.wrong:
            newest.setdefault(event.exercise, event)
    return tuple(
        Seen(event.at.date(), event.id, name_of(name, content), count(event), judged(event))
        for name, event in list(newest.items())[:MOST_SHOWN]
    )


def count(event: CoachSaw) -> str:
    """The count, or that there is none to stand by."""
    if event.reps is None:
        return _("the coach could not tell how often")
    text = ngettext("%(n)d time", "%(n)d times", event.reps) % {"n": event.reps}
    if event.left or event.right:
        text += " " + _("(left %(left)d, right %(right)d)") % {"left": event.left, "right": event.right}
    return text


def judged(event: CoachSaw) -> str:
    """How much of the time the coach could see enough."""
    return _("Seen well enough to judge: %(share)d%% of the time") % {"share": round(100 * event.judged)}


def _range(row: JointRange) -> str:
    return _("%(joint)s: from %(low)d to %(high)d degrees, each within %(within)d") % {
        "joint": JOINTS[row.joint], "low": row.low, "high": row.high, "within": row.within,
    }  # fmt: skip


def _fault(row: FaultSeen, exercise_id: str, content: Content) -> str:
    """The mistake that a fault belongs to, and how often it was seen. A fault that is gone keeps its id."""
    what = row.fault
    if exercise_id in content.index:
        exercise = content.exercise(exercise_id)
        if fault := next((one for one in exercise.faults if one.id == row.fault), None):
            what = exercise.mistakes[fault.mistake - 1].what if fault.mistake else fault.cue
    if row.seen:
        times = ngettext("%(n)d time", "%(n)d times", row.seen) % {"n": row.seen}
        return f"{what.rstrip('.')}: {times}"
    return _("%(what)s: the coach could not tell") % {"what": what.rstrip(".")}
