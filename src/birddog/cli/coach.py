"""`birddog coach`: what the camera coach says of a recording of landmarks."""

from __future__ import annotations

import json
from pathlib import Path

import click

from birddog.cli.choices import Words, aspect_option, fps_option, views
from birddog.core.content.values import BirddogError


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--exercise", "exercise_id", required=True, help="Which exercise it is: an ID of `birddog exercises`.")
@click.option(
    "--view",
    type=Words("view", views),
    default=None,
    help="Where the camera is; the exercise's own view if left out.",
)
@fps_option
@aspect_option
@click.option("--plot", type=click.Path(path_type=Path), help="Draw signal and phases to this .svg file.")
def coach(
    file: Path, exercise_id: str, view: str | None, fps: float | None, aspect: float | None, plot: Path | None
) -> None:
    """Follow an exercise in a FILE of landmarks (.npz, .csv), and print what was seen as JSON."""
    from birddog import catalog
    from birddog.body.coach import engine, recording, target
    from birddog.catalog.faults import rules_of
    from birddog.catalog.movements import drill
    from birddog.cli import write
    from birddog.exchange import coach_plot, recordings

    if plot is not None and plot.suffix != ".svg":
        raise BirddogError(f"plot: '{plot}' must end in .svg")
    found = drill(exercise_id)
    taken = recordings.read_recording(file, fps, aspect)
    rules = rules_of(catalog.load_default().exercise(exercise_id))
    made = engine.plan([target.of(found.movement, view or "")], [rules])
    outcome = recording.run([taken], made)[0]
    if plot is not None:
        write(plot, coach_plot.plot(outcome).encode())
    click.echo(json.dumps(recordings.outcome_json(outcome), ensure_ascii=False, indent=2))
