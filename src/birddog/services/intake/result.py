"""What a screen means for the person now: what was found, whom to call, what to do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from birddog.core.content.content import Content
from birddog.core.content.values import Disposition, Reason
from birddog.core.person.facts import facts
from birddog.core.person.intake import Intake
from birddog.core.screen.heard import heard
from birddog.core.screen.help_words import NEXT_STEP, help_words
from birddog.core.screen.screening import answered, finding_level, item_level, screen
from birddog.present import NOT_FINDINGS
from birddog.services.chart.reading import Reading
from birddog.services.intake.emergency_numbers import crisis_line, emergency_numbers

MIND = "self_harm"
"""The danger sign for which there is another line to call, and other things to do while waiting."""


@dataclass(frozen=True, slots=True)
class Result:
    """``reasons`` are the findings that decided it; ``also`` those that are less pressing.

    ``unfinished``: nothing urgent was told, but safety questions are open. ``helps``: what to say there, and the like;
    ``next_step``: when they come back.
    """

    disposition: Disposition
    advice: str
    reasons: tuple[Reason, ...]
    also: tuple[Reason, ...]
    numbers: tuple[str, ...]
    crisis: str
    mind: bool
    unfinished: bool
    helps: tuple[str, ...]
    next_step: str

    @property
    def alone(self) -> bool:
        """Whether nothing else may stand on the page."""
        return self.disposition >= Disposition.URGENT


def result_of(reading: Reading, country: str) -> Result:
    """What stands in the chart now."""
    state, day = reading.state, reading.now.date()
    assert state.intake is not None
    found = [reason for reason in state.screen_reasons if reason.rule not in NOT_FINDINGS]
    levels = levels_of(state.intake, reading.content, day)
    top = tuple(reason for reason in found if levels.get(reason.rule, Disposition.SELF_CARE) >= state.disposition)
    reasons = top or tuple(found)
    mind = any(reason.rule == MIND for reason in reasons)
    missing = screen(state.intake, reading.content, day).missing
    urgent = given_level(state.intake, reading.content, day) >= Disposition.URGENT
    return Result(
        state.disposition, reading.content.phrase(f"advice-{state.disposition.word}"), reasons,
        tuple(reason for reason in found if reason not in reasons), emergency_numbers(country),
        crisis_line(country) if mind else "", mind, bool(missing) and not urgent,
        help_words((reason.rule for reason in reasons), state.disposition, reading.content),
        reading.content.phrase(NEXT_STEP),
    )  # fmt: skip


def given_level(intake: Intake, content: Content, day: date, asked_next: Collection[str] = ()) -> Disposition:
    """How pressing the answers that were given are; what was not answered does not count.

    ``asked_next``: danger signs that the next step asks more about, which decides how pressing they are.
    """
    levels = {name: level for name, level in levels_of(intake, content, day).items() if name not in asked_next}
    spoke = screen(intake, content, day).reasons
    return max((levels.get(reason.rule, Disposition.SELF_CARE) for reason in spoke), default=Disposition.SELF_CARE)


def levels_of(intake: Intake, content: Content, day: date) -> dict[str, Disposition]:
    """How pressing each finding that can speak is, by its id; words that were not asked about yet are no finding."""
    known = facts(intake, day, content.values)
    signs = answered(intake, content, known, heard(intake, content).settled)
    return {
        **{name: item_level(content.items_by_id[name], given, known) for name, given in signs.items()},
        **{row.id: row.level for row in content.clusters},
        **{row.id: finding_level(row, known) for row in content.findings},
    }
