"""Invariants: a therapist's word reaches as far as it says, and no further (C16).

What may never be overridden, and for how long an override or a proposal holds at most, is listed here apart from the
content that is being checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from birddog.core.chart.chart import Folded, fold
from birddog.core.content.content import Content, Veto, bits
from birddog.core.content.values import Disposition
from birddog.core.log.events import (
    Event,
    FlareDeclared,
    IntakeAnswered,
    ItemDone,
    LegReport,
    ProposalAnswered,
    ScreenAnswered,
    ScreenedByClinician,
    TherapistChanged,
    TherapistEdit,
    VetoOverridden,
)
from birddog.core.person.facts import VALUES
from birddog.core.person.intake import Conditions, Movement, Pain
from birddog.core.plan.course import Course
from birddog.core.state.vetoes import Override, barred_by_facts, lifted
from birddog.core.today import today
from birddog.verify.people import CES, DAY, NOON, flags, morning, session, started, with_facts
from birddog.verify.tally import Tally

NEVER: dict[str, tuple[str, ...]] = {
    "leg": ("unknown",), "irritability": ("unknown",), "leg_weakness": ("new", "unsure", "old_unchecked"),
    "bone": ("unsure", "unanswered"), "pregnancy": ("unanswered", "due_passed", "early_postpartum", "postpartum"),
    "surgery": ("unanswered", "not_cleared", "recent", "cleared_under_6_months"), "severity": ("unknown",),
    "balance": ("unanswered",), "heart": ("unsure", "unanswered"), "blood_pressure": ("unsure", "unanswered"),
    "hip_replacement": ("precautions",),
}  # fmt: skip
"""Answers past which nobody lets an exercise: urgent, missing, unsure, or bound to a date."""
LONGEST, ANSWER_DAYS = 90, 7
"""Days of an override at most; days that a proposal waits."""
SIGNED: dict[str, Any] = {"actor": "therapist", "clinician": "A. Berg", "license": "1", "patient": "p1"}
WHY = "Examined today, for a written reason."


def one_veto_one_exercise(content: Content, t: Tally) -> None:
    """Over each veto, answer and exercise: an override admits that one past that veto, at that answer, on its days."""
    drills = content.prescribable
    for veto, mask in content.veto_masks:
        for value in sorted(veto.values):
            known = with_facts(**{veto.fact: value})
            before = barred_by_facts(known, content)
            others = _without(veto, known, content)
            for bit in bits(mask & drills):
                row = _row(veto, content.exercises[bit].id, value)
                past = lifted((row,), known, content, DAY)
                gained = before & ~barred_by_facts(known, content, past)
                wanted = 0 if value in NEVER.get(veto.fact, ()) else (1 << bit) & ~others
                t.ok(gained == wanted, veto.id, value, row.exercise, "admits", bin(gained).count("1"))
            _only_then(content, t, veto, value)


def _row(veto: Veto, exercise: str, saw: str) -> Override:
    until = DAY + timedelta(days=LONGEST)
    return Override("o", veto.id, exercise, saw, DAY, until, "A. Berg", "1", WHY)


def _without(veto: Veto, known: Any, content: Content) -> int:
    """Mask of what the other vetoes that apply take out."""
    out = 0
    for other, mask in content.veto_masks:
        if other is not veto and getattr(known, other.fact) in other.values:
            out |= mask
    return out


def _only_then(content: Content, t: Tally, veto: Veto, value: str) -> None:
    """At another answer, before its day and after its last one, nothing is lifted."""
    row = _row(veto, DRILL, value)
    for other in VALUES[veto.fact]:
        changed = lifted((row,), with_facts(**{veto.fact: other}), content, DAY)
        t.ok(other == value or not changed, veto.id, "seen at", value, "and lifts at", other)
    known = with_facts(**{veto.fact: value})
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=LONGEST + 1)):
        t.ok(not lifted((row,), known, content, day), veto.id, "lifts on", day)


# ----------------------------------------------------------------------------------------------------- in a chart

DRILL, VETO = "single-knee-to-chest", "thin-bones"


def ends(content: Content, t: Tally) -> None:
    """An override in a chart: refused when it is too long, and over after each of its ends."""
    if DRILL in content.retired:
        return  # with content that does without it: the code is the same
    first = started(content, conditions=Conditions(all_others="no", bone="osteoporosis"), pain=Pain(back_week=2.0))
    past, add = _override(60), TherapistEdit(id="add", at=NOON, action="add", exercise=DRILL, **SIGNED)
    for days in (LONGEST, LONGEST + 1, 4 * LONGEST):
        told = _open([first, _override(days)], content, 0.1)
        t.ok(told == (days <= LONGEST), "an override of", days, "days")
    t.ok(_open([first, past, add], content, 1), "an override admits nothing")
    later: dict[str, Any] = {"id": "end", "at": NOON + timedelta(days=2), "patient": "p1"}
    by: dict[str, Any] = {"id": "end", "at": NOON + timedelta(days=2), **SIGNED}
    over: dict[str, Event] = {
        **{
            f"{item.id}: {answer}": ScreenAnswered(**later, red_flags=flags(**{item.id: answer}))
            for item in content.screen_items
            if not item.only_if
            for answer in ("yes", "unsure")
        },
        "a red report": session(1, 48, 2, 8, pain_after=7.0),
        "it hurts": session(1, 48, 2, 2, items=(ItemDone(DRILL, "partly", hurt=True),)),
        "a leg that is worse": LegReport(**later, moved="down", minutes=20, red_flags=flags()),
        "another therapist": TherapistChanged(**{**by, "clinician": "B. Cruz"}),
        "a new intake": IntakeAnswered(**later, intake=first.intake),
    }
    for name, event in over.items():
        calm = ScreenAnswered(id="calm", at=NOON + timedelta(days=3), patient="p1", red_flags=flags())
        t.ok(not _open([first, past, add, event, calm], content, 4), name, "does not end an override")
    t.ok(not _open([first, past, add], content, 61), "an override outlives its last day")


def _override(days: int) -> VetoOverridden:
    until = DAY + timedelta(days=days)
    return VetoOverridden(id="past", at=NOON, exercise=DRILL, veto=VETO, reason=WHY, until=until, **SIGNED)


def _open(events: Sequence[Event], content: Content, days: float) -> bool:
    """Whether the exercise that was let past may be given after so many days."""
    folded = fold(events, content, NOON + timedelta(days=days))
    day = (NOON + timedelta(days=days)).date()
    able = folded.course.planner(folded.state, day).pool >> content.index[DRILL] & 1
    return bool(able or DRILL in folded.course.names(folded.state, day, "A"))


# ------------------------------------------------------------------------------------------------------ proposals


def rises_wait(content: Content, t: Tally) -> None:
    """Where rises wait none applies without an answer, each lowering does, and no answer makes it come back."""
    waits = TherapistEdit(id="wait", at=NOON, action="proposals_wait", **SIGNED)
    start = started(content, pain=Pain(back_week=3.0))
    free, held = [start, *_good(9)], [start, waits, *_good(9)]
    before = fold([start, waits], content, NOON).state
    now = NOON + timedelta(days=18)
    state = fold(held, content, now).state
    t.ok(fold(free, content, now).state.tracks != before.tracks, "nothing rises at all, so nothing is shown")
    t.ok(state.proposals, "nothing waits after good sessions")
    for name, track in state.tracks.items():
        t.ok(name in before.tracks and track.dose == before.tracks[name].dose, name, "rose without an answer")
    t.ok(state.stage == before.stage, "a stage opened without an answer")
    _bouts_wait(content, t, waits)
    for number in range(ANSWER_DAYS * 3):
        then = fold(held, content, now + timedelta(days=number))
        old = [row for row in then.state.proposals if (then.state.passed or DAY) - row.since > timedelta(days=6)]
        t.ok(not old, "a proposal waits for more than", ANSWER_DAYS, "days")
    for name, event in _harm(now).items():
        _lowered(content, t, name, [*free, event], [*held, event], [row.id for row in state.proposals])


def _bouts_wait(content: Content, t: Tally, waits: Event) -> None:
    """Bouts that good sessions would make more stay as many as they were."""
    glide = Movement(side_glide="centralizes")
    start = started(content, pain=Pain(back_week=3.0), movement=glide)
    first = today(fold([start, waits], content, NOON), NOON).bouts
    if first is None and content.retired:
        return  # with content that does without what is done in bouts
    now = NOON + timedelta(days=18)
    later = today(fold([start, waits, *_good(9)], content, now), now).bouts
    free = today(fold([start, *_good(9)], content, now), now).bouts
    t.ok(first and free and free.per_day > first.per_day, "no bouts grow at all, so nothing is shown")
    t.ok(first == later, "bouts came more often without an answer")


def _good(count: int) -> list[Event]:
    """Good sessions every second day, with their mornings and the weekly danger signs."""
    events: list[Event] = []
    for number in range(count):
        hours = 48 * number + 6
        events += [session(number, hours, 3, 2), morning(number, hours + 14, 3)]
        if number % 3 == 2:
            at = NOON + timedelta(hours=hours + 15)
            events.append(ScreenAnswered(id=f"q{number}", at=at, patient="p1", red_flags=flags()))
    return events


def _harm(now: Any) -> dict[str, Event]:
    at: dict[str, Any] = {"id": "harm", "at": now, "patient": "p1"}
    hours = (now - NOON).total_seconds() / 3600
    return {
        "a red report": session(99, hours, 3, 8, pain_after=7.0),
        "a flare": FlareDeclared(**at, pain=8.0, red_flags=flags()),
        "a leg that is worse": LegReport(**at, moved="down", minutes=20, red_flags=flags()),
        "a danger sign": ScreenAnswered(**at, red_flags=flags(fever="yes")),
    }


def _lowered(content: Content, t: Tally, name: str, free: list[Event], held: list[Event], proposals: list[str]) -> None:
    """After harm: where rises wait there is no more work than where they apply, and no approval brings any."""
    at = held[-1].at
    with_, without = fold(held, content, at), fold(free, content, at)
    t.ok(with_.state.exercising == without.state.exercising, name, "stops one of the two only")
    t.ok(_work(with_) <= _work(without), name, "is held back by what waits", _work(with_), _work(without))
    t.ok(not with_.state.proposals, name, "leaves what waits standing")
    said = [
        ProposalAnswered(id=f"yes{n}", at=at + timedelta(hours=1), proposal=row, answer="approve", **SIGNED)
        for n, row in enumerate(proposals)
    ]
    after = fold([*held, *said], content, at + timedelta(hours=2))
    t.ok(_work(after) <= _work(with_), name, "is overruled by an approval", _work(after), _work(with_))


def _work(folded: Folded) -> int:
    """Seconds of work that both sessions ask for now; none where exercise is stopped."""
    state, course = folded.state, Course(folded.course.content)
    if not state.exercising:
        return 0
    day = state.passed or DAY
    return sum(course.session(state, day, name).work_s for name in ("A", "B"))


# ------------------------------------------------------------------------------------------------------ screening


def screening(content: Content, t: Tally) -> None:
    """A signed "none" fills what is blank, leaves a yes or unsure that it does not name, and lifts no emergency."""
    none: dict[str, Any] = dict.fromkeys(CES, "no")
    at: dict[str, Any] = {"id": "s", "at": NOON + timedelta(hours=1), **SIGNED}
    blank = fold([started(content, red_flags={}), ScreenedByClinician(**at, red_flags=none)], content, at["at"])
    t.ok(blank.state.exercising, "a signed screening leaves the signs unanswered")
    for item in content.screen_items:
        for answer in ("yes", "unsure"):
            if item.only_if:
                continue
            first = started(content, red_flags=flags(**{item.id: answer}))
            before = fold([first], content, NOON).state.disposition
            named = ScreenedByClinician(**at, red_flags={**none, item.id: "no"})
            silent = ScreenedByClinician(**at, red_flags={sign: "no" for sign in CES if sign != item.id})
            after = fold([first, silent], content, at["at"]).state.disposition
            t.ok(after >= before, item.id, answer, "was overwritten without being named")
            stands = fold([first, named], content, at["at"]).state.disposition
            t.ok(before < Disposition.EMERGENCY or stands == before, item.id, "an emergency was signed away")
