"""Why a session takes less time than the person has given: the rule that holds it there, in words for the person."""

from __future__ import annotations

from dataclasses import replace

from birddog.core.content.values import Reason
from birddog.core.plan.planner import Planner, Session

PHRASES = {
    "birddog-acute-short": "spare-acute", "birddog-flare": "spare-flare", "birddog-flare-back": "spare-back",
    "birddog-red-report": "spare-red", "birddog-gap": "spare-back", "birddog-arrange": "spare-back",
    "birddog-irritable": "spare-irritable", "birddog-worsening": "spare-red", "birddog-category-empty": "spare-fewer",
    "birddog-time-used": "spare-start", "birddog-pacing": "spare-paced",
}  # fmt: skip


def spare(planner: Planner, session: Session, held: str | None = None) -> tuple[Reason, ...]:
    """The reason why ``session`` leaves time over; nothing when it fills its share of the time (birddog-time-used).

    ``held`` is the rule that keeps doses down just now, if there is one.
    """
    offered, content = planner.intake.time.minutes, planner.content
    if session.seconds >= offered * 60 * content.values.time_used.said_under:
        return ()
    rule = _holds(planner, session, held)
    told = content.phrase("time-used", minutes=session.minutes, offered=offered)
    says = f"{told} {content.phrase(PHRASES[rule])}"
    return tuple(replace(reason, says=says) for reason in content.because(rule, saw=f"{session.seconds} s"))


def _holds(planner: Planner, session: Session, held: str | None) -> str:
    """The rule that keeps a session short: the first that does, from the strictest on."""
    if planner.short:
        return "birddog-acute-short"
    if held in PHRASES:
        return held
    return "birddog-category-empty" if len(session.items) < planner.size else "birddog-time-used"
