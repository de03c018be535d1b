"""What commands print for people: tables and plain words; color only on a terminal."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from birddog.core.content.content import Content

if TYPE_CHECKING:
    from rich.console import Console
    from rich.panel import Panel
    from rich.table import Table

COLORS = {
    "emergency": "bold red",
    "urgent": "red",
    "clinician_first": "yellow",
    "clinician_alongside": "cyan",
    "self_care": "green",
}
SHOWN_NOTES = 3
"""The therapist's latest notes on today's page."""


# Rich is imported when something is shown: JSON goes out without it.


def console(stderr: bool = False) -> Console:
    """A console for standard output or error; brackets in what people wrote are text."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False)


def _panel(text: str, title: str, **how: Any) -> Panel:
    from rich.panel import Panel

    return Panel(text, title=title, title_align="left", **how)


def _grid(*columns: str, **how: Any) -> Table:
    from rich.table import Table

    return Table(*columns, **how)


def _head(out: Console, value: dict[str, Any], content: Content) -> None:
    word = value["disposition"]
    title = content.phrase(f"level-{word}")
    said = "\n".join((value["advice"], *(row["says"] for row in value.get("help", ()))))
    out.print(_panel(said, title=title, border_style=COLORS[word]))


def _table(content: Content, title: str, columns: tuple[tuple[str, int | None], ...]) -> Table:
    """A table with a title and columns of some width, each named by a phrase."""
    table = _grid(title=title, title_justify="left", expand=True)
    for name, ratio in columns:
        table.add_column(content.phrase(f"head-{name}"), overflow="fold", ratio=ratio)
    return table


def _reasons(out: Console, rows: list[dict[str, Any]], title: str, content: Content) -> None:
    if not rows:
        return
    table = _table(content, content.phrase(title), (("plain-words", 4), ("seen", 2), ("rule", 2)))
    for row in rows:
        table.add_row(row["says"], row["saw"], f"{row['rule']} ({', '.join(row['source'])})", style=None)
    out.print(table)


def screen(value: dict[str, Any], content: Content) -> None:
    """A screen result."""
    out = console()
    _head(out, value, content)
    _reasons(out, value["reasons"], "why", content)


def amount(item: dict[str, Any], content: Content) -> str:
    """A dose in words.

    >>> from birddog.catalog import load_language
    >>> dose = {"sets": 2, "reps": 8, "hold_s": 5, "side": "each"}
    >>> amount(dose, load_language("en"))
    '2 x 8, hold 5 s, each side'
    """
    parts = [content.phrase("sets-reps", sets=item["sets"], reps=item["reps"])]
    if item.get("hold_breaths"):
        parts.append(content.phrase("hold-breaths", breaths=item["hold_breaths"]))
    elif item["hold_s"]:
        parts.append(content.phrase("hold-seconds", seconds=item["hold_s"]))
    if item["side"] == "each":
        parts.append(content.phrase("each-side"))
    return ", ".join(parts)


def _session(out: Console, session: dict[str, Any], week: dict[str, Any], title: str, content: Content) -> None:
    """A session under ``title``, the id of a phrase that names week and stage."""
    slots = {"week": week["week"], "session": session["name"], "minutes": session["minutes"]}
    told = content.phrase(title, stage=content.stages[week["stage"]], **slots)
    table = _table(content, told, (("exercise", 2), ("amount", 2), ("time", None), ("what", 5)))
    for item in session["items"]:
        clock = f"{item['seconds'] // 60}:{item['seconds'] % 60:02d}"
        exercise = content.exercise(item["exercise"])
        table.add_row(exercise.name, amount(item, content), clock, exercise.summary)
    out.print(table)


def plan(value: dict[str, Any], content: Content) -> None:
    """A program for people: what now, the weeks, a typical session of each stage, why, and what is left out."""
    out = console()
    _head(out, value, content)
    program = value["program"]
    if program is None:
        _reasons(out, value["reasons"], "why", content)
        return
    _weeks(out, program, content)
    shown: set[tuple[str, str]] = set()
    for week in program["weeks"]:
        for session in (s for day in week["days"] for s in day["sessions"]):
            if (week["stage"], session["name"]) not in shown:
                shown.add((week["stage"], session["name"]))
                _session(out, session, week, "session-of-week", content)
    _around(out, program, content)
    _reasons(out, value["reasons"], "why-for-you", content)
    _left_out(out, value["left_out"], content)


def _weeks(out: Console, program: dict[str, Any], content: Content) -> None:
    title = content.phrase("your-weeks" if program["kind"] == "staged" else "your-short-plan")
    columns = (("weeks", None), ("stage", 2), ("aim", 3), ("days", None), ("aerobic", 3))
    table = _table(content, title, columns)
    for stage, weeks in groupby(program["weeks"], key=itemgetter("stage")):
        rows = list(weeks)
        first, last = rows[0]["week"], rows[-1]["week"]
        numbers = content.phrase("weeks-span", first=first, last=last) if len(rows) > 1 else str(first)
        days = sum(bool(day["sessions"]) for day in rows[0]["days"])
        plan = content.stages[stage]
        told = content.phrase("days-a-week", days=days)
        table.add_row(numbers, plan.title, plan.aim, told, _walk(rows, content))
    table.add_row(content.phrase("then"), content.stages["maintain"].title, content.stages["maintain"].aim, "", "")
    out.print(table)


def _walk(weeks: list[dict[str, Any]], content: Content) -> str:
    walks = [day["aerobic"] for week in weeks for day in week["days"] if day["aerobic"]]
    if not walks:
        return content.phrase("no-walk")
    first, last = walks[0], walks[-1]
    times = content.phrase("walk-times", times=first["per_day"]) if first["per_day"] > 1 else ""
    grows = "walk-grows" if last["minutes"] != first["minutes"] else "walk"
    return content.phrase(
        grows, exercise=content.exercise(first["exercise"]), minutes=first["minutes"], most=last["minutes"],
        times=times, days=first["days_per_week"],
    )  # fmt: skip


def _names(exercise_ids: list[str], content: Content) -> str:
    return ", ".join(content.exercise(i).name for i in exercise_ids)


def _around(out: Console, program: dict[str, Any], content: Content) -> None:
    day, phrase = program["weeks"][0]["days"][0], content.phrase
    if day["breaks"]:
        low, high = day["breaks"]["every_min"]
        moves = _names(day["breaks"]["moves"], content)
        out.print(phrase("breaks", low=low, high=high, minutes=day["breaks"]["minutes"], moves=moves))
    out.print(phrase("every-day", names=_names(day["practice"], content)))
    out.print(phrase("comfort", says=" ".join(c["says"] for c in program["comfort"])))
    lessons = (phrase("lesson-of-week", week=row["week"], title=row["title"]) for row in program["lessons"])
    out.print(phrase("to-read", lessons="; ".join(lessons)))
    for gap in program["absent"]:
        out.print(phrase(f"category-{gap['category']}", says=gap["says"]))


def _left_out(out: Console, rows: list[dict[str, Any]], content: Content) -> None:
    if not rows:
        return
    table = _table(content, content.phrase("left-out"), (("because", 3), ("exercises", 3)))
    grouped: dict[str, list[str]] = {}
    for row in rows:
        grouped.setdefault(row["says"], []).append(content.exercise(row["exercise"]).name)
    for says, names in grouped.items():
        table.add_row(says, ", ".join(dict.fromkeys(names)))
    out.print(table)


def today(value: dict[str, Any], content: Content) -> None:
    """Today's page."""
    out, phrase = console(), content.phrase
    _head(out, value, content)
    if value["ask"]:
        out.print(phrase("ask-first"))
        for item in value["ask"]:
            out.print(f"  - {content.items_by_id[item].question}")
    if value["session"]:
        _session(out, value["session"], value, "session-of-day", content)
    for left in value["spare"]:
        out.print(left["says"])
    if walk := value["aerobic"]:
        times = "walk-today-once" if walk["per_day"] == 1 else "walk-today"
        activity = content.exercise(walk["exercise"])
        out.print(phrase(times, exercise=activity, minutes=walk["minutes"], times=walk["per_day"]))
    if value["practice"]:
        out.print(phrase("every-day", names=_names(value["practice"], content)))
    for note in value["notes"][-SHOWN_NOTES:]:
        out.print(phrase("from-therapist", note=note))
    for lesson in value["lessons"]:
        out.print(phrase("lesson-today", title=lesson["title"], minutes=lesson["minutes"]))
    if value["reports_due"]:
        out.print(phrase("tell-us"))
    if value["measures_due"]:
        titles = {instrument.id: instrument.title for instrument in content.instruments}
        out.print(phrase("how-are-you", measures="; ".join(titles[name] for name in value["measures_due"])))
    _decisions(out, value["decisions"], content)
    _reasons(out, value["reasons"], "why", content)


def _decisions(out: Console, rows: list[dict[str, Any]], content: Content) -> None:
    if not rows:
        return
    columns = (("id", 1), ("when", 1), ("seen", 1), ("done", 1), ("plain-words", 3))
    table = _table(content, content.phrase("why-changed"), columns)
    for row in rows:
        table.add_row(row["id"], row["at"][:16], row["saw"], row["did"], row["says"])
    out.print(table)


def replay(value: dict[str, Any], content: Content) -> None:
    """A replayed chart."""
    out, state = console(), value["state"]
    stage, level = content.stages[state["stage"]], content.phrase(f"level-{state['disposition']}")
    out.print(
        content.phrase("chart-line", patient=state["patient"], level=level, stage=stage, sessions=state["sessions"])
    )
    _decisions(out, value["decisions"], content)


def differences(rows: list[dict[str, Any]]) -> None:
    """Decisions that were told, and what would be decided now."""
    out = console()
    if not rows:
        out.print("this version decides the same")
        return
    table = _grid("id", "then", "now would", "told by", expand=True)
    for row in rows:
        then, now = ("-" if each is None else f"{each['rule']}: {each['did']}" for each in (row["then"], row["now"]))
        table.add_row(row["id"], then, now, f"{row['content']} {row['code']}".strip())
    out.print(table)


def explain(value: dict[str, Any], content: Content) -> None:
    """One decision in full."""
    out = console()
    rows = [("row-decision", value["id"]), ("head-when", value["at"]), ("row-rule", value["rule"]),
            ("head-seen", value["saw"]), ("row-limit", value.get("limit", "")),
            ("row-considered", value.get("considered", "")), ("head-done", value["did"]),
            ("row-person", value["says"]), ("row-clinician", value.get("clinical", ""))]  # fmt: skip
    table = _grid(show_header=False, expand=True)
    table.add_column(ratio=1)
    table.add_column(ratio=4)
    for name, text in rows:
        if text:
            table.add_row(content.phrase(name), text)
    for source in value["source"]:
        if source in content.sources:
            table.add_row(content.phrase("row-source"), content.sources[source].cite)
    out.print(table)


def exercises(rows: list[dict[str, Any]], content: Content) -> None:
    """All exercises by family, each with its whole id, its name, and its kind and category."""
    out = console()
    wide = max(len(row["id"]) for row in rows)
    for family, members in groupby(sorted(rows, key=lambda row: (row["family"], row["id"])), lambda row: row["family"]):
        out.print(f"{content.phrase('head-family')}: {family}", soft_wrap=True)
        for row in members:
            kind = row["category"] if row["kind"] == "exercise" else f"{row['kind']}, {row['category']}"
            out.print(f"  {row['id']:<{wide}}  {row['name']} ({kind})", soft_wrap=True)


def exercise(value: dict[str, Any], content: Content) -> None:
    """One exercise with its words."""
    out, phrase = console(), content.phrase
    out.print(_panel(value["summary"], title=value["name"]))
    for n, step in enumerate(value["steps"], 1):
        out.print(f"{n}. {step}")
    if value.get("breathing"):
        out.print(phrase("breathing", text=value["breathing"]))
    for mistake in value["mistakes"]:
        out.print(phrase("watch-for", text=f"{mistake['what']} {mistake['feels']} {mistake['fix']}"))
    for caution in value["cautions"]:
        out.print(phrase("take-care", text=caution))
    for stage, dose in value["dose"].items():
        if start := dose.get("start"):
            told = amount({**start, "side": "both"}, content)
        else:
            told = phrase("bout", minutes=dose["minutes"], times=dose["per_day"])
        out.print(phrase("dose-of-stage", stage=content.stages[stage], amount=told))
    out.print(phrase("tags", tags=", ".join(value["tags"])))


def trace(value: dict[str, Any]) -> None:
    """What is traced, and what is not."""
    out = console()
    table = _grid(title="What the articles say, and where it lives", title_justify="left")
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
    count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
    out.print(count if found else "content is in order", style="red" if found else "green")


def progress(done: int, total: int, name: str) -> None:
    """One line of progress on standard error, on a terminal only."""
    err = console(stderr=True)
    if err.is_terminal:
        err.print(f"\r{done}/{total} {name:<40}", end="")


def verified(value: dict[str, Any]) -> None:
    """What `verify` proved."""
    out = console()
    table = _grid(title="Invariants", title_justify="left")
    for name in ("id", "checked", "violations", "what must hold"):
        table.add_column(name)
    for row in value["invariants"]:
        table.add_row(row["id"], f"{row['checked']:,}", str(row["violations"]), row["claim"])
    out.print(table)
    mutants = value["mutants"]
    out.print(f"Planted mistakes: {mutants['planted']}, caught: {mutants['killed']}; {value['seconds']} s")
    for name in mutants["survivors"]:
        out.print(f"not caught: {name}", style="red")
