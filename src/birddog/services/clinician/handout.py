"""The next session of a person on paper, for the person or their therapist to print."""

from __future__ import annotations

from pathlib import Path

from birddog import figures
from birddog.exchange import handout
from birddog.services.chart.reading import Reading
from birddog.services.home_made import pictures_of
from birddog.services.person.preferences import Preferences, preferences_of
from birddog.services.person.zones import country_of

LETTER = frozenset(("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"))
"""Countries in which paper is US letter (Unicode CLDR, supplemental data on paper sizes); elsewhere it is A4."""


def paper_of(whose: Preferences, reader: Preferences) -> handout.Paper:
    """The paper that is in the printer: of the patient's country, else of the country of whoever prints."""
    country = whose.country or country_of(whose.zone) or reader.country
    return "us-letter" if country in LETTER else "a4"


def handout_pdf(
    reading: Reading, large: bool = False, address: str = "", paper: handout.Paper = "a4", kept: Path | None = None
) -> bytes:
    """The sheet of the next session as PDF, in the language of the reading.

    ``address``: the public address of the pages, such as ``https://example.org``; with none there are no codes to scan.
    ``kept``: the folder of figures. ``BirddogError`` where no session may be done now.
    """
    mine = preferences_of(reading.person)
    looks = figures.Asked(skin=mine.skin, outfit=mine.outfit, physique=mine.physique)
    pictures = pictures_of(reading.person) if reading.content.home_made else {}
    made = handout.of_chart(reading.folded, reading.now, address, paper, kept, reading.pace, looks, pictures)
    return handout.pdf(made, large)
