"""The questions that wait until after the first session (``core.asked_later``), in words, with what is assumed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from birddog.core.content.content import Content
from birddog.core.state.asked_later import LATER, asked_later
from birddog.core.state.state import State
from birddog.services.intake.form import Choice, Field
from birddog.services.library import labels


def to_ask(state: State, content: Content) -> list[Field]:
    """The questions to ask now, as fields of an ``arrange`` event; the hint says what is assumed until then."""
    names = asked_later(state, content.values)
    fields = _fields(content) if names else {}
    return [fields[name] for name in names]


def goals() -> tuple[Choice, ...]:
    """Everyday activities to get better at."""
    return tuple(Choice(*row) for row in labels.GOALS.items())


def _fields(content: Content) -> dict[str, Field]:
    """Each question of ``asked_later.LATER``, by its name."""
    work = (("desk", _("Mostly sitting")), ("standing", _("Mostly standing")), ("heavy", _("Heavy")),
            ("mixed", _("Some of each")), ("none", _("None now")))  # fmt: skip
    worries = (
        ("harm", _("Harming my back")), ("bending", _("Bending")), ("lifting", _("Lifting")),
        ("work", _("My work")), ("never_better", _("Not getting better")),
        ("serious_cause", _("Something serious")), ("sleep", _("My sleep")),
    )  # fmt: skip
    asked = (
        Field("goals", _("What would you like to do more easily?"), "many", goals(),
              hint=_("Until you tell us, we train for everyday life as a whole.")),
        Field("work", _("Your work"), "choice", tuple(Choice(*row) for row in work),
              hint=_("Until you tell us, we assume no special kind of work.")),
        Field("worries", _("What worries you?"), "many", tuple(Choice(*row) for row in worries),
              hint=_("Until you tell us, we assume no special worry.")),
        Field("aerobic", _("Which of these do you like?"), "many",
              tuple(Choice(e.id, e.name) for e in content.exercises if e.kind == "aerobic"),
              hint=_("Until you tell us, we plan walking where it suits you.")),
        Field("per_day", _("Sessions a day"), "short", tuple(Choice(n, n) for n in "123"),
              hint=_("Until you tell us, we plan one session a day.")),
    )  # fmt: skip
    return dict(zip(LATER, asked, strict=True))
