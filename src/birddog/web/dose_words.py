"""What is wrong with a dose as it was typed, in the language of the page. The core says it in English only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

NUMBERS: dict[str, Words] = {
    "sets": _("sets"), "reps": _("repetitions"), "hold_s": _("seconds of the hold"), "hold_breaths": _("breaths"),
    "rest_s": _("seconds of rest"),
}  # fmt: skip
SAYS: tuple[tuple[re.Pattern[str], Words], ...] = tuple(
    (re.compile(pattern), says)
    for pattern, says in (
        (r"dose has (?P<n>\d+) characters; allowed: (?P<most>\d+)",
         _("The line has %(n)s characters; allowed: %(most)s.")),
        (r"exercise is missing in '(?P<part>.*)'; write it",
         _("“%(part)s” names no exercise. Write it like: bird dog 2x8/side 5s rest 30")),
        (r"dose(?: is|:) '(?P<part>.*)'(?: is not understood)?; write it",
         _("“%(part)s” is not understood. Write it like: bird dog 2x8/side 5s rest 30")),
        (r"\w+ is said twice, again by '(?P<part>.*)'; say it once",
         _("“%(part)s” repeats something. Write it once.")),
        (r"(?P<name>sets|reps|hold_s|hold_breaths|rest_s) is (?P<n>\d+); allowed: (?P<low>\d+) to (?P<high>\d+) \w+",
         _("%(n)s %(name)s: allowed are %(low)s to %(high)s.")),
        (r"exercise: there is no '(?P<part>.*)' in the catalog; near it: (?P<near>.*)",
         _("There is no exercise “%(part)s”. Similar: %(near)s")),
        (r"exercise is '(?P<part>.*)', which has no sets and repetitions",
         _("“%(part)s” has no sets and repetitions.")),
        (r"side: '(?P<part>.*)' works both sides together",
         _("“%(part)s” works both sides together. Leave the side out.")),
        (r"hold_s is missing: '(?P<part>.*)' is held; write the seconds, such as (?P<like>\w+)",
         _("“%(part)s” is held. Write the seconds, such as %(like)s.")),
    )
)  # fmt: skip
"""What the core says, and the same in words of a page."""


def dose_refusal(message: str) -> str | None:
    """A refused dose in the language of the page; ``None`` where the message is about something else."""
    for pattern, says in SAYS:
        if (found := pattern.match(message)) is not None:
            told = found.groupdict()
            return str(says) % {**told, "name": NUMBERS.get(told.get("name", ""), "")}
    return None
