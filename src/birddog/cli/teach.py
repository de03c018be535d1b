"""`birddog teach`: an exercise file to begin with, from one recorded demonstration."""

from __future__ import annotations

from pathlib import Path

import click

from birddog.cli.choices import Words, aspect_option, fps_option, views
from birddog.core.content.values import BirddogError


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="What the exercise is called; its ID is made from it.")
@click.option("--view", type=Words("view", views), default="side", show_default=True, help="Where the camera was.")
@click.option(
    "--laterality",
    type=click.Choice(["bilateral", "unilateral", "alternating"]),
    default="bilateral",
    show_default=True,
    help="Both sides together, one side per set, or alternating sides.",
)
@click.option("--start", default=None, help="The start position, if the picture alone would suggest another one.")
@fps_option
@aspect_option
@click.option(
    "--content",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    help="Your own content folder: the file is written to its `exercises`, if there is none with that name.",
)
def teach(
    file: Path, name: str, view: str, laterality: str, start: str | None, fps: float | None, aspect: float | None,
    folder: Path,
) -> None:  # fmt: skip
    """Propose an exercise file from one demonstration, a FILE of landmarks (.npz, .csv), for a therapist to edit."""
    from birddog import catalog
    from birddog.body.coach import teach as teaching
    from birddog.catalog import taught
    from birddog.catalog.language import languages_of
    from birddog.catalog.movements import positions
    from birddog.exchange import recordings

    if not (folder / "exercises").is_dir():
        raise BirddogError(f"content: {folder} has no folder 'exercises'; name a content folder of your own")
    to = folder / "exercises" / f"{taught.id_of(name)}.toml"
    if to.exists():
        raise BirddogError(f"name: there is an exercise '{to.stem}' already; choose another name")
    known = {key: place for key, place in positions(folder).items() if key not in taught.NOT_SHOWN}
    if start is not None and start not in known:
        raise BirddogError(f"start: there is no position '{start}'; allowed: {', '.join(known)}")
    chosen = list(known.values()) if start is None else [known[start]]
    taken = recordings.read_recording(file, fps, aspect)
    table, movement = taught.taught(name, taken, chosen, view, laterality, catalog.load(folder))
    right, whole = teaching.counted(movement, range(teaching.RECORDINGS))
    _write_all(folder, taught.files_of(table, languages_of(folder)[1:]))
    click.echo(f"{to}\nstart: {movement.position}\nsynthetic recordings counted exactly: {right} of {whole}")
    if right < whole:
        click.echo("The coach does not count this movement surely from this view; another view may show it better.")
    click.echo(taught.OPEN)


def _write_all(folder: Path, files: dict[str, str]) -> None:
    """Write new files into a folder, all of them or none."""
    from birddog.cli import write

    if there := [name for name in files if (folder / name).exists()]:
        raise BirddogError(f"name: there is a file {there[0]} already; choose another name")
    done: list[Path] = []
    try:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write(folder / name, text.encode())
            done.append(folder / name)
    except (BirddogError, OSError) as error:
        for path in done:
            path.unlink(missing_ok=True)
        raise BirddogError(f"{folder}: nothing was written ({error})") from error
