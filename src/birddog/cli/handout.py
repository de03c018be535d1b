"""`birddog handout`: the exercises of the next session on paper."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from birddog.cli.choices import Words, languages
from birddog.core.content.values import BirddogError

if TYPE_CHECKING:
    from birddog.core.content.content import Content
    from birddog.core.log.events import Event


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--now", required=True, help="The day to decide for, such as 2026-03-02.")
@click.option("--language", type=Words("language", languages), default="en", help="The language of the sheet.")
@click.option("--large", is_flag=True, help="Large print (18 points), on as many pages as it takes.")
@click.option("--paper", type=click.Choice(["a4", "us-letter"]), default="a4", help="Size of the paper.")
@click.option("--address", default="", help="Public address of the pages, for codes to scan that lead to them.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="File to write: .pdf.")
def handout(file: Path, now: str, language: str, large: bool, paper: str, address: str, output: Path) -> None:
    """Print the next session of a FILE (an intake, .json, or a chart, .jsonl) as a tagged PDF."""
    from birddog import catalog
    from birddog.catalog.toml import user_cache
    from birddog.cli import Day, write
    from birddog.core.chart.chart import fold
    from birddog.exchange import handout as sheets
    from birddog.exchange.pictures import pictures_in

    if output.suffix != ".pdf":
        raise BirddogError(f"output: '{output}' must end in .pdf")
    at: datetime = Day().convert(now, None, None)
    content = catalog.load_language(language)
    events = _events(file, at, content)
    folded, pictures = fold(events, content, at), pictures_in(events)
    made = sheets.of_chart(
        folded, at, address=address, paper=paper, kept=user_cache(), pictures=pictures,  # type: ignore[arg-type]
    )  # fmt: skip
    write(output, sheets.pdf(made, large))


def _events(file: Path, at: datetime, content: Content) -> list[Event]:
    """The events of a chart; an intake is a chart that begins with it on that day."""
    from birddog import catalog
    from birddog.catalog.json_text import read_json, read_text
    from birddog.core.log.events import IntakeAnswered

    if file.suffix != ".json":
        return catalog.read_chart(read_text(file).split("\n"), content, str(file))
    return [IntakeAnswered(id="intake", at=at, intake=catalog.read_intake(read_json(file), content, str(file)))]
