"""A clinician's screening: on one day, by name, none of the danger signs."""

from __future__ import annotations

from birddog.core.chart.rescreening import rescreen
from birddog.core.chart.setbacks import answered
from birddog.core.content.content import Content
from birddog.core.log.events import ScreenedByClinician
from birddog.core.person.facts import flag
from birddog.core.plan.course import Course
from birddog.core.state.state import State

EACH = "cauda_equina"
"""Group of danger signs of which each is named by itself."""


def screened(course: Course, state: State, event: ScreenedByClinician) -> None:
    """A clinician's "none" answers every danger sign that was open. A yes or unsure that the person gave stays, unless
    the clinician names that sign; an emergency stays in any case."""
    assert state.intake is not None
    own = {item: flag(state.intake, item) for item in course.content.items_by_id}
    kept = {item for item, told in own.items() if told in ("yes", "unsure") and item not in event.red_flags}
    answered(course, state, event.at, event.id)
    by = f"by {event.clinician} ({event.license})"
    course.say(event.id, event.at, "birddog-screened", by, "screened", considered=", ".join(sorted(kept)))
    rescreen(course, state, {item: "no" for item in own if item not in kept}, event, "screen")


def each_named(content: Content) -> tuple[str, ...]:
    """Danger signs that a clinician's screening names one by one."""
    return tuple(item.id for item in content.screen_items if item.group == EACH)
