"""What a clinic has confirmed of the content, as a printed sheet: a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib.resources import files

from birddog.core.content.values import BirddogError
from birddog.exchange.handout import Paper, fonts


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of entry: its name, how many are confirmed, and a line for each (entry, state, by whom)."""

    name: str
    count: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words of a sheet, in one language. ``columns`` head the lists, ``heads`` the numbers."""

    language: str
    title: str
    subtitle: str
    columns: tuple[str, str, str]
    heads: tuple[str, str]
    parts: tuple[Part, ...]
    paper: Paper = "a4"


def pdf(sheet: Sheet) -> bytes:
    """The sheet as PDF/UA-1. ``BirddogError`` where the compiler finds that it is not accessible."""
    import typst

    source = files("birddog.exchange").joinpath("coverage.typ").read_bytes()
    inputs = {"data": json.dumps(asdict(sheet))}
    try:
        return typst.compile(
            source, format="pdf", sys_inputs=inputs, pdf_standards="ua-1", font_paths=fonts(), timestamp=0
        )
    except typst.TypstError as error:
        raise BirddogError(f"coverage: {error}") from error
