"""Every exercise of the catalog, as its movement shows it."""

from birddog.catalog.library import content_folder, load_default
from birddog.catalog.movements import Drill, drill
from birddog.catalog.shown import BODY, Shown

__all__ = ["BODY", "IDS", "Entry", "entry"]

IDS = sorted(path.stem for path in (content_folder() / "exercises").glob("*.toml"))


class Entry(Shown):
    """An exercise with all that its file holds for a picture."""

    drill: Drill


def entry(exercise_id: str) -> Entry:
    """The exercise of the catalog with this id."""
    read = drill(exercise_id)
    made = Entry(load_default().exercise(exercise_id), read.movement)
    made.drill = read
    return made
