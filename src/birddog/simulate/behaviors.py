"""Ways to respond: what a person does with a program, how their pain goes, and what they report.

All of it is made up, in words and numbers that a clinician can hold against people they know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reports = Literal["always", "never", "bad"]


@dataclass(frozen=True)
class Behavior:
    """One way to respond.

    ``falls``: points by which usual pain falls in a week at the reference dose. ``attends``: chance of doing a session
    that is due; ``extra``: of doing one on a day off. ``share``: part of the repetitions that is done. ``every``: days
    from one visit to the next. ``away``: first and last day without anything, counted from 0; ``tells``: whether the
    person says so beforehand. ``flares``: first day and length in days; ``ends_flare``: whether the person says when it
    is over. ``level``: usual pain, if it is not the one of the intake. ``avoids``: leaves out what bends or lifts.
    ``birth``: gives birth on the due date.
    """

    name: str
    says: str
    falls: float = 0.0
    attends: float = 0.9
    extra: float = 0.0
    share: float = 1.0
    reports: Reports = "always"
    every: int = 1
    away: tuple[int, int] | None = None
    tells: bool = False
    flares: tuple[tuple[int, int], ...] = ()
    ends_flare: bool = True
    level: float | None = None
    avoids: bool = False
    birth: bool = False

    def here(self, day: int) -> bool:
        """Whether the person is there at all on a day, counted from 0."""
        if self.away is not None and self.away[0] <= day <= self.away[1]:
            return False
        return day % self.every == 0


FLARE_FROM = 30
"""The day on which a planned flare begins, counted from 0: in the fifth week, when doses have grown."""

BEHAVIORS: dict[str, Behavior] = {row.name: row for row in (
    Behavior("perfect", "Does every session as asked, reports all, and gets better steadily.", 0.45, attends=1.0),
    Behavior("good", "Does nine of ten sessions and gets better.", 0.35),
    Behavior("slow", "Does nine of ten sessions and gets better slowly.", 0.1),
    Behavior("none", "Does nine of ten sessions; usual pain stays as it is.", 0.0),
    Behavior("relapsing", "Gets better, with a bad spell every four weeks.", 0.35, flares=((25, 5), (53, 4), (75, 3))),
    Behavior("flare-2", "Gets better; a flare of 2 days in week 5.", 0.35, flares=((FLARE_FROM, 2),)),
    Behavior("flare-6", "Gets better; a flare of 6 days in week 5.", 0.35, flares=((FLARE_FROM, 6),)),
    Behavior("flare-13", "Gets better; a flare of 13 days in week 5.", 0.35, flares=((FLARE_FROM, 13),)),
    Behavior("flare-20", "Gets better; a flare of 20 days in week 5.", 0.35, flares=((FLARE_FROM, 20),)),
    Behavior("flare-open", "A flare of 6 days, and never says that it is over.", 0.35, flares=((FLARE_FROM, 6),),
             ends_flare=False),
    Behavior("high-stable", "Pain of 7 that stays, all sessions done.", 0.0, attends=1.0, level=7.0),
    Behavior("fearful", "Leaves out what bends or lifts, less so as weeks go by; pain rises a point there.", 0.2,
             attends=0.8, avoids=True),
    Behavior("over-doer", "Does half as much again, and on days off too.", 0.35, attends=1.0, extra=0.8, share=1.5),
    Behavior("under-doer", "Does a third of the sessions, and half of each.", 0.2, attends=0.35, share=0.5),
    Behavior("silent", "Does the sessions and never reports pain.", 0.3, reports="never"),
    Behavior("only-when-bad", "Reports pain only when it is worse than usual.", 0.3, reports="bad"),
    Behavior("ninth-day", "Comes every ninth day.", 0.1, attends=1.0, every=9),
    Behavior("away", "Away for three weeks from week 6 on.", 0.35, away=(36, 56)),
    Behavior("ill", "Ill for six days in week 6, and says so.", 0.35, away=(36, 41), tells=True),
    Behavior("birth", "Pregnant, gives birth on the due date, and answers the questions anew.", 0.1, birth=True),
)}  # fmt: skip
