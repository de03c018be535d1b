"""What somebody with an urgent danger sign needs to hear beside whom to call: what to say, not to drive, no shame."""

from __future__ import annotations

from collections.abc import Iterable

from birddog.core.content.content import Content
from birddog.core.content.values import Disposition

NEXT_STEP = "help-next-step"
ASKED_AGAIN = "asked-again-weekly"
NEW_PAIN = "new-pain-means-stop"
"""Phrases that pages say as they are."""
CAUDA_EQUINA = "cauda_equina"
"""The group of signs that people are ashamed of, and that a doctor looks for when they are named."""
BOTH_LEGS = frozenset(("both_legs_weak", "both_legs_numb_or_tingling", "both_legs_new_signs"))
NERVES = BOTH_LEGS | {"leg_weakness", "leg_newly_weak", "infection_with_nerve_signs", "cancer_with_nerve_signs"}
"""Findings about the nerves to the legs: less pain in the back is no comfort beside them."""


def help_words(rules: Iterable[str], disposition: Disposition, content: Content) -> tuple[str, ...]:
    """Sentences for the danger signs (``rules``) that decided a disposition, most useful first.

    None below ``URGENT``. The advice for an emergency says already not to drive.
    """
    if disposition < Disposition.URGENT:
        return ()
    named = set(rules)
    shame = any(content.items_by_id[rule].group == CAUDA_EQUINA for rule in named & content.items_by_id.keys())
    nerves = shame or bool(named & NERVES)
    wanted = {
        "help-say-cauda-equina": shame or bool(named & BOTH_LEGS),
        "help-do-not-drive": nerves and disposition < Disposition.EMERGENCY,
        "help-asked-every-day": shame,
        "help-less-back-pain": nerves,
        "help-your-part": True,
    }
    return tuple(content.phrase(name) for name, says in wanted.items() if says)
