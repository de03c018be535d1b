"""Planted mistakes of C10: doses that rise, fall and come back otherwise than the rules say."""

from __future__ import annotations

from birddog.verify.mutants import Mutant, code, data, value

DOSES: tuple[Mutant, ...] = (
    code(
        "a missing report counts as no pain",
        "C10",
        "content.pain_check",
        "during, base = report.during, report.base",
        "during, base = report.during or 0.0, report.base",
    ),
    code(
        "a missing next day counts as good",
        "C10",
        "chart.session_reports",
        "checked = next_day(told, course.content)",
        "checked = next_day(replace(told, no_more=told.no_more or told.morning is None), course.content)",
    ),
    code(
        "one morning alone is red",
        "C10",
        "content.pain_check",
        "if risen >= at_once or (risen >= rise and report.up_yesterday):",
        "if risen >= rise:",
    ),
    code(
        "a second bad morning is as good as one",
        "C10",
        "content.pain_check",
        "(risen >= rise and report.up_yesterday)",
        "(risen >= rise and report.up_yesterday and risen < 0)",
    ),
    code(
        "pain that was there before counts as too long",
        "C10",
        "content.pain_check",
        "if report.base is not None and felt is not None and felt <= report.base:",
        "if report.base is not None and felt is not None and felt < 0:",
    ),
    code(
        "words of a report are not read",
        "C1",
        "chart.overheard",
        'OWN_WORDS = ("note", "adverse_note")',
        "OWN_WORDS = ()",
    ),
    data("a red report changes nothing", "C10", value("birddog-red-report", "factor", 1.0)),
    data("pain may go to seven", "C10", value("birddog-red-report", "ceiling", 7)),
    data("next morning may be four worse", "C10", value("birddog-red-report", "morning_rise", 5)),
    data("growth of half as much again", "C10 C15", value("birddog-volume-growth", "factor", 1.5)),
    data("one good session is enough", "C10", value("birddog-good-session", "sessions", 0)),
    data("rises every day", "C10", value("birddog-good-session", "days", 0)),
    data("everything rises at once", "C10", value("birddog-good-session", "most_raised", 99)),
    data("no two days of rest after red", "C10", value("birddog-red-report", "no_raise_hours", 0)),
    data("a flare keeps the doses", "C10", value("birddog-flare", "factor", 1.0)),
    data("the way back skips 75 percent", "C10", value("birddog-flare-back", "shares", [0.5, 1.0])),
    data("the way back from a flare is never over", "C10", value("birddog-flare-back", "full_by", 400)),
    data("two weeks of flare pass without a word", "C10", value("birddog-flare-escalate", "days", 400)),
    code(
        "the floor is dropped",
        "C10",
        "plan.course",
        "share_of(dose, share, first if planned else self.least(first))",
        "share_of(dose, share * 0.5)",
    ),
    code(
        "after a red report the dose stays down",
        "C10",
        "chart.earned",
        "return replace(back, step=back.step + 1, work_s=None) if back.step + 1 < len(back.shares) else None",
        "return back",
    ),
    code(
        "no improvement takes the exercises away",
        "C10",
        "chart.setbacks",
        "state.least_disposition = max(state.least_disposition, Disposition.CLINICIAN_ALONGSIDE)",
        "state.least_disposition = max(state.least_disposition, Disposition.CLINICIAN_FIRST)",
    ),
    code(
        "an exercise that hurt stays",
        "C10",
        "chart.session_reports",
        "for exercise in report.hurt:\n        hurt(",
        "for exercise in report.hurt[1:]:\n        hurt(",
    ),
    data("an exercise that hurt twice rests a week", "C10", value("birddog-exercise-rests", "days_again", 7)),
    data("no improvement is never noticed", "C10", value("birddog-no-improvement", "weeks", [400, 600])),
    data("twenty minutes of more than mild is fine", "C10", value("stop-pain-more-than-mild-15min", "minutes", 30)),
    data("strength on every day", "C15", value("birddog-strength-days", "rest", 0)),
)
