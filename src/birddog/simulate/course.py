"""One made-up person and one policy, day by day: what is asked, what is done, what is reported."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from birddog.catalog.library import load_default
from birddog.core.content.values import Disposition
from birddog.simulate.asked import Asked, Item, Page, Policy, spread
from birddog.simulate.behaviors import Behavior
from birddog.simulate.models import Body, Felt, Model, Rises
from birddog.simulate.people import Made, over

START = date(2026, 3, 2)
MORNING, EVENING = time(7, 0), time(18, 0)
HOURS = {1: (18,), 2: (9, 18), 3: (8, 13, 18)}
FEARED = frozenset({"hip-hinge", "squat", "carry", "resistance", "forward-fold", "knee-to-chest"})
"""Families that someone who is afraid of bending and lifting leaves out first."""
OPEN = [level.word for level in Disposition if level.allows_exercise]


@dataclass
class Day:
    """What one day was like. ``pain`` is what the body felt, told or not; ``usual`` what lies under the swings."""

    number: int
    pain: int
    usual: float
    page: Page
    here: bool
    done: list[Item] = field(default_factory=list)
    minutes_done: float = 0.0
    sessions: int = 0
    walked: int = 0
    flare_told: str = ""
    flaring: bool = False

    @property
    def open(self) -> bool:
        """Whether the policy allows exercise at all on this day."""
        return self.page.disposition in OPEN


@dataclass
class Course:
    """A whole course: who, how, what was asked on each day, and the body at the end."""

    person: str
    behavior: str
    model: str
    policy: str
    seed: int
    days: list[Day]
    overloads: int


def live(
    made: Made, behavior: Behavior, model: Model, policy: Policy, seed: int = 1, weeks: int = 12, rises: Rises = (),
    policy_name: str = "engine",
) -> Course:  # fmt: skip
    """Live ``weeks`` weeks by a policy. Same arguments, same course; a seed makes the same days for any policy."""
    name = f"{seed} {made.name} {behavior.name} {model.name}"
    body = Body(made, behavior, model, Random(f"{name} body"), rises)
    life = _Life(made, behavior, body, policy, Random(f"{name} life"))
    life.begin()
    days = [life.day(number) for number in range(weeks * 7)]
    return Course(made.name, behavior.name, model.name, policy_name, seed, days, body.overloads)


class _Life:
    """A person who lives with a policy and tells it what the behavior tells."""

    def __init__(self, made: Made, behavior: Behavior, body: Body, policy: Policy, chance: Random) -> None:
        self.made, self.behavior, self.body, self.policy, self.chance = made, behavior, body, policy, chance
        self.events, self.flare, self.asks = 0, False, load_default().exercise
        self.birth = (made.due - START).days if made.due and behavior.birth else None

    # ---- telling
    def tell(self, at: datetime, kind: str, **fields: Any) -> None:
        """Tell the policy of one event; fields without a value are left out."""
        self.events += 1
        told = {name: value for name, value in fields.items() if value is not None}
        self.policy.tell({"id": f"e{self.events}", "at": at.isoformat(), "type": kind, **told})

    def begin(self) -> None:
        """Answer the intake on the first morning; pain is that of the body."""
        pain = round(self.body.usual)
        answers = over(self.made.answers, {"pain": {"back_week": pain}})
        self.tell(datetime.combine(START, time(6)), "intake", intake=answers)

    def says(self, pain: int) -> bool:
        """Whether the person reports this pain."""
        kind = self.behavior.reports
        return kind == "always" or (kind == "bad" and (pain >= self.body.usual + 2 or pain > 6))

    # ---- living
    def day(self, number: int) -> Day:
        """One day, counted from 0."""
        self.body.wake(number)
        on = START + timedelta(days=number)
        morning = datetime.combine(on, MORNING)
        here = self.behavior.here(number)
        if here:
            self._morning(number, morning)
        page = self.policy.page(datetime.combine(on, time(7, 30)))
        day = Day(number, self.body.pain, self.body.usual, page, here, flaring=self.body.flaring)
        if here:
            self._flare(day, datetime.combine(on, time(7, 40)))
            page = day.page = self._answered(datetime.combine(on, time(7, 50)))
            if day.open and page.session is not None and self._goes(page):
                self._sessions(day, on)
            self._walk(day, on)
        return day

    def _morning(self, number: int, at: datetime) -> None:
        """What comes first: a birth, danger signs that are asked, the night, measures that are due."""
        away = self.behavior.away
        if self.behavior.tells and away is not None and number == away[0] - 1:
            until = START + timedelta(days=away[1])
            self.tell(at - timedelta(minutes=20), "pause", why="ill", until=str(until))
        if self.birth is not None and number == self.birth + 1:
            change = {
                "conditions": {"pregnancy": {"status": "gave_birth", "birth": str(at.date() - timedelta(days=1))}}
            }
            answers = over(self.made.answers, change)
            answers["conditions"]["pregnancy"].pop("due")
            answers = over(answers, {"pain": {"back_week": self.body.pain, "back_now": self.body.pain}})
            self.tell(at - timedelta(minutes=30), "intake", intake=answers)
        if "intake" in self.policy.page(at).reports_due:
            now = {"pain": {"back_week": self.body.pain, "back_now": self.body.pain}}
            self.tell(at, "intake", intake=over(self.made.answers, now))
        page = self._answered(at)
        if page.reports_due and self.says(self.body.pain):
            leg = round(self.body.usual / 2) if self._leg else None
            self.tell(at, "morning", pain=self.body.pain, leg_pain=leg, soreness="none")
        if page.measures_due and self.behavior.reports == "always":
            self._measures(page, at)

    def _answered(self, at: datetime) -> Page:
        """The page, with the danger signs answered if it asks for them."""
        page = self.policy.page(at)
        if not page.ask:
            return page
        self.tell(at, "screen", red_flags={"all_others": "no"})
        return self.policy.page(at)

    @property
    def _leg(self) -> bool:
        return self.made.answers.get("leg", {}).get("reach", "none") not in ("none", "unanswered")

    def _measures(self, page: Page, at: datetime) -> None:
        """Take the measures that are due; function follows usual pain."""
        better = self.body.first - self.body.usual
        own = self.made.answers.get("life", {}).get("own_activities", [])
        for name in page.measures_due:
            if name == "psfs":
                rated = {row["activity"]: max(0.0, min(10.0, round((row.get("score") or 5) + better))) for row in own}
                if rated:
                    self.tell(at, "measure", instrument=name, answers=rated)
            elif name == "groc":
                self.tell(at, "measure", instrument=name, score=max(-7, min(7, round(better * 1.2))))
            elif name == "nprs_back":
                self.tell(at, "measure", instrument=name, score=round(self.body.usual))
            elif name == "nprs_leg":
                self.tell(at, "measure", instrument=name, score=round(self.body.usual / 2) if self._leg else 0)

    def _flare(self, day: Day, at: datetime) -> None:
        """Say that a flare begins or is over, with the danger signs answered."""
        if self.body.flaring and not self.flare:
            self.flare, day.flare_told = True, "begins"
            self.tell(at, "flare", pain=self.body.pain, red_flags={"all_others": "no"})
        elif self.flare and not self.body.flaring and self.behavior.ends_flare:
            self.flare, day.flare_told = False, "over"
            self.tell(at, "flare_over", pain=self.body.pain)

    def _goes(self, page: Page) -> bool:
        """Whether a session is done today: by chance, less often in a flare, and at every visit if they are rare."""
        if self.behavior.every > 1:
            return True
        likely = self.behavior.attends if page.training_day else self.behavior.extra
        return self.chance.random() < likely * (0.7 if self.body.flaring else 1.0)

    def _sessions(self, day: Day, on: date) -> None:
        """Do the day's sessions, as many as there is time for, and tell of each."""
        times = self.made.time("per_day", 1) if day.page.stage != "maintain" else 1
        for hour in HOURS[min(3, times)]:
            at = datetime.combine(on, time(hour))
            page = self._answered(at)
            if page.session is None or page.disposition not in OPEN:
                return
            shares = {item.exercise: self._share(item) for item in page.session.items}
            felt = self.body.train(page.session, shares)
            self._tell_session(at + timedelta(minutes=20), page.session, shares, felt)
            day.sessions += 1
            kept = [item for item in page.session.items if shares[item.exercise]]
            share = sum(shares.values()) / len(shares)
            day.minutes_done += page.session.minutes * share
            day.done += [item if shares[item.exercise] == 1 else item.times(shares[item.exercise]) for item in kept]

    def _share(self, item: Item) -> float:
        """Part of an exercise that is done; what is feared is left out, less so as weeks go by."""
        feared = self.behavior.avoids and self.asks(item.exercise).family in FEARED
        if feared and self.chance.random() < max(0.0, 0.7 - 0.07 * (self.body.day // 7)):
            return 0.0
        return self.behavior.share

    def _tell_session(self, at: datetime, asked: Asked, shares: dict[str, float], felt: Felt) -> None:
        rows: list[dict[str, Any]] = []
        for item in asked.items:
            share = shares[item.exercise]
            done = "yes" if share >= 1 else "partly" if share else "no"
            row = {"exercise": item.exercise, "done": done, "reps": round(item.sets * item.reps * share)}
            rows.append(row | ({"effort": felt.efforts[item.exercise]} if item.exercise in felt.efforts else {}))
        told: dict[str, Any] = {}
        if self.says(max(felt.before, felt.during, felt.after)):
            told = {"pain_before": felt.before, "pain_during": felt.during, "pain_after": felt.after,
                    "over_mild_minutes": felt.over_mild_minutes, "leg": "same" if self._leg else None}  # fmt: skip
        self.tell(at, "session", items=rows, **told)

    def _walk(self, day: Day, on: date) -> None:
        """Walk as asked, on the days of the week that it is asked for."""
        walk = day.page.walk
        if walk is None or not day.open or day.number % 7 not in spread(min(7, walk.days_per_week)):
            return
        if self.chance.random() >= self.behavior.attends:
            return
        day.walked = walk.day_minutes
        pain = self.body.pain if self.says(self.body.pain) else None
        at = datetime.combine(on, time(20))
        self.tell(at, "aerobic", activity=walk.activity, minutes=walk.minutes, pain_after=pain)
