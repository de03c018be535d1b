"""Is this pain normal? One report of pain around exercise, to what to do about it, by the rules.

Pain is 0 to 10. Bands follow the pain-monitoring model, with change from the day's own baseline
besides the absolute ceiling; leg symptoms have their own, stricter rule. Missing is never zero. A rule
that the content does not hold does not speak.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from birddog.core.content import Content
from birddog.core.values import Decision, Reason

Verdict = Literal["green", "amber", "red", "missing"]
ORDER: tuple[Verdict, ...] = ("green", "missing", "amber", "red")


class Found(NamedTuple):
    """A finding: how serious, the rule that speaks, what it saw and was held against, the exercises it is about."""

    verdict: Verdict
    rule: str
    saw: str
    limit: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PainReport:
    """Pain around one session. ``None``: not reported. Minutes count discomfort that is more than mild.

    ``hurt``: exercises that hurt; ``hurt_again``: those of them that have hurt in an earlier session too.
    ``leg_before`` and ``leg_morning``: leg pain as last reported, and the next morning.
    """

    before: float | None = None
    during: float | None = None
    after: float | None = None
    morning: float | None = None
    over_mild_minutes: float | None = None
    leg_down_minutes: float | None = None
    effort: float | None = None
    hurt: tuple[str, ...] = ()
    hurt_again: tuple[str, ...] = ()
    soreness: str | None = None
    stiff: bool = False
    leg_before: float | None = None
    leg_morning: float | None = None


def pain_check(report: PainReport, content: Content) -> Decision[Verdict]:
    """Green: go on. Amber: stay where you are. Red: less next time. Missing: do not raise anything.

    All that spoke is among the reasons, in the order of the rules.
    """
    rows = _rows(report, content)
    return Decision(_worst(rows), tuple(reason for _, reasons in rows for reason in reasons))


def deciding(report: PainReport, content: Content) -> Decision[Verdict]:
    """The same verdict with only those reasons that led to it: what a person needs to hear."""
    rows = _rows(report, content)
    worst = _worst(rows)
    return Decision(worst, tuple(reason for verdict, reasons in rows if verdict == worst for reason in reasons))


def _rows(report: PainReport, content: Content) -> list[tuple[Verdict, tuple[Reason, ...]]]:
    """Each finding with its reason. A rule that is not in the content says nothing; silence about pain still counts."""
    return [
        (verdict, content.because(rule, saw=saw, limit=limit, about=about))
        for verdict, rule, saw, limit, about in _findings(report, content)
        if rule in content.rules or verdict == "missing"
    ]


def _worst(rows: list[tuple[Verdict, tuple[Reason, ...]]]) -> Verdict:
    return max((verdict for verdict, _ in rows), key=ORDER.index, default="green")


def _findings(report: PainReport, content: Content) -> list[Found]:
    return [*_session(report, content), *_lasting(report, content), *_next_day(report, content), *_harmless(report)]


def _session(report: PainReport, content: Content) -> list[Found]:
    during, before = report.during, report.before
    if during is None:
        return [Found("missing", "birddog-missing-report", "no pain reported for the session", "")]
    ceiling, rise = content.value("birddog-red-report", "ceiling"), content.value("birddog-red-report", "rise")
    saw = f"pain {during:g} during, {'not told' if before is None else f'{before:g}'} before"
    risen = before is None or during - before >= rise
    always = content.value("birddog-red-report", "always")
    red: list[Found] = []
    if during > ceiling and risen:
        red.append(Found("red", "birddog-red-report", saw, f"more than {ceiling}"))
    if during >= always:
        red.append(Found("red", "avoid-excessive-pain", saw, f"{always} or more"))
    if red:
        return red
    band = content.value("birddog-amber-report", "pain")
    more = before is None or during > before
    if during > ceiling or (during >= band and more) or (risen and during > band - 1):
        return [Found("amber", "birddog-amber-report", saw, f"{band} to {ceiling}, and more than before")]
    if during > 0:
        return [Found("green", "hurt-vs-harm", saw, f"up to {band}, or no more than before")]
    return []


def _lasting(report: PainReport, content: Content) -> list[Found]:
    out: list[Found] = []
    minutes, rule = report.over_mild_minutes, content.rules.get("stop-pain-more-than-mild-15min")
    if rule is not None and minutes is not None and minutes > (most := rule.values["minutes"]):
        out.append(Found("red", rule.id, f"{minutes:g} minutes of more than mild discomfort", f"{most} minutes"))
    leg = report.leg_down_minutes
    lasting = content.value("birddog-leg-moved-down", "minutes")
    if leg is not None and leg > lasting:
        out.append(
            Found(
                "red", "birddog-leg-moved-down", f"leg symptoms further down for {leg:g} minutes", f"{lasting} minutes"
            )
        )
    rise = content.value("birddog-red-report", "rise")
    if report.after is not None and report.before is not None and report.after - report.before >= rise:
        saw = f"pain {report.after:g} after, {report.before:g} before"
        out.append(Found("red", "avoid-if-pain-during-or-shortly-after", saw, f"+{rise}"))
    out += [_hurt(exercise, exercise in report.hurt_again, content) for exercise in report.hurt]
    if report.effort is not None and report.effort >= content.value("birddog-amber-report", "effort"):
        out.append(
            Found(
                "amber",
                "birddog-amber-report",
                f"effort {report.effort:g}",
                f"{content.value('birddog-amber-report', 'effort')}",
            )
        )
    return out


def _hurt(exercise: str, again: bool, content: Content) -> Found:
    """What stops an exercise that hurt: as a stretch, as another exercise, or for the second time."""
    if again:
        return Found("amber", "stop-pain-during-exercise-see-pt", f"{exercise} hurt again", "", (exercise,))
    stretch = exercise in content.index and content.exercise(exercise).category == "mobility"
    rule = "stretch-not-painful" if stretch else "stop-any-exercise-worsens"
    return Found("amber", rule, f"{exercise} hurt", "", (exercise,))


def _next_day(report: PainReport, content: Content) -> list[Found]:
    rise = content.value("birddog-red-report", "rise")
    pairs = (("", report.before, report.morning), ("leg: ", report.leg_before, report.leg_morning))
    return [
        Found("red", "birddog-red-report", f"{where}next morning {morning:g}, baseline {before:g}", f"+{rise}")
        for where, before, morning in pairs
        if before is not None and morning is not None and morning - before >= rise
    ]


def _harmless(report: PainReport) -> list[Found]:
    out: list[Found] = []
    if report.soreness == "mild":
        out.append(Found("green", "doms-24-48h-normal", "mild muscle soreness", "24 to 48 hours"))
    if report.stiff:
        out.append(Found("green", "monitor-mild-stiffness-normal", "a little stiff while learning to bend", "mild"))
    if report.soreness == "strong":
        out.append(Found("amber", "ask-if-unsure-or-discomfort", "strong muscle soreness", "mild"))
    return out
