"""Expectations about whole courses: noise, real rises, starving, flares, losing exercise, policies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import mean, median

from birddog.simulate.behaviors import BEHAVIORS
from birddog.simulate.cohort import Lot, percentile
from birddog.simulate.expect import Lab, after_sessions, but_few, expectation, percent, share, who
from birddog.simulate.figures import NEARLY, Seen, asks

Measured = tuple[str, bool, Iterable[str]]
WORSE = "birddog-worsening"
NOT_RED = frozenset(
    {WORSE, "birddog-no-improvement", "birddog-flare-escalate", "programme-4wk-before-invasive", "early_after_birth"}
)
"""Rules that advise someone for other reasons than red reports: pain that stays is no red report, nor is a birth."""
RISE_DAY = 31


def noise(lab: Lab) -> list[Seen]:
    """Stable pain with daily swings: ``lab.size`` courses, person after person, each with a seed of its own."""
    who_ = lab.staged
    return lab.live(*(Lot(who_[n % len(who_)].name, "none", "noise-only", seed=n + 1) for n in range(lab.size)))


@expectation
def noise_is_not_read_as_red(lab: Lab) -> Measured:
    """Stable pain with daily swings: at most 8 percent of the sessions are read as red."""
    rows = noise(lab)
    part = sum(s.days[-1].page.reds for s in rows) / max(1, sum(d.sessions for s in rows for d in s.days))
    worst = sorted(rows, key=lambda s: -(s.summary["red_share"] or 0))
    rules = Counter(rule for s in rows for rule in s.days[-1].page.red_by).most_common(5)
    by = [f"red by {rule}: {count}" for rule, count in rules]
    return f"{part * 100:.1f}% red", part <= 0.08, [*by, *(f"{who(s)}: {s.summary['red_share']}" for s in worst[:6])]


@expectation
def noise_does_not_wear_doses_down(lab: Lab) -> Measured:
    """Stable pain with daily swings: the median dose after 12 weeks is at least the best of week 2."""
    rows = {who(s): s.summary["last_of_week_2"] for s in noise(lab)}
    values = [value for value in rows.values() if value is not None]
    found = median(values) if values else 0
    low = sorted((value, name) for name, value in rows.items() if value is not None)
    return f"median {found:.2f} of the best of week 2", found >= 1, [f"{name}: {value}" for value, name in low[:6]]


@expectation
def noise_leaves_the_first_dose(lab: Lab) -> Measured:
    """Stable pain with daily swings: 95 of 100 end at no less than their first dose."""
    rows = {who(s): s.summary["last_of_first"] for s in noise(lab)}
    values = [value for value in rows.values() if value is not None]
    found = percentile(values, 5) if values else 0
    low = sorted((value, name) for name, value in rows.items() if value is not None)
    return f"5th percentile {found:.2f} of the first dose", found >= 1, [f"{name}: {v}" for v, name in low[:6]]


@expectation
def noise_sends_few_to_a_clinician(lab: Lab) -> Measured:
    """Stable pain with daily swings: at most 5 percent are advised to see someone because of red reports."""
    rows = noise(lab)
    advised = [s for s in rows if set(s.summary["advised"]) - NOT_RED]
    part = len(advised) / len(rows)
    return percent(part), part <= 0.05, [f"{who(s)}: {s.summary['advised']}" for s in advised]


@expectation
def noise_is_not_read_as_worsening(lab: Lab) -> Measured:
    """Stable pain with daily swings: at most 10 percent are told in 12 weeks that the pain has been getting worse."""
    rows = noise(lab)
    told = [s for s in rows if WORSE in s.summary["advised"]]
    part = len(told) / len(rows)
    return percent(part), part <= 0.1, [who(s) for s in told]


def _rises(lab: Lab, number: int) -> list[tuple[Seen, int]]:
    """Courses with a rise of 3 for two days after a session, each with the number of reds before that session's."""
    who_ = lab.staged
    lots = [Lot(who_[n % len(who_)].name, "perfect", "noise-only", seed=n + number) for n in range(lab.size)]
    out = []
    for lot, plain in zip(lots, lab.live(*lots), strict=True):
        first = next((d.number for d in plain.days if d.number >= RISE_DAY and d.sessions and d.usual <= 7), None)
        if first is not None:
            risen = Lot(lot.person, lot.behavior, lot.model, seed=lot.seed, rises=((first + 1, 2, 3.0),))
            out.append((risen, first))
    return list(zip(lab.live(*(lot for lot, _ in out)), (first for _, first in out), strict=True))


@expectation
def a_real_rise_is_red(lab: Lab) -> Measured:
    """A session that sets pain up by 3 points for 2 days is read as red within 2 days, in 95 of 100."""
    rows = _rises(lab, 5000)
    caught = [seen.days[min(first + 3, 83)].page.reds > seen.days[first].page.reds for seen, first in rows]
    part = share(caught)
    return percent(part), part >= 0.95, [who(s) for (s, _), hit in zip(rows, caught, strict=True) if not hit]


@expectation
def nobody_is_starved(lab: Lab) -> Measured:
    """Nobody is under half of their first dose for over 7 days, but for flare, red, break, acute, first week."""
    rows = [seen for name in BEHAVIORS for seen in lab.courses(name, staged=False)]
    runs = sorted(((s.summary["starved_run"], who(s)) for s in rows), reverse=True)
    over = [f"{name}: {run} days" for run, name in runs if run > 7]
    return f"{len(over)} of {len(rows)} courses, longest {runs[0][0]} days", not over, over


@expectation
def a_smaller_dose_is_at_least_half(lab: Lab) -> Measured:
    """A smaller dose after a red report, in a flare or after a break is still half of the first dose."""
    rows = [seen for name in BEHAVIORS for seen in lab.courses(name, staged=False)]
    under = sorted(((sum(s.starved), who(s)) for s in rows), reverse=True)
    over = [f"{name}: {days} days" for days, name in under if days]
    part = sum(days for days, _ in under) / sum(len(s.days) for s in rows)
    return f"{part * 100:.1f}% of all days are under half", not over, over


@expectation
def no_exercise_is_lost(lab: Lab) -> Measured:
    """Nobody who is stable and does the sessions loses all exercise, without a danger sign."""
    names = ("none", "slow", "high-stable", "flare-20", "silent", "only-when-bad", "relapsing")
    rows = [seen for name in names for seen in lab.courses(name, staged=False)]
    lost = [f"{who(s)}: {s.summary['without_program']}" for s in rows if s.summary["without_program"]]
    return f"{len(lost)} of {len(rows)} courses", not lost, lost


@expectation
def doses_come_back_after_a_flare(lab: Lab) -> Measured:
    """After a flare of 2 to 20 days the dose from before is back within 7 days, or at the third session."""
    rows = [seen for name in ("flare-2", "flare-6", "flare-13", "flare-20") for seen in lab.courses(name)]
    late = [f"{who(s)}: {s.days_back()} days" for s in rows if any(not _in_time(s, days) for days in s.days_back())]
    part = 1 - len(late) / max(1, len(rows))
    return f"{percent(part)} of {len(rows)}", part >= 0.95, late


def _in_time(seen: Seen, days: int) -> bool:
    """Within 7 days, or no later than the session after three that were done."""
    over = next(day.number for day in seen.days if day.flare_told == "over")
    third = sum(day.sessions > 0 for day in seen.days[over : over + days]) <= 3
    return days <= 7 or third


@expectation
def an_open_flare_ends(lab: Lab) -> Measured:
    """A flare that nobody ends: the dose from before is back within 14 days of its real end."""
    late = []
    rows = lab.courses("flare-open")
    for seen in rows:
        first = next((day.number for day in seen.days if day.flaring), 84)
        end = next((day.number for day in seen.days if day.number > first and not day.flaring), 84)
        if not any(seen.level(day, first) >= NEARLY for day in seen.asked if end <= day.number <= end + 14):
            late.append(who(seen))
    return but_few(late, rows)


@expectation
def doses_come_back_after_a_break(lab: Lab) -> Measured:
    """After three weeks away: 70 percent or less at first, and the old dose after at most four sessions."""
    rows, wrong = lab.courses("away"), []
    for seen in rows:
        levels = [seen.level(day, 36) for day in seen.asked if day.number >= 57]
        done = [day.sessions > 0 for day in seen.asked if day.number >= 57]
        if len(levels) > 6 and (levels[0] > 0.75 or max(levels[: after_sessions(done, 4) + 1]) < NEARLY):
            wrong.append(f"{who(seen)}: {', '.join(percent(level) for level in levels[:7])} of the dose before")
    return but_few(wrong, rows)


@expectation
def a_week_ill_changes_nothing(lab: Lab) -> Measured:
    """Six days ill, told beforehand: the first session after it asks for what the last one before asked for."""
    rows, wrong = lab.courses("ill"), []
    for seen in rows:
        after = next((day for day in seen.asked if day.number >= 42), None)
        reds = after is not None and after.page.reds > seen.days[28].page.reds
        if after is not None and not reds and seen.level(after, 36) < NEARLY:
            wrong.append(f"{who(seen)}: {percent(seen.level(after, 36))} of the dose before")
    return but_few(wrong, rows)


@expectation
def silence_starves_nobody(lab: Lab) -> Measured:
    """Someone who never reports keeps at least the first dose, and the sessions that took turns go on taking turns."""
    rows, wrong = lab.courses("silent"), []
    for seen in rows:
        early, late = _kinds_asked(seen, 0, 14), _kinds_asked(seen, 14, 42)
        low = seen.summary["last_of_first"] or 0
        if low < 1 or late < early:
            wrong.append(f"{who(seen)}: {low} of the first dose, {early} kinds of session, then {late}")
    return but_few(wrong, rows)


def _kinds_asked(seen: Seen, first: int, end: int) -> int:
    """How many different sets of exercises are asked for from day ``first`` on, before day ``end``."""
    sessions = [day.page.session for day in seen.days[first:end] if asks(day)]
    return len({tuple(item.exercise for item in session.items) for session in sessions if session})


@expectation
def high_pain_is_no_reason_to_shrink(lab: Lab) -> Measured:
    """High pain that stays: doses hold and grow slowly; 12 weeks end above the first dose."""
    rows = lab.courses("high-stable")
    values = {who(s): s.summary["last_of_first"] or 0 for s in rows}
    low = [f"{name}: {value}" for name, value in sorted(values.items(), key=lambda row: row[1]) if value < 1]
    middle = median(values.values()) if values else 0
    return f"median {middle:.2f} of the first dose, {len(low)} below it", not low and middle > 1, low


def _means(lab: Lab, model: str, figure: str, behavior: str) -> dict[str, float]:
    """The mean of a figure for each policy, over people who respond in one way."""
    out = {}
    for policy in ("engine", "sheet", "cases", "always-more"):
        rows = lab.live(*(Lot(made.name, behavior, model, policy) for made in lab.staged))
        out[policy] = mean(float(s.summary[figure]) for s in rows)
    return out


@expectation
def always_more_loses_to_hidden_overload(lab: Lab) -> Measured:
    """Where overload hides, always a fifth more loses: more days of flare and more pain than with this engine."""
    days, pain = (_means(lab, "hidden-overload", name, "good") for name in ("flare_days", "pain_mean"))
    holds = days["always-more"] > days["engine"] and pain["always-more"] > pain["engine"]
    return f"days of flare {_told(days)}; pain {_told(pain)}", holds, ()


@expectation
def the_sheet_loses_where_more_is_better(lab: Lab) -> Measured:
    """Where more work helps more, the fixed sheet loses: pain ends higher than with this engine."""
    pain = _means(lab, "more-is-better", "pain_last", "slow")
    return f"last pain {_told(pain)}", pain["sheet"] > pain["engine"], ()


def _told(rows: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in rows.items())
