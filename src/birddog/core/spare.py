"""Why a session takes less time than the person has given: the rule that holds it there, in words for the person."""

from __future__ import annotations

from dataclasses import replace

from birddog.core.planner import Ask, Planner, Session
from birddog.core.values import Reason

WORTH_SAYING = 3
"""From so many minutes to spare on, a session says why (proposal)."""
PHRASES = {
    "birddog-acute-short": "spare-acute", "birddog-flare": "spare-flare", "birddog-red-report": "spare-red",
    "birddog-volume-growth": "spare-ceiling", "birddog-category-empty": "spare-fewer",
    "progress-gradually": "spare-start", "birddog-session-size": "spare-enough",
}  # fmt: skip


def spare(planner: Planner, ask: Ask, session: Session, held: str | None = None) -> tuple[Reason, ...]:
    """The reason why ``session``, made for ``ask``, leaves time over; nothing when it hardly does.

    ``held`` is the rule that keeps doses down just now, if there is one.
    """
    offered, content = planner.intake.time.minutes, planner.content
    if offered - session.minutes < WORTH_SAYING:
        return ()
    rule = _holds(planner, ask, session, held)
    told = content.phrase("time-used", minutes=session.minutes, offered=offered)
    says = f"{told} {content.phrase(PHRASES[rule])}"
    return tuple(replace(reason, says=says) for reason in content.because(rule, saw=f"{session.seconds} s"))


def _holds(planner: Planner, ask: Ask, session: Session, held: str | None) -> str:
    """The rule that keeps a session short: the first that does, from the strictest on."""
    if planner.short:
        return "birddog-acute-short"
    free = replace(ask, work_s=None)
    capped = planner.session(free).work_s > session.work_s
    if capped and held in PHRASES:
        return held
    if not capped and len(session.items) < planner.size:
        return "birddog-category-empty"
    if capped and ask.level:
        return "birddog-volume-growth"
    more = planner.session(replace(free, level=ask.level + 1)).work_s > session.work_s
    return "progress-gradually" if more else "birddog-session-size"
