"""The course of a program: raising, holding and lowering the dose, and moving between stages.

Every change passes through here, so that the promises about harm (C10) can be read in one place:
nothing rises without enough good sessions, one thing rises at a time, work grows by at most 20 percent
a week, a red report makes the next session strictly smaller, and a missing report never raises anything.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from datetime import date, datetime, timedelta

from birddog.core.content import Content
from birddog.core.facts import Facts, day_key, facts, severity
from birddog.core.intake import Intake
from birddog.core.planner import BLOCKS, WEEKS_A_BLOCK, Ask, Planner, Session
from birddog.core.prescribe import first_stage, guided_weeks, own_activity_score, week_stages
from birddog.core.state import Logged, State
from birddog.core.told import in_phrase, slots_of
from birddog.core.values import STAGES, Reason, StageName, between

DIRECTION_TAGS = {
    "rotation": frozenset({"trunk_rotation", "end_range_trunk_rotation", "loaded_trunk_rotation"}),
    "side": frozenset({"side_bend"}),
}


def _changed(before: tuple[Session, Session], now: tuple[Session, Session]) -> tuple[str, ...]:
    """The exercises that both sessions before and now hold, and whose dose is another one."""
    rows = []
    for session, after in zip(before, now, strict=True):
        doses = {item.exercise: item.dose for item in session.items}
        rows += [item.exercise for item in after.items if doses.get(item.exercise, item.dose) != item.dose]
    return tuple(dict.fromkeys(rows))


def told_pain(pain: float | None) -> str:
    """Pain in words for the record.

    >>> told_pain(4.3333), told_pain(None)
    ('4.3', 'not told')
    """
    return "not told" if pain is None else f"{pain:.1f}"


class Course:
    """Content, the planners already made, and the decisions logged so far."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.decisions: list[Logged] = []
        self._planners: dict[tuple[int, Facts, int | None, tuple[str, ...]], tuple[object, Planner]] = {}
        self._causes: dict[str, int] = {}
        self._facts: dict[tuple[int, Hashable], tuple[Intake, Facts]] = {}

    # ---- what is prescribed now
    def known(self, state: State, day: date) -> Facts:
        """The facts on ``day``, with the latest reported pain in place of the pain at intake."""
        assert state.intake is not None
        key = (id(state.intake), day_key(state.intake, day, self.content.values))
        if key not in self._facts:
            self._facts[key] = (state.intake, facts(state.intake, day, self.content.values))
        known, recent = self._facts[key][1], state.recent_pain(day)
        if recent is None or known.severity == "unknown":
            return known
        felt = float(round(recent))
        return (
            known
            if known.pain == felt
            else replace(known, pain=felt, severity=severity(felt, self.content.values.stage_by_pain))
        )

    def planner(self, state: State, day: date) -> Planner:
        """The planner for this person on this day."""
        known = self.known(state, day)
        limits = self.content.pain_limits
        bar = None if known.pain is None else sum(known.pain > limit for limit in limits)
        key = (id(state.intake), known, bar, state.liked)
        if key not in self._planners:
            assert state.intake is not None
            self._planners[key] = (state.intake, Planner(state.intake, known, self.content, state.liked))
        return self._planners[key][1]

    def ask(self, state: State, day: date) -> Ask:
        """What the next session is asked for."""
        weeks = (day - (state.stage_since or day)).days // 7
        work = state.work_s
        if work is not None and state.waiting is not None:
            work = min(work, state.last_work)
        return Ask(
            state.stage, weeks // WEEKS_A_BLOCK % BLOCKS, state.next_name, state.level, work,
            self.barred(state, day), self.content.mask_of(state.added), tuple(sorted(state.lowered.items())),
            tuple(sorted(state.pinned.items())),
        )  # fmt: skip

    def session(self, state: State, day: date) -> Session:
        """The next session, through vetoes and limits."""
        return self.planner(state, day).session(self.ask(state, day))

    def barred(self, state: State, day: date) -> int:
        """Mask of what this person's chart has taken out: swaps, rests, removals, directions that hurt."""
        resting = [e for e, until in state.rested.items() if day < until]
        mask = self.content.mask_of((*state.removed, *resting))
        for direction in state.barred_directions:
            mask |= self.content.mask_tagged(DIRECTION_TAGS[direction])
        return mask

    # ---- the log
    def log(self, cause: str, at: datetime, reasons: tuple[Reason, ...], did: str, **slots: object) -> None:
        """Note a decision under each reason; nothing is logged without one. ``did`` is the id of a phrase."""
        filled = slots_of(slots)
        told = in_phrase(did, filled, self.content)
        for reason in reasons:
            number = self._causes[cause] = self._causes.get(cause, 0) + 1
            self.decisions.append(Logged(f"{cause}.{number}", at, reason, told, did, filled))

    def say(
        self, cause: str, at: datetime, rule: str, saw: str, did: str,
        limit: str = "", considered: str = "", about: tuple[str, ...] = (), **slots: object,
    ) -> None:  # fmt: skip
        """Log one rule of the content; ``did`` is the id of a phrase, the slots are what stands in it."""
        why = self.content.because(rule, saw=saw, limit=limit, considered=considered, about=about)
        self.log(cause, at, why, did, **slots)

    # ---- starting
    def begin(self, state: State, at: datetime, cause: str) -> None:
        """Set stage, dose and ceiling for a new or renewed intake."""
        assert state.intake is not None
        day = at.date()
        known = self.known(state, day)
        stage, why = first_stage(state.intake, known, self.content)
        _, state.kind, why_kind = week_stages(state.intake, known, stage, self.content)
        state.started = state.stage_since = state.level_since = state.aerobic_since = day
        state.stage, state.level, state.next_name = stage, 0, "A"
        state.good_here = state.good_in_stage = state.aerobic_weeks = state.bouts = 0
        state.waiting, state.flare, state.work_s, state.last_work = None, None, None, 0
        state.escalated = state.extended = False
        self.log(cause, at, why, "start-in-stage", stage=self.content.stages[stage])
        self.log(cause, at, why_kind, f"program-{state.kind}")
        if state.exercising:
            state.last_work = self.level_out(state, day)

    def level_out(self, state: State, day: date) -> int:
        """Bring sessions A and B to the same work: the ceiling, returned too, is the smaller of the two."""
        works = []
        for name in ("A", "B"):
            state.next_name = name
            works.append(self.session(state, day).work_s)
        state.next_name, state.work_s = "A", max(1, min(works))
        return state.work_s

    # ---- up
    def raise_if_earned(self, state: State, at: datetime, cause: str) -> None:
        """After a good session: a new stage, or one more step of the dose, when the rules allow it."""
        day = at.date()
        held = self.held_back(state, at)
        if held is not None:
            if state.good_here == self.content.value("birddog-good-session", "sessions"):
                self.say(cause, at, held, f"{state.good_here} good sessions", "dose-stays")
            return
        enough = self.content.value("birddog-good-session", "sessions")
        if state.good_here < enough or (day - (state.level_since or day)).days < 7:
            return
        after = self.stage_after(state, day)
        if after is not None:
            self.enter(state, after, at, cause, "birddog-stage-up", state.last_work)
            return
        if not self._has_more(state, day):
            return
        growth = self.content.value("birddog-volume-growth", "factor")
        before = self._both(state, day)
        state.level, state.good_here, state.level_since = state.level + 1, 0, day
        state.work_s = int(state.last_work * growth)
        saw = f"{self.content.value('birddog-good-session', 'sessions')} good sessions at this dose"
        now = self._both(state, day)
        self.say(
            cause, at, "birddog-good-session", saw, "one-step-more",
            limit="one step a week, work at most 20% more", about=_changed(before, now),
        )  # fmt: skip
        self.say(cause, at, "progress-gradually", saw, "work-at-most", work=state.work_s)
        self._say_what_grew(at, cause, before, now)

    def _both(self, state: State, day: date) -> tuple[Session, Session]:
        """Sessions A and B as they are prescribed now."""
        ask, planner = self.ask(state, day), self.planner(state, day)
        return planner.session(replace(ask, name="A")), planner.session(replace(ask, name="B"))

    def _has_more(self, state: State, day: date) -> bool:
        """Whether one step more would change the dose of some exercise of either session."""
        ask = replace(self.ask(state, day), work_s=None)
        planner = self.planner(state, day)
        return any(
            planner.session(replace(ask, name=name, level=state.level + 1)).items
            != planner.session(replace(ask, name=name)).items
            for name in ("A", "B")
        )

    def _say_what_grew(
        self, at: datetime, cause: str, before: tuple[Session, Session], now: tuple[Session, Session]
    ) -> None:
        """Name the exercises that have just got more repetitions, and the stretches that are held longer."""
        more: dict[str, dict[str, str]] = {"progress-reps-as-easier": {}, "progress-hold-longer-if-good": {}}
        for session, grown in zip(before, now, strict=True):
            doses = {item.exercise: item.dose for item in session.items}
            for item in grown.items:
                was, dose = doses.get(item.exercise, item.dose), item.dose
                if dose.reps > was.reps:
                    text = f"{item.exercise} {was.reps} to {dose.reps}"
                    more["progress-reps-as-easier"][text] = item.exercise
                elif item.category == "mobility" and dose.hold_time_s > was.hold_time_s:
                    text = f"{item.exercise} {was.hold_time_s} to {dose.hold_time_s} s"
                    more["progress-hold-longer-if-good"][text] = item.exercise
        for rule, which in more.items():
            if which:
                about = tuple(dict.fromkeys(which.values()))
                self.say(cause, at, rule, ", ".join(which), "within-the-ceiling", about=about)

    def held_back(self, state: State, at: datetime) -> str | None:
        """The rule that forbids raising anything now, if one does."""
        hours = self.content.value("birddog-red-report", "no_raise_hours")
        if state.last_red is not None and between(state.last_red, at) < timedelta(hours=hours):
            return "birddog-red-report"
        if state.flare is not None:
            return "birddog-flare"
        days = self.content.value("birddog-stale-intake", "days")
        if state.screened_at is None or (at.date() - state.screened_at).days > days:
            return "birddog-stale-intake"
        return None

    def stage_after(self, state: State, day: date) -> StageName | None:
        """The next stage if it has been earned: good sessions, time, pain and, for acute, six weeks."""
        if state.kind == "acute" or state.stage in ("strengthen", "maintain"):
            return None
        rule = f"birddog-enter-{'stabilize' if state.stage == 'calm' else 'strengthen'}"
        value = self.content.value
        pain = state.recent_pain(day)
        since = state.stage_since or day
        earned = (
            state.good_in_stage >= value(rule, "sessions")
            and (day - since).days >= value(rule, "days")
            and pain is not None
            and pain <= value(rule, "pain")
            and not [red for red in state.reds if (day - red).days < 7]
        )
        return STAGES[STAGES.index(state.stage) + 1] if earned else None

    def enter(self, state: State, stage: StageName, at: datetime, cause: str, rule: str, work_s: float) -> None:
        """Go to a stage at its first dose, with a ceiling on work."""
        before = state.stage
        state.stage, state.stage_since = stage, at.date()
        state.level, state.level_since, state.good_here, state.good_in_stage = 0, at.date(), 0, 0
        state.lowered, state.work_s, state.next_name = {}, max(1, int(work_s)) if work_s else None, "A"
        if state.exercising:
            self.level_out(state, at.date())
        saw = f"stage {before}, pain {told_pain(state.recent_pain(at.date()))}"
        did, plan = "stage" if state.work_s is None else "stage-with-ceiling", self.content.stages[stage]
        self.say(cause, at, rule, saw, did, considered=", ".join(STAGES), stage=plan, work=state.work_s)

    # ---- same, and down
    def hold(self, state: State) -> None:
        """The next session is no larger than the last, and the same one again."""
        if state.last_work and (state.work_s is None or state.last_work < state.work_s):
            state.work_s = state.last_work

    def lower(self, state: State, at: datetime, cause: str) -> None:
        """After a red report: the next session is strictly smaller; two in a week go a stage back."""
        day = at.date()
        factor = self.content.value("birddog-red-report", "factor")
        if state.last_work:
            state.work_s = max(1, int(min(state.last_work, state.work_s or state.last_work) * factor))
        state.level, state.good_here = max(0, state.level - 1), 0
        state.level_since, state.last_red = day, at
        state.reds = (*(red for red in state.reds if (day - red).days < 7), day)
        if len(state.reds) >= 2 and state.stage in ("stabilize", "strengthen", "maintain"):
            back = STAGES[STAGES.index(state.stage) - 1]
            self.enter(state, back, at, cause, "birddog-stage-down", state.work_s or 0)

    # ---- time
    def maintenance_due(self, state: State, day: date) -> str | None:
        """The rule that ends the guided weeks on ``day``, if they have done their work.

        Without a single session there is nothing to keep up.
        """
        week, pain = state.week(day), state.recent_pain(day)
        if state.stage == "maintain" or not state.sessions or pain is None or state.flare is not None:
            return None
        value = self.content.value
        if week > guided_weeks(self.content) and pain <= value("birddog-maintain", "pain"):
            return "programme-8wk-then-maintenance"
        early = week > value("birddog-maintain", "early_weeks") and pain <= value("birddog-maintain", "early_pain")
        rule = "adapt-guided-duration"
        return rule if early and rule in self.content.rules else None

    def function(self, state: State) -> float | None:
        """Latest mean of own activities (PSFS), 0 to 10, or what the intake said."""
        if taken := state.measures.get("psfs"):
            return taken[-1][1]
        return None if state.intake is None else own_activity_score(state.intake)
