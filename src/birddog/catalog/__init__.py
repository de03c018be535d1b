"""Reads content files and people's files, checks them, and builds the values that ``core`` decides with."""

from birddog.catalog.charts import event_schema, intake_schema, read_chart, read_event, read_intake, stored_event
from birddog.catalog.language import LANGUAGES, load_language
from birddog.catalog.library import content_folder, load, load_default

__all__ = [
    "LANGUAGES",
    "content_folder",
    "event_schema",
    "intake_schema",
    "load",
    "load_default",
    "load_language",
    "read_chart",
    "read_event",
    "read_intake",
    "stored_event",
]
