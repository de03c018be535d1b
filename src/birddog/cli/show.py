"""What commands print for people: tables and plain words; color only on a terminal."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from birddog.core.content import Content

COLORS = {
    "emergency": "bold red",
    "urgent": "red",
    "clinician_first": "yellow",
    "clinician_alongside": "cyan",
    "self_care": "green",
}
SIDES = {"each": "each side", "both": ""}
SHOWN_NOTES = 3
"""The therapist's latest notes on today's page."""


def console() -> Console:
    """A console for standard output; brackets in what people wrote are text."""
    return Console(highlight=False, markup=False)


def _head(out: Console, value: dict[str, Any]) -> None:
    word = value["disposition"]
    out.print(Panel(value["advice"], title=word.replace("_", " "), border_style=COLORS[word], title_align="left"))


def _reasons(out: Console, rows: list[dict[str, Any]], title: str) -> None:
    if not rows:
        return
    table = Table(title=title, title_justify="left", expand=True)
    for name, ratio in (("in plain words", 4), ("seen", 2), ("rule and source", 2)):
        table.add_column(name, overflow="fold", ratio=ratio)
    for row in rows:
        table.add_row(row["says"], row["saw"], f"{row['rule']} ({', '.join(row['source'])})", style=None)
    out.print(table)


def screen(value: dict[str, Any]) -> None:
    """A screen result."""
    out = console()
    _head(out, value)
    _reasons(out, value["reasons"], "Why")


def amount(item: dict[str, Any]) -> str:
    """A dose in words.

    >>> amount({"sets": 2, "reps": 8, "hold_s": 5, "side": "each"})
    '2 x 8, hold 5 s, each side'
    """
    hold = (
        f"hold {item['hold_breaths']} breaths"
        if item.get("hold_breaths")
        else f"hold {item['hold_s']} s"
        if item["hold_s"]
        else ""
    )
    return ", ".join(part for part in (f"{item['sets']} x {item['reps']}", hold, SIDES[item["side"]]) if part)


def _session(out: Console, session: dict[str, Any], title: str, content: Content) -> None:
    table = Table(title=title, title_justify="left", expand=True)
    for name, ratio in (("exercise", 2), ("how much", 2), ("time", None), ("what it is", 5)):
        table.add_column(name, overflow="fold", ratio=ratio)
    for item in session["items"]:
        clock = f"{item['seconds'] // 60}:{item['seconds'] % 60:02d}"
        exercise = content.exercise(item["exercise"])
        table.add_row(exercise.name, amount(item), clock, exercise.summary)
    out.print(table)


def plan(value: dict[str, Any], content: Content) -> None:
    """A program for people: what now, the weeks, a typical session of each stage, why, and what is left out."""
    out = console()
    _head(out, value)
    program = value["program"]
    if program is None:
        _reasons(out, value["reasons"], "Why")
        return
    _weeks(out, program, content)
    shown: set[tuple[str, str]] = set()
    for week in program["weeks"]:
        for session in (s for day in week["days"] for s in day["sessions"]):
            if (week["stage"], session["name"]) not in shown:
                shown.add((week["stage"], session["name"]))
                stage = content.stages[week["stage"]].title
                _session(
                    out,
                    session,
                    f"Week {week['week']}: {stage}, session {session['name']}, {session['minutes']} minutes",
                    content,
                )
    _around(out, program, content)
    _reasons(out, value["reasons"], "Why this, for you")
    _left_out(out, value["left_out"], content)


def _weeks(out: Console, program: dict[str, Any], content: Content) -> None:
    title = (
        "Your weeks" if program["kind"] == "staged" else "Your short plan: recent back pain mostly settles by itself"
    )
    table = Table(title=title, title_justify="left", expand=True)
    for name, ratio in (("weeks", None), ("stage", 2), ("aim", 3), ("days", None), ("aerobic exercise", 3)):
        table.add_column(name, ratio=ratio)
    for stage, weeks in groupby(program["weeks"], key=itemgetter("stage")):
        rows = list(weeks)
        numbers = f"{rows[0]['week']} to {rows[-1]['week']}" if len(rows) > 1 else str(rows[0]["week"])
        days = sum(bool(day["sessions"]) for day in rows[0]["days"])
        plan = content.stages[stage]
        table.add_row(numbers, plan.title, plan.aim, f"{days} a week", _walk(rows, content))
    table.add_row("then", content.stages["maintain"].title, content.stages["maintain"].aim, "", "")
    out.print(table)


def _walk(weeks: list[dict[str, Any]], content: Content) -> str:
    walks = [day["aerobic"] for week in weeks for day in week["days"] if day["aerobic"]]
    if not walks:
        return "none"
    first, last = walks[0], walks[-1]
    times = f", {first['per_day']} times a day" if first["per_day"] > 1 else ""
    grows = f" to {last['minutes']}" if last["minutes"] != first["minutes"] else ""
    name = content.exercise(first["exercise"]).name
    return f"{name} {first['minutes']}{grows} min{times}, {first['days_per_week']} days"


def _around(out: Console, program: dict[str, Any], content: Content) -> None:
    day = program["weeks"][0]["days"][0]
    if day["breaks"]:
        moves = ", ".join(content.exercise(m).name for m in day["breaks"]["moves"])
        low, high = day["breaks"]["every_min"]
        out.print(
            f"Movement breaks: every {low} to {high} minutes, for {day['breaks']['minutes']} minutes: "
            f"stand, walk, or {moves}."
        )
    out.print("Every day: " + ", ".join(content.exercise(p).name for p in day["practice"]) + ".")
    out.print("Comfort, if you like: " + " ".join(c["says"] for c in program["comfort"]))
    out.print("To read: " + "; ".join(f"week {row['week']}: {row['title']}" for row in program["lessons"]) + ".")
    for gap in program["absent"]:
        out.print(f"No {gap['category']}: {gap['says']}")


def _left_out(out: Console, rows: list[dict[str, Any]], content: Content) -> None:
    if not rows:
        return
    table = Table(title="Left out for you, and why", title_justify="left", expand=True)
    table.add_column("because", ratio=3)
    table.add_column("exercises", ratio=3)
    grouped: dict[str, list[str]] = {}
    for row in rows:
        grouped.setdefault(row["says"], []).append(content.exercise(row["exercise"]).name)
    for says, names in grouped.items():
        table.add_row(says, ", ".join(dict.fromkeys(names)))
    out.print(table)


def today(value: dict[str, Any], content: Content) -> None:
    """Today's page."""
    out = console()
    _head(out, value)
    if value["ask"]:
        items = content.items_by_id
        out.print("Answer these first:")
        for item in value["ask"]:
            out.print(f"  - {items[item].question}")
    if value["session"]:
        stage = content.stages[value["stage"]].title
        session = value["session"]
        _session(
            out,
            session,
            f"Week {value['week']}, {stage}: session {session['name']}, {session['minutes']} minutes",
            content,
        )
    if value["aerobic"]:
        walk = value["aerobic"]
        times = "once" if walk["per_day"] == 1 else f"{walk['per_day']} times"
        out.print(f"Today: {content.exercise(walk['exercise']).name}, {walk['minutes']} minutes, {times}.")
    if value["practice"]:
        out.print("Every day: " + ", ".join(content.exercise(name).name for name in value["practice"]) + ".")
    for note in value["notes"][-SHOWN_NOTES:]:
        out.print(f"From your therapist: {note}")
    for lesson in value["lessons"]:
        out.print(f"To read: {lesson['title']} ({lesson['minutes']} min)")
    if value["reports_due"]:
        out.print("Tell us how the last session went: pain the next morning, and sore muscles if any.")
    if value["measures_due"]:
        titles = {instrument.id: instrument.title for instrument in content.instruments}
        out.print("How are you? " + "; ".join(titles[name] for name in value["measures_due"]) + ".")
    _decisions(out, value["decisions"])
    _reasons(out, value["reasons"], "Why")


def _decisions(out: Console, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    table = Table(title="Why your program changed", title_justify="left", expand=True)
    for name in ("id", "when", "seen", "done", "in plain words"):
        table.add_column(name, overflow="fold", ratio=3 if name == "in plain words" else 1)
    for row in rows:
        table.add_row(row["id"], row["at"][:16], row["saw"], row["did"], row["says"])
    out.print(table)


def replay(value: dict[str, Any]) -> None:
    """A replayed chart."""
    out = console()
    state = value["state"]
    out.print(
        f"{state['patient']}: {state['disposition'].replace('_', ' ')}, "
        f"stage {state['stage']}, {state['sessions']} sessions"
    )
    _decisions(out, value["decisions"])


def explain(value: dict[str, Any], content: Content) -> None:
    """One decision in full."""
    out = console()
    rows = [("decision", value["id"]), ("when", value["at"]), ("rule", value["rule"]), ("seen", value["saw"]),
            ("limit", value.get("limit", "")), ("considered", value.get("considered", "")), ("done", value["did"]),
            ("for the person", value["says"]), ("for the clinician", value.get("clinical", ""))]  # fmt: skip
    table = Table(show_header=False, expand=True)
    table.add_column(ratio=1)
    table.add_column(ratio=4)
    for name, text in rows:
        if text:
            table.add_row(name, text)
    for source in value["source"]:
        if source in content.sources:
            table.add_row("source", content.sources[source].cite)
    out.print(table)


def exercises(rows: list[dict[str, Any]]) -> None:
    """All exercises in one table."""
    out = console()
    table = Table()
    for name in ("id", "name", "kind", "category", "start", "stages"):
        table.add_column(name)
    for row in rows:
        table.add_row(row["id"], row["name"], row["kind"], row["category"], row["start"], ", ".join(row["dose"]))
    out.print(table)


def exercise(value: dict[str, Any]) -> None:
    """One exercise with its words."""
    out = console()
    out.print(Panel(value["summary"], title=value["name"], title_align="left"))
    for n, step in enumerate(value["steps"], 1):
        out.print(f"{n}. {step}")
    if value.get("breathing"):
        out.print(f"Breathing: {value['breathing']}")
    for mistake in value["mistakes"]:
        out.print(f"Watch for: {mistake['what']} {mistake['feels']} {mistake['fix']}")
    for caution in value["cautions"]:
        out.print(f"Take care: {caution}")
    for stage, dose in value["dose"].items():
        start = dose.get("start")
        out.print(
            f"{stage}: "
            + (amount({**start, "side": "both"}) if start else f"{dose['minutes']} min x {dose['per_day']}")
        )
    out.print(f"Tags: {', '.join(value['tags'])}")


def trace(value: dict[str, Any]) -> None:
    """What is traced, and what is not."""
    out = console()
    table = Table(title="What the articles say, and where it lives", title_justify="left")
    for name in ("what", "have", "of"):
        table.add_column(name)
    for name, (have, of) in value["articles"].items():
        table.add_row(name, str(have), str(of))
    out.print(table)
    for row in value["untraced"]:
        out.print(f"untraced: {row}")


def problems(found: list[str]) -> None:
    """What `check` found."""
    out = console()
    for problem in found:
        out.print(problem, markup=False)
    out.print(f"{len(found)} problems" if found else "content is in order", style="red" if found else "green")


def progress(done: int, total: int, name: str) -> None:
    """One line of progress on standard error, on a terminal only."""
    err = Console(stderr=True, highlight=False)
    if err.is_terminal:
        err.print(f"\r{done}/{total} {name:<40}", end="")


def verified(value: dict[str, Any]) -> None:
    """What `verify` proved."""
    out = console()
    table = Table(title="Invariants", title_justify="left")
    for name in ("id", "checked", "violations", "what must hold"):
        table.add_column(name)
    for row in value["invariants"]:
        table.add_row(row["id"], f"{row['checked']:,}", str(row["violations"]), row["claim"])
    out.print(table)
    mutants = value["mutants"]
    out.print(f"Planted mistakes: {mutants['planted']}, caught: {mutants['killed']}; {value['seconds']} s")
    for name in mutants["survivors"]:
        out.print(f"not caught: {name}", style="red")
