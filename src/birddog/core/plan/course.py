"""The prescriber: for one person's state and day, the exercises and doses that hold now, and the log of decisions.

Nothing here changes a state but ``begin`` and ``enter``; how doses are earned is in ``earned``, how they give way in
``setbacks``. Every dose passes through ``limits`` last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property

from birddog.core.content.content import Content
from birddog.core.content.exercise import Dose
from birddog.core.content.values import STAGES, Reason, StageName, between
from birddog.core.person.facts import Facts, day_key, facts, severity
from birddog.core.person.intake import Intake
from birddog.core.plan.aerobic import first_walk
from birddog.core.plan.dosing import amount, least_of, share_of
from birddog.core.plan.filling import use_the_time
from birddog.core.plan.limits import fit, lighten
from birddog.core.plan.ordering import in_order
from birddog.core.plan.planned import go_to
from birddog.core.plan.planner import FEWEST, Planner, Session, loads
from birddog.core.plan.roster import line_up, stand_in
from birddog.core.plan.volume import note_load
from birddog.core.state.stages import first_stage, kind_of
from birddog.core.state.state import Logged, State, Track, WayBack
from birddog.core.state.told import in_phrase, slots_of
from birddog.core.state.usual import worsening
from birddog.core.state.vetoes import admissible, lifted

DIRECTION_TAGS = {
    "rotation": frozenset({"trunk_rotation", "end_range_trunk_rotation", "loaded_trunk_rotation"}),
    "side": frozenset({"side_bend"}),
}


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
        self._planners: dict[tuple[Hashable, ...], tuple[object, Planner]] = {}
        self._causes: dict[str, int] = {}
        self._facts: dict[tuple[Hashable, ...], tuple[Intake, Facts]] = {}
        self._days: dict[tuple[int, date], tuple[Intake, tuple[Hashable, ...]]] = {}

    # ---- who it is for
    def known(self, state: State, day: date) -> Facts:
        """The facts on ``day``, with the latest reported pain in place of the pain at intake."""
        assert state.intake is not None
        on = (id(state.intake), day)
        if on not in self._days:
            self._days[on] = (state.intake, (id(state.intake), day_key(state.intake, day, self.content.values)))
        key = self._days[on][1]
        if key not in self._facts:
            self._facts[key] = (state.intake, facts(state.intake, day, self.content.values))
        known, recent = self._facts[key][1], state.recent_pain(day)
        if recent is None or known.severity == "unknown":
            return known
        felt = float(round(recent))
        if known.pain == felt:
            return known
        if (*key, felt) not in self._facts:
            self._facts[(*key, felt)] = (
                state.intake,
                replace(known, pain=felt, severity=severity(felt, self.content.values.stage_by_pain)),
            )
        return self._facts[(*key, felt)][1]

    def planner(self, state: State, day: date) -> Planner:
        """The planner for this person on this day."""
        known = self.known(state, day)
        limits = self.content.pain_limits
        bar = None if known.pain is None else sum(known.pain > limit for limit in limits)
        past = lifted(state.overrides, known, self.content, day)
        added = state.added if self.content.home_made else ()
        key = (id(state.intake), known, bar, state.liked, past, added)
        if key not in self._planners:
            assert state.intake is not None
            self._planners[key] = (state.intake, Planner(state.intake, known, self.content, state.liked, past, added))
        return self._planners[key][1]

    def barred(self, state: State, day: date) -> int:
        """Mask of what this person's chart has taken out: swaps, rests, removals, directions that hurt."""
        resting = [e for e, until in state.rested.items() if day < until]
        mask = self.content.mask_of((*state.removed, *resting))
        for direction in state.barred_directions:
            mask |= self.content.mask_tagged(DIRECTION_TAGS[direction])
        return mask

    # ---- what is prescribed now
    def session(self, state: State, day: date, name: str | None = None) -> Session:
        """The next session (or session ``name``, A or B), through vetoes and limits."""
        planner = self.planner(state, day)
        name = name or state.next_name
        names = self.names(state, day, name) if self.enough(planner) else ()
        items = tuple(planner.item(e, state.stage, self.earned(state, planner, e)) for e in names)
        warm_up = self.warm_up(planner)
        assert state.intake is not None
        seconds = state.intake.time.minutes * 60 - warm_up
        items = fit(items, seconds, frozenset(state.pinned), {e: self.plain(state, planner, e) for e in names})
        items = tuple(replace(item, dose=self.held(state, planner, item.exercise, item.dose)) for item in items)
        if state.back is not None and state.back.work_s is not None:
            least = {e: self.least(self.first(state, planner, e)) for e in names}
            items = lighten(items, state.back.work_s, least)
        return Session(name, state.stage, in_order(planner, items, state.order), warm_up if items else 0)

    def has_time_for(self, state: State, day: date, name: str) -> bool:
        """Whether the dose of an exercise fits the person's time without squeezing the others of its session."""
        planner = self.planner(state, day)
        sessions = (self.names(state, day, session) for session in ("A", "B"))
        return not any(name in names and self._too_long(planner, state, names) for names in sessions)

    def names(self, state: State, day: date, name: str) -> tuple[str, ...]:
        """The exercises of session ``name`` on ``day``, in the order of doing.

        Where they do not all fit at the doses that were earned, those without load take turns between A and B; doses
        give way to time only after that.
        """
        planner = self.planner(state, day)
        everyone = line_up(planner, state, self.barred(state, day))
        strong = [e for e in everyone if loads(self.content.exercise(e))]
        others = [e for e in everyone if e not in strong]
        if state.flare is not None or not self.strength_day(state, day):
            strong = [] if len(others) >= 2 else strong[: 2 - len(others)]
        size = self.size(state, planner)
        strong = strong[: max(1, size - 1)]
        room = min(size - len(strong), len(others))
        chosen = self._share_out(planner, state, others, room, name)
        fewest = max(planner.size - len(strong), self._fewest(planner, state, others))
        while room > fewest and self._too_long(planner, state, (*strong, *chosen)):
            room -= 1
            chosen = self._share_out(planner, state, others, room, name)
        return planner.in_order((*strong, *chosen))

    def _fewest(self, planner: Planner, state: State, others: list[str]) -> int:
        """So many of ``others`` a session needs so that each is in A or in B."""
        always = sum(self._in_both(planner, state, e) for e in others)
        return always + (len(others) - always + 1) // 2

    def _too_long(self, planner: Planner, state: State, names: tuple[str, ...]) -> bool:
        """Whether these exercises, at the doses that were earned, take more than the person's minutes."""
        seconds = self.warm_up(planner)
        for e in names:
            seconds += planner.item(e, state.stage, self.earned(state, planner, e)).seconds
        return seconds > planner.intake.time.minutes * 60

    def size(self, state: State, planner: Planner) -> int:
        """How many exercises a session holds."""
        if state.kind == "acute" and state.stage == "maintain":
            two: int = self.content.values.free_of_pain.exercises
            return two
        few = state.back is not None and state.back.cause == "irritable"
        return FEWEST if few else max(planner.most, len(state.added))

    def _share_out(self, planner: Planner, state: State, others: list[str], room: int, name: str) -> list[str]:
        """Which of more exercises than there is room for: some in both sessions, the others in A or in B."""
        if room >= len(others):
            return others
        content = self.content
        always = [e for e in others if self._in_both(planner, state, e)][:room]
        order, nth = planner.in_order(others), _nth(content, others)
        rest = sorted((e for e in order if e not in always), key=nth.__getitem__)
        left = room - len(always)
        return always + (rest[:left] if name == "A" else rest[len(rest) - left :])

    def _in_both(self, planner: Planner, state: State, name: str) -> bool:
        """What is wanted in every session: what a therapist has set, balance for those who might fall, the direction
        that eases."""
        if name in state.added or name in state.pinned or name in state.kept:
            return True
        exercise = self.content.exercise(name)
        if exercise.category == "balance" and planner.careful:
            return True
        return exercise.direction == planner.known.ease

    def strength_day(self, state: State, day: date) -> bool:
        """Whether strength may be trained on ``day``: a full day since the last, and so many days a week at most."""
        rest, most = self.content.values.strength_days.rest, self.content.values.strength_days.most
        ago = [(day - on).days for on in state.strength_days]
        return all(days > rest for days in ago) and sum(days < 7 for days in ago) < most

    def first(self, state: State, planner: Planner, name: str) -> Dose:
        """The person's first dose of an exercise: that at which it came in, else that of now."""
        track = state.tracks.get(name)
        return planner.first(name, state.stage) if track is None else track.first

    def plain(self, state: State, planner: Planner, name: str) -> Dose:
        """The first dose without the sets that filled the time of the first sessions."""
        own, plain = self.first(state, planner, name), planner.first(name, state.stage)
        return plain if amount(plain) < amount(own) else own

    def earned(self, state: State, planner: Planner, name: str) -> Dose:
        """The dose of an exercise that was earned or set, whatever holds it down just now."""
        track = state.tracks.get(name)
        return state.pinned.get(name, self.first(state, planner, name) if track is None else track.dose)

    def dose(self, state: State, planner: Planner, name: str) -> Dose:
        """The dose of an exercise now, whatever time there is."""
        return self.held(state, planner, name, self.earned(state, planner, name))

    def held(self, state: State, planner: Planner, name: str, dose: Dose) -> Dose:
        """``dose`` less what a setback takes off, never under the floor."""
        share = self.share(state, state.tracks.get(name))
        if share >= 1:
            return dose
        planned = state.back is not None and state.back.cause == "more"
        first = self.plain(state, planner, name) if planned else self.first(state, planner, name)
        return share_of(dose, share, first if planned else self.least(first))

    def share(self, state: State, track: Track | None) -> float:
        """The share of the earned doses that holds now."""
        backs = (state.back, None if track is None else track.back)
        shares = [back.share for back in backs if back is not None]
        if state.flare is not None:
            shares.append(self.content.values.flare.factor)
        if state.paced_from is not None:
            shares.append(self.content.values.pacing.share)
        return min(shares, default=1.0)

    def least(self, first: Dose, share: float | None = None) -> Dose:
        """The least that a setback leaves of a first dose (birddog-floor), or that ``share`` of it leaves."""
        values = self.content.values
        return least_of(
            first, values.floor.share if share is None else share, values.floor.reps, values.floor.holds,
            values.floor.hold, values.floor.stretch,
        )  # fmt: skip

    def warm_up(self, planner: Planner) -> int:
        """Seconds of easy moving before a session: none in short ones (birddog-warm-up)."""
        minutes, rule = planner.intake.time.minutes, self.content.values.warm_up
        steps = [s for m, s in zip(rule.minutes, rule.seconds, strict=True) if minutes >= m]
        return steps[-1] if steps else 0

    def enough(self, planner: Planner) -> bool:
        """Whether the person has the fewest minutes that a session may take (dose-strength-10-30min-1-3-daily)."""
        return planner.intake.time.minutes >= self.content.values.dose_strength_10_30min_1_3_daily.minutes[0]

    def held_back(self, state: State, at: datetime) -> str | None:
        """The rule that forbids raising anything now, if one does."""
        hours = self.content.values.red_report.no_raise_hours
        if state.last_red is not None and between(state.last_red, at) < timedelta(hours=hours):
            return "birddog-red-report"
        if state.flare is not None:
            return "birddog-flare"
        if state.back is not None:
            return state.back.rule
        if worsening(state.usual, self.content):
            return "birddog-worsening"
        if state.paced_from is not None:
            return "birddog-pacing"
        days = self.content.values.stale_intake.days
        if state.screened_at is None or (at.date() - state.screened_at).days > days:
            return "birddog-stale-intake"
        return None

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

    # ---- starting, and stages
    def begin(self, state: State, at: datetime, cause: str) -> None:
        """Set stage, exercises and doses for a new or renewed intake."""
        assert state.intake is not None
        day = at.date()
        known = self.known(state, day)
        stage, why = first_stage(state.intake, known, self.content)
        state.kind, why_kind = kind_of(state.intake, known, self.content)
        state.started = state.stage_since = state.renewed_on = day
        state.stage, state.next_name, state.good_in_stage, state.greens = stage, "A", 0, 0
        state.waiting, state.flare, state.back, state.up_on = None, None, None, None
        state.roster, state.tracks, state.loads, state.strength_days = (), {}, (), ()
        state.escalated = state.extended = False
        self.log(cause, at, why, "start-in-stage", stage=self.content.stages[stage])
        self.log(cause, at, why_kind, f"program-{state.kind}")
        state.walk = first_walk(state.intake, known, self.content, stage, day)
        if not state.exercising:
            return
        if self.make_first(state, day):
            self.say(cause, at, "birddog-irritable", f"settles: {state.intake.pain.settles_in}", "half-at-first")

    def make_first(self, state: State, day: date) -> bool:
        """The exercises and doses to begin with: few to learn, the person's time used; half of it where pain is
        irritable, which is returned."""
        planner, values = self.planner(state, day), self.content.values
        irritable = planner.irritable and not planner.short
        learn = FEWEST if planner.short or irritable else max(planner.size, values.session_size.learn)
        barred, added = self.barred(state, day), self.content.mask_of(state.added)
        later = 0 if self._trained(state) else self._strong & ~added
        chosen = planner.starting(state.stage, barred | later, added, learn)
        if len(chosen) < FEWEST:
            chosen = planner.starting(state.stage, barred, added, learn)
        state.roster, state.tracks, state.loads = tuple(self.content.exercises[bit].id for bit in chosen), {}, ()
        for name in state.roster:
            first = planner.first(name, state.stage)
            state.tracks = {**state.tracks, name: Track(first, first, day, day)}
        if irritable:
            state.back = WayBack("irritable", tuple(values.irritable.shares), 0, day)
        elif not planner.short:
            use_the_time(self, state, planner, day)
        note_load(self, state, day)
        return irritable

    def _trained(self, state: State) -> bool:
        """Who trains hard most days begins with strength work at once."""
        assert state.intake is not None
        return state.intake.life.activity == "high" and "programme-individualise" in self.content.rules

    @cached_property
    def _strong(self) -> int:
        """Mask of what makes a strength day: it comes in when the first exercises are learned."""
        return self.content.mask_where(loads)

    def widen(self, state: State, day: date) -> None:
        """From the few movements of new pain to the whole roster of the staged program; what is there stays."""
        planner, values = self.planner(state, day), self.content.values
        learn = max(planner.size, values.session_size.learn)
        kept = self.content.mask_of((*state.roster, *state.added))
        barred = self.barred(state, day) | (self._strong & ~kept)
        for bit in planner.starting(state.stage, barred, kept, learn):
            name = self.content.exercises[bit].id
            families = {self.content.exercise(other).family for other in state.roster}
            if name not in state.roster and self.content.exercise(name).family not in families:
                self.take_in(state, planner, list(state.roster), name, day)
        state.loads = ()
        note_load(self, state, day)

    def replace_lost(self, state: State, day: date) -> None:
        """Put others for good in the place of exercises that are out for good: by a fact, a direction, or a wish."""
        assert state.intake is not None
        if not state.exercising:
            return
        planner = self.planner(state, day)
        gone = self.content.mask_of(state.removed)
        for direction in state.barred_directions:
            gone |= self.content.mask_tagged(DIRECTION_TAGS[direction])
        stays = admissible(state.intake, planner.known, self.content, planner.past) & ~gone
        for name in state.roster:
            if not stays >> self.content.index[name] & 1:
                others = [other for other in state.roster if other != name]
                able = planner.pool & ~self.barred(state, day)
                new = stand_in(planner, state, able, others, self.content.exercise(name))
                self.take_in(state, planner, others, new, day)

    def take_in(self, state: State, planner: Planner, others: list[str], new: str | None, day: date) -> None:
        """The roster of ``others`` and a new exercise, at its first dose (or the one that it had)."""
        state.roster = planner.in_order([*others, new] if new is not None else others)
        if new is None:
            return
        earlier = state.tracks.get(new)
        track = (
            Track(first := planner.first(new, state.stage), first, day, day)
            if earlier is None
            else replace(earlier, came=day, since=day, good=0, back=None)
        )
        state.tracks = {**state.tracks, new: track}

    def enter(self, state: State, stage: StageName, at: datetime, cause: str, rule: str) -> None:
        """Go to a stage. Doses and exercises are carried along; what the stage asks for comes in one by one."""
        before = state.stage
        go_to(stage, state, self.content, at.date())
        saw = f"stage {before}, pain {told_pain(state.recent_pain(at.date()))}"
        self.say(cause, at, rule, saw, "stage", considered=", ".join(STAGES), stage=self.content.stages[stage])


def _nth(content: Content, names: list[str]) -> dict[str, int]:
    """How many of ``names`` before each one are of the same category: 0 for the first of each."""
    before: Counter[str] = Counter()
    found = {}
    for name in names:
        kind = content.exercise(name).category
        found[name], before[kind] = before[kind], before[kind] + 1
    return found
