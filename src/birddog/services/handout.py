"""The next session of a person on paper, for the person or their therapist to print."""

from __future__ import annotations

from pathlib import Path

from birddog.exchange import handout
from birddog.services.charts import Reading


def handout_pdf(
    reading: Reading, large: bool = False, address: str = "", paper: handout.Paper = "a4", kept: Path | None = None
) -> bytes:
    """The sheet of the next session as PDF, in the language of the reading.

    ``address``: the public address of the pages, such as ``https://example.org``; with none there are no codes to scan.
    ``kept``: the folder of figures. ``BirddogError`` where no session may be done now.
    """
    made = handout.of_chart(reading.folded, reading.now, address, paper, kept, reading.pace)
    return handout.pdf(made, large)
