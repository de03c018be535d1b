"""Is this pain normal? One report of pain around exercise, to what to do about it, by the rules.

Pain is 0 to 10. The verdict is about *change*: during and after a session against the pain before it, the next
morning against the higher of the pain before and the usual pain (``usual``). How bad the pain is on its own decides
nothing here. Leg symptoms have their own, stricter rule. Missing is never zero. A rule that the content does not
hold does not speak.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from birddog.core.content.content import Content
from birddog.core.content.values import Decision, Reason

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

    ``usual``: the person's usual pain, which stands for a ``before`` that was not reported. ``no_more``: the person
    said that all was no more than usual. ``up_yesterday``: the last morning reported before this one was as much above
    the usual as counts. ``hurt``: exercises that hurt; ``hurt_again``: those of them that have hurt in an earlier
    session too. ``leg_before`` and ``leg_morning``: leg pain as last reported, and the next morning.
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
    usual: float | None = None
    no_more: bool = False
    up_yesterday: bool = False
    woken: bool = False

    @property
    def base(self) -> float | None:
        """What pain during and after is held against."""
        return self.usual if self.before is None else self.before

    @property
    def morning_base(self) -> float | None:
        """What the next morning is held against: the higher of the pain before and the usual pain."""
        known = [pain for pain in (self.before, self.usual) if pain is not None]
        return max(known) if known else None


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


def next_day(report: PainReport, content: Content) -> Decision[Verdict]:
    """The verdict of the next morning alone, whatever the session itself was like."""
    rows = _speaking([*_next_day(report, content), *_harmless(report)], content)
    if report.no_more:
        return Decision("green", tuple(reason for _, reasons in rows for reason in reasons))
    if report.morning is None or report.morning_base is None:
        missing = "no report of the next day" if report.morning is None else "no report of the pain before"
        rows.append(("missing", content.because("birddog-missing-report", saw=missing)))
    return Decision(_worst(rows), tuple(reason for _, reasons in rows for reason in reasons))


def _rows(report: PainReport, content: Content) -> list[tuple[Verdict, tuple[Reason, ...]]]:
    """Each finding with its reason. A rule that is not in the content says nothing; silence about pain still counts."""
    return _speaking(_findings(report, content), content)


def _speaking(found: list[Found], content: Content) -> list[tuple[Verdict, tuple[Reason, ...]]]:
    return [
        (verdict, content.because(rule, saw=saw, limit=limit, about=about))
        for verdict, rule, saw, limit, about in found
        if rule in content.rules or verdict == "missing"
    ]


def _worst(rows: list[tuple[Verdict, tuple[Reason, ...]]]) -> Verdict:
    return max((verdict for verdict, _ in rows), key=ORDER.index, default="green")


def _findings(report: PainReport, content: Content) -> list[Found]:
    return [*_session(report, content), *_lasting(report, content), *_next_day(report, content), *_harmless(report)]


def _session(report: PainReport, content: Content) -> list[Found]:
    """The pain during a session."""
    during, base = report.during, report.base
    if report.no_more:
        return [Found("green", "hurt-vs-harm", "no more than usual", "")]
    if during is None:
        return [Found("missing", "birddog-missing-report", "no pain reported for the session", "")]
    ceiling, rise = content.values.red_report.ceiling, content.values.red_report.rise
    always, calm = content.values.red_report.always, content.values.amber_report.rise
    saw = f"pain {during:g} during, {'not told' if base is None else f'{base:g}'} before"
    if base is None:
        if during > ceiling:
            return [Found("red", "birddog-red-report", saw, f"more than {ceiling}")]
        return [Found("missing", "birddog-missing-report", "no report of the pain before", "")] if during else []
    risen = during - base
    red: list[Found] = []
    if during > ceiling and risen >= rise:
        red.append(Found("red", "birddog-red-report", saw, f"more than {ceiling}, and +{rise}"))
    if during >= always and risen > calm:
        red.append(Found("red", "avoid-excessive-pain", saw, f"{always} or more, and more than +{calm}"))
    if red:
        return red
    if risen > calm:
        return [Found("amber", "birddog-amber-report", saw, f"more than +{calm}")]
    return [Found("green", "hurt-vs-harm", saw, f"at most +{calm}")] if during > 0 else []


def _lasting(report: PainReport, content: Content) -> list[Found]:
    """What stayed: discomfort for more than a quarter of an hour, leg symptoms, pain after, exercises that hurt."""
    out = [*_too_long(report, content), *_after(report, content)]
    leg, lasting = report.leg_down_minutes, content.values.leg_moved_down.minutes
    if leg is not None:
        saw = f"leg symptoms further down for {leg:g} minutes"
        stays = leg > lasting
        verdict: Verdict = "red" if stays else "amber"
        out.append(
            Found(verdict, "birddog-leg-moved-down" if stays else "birddog-leg-settled", saw, f"{lasting} minutes")
        )
    out += [_hurt(exercise, exercise in report.hurt_again, content) for exercise in report.hurt]
    hard = content.values.amber_report.effort
    if report.effort is not None and report.effort >= hard:
        out.append(Found("amber", "birddog-amber-report", f"effort {report.effort:g}", f"{hard}"))
    return out


def _too_long(report: PainReport, content: Content) -> list[Found]:
    """More than mild, and more than before, for longer than the article allows. What cannot be compared counts as
    more."""
    minutes, rule = report.over_mild_minutes, "stop-pain-more-than-mild-15min"
    most = content.values.stop_pain_more_than_mild_15min.minutes
    if rule not in content.rules or report.no_more or minutes is None or minutes <= most:
        return []
    felt = report.during if report.after is None else report.after
    if report.base is not None and felt is not None and felt <= report.base:
        return []
    saw = f"{minutes:g} minutes of more than mild discomfort, more than before"
    return [Found("red", rule, saw, f"{most} minutes", report.hurt)]


def _after(report: PainReport, content: Content) -> list[Found]:
    if report.no_more or report.after is None or report.base is None:
        return []
    risen, rise = report.after - report.base, content.values.red_report.rise
    saw = f"pain {report.after:g} after, {report.base:g} before"
    if risen >= rise:
        return [Found("red", "avoid-if-pain-during-or-shortly-after", saw, f"+{rise}")]
    if risen > (calm := content.values.amber_report.rise):
        return [Found("amber", "birddog-amber-report", saw, f"more than +{calm}")]
    return []


def _hurt(exercise: str, again: bool, content: Content) -> Found:
    """What stops an exercise that hurt: as a stretch, as another exercise, or for the second time."""
    if again:
        return Found("amber", "stop-pain-during-exercise-see-pt", f"{exercise} hurt again", "", (exercise,))
    stretch = exercise in content.index and content.exercise(exercise).category == "mobility"
    rule = "stretch-not-painful" if stretch else "stop-any-exercise-worsens"
    return Found("amber", rule, f"{exercise} hurt", "", (exercise,))


def _next_day(report: PainReport, content: Content) -> list[Found]:
    """The next morning: one that is up holds, a second one running or a big rise lowers; for the leg the first does."""
    out: list[Found] = []
    values = content.values
    rise, at_once = values.red_report.rise, values.red_report.morning_rise
    base = report.morning_base
    if report.morning is not None and base is not None and not report.no_more:
        risen = report.morning - base
        saw = f"next morning {report.morning:g}, baseline {base:g}"
        if risen >= at_once or (risen >= rise and report.up_yesterday):
            out.append(Found("red", "birddog-red-report", saw, f"+{at_once}, or +{rise} two mornings running"))
        elif risen > values.amber_report.rise:
            out.append(Found("amber", "birddog-amber-report", saw, f"more than +{values.amber_report.rise}"))
    leg, before = report.leg_morning, report.leg_before
    if leg is not None and before is not None and leg - before >= rise:
        saw = f"leg: next morning {leg:g}, baseline {before:g}"
        out.append(Found("red", "birddog-red-report", saw, f"+{rise}"))
    if report.woken:
        out.append(Found("amber", "birddog-amber-report", "woken by pain more than usual", "no more than usual"))
    return out


def up_this_morning(report: PainReport, content: Content) -> bool:
    """Whether this morning is so much above the baseline that a second one running would count."""
    base = report.morning_base
    rise: float = content.values.red_report.rise
    return report.morning is not None and base is not None and report.morning - base >= rise


def _harmless(report: PainReport) -> list[Found]:
    out: list[Found] = []
    if report.soreness == "mild":
        out.append(Found("green", "doms-24-48h-normal", "mild muscle soreness", "24 to 48 hours"))
    if report.stiff:
        out.append(Found("green", "monitor-mild-stiffness-normal", "a little stiff while learning to bend", "mild"))
    if report.soreness == "strong":
        out.append(Found("amber", "ask-if-unsure-or-discomfort", "strong muscle soreness", "mild"))
    return out
