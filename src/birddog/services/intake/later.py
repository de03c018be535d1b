"""The questions that wait until after the first session (``core.asked_later``), in words, with what is assumed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _

from birddog.core.asked_later import LATER, asked_later
from birddog.core.content import Content
from birddog.core.state import State
from birddog.services.intake.form import Choice, Field
from birddog.services.library import labels


def to_ask(state: State, content: Content) -> list[Field]:
    """The questions to ask now, as fields of an ``arrange`` event; the hint says what is assumed until then."""
    return [_ASKED[name](content) for name in asked_later(state, content.values)]


def goals() -> tuple[Choice, ...]:
    """Everyday activities to get better at."""
    return tuple(Choice(*row) for row in labels.GOALS.items())


def _goals(content: Content) -> Field:
    del content
    return Field("goals", _("What would you like to do more easily?"), "many", goals(),
                 hint=_("Until you tell us, we train for everyday life as a whole."))  # fmt: skip


def _work(content: Content) -> Field:
    del content
    kinds = (("desk", _("Mostly sitting")), ("standing", _("Mostly standing")), ("heavy", _("Heavy")),
             ("mixed", _("Some of each")), ("none", _("None now")))  # fmt: skip
    return Field("work", _("Your work"), "choice", tuple(Choice(*row) for row in kinds),
                 hint=_("Until you tell us, we assume no special kind of work."))  # fmt: skip


def _worries(content: Content) -> Field:
    del content
    kinds = (
        ("harm", _("Harming my back")), ("bending", _("Bending")), ("lifting", _("Lifting")),
        ("work", _("My work")), ("never_better", _("Not getting better")),
        ("serious_cause", _("Something serious")), ("sleep", _("My sleep")),
    )  # fmt: skip
    return Field("worries", _("What worries you?"), "many", tuple(Choice(*row) for row in kinds),
                 hint=_("Until you tell us, we assume no special worry."))  # fmt: skip


def _aerobic(content: Content) -> Field:
    liked = tuple(Choice(e.id, e.name) for e in content.exercises if e.kind == "aerobic")
    return Field("aerobic", _("Which of these do you like?"), "many", liked,
                 hint=_("Until you tell us, we plan walking where it suits you."))  # fmt: skip


def _per_day(content: Content) -> Field:
    del content
    return Field("per_day", _("Sessions a day"), "short", tuple(Choice(n, n) for n in "123"),
                 hint=_("Until you tell us, we plan one session a day."))  # fmt: skip


_MAKERS: Sequence[Callable[[Content], Field]] = (_goals, _work, _worries, _aerobic, _per_day)
_ASKED = dict(zip(LATER, _MAKERS, strict=True))
