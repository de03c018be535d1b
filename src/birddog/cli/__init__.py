"""The command line: thin. It reads files, calls the core, and prints for people or as JSON."""

from __future__ import annotations

import json
import sys
from codecs import register_error
from datetime import date, datetime, time
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import click

from birddog import __version__
from birddog.cli.choices import Words, languages
from birddog.core.content.values import BirddogError, instant

if TYPE_CHECKING:
    from birddog.core.content.content import Content
    from birddog.core.log.events import Event

# What a command needs is imported when it runs: `birddog --version` loads no content, `birddog plan` no body.


MODULES = {
    "audit": "audit", "backup": "backup", "clinic": "clinic", "coach": "coach", "diff": "diff", "doctor": "serve",
    "handout": "handout", "restore": "backup", "serve": "serve", "simulate": "simulate", "teach": "teach",
    "worker": "serve",
}  # fmt: skip
"""The commands that stand in a module of their own, which is imported when one of them is asked for."""


PLAIN = "birddog-plain"
"""How text is written to a terminal that lacks a letter: without its accent, else as a question mark."""


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    parts = normalize("NFKD", error.object[error.start : error.end])
    return parts.encode("ascii", "ignore").decode() or "?" * (error.end - error.start), error.end


register_error(PLAIN, _plain)


class Contract(click.Group):
    """A group that turns a ``BirddogError`` into a message on standard error and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands by name."""
        return sorted([*super().list_commands(ctx), *MODULES])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name, or ``None``."""
        if cmd_name in MODULES:
            command: click.Command = getattr(import_module(f"birddog.cli.{MODULES[cmd_name]}"), cmd_name)
            return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; say what was wrong with the input, without a traceback."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors=PLAIN)
        try:
            return super().invoke(ctx)
        except BirddogError as error:
            click.echo(f"birddog: {error}", err=True)
            ctx.exit(1)


def as_json(value: Any) -> None:
    """Print a value as JSON, and nothing else."""
    plain = not (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")
    click.echo(json.dumps(value, ensure_ascii=plain, indent=2))


class Day(click.ParamType[datetime]):
    """A date, or a date and time, on the command line."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """``2026-03-02`` (the end of that day) or ``2026-03-02T08:30``."""
        if isinstance(value, datetime):
            return value
        try:
            if len(value) == len("2026-03-02"):
                return datetime.combine(date.fromisoformat(value), time(23, 59, 59))
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as 2026-03-02 or 2026-03-02T08:30", param, ctx)


now_option = click.option("--now", type=Day(), required=True, help="The day to decide for, such as 2026-03-02.")
json_option = click.option("--json", "json_", is_flag=True, help="Print only JSON.")
language_option = click.option(
    "--language", type=Words("code", languages), default="en", show_default=True, help="Language of the texts."
)
file_argument = click.argument("file", type=click.Path(path_type=Path))
chart_argument = click.argument("chart", type=click.Path(path_type=Path))


@click.group(cls=Contract)
@click.version_option(__version__, prog_name="birddog")
def main() -> None:
    """Physical therapy of low back pain: a safe home program that explains itself."""


@main.command()
@click.argument("name", type=click.Choice(["intake", "event", "exercise"]))
def schema(name: str) -> None:
    """Print the JSON Schema of an intake, an event or an exercise file."""
    from birddog import catalog
    from birddog.catalog.check import exercise_schema

    content = catalog.load_default()
    if name == "exercise":
        as_json(exercise_schema())
    else:
        as_json(catalog.intake_schema(content) if name == "intake" else catalog.event_schema(content))


@main.command()
@file_argument
@click.option("--now", type=Day(), default=None, help="The day to decide for; today if left out.")
@language_option
@json_option
def screen(file: Path, now: datetime | None, language: str, json_: bool) -> None:
    """Screen an intake FILE (JSON) for danger signs: who should act now, and why."""
    from birddog import api, catalog, present
    from birddog.catalog.json_text import read_json
    from birddog.cli import show

    content = catalog.load_language(language)
    intake = catalog.read_intake(read_json(file), content, str(file))
    value = present.screen_json(api.screen(intake, (now or datetime.now()).date(), content), content)
    as_json(value) if json_ else show.screen(value, content)


@main.command()
@file_argument
@now_option
@language_option
@json_option
def plan(file: Path, now: datetime, language: str, json_: bool) -> None:
    """Plan a program for an intake FILE (JSON), starting on the given day."""
    from birddog import api, catalog, present
    from birddog.catalog.json_text import read_json
    from birddog.cli import show
    from birddog.core.person.facts import facts

    content = catalog.load_language(language)
    intake = catalog.read_intake(read_json(file), content, str(file))
    made = api.prescribe(intake, now.date(), content)
    value = present.plan_json(made, content, intake, facts(intake, now.date(), content.values))
    as_json(value) if json_ else show.plan(value, content)


def _chart_in(chart: Path, language: str) -> tuple[list[Event], Content]:
    from birddog import catalog
    from birddog.catalog.json_text import read_text
    from birddog.core.log.home_made import with_events

    events = catalog.read_chart(read_text(chart).split("\n"), catalog.load_default(), str(chart))
    return events, with_events(catalog.load_language(language), events)


@main.command()
@chart_argument
@now_option
@language_option
@json_option
def today(chart: Path, now: datetime, language: str, json_: bool) -> None:
    """Show what a CHART (JSON lines) means for the given day."""
    from birddog import api, present
    from birddog.cli import show

    events, content = _chart_in(chart, language)
    value = present.today_json(api.today(events, now, content), content)
    as_json(value) if json_ else show.today(value, content)


@main.command()
@chart_argument
@now_option
@click.option(
    "--told", type=click.Path(path_type=Path), default=None,
    help="A record of what was decided (JSON lines): show where this version would decide differently.",
)  # fmt: skip
@language_option
@json_option
def replay(chart: Path, now: datetime, told: Path | None, language: str, json_: bool) -> None:
    """Replay a CHART to its state, today's session and every decision on the way."""
    from birddog import api, present
    from birddog.cli import show
    from birddog.core.today import today as today_of

    events, content = _chart_in(chart, language)
    folded = api.replay(events, now, content)
    if told is not None:
        from birddog.catalog.json_text import read_text
        from birddog.exchange.record_files import differences

        rows = differences(read_text(told).split("\n"), folded.decisions, str(told))
        changed = [present.difference_json(row) for row in rows]
        as_json(changed) if json_ else show.differences(changed)
        return
    value = {
        "state": present.state_json(folded.state),
        "today": present.today_json(today_of(folded, now), content),
        "decisions": [present.logged_json(entry) for entry in folded.decisions],
    }
    as_json(value) if json_ else show.replay(value, content)


@main.command()
@chart_argument
@click.argument("decision")
@click.option("--now", type=Day(), default=None, help="Replay up to this day; the whole chart if left out.")
@language_option
@json_option
def explain(chart: Path, decision: str, now: datetime | None, language: str, json_: bool) -> None:
    """Explain one DECISION of a CHART (its id, as `birddog replay` lists it)."""
    from birddog import api, present
    from birddog.cli import show

    events, content = _chart_in(chart, language)
    last = max((event.at for event in events), key=instant, default=datetime(2000, 1, 1))
    entry = api.explain(api.replay(events, now or last, content), decision)
    value = present.logged_json(entry)
    as_json(value) if json_ else show.explain(value, content)


@main.command()
@click.argument("exercise_id", metavar="[ID]", required=False)
@language_option
@json_option
def exercises(exercise_id: str | None, language: str, json_: bool) -> None:
    """List the exercises, or show the one with this ID."""
    from birddog import catalog, present
    from birddog.cli import show

    content = catalog.load_language(language)
    if exercise_id is not None:
        value = present.exercise_json(content.exercise(exercise_id))
        as_json(value) if json_ else show.exercise(value, content)
        return
    rows = [present.exercise_json(exercise) for exercise in content.exercises]
    as_json(rows) if json_ else show.exercises(rows, content)


@main.command()
@json_option
def trace(json_: bool) -> None:
    """Trace each article entry and rule to content, code and test."""
    from birddog import catalog
    from birddog.catalog.trace import trace as trace_content
    from birddog.cli import show

    value = trace_content(catalog.load_default())
    as_json(value) if json_ else show.trace(value)
    if value["untraced"]:
        sys.exit(1)


@main.command()
@click.option(
    "--content",
    "folder",
    type=click.Path(path_type=Path),
    default=None,
    help="A content folder; the packaged one if left out.",
)
@click.option(
    "--cache",
    type=click.Path(path_type=Path),
    envvar="BIRDDOG_CACHE",
    default=None,
    help="Folder that remembers which movements are in order [env BIRDDOG_CACHE; the user's cache if left out].",
)
@click.option("--release", "release_", is_flag=True, help="If everything is in order, record this version as released.")
@json_option
def check(folder: Path | None, cache: Path | None, release_: bool, json_: bool) -> None:
    """Lint the content: schemas, tags, ladders, doses, words, languages, movements, releases."""
    from birddog import catalog
    from birddog.catalog.check import problems
    from birddog.catalog.releases import release
    from birddog.catalog.toml import user_cache
    from birddog.cli import show

    folder = folder or catalog.content_folder()
    found = problems(folder, cache or user_cache())
    if release_ and not found:
        release(folder, catalog.load(folder))
    if json_:
        as_json({"problems": found})
    else:
        show.problems(found)
    if found:
        sys.exit(1)


@main.command()
@json_option
@click.option("--jobs", default=2, show_default=True, help="Number of processes to use.")
def verify(json_: bool, jobs: int) -> None:
    """Prove the safety invariants over their whole space, and catch every planted mistake."""
    from birddog.cli import show
    from birddog.verify import run

    value = run(jobs=jobs, progress=show.progress if not json_ else None)
    as_json(value) if json_ else show.verified(value)
    if value["mutants"]["survivors"] or any(row["violations"] for row in value["invariants"]):
        sys.exit(1)


@main.command()
@click.argument("exercise_id", metavar="ID")
@click.option(
    "--still", "kind", flag_value="still", default="still", help="Start and end in one picture (the default)."
)
@click.option("--animated", "kind", flag_value="animated", help="The movement, looping at its true tempo.")
@click.option("--strip", "kind", flag_value="strip", help="One panel for each key pose.")
@click.option(
    "--view", default="", help="side, front, back, three-quarter, top, or second; the exercise's own if left out."
)
@click.option(
    "--style", default="light", help="light, dark, contrast, print or auto; with tones as in dark,umber,plum."
)
@click.option("--muscles/--no-muscles", default=True, help="A soft mark where it should be felt (the default).")
@click.option("--physique", default="average", help="average, woman, older, larger or pregnant.")
@click.option("--cache", type=click.Path(path_type=Path), default=None, help="Keep figures in this folder.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="File to write: .svg or .png.")
def figure(
    exercise_id: str, kind: str, view: str, style: str, muscles: bool, physique: str, cache: Path | None, output: Path
) -> None:
    """Draw the figure of an exercise."""
    from birddog import figures as draw

    asked = draw.Asked(kind, view, *_tones(style), muscles, physique)  # type: ignore[arg-type]
    if output.suffix == ".png":
        write(output, draw.png(exercise_id, PNG_WIDTH, asked, cache))
    elif output.suffix == ".svg":
        write(output, draw.svg(exercise_id, asked, cache).encode())
    else:
        raise BirddogError(f"output: '{output}' must end in .svg or .png")


@main.command()
@click.option("--sheet", type=click.Path(path_type=Path), required=True, help="File to write: .svg, .png or .html.")
@click.option(
    "--style", default="light", help="light, dark, contrast, print or auto; with tones as in dark,umber,plum."
)
@click.option("--columns", default=8, show_default=True, help="Figures per row.")
def figures(sheet: Path, style: str, columns: int) -> None:
    """Draw all figures at a glance."""
    from birddog import catalog
    from birddog import figures as draw

    ids = [exercise.id for exercise in catalog.load_default().exercises]
    asked = draw.Asked("still", "", *_tones(style))
    if sheet.suffix == ".html":
        write(sheet, draw.html(ids, asked).encode())
    elif sheet.suffix in (".svg", ".png"):
        svg = sheet.suffix == ".svg"
        write(sheet, draw.sheet(ids, asked, columns).encode() if svg else draw.sheet_png(ids, asked, columns))
    else:
        raise BirddogError(f"sheet: '{sheet}' must end in .svg, .png or .html")


PNG_WIDTH = 1200


def _tones(style: str) -> tuple[str, str, str]:
    """Theme, skin and outfit from ``theme[,skin[,outfit]]``."""
    parts = style.split(",")
    if len(parts) > 3:
        raise BirddogError(f"style: '{style}' has too many parts; write theme,skin,outfit")
    theme, skin, outfit = [*parts, "", ""][:3]
    return theme, skin or "sand", outfit or "teal"


def write(path: Path, data: bytes) -> None:
    """Write a whole file or none of it."""
    fresh = path.with_name(path.name + ".part")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError as error:
        raise BirddogError(f"{path}: cannot be written ({error.strerror})") from error
