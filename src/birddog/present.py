"""Decisions as plain JSON values: the stable shapes that the command line and other programs read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from birddog.catalog import load_default
from birddog.core.plan.lessons import avoid_list, comfort, lesson_reasons, modalities
from birddog.core.screen.help_words import help_words

if TYPE_CHECKING:
    from birddog.core.chart.bouts import Bouts
    from birddog.core.content.content import Content, Lesson
    from birddog.core.content.exercise import Dose, DoseRange, Exercise
    from birddog.core.content.values import Reason
    from birddog.core.foreseen import Day, Week
    from birddog.core.plan.aerobic import Aerobic
    from birddog.core.plan.lessons import Breaks
    from birddog.core.plan.limits import Item
    from birddog.core.plan.planner import Session
    from birddog.core.prescribe import Prescription, Program
    from birddog.core.screen.screening import Screen
    from birddog.core.state.state import Logged, State
    from birddog.core.today import Today
    from birddog.exchange.record_files import Difference

NOT_FINDINGS = ("birddog-safety-answers-missing", "screen-consult-before-starting")
"""Reasons that say what to do with the screen, not what was found."""


def advice(found: Screen, content: Content) -> str:
    """What to do now; when only answers are missing, to give them first."""
    now = content.phrase(f"advice-{found.disposition.word}")
    if found.missing and not any(r.rule not in NOT_FINDINGS for r in found.reasons):
        return content.phrase("answer-first", advice=now)
    return now


def reasons(found: tuple[Reason, ...]) -> list[dict[str, Any]]:
    """Reasons as JSON values, in order."""
    return [reason.as_json() for reason in found]


def screen_json(found: Screen, content: Content | None = None) -> dict[str, Any]:
    """``{disposition, reasons, advice}``, ``help`` beside an urgent sign, and the safety questions still open; English
    unless content is given."""
    out: dict[str, Any] = {
        "disposition": found.disposition.word,
        "reasons": reasons(found.reasons),
        "advice": advice(found, content or load_default()),
    }
    if words := _help(found, content or load_default()):
        out["help"] = words
    if found.missing:
        out["missing"] = list(found.missing)
    if found.asks:
        out["asks"] = questions(found)
    return out


def _help(found: Screen, content: Content) -> list[dict[str, str]]:
    """What somebody with an urgent sign needs to hear besides the advice, each as ``{says}``."""
    words = help_words((reason.rule for reason in found.reasons), found.disposition, content)
    return [{"says": word} for word in words]


def questions(found: Screen) -> list[dict[str, str]]:
    """Questions that answers or words lead to: the field that each answers, its kind, and the words that led to it."""
    rows = (
        {"field": q.field, "kind": q.kind, "question": q.question, "quote": q.quote, "certain": q.certain}
        for q in found.asks
    )
    return [{name: text for name, text in row.items() if text} for row in rows]


def plan_json(made: Prescription, content: Content, intake: Any, known: Any) -> dict[str, Any]:
    """``{disposition, asks, program, reasons, left_out}``; ``program`` is null when a clinician comes first."""
    program = made.program
    return {
        "disposition": made.disposition.word,
        "advice": advice(made.screen, content),
        **({"help": words} if (words := _help(made.screen, content)) else {}),
        "asks": questions(made.screen),
        "program": None if program is None else program_json(program, content, intake, known),
        "reasons": reasons(made.reasons),
        "left_out": [
            {"exercise": out.exercise, "veto": out.reason.rule, "saw": out.reason.saw, "says": out.reason.says,
             "follows": list(out.reason.follows), "source": list(out.reason.source)}
            for out in made.left_out
        ],
    }  # fmt: skip


def program_json(program: Program, content: Content, intake: Any, known: Any) -> dict[str, Any]:
    """A program with its weeks and days, what follows, and everything around the exercises."""
    return {
        "patient": program.patient,
        "content": program.content,
        "kind": program.kind,
        "stage": program.stage,
        "start": program.start.isoformat(),
        "weeks": [week_json(week) for week in program.weeks],
        "maintenance": week_json(program.maintenance),
        "reassess": [day.isoformat() for day in program.reassess],
        "absent": [{"category": gap.category, **gap.reason.as_json()} for gap in program.absent],
        "lessons": [
            {"week": week, "lesson": lesson.id, "title": lesson.title, "because": topic,
             "rules": [r.rule for r in lesson_reasons(lesson, topic, content)]}
            for week, lesson, topic in program.lessons
        ],
        "comfort": list(comfort(known, content)),
        "with_clinician": list(modalities("clinician-only", content)),
        "avoid": list(avoid_list(intake, known, content, program.stage)),
    }  # fmt: skip


def week_json(week: Week) -> dict[str, Any]:
    """One week: number, stage, days."""
    return {"week": week.week, "stage": week.stage, "days": [day_json(day) for day in week.days]}


def day_json(day: Day) -> dict[str, Any]:
    """One day: date, sessions, aerobic exercise, breaks, practice."""
    return {
        "date": day.date.isoformat(),
        "sessions": [session_json(session) for session in day.sessions],
        "aerobic": aerobic_json(day.aerobic),
        "breaks": breaks_json(day.breaks),
        "practice": list(day.practice),
    }


def session_json(session: Session) -> dict[str, Any]:
    """A session: minutes (to the nearest), seconds of easy moving to begin with, and items in order."""
    return {
        "name": session.name, "minutes": session.minutes, "warm_up_s": session.warm_up_s,
        "items": [item_json(item) for item in session.items],
    }  # fmt: skip


def item_json(item: Item) -> dict[str, Any]:
    """One exercise with its dose. ``seconds`` counts both sides, rests, and what comes around the dose."""
    dose = item.dose
    out: dict[str, Any] = {
        "exercise": item.exercise, "sets": dose.sets, "reps": dose.reps, "hold_s": dose.hold_time_s,
        "side": item.side, "seconds": item.seconds, "rest_s": dose.rest_s, "category": item.category,
        "why": list(item.why),
    }  # fmt: skip
    if dose.hold_breaths:
        out["hold_breaths"] = dose.hold_breaths
    return out


def aerobic_json(walk: Aerobic | None) -> dict[str, Any] | None:
    """The day's aerobic exercise, or null."""
    if walk is None:
        return None
    return {
        "exercise": walk.exercise, "minutes": walk.minutes, "per_day": walk.per_day,
        "last_minutes": walk.last_minutes,
        "days_per_week": walk.days_per_week, "instead": list(walk.instead), "why": list(walk.why),
    }  # fmt: skip


def bouts_json(told: Bouts | None) -> dict[str, Any] | None:
    """A movement for between times, or null."""
    if told is None:
        return None
    return {
        "exercise": told.exercise, "reps": told.reps, "per_day": told.per_day, "seconds": told.seconds,
        "why": list(told.why),
    }  # fmt: skip


def breaks_json(rests: Breaks | None) -> dict[str, Any] | None:
    """Movement breaks, or null."""
    if rests is None:
        return None
    return {
        "every_min": list(rests.every_min),
        "minutes": rests.minutes,
        "moves": list(rests.moves),
        "why": list(rests.why),
    }


def logged_json(entry: Logged) -> dict[str, Any]:
    """One decision of the trace: when, by which rule, what was seen, said and done, and the source."""
    reason = entry.reason.as_json()
    return {"id": entry.id, "at": entry.at.isoformat(), "did": entry.did, **reason}


def state_json(state: State) -> dict[str, Any]:
    """The parts of a state that mean something outside: where the person stands and what is set aside."""
    flare = None if state.flare is None else {"since": state.flare.since.isoformat(), "back_to": state.flare.stage}
    return {
        "patient": state.patient, "content": state.content, "disposition": state.disposition.word,
        "started": state.started.isoformat() if state.started else None, "kind": state.kind, "stage": state.stage,
        "sessions": state.sessions, "good_sessions": state.greens, "exercises": list(state.roster),
        "way_back": None if state.back is None else {"cause": state.back.cause, "share": state.back.share},
        "usual_pain": state.usual.now, "advice": [reason.rule for reason in state.advice],
        "flare": flare, "flares": state.flares, "asks": list(state.asks), "asks_because": state.asks_because,
        "words": state.words,
        "removed": sorted(state.removed), "rested": {k: v.isoformat() for k, v in sorted(state.rested.items())},
        "added": list(state.added), "liked": list(state.liked), "pinned": sorted(state.pinned),
        "measures": {k: [[d.isoformat(), v] for d, v in rows] for k, rows in sorted(state.measures.items())},
        "escalated": state.escalated, "therapist": therapist_json(state),
    }  # fmt: skip


def therapist_json(state: State) -> dict[str, Any]:
    """What a therapist has set, what waits for an answer, and which vetoes are overridden, until when and by whom."""
    return {
        "kept": sorted(state.kept), "stage_locked": state.stage_locked, "proposals_wait": state.waits,
        "proposals": [
            {"id": row.id, "kind": row.kind, "exercise": row.exercise or None, "since": row.since.isoformat(),
             "rule": row.rule, "saw": row.saw}
            for row in state.proposals
        ],
        "overrides": [
            {"id": row.event, "veto": row.veto, "exercise": row.exercise, "until": row.until.isoformat(),
             "clinician": row.clinician, "license": row.license, "reason": row.reason}
            for row in state.overrides
        ],
    }  # fmt: skip


def today_json(day: Today, content: Content | None = None) -> dict[str, Any]:
    """Today's page as JSON values; ``session`` is null when something else comes first."""
    told = (content or load_default()).phrase(f"advice-{day.disposition.word}")
    return {
        "date": day.date.isoformat(), "disposition": day.disposition.word, "advice": told,
        "reasons": reasons(day.reasons), "week": day.week, "stage": day.stage, "kind": day.kind, "flare": day.flare,
        "ask": list(day.ask), "ask_because": day.ask_because, "ask_first": day.ask_first,
        "training_day": day.training_day, "session": None if day.session is None else session_json(day.session),
        "short": None if day.short is None else session_json(day.short), "offers": list(day.offers),
        "bouts": bouts_json(day.bouts),
        "spare": reasons(day.spare), "aerobic": aerobic_json(day.aerobic), "breaks": breaks_json(day.breaks),
        "practice": list(day.practice), "lessons": [lesson_json(lesson) for lesson in day.lessons],
        "reports_due": list(day.reports_due),
        "measures_due": list(day.measures_due), "notes": list(day.notes),
        "decisions": [logged_json(entry) for entry in day.decisions],
    }  # fmt: skip


def lesson_json(lesson: Lesson) -> dict[str, Any]:
    """A lesson: id, title, minutes to read, and what it says, point by point, each with its rule and sources."""
    points = [
        {"says": point.text, **({"rule": point.rule} if point.rule else {}), "source": list(point.sources)}
        for point in lesson.points
    ]
    return {"lesson": lesson.id, "title": lesson.title, "minutes": lesson.minutes, "points": points}


def exercise_json(exercise: Exercise) -> dict[str, Any]:
    """Everything about an exercise, with its doses."""
    words = ("id", "name", "kind", "category", "family", "start", "direction", "laterality", "summary", "difficulty",
             "breathing", "confirmed", "max_pain", "practice")  # fmt: skip
    lists = ("aliases", "optional_equipment", "targets", "steps", "cues", "cautions", "articles", "sources", "rules")
    out: dict[str, Any] = {name: getattr(exercise, name) for name in words if getattr(exercise, name) not in ("", None)}
    out |= {name: list(getattr(exercise, name)) for name in lists}
    out["equipment"] = [list(group) for group in exercise.equipment]
    out["tags"], out["goals"] = sorted(exercise.tags), sorted(exercise.goals)
    out["mistakes"] = [{"what": m.what, "feels": m.feels, "fix": m.fix} for m in exercise.mistakes]
    out["ladder"] = {name: list(getattr(exercise, name)) for name in ("easier", "harder", "floor_free")}
    out["dose"] = {stage: _range_json(dose) for stage, dose in exercise.doses.items()}
    out["dose"] |= {
        stage: {
            "minutes": d.minutes,
            "per_day": d.per_day,
            "days_per_week": d.days_per_week,
            "most_minutes": d.most_minutes,
        }
        for stage, d in exercise.aerobic.items()
    }
    if exercise.kind == "avoid":
        out["avoid"] = {
            "instead": list(exercise.instead),
            "reason": exercise.avoid_reason,
            "until": exercise.avoid_until,
        }
    return out


def _range_json(dose: DoseRange) -> dict[str, Any]:
    return {
        "start": _dose_json(dose.start),
        "most": _dose_json(dose.most),
        "rules": list(dose.rules),
        "sources": list(dose.sources),
    }


def _dose_json(dose: Dose) -> dict[str, Any]:
    return {
        name: getattr(dose, name) for name in ("sets", "reps", "hold_s", "hold_breaths", "move_s", "pause_s", "rest_s")
    }


def difference_json(row: Difference) -> dict[str, Any]:
    """A decision that was told, and the one that would be made now; ``null`` where there is none."""
    then, now = (None if logged is None else logged_json(logged) for logged in (row.then, row.now))
    return {"id": row.id, "content": row.content, "code": row.code, "then": then, "now": now}
